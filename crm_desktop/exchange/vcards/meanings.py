"""What each property of a card means for the import."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.vcards.android import read_android
from crm_desktop.exchange.vcards.facts import Facts, apple_labels
from crm_desktop.exchange.vcards.labels import MESSENGERS, apple_label, label_of, service_of
from crm_desktop.exchange.vcards.naming import name_the_client
from crm_desktop.exchange.vcards.pictures import read_picture
from crm_desktop.exchange.vcards.values import day_of, parted, uri_of

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell
    from crm_desktop.exchange.vcards.heads import Head
    from crm_desktop.exchange.vcards.lines import Property, Said

_DROPPED_CATEGORIES = frozenset(("my contacts", "mycontacts", "contacts", "system group: my contacts"))
_NOISE = frozenset(
    "VERSION PRODID REV CREATED MAILER NAME PROFILE XML CLIENTPIDMAP SORT-STRING X-ABLABEL X-ABADR X-ABORDER X-ABSHOWAS"
    " X-ABRELATEDNAMES-LABEL X-MS-OL-DESIGN X-MS-OL-DEFAULT-POSTAL-ADDRESS X-MS-CARDPICTURE X-IMAGETYPE X-IMAGEHASH"
    " X-CROP-RECTANGLE X-ABCROP-RECTANGLE X-EVOLUTION-FILE-AS X-MOZILLA-HTML X-ETAG X-REVISION X-ADDRESSBOOKSERVER-KIND"
    " X-ADDRESSBOOKSERVER-MEMBER MEMBER KIND X-SYNCMLREF X-KADDRESSBOOK-CRYPTOPREF X-SHARED-PHOTO-DISPLAY-PREF"
    " X-APPLE-OMIT-YEAR X-SHARED-PHOTO-DISPLAY-PREFERENCE SOURCE JSPROP".split()
)
"""Properties about the card and its looks, not about the client."""
_NAMING = frozenset("N FN ORG".split())  # read together by ``naming``
_DATES: Mapping[str, str] = {
    "ANNIVERSARY": "anniversary", "X-ANNIVERSARY": "anniversary", "X-MS-ANNIVERSARY": "anniversary",
    "X-EVOLUTION-ANNIVERSARY": "anniversary", "X-KADDRESSBOOK-X-ANNIVERSARY": "anniversary",
    "X-WAB-WEDDING_ANNIVERSARY": "anniversary", "DEATHDATE": "Date of death",
}  # fmt: skip
_ADDRESS = ("pobox", "extended", "street", "city", "region", "postal_code", "country")
_NOTED_PREFIX = re.compile(
    r"X-(?:MS-OL-|MS-|EVOLUTION-|KADDRESSBOOK-X-|KADDRESSBOOK-|WAB-|FC-|AB|NC-|GOOGLE-)?"
)
_FULLCONTACT = re.compile(r"X-FCENCODED-((?:[0-9A-F]{2})+)\Z")
_EXT = re.compile(r";\s*ext=([^;]*)", re.I)
_DIALLED_ON = re.compile(r"([+\d][\d ().\-/]{4,}?)\s*[,;pw]+\s*(\d{1,6})#?", re.I)
"""A number after whose pauses a telephone dials on: 84951234567,102."""

Decode = Callable[[bytes, "Head"], str]


def facts_of(found: Sequence[Property], decode: Decode) -> Facts:
    """The cells of one card (``Facts.finish`` gives them), its pictures beside them."""
    labels = apple_labels(list(found), decode)
    facts = Facts(decode, labels)
    # What is preferred stands first: the order is all that the base knows of preference.
    known = [(head, value) for head, value in found if head]
    ordered = sorted(known, key=lambda each: each[0].pref)
    name_the_client(facts, ordered)
    said: set[tuple[str, str]] = set()
    for head, value in ordered:
        alternative = head.params.get("ALTID")
        if alternative is not None:  # RFC 6350, 5.4: several notations of one value
            if (head.name, alternative) in said:
                continue
            said.add((head.name, alternative))
        if head.name in _READERS:
            _READERS[head.name](facts, head, value)
        elif head.name not in _NOISE and head.name not in _NAMING:
            _unknown(facts, head, value)
    _labels_as_addresses(facts, ordered)
    facts.notes += [text for head, value in found if head is None and (text := facts.stray(value))]
    return facts


def cells_of(facts: Facts) -> dict[str, Cell]:
    """All cells of a card."""
    return facts.finish()


def _unknown(facts: Facts, head: Head, value: bytes) -> None:
    """A property that no rule knows becomes a field of the user's own."""
    if head.name in MESSENGERS:
        facts.point("messenger", facts.text(head, value), MESSENGERS[head.name])
    elif head.encoding == "base64":
        facts.own(_own_name(head), f"({len(value) * 3 // 4} bytes)")
    else:
        facts.own(_own_name(head), facts.text(head, value).replace("\n", " "))


