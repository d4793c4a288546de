"""Facts about this base that are no records: the country its phones are read for, the highest number given out.

They stand in storage's ``meta`` table, outside the journal: undo does not touch them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.storage import meta

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_REGION = "region"
_HIGHEST_NUMBER = "highest_client_number"
_LEASED_NUMBERS = "leased_client_numbers"
DEFAULT_REGION = "LT"


def region(store: Store) -> str:
    """The country (ISO 3166-1 alpha-2) by which phones without a country code are read."""
    return meta.get(store, _REGION) or DEFAULT_REGION


def has_region(store: Store) -> bool:
    """Whether anybody has said yet which country it is."""
    return meta.get(store, _REGION) is not None


def set_region(store: Store, code: str) -> None:
    """Set the country for phones typed from now on; keys of those that stand stay as they are."""
    meta.put(store, _REGION, code.upper())


def highest_number(store: Store) -> int:
    """The highest client number that ``raise_number`` was told of; 0 before the first."""
    return int(meta.get(store, _HIGHEST_NUMBER) or 0)


def raise_number(store: Store, number: int) -> None:
    """Remember that client numbers up to ``number`` were given out; inside a change part of its commit."""
    meta.put(store, _HIGHEST_NUMBER, str(number))


def leased_numbers(store: Store) -> range:
    """The client numbers that the shared base keeps for this laptop; none before it has joined one."""
    first, _, end = (meta.get(store, _LEASED_NUMBERS) or "0-0").partition("-")
    return range(int(first), int(end))


def lease_numbers(store: Store, numbers: range) -> None:
    """Remember which client numbers are kept for this laptop; inside a change part of its commit."""
    meta.put(store, _LEASED_NUMBERS, f"{numbers.start}-{numbers.stop}")
