"""Joining a shared base and leaving it (protocol 4.9): what would happen, then doing it.

A join is an ordinary sync with more rows than usual, after a copy of the base was saved. Whether it is the first for
both sides or not, rows meet by their ids, lists unite by the names in them, and nothing is merged by guess. Cut off
anywhere it goes on with the next sync, for the base knows from before the first row where it belongs.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.errors import KeystoreMissing
from crm_desktop.services import colleagues, listing
from crm_desktop.services.finding import index
from crm_desktop.storage.backup import back_up
from crm_desktop.storage.running import RunningLock
from crm_desktop.sync import history, membership, returning, server_sql
from crm_desktop.sync.connection import connect, look, told
from crm_desktop.sync.engine import Synced, check_version, exchange_of
from crm_desktop.sync.failures import (
    DeviceShutOut,
    ServerEmpty,
    ServerForeign,
    ServerPutBack,
    ServerRoleRefused,
    SyncError,
    SyncRunning,
)

# Named here too, for whoever joins.
from crm_desktop.sync.join_facts import Counts as Counts
from crm_desktop.sync.join_facts import JoinCase as JoinCase
from crm_desktop.sync.join_facts import Joined as Joined
from crm_desktop.sync.join_facts import Outlook as Outlook
from crm_desktop.sync.making import make_shared_base
from crm_desktop.sync.telling import SILENT, Phase, Telling

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.snapshot import Point

_SAMPLE = 500
"""So many of the oldest and of the newest rows of a table are looked for on the server."""


# ---------------------------------------------------------------------------------------------------------- the look


def look_ahead(store: Store, address: ServerAddress, password: str | None) -> Outlook:
    """What joining there would do; neither side is changed.

    Raises:
        SyncError: why it cannot be done. ``ServerEmpty``: nothing was made there and our role may not;
            ``ServerRoleRefused``: our role may not even sync; ``ServerForeign``: this base belongs to another one.
    """
    with closing(connect(address, password)) as connection:
        return _outlook(connection, store, address)


def _outlook(connection: Connection, store: Store, address: ServerAddress) -> Outlook:
    place = look(connection, address)
    if not place.joins:
        raise ServerRoleRefused(host=address.host, user=place.user, database=place.database, role="crm_sync")
    here = counts_here(store)
    if not place.made:
        if not place.owns:
            raise ServerEmpty(host=address.host, database=place.database)
        return Outlook(JoinCase.MAKE, here, Counts(), (), place)
    with told(address):
        known = _knows(connection, store, address)
        there = Counts(*(connection.execute(server_sql.COUNTS).fetchone() or ()))
        people = tuple(name for (name,) in connection.execute(server_sql.PEOPLE))
        case = _case(connection, store, here, there) if not known else JoinCase.SAME
    return Outlook(case, here, there, people, place, known)


def _knows(connection: Connection, store: Store, address: ServerAddress) -> bool:
    """Whether this base has exchanged with that one before; stops where it cannot exchange with it.

    A member is not led elsewhere in silence. Who has left belongs nowhere, and may meet another one.
    """
    state = connection.execute(server_sql.STATE, binary=True).fetchone()
    assert state is not None
    epoch, rev, version, oldest, *_ = state
    check_version(address, version, oldest)
    own = membership.own_device(store)
    if connection.execute(server_sql.SHUT_OUTS, (own.hex(),)).fetchone() == (True,):
        raise DeviceShutOut(host=address.host, user=address.user)
    position, is_member = history.position(store.connection), membership.membership(store) is not None
    if position.epoch is None:
        return False
    if position.epoch != epoch:
        if is_member:
            raise ServerForeign(host=address.host, database=address.database)
        return False
    if position.high is not None and not _has(connection, position.high):
        if is_member:
            raise ServerPutBack(host=address.host, rev=rev, known=position.high.rev)
        return False
    return True


def _has(connection: Connection, point: Point) -> bool:
    """Whether the server has had that state."""
    found = connection.execute(server_sql.PUSH_AT, (point.rev,), binary=True).fetchone()
    return found == (point.push_id,)


def counts_here(store: Store) -> Counts:
    """How much stands in this base."""
    count = "SELECT count(*) FROM {} WHERE deleted = 0"
    ((clients,), (activities,), (deals,)) = (
        store.read(count.format(table))[0] for table in ("client", "activity", "deal")
    )
    return Counts(clients, activities, deals)


def _case(connection: Connection, store: Store, here: Counts, there: Counts) -> JoinCase:
    if not there:
        return JoinCase.GIVE
    if not here:
        return JoinCase.TAKE
    return JoinCase.SAME if _ids_meet(connection, store) else JoinCase.UNITE


def _ids_meet(connection: Connection, store: Store) -> bool:
    """Whether rows of ours stand there: ids are random, so that a single one says that both come from one file."""
    for table in ("client", "activity", "deal"):
        ids = {
            id_.hex()
            for way in ("", "DESC")
            for (id_,) in store.read(f"SELECT id FROM {table} ORDER BY rid {way} LIMIT {_SAMPLE}")
        }
        if connection.execute(server_sql.any_of(table), (list(ids),)).fetchone() == (True,):
            return True
    return False


# ---------------------------------------------------------------------------------------------------------- the deed


def join(
    store: Store,
    address: ServerAddress,
    password: str | None,
    device: str,
    *,
    keep_password: bool = False,
    telling: Telling = SILENT,
) -> Joined:
    """Save a copy of the base, make the shared one where there is none and our role may, and exchange everything.

    ``device``: what this device is to be called. Cut off, it goes on with the next sync; stopped (``telling.check``)
    before anything was exchanged, this base belongs nowhere as before.

    Raises:
        SyncError: as ``look_ahead`` and as a sync.
        BaseUnusable: the copy could not be saved (no space, a folder that may not be written); nothing was done.
    """
    telling.at(Phase.BACKUP, 0, 1)
    outlook = look_ahead(store, address, password)
    saved = save_copy(store, "before-joining")
    telling.at(Phase.BACKUP, 1, 1)
    if not outlook.known:
        returning.forget_server(store)
    if outlook.case is JoinCase.MAKE:
        with closing(connect(address, password)) as connection:
            make_shared_base(connection, address)
    membership.become_member(store, address, device)
    colleagues.take_login(store, colleagues.me(store), address.user)
    kept = keep_password and password is not None and _kept(address, password)
    try:
        synced = _exchange(store, password, telling)
    except SyncError:
        raise  # cut off: the next sync goes on
    except BaseException:
        if not _has_exchanged(store):
            _end(store, address)
        raise
    return Joined(outlook.case, synced, saved, kept)


def _exchange(store: Store, password: str | None, telling: Telling) -> Synced:
    belongs = membership.membership(store)
    assert belongs is not None
    exchange = exchange_of(store, belongs)
    exchange.telling = telling
    try:
        synced = exchange.sync(password)
    finally:
        exchange.close()
    language, *_ = index.state(store.connection)
    listing.ensure(store, language, lambda done, total: telling.at(Phase.LISTS, done, total))
    return synced


def _has_exchanged(store: Store) -> bool:
    ((begun,),) = store.read("SELECT epoch IS NOT NULL OR EXISTS (SELECT 1 FROM outbox) FROM sync_meta")
    return bool(begun)


def _kept(address: ServerAddress, password: str) -> bool:
    try:
        membership.keep_password(address, password)
    except KeystoreMissing:
        return False
    return True


def save_copy(store: Store, occasion: str) -> Path:
    """Save a checked copy of the base beside it and say where: ``<name>.<occasion>-<time>.backup``.

    Raises:
        BaseUnusable: it cannot be written (no space, no right), or the base is damaged.
    """
    path = store.path
    at = utc_text(store.clock.now())[:19].replace(":", "").replace("T", "-")
    target = path.with_name(f"{path.name}.{occasion}-{at}.backup")
    back_up(store.connection, target, path)
    return target


def leave(store: Store) -> None:
    """Belong nowhere from now on, and forget the password. Everything stays in this base, and there.

    What both had agreed upon stays noted: who comes back later goes on from there, as a laptop that was offline for so
    long, instead of being told of every row that others changed meanwhile. A join elsewhere forgets it. Nobody gets the
    client numbers that are kept for this laptop.

    Raises:
        SyncRunning: an exchange is under way.
    """
    belongs = membership.membership(store)
    if belongs is None:
        return
    with RunningLock(store.path, "syncing").alone() as alone:
        if not alone:
            raise SyncRunning(host=belongs.address.host)
        _end(store, belongs.address)


def _end(store: Store, address: ServerAddress) -> None:
    membership.end_membership(store)
    membership.forget_password(address)
