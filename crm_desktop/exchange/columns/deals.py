"""Lists of deals and orders: told from lists of clients by their headings, and the meanings of their columns.

A column that says nothing known is a remark of its deal, not a field of the client: every deal of one client has its
own. An id of the client is a reference where the list has no name beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from crm_desktop.exchange.columns.fields import FIELDS, Target, ValueKind
from crm_desktop.exchange.columns.headers import header_meaning, normal_header
from crm_desktop.models.dates import DateReader
from crm_desktop.models.money import currency_in, parse_money
from crm_desktop.paths import resource

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.column import Column

_CORE = ("deal.id", "deal.title", "deal.sold")
_WORTH = ("deal.amount", "deal.price", "deal.stage", "deal.state", "deal.sold")
_SOMEBODY = ("name.any", "name.full", "name.family", "name.given", "company.name", "phone", "email")
_ENOUGH = 0.6
DealKind = Literal["", "deals", "deal_lines"]


@cache
def _headings() -> tuple[dict[str, str], dict[str, str]]:
    """Fields by normalised heading: those that tell a list of deals, and those that mean something beside them."""
    with resource("presets/deal_headers.toml").open("rb") as file:
        data = tomllib.load(file)
    own, beside = (
        {normal_header(header): field for field, headers in data[part].items() for header in headers}
        for part in ("columns", "beside")
    )
    return own, beside


def settle_deals(columns: Sequence[Column]) -> DealKind:
    """Give the columns of a list of deals their meanings; '' and nothing changed where it is none.

    "deal_lines" are the goods of orders that stand in another list: a number that repeats, a price and how many.
    """
    told = _told(columns, _headings()[0])
    fields = set(told.values())
    beside = _told(columns, _headings()[1])
    somebody = "deal.client" in fields or any(column.field in _SOMEBODY for column in columns)
    if (
        "deal.id" in fields
        and {"deal.price", "deal.quantity"} <= fields.union(beside.values())
        and not somebody
    ):
        _settle(columns, told, beside)
        return "deal_lines"
    core = [field for field in _CORE if field in fields]
    worth = fields.union(field for field in beside.values() if field in ("deal.amount", "deal.price"))
    if not core or not somebody or len(worth.intersection(_WORTH) | set(core)) < 2:
        return ""
    _settle(columns, told, beside)
    return "deals"


def remarks_of_deals(columns: Sequence[Column]) -> None:
    """Columns without a meaning are remarks of the deal."""
    for column in columns:
        if column.field == "own":
            label = column.label or " ".join(column.header.split())
            column.become(Target("deal.notes", label), column.why, column.confidence)


def _settle(columns: Sequence[Column], told: dict[int, str], beside: dict[int, str]) -> None:
    taken = set(told.values())
    named = any(column.field in _SOMEBODY for column in columns)
    for column in columns:
        field = told.get(column.index)
        if field == "deal.client" and named:
            field = "external_id"
        if field is None and beside.get(column.index) not in taken:
            field = beside.get(column.index)
        if field is None:
            continue
        taken |= {field} if not FIELDS[field].multiple else set()
        column.become(Target(field), "header", 0.9)
    remarks_of_deals(columns)


def _told(columns: Sequence[Column], headings: dict[str, str]) -> dict[int, str]:
    """The field that each heading names, if the cells can be it; each but once."""
    found: dict[int, str] = {}
    for column in columns:
        field = _named(column.header, headings)
        if field and field not in found.values() and _fits(column, field):
            found[column.index] = field
    return found


def _named(header: str, headings: dict[str, str]) -> str | None:
    """The field of a heading; one that names a currency besides ('Сумма, €', 'Suma EUR') means the same without."""
    name = normal_header(header)
    if (field := headings.get(name)) or not currency_in(header):
        return field
    words = [word for word in name.split() if not currency_in(word)]
    return headings.get(" ".join(words))


def _fits(column: Column, field: str) -> bool:
    values = column.values
    if not values or field == "deal.client":
        return True
    kind = FIELDS[field].kind
    if kind is ValueKind.NUMBER:
        return sum(parse_money(value) is not None for value in values) >= _ENOUGH * len(values)
    if kind is ValueKind.DATE:
        reader = DateReader()
        return sum(bool(reader.read(value).day) for value in values) >= _ENOUGH * len(values)
    meaning = header_meaning(column.header)
    return meaning is None or meaning.why != "sensitive_header"
