"""A shared database in memory, with the rules of the protocol (4.8) in their plainest form: a double for quick tests.

What the real one does besides (roles, concurrency, wire formats) is tried on PostgreSQL.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id
from crm_desktop.kinds import ConflictKind
from crm_desktop.sync import history
from crm_desktop.sync.acknowledging import acknowledge
from crm_desktop.sync.applying import apply
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.conflicts import Said, conflict_row
from crm_desktop.sync.families import owners
from crm_desktop.sync.freezing import freeze, waiting
from crm_desktop.sync.known import Theirs
from crm_desktop.sync.meeting import meet
from crm_desktop.sync.merge import Conflict
from crm_desktop.sync.returning import Returned, beyond, give_back
from crm_desktop.sync.snapshot import Author, Batch, Point, RowKey, Snapshot
from crm_desktop.sync.tables import children_of, synced_table, synced_tables
from tests.sync.simulation import Broken, Cut, Interrupting, PutBack

if TYPE_CHECKING:
    from crm_desktop.sync.history import Position
    from tests.sync.laptops import Laptop
    from tests.sync.ledger import Content
    from tests.sync.sessions import Orders
    from tests.sync.simulation import World

Held = tuple[int, dict[str, Any]]


class HistoryDiffers(Exception):
    """The laptop knows a state that this server never had."""


@dataclass
class ModelServer:
    """``rows`` by table and id: revision and columns; ``pushes`` by revision: the id and who."""

    epoch: bytes
    rows: dict[str, dict[bytes, Held]] = field(
        default_factory=lambda: {table.name: {} for table in synced_tables()}
    )
    pushes: dict[int, tuple[bytes, str]] = field(default_factory=dict)

    @property
    def rev(self) -> int:
        return max(self.pushes, default=0)

    def pull(self, position: Position, pending: bytes | None) -> Snapshot:
        """What is newer than the position. Raises HistoryDiffers."""
        if (
            position.high is not None
            and self.pushes.get(position.high.rev, (b"",))[0] != position.high.push_id
        ):
            raise HistoryDiffers
        rows = {
            table: [(id_, rev, *row.values()) for id_, (rev, row) in of.items() if rev > position.cursor]
            for table, of in self.rows.items()
        }
        return Snapshot(
            self.epoch,
            Point(self.rev, self.pushes[self.rev][0] if self.pushes else b""),
            {table: of for table, of in rows.items() if of},
            {rev: Author(who, _at(rev)) for rev, (_, who) in self.pushes.items()},
            next((rev for rev, (push_id, _) in self.pushes.items() if push_id == pending), None),
        )

    def prepare(self, batch: Batch, who: str) -> tuple[int, ModelServer]:
        """The revision the push gets, and the server as it is once it is committed; nothing is changed yet."""
        for rev, (push_id, _) in self.pushes.items():
            if push_id == batch.push_id:
                return rev, self
        after = ModelServer(self.epoch, copy.deepcopy(self.rows), dict(self.pushes))
        rev = after.rev + 1
        after.pushes[rev] = batch.push_id, who
        _Push(after, batch, rev, who).run()
        return rev, after

    def become(self, other: ModelServer) -> None:
        """Commit."""
        self.epoch, self.rows, self.pushes = other.epoch, other.rows, other.pushes

    def edit(self, push_id: bytes, table: str, id_: bytes, values: Mapping[str, Any]) -> None:
        """Another tool writes."""
        rev = self.rev + 1
        self.pushes[rev] = push_id, "tool"
        self.rows[table][id_] = rev, {**self.rows[table][id_][1], **values}


def _at(rev: int) -> str:
    return f"2026-11-20T{rev // 3600 % 24:02}:{rev // 60 % 60:02}:{rev % 60:02}.000Z"


class _Push:
    def __init__(self, server: ModelServer, batch: Batch, rev: int, who: str) -> None:
        self.server, self.batch, self.rev, self.who = server, batch, rev, who
        self.base = {(row.table, row.id): row for row in batch.rows}
        self.rows: dict[RowKey, dict[str, Any]] = {}
        self.was: dict[RowKey, Held | None] = {}
        self.found: list[tuple[RowKey, Conflict]] = []

    def run(self) -> None:
        for sent in self.batch.rows:
            key = sent.table, sent.id
            held = self.was[key] = self.server.rows[sent.table].get(sent.id)
            merged = meet(sent.table, sent.base, sent.mine, None if held is None else held[1])
            self.rows[key] = merged.row
            self.found += ((key, conflict) for conflict in merged.conflicts)
        self.unite_names()
        self.break_circles()
        self.follow()
        self.refuse_deletes()
        self.revive()
        self.number()
        for (table, id_), row in self.rows.items():
            self.put(table, id_, row)
        self.move_children()
        for key, conflict in self.found:
            was = self.was.get(key)
            said = Said("", "", self.who, "", _at(self.rev))
            id_, told = conflict_row(*key, was[0] if was else 0, conflict, said)
            if id_ not in self.server.rows["conflict"]:
                self.put("conflict", id_, told)

    def put(self, table: str, id_: bytes, row: Mapping[str, Any]) -> None:
        names = synced_table(table).names
        self.server.rows[table][id_] = self.rev, {name: row[name] for name in names}

    def now(self, table: str, id_: bytes) -> dict[str, Any] | None:
        if (table, id_) in self.rows:
            return self.rows[table, id_]
        held = self.server.rows[table].get(id_)
        return None if held is None else held[1]

    def touch(self, table: str, id_: bytes) -> dict[str, Any]:
        key = table, id_
        if key not in self.rows:
            held = self.server.rows[table][id_]
            self.was[key], self.rows[key] = held, dict(held[1])
        return self.rows[key]

    def unite_names(self) -> None:
        for (table, id_), row in list(self.rows.items()):
            unique = synced_table(table).unique
            if not unique or row["deleted"] or not row[unique[0]]:
                continue
            same = [
                other
                for other in self.server.rows[table].keys() | {i for t, i in self.rows if t == table}
                if other != id_
                and (there := self.now(table, other)) is not None
                and not there["deleted"]
                and all(str(there[name]).casefold() == str(row[name]).casefold() for name in unique)
            ]
            if same:
                row |= {"deleted": 1, "merged_into": min(same)}

    def break_circles(self) -> None:
        for (table, id_), row in self.rows.items():
            if (
                synced_table(table).merges
                and row["merged_into"] is not None
                and self.final(table, id_) is None
            ):
                was = self.was[table, id_]
                keep = was[1] if was else {"deleted": 0, "merged_into": None}
                told = Conflict(
                    "merged_into",
                    ConflictKind.MERGED_ELSEWHERE,
                    None,
                    keep["merged_into"],
                    row["merged_into"],
                )
                row |= {"deleted": keep["deleted"], "merged_into": keep["merged_into"]}
                self.found.append(((table, id_), told))

    def final(self, table: str, id_: bytes) -> bytes | None:
        """Where a chain of merges ends; None for a circle."""
        seen: set[bytes] = set()
        while id_ not in seen:
            seen.add(id_)
            row = self.now(table, id_)
            into = row.get("merged_into") if row else None
            if into is None:
                return id_
            id_ = into
        return None

    def follow(self) -> None:
        for (table, id_), row in list(self.rows.items()):
            if not row["deleted"]:
                self.repoint(table, id_)

    def repoint(self, table: str, id_: bytes) -> None:
        """Have a live row refer to what its references became; a link is made anew, for its id is made of them."""
        row = self.now(table, id_)
        assert row is not None
        moved = {
            column: final
            for column, parent in synced_table(table).references
            if row[column] is not None
            and (final := self.final(parent, row[column])) is not None
            and final != row[column]
        }
        if not moved:
            return
        linked = synced_table(table).linked
        if not linked:
            self.touch(table, id_).update(moved)
            return
        fresh = {**row, **moved}
        new_id = link_id(*(fresh[column] for column in linked))
        self.touch(table, id_)["deleted"] = 1
        there = self.now(table, new_id)
        if there is None:
            self.was[table, new_id] = None
            self.rows[table, new_id] = fresh
        else:
            self.touch(table, new_id)["deleted"] = 0

    def refuse_deletes(self) -> None:
        """A delete that did not know of something live and newer that belongs to the row."""
        for (table, id_), row in list(self.rows.items()):
            sent, was = self.base.get((table, id_)), self.was[table, id_]
            if (
                sent is None
                or was is None
                or not row["deleted"]
                or row.get("merged_into")
                or was[1]["deleted"]
            ):
                continue
            unseen = any(
                rev > sent.base_rev
                and not child["deleted"]
                and child[column] == id_
                and (name.name, key) not in self.base
                for name, column in children_of(table)
                if (column, table) in owners(name.name)
                for key, (rev, child) in self.server.rows[name.name].items()
            )
            if unseen:
                row["deleted"] = 0
                self.found.append(((table, id_), Conflict("deleted", ConflictKind.DELETE_REFUSED, 0, 0, 1)))

    def revive(self) -> None:
        for (table, id_), row in list(self.rows.items()):
            sent = self.base.get((table, id_))
            if row["deleted"] or (sent is not None and sent.base == sent.mine):
                continue
            for column, parent in owners(table):
                above = self.now(parent, row[column]) if row[column] is not None else None
                if above is None or not above["deleted"] or above.get("merged_into") is not None:
                    continue
                mine = self.base.get((parent, row[column]))
                if mine is not None and mine.mine["deleted"]:
                    continue  # who sends the child threw the parent away himself
                self.touch(parent, row[column])["deleted"] = 0
                self.found.append(((parent, row[column]), Conflict("deleted", ConflictKind.REVIVED, 0, 0, 1)))

    def number(self) -> None:
        taken = {
            row["number"]: id_
            for id_, (_, row) in self.server.rows["client"].items()
            if row["number"] is not None and not row["deleted"]
        }
        for (table, id_), row in self.rows.items():
            if table != "client" or row["deleted"] or row["number"] is None:
                continue
            holder = taken.get(row["number"])
            if holder not in (None, id_):
                free = max(taken) + 1
                told = Conflict("number", ConflictKind.NUMBER, None, free, row["number"])
                row["number"] = free
                self.found.append(((table, id_), told))
            taken[row["number"]] = id_

    def move_children(self) -> None:
        """Everything live that refers to a row that was merged away by this push goes over."""
        merged = [
            (table, id_)
            for (table, id_), row in self.rows.items()
            if row.get("merged_into") is not None and synced_table(table).merges
        ]
        self.rows = {}
        for table, id_ in merged:
            for child, column in children_of(table):
                for key, (_, row) in list(self.server.rows[child.name].items()):
                    if row[column] == id_ and not row["deleted"]:
                        self.repoint(child.name, key)
        for (table, id_), row in self.rows.items():
            self.put(table, id_, row)


class InMemory:
    """The double behind the interface of the simulation, with the steps of a sync one by one."""

    points: tuple[str, ...] = (
        "before the pull", "after the pull is read", "inside the apply", "after the apply", "inside the freeze",
        "after the freeze", "before the commit of the push", "after the commit of the push",
        "inside the acknowledgement", "after the acknowledgement",
    )  # fmt: skip

    def __init__(self) -> None:
        self.model = ModelServer(b"e" * 16)
        self._kept = self.model
        self._edits = 0

    def sync(self, world: World, laptop: Laptop, fault: str | None) -> None:
        for _ in range(60):
            if not self._round(world, laptop, fault):
                return
        raise Broken("a sync does not come to an end")

    def _round(self, world: World, laptop: Laptop, fault: str | None) -> bool:
        """Pull, and push what is unsent; whether there is more to do."""

        def cut(point: str) -> None:
            if point == fault:
                raise Cut

        def inside(point: str) -> Interrupting:
            return Interrupting(
                laptop.store.connection, world.random.randrange(1, 6000) if point == fault else None
            )

        store = laptop.store
        cut("before the pull")
        pending = waiting(store)
        position = history.position(store.connection)
        try:
            snapshot = self.model.pull(position, pending.push_id if pending else None)
        except HistoryDiffers as error:
            raise PutBack from error
        cut("after the pull is read")
        with inside("inside the apply"):
            apply(store, snapshot)
        world.check_pull(laptop)
        cut("after the apply")
        with inside("inside the freeze"):
            batch = freeze(store, Limits(rows=world.random.choice([3, 8, 5000])))
        if batch is None:
            return False
        cut("after the freeze")
        rev, after = self.model.prepare(batch, laptop.who)
        cut("before the commit of the push")
        self.model.become(after)
        world.committed(laptop, batch)
        cut("after the commit of the push")
        with inside("inside the acknowledgement"):
            acknowledge(store, rev)
        cut("after the acknowledgement")
        return True

    def edit(self, table: str, id_: bytes, column: str, value: str) -> None:
        self._edits += 1
        self.model.edit(random.Random(self._edits).randbytes(16), table, id_, {column: value})

    def content(self, tables: Collection[str] = ()) -> Content:
        return {
            table: {id_: row for id_, (_, row) in rows.items()}
            for table, rows in self.model.rows.items()
            if not tables or table in tables
        }

    def newer(self, rev: int, tables: Collection[str]) -> set[RowKey]:
        return {
            (name, id_) for name in tables for id_, held in self.model.rows[name].items() if held[0] > rev
        }

    def orders(self) -> Orders:
        """Not kept here."""
        return {}

    def gone(self, laptop: Laptop) -> None:
        """Nothing is kept for it."""

    def keep(self) -> None:
        self._kept = copy.deepcopy(self.model)

    def put_back(self) -> None:
        self.model.become(copy.deepcopy(self._kept))

    def return_rows(self, laptop: Laptop) -> Returned:
        local, model = laptop.store.connection, self.model
        points = [Point(rev, push_id) for rev, (push_id, _) in model.pushes.items()]
        common = history.common_point(history.seen(local), points)
        found: dict[RowKey, Theirs | None] = {}
        for table, id_ in beyond(local, common):
            held = model.rows[table].get(id_)
            author = None if held is None else Author(model.pushes[held[0]][1], _at(held[0]))
            found[table, id_] = None if held is None or author is None else Theirs(*held, author)
        return give_back(laptop.store, model.epoch, common, found)
