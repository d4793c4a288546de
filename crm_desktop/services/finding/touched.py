"""Whose documents may differ after a change, read off the journal.

A client's document is made of rows of many tables. That of a company is made of the contacts of its people, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.services.finding.index import batches, slots
from crm_desktop.storage.row_json import decode

if TYPE_CHECKING:
    import sqlite3

NOBODY = 0
"""Operations are numbered from 1."""

_OWNERS = {
    "employment": "person_id",
    **dict.fromkeys(
        ("contact_point", "client_tag", "group_member", "field_value", "named_date", "external_id", "activity",
         "activity_client", "request", "deal"),
        "client_id",
    ),
}  # fmt: skip
"""Tables whose rows a client's document is made of -> the column of the client."""

_OF_EMPLOYERS = frozenset({"employment", "activity", "activity_client"})
"""Those of them whose rows concern the document of the client's employer as well."""


_EMPLOYERS = "SELECT e.company_id FROM employment e WHERE e.company_id IS NOT NULL AND e.deleted = 0"
_SPOKEN_TO = (
    "(EXISTS (SELECT 1 FROM activity a WHERE a.client_id = e.person_id)"
    " OR EXISTS (SELECT 1 FROM activity_client k WHERE k.client_id = e.person_id))"
)


class Touched(NamedTuple):
    """``clients``: what is known of them changed; ``companies``: of others, what passed between us and their people."""

    clients: set[bytes]
    companies: set[bytes]


def touched(connection: sqlite3.Connection, after: int, *, but_by: int = NOBODY) -> Touched:
    """The clients whose documents may differ after what the journal says was touched after its entry ``after``.

    ``but_by``: leave out what this operation did.
    """
    found = _Found()
    for table, row_id, action, old in connection.execute(
        "SELECT tbl, id, action, old FROM journal WHERE seq > ? AND operation IS NOT ? AND action <> 'blank'",
        (after, but_by),
    ):
        if table == "client":
            found.note_client(row_id, action, old)
        elif table in _OWNERS:
            found.note_row(table, row_id, old)
    found.look_up(connection)
    return Touched(found.clients, found.companies - found.clients)


def employers_spoken_to(connection: sqlite3.Connection, people: Iterable[bytes]) -> set[bytes]:
    """The companies for which those of ``people`` work of whom there is any contact, held or planned."""
    return _read_ids(connection, f"{_EMPLOYERS} AND {_SPOKEN_TO} AND e.person_id", sorted(people))


@dataclass(slots=True)
class _Found:
    clients: set[bytes] = field(default_factory=set)
    people: set[bytes] = field(default_factory=set)
    """Of whom an employer's document may tell something else now."""
    named: set[bytes] = field(default_factory=set)
    """Whose name may stand differently in the documents of their people."""
    companies: set[bytes] = field(default_factory=set)
    rows: dict[str, list[bytes]] = field(default_factory=dict)

    def note_client(self, row_id: bytes, action: str, old: str) -> None:
        self.clients.add(row_id)
        if action != "update" or '"deleted"' in old:
            self.people.add(row_id)
            self.named.add(row_id)
        elif '"name"' in old:
            self.named.add(row_id)

    def note_row(self, table: str, row_id: bytes, old: str) -> None:
        self.rows.setdefault(table, []).append(row_id)
        # A row that is gone, or went over to another client (a merge), names its former client here.
        before = decode(old) if old else {}
        client = before.get(_OWNERS[table])
        if client is not None:
            self.clients.add(client)
            if table in _OF_EMPLOYERS:
                self.people.add(client)
        if table == "employment" and before.get("company_id") is not None:
            self.companies.add(before["company_id"])

    def look_up(self, connection: sqlite3.Connection) -> None:
        for table, row_ids in self.rows.items():
            owner = _OWNERS[table]
            owners = _read_ids(
                connection, f"SELECT {owner} FROM {table} WHERE {owner} IS NOT NULL AND id", row_ids
            )
            self.clients |= owners
            if table in _OF_EMPLOYERS:
                self.people |= owners
        guests = _read_ids(
            connection,
            "SELECT client_id FROM activity_client WHERE activity_id",
            self.rows.get("activity", []),
        )
        self.clients |= guests
        self.people |= guests
        self.clients |= _read_ids(
            connection, "SELECT person_id FROM employment WHERE company_id", list(self.named)
        )
        self.companies |= _read_ids(
            connection,
            "SELECT company_id FROM employment WHERE company_id IS NOT NULL AND id",
            self.rows.get("employment", []),
        )
        self.companies |= _read_ids(connection, f"{_EMPLOYERS} AND e.person_id", list(self.people))


def _read_ids(connection: sqlite3.Connection, sql: str, values: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for batch in batches(values):
        found.update(row[0] for row in connection.execute(f"{sql} IN ({slots(batch)})", batch))
    return found
