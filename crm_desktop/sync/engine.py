"""One sync: pull and push until neither side has news (protocol 4.6).

Whatever happens on the way, this laptop's base is "the server at one revision, and what is unsent here"; the next sync
goes on from there. Work in the window goes on meanwhile: the base is locked only while a pull is written into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop import __version__
from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.services import colleagues, numbers
from crm_desktop.storage import capture
from crm_desktop.storage.running import RunningLock
from crm_desktop.sync import (
    acknowledging,
    applying,
    checking,
    comparing,
    filling,
    freezing,
    history,
    pulling,
    purging,
    server_sql,
    unsent,
)
from crm_desktop.sync.connection import connect, look, told
from crm_desktop.sync.failures import (
    DeviceShutOut,
    ProgramTooOld,
    ServerEmpty,
    ServerForeign,
    ServerOutdated,
    ServerPutBack,
    ServerRoleRefused,
    SyncError,
    SyncRunning,
    write_failure,
)
from crm_desktop.sync.known import Sender
from crm_desktop.sync.membership import own_device
from crm_desktop.sync.memory import Memory
from crm_desktop.sync.pushing import Pushed, RowsRefused, push
from crm_desktop.sync.snapshot import Point
from crm_desktop.sync.tables import VERSION
from crm_desktop.sync.telling import SILENT, Phase, Telling

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.choosing import Limits
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.membership import Membership
    from crm_desktop.sync.pulling import Pulled
    from crm_desktop.sync.snapshot import Batch, RowKey

MOST_ROUNDS = 10_000
"""A million new rows are 200 pushes; more rounds than this are a fault of ours, not news."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who syncs on this laptop, as the others read it: the person's name, what the device is called."""

    person: str
    device: str
    program: str = ""


@dataclass(slots=True)
class Synced:
    """What a sync has done: rows that came and went, ``conflicts`` found here, rows ``refused`` by the server.

    ``repaired``: rows that a comparison found to be other than the server's, and mended.
    ``lists_follow``: lists and search are to be brought up to date (``services.listing.ensure``). ``server_ahead``: by
    how many seconds the server's clock is ahead of this computer's.
    """

    came: int = 0
    went: int = 0
    pushes: int = 0
    conflicts: int = 0
    refused: int = 0
    repaired: int = 0
    lists_follow: bool = False
    server_ahead: int = 0


