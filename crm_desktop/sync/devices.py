"""The devices that share the base: who is how far, and shutting one out (a laptop that was stolen)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.sync import server_sql
from crm_desktop.sync.connection import told
from crm_desktop.sync.failures import ServerRoleRefused
from crm_desktop.sync.membership import own_device

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.connection import Connection


@dataclass(frozen=True, slots=True)
class Device:
    """A device that has joined. ``program``: its version of this program; ``last_seen``: by the server's clock (UTC
    text).

    ``behind``: pushes of others and its own that it had not read when it last said how far it is. ``shut_out``: the
    server takes nothing from it, and tells it nothing.
    """

    id: bytes
    name: str
    person: str
    program: str
    last_seen: str
    is_this: bool
    behind: int
    shut_out: bool


def devices(connection: Connection, store: Store) -> list[Device]:
    """All of them; the one that was there last comes first."""
    own = own_device(store)
    found = connection.execute(server_sql.DEVICES, binary=True).fetchall()
    return [
        Device(id_, name, person, program, seen, id_ == own, behind, shut_out)
        for id_, name, person, program, seen, behind, shut_out in found
    ]


def may_shut_out(connection: Connection) -> bool:
    """Whether our user has the owner's role, and so may shut devices out."""
    return connection.execute(server_sql.OWNS).fetchone() == (True,)


def shut_out(connection: Connection, address: ServerAddress, device: bytes, *, shut: bool = True) -> None:
    """Shut a device out, or let it in again. What it had sent before stays; what it still holds, it holds.

    The person's role is another matter: to shut out a person with all devices, the administrator takes the right to
    log in away (``ALTER ROLE ... NOLOGIN``).

    Raises:
        ServerRoleRefused: our user has not the owner's role.
    """
    with told(address):
        if not may_shut_out(connection):
            raise ServerRoleRefused(
                host=address.host, user=address.user, database=address.database, role="crm_owner"
            )
        with connection.transaction():
            connection.execute(server_sql.AS_OWNER)
            connection.execute(server_sql.SHUT, (shut, device.hex()))
