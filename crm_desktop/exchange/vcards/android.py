"""What Android keeps in ``X-ANDROID-CUSTOM``: nicknames, named dates and relations, as rows of its own tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.exchange.vcards.values import day_of

if TYPE_CHECKING:
    from crm_desktop.exchange.vcards.facts import Facts
    from crm_desktop.exchange.vcards.heads import Head

_ITEM = "vnd.android.cursor.item/"
_CUSTOM = "0"
_EVENTS = {"1": "anniversary", "2": "other"}
_BIRTHDAY = "3"
_RELATIONS = (
    "Assistant Brother Child Domestic-partner Father Friend Manager Mother Parent Partner Referred-by Relative Sister"
    " Spouse"
).split()
"""In the order of Android's ``ContactsContract.CommonDataKinds.Relation``, from 1."""


def read_android(facts: Facts, head: Head, value: bytes) -> None:
    """One row of Android's table: its type, then data, kind and label."""
    kind, data, number, label = facts.parts(head, value, 4)[:4]
    kind = kind.removeprefix(_ITEM)
    if kind == "nickname":
        facts.join("name.nickname", data, ", ")
    elif kind == "contact_event":
        day = day_of(data, head.params)
        if number != _BIRTHDAY or not facts.put("birthday", day):
            facts.point("date", day, label if number == _CUSTOM else _EVENTS.get(number, "Birthday"))
    elif kind == "relation":
        facts.own(_relation(number, label), data)
    else:
        facts.own(kind.capitalize() or "Android", "; ".join(filter(None, (data, label))))


def _relation(number: str, label: str) -> str:
    if number == _CUSTOM and label:
        return label
    place = int(number) - 1 if number.isascii() and number.isdecimal() else -1
    return _RELATIONS[place].replace("-", " ") if 0 <= place < len(_RELATIONS) else "Relation"
