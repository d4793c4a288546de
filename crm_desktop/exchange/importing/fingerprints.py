"""How a row is known again whose client has no key: by all that it says."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.record import pack_entity
from crm_desktop.kinds import ClientKind
from crm_desktop.services.duplicates.likeness import company_key

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity, Record


def fingerprint_of(entity: Entity) -> bytes:
    """A short hash of all that a row says, to know a row again that has no key."""
    return hashlib.blake2b(
        repr(pack_entity(entity)).encode("utf-8", "surrogatepass"), digest_size=12
    ).digest()


def row_fingerprint(record: Record) -> bytes | None:
    """The fingerprint where nothing better tells the row's client; None where a key does."""
    main = record.main
    if main.externals or main.keys("phone") or main.keys("email") or may_go_by_name(record):
        return None
    if main.kind == ClientKind.COMPANY and company_key(main.name):
        return None
    if main.birthday and main.family and main.given:
        return None
    return fingerprint_of(main)


def may_go_by_name(record: Record) -> bool:
    """Whether a name is enough to find the client: of contacts held; of deals and days without anything better."""
    main = record.main
    keyless = not (main.externals or main.keys("phone") or main.keys("email"))
    bare = record.deal is not None or (record.by_name and not main.birthday)
    return record.activity is not None or (bare and keyless)
