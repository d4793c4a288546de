"""Rows of the list of differences as people see them: what they are about, both values, what can be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ConflictKind, DifferenceAnswer
from crm_desktop.models.schema import CHILD_TABLES
from crm_desktop.services import difference_fields
from crm_desktop.services.difference_fields import Both
from crm_desktop.services.difference_records import (
    Record,
    currency_of,
    readable,
    record_of,
    subject_of,
    survivor,
)
from crm_desktop.storage.history import history
from crm_desktop.storage.row_json import decode_value

if TYPE_CHECKING:
    from crm_desktop.services.difference_fields import Editor
    from crm_desktop.services.difference_records import Row
    from crm_desktop.storage.store import Store

COLUMNS = (
    "id, tbl, row_id, field, kind, base, winner, loser, winner_by, winner_at, loser_by, loser_at, found_at,"
    " resolved_at, resolved_by, answer"
)
_DISPOSABLE = frozenset({"client", *CHILD_TABLES, "deal_item", "activity_client", "plan_step", "source_cost"})
"""Tables whose rows an answer can throw away or bring back; entries of lists come and go in their list alone."""

_SEEN = (DifferenceAnswer.SEEN,)


@dataclass(frozen=True, slots=True)
class Met:
    """A row of the list as stored; ``base``, ``winner`` and ``loser`` decoded."""

    id: bytes
    table: str
    row_id: bytes
    field: str
    kind: ConflictKind
    base: Any
    winner: Any
    loser: Any
    winner_by: str
    winner_at: str
    loser_by: str
    loser_at: str
    found_at: str
    resolved_at: str | None
    resolved_by: str
    answer: str


@dataclass(frozen=True, slots=True)
class Said:
    """A value as people read it (names instead of ids; a photo as bytes), who gave it and when (UTC text)."""

    value: Any
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Part:
    """Another column that the same decision is about; ``other_raw`` is the value given up, as stored."""

    field: str
    stands: Any
    other: Any
    other_raw: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One question, or one notice.

    Attributes:
        ids: the rows of the list that it is made of; the first names it.
        table, row_id: the row in which the value stands now; after a merge the one that was kept.
        subject: tells rows of one table apart (``difference_records.subject_of``).
        own_kind: of the value of an own field, what kind of field it is (``kinds.FieldKind``); else ''.
        field: the column it is about: "deleted" for the life of the row, "merged_into" for what it was merged into.
        base: what both began with, None where nobody knows.
        stands: what is in the row now, of an answered one what stood then; ``moved``: somebody changed it since the
            difference was found. ``now``: what is in the row, whatever was answered.
        other: the value that was given up; ``other_raw`` as it is stored.
        parts: the other columns of it.
        answers: what can be decided; a notice has ``SEEN`` alone.
        both, editor: how both can be kept, how a third value is written.
        seen: what stands, as stored: given back with an answer, it shows whether somebody was faster.
        answer, answered_by, answered_at: what was decided; None and '' while it is open.
    """

    ids: tuple[bytes, ...]
    kind: ConflictKind
    record: Record
    table: str
    row_id: bytes
    subject: str
    own_kind: str
    field: str
    currency: str
    base: Any
    stands: Said
    other: Said
    other_raw: Any
    parts: tuple[Part, ...]
    moved: bool
    now: Any
    answers: tuple[DifferenceAnswer, ...]
    both: Both
    editor: Editor
    seen: tuple[Any, ...]
    found_at: str
    answer: DifferenceAnswer | None
    answered_by: str
    answered_at: str

    @property
    def id(self) -> bytes:
        """The row of the list that leads it."""
        return self.ids[0]


def read_met(store: Store, sql: str, values: Sequence[Any] = ()) -> list[Met]:
    """Rows of the list; ``sql`` selects ``COLUMNS``."""
    made = []
    for id_, table, row_id, field, kind, base, winner, loser, *rest in store.read(sql, values):
        was = None if base is None else decode_value(base)
        both = decode_value(winner), decode_value(loser)
        made.append(Met(id_, table, row_id, field, ConflictKind(kind), was, *both, *rest))
    return made


def assemble(store: Store, met: Iterable[Met]) -> list[Difference]:
    """Those that one decision is about become one difference, in the order in which they come."""
    groups: dict[tuple[Any, ...], list[Met]] = {}
    for each in met:
        key = (
            each.found_at,
            each.table,
            each.row_id,
            difference_fields.lead(each.table, each.field),
            each.kind,
        )
        groups.setdefault((*key, each.resolved_at), []).append(each)
    return [_difference(store, group) for group in groups.values()]


