"""The answers to a server that is not what this laptop knew, each whole: found anew, done, lists brought up to date.

What is done is looked at under the same lock as an exchange, so that nothing can come in between. Nothing of it needs
an exchange before; each is followed by one.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.services import listing
from crm_desktop.services.finding import index
from crm_desktop.sync.connection import connect
from crm_desktop.sync.engine import exchange_of
from crm_desktop.sync.failures import ServerForeign
from crm_desktop.sync.joining import save_copy
from crm_desktop.sync.making import make_shared_base
from crm_desktop.sync.membership import membership
from crm_desktop.sync.parting import find_parting, return_newer, take_theirs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.membership import Membership
    from crm_desktop.sync.parting import Parting
    from crm_desktop.sync.returning import Returned


def look(store: Store, password: str | None) -> Parting:
    """What the server is now, beside what this laptop knew. Raises ``SyncError`` as an exchange does."""
    with _line(store, password) as connection:
        return find_parting(connection, store)


def return_to_server(store: Store, password: str | None) -> Returned:
    """Have the next exchange give the server what it lost.

    Raises:
        ServerForeign: by now it is another base, in which others work.
        SyncError: as an exchange.
    """
    with _line(store, password) as connection:
        return _followed(store, return_newer(connection, store, _ours(connection, store)))


def take_from_server(store: Store, password: str | None) -> tuple[Returned, Path]:
    """Have this base be as the server's, after a copy of it was saved; and where that lies.

    Raises:
        ServerForeign, SyncError: as ``return_to_server``.
        BaseUnusable: the copy could not be saved; nothing was done.
    """
    with _line(store, password) as connection:
        found = _ours(connection, store)
        saved = save_copy(store, "before-taking-the-servers")
        return _followed(store, take_theirs(connection, store, found)), saved


def refill(store: Store, password: str | None, owner: str, owner_password: str) -> Returned:
    """Make the shared base anew in a database that was emptied, and have the next exchange fill it from here.

    Raises:
        ServerRoleRefused: ``owner`` has not the owner's role.
        ServerForeign, SyncError: as ``return_to_server``.
    """
    bring_up_to_date(store, owner, owner_password)
    return return_to_server(store, password)


def bring_up_to_date(store: Store, owner: str, owner_password: str) -> int:
    """Make the server's tables as this program needs them, as somebody with the owner's role; the version before.

    Raises ``SyncError`` as ``make_shared_base``.
    """
    address = replace(_belongs(store).address, user=owner)
    with closing(connect(address, owner_password)) as connection:
        return make_shared_base(connection, address)


def _belongs(store: Store) -> Membership:
    belongs = membership(store)
    assert belongs is not None, "asked of a base that belongs nowhere"
    return belongs


@contextmanager
def _line(store: Store, password: str | None) -> Iterator[Connection]:
    exchange = exchange_of(store, _belongs(store))
    try:
        with exchange.line(password) as connection:
            yield connection
    finally:
        exchange.close()


def _ours(connection: Connection, store: Store) -> Parting:
    """How it parted, unless others work there already in a base that has nothing to do with ours."""
    found = find_parting(connection, store)
    if found.foreign:
        address = _belongs(store).address
        raise ServerForeign(host=address.host, database=address.database)
    return found


def _followed(store: Store, done: Returned) -> Returned:
    if done.lists_follow:
        language, *_ = index.state(store.connection)
        listing.ensure(store, language)
    return done
