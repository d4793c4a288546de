"""Postal addresses: parts joined for a letter or a cell, and one written line parted again.

Parting is careful: what is not surely a postal code, a region, a city or a country stays in the street, in its order,
so that nothing is lost and nothing is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_POSTAL = re.compile(
    r"(?:LT ?-? ?\d{4,5}|LV[- ]?\d{4}|\d{6}|\d{5}(?:-\d{4})?|\d{2}-\d{3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"
)
_SEPARATOR = re.compile(r"[,;\r\n]+|\s+(?=LT ?- ?\d{4})")
_REGION = re.compile(
    r".*\b(?:обл(?:асть|\.)?|край|респ(?:ублика|\.)?|район|р-н|округ|АО|raj(?:onas|\.)?|apskritis|sav(?:ivaldybė|\.)?)\b.*|"
    r"[\w-]+ (?:raj|r|sav|apskr)\.(?: sav\.)?",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"(?:г|гор|город|пос|пгт|п|с|село|дер|деревня|ст-ца|станица)\b\.?\s*[^\W\d_].*"
    r"|.*[^\W\d_]\s(?:m|mstl|k|km|mst|miestas|kaimas)\.?",
    re.IGNORECASE,
)
_STREET = re.compile(
    r".*\d|.*\b(?:ул|улица|пр|пр-т|проспект|пер|переулок|ш|шоссе|наб|набережная|бул|бульвар|пл|площадь|д|дом|кв|оф|офис|корп"
    r"|g|gatvė|pr|prospektas|al|alėja|pl|plentas|a|aikštė|street|st|road|rd|avenue|ave|suite|apt)\b",
    re.IGNORECASE,
)
_COUNTRIES_TEXT = (
    "россия рф российская федерация|беларусь|казахстан|украина|литва|латвия|эстония|польша|германия|"
    "lietuva|lithuania|latvija|latvia|estija|estonia|lenkija|poland|rusija|russia|ukraina|ukraine|"
    "germany|vokietija|usa|united states|uk|united kingdom|российская федерация|россия|рф"
)
_COUNTRIES = frozenset(_COUNTRIES_TEXT.split("|"))


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of vCard's ADR (RFC 6350 6.3.1), each as typed."""

    street: str = ""
    extended: str = ""
    pobox: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(
            self.street or self.city or self.postal_code or self.country
            or self.region or self.extended or self.pobox
        )  # fmt: skip


def join_address(address: Address) -> str:
    """One line, from the street to the country; a postal code stands before its city."""
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    parts = (address.street, address.extended, address.pobox, town, address.region, address.country)
    return ", ".join(part.strip() for part in parts if part.strip())


def split_address(text: str) -> Address:
    """The parts of one written address; an address that shows no parts is all street."""
    pieces = [piece.strip() for piece in _SEPARATOR.split(text) if piece.strip()]
    if len(pieces) < 2 and not text.strip().startswith(
        "LT"
    ):  # a lone '12345 Main Street' begins with no code
        return Address(street=" ".join(text.split()))
    found: dict[str, str] = {}
    streets: list[str] = []
    for piece in pieces:
        part, rest = _part_of(piece, found)
        if not part:
            streets.append(piece)
            continue
        found[part] = piece if not rest else piece[: -len(rest)].strip()
        if rest:
            _place_rest(rest, found, streets)
    if "city" not in found and len(streets) > 1:
        _bare_town(streets, found)
    return Address(street=", ".join(streets), **found)


def _part_of(piece: str, found: dict[str, str]) -> tuple[str, str]:
    """Which part a piece is, and what stands in it after a postal code ('LT-85113 Akmenė')."""
    code = _POSTAL.match(piece)
    if code and "postal_code" not in found and piece[code.end() : code.end() + 1] in {"", " "}:
        rest = piece[code.end() :].strip()
        if not rest or not re.search(r"\d", rest):
            return "postal_code", rest
    if piece.casefold() in _COUNTRIES and "country" not in found:
        return "country", ""
    if "city" not in found and _CITY.fullmatch(piece):
        return "city", ""
    if "region" not in found and _REGION.fullmatch(piece):
        return "region", ""
    return "", ""


def _place_rest(rest: str, found: dict[str, str], streets: list[str]) -> None:
    """What stands behind a postal code is its town, or its district ('LT-56276 Kaišiadorių r.')."""
    part = "region" if _REGION.fullmatch(rest) else "city"
    if part in found:
        streets.append(rest)
    else:
        found[part] = rest


def _bare_town(streets: list[str], found: dict[str, str]) -> None:
    """A city without a sign before it: the last piece, or the first, that has no figure and no word of a street."""
    for index in (len(streets) - 1, 0):
        if not _STREET.match(streets[index]):
            found["city"] = streets.pop(index)
            return
