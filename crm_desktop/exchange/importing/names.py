"""The entries of the user's lists that an import needs: found by their folded names, made where missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.folding import fold
from crm_desktop.ids import uuid7
from crm_desktop.kinds import FieldKind, StageRole
from crm_desktop.models.ranks import STEP

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

TABLES = ("stage", "source", "colleague", "tag", "client_group", "field")


class OwnField(NamedTuple):
    """The type of an own field that an import makes."""

    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()


class Names:
    """Ids of list entries by table and folded name."""

    def __init__(self, store: Store) -> None:
        self._ids: dict[tuple[str, str], bytes] = {}
        for table in TABLES:
            for identifier, name in store.read(f"SELECT id, name FROM {table} WHERE deleted = 0"):
                if name:
                    self._ids.setdefault((table, fold(name)), identifier)
        for identifier, role in store.read("SELECT id, role FROM stage WHERE deleted = 0 AND role <> ''"):
            self._ids.setdefault(("stage", role), identifier)
        self._store = store
        self._rids: dict[str, dict[bytes, int]] = {}
        self._silences: dict[bytes, tuple[int | None, int | None]] | None = None

    def rids(self, table: str) -> dict[bytes, int]:
        """The row numbers of the entries of a table, which the documents of the search name them by."""
        if table not in self._rids:
            self._rids[table] = dict(self._store.read(f"SELECT id, rid FROM {table}"))
        return self._rids[table]

    def silences(self) -> dict[bytes, tuple[int | None, int | None]]:
        """For how many days clients of each group may be silent: ideally, and at the longest."""
        if self._silences is None:
            found = self._store.read(
                "SELECT id, IIF(deleted, NULL, ideal_silence_days), IIF(deleted, NULL, longest_silence_days)"
                " FROM client_group"
            )
            self._silences = {group_id: (ideal, longest) for group_id, ideal, longest in found}
        return self._silences

    def id(self, table: str, name: str | None) -> bytes | None:
        """The entry of this name; None for no name."""
        return self.known(table, name) if name else None

    def known(self, table: str, name: str) -> bytes:
        """The entry of this name, which ``ensure`` has made if it was missing."""
        return self._ids[table, fold(name)]

    def ensure(self, change: Change, table: str, names: Iterable[str]) -> None:
        """Make the entries that are missing."""
        self._make(change, table, [(name, {}) for name in names])

    def ensure_fields(self, change: Change, fields: Mapping[str, OwnField]) -> None:
        """Make the own fields that are missing, with the types found in the columns."""
        extra = {
            name: {"kind": field.kind, "choices": json.dumps(field.choices, ensure_ascii=False)}
            for name, field in fields.items()
        }
        self._make(change, "field", list(extra.items()))

    def _make(self, change: Change, table: str, entries: list[tuple[str, dict[str, str]]]) -> None:
        ranked = table not in ("tag", "colleague")
        rank = 0
        if ranked:
            (rank,) = change.execute(f"SELECT COALESCE(MAX(rank), 0) FROM {table}").fetchone()
        for name, extra in entries:
            if (table, fold(name)) in self._ids:
                continue
            rank += STEP
            values = {"id": uuid7(), "name": name, **extra, **({"rank": rank} if ranked else {})}
            marks = ", ".join("?" * len(values))
            change.execute(
                f"INSERT INTO {table}({', '.join(values)}) VALUES ({marks})", tuple(values.values())
            )
            self._ids[table, fold(name)] = values["id"]  # type: ignore[assignment]


_STAGE_WORDS: Mapping[str, tuple[str, ...]] = {
    # What other programs and people call the four steps that every base has.
    StageRole.VISITOR: ("visitor", "lead", "subscriber", "prospect", "посетитель", "лид", "потенциальный",
                        "потенциальный клиент", "lankytojas", "potencialus klientas"),
    StageRole.CLIENT: ("client", "customer", "клиент", "покупатель", "klientas", "pirkėjas"),
    StageRole.REGULAR: ("regular", "regular customer", "постоянный", "постоянный клиент", "nuolatinis",
                        "nuolatinis klientas"),
    StageRole.PARTNER: ("partner", "партнер", "партнёр", "partneris"),
}  # fmt: skip

_ROLES = {fold(word): str(role) for role, words in _STAGE_WORDS.items() for word in words}


def stage_name(text: str) -> str:
    """The role of the stage that every base has under this or a like word; any other text is a stage of its own."""
    return _ROLES.get(fold(text), text)
