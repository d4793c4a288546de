"""Clients as an address book (.vcf) that telephones and mail programs read, and that imports again to the same.

What vCard has no word for stands in properties and parameters that begin with ``X-CRM-``: other programs pass over
them, our own import reads them (``vcards.own_cards``).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

from crm_desktop import __version__
from crm_desktop.exchange.exporting.files import Saved, replacing
from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.vcards import own_cards as own
from crm_desktop.exchange.vcards.writing import components, escaped, listed, picture_line, property_line
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.models.addresses import Address, join_address
from crm_desktop.models.money import minor_digits
from crm_desktop.services.photos import photos

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.importing.record import Entity, Point
    from crm_desktop.storage.store import Store

_CHUNK = 200
_TYPES = {
    "mobile": ("CELL",), "work": ("WORK",), "home": ("HOME",), "fax": ("FAX",), "pager": ("PAGER",), "car": ("CAR",),
    "main": ("MAIN",),
}  # fmt: skip
"""Labels that vCard has a type for; any other one stands in an X-ABLabel, as Apple began it."""
_ADDRESS_TYPES = {"work": ("WORK",), "home": ("HOME",)}
_VALUES = {
    "X-CRM-NUMBER": "number", "X-CRM-SALUTATION": "salutation", "X-CRM-GENDER": "gender",
    "X-CRM-SOURCE-DETAIL": "source_detail", "X-CRM-CHANNEL": "preferred_channel", "X-CRM-HOURS": "preferred_hours",
    "X-CRM-LANGUAGE": "language", "X-CRM-DO-NOT-CONTACT": "do_not_contact", "X-CRM-LIKES": "likes",
    "X-CRM-PRICE-TERMS": "price_terms", "X-CRM-LOYALTY-CARD": "loyalty_card", "X-CRM-VIP": "vip",
    "X-CRM-CREATED": "created_at",
    "NOTE": "notes",
}  # fmt: skip
_LISTS = {
    "X-CRM-STAGE": "stage", "X-CRM-SOURCE": "source", "X-CRM-RESPONSIBLE": "responsible", "X-CRM-REFERRER": "referrer",
}  # fmt: skip
_APPLE_NO_YEAR = "1604"
_NO_YEAR = "--"
_SCHEME = re.compile(r"[^a-z0-9+.-]")

Progress = Callable[[int], None]
"""Told how many cards are written; raises to cancel, and then no file is left."""


def write_cards(path: Path, store: Store, ids: Sequence[bytes], progress: Progress) -> Saved:
    """Write the cards of these clients, in this order, whole or not at all.

    Raises:
        FileNotWritten: the folder is missing or full, or the file is open elsewhere.
    """
    existing, done = Existing(store), 0
    with replacing(path) as temporary, temporary.open("wb") as file:
        for start in range(0, len(ids), _CHUNK):
            portion = ids[start : start + _CHUNK]
            entities = existing.entities(portion)
            for identifier in portion:
                if identifier in entities:
                    file.writelines(card(store, identifier, entities[identifier]))
                    done += 1
            progress(done)
    return Saved(done, 0)


def card(store: Store, identifier: bytes, entity: Entity) -> Iterator[bytes]:
    """The lines of one client's card; its pictures are read here, one client at a time."""
    yield b"BEGIN:VCARD\r\nVERSION:3.0\r\n"
    yield property_line("PRODID", f"{own.PRODUCT}{__version__}//EN")
    known = next((value for system, value in entity.externals if system == "vcard"), "")
    yield property_line("UID", escaped(known or str(uuid.UUID(bytes=identifier))))
    yield from _names(entity)
    yield from _points(entity.points)
    yield from _dates(entity)
    if entity.tags:
        yield property_line("CATEGORIES", listed(entity.tags))
    yield from _rest(entity)
    for photo in photos(store, identifier):
        yield picture_line(photo.data, photo.mime)
    yield b"END:VCARD\r\n"


def _names(entity: Entity) -> Iterator[bytes]:
    parts = (entity.family, entity.given, entity.middle, entity.prefix, entity.suffix)
    shown = entity.name or entity.nickname or next((point.value for point in entity.points), "")
    yield property_line("N", components(parts))
    # Without a name FN shows what programs show instead, as the standard demands one; ours knows it for none.
    yield property_line("FN", escaped(shown), {} if entity.name else {own.SHOWN: "1"})
    if entity.nickname:
        yield property_line("NICKNAME", escaped(entity.nickname))
    if entity.kind == ClientKind.COMPANY:
        yield b"X-ABShowAs:COMPANY\r\n"
        yield property_line("ORG", escaped(shown))
        yield from _texts({"X-CRM-PARENT": entity.employer, "X-CRM-DEPARTMENT": entity.department})
    elif entity.employer or entity.department:
        yield property_line("ORG", components((entity.employer, entity.department)))
    yield from _texts({"TITLE": entity.job_title})