def _own_name(head: Head) -> str:
    """The name of an own field: ``X-MS-MANAGER`` is "Manager"."""
    name = head.name
    if match := _FULLCONTACT.match(name):
        name = bytes.fromhex(match[1]).decode("utf-8", "replace")
        return " ".join(name.rpartition(":")[2].split()) or head.name
    short = _NOTED_PREFIX.sub("", name, count=1).replace("-", " ").replace("_", " ").strip()
    return (short.capitalize() if len(short) > 3 else short) or name


def _phone(facts: Facts, head: Head, value: bytes) -> None:
    text = facts.text(head, value)
    extension = ""
    scheme, rest = uri_of(text)
    if scheme in ("tel", "callto", "sip"):
        if match := _EXT.search(rest):
            extension = match[1].strip()
        text = rest.partition(";")[0].strip()
    elif match := _DIALLED_ON.fullmatch(text.strip()):
        text, extension = match.groups()
    number = facts.point("phone", text, label_of(head, facts.apple))
    if extension and number:
        facts.cells[f"phone.ext#{number}"] = extension


def _email(facts: Facts, head: Head, value: bytes) -> None:
    text = facts.text(head, value)
    scheme, rest = uri_of(text)
    facts.point("email", rest if scheme == "mailto" else text, label_of(head, facts.apple))


def _site(facts: Facts, head: Head, value: bytes) -> None:
    facts.point("site", facts.text(head, value), label_of(head, facts.apple))


def _social(facts: Facts, head: Head, value: bytes) -> None:
    """A profile of a social network: a page where it is an address of the web, else the user's name there."""
    scheme, rest = uri_of(facts.text(head, value))
    service = service_of("", [head.params.get("SERVICE-TYPE", ""), label_of(head, facts.apple)])
    if scheme in ("http", "https"):
        facts.point("site", f"{scheme}://{rest}", service)
    else:
        facts.point("messenger", head.params.get("X-USER", "") or rest, service or "other")


def _messenger(facts: Facts, head: Head, value: bytes) -> None:
    scheme, rest = uri_of(facts.text(head, value))
    names = [head.params.get(name, "") for name in ("X-SERVICE-TYPE", "SERVICE-TYPE")]
    facts.point("messenger", rest, service_of(scheme, names) or "other")


def _address(facts: Facts, head: Head, value: bytes) -> None:
    parts = [_one_line(part) for part in facts.parts(head, value, len(_ADDRESS))]
    if len(parts) > len(_ADDRESS):  # a semicolon that nobody escaped
        parts[len(_ADDRESS) - 1 :] = [" ".join(filter(None, parts[len(_ADDRESS) - 1 :]))]
    if not any(parts):
        parts = [""] * len(_ADDRESS)
        if not head.params.get("LABEL"):
            return
    number = facts.number("address")
    if not number:
        facts.notes.append("address: " + ", ".join(filter(None, parts)))
        return
    for name, text in zip(_ADDRESS, parts, strict=True):
        if text:
            facts.cells[f"address.{name}#{number}"] = text
    if not any(parts):
        facts.cells[f"address.full#{number}"] = head.params["LABEL"].replace("\n", ", ").replace("\\n", ", ")
    if label := label_of(head, facts.apple):
        facts.cells[f"address.label#{number}"] = label


def _one_line(text: str) -> str:
    """A part of an address in one line."""
    return ", ".join(filter(None, (" ".join(line.split()).strip(",") for line in text.splitlines())))


def _labels_as_addresses(facts: Facts, found: Sequence[Said]) -> None:
    """LABEL is the address as printed on an envelope: it counts where the card has no ADR."""
    if any(name.startswith("address.") for name in facts.cells):
        return
    for head, value in found:
        if head.name == "LABEL":
            lines = [line.strip(" ,\t") for line in facts.text(head, value).splitlines()]
            if (text := ", ".join(filter(None, lines))) and (number := facts.number("address")):
                facts.cells[f"address.full#{number}"] = text
                if label := label_of(head, facts.apple):
                    facts.cells[f"address.label#{number}"] = label


