"""A seeded simulation of laptops that share a database: random work, faults at every step, what must hold (T2, T13).

Every text that somebody writes is a token that stands nowhere else, and an event: who wrote it over what. The events
lie in the same base as the work, hence a laptop that is put back to an earlier copy forgets both. In the end, when all
have synced:

- all laptops and the server hold the same rows, and each laptop held what the server held after every pull (I3, I5);
- the token of every event that is not forgotten stands on the server, or was replaced by an event that had seen it, or
  is listed as a conflict (I2, I8);
- nobody is in conflict with himself (I4), a row that somebody edited without knowing that it was thrown away lives or
  is listed, no live row refers to one that is missing or was merged away (I6), numbers and names stand once (I7).

A seed tells the whole story: ids, choices and faults come from one generator.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

import peewee

from crm_desktop.services import listing
from crm_desktop.sync import families
from crm_desktop.sync.tables import synced_tables
from tests.sync import ledger, sessions
from tests.sync.laptops import Laptop, open_laptop, synced
from tests.sync.ledger import Content, Event, Place
from tests.sync.turns import Turns

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.returning import Returned
    from crm_desktop.sync.snapshot import Batch

TEXTS = {"client": ("name", "notes", "likes"), "activity": ("result", "wanted")}
"""The columns that hold tokens."""
TOUCHED = (*TEXTS, "client_tag", "conflict", "tag")
"""The tables that somebody writes into; the others are as they were made, which is looked at in the end."""


class PutBack(Exception):
    """The server is not where this laptop knew it to be."""


class Cut(Exception):
    """The network, the power or the patience ended here."""


class Shared(Protocol):
    """The shared database with the way to it, as the simulation needs them."""

    points: tuple[str, ...]
    """Where a sync can be cut off."""

    def sync(self, world: World, laptop: Laptop, fault: str | None) -> None:
        """One sync, with ``world.turns.pause`` between its turns, where it has any.

        ``world.check_pull`` is to be called after each pull, ``world.committed`` as soon as the server has a push.
        Raises Cut where it comes to ``fault``.
        """
        ...

    def edit(self, table: str, id_: bytes, column: str, value: str) -> None:
        """What another tool writes."""
        ...

    def content(self, tables: Collection[str] = ()) -> Content:
        """All rows as they stand now, of these tables or of all."""
        ...

    def newer(self, rev: int, tables: Collection[str]) -> set[tuple[str, bytes]]:
        """The rows that were written after a revision: others went on since somebody pulled it."""
        ...

    def orders(self) -> sessions.Orders:
        """What each place with tokens has held, in the server's order."""
        ...

    def gone(self, laptop: Laptop) -> None:
        """A laptop is closed."""
        ...

    def keep(self) -> None:
        """Make a backup of the shared database."""
        ...

    def put_back(self) -> None:
        """Restore the newest backup."""
        ...

    def return_rows(self, laptop: Laptop) -> Returned:
        """What the user answers when the laptop notices: what it has beyond the server is returned."""
        ...


@dataclass
class Tally:
    """What was done, for the log of a run."""

    counts: Counter[str] = field(default_factory=Counter)

    def note(self, what: str) -> None:
        self.counts[what] += 1


class Broken(AssertionError):
    """A promise does not hold."""


