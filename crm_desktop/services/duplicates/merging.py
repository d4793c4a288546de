"""Making several clients one: nothing that stood on any of the cards gets lost, and all of it can be parted again.

The client that is kept gets all contact points, contacts, deals, tags and whatever else belongs to a client. Of what a
client has once only one value stays, the others go into the notes. The other cards go to the bin with a pointer to the
one kept (``merged_into``, as the sync protocol has it), under which their numbers are still found.

Each card's entries in the journal stand together and end with that pointer, so that one of several can be parted
again by itself (``parting``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import MergeRefused
from crm_desktop.folding import fold
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ActivityKind, Op, StageWhy
from crm_desktop.models.limits import LONGEST_TEXT
from crm_desktop.models.schema import TABLES
from crm_desktop.services import clients, field_history, stage_history, writing
from crm_desktop.services.client_rows import owner_column
from crm_desktop.services.duplicates.choosing import (
    JOINED,
    NAME_PARTS,
    SINGLE,
    Field,
    Lost,
    full_name,
    is_empty,
    kept_name,
    preferred,
    same_value,
)
from crm_desktop.services.duplicates.joining import SAID_TWICE, place_pair, place_people, place_row, rows_of
from crm_desktop.services.duplicates.likeness import MERGED_NUMBER

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ClientDraft
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

Choices = Mapping[Field, bytes]
"""Fields for which somebody has said whose value stays: the id of that client."""

Say = Callable[[Lost], str]
"""The line of the notes for a value that gave way, in the user's words."""


def merge(
    store: Store, keep: bytes, others: Sequence[bytes], choices: Choices | None = None, *, say: Say
) -> int:
    """Merge ``others`` into the client ``keep`` as one operation, which is returned; undo takes all of it back.

    For fields not in ``choices`` the kept client's value stays where it has any (``choosing.preferred``).

    Raises:
        MergeRefused: nothing to merge, or a person with a company.
        RecordNotFound: one of them is not there, or lies in the bin.
    """
    distinct = [client_id for client_id in dict.fromkeys(others) if client_id != keep]
    with store.change(Op.MERGE_CLIENTS, info={"count": len(distinct)}) as change:
        merge_within(store, change, keep, distinct, choices or {}, say=say)
    return change.operation


def merge_draft(store: Store, keep: bytes, draft: ClientDraft, *, say: Say) -> int:
    """Put what was typed as a new client on a client that is there already; one operation, which is returned.

    Raises:
        MergeRefused: a person with a company.
        ClientEmpty, ValueRefused, RecordNotFound: as ``clients.add`` and ``merge``.
    """
    with store.change(Op.MERGE_CLIENTS, info={"count": 1}) as change:
        typed = clients.add(store, draft)
        # The number was given to a card that never stood by itself: nobody can know it.
        change.execute("UPDATE client SET number = NULL WHERE id = ?", (typed,))
        merge_within(store, change, keep, [typed], {}, say=say)
    return change.operation


def merge_within(
    store: Store, change: Change, keep: bytes, others: Sequence[bytes], choices: Choices, *, say: Say
) -> None:
    """``merge`` inside an open change: many groups may be one operation."""
    kinds = {writing.live_row(store, "client", client_id)["kind"] for client_id in (keep, *others)}
    if not others or len(kinds) > 1:
        raise MergeRefused(reason="kinds" if len(kinds) > 1 else "alone")
    for other in others:
        _Merge(store, change, keep, other, choices, say).run()