def _birthday(facts: Facts, head: Head, value: bytes) -> None:
    day = day_of(facts.text(head, value), head.params)
    if day and not facts.put("birthday", day) and facts.cells["birthday"] != day:
        facts.notes.append(f"BDAY: {day}")


def _named_date(label: str) -> _Reader:
    def read(facts: Facts, head: Head, value: bytes) -> None:
        facts.point("date", day_of(facts.text(head, value), head.params), label)

    return read


def _apple_date(facts: Facts, head: Head, value: bytes) -> None:
    label = label_of(head, facts.apple) or "anniversary"
    facts.point("date", day_of(facts.text(head, value), head.params), label)


def _categories(facts: Facts, head: Head, value: bytes) -> None:
    for name in parted(facts.raw(head, value), ","):
        if name and name.lower().removeprefix("*").strip() not in _DROPPED_CATEGORIES:
            facts.join("tags", " ".join(name.split()), " ::: ")


def _related(facts: Facts, head: Head, value: bytes) -> None:
    """A relative or a colleague is never the client itself: kept under the word for what they are."""
    text = facts.text(head, value)
    if text.lower().startswith("urn:uuid:"):
        return  # another card of the same book, which says more than this link
    kinds = [kind for kind in head.types if kind != "pref"]
    word = apple_label(facts.apple.get(head.group, "")) or (kinds[0] if kinds else "related")
    facts.own(word[:1].upper() + word[1:], text)


def _note(facts: Facts, head: Head, value: bytes) -> None:
    if text := facts.text(head, value):
        facts.notes.append(text)


def _gender(facts: Facts, head: Head, value: bytes) -> None:
    word = facts.parts(head, value, 1)[0].lower()
    if word in ("m", "male", "f", "female"):
        facts.put("gender", word[0])
    elif word not in ("", "n", "u"):
        facts.put("own:Gender", facts.text(head, value))


def _language(facts: Facts, head: Head, value: bytes) -> None:
    text = facts.text(head, value)
    if not facts.put("language", text) and text:
        facts.own("Language", text)


def _one(target: str, further: str) -> _Reader:
    """A text of which the base holds one; a second goes into an own field."""

    def read(facts: Facts, head: Head, value: bytes) -> None:
        text = " ".join(facts.text(head, value).split())
        if text and not facts.put(target, text) and facts.cells[target] != text:
            facts.own(further, text)

    return read


def _nickname(facts: Facts, head: Head, value: bytes) -> None:
    facts.join("name.nickname", ", ".join(filter(None, parted(facts.raw(head, value), ","))), ", ")


def _uid(facts: Facts, head: Head, value: bytes) -> None:
    text = facts.text(head, value)
    facts.put("external_id.vcard", text[9:] if text.lower().startswith("urn:uuid:") else text)


def _text_of_class(facts: Facts, head: Head, value: bytes) -> None:
    text = facts.text(head, value)
    if text.upper() != "PUBLIC":
        facts.own("Class", text)


def _agent(facts: Facts, head: Head, value: bytes) -> None:
    facts.own("Agent", facts.text(head, value).replace("\n", " "))


def _sound(facts: Facts, head: Head, value: bytes) -> None:
    """Japanese telephones write here how the name is spoken (IrMC); others the sound itself."""
    if head.encoding == "base64":
        _unknown(facts, head, value)
    else:
        facts.own("Phonetic name", " ".join(filter(None, facts.parts(head, value, 1))))


_Reader = Callable[[Facts, "Head", bytes], None]
_READERS: dict[str, _Reader] = {
    "TEL": _phone,
    "EMAIL": _email,
    "URL": _site,
    "X-SOCIALPROFILE": _social,
    "SOCIALPROFILE": _social,
    "IMPP": _messenger,
    "ADR": _address,
    "LABEL": lambda facts, head, value: None,
    "BDAY": _birthday,
    **{name: _named_date(label) for name, label in _DATES.items()},
    "X-ABDATE": _apple_date,
    "CATEGORIES": _categories,
    "RELATED": _related,
    "X-ABRELATEDNAMES": _related,
    "NOTE": _note,
    "GENDER": _gender,
    "X-GENDER": _gender,
    "LANG": _language,
    "TITLE": _one("position", "Job title 2"),
    "ROLE": _one("position", "Role"),
    "NICKNAME": _nickname,
    "X-NICKNAME": _nickname,
    "UID": _uid,
    "X-ABUID": _uid,
    "CLASS": _text_of_class,
    "AGENT": _agent,
    "SOUND": _sound,
    "PHOTO": read_picture,
    "LOGO": read_picture,
    "X-ANDROID-CUSTOM": read_android,
}
