"""Ways to reach a sample client: phones in many notations, e-mail addresses, messengers, postal addresses.

E-mail addresses end in ``.example``, which is reserved (RFC 2606): no letter to a sample client can reach anybody.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.kinds import PointKind, PointLabel
from crm_desktop.services.demo.chance import digits, pick

if TYPE_CHECKING:
    from random import Random

    from crm_desktop.services.demo.packs import City, Pack


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point as it will stand in the base; ``key`` as ``models.phones`` and ``models.emails`` make it."""

    kind: PointKind
    value: str
    key: str
    label: PointLabel = PointLabel.NONE
    service: str = ""
    note: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


def mobile(rng: Random, pack: Pack, label: PointLabel = PointLabel.MOBILE) -> Point:
    """A mobile number, written in one of the notations people use."""
    number = pick(rng, pack["mobile_prefixes"])
    number += digits(rng, _MOBILE_DIGITS[pack["dialling"]] - len(number))
    return Point(
        PointKind.PHONE, _written(pick(rng, pack["mobile_notations"]), number), _key(pack, number), label
    )


def landline(rng: Random, pack: Pack, city: City, label: PointLabel = PointLabel.WORK) -> Point:
    """A number of the city's exchange."""
    rest = "".join(str(int(rng.random() * 10)) if sign == "#" else sign for sign in _rest(pack, city))
    text = pick(rng, pack["landline_notations"]).format(code=city.code, rest=rest)
    number = city.code + "".join(filter(str.isdigit, rest))
    return Point(PointKind.PHONE, text, _key(pack, number), label)


_MOBILE_DIGITS = {"7": 10, "370": 8, "44": 10}
"""Digits of a national mobile number, by country code."""


def _rest(pack: Pack, city: City) -> str:
    """The pattern behind the area code: that of the code itself, else of codes of its length."""
    patterns = pack["landline_rest"]
    return str(patterns.get(city.code) or patterns[str(len(city.code))])


def _key(pack: Pack, national: str) -> str:
    return f"+{pack['dialling']}{national}"


def _written(notation: str, number: str) -> str:
    """The digits of ``number`` in the places of the ``#``."""
    following = iter(number)
    return "".join(next(following) if sign == "#" else sign for sign in notation)


def person_email(rng: Random, pack: Pack, given: str, family: str, number: int) -> Point:
    """A private address; the client's number in it keeps any two apart."""
    name = pick(rng, ("{g}.{f}", "{f}.{g}", "{f}", "{g}_{f}")).format(
        g=latin(pack, given), f=latin(pack, family)
    )
    text = f"{name}{number}@{pick(rng, pack['mail_hosts'])}"
    if rng.random() < 0.05:  # typed on a phone: a capital in front
        return Point(PointKind.EMAIL, text.capitalize(), text, PointLabel.HOME)
    return Point(PointKind.EMAIL, text, text, PointLabel.HOME)


def company_email(pack: Pack, name: str, number: int) -> Point:
    """The address everybody in the company reads."""
    text = f"info@{company_host(pack, name, number)}"
    return Point(PointKind.EMAIL, text, text, PointLabel.WORK)


def company_site(pack: Pack, name: str, number: int) -> Point:
    """The company's site."""
    text = f"https://{company_host(pack, name, number)}"
    return Point(PointKind.SITE, text, "", PointLabel.WORK)


def company_host(pack: Pack, name: str, number: int) -> str:
    """The company's own domain under the reserved ``.example``."""
    return f"{latin(pack, name)[:24] or 'company'}-{number}.example"


def messenger(rng: Random, pack: Pack, phone: Point) -> Point:
    """A messenger account on the client's number."""
    return Point(PointKind.MESSENGER, phone.value, phone.key, PointLabel.NONE, pick(rng, pack["messengers"]))


def address(rng: Random, pack: Pack, city: City, label: PointLabel) -> Point:
    """A postal address in the form of the country."""
    line = pick(rng, pack["address"]).format(
        street=pick(rng, pack["streets"]), house=1 + int(rng.random() * 120), flat=1 + int(rng.random() * 90)
    )
    postal = city.postal.format(int(rng.random() * 10), int(rng.random() * 10))
    return Point(
        PointKind.ADDRESS, f"{line}, {city.name}", "", label,
        street=line, city=city.name, region=city.region, postal_code=postal, country=pack["country"],
    )  # fmt: skip


@lru_cache(maxsize=4096)
def latin(pack: Pack, text: str) -> str:
    """Lower-case Latin letters and digits of ``text``, for addresses on the Internet."""
    # Folded again at the end: the compatibility form of some signs has capitals ("№" is "No").
    plain = unicodedata.normalize("NFKD", text.casefold().translate(pack.latin)).casefold()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