@dataclass(slots=True)
class Exchange:
    """This laptop's line to the shared database. It stays open between syncs; ``close`` it at the end."""

    store: Store
    address: ServerAddress
    me: Colleague
    limits: Limits | None = None
    _connection: Connection | None = field(default=None, repr=False)
    telling: Telling = SILENT

    def sync(self, password: str | None, *, thorough: bool = False) -> Synced:
        """Bring both sides to the same state. ``thorough``: compare all contents afterwards, not only when it is time.

        Raises:
            SyncRunning: another window or program is at it.
            SyncError: what is wrong; everything done so far stands, and nothing is lost.
        """
        with self.line(password) as connection:
            done = self._run(connection)
            self._look_after(connection, done, thorough=thorough)
        now = utc_text(self.store.clock.now())
        self._note(last_ok_at=now, last_error=None, server_ahead=done.server_ahead)
        return done

    @contextmanager
    def line(self, password: str | None) -> Iterator[Connection]:
        """The connection, for whoever is alone with this base and the server. Raises as ``sync``."""
        with RunningLock(self.store.path, "syncing").alone() as alone:
            if not alone:
                raise SyncRunning(host=self.address.host)
            with self._noted(), told(self.address):
                yield self._connected(password)

    def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """Write down what went wrong; a line on which something did is not used again."""
        try:
            yield
        except BaseException as error:
            self.close()
            if isinstance(error, SyncError):
                self._note(last_error=write_failure(error))
            raise

    def _note(self, **facts: object) -> None:
        setting = ", ".join(f"{name} = ?" for name in facts)
        with self.store.transaction() as connection:
            connection.execute(f"UPDATE sync_meta SET {setting}", tuple(facts.values()))

    def _connected(self, password: str | None) -> Connection:
        if self._connection is not None and not self._connection.closed:
            return self._connection
        self._connection = connection = connect(self.address, password)
        place = look(connection, self.address)
        if not place.made:
            raise ServerEmpty(host=self.address.host, database=place.database)
        if not place.joins:
            raise ServerRoleRefused(
                host=self.address.host, user=place.user, database=place.database, role="crm_sync"
            )
        self._introduce(connection)
        return connection

    def _introduce(self, connection: Connection) -> None:
        """Tell the server which device this is and how far it is, before anything is asked of it."""
        ((shut_out, version, oldest),) = connection.execute(server_sql.HELLO, self._hello()).fetchall()
        if shut_out:
            raise DeviceShutOut(host=self.address.host, user=self.address.user)
        check_version(self.address, version, oldest)

    def _hello(self) -> tuple[object, ...]:
        cursor = history.position(self.store.connection).cursor
        device = own_device(self.store).hex()
        return device, self.me.device, self.me.person, self.me.program, VERSION, cursor

    # --- the loop ---

    def _run(self, connection: Connection) -> Synced:
        done = Synced()
        is_first = history.position(self.store.connection).epoch is None
        if capture.has_missed(self.store.connection):
            self._compare(connection, is_first)
        pull_first = True
        for _ in range(MOST_ROUNDS):
            if pull_first:
                self._pull(connection, done)
            self._tell_sending(done)
            self._send_many(connection, done)
            batch = freezing.freeze(self.store, self.limits)
            if batch is None:
                self._lease_numbers(connection, is_first)
                return done
            pull_first = self._push(connection, batch, done)
        raise AssertionError("a sync that never ends")

    def _look_after(self, connection: Connection, done: Synced, *, thorough: bool) -> None:
        """From time to time, with both sides at the same state: compare them, and forget old deletions."""
        depth = checking.Depth.SUM if thorough else checking.due(self.store)
        if depth is checking.Depth.NOT:
            return
        if depth is checking.Depth.SUM and look(connection, self.address).owns:
            purging.purge_server(connection)
        checked = checking.check(connection, self.store, depth)
        done.repaired = checked.repaired
        done.lists_follow |= checked.lists_follow

    def _tell_sending(self, done: Synced) -> None:
        self.telling.check()
        if self.telling is not SILENT:
            left = unsent.count(self.store.connection)
            if left or done.went:
                self.telling.at(Phase.SEND, done.went, done.went + left)

    def _pull(self, connection: Connection, done: Synced) -> None:
        position = history.position(self.store.connection)
        waiting = freezing.waiting(self.store)
        high = None if position.high is None else position.high.rev
        # What an older program pulled lacked the columns and tables it did not know: everything is read once more.
        ((seen,),) = self.store.read("SELECT schema_seen FROM sync_meta")
        cursor = position.cursor if seen == VERSION else 0
        now = self.store.clock.now()
        total = self._expected(connection, cursor)

        def ask(cursor: int) -> Pulled:
            return pulling.pull(
                connection,
                cursor,
                high,
                None if waiting is None else waiting.push_id,
                lambda rows: self.telling.at(Phase.READ, rows, total),
                self._hello(),
            )

        pulled = ask(cursor)
        try:
            self._check(pulled, position)
            if purging.was_away(position, pulled.state):
                pulled.close()
                pulled = ask(0)
                snapshot = pulled.snapshot
                purging.bury_missing(self.store, snapshot.rows, snapshot.point.rev)
            done.server_ahead = round((parse_utc_text(pulled.state.now) - now).total_seconds())
            if seen == VERSION and not _is_news(pulled, position):
                return
            # Later pulls of a join bring few rows, between one push and the next: not worth a phase of their own.
            telling = Telling(check=self.telling.check) if cursor else self.telling
            total = pulled.count
            applied = applying.apply(
                self.store, pulled.snapshot, lambda rows: telling.at(Phase.WRITE, rows, total)
            )
        finally:
            pulled.close()
        if seen != VERSION:
            self._note(schema_seen=VERSION)
        done.came += applied.rows
        done.conflicts += applied.conflicts
        done.lists_follow |= applied.lists_follow

    def _expected(self, connection: Connection, cursor: int) -> int:
        """How many rows will come, where somebody watches and it is worth counting them."""
        if self.telling is SILENT or cursor > 0:
            return 0
        return sum(int(rows) for (rows,) in connection.execute(server_sql.all_rows()))

    def _compare(self, connection: Connection, is_first: bool) -> None:
        """Find edits that no trigger saw, before a pull writes over them."""
        if is_first:  # nothing was ever agreed upon: everything is unsent anyway
            with self.store.transaction() as local:
                capture.compared(local)
            return
        position = history.position(self.store.connection)
        pulled = pulling.pull(connection, 0, None if position.high is None else position.high.rev)
        try:
            self._check(pulled, position)
            comparing.find_missed(self.store, pulled.snapshot)
        finally:
            pulled.close()

    def _check(self, pulled: Pulled, position: history.Position) -> None:
        """Stop before anything is applied where the server is not what this laptop knew, or speaks otherwise."""
        host = self.address.host
        if pulled.shut_out:
            raise DeviceShutOut(host=host, user=self.address.user)
        check_version(self.address, pulled.state.version, pulled.state.oldest)
        if position.epoch is not None and position.epoch != pulled.snapshot.epoch:
            raise ServerForeign(host=host, database=self.address.database)
        if position.high is not None and pulled.high != position.high.push_id:
            raise ServerPutBack(host=host, rev=pulled.snapshot.point.rev, known=position.high.rev)

    def _send_many(self, connection: Connection, done: Synced) -> None:
        """Very many new rows, as long as nobody else writes; what is left waits to be sent as usual."""
        arrived: Point | None = None
        while (seed := freezing.freeze_many(self.store, self.limits, arrived)) is not None:
            arrived = filling.send(connection, seed, self._sender())
            if arrived is None:
                return
            done.pushes += 1
            done.went += seed.count
            self._tell_sending(done)

    def _sender(self) -> Sender:
        local = self.store.connection
        cursor = history.position(local).cursor
        return Sender(
            own_device(self.store),
            self.me.person,
            utc_text(self.store.clock.now()),
            cursor,
            Memory(local),
            tuple(point.rev for point in history.seen(local) if point.rev > cursor),
        )

    def _push(self, connection: Connection, batch: Batch, done: Synced) -> bool:
        """Send one push; whether a pull is due now."""
        position = history.position(self.store.connection)
        try:
            pushed = push(connection, batch, self._sender(), self._living)
        except RowsRefused as refused:
            for row, why in refused.rows:
                freezing.refuse(self.store, row, why)
            freezing.thaw(self.store)
            done.refused += len(refused.rows)
            return False
        done.pushes += 1
        done.went += len(batch.rows)
        return self._acknowledge(batch, pushed, position)

    def _acknowledge(self, batch: Batch, pushed: Pushed, position: history.Position) -> bool:
        acknowledging.acknowledge(self.store, pushed.rev)
        if pushed.differs or pushed.rev != position.cursor + 1 or position.epoch is None:
            return True
        # Nobody else wrote in between and everything stands as it was sent: a pull would bring nothing new.
        with self.store.transaction() as local:
            history.advance(local, position.epoch, Point(pushed.rev, batch.push_id))
        return False

    def _lease_numbers(self, connection: Connection, is_first: bool) -> None:
        """Have some client numbers ready that nobody else will give out (4.8)."""
        if is_first or numbers.left(self.store) < numbers.RENEW_BELOW:
            wanted = (numbers.LEASE, numbers.highest(self.store))
            ((first,),) = connection.execute(server_sql.NUMBERS, wanted).fetchall()
            numbers.lease(self.store, first)

    def _living(self, keys: Iterable[RowKey]) -> set[RowKey]:
        """Which of these rows live in this base."""
        found: set[RowKey] = set()
        for name, ids in unsent.by_table(keys).items():
            for portion, marks in unsent.batches(ids):
                rows = self.store.read(
                    f'SELECT id FROM "{name}" WHERE deleted = 0 AND id IN ({marks})', portion
                )
                found.update((name, id_) for (id_,) in rows)
        return found


def exchange_of(store: Store, membership: Membership) -> Exchange:
    """The line of a base to the shared one it belongs to. Close it at the end."""
    return Exchange(
        store, membership.address, Colleague(colleagues.my_name(store), membership.device, __version__)
    )


def check_version(address: ServerAddress, version: int, oldest: int) -> None:
    """Whether this program and the server's tables understand each other (4.10): ours may be the older ones."""
    if oldest > VERSION:
        raise ProgramTooOld(host=address.host, version=version, oldest=oldest, mine=VERSION)
    if version < VERSION:
        raise ServerOutdated(host=address.host, version=version, mine=VERSION)


def _is_news(pulled: Pulled, position: history.Position) -> bool:
    snapshot = pulled.snapshot
    return position.epoch is None or snapshot.point.rev != position.cursor or snapshot.pending_rev is not None
