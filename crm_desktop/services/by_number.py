"""The client a person means by a number or an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop import ids
from crm_desktop.errors import ClientNotFound
from crm_desktop.services.numbers import LARGEST

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_SIGNS = ("№", "#", "no.", "no", "nr.", "nr")
"""What people write before a client's number."""


def by_number_or_id(store: Store, text: str) -> bytes:
    """The id of the client with that number (``12``, ``№ 12``, ``No 12``, ``#12``) or id; those in the bin too.

    A number that a client in the bin shares with a live one means the live one; a number that went with a merge means
    the client it was merged into. Raises ClientNotFound.
    """
    number = _number(text)
    if number is not None:
        found = store.read(
            "SELECT COALESCE(merged_into, id) FROM client WHERE number = ? ORDER BY deleted, rid LIMIT 1",
            (number,),
        )
    else:
        found = store.read("SELECT id FROM client WHERE id = ?", (_id(text),))
    if not found:
        raise ClientNotFound(text=text)
    return bytes(found[0][0])


def _number(text: str) -> int | None:
    digits = text.strip().lower()
    for sign in _SIGNS:
        if digits.startswith(sign):
            digits = digits.removeprefix(sign).strip()
            break
    digits = digits.lstrip("0")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(LARGEST)):
        return None
    return int(digits)


def _id(text: str) -> bytes:
    try:
        return ids.from_text(text)
    except ValueError:
        return b""
