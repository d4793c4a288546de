"""Cards that this program wrote: every field as it stood on the client's card, in the columns of our own export."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.vcards.facts import Facts, apple_labels
from crm_desktop.exchange.vcards.labels import apple_label
from crm_desktop.exchange.vcards.pictures import read_picture
from crm_desktop.exchange.vcards.values import day_of, parted, uri_of

if TYPE_CHECKING:
    from crm_desktop.exchange.vcards.heads import Head
    from crm_desktop.exchange.vcards.lines import Property

PRODUCT = "-//CRM Desktop//"
"""How PRODID (RFC 2426, 3.6.3) of our cards begins."""

ONE_TEXT: Mapping[str, str] = {
    "X-CRM-NUMBER": "number", "X-CRM-SALUTATION": "salutation", "X-CRM-GENDER": "gender", "X-CRM-STAGE": "stage",
    "X-CRM-SOURCE": "source", "X-CRM-SOURCE-DETAIL": "source.detail", "X-CRM-REFERRER": "referrer",
    "X-CRM-RESPONSIBLE": "responsible", "X-CRM-CHANNEL": "channel", "X-CRM-HOURS": "hours",
    "X-CRM-LANGUAGE": "language", "X-CRM-DO-NOT-CONTACT": "do_not_contact", "X-CRM-LIKES": "likes",
    "X-CRM-DISCOUNT": "discount", "X-CRM-PRICE-TERMS": "price_terms", "X-CRM-LOYALTY-CARD": "loyalty_card",
    "X-CRM-VIP": "vip", "X-CRM-CREATED": "created_at", "TITLE": "position", "NOTE": "note", "NICKNAME": "name.nickname",
    "X-CRM-PARENT": "company.parent", "X-CRM-DEPARTMENT": "department",
}  # fmt: skip
"""Properties of one text, with the target they fill."""
LABEL, EXT, EXT_APPENDED, NAME, SYSTEM = (
    "X-CRM-LABEL",
    "X-CRM-EXT",
    "X-CRM-EXT-APPENDED",
    "X-NAME",
    "X-SYSTEM",
)
"""Parameters: a label as it stands, an extension (in the number, or put behind it), names of fields and programs."""
WHOLE, UNPARTED, SHOWN = "X-CRM-WHOLE", "X-CRM-UNPARTED", "X-CRM-SHOWN"
"""Parameters: the text of an address that is not made of its parts, one without any, a name that is only shown."""
_PRICE = ("price.item", "price", "price.currency", "price.note")
_MOST_OF_A_KIND = 10_000
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")
_ADDRESS = ("street", "city", "region", "postal_code", "country")
_PARTS = ("family", "given", "middle", "prefix", "suffix")

Decode = Callable[[bytes, "Head"], str]


def is_own(found: Sequence[Property]) -> bool:
    """Whether the card was written by this program."""
    return any(
        head is not None and head.name == "PRODID" and value.startswith(PRODUCT.encode())
        for head, value in found
    )


def appended(ext: str) -> str:
    """How an extension that the number itself does not hold is put behind it, for other programs to see."""
    return f" ext. {ext}"


def own_facts(found: Sequence[Property], decode: Decode) -> Facts:
    """The cells of one of our cards."""
    facts = Facts(decode, apple_labels(list(found), decode), _MOST_OF_A_KIND)
    is_company = any(head is not None and head.name == "X-ABSHOWAS" for head, _ in found)
    facts.put("company.flag", str(int(is_company)))
    for head, value in found:
        if head is None:
            continue
        if head.name in ONE_TEXT:
            facts.put(ONE_TEXT[head.name], facts.text(head, value))
        elif head.name in _READERS:
            _READERS[head.name](facts, head, value)
    for target, text in facts.cells.items():
        if isinstance(text, str) and _APOSTROPHE.match(text):
            facts.cells[target] = f"'{text}"  # cells of spreadsheets lose one there (``cells.cell_text``)
    return facts


def _name(facts: Facts, head: Head, value: bytes) -> None:
    for part, text in zip(_PARTS, facts.parts(head, value, len(_PARTS)), strict=False):
        facts.put(f"name.{part}", text)


def _shown(facts: Facts, head: Head, value: bytes) -> None:
    if SHOWN not in head.params:
        facts.put("name.any", facts.text(head, value))


def _employer(facts: Facts, head: Head, value: bytes) -> None:
    if facts.cells["company.flag"] == "1":
        return  # the company's own name, said once more for other programs
    company, department = facts.parts(head, value, 2)[:2]
    facts.put("company.parent", company)
    facts.put("department", department)


def _point(kind: str) -> _Reader:
    def read(facts: Facts, head: Head, value: bytes) -> None:
        facts.point(kind, facts.text(head, value), head.params.get(LABEL, ""))

    return read


def _phone(facts: Facts, head: Head, value: bytes) -> None:
    text, ext = facts.text(head, value), head.params.get(EXT, "")
    if behind := head.params.get(EXT_APPENDED):
        text, ext = text.removesuffix(appended(behind)), behind
    number = facts.point("phone", text, head.params.get(LABEL, ""))
    if ext and number:
        facts.cells[f"phone.ext#{number}"] = ext


def _messenger(facts: Facts, head: Head, value: bytes) -> None:
    facts.point("messenger", uri_of(facts.text(head, value))[1], head.params.get("X-SERVICE-TYPE", ""))


def _address(facts: Facts, head: Head, value: bytes) -> None:
    number = facts.number("address")
    if not number:
        return
    parts = [] if UNPARTED in head.params else facts.parts(head, value, 7)[2:]
    for name, text in zip(_ADDRESS, parts, strict=False):
        if text:
            facts.cells[f"address.{name}#{number}"] = text
    if whole := head.params.get(WHOLE):
        facts.cells[f"address.full#{number}"] = whole
    if label := head.params.get(LABEL):
        facts.cells[f"address.label#{number}"] = label


def _date(facts: Facts, head: Head, value: bytes) -> None:
    label = apple_label(facts.apple.get(head.group, ""))
    facts.point("date", day_of(facts.text(head, value), head.params), label)


def _price(facts: Facts, head: Head, value: bytes) -> None:
    parts, number = facts.parts(head, value, len(_PRICE)), facts.number("price")
    if not number:
        facts.notes.append(f"price: {' '.join(filter(None, parts))}")
    else:
        facts.cells |= {f"{name}#{number}": text for name, text in zip(_PRICE, parts, strict=False) if text}


def _birthday(facts: Facts, head: Head, value: bytes) -> None:
    facts.put("birthday", day_of(facts.text(head, value), head.params))


def _names(target: str) -> _Reader:
    def read(facts: Facts, head: Head, value: bytes) -> None:
        for name in parted(facts.raw(head, value), ","):
            facts.join(target, name, " ::: ")

    return read


def _external(facts: Facts, head: Head, value: bytes) -> None:
    facts.join(f"external_id.{head.params.get(SYSTEM, '')}", facts.text(head, value), " ::: ")


def _field(facts: Facts, head: Head, value: bytes) -> None:
    if name := head.params.get(NAME):
        facts.put(f"own:{name}", facts.text(head, value))


_Reader = Callable[[Facts, "Head", bytes], None]
_READERS: dict[str, _Reader] = {
    "N": _name,
    "FN": _shown,
    "ORG": _employer,
    "TEL": _phone,
    "EMAIL": _point("email"),
    "URL": _point("site"),
    "IMPP": _messenger,
    "ADR": _address,
    "BDAY": _birthday,
    "X-ABDATE": _date,
    "CATEGORIES": _names("tags"),
    "X-CRM-PRICE": _price,
    "X-CRM-GROUPS": _names("group"),
    "X-CRM-EXTERNAL-ID": _external,
    "X-CRM-FIELD": _field,
    "PHOTO": read_picture,
}