def _points(points: Sequence[Point]) -> Iterator[bytes]:
    for number, point in enumerate(points, 1):
        types = (_ADDRESS_TYPES if point.kind == PointKind.ADDRESS else _TYPES).get(point.label, ())
        group = f"item{number}." if point.label and not types and point.kind != PointKind.MESSENGER else ""
        yield _WRITERS[point.kind](group, point, types)
        if group:
            yield property_line(f"{group}X-ABLabel", escaped(point.label))


def _phone(group: str, point: Point, types: Sequence[str]) -> bytes:
    if not point.ext or _says_extension(point.value, point.ext):
        value, parameters = point.value, {own.LABEL: point.label, own.EXT: point.ext}
    else:
        value = point.value + own.appended(point.ext)
        parameters = {own.LABEL: point.label, own.EXT_APPENDED: point.ext}
    return property_line(f"{group}TEL", escaped(value), parameters, types)


def _says_extension(number: str, ext: str) -> bool:
    """Whether the number as written ends in its extension, which a word or a sign sets apart."""
    return re.search(rf"(?:[^\W\d]|#)[^\d\n]*{re.escape(ext)}\W*\Z", number) is not None


def _email(group: str, point: Point, types: Sequence[str]) -> bytes:
    return property_line(
        f"{group}EMAIL", escaped(point.value), {own.LABEL: point.label}, ("INTERNET", *types)
    )


def _site(group: str, point: Point, types: Sequence[str]) -> bytes:
    return property_line(f"{group}URL", escaped(point.value), {own.LABEL: point.label}, types)


def _messenger(_group: str, point: Point, _types: Sequence[str]) -> bytes:
    scheme = _SCHEME.sub("", point.service.lower()).lstrip("0123456789+.-") or "x-crm"
    return property_line(
        "IMPP", f"{scheme}:{quote(point.value, safe='@+')}", {"X-SERVICE-TYPE": point.service}
    )


def _address(group: str, point: Point, types: Sequence[str]) -> bytes:
    parts = (point.street, point.city, point.region, point.postal_code, point.country)
    made = join_address(Address(point.street, "", "", *parts[1:]))
    parameters = {own.LABEL: point.label, own.WHOLE: "" if made == point.value else point.value}
    if not any(parts):
        parts, parameters[own.UNPARTED] = (point.value, "", "", "", ""), "1"
    return property_line(f"{group}ADR", components(("", "", *parts)), parameters, types)


_WRITERS: dict[str, Callable[[str, Point, Sequence[str]], bytes]] = {
    PointKind.PHONE: _phone,
    PointKind.EMAIL: _email,
    PointKind.SITE: _site,
    PointKind.MESSENGER: _messenger,
    PointKind.ADDRESS: _address,
}


def _dates(entity: Entity) -> Iterator[bytes]:
    if entity.birthday:
        yield property_line("BDAY", *_day(entity.birthday))
    for number, (label, day) in enumerate(entity.dates, 1):
        group = f"date{number}."
        yield property_line(f"{group}X-ABDATE", *_day(day))
        shown = "_$!<Anniversary>!$_" if label == "anniversary" else escaped(label)
        yield property_line(f"{group}X-ABLabel", shown)


def _day(day: str) -> tuple[str, dict[str, str]]:
    """A date and, where it has no year, the year that Apple began to write for none."""
    if day.startswith(_NO_YEAR):
        return f"{_APPLE_NO_YEAR}-{day[2:]}", {"X-APPLE-OMIT-YEAR": _APPLE_NO_YEAR}
    return day, {}


def _rest(entity: Entity) -> Iterator[bytes]:
    yield from _texts({name: entity.values.get(column, "") for name, column in _VALUES.items()})
    yield from _texts({name: entity.lists.get(column, "") for name, column in _LISTS.items()})
    if discount := entity.values.get("discount_bp"):
        yield property_line("X-CRM-DISCOUNT", f"{int(discount) / 100:g}")
    for item, amount, currency, note in entity.prices:
        value = f"{Decimal(amount).scaleb(-minor_digits(currency)):f}"
        yield property_line("X-CRM-PRICE", components((item, value, currency, note)))
    if entity.groups:
        yield property_line("X-CRM-GROUPS", listed(entity.groups))
    for system, value in entity.externals:
        yield property_line("X-CRM-EXTERNAL-ID", escaped(value), {own.SYSTEM: system})
    for name, value in entity.fields.items():
        yield property_line("X-CRM-FIELD", escaped(value), {own.NAME: name})


def _texts(texts: dict[str, str]) -> Iterator[bytes]:
    return (property_line(name, escaped(text)) for name, text in texts.items() if text)
