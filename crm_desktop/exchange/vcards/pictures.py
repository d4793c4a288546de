"""Pictures in cards. Those on the web are never fetched: looking at an address book must tell nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.exchange.vcards.values import binary

if TYPE_CHECKING:
    from crm_desktop.exchange.vcards.facts import Facts
    from crm_desktop.exchange.vcards.heads import Head

MOST_PICTURES = 3
"""Pictures kept of one card."""
_DATA = b"data:"


def read_picture(facts: Facts, head: Head, value: bytes) -> None:
    """PHOTO or LOGO: bytes in base64, a ``data:`` address (RFC 2397), or the address of a picture."""
    value = value.strip()
    if value[:5].lower() == _DATA:
        kind, _, coded = value.partition(b",")
        _keep(facts, binary(coded), kind[5:].decode("ascii", "replace").partition(";")[0])
    elif head.encoding == "base64":
        _keep(facts, binary(value), " ".join(head.types))
    elif value:
        facts.own("Photo" if head.name == "PHOTO" else "Logo", facts.text(head, value).replace(" ", ""))


def _keep(facts: Facts, data: bytes, kind: str) -> None:
    if data and len(facts.pictures) < MOST_PICTURES and not any(data == known for known, _ in facts.pictures):
        facts.pictures.append((data, kind))