class World:
    """All laptops, the server, and everything that was written."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        server: Shared,
        laptops: int = 5,
        tally: Tally | None = None,
        wrong_clocks: Mapping[str, float] | None = None,
    ) -> None:
        """``wrong_clocks``: by so many years the clocks of laptops are wrong."""
        self.seed, self.folder, self.server = seed, folder, server
        self.wrong_clocks = wrong_clocks or {}
        self.random = random.Random(seed)
        self.tally = tally or Tally()
        self.events: dict[int, Event] = {}
        self.lasting: set[int] = set()
        """Events that the server has had: they outlive the laptop."""
        self.knew: dict[tuple[str, bytes], list[set[Any]]] = {}
        """By row thrown away: the tokens in it that those saw who threw it away."""
        self.restless: set[str] = set()
        """Laptops that were copied or put back: their left hand may meet their right one."""
        self.diary = sessions.Diary()
        self.turns = Turns(self.random)
        self.copies: dict[str, Path] = {}
        self.server_is_kept = False
        self.step = 0
        self.laptops = {name: self._open(name) for name in "ABCDEFGH"[:laptops]}

    def _open(self, name: str, copy_of: Path | None = None) -> Laptop:
        years = self.wrong_clocks.get(name, 0)
        laptop = open_laptop(self.folder, name, copy_of=copy_of, wrong_by=timedelta(days=365 * years))
        laptop.ids = self.random
        laptop.store.connection.execute("CREATE TABLE IF NOT EXISTS sim_event (number INTEGER PRIMARY KEY)")
        return laptop

    # What users do ------------------------------------------------------------------------------------------------

    def run(self, steps: int, actions: Mapping[Action, int]) -> None:
        """So many steps of work, syncs and mishaps; then everybody syncs, and all promises are checked.

        ``actions``: what may happen, and how often.
        """
        for self.step in range(steps):
            name = self.random.choice(sorted(self.laptops))
            do = self.random.choices(list(actions), list(actions.values()))[0]
            self.tally.note(do.__name__)
            do(self, self.laptops[name])
        self.settle()

    def token(self) -> str:
        return f"t{len(self.events)}"

    def wrote(self, laptop: Laptop | None, place: Place, token: Any, over: Any) -> None:
        number = len(self.events)
        who = laptop.who if laptop else "tool"
        self.events[number] = Event(number, who, place, token, over)
        if laptop is None:
            self.lasting.add(number)
        else:
            laptop.store.connection.execute("INSERT INTO sim_event VALUES (?)", (number,))
            self.diary.wrote(who, place, token)

    def choose(self, laptop: Laptop, table: str, where: str = "deleted = 0") -> bytes | None:
        rows = laptop.store.read(f"SELECT id FROM {table} WHERE {where} ORDER BY id")
        return self.random.choice(rows)[0] if rows else None

    def write(self, laptop: Laptop, table: str, id_: bytes, *columns: str) -> None:
        """Write tokens over what stands there."""
        row = laptop.row(table, id_)
        values = {}
        with laptop.store.change("edit"):
            for column in columns:
                values[column] = self.token()
                self.wrote(laptop, (table, id_, column), values[column], row[column])
            laptop.update(table, id_, **values)

    # Syncs --------------------------------------------------------------------------------------------------------

    def sync(self, laptop: Laptop, fault: str | None = None) -> bool:
        """One sync, cut off at ``fault`` if it comes there; whether it came to its end."""
        try:
            try:
                self.server.sync(self, laptop, fault)
            except PutBack:
                self.server.return_rows(laptop)
                self.tally.note("returned to a server that was put back")
                self.server.sync(self, laptop, fault)
        except Cut:
            self.tally.note(f"cut off {fault}")
            return False
        self.tally.note("syncs that came to their end")
        return True

    def committed(self, laptop: Laptop, batch: Batch) -> None:
        """What the server has committed is never forgotten, nor what was written on the way to it."""
        own = {number for (number,) in laptop.store.read("SELECT number FROM sim_event")}
        sent = {(row.table, row.id): row.mine for row in batch.rows}
        newest: dict[Place, int] = {}
        for number in sorted(own):
            table, id_, column = place = self.events[number].place
            row = sent.get((table, id_))
            if row is not None and row[column] == self.events[number].token:
                newest[place] = number
        self.lasting.update(number for number in own if number <= newest.get(self.events[number].place, -1))

    def settle(self) -> None:
        """Everybody syncs until nothing is new; every promise is checked."""
        for _ in range(2):
            for name in sorted(self.laptops):
                self.sync(self.laptops[name])
        for name in sorted(self.laptops):
            self.sync(self.laptops[name])
        self.check()

    # Promises -----------------------------------------------------------------------------------------------------

    def check_pull(self, laptop: Laptop) -> None:
        """After a pull every row without unsent edits is exactly what the server has (I5, T13)."""
        ((cursor,),) = laptop.store.read("SELECT cursor_rev FROM sync_meta")
        server, newer = self.server.content(TOUCHED), self.server.newer(cursor, TOUCHED)
        local = synced(laptop.store, TOUCHED)
        for table in TOUCHED:
            clean = laptop.store.read(
                f"SELECT id, rev FROM {table} WHERE rev > 0"
                f" AND id NOT IN (SELECT id FROM shadow WHERE tbl = '{table}')"
            )
            for id_, rev in clean:
                self.expect(
                    rev <= cursor and ((table, id_) in newer or local[table][id_] == server[table].get(id_)),
                    f"{laptop.who}: {table} {id_.hex()} is no row of the server's snapshot",
                )
                for column in TEXTS.get(table, ()):
                    self.diary.saw(laptop.who, (table, id_, column), local[table][id_][column])
            unknown = (
                server[table].keys() - local[table].keys() - {id_ for name, id_ in newer if name == table}
            )
            self.expect(not unknown, f"{laptop.who}: {table} lacks rows")

    def check(self) -> None:
        server = self.server.content()
        for name, laptop in self.laptops.items():
            local = synced(laptop.store)
            for table, rows in server.items():
                self.expect(local[table] == rows, f"{name} differs from the server in {table}")
            self.expect(laptop.store.check() == [], f"{name} is not whole")
            self.expect(listing.verify(laptop.store) == [], f"the lists of {name} are not up to date")
        self.check_tokens(server)
        self.check_graves(server)
        self.check_references(server)
        self.check_unique(server)

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            raise Broken(f"seed {self.seed}, step {self.step}: {what}")

    def alive(self) -> dict[int, Event]:
        """The events that nobody has forgotten."""
        numbers = set(self.lasting)
        for laptop in self.laptops.values():
            numbers.update(number for (number,) in laptop.store.read("SELECT number FROM sim_event"))
        return {number: self.events[number] for number in numbers}

    def check_tokens(self, server: Content) -> None:
        events = [*self.alive().values()]
        for row in server["conflict"].values():
            self.tally.note(f"conflict {row['kind']}")
        wrong = [*ledger.with_oneself(events, server, self.restless), *ledger.lost(events, server)]
        diary = {who: did for who, did in self.diary.of.items() if who not in self.restless}
        if "tool" not in self.restless:  # else the server itself went back
            own = [event for event in events if event.laptop not in self.restless]
            wrong += sessions.violations(diary, own, self.server.orders())
        self.expect(not wrong, "; ".join(wrong[:3]))

    def check_graves(self, server: Content) -> None:
        """What lies in the bin was seen by somebody who threw it there, or the list says otherwise."""
        told = {(row["tbl"], row["row_id"]) for row in server["conflict"].values()}
        for table, columns in TEXTS.items():
            for id_, row in server[table].items():
                if not row["deleted"] or row.get("merged_into") or (table, id_) in told:
                    continue
                seen = set().union(*self.knew.get((table, id_), [set()]))
                tokens = {row[column] for column in columns if str(row[column]).startswith("t")}
                self.expect(tokens <= seen, f"{table} {id_.hex()} was thrown away unread: {tokens - seen}")

    def check_references(self, server: Content) -> None:
        for table in synced_tables():
            for id_, row in server[table.name].items():
                for column, parent in table.references:
                    if row[column] is None:
                        continue
                    above = server[parent].get(row[column])
                    self.expect(above is not None, f"{table.name} {id_.hex()}: {column} is missing")
                    if above is not None and not row["deleted"] and above.get("merged_into") is not None:
                        owned = (column, parent) in families.owners(table.name)
                        self.expect(not owned, f"{table.name} {id_.hex()} hangs on a merged {parent}")

    def check_unique(self, server: Content) -> None:
        numbers = [row["number"] for row in server["client"].values() if row["number"] and not row["deleted"]]
        self.expect(len(numbers) == len(set(numbers)), "two clients have one number")
        names = [row["name"].casefold() for row in server["tag"].values() if not row["deleted"]]
        self.expect(len(names) == len(set(names)), "two tags have one name")

    def forget(self, table: str, id_: bytes) -> None:
        """A row that nobody else ever saw was taken back: it never was."""
        for event in self.events.values():
            if event.place[:2] == (table, id_):
                for laptop in self.laptops.values():
                    laptop.store.connection.execute("DELETE FROM sim_event WHERE number = ?", (event.number,))

    def forget_what_only_the_server_had(self) -> None:
        """The server was put back: what no laptop holds is gone, and what led to it need not stand."""
        self.restless.update({*self.laptops, "tool"})
        contents = [self.server.content(), *(synced(laptop.store) for laptop in self.laptops.values())]
        listed = {known for content in contents for known in ledger.listed(content)}
        by_token = {(event.place, event.token): event for event in self.events.values()}
        kept: set[int] = set()
        waiting = [
            event
            for event in self.events.values()
            if (event.place, event.token) in listed
            or any(ledger.standing(content, event.place) == event.token for content in contents)
        ]
        while waiting:
            event = waiting.pop()
            if event.number not in kept:
                kept.add(event.number)
                if (event.place, event.over) in by_token:
                    waiting.append(by_token[event.place, event.over])
        self.lasting &= kept

    def keep_copy(self, laptop: Laptop) -> Path:
        path = self.folder / f"{laptop.who}{self.step}.copy"
        with closing(sqlite3.connect(path)) as copy:
            laptop.store.connection.backup(copy)
        return path

    def reopen(self, laptop: Laptop, copy: Path) -> None:
        """Have a laptop go on with a copy of a file."""
        self._close(laptop)
        base = self.folder / f"{laptop.who}.crm"
        for left in (base, base.with_name(base.name + "-wal"), base.with_name(base.name + "-shm")):
            left.unlink(missing_ok=True)
        self.laptops[laptop.who] = self._open(laptop.who, copy)

    def close(self) -> None:
        for laptop in self.laptops.values():
            self._close(laptop)

    def _close(self, laptop: Laptop) -> None:
        self.server.gone(laptop)
        laptop.store.close()


class Interrupting:
    """Have SQLite stop after so many steps of its machine, as if the disk had gone; raises Cut then."""

    def __init__(self, connection: sqlite3.Connection, steps: int | None) -> None:
        self.connection, self.left = connection, steps

    def _count(self) -> bool:
        assert self.left is not None
        self.left -= 1
        return self.left == 0

    def __enter__(self) -> None:
        if self.left is not None:
            self.connection.set_progress_handler(self._count, 1)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if self.left is None:
            return
        self.connection.set_progress_handler(None, 0)
        if isinstance(error, sqlite3.OperationalError | peewee.OperationalError):
            raise Cut from error


Action = Callable[[World, Laptop], None]