class _Merge:
    """One card on its way into another."""

    def __init__(
        self, store: Store, change: Change, keep: bytes, other: bytes, choices: Choices, say: Say
    ) -> None:
        self._store, self._change = store, change
        self._keep, self._other = keep, other
        self._choices, self._say = choices, say
        self._row = writing.row(store, "client", keep)
        self._theirs = writing.row(store, "client", other)
        self._values: dict[str, Any] = {}
        self._texts: list[str] = []

    def run(self) -> None:
        """Everything, the pointer last."""
        self._choose_columns()
        self._choose_own_fields()
        self._move_rows()
        self._point_to_kept()
        self._keep_number()
        self._write()
        # The other's story went over too: whose stage it ended with need not be the one that stays.
        stage_history.mend(self._store, self._change, [self._keep], StageWhy.MERGE)
        self._change.execute(
            "UPDATE client SET deleted = 1, merged_into = ?, number = CASE WHEN ? THEN NULL ELSE number END"
            " WHERE id = ?",
            (self._keep, self._row["number"] is None, self._other),
        )

    # ------------------------------------------------------------------------------------------- what stands once only

    def _choose_columns(self) -> None:
        self._choose_name()
        for column in SINGLE:
            if column != "name":
                self._choose(column, self._of_third(self._row[column]), self._of_third(self._theirs[column]))
        made = [row["created_at"] for row in (self._row, self._theirs) if row["created_at"]]
        self._values["created_at"] = min(made, default="")

    def _of_third(self, value: Any) -> Any:
        """Nobody recommends themselves: a referrer that is merged here is none."""
        return None if value in (self._keep, self._other) else value

    def _choose_name(self) -> None:
        """The name is chosen with its parts; what stays may be completed by what gives way."""
        mine, theirs = full_name(self._row), full_name(self._theirs)
        if self._choices.get("name") == self._other and theirs:
            self._values |= {column: self._theirs[column] for column in ("name", *NAME_PARTS)}
            stays, goes = theirs, mine
        elif not mine:
            self._values |= {column: self._theirs[column] for column in ("name", *NAME_PARTS)}
            return
        else:
            added = kept_name(self._row, self._theirs)
            self._values |= added
            stays, goes = full_name({**self._row, **added}), theirs
        if goes and fold(goes) != fold(stays):
            self._lose("name", goes, mine=goes == mine)

    def _choose(self, column: str, mine: Any, theirs: Any) -> None:
        chosen = self._choices.get(column)
        takes_theirs = (
            chosen == self._other and not is_empty(column, theirs)
            if chosen is not None
            else preferred(column, (mine, theirs)) == 1
        )
        stays, goes = (theirs, mine) if takes_theirs else (mine, theirs)
        self._values[column] = stays
        if not is_empty(column, goes) and not same_value(column, stays, goes):
            completed = column == "birthday" and goes.startswith("--") and stays.endswith(goes[1:])
            if not completed:
                readable = field_history.readable(self._store, column, goes)
                self._lose(column, str(readable), mine=takes_theirs)

    def _choose_own_fields(self) -> None:
        """Where both have an own field and differ, one value stays; the rows themselves go over with the others."""
        mine = {row["field_id"]: row for row in self._rows("field_value", self._keep)}
        for theirs in self._rows("field_value", self._other):
            present = mine.get(theirs["field_id"])
            if present is None or same_value(theirs["field_id"], present["value"], theirs["value"]):
                continue
            goes = theirs["value"]
            takes_theirs = self._choices.get(theirs["field_id"]) == self._other
            if takes_theirs:
                goes = present["value"]
                self._change.execute(
                    "UPDATE field_value SET value = ? WHERE id = ?", (theirs["value"], present["id"])
                )
            ((name,),) = self._store.read("SELECT name FROM field WHERE id = ?", (theirs["field_id"],))
            self._lose(theirs["field_id"], goes, name=name, mine=takes_theirs)

    def _lose(self, field: Field, value: str, *, name: str = "", mine: bool = False) -> None:
        whose = self._row if mine else self._theirs
        self._texts.append(self._say(Lost(field, name, value, whose["name"], whose["number"])))

    # ------------------------------------------------------------------------------------------------- what hangs on it

    def _rows(self, table: str, client_id: bytes) -> list[dict[str, Any]]:
        return rows_of(self._change, table, f"{owner_column(table)} = ? AND deleted = 0", client_id)

    def _move_rows(self) -> None:
        for spec in TABLES:
            if spec.root is None:
                continue
            if spec.name in SAID_TWICE:
                for row in self._rows(spec.name, self._other):
                    place_row(self._change, spec.name, self._keep, row, self._lose_label)
            else:
                self._move_all(spec.name, spec.root, ranked="rank" in spec.columns)
        # Whoever took part in a contact of the other now took part in one of their own.
        self._change.execute(
            "UPDATE activity_client SET deleted = 1 WHERE client_id = ?1 AND deleted = 0"
            " AND activity_id IN (SELECT id FROM activity WHERE client_id = ?1)",
            (self._keep,),
        )

    def _lose_label(self, column: str, of: str, value: str) -> None:
        self._lose(column, value, name=of)

    def _move_all(self, table: str, owner: str, *, ranked: bool) -> None:
        behind = (
            f", rank = rank + (SELECT COALESCE(MAX(rank), 0) FROM {table} WHERE {owner} = ?1)"
            if ranked
            else ""
        )
        self._change.execute(
            f"UPDATE {table} SET {owner} = ?1{behind} WHERE {owner} = ?2", (self._keep, self._other)
        )

    def _point_to_kept(self) -> None:
        """Whoever referred to the other refers to the one kept: nothing live may point at a card that is gone."""
        change, ids = self._change, (self._keep, self._other)
        change.execute(
            "UPDATE client SET referrer_id = CASE WHEN id = ?1 THEN NULL ELSE ?1 END"
            " WHERE referrer_id = ?2 AND id <> ?1 AND id <> ?2",
            ids,
        )
        change.execute("UPDATE client SET merged_into = ?1 WHERE merged_into = ?2", ids)
        for row in rows_of(change, "employment", "company_id = ? AND deleted = 0", self._other):
            place_people(change, self._keep, row, self._lose_label)
        pairs = rows_of(
            change, "not_duplicate", "(one_id = ?1 OR other_id = ?1) AND deleted = 0", self._other
        )
        for row in pairs:
            place_pair(change, self._keep, row, self._other)

    def _keep_number(self) -> None:
        """The number of the card that goes is kept as one more number of the card that stays."""
        number = self._theirs["number"]
        if number is None:
            return
        if self._row["number"] is None:
            self._values["number"] = number
            return
        self._change.execute(
            "INSERT INTO external_id(id, client_id, system, value) VALUES (?, ?, ?, ?)",
            (uuid7(), self._keep, MERGED_NUMBER, str(number)),
        )

    # ---------------------------------------------------------------------------------------------------------- writing

    def _write(self) -> None:
        """The values that differ; texts joined, and what is too long for the notes as an entry of the history."""
        overflow: list[str] = []
        for column in JOINED:
            added = [self._theirs[column], *(self._texts if column == "notes" else ())]
            self._values[column], rest = appended(self._row[column], added)
            overflow += rest
        changed = {name: value for name, value in self._values.items() if self._row[name] != value}
        if changed:
            setting = ", ".join(f"{name} = ?" for name in changed)
            self._change.execute(f"UPDATE client SET {setting} WHERE id = ?", (*changed.values(), self._keep))
        now = utc_text(self._store.clock.now())
        for text in overflow:
            for part in _parts(text):
                self._change.execute(
                    "INSERT INTO activity(id, client_id, kind, held_at, result, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (uuid7(), self._keep, ActivityKind.NOTE.value, now, part, now),
                )


def appended(text: str, added: Sequence[str]) -> tuple[str, list[str]]:
    """The text with the others below it as far as the field takes them; those it does not take."""
    left: list[str] = []
    for other in added:
        if not other.strip() or fold(other) in fold(text):
            continue
        longer = f"{text}\n{other}" if text.strip() else other
        if len(longer.encode()) > LONGEST_TEXT:
            left.append(other)
        else:
            text = longer
    return text, left


def _parts(text: str) -> Iterator[str]:
    """The text in pieces that a field takes; a character is never cut."""
    data = text.encode()
    while data:
        piece = data[:LONGEST_TEXT].decode(errors="ignore")
        yield piece
        data = data[len(piece.encode()) :]