def _difference(store: Store, group: list[Met]) -> Difference:
    order = difference_fields.together(group[0].table, group[0].field)
    group.sort(key=lambda each: order.index(each.field))
    first = group[0]
    # What was edited on a merged card is for the one that was kept.
    row_id, row = survivor(store, first.table, first.row_id)
    raw = tuple(None if row is None else row.get(each.field) for each in group)
    moved = row is not None and first.resolved_at is None and _is_moved(first, raw, group)
    other = readable(store, first.table, first.field, first.loser)
    record = record_of(store, first.table, row_id, row)
    both = difference_fields.both(first.table, first.field, raw[0], first.loser)
    if both is Both.NOTE and record.client is None:
        both = Both.NO  # there is no history for the note
    editor = difference_fields.editor(first.table, first.field)
    return Difference(
        tuple(each.id for each in group),
        first.kind,
        record,
        first.table,
        row_id,
        subject_of(store, first.table, row),
        _own_kind(store, first.table, row),
        first.field,
        currency_of(store, first.table, row),
        readable(store, first.table, first.field, first.base),
        _stands(store, first, row_id, raw[0], moved=moved),
        Said(other, first.loser_by, first.loser_at),
        first.loser,
        tuple(_parts(store, group[1:], raw[1:])),
        moved,
        readable(store, first.table, first.field, raw[0]),
        _answers(first, row, raw, group, both, editor),
        both,
        editor,
        raw,
        first.found_at,
        DifferenceAnswer(first.answer) if first.answer in set(DifferenceAnswer) else None,
        first.resolved_by,
        first.resolved_at or "",
    )


def _own_kind(store: Store, table: str, row: Row | None) -> str:
    if table != "field_value" or row is None:
        return ""
    return str(store.read("SELECT kind FROM field WHERE id = ?", (row["field_id"],))[0][0])


def _is_moved(first: Met, raw: tuple[Any, ...], group: list[Met]) -> bool:
    if first.kind is ConflictKind.EDITED_AFTER_MERGE or _is_about_life(first):
        return False  # the card that was kept had values of its own all along
    return any(now != each.winner for now, each in zip(raw, group, strict=True))


def _is_about_life(met: Met) -> bool:
    return met.field in ("deleted", "merged_into")


def _stands(store: Store, met: Met, row_id: bytes, raw: Any, *, moved: bool) -> Said:
    if met.resolved_at is not None:
        return Said(readable(store, met.table, met.field, met.winner), met.winner_by, met.winner_at)
    value = readable(store, met.table, met.field, raw)
    if met.kind is ConflictKind.EDITED_AFTER_MERGE or moved:
        for change in history(store, met.table, row_id, met.field):
            return Said(value, change.who, change.at)
        return Said(value, "", "")
    if met.field == "merged_into":
        value = readable(store, met.table, met.field, met.winner)
    return Said(value, met.winner_by, met.winner_at)


def _parts(store: Store, group: list[Met], raw: tuple[Any, ...]) -> Iterator[Part]:
    for each, now in zip(group, raw, strict=True):
        stands, other = (readable(store, each.table, each.field, value) for value in (now, each.loser))
        yield Part(each.field, stands, other, each.loser)


def _answers(
    first: Met, row: Row | None, raw: tuple[Any, ...], group: list[Met], both: Both, editor: Editor
) -> tuple[DifferenceAnswer, ...]:
    """What can be decided: nothing where there is no choice, or where the other value stands by now."""
    if row is None or first.field not in row:  # a newer program's column, perhaps
        return _SEEN
    if first.field == "merged_into" or first.kind is ConflictKind.NUMBER:
        return _SEEN
    if all(now == each.loser for now, each in zip(raw, group, strict=True)):
        return _SEEN
    if first.field == "deleted":
        disposable = first.table in _DISPOSABLE
        return (DifferenceAnswer.KEPT, DifferenceAnswer.USED) if disposable else _SEEN
    answers = [DifferenceAnswer.KEPT, DifferenceAnswer.USED]
    if both:
        answers.append(DifferenceAnswer.BOTH)
    if editor:
        answers.append(DifferenceAnswer.WRITTEN)
    return tuple(answers)
