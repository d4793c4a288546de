"""Making the shared base in an empty database, and bringing an older one up to date: by its owner, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.sync import server_schema
from crm_desktop.sync.connection import look, told
from crm_desktop.sync.failures import ProgramTooOld, ServerRoleRefused
from crm_desktop.sync.tables import VERSION

if TYPE_CHECKING:
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.connection import Connection


def make_shared_base(connection: Connection, address: ServerAddress) -> int:
    """Make or renew what the server needs, in one transaction. The version that stood there before, 0 for none.

    Laptops that sync meanwhile wait for it, or it for them.

    Raises:
        ServerRoleRefused: the user is no member of ``crm_owner``.
        ProgramTooOld: the shared base is of a newer program.
    """
    place = look(connection, address)
    if not place.owns:
        raise ServerRoleRefused(host=address.host, user=place.user, database=place.database, role="crm_owner")
    with told(address), connection.transaction():
        # What is made belongs to the role, not to the person who happened to make it.
        connection.execute("SET LOCAL ROLE crm_owner")
        connection.execute("SET LOCAL statement_timeout = 0")
        before = _version(connection) if place.made else 0
        if before > VERSION:
            raise ProgramTooOld(host=address.host, version=before, oldest=before, mine=VERSION)
        for statement in server_schema.make_statements(_standing(connection)):
            connection.execute(statement)
    return before


def _version(connection: Connection) -> int:
    ((version,),) = connection.execute(server_schema.LOCKED_VERSION).fetchall()
    return int(version)


def _standing(connection: Connection) -> Mapping[str, set[str]]:
    """The columns of the tables that are there."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(server_schema.STANDING):
        found.setdefault(table, set()).add(column)
    return found
