"""What a column of a file can be: the fields of an import, and their written form.

A target is written 'phone.mobile', 'address.home.city', 'name.family', 'date.anniversary', 'own:Код' and, in a numbered
group, 'phone#2' (all cells of group 2 describe one phone). The same form stands in presets, synonyms, saved mappings
and the command line's JSON.

Columns that share one target of a single text (street, note) are joined in their order, so nothing is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.kinds import PointLabel


class ValueKind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    GENDER = "gender"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Field:
    """One import target. ``multiple``: a client may have several; ``labelled``: a label may stand with it."""

    id: str
    kind: ValueKind
    multiple: bool = False
    labelled: bool = False
    sensitive: bool = False


_T, _N, _D = ValueKind.TEXT, ValueKind.NAME, ValueKind.DATE
FIELDS: dict[str, Field] = {
    field.id: field
    for field in (
        Field("name.any", _N),  # a person or a company, told apart row by row
        Field("name.full", _N, labelled=True),  # label 'contact': the person of a company's row
        Field("name.family", _N, labelled=True),
        Field("name.given", _N, labelled=True),
        Field("name.middle", _N, labelled=True),
        Field("name.prefix", _T),
        Field("name.suffix", _T),
        Field("name.nickname", _T),
        Field("company.name", _N),
        Field("company.flag", ValueKind.YES_NO),  # yes: the row is a company
        Field("company.parent", _N),  # the company a person's row belongs to, by name or by external id
        Field("position", _T),
        Field("department", _T),
        Field("phone", ValueKind.PHONE, multiple=True, labelled=True),
        Field("phone.ext", _T),  # the extension of the phone column before it
        Field("phone.label", _T),
        Field("email", ValueKind.EMAIL, multiple=True, labelled=True),
        Field("email.label", _T),
        Field("messenger", _T, multiple=True, labelled=True),
        Field("messenger.label", _T),
        Field("site", ValueKind.URL, multiple=True, labelled=True),
        Field("site.label", _T),
        Field("address.full", _T, multiple=True, labelled=True),
        Field("address.street", _T, multiple=True, labelled=True),
        Field("address.extended", _T, multiple=True, labelled=True),
        Field("address.pobox", _T, multiple=True, labelled=True),
        Field("address.city", _T, multiple=True, labelled=True),
        Field("address.region", _T, multiple=True, labelled=True),
        Field("address.postal_code", _T, multiple=True, labelled=True),
        Field("address.country", _T, multiple=True, labelled=True),
        Field("address.label", _T),
        Field("birthday", _D),
        Field("birthday.day", ValueKind.NUMBER),
        Field("birthday.month", _T),
        Field("birthday.year", ValueKind.NUMBER),
        Field("date", _D, multiple=True, labelled=True),  # named dates: anniversary, name day
        Field("date.label", _T),
        Field("gender", ValueKind.GENDER),
        Field("language", _T),
        Field("stage", _T),
        Field("tags", ValueKind.LIST, multiple=True),
        Field("group", ValueKind.LIST, multiple=True),
        Field("source", _T),
        Field("source.detail", _T),
        Field("referrer", _T),
        Field("responsible", _T),
        Field("salutation", _T),
        Field("number", ValueKind.NUMBER),  # the client's number in this program's own export
        Field("channel", _T),
        Field("hours", _T),
        Field("do_not_contact", ValueKind.YES_NO),
        Field("vip", ValueKind.YES_NO),
        Field("price_terms", _T),
        Field("discount", ValueKind.NUMBER),
        Field("loyalty_card", _T),
        Field("price", ValueKind.NUMBER, multiple=True),  # what a thing costs this client
        Field("price.item", _T),
        Field("price.currency", _T),
        Field("price.note", _T),
        Field("note", _T, multiple=True),
        Field("likes", _T, multiple=True),
        Field("external_id", _T, labelled=True),  # label: the program it comes from
        Field("created_at", _D),
        Field("activity.date", _D),
        Field("activity.time", _T),
        Field("activity.kind", _T),
        Field("activity.text", _T, multiple=True),
        Field("activity.result", _T),
        Field("activity.done", ValueKind.YES_NO),
        Field("deal.id", _T, labelled=True),  # label: the program it comes from
        Field("deal.title", _T),
        Field("deal.amount", ValueKind.NUMBER),
        Field("deal.currency", _T),
        Field("deal.cost", ValueKind.NUMBER),
        Field("deal.unit_cost", ValueKind.NUMBER),  # what one piece costs the house
        Field("deal.profit", ValueKind.NUMBER),  # the amount less the cost
        Field("deal.price", ValueKind.NUMBER),  # of one piece
        Field("deal.quantity", ValueKind.NUMBER),
        Field("deal.discount", ValueKind.NUMBER),  # percents off, or a share below 1
        Field("deal.product", _T, multiple=True),
        Field("deal.code", _T, multiple=True),  # of the goods
        Field("deal.stage", _T),
        Field("deal.pipeline", _T),
        Field("deal.state", _T),  # won, lost or open, in words
        Field("deal.created", _D),
        Field("deal.expected", _D),
        Field("deal.closed", _D),
        Field("deal.sold", _D),  # the day of a sale that was made
        Field("deal.lost_reason", _T),
        Field("deal.responsible", _T),
        Field("deal.notes", _T, multiple=True, labelled=True),  # label: the header
        Field("deal.client", _T, multiple=True, labelled=True),  # ids of its clients; label: the program
        Field("deal.contact", _N),  # 'Jane Doe (jane@doe.example); John Roe'
        # The columns of a calendar; no table has them.
        Field("event.start", _D),
        Field("event.end", _D),
        Field("event.title", _T),
        Field("event.text", _T),
        Field("event.people", ValueKind.LIST),
        Field("event.place", _T),
        Field("event.kind", _T),
        Field("event.status", _T),
        Field("event.rule", _T),
        Field("event.zone", _T),
        Field("event.occurrence", _T),
        Field("event.uid", _T),
        Field("event.component", _T),
        Field("own", _T, multiple=True, labelled=True),  # label: the header
        Field("own.label", _T),
        Field("photo", _T, multiple=True),  # a cell that holds a picture, not its name
        Field("damage", _T),  # the text of a record that could not be read, or not to its end
        Field("ignore", _T, multiple=True),
        # Passwords, personal codes, passports, session keys: imported (as own fields) only when the user says so.
        Field("sensitive", _T, multiple=True, labelled=True, sensitive=True),
    )
}

_MESSENGERS = (
    "telegram whatsapp viber vk facebook instagram skype icq jabber msn max signal twitter linkedin aim yahoo gtalk "
    "bitrix24 livechat openline livejournal other"
)
MESSENGERS = frozenset(_MESSENGERS.split())
LABELS = {
    "phone": frozenset(label.value for label in PointLabel) | {"main", "assistant", "car", "mailing"},
    "email": frozenset(label.value for label in PointLabel) | {"mailing"},
    "site": frozenset(label.value for label in PointLabel)
    | {"facebook", "vk", "livejournal", "twitter", "blog", "profile"},
    "messenger": MESSENGERS | {""},
}

_NAMED_BY_HEADER = frozenset(("own", "sensitive", "deal.notes"))


@dataclass(frozen=True, slots=True)
class Target:
    """A field with its label and the number of its group (0: in none)."""

    field: str
    label: str = ""
    group: int = 0

    def __str__(self) -> str:
        shown = self.field
        if self.field in _NAMED_BY_HEADER:
            shown += f":{self.label}" if self.label else ""
        elif self.field.startswith("address.") and self.label:
            shown = f"address.{self.label}.{self.field.removeprefix('address.')}"
        elif self.label:
            shown += f".{self.label}"
        return f"{shown}#{self.group}" if self.group else shown

    @classmethod
    def parse(cls, text: str) -> Target:
        """The target of its written form.

        Raises:
            ValueError: no field of that name.
        """
        head, colon, own = text.partition(":")
        if colon and head in _NAMED_BY_HEADER:
            name, number = own, ""
            if "#" in own and own.rpartition("#")[2].isdecimal():
                name, _, number = own.rpartition("#")
            return cls(head, name, int(number or 0))
        body, _, number = text.partition("#")
        if number and not number.isdecimal():
            raise ValueError(f"no group: {text}")
        field, label = _field_and_label(body)
        if field not in FIELDS or (label and not FIELDS[field].labelled):
            raise ValueError(f"no field: {text}")
        return cls(field, label, int(number or 0))


def _field_and_label(text: str) -> tuple[str, str]:
    if text in FIELDS:
        return text, ""
    first, _, rest = text.partition(".")
    if first == "address" and "." in rest:
        label, _, part = rest.rpartition(".")
        return f"address.{part}", label
    # The longest field the text begins with: labels may hold points of their own ('external_id.shop.example').
    dots = [place for place, sign in enumerate(text) if sign == "."]
    heads = [(text[:place], text[place + 1 :]) for place in reversed(dots)]
    return next(((head, label) for head, label in heads if head in FIELDS), (text, ""))
