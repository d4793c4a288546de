"""To which shared base this one belongs, and which device it is there: local facts that never travel.

A file that was copied to another computer (or account) is another device there: it gets an id of its own at its first
sync, gives back to the twin the client numbers kept for it, and asks for a name. A backup put back on the same computer
stays the device it was.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop import keystore
from crm_desktop.services import facts
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.machine import machine_mark, suggested_name

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

SERVICE = "CRM Desktop shared base"
"""Under this name passwords stand in the key store."""


@dataclass(frozen=True, slots=True)
class Membership:
    """This base belongs to the shared base at ``address``; ``device``: what this device is called there.

    ``moved``: the file was copied here from another computer, and nobody has said yet what this one is called;
    ``device`` is a suggestion then (``name_device``).
    """

    address: ServerAddress
    device: str
    moved: bool = False


def membership(store: Store) -> Membership | None:
    """Where this base belongs; None: it works alone. Quick, and without a look at the network."""
    ((address, device, machine),) = store.read("SELECT address, device_name, machine FROM sync_meta")
    if address is None:
        return None
    moved = not device or machine != machine_mark()
    return Membership(_address(address), suggested_name() if moved else device, moved)


def become_member(store: Store, address: ServerAddress, device: str) -> None:
    """Note where this base belongs from now on."""
    with store.transaction() as connection:
        own_device(store)
        connection.execute("UPDATE sync_meta SET address = ?, device_name = ?", (_text(address), device))


def change_address(store: Store, address: ServerAddress) -> None:
    """Note that the same shared base is to be found elsewhere, or under another name or authority."""
    with store.transaction() as connection:
        connection.execute("UPDATE sync_meta SET address = ?", (_text(address),))


def name_device(store: Store, name: str) -> None:
    """Say what this device is called; the others read it after the next sync."""
    with store.transaction() as connection:
        own_device(store)
        connection.execute("UPDATE sync_meta SET device_name = ?", (name,))


def end_membership(store: Store) -> None:
    """Note that this base belongs to nobody; how far it was with the server is another matter."""
    with store.transaction() as connection:
        connection.execute("UPDATE sync_meta SET address = NULL, server_ahead = NULL")


def own_device(store: Store) -> bytes:
    """The id of this device (16 bytes): made when it is first asked for, and anew on another computer."""
    here = machine_mark()
    ((device, machine),) = store.read("SELECT device, machine FROM sync_meta")
    if device is not None and machine == here:
        return bytes(device)
    with store.transaction() as connection:
        made = os.urandom(16)
        if device is not None:
            facts.lease_numbers(store, range(0))  # its twin gives them out
        connection.execute(
            "UPDATE sync_meta SET device = ?, machine = ?, device_name = CASE WHEN device IS NULL THEN device_name"
            " ELSE '' END",
            (made, here),
        )
    return made


# ------------------------------------------------------------------------------------------------------ the password


def password_of(address: ServerAddress) -> str | None:
    """The password in the key store of this computer; None where none is kept."""
    return keystore.secret_of(SERVICE, _account(address))


def keep_password(address: ServerAddress, password: str) -> None:
    """Keep it in the key store of this computer. Raises ``KeystoreMissing``."""
    keystore.keep(SERVICE, _account(address), password)


def forget_password(address: ServerAddress) -> None:
    """Take it out of the key store, if it is there."""
    keystore.forget(SERVICE, _account(address))


def _account(address: ServerAddress) -> str:
    return f"{address.user}@{address.host}:{address.port}/{address.database}"


def _text(address: ServerAddress) -> str:
    facts_of = {
        "host": address.host,
        "port": address.port,
        "database": address.database,
        "user": address.user,
        "ca_file": None if address.ca_file is None else str(address.ca_file),
        "encrypted": address.encrypted,
    }
    return json.dumps(facts_of, ensure_ascii=False)


def _address(text: str) -> ServerAddress:
    said = json.loads(text)
    ca_file = said.pop("ca_file")
    return ServerAddress(**said, ca_file=None if ca_file is None else Path(ca_file))
