"""Lists of deals and orders: told from lists of clients by their headings, and the meanings of their columns.

A column that says nothing known is a remark of its deal, not a field of the client: every deal of one client has its
own. An id of the client is a reference where the list has no name beside it. A list of clients, days and sums is one of
sales where it says what was sold, or where its clients come again and again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from crm_desktop.exchange.columns.fields import FIELDS, Target, ValueKind
from crm_desktop.exchange.columns.headers import glued, header_meaning, normal_header, run_together
from crm_desktop.models.dates import DateReader
from crm_desktop.models.money import currency_in, decimal_sign, parse_money
from crm_desktop.paths import resource

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.column import Column

_CORE = ("deal.id", "deal.title", "deal.sold")
_WORTH = ("deal.amount", "deal.price", "deal.stage", "deal.state", "deal.sold")
_GOODS = ("deal.product", "deal.code", "deal.quantity", "deal.price")
_SOMEBODY = ("name.any", "name.full", "name.family", "name.given", "company.name", "phone", "email")
_REACH = ("phone", "email", "messenger", "address.full", "address.street")
_ANY_NUMBER = frozenset(("value", "verte"))
"""Headings that only beside other signs mean money."""
_OF_CONTACTS = ("activity.kind", "activity.result", "activity.done")
_OF_CLIENTS = ("birthday", "birthday.day", "gender", "source", "position")
"""What lists of people say; a list of sums only says it in passing."""
_OF_GOODS = ("group", "department", "tags")
_DESCRIPTIONS = frozenset(
    map(normal_header, ("Description", "Описание", "Aprašymas", "Наименование", "Pavadinimas"))
)
_WHOLE_SUMS = frozenset("total net due итого всего viso bendra moketina ндс pvm vat".split())
_PARTS_OF_SUMS = frozenset("gross subtotal sub без be excl".split())
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_ENOUGH = 0.6
DealKind = Literal["", "deals", "deal_lines"]


class _Words(NamedTuple):
    """Fields by normalised heading, and by headings whose words are run together."""

    whole: dict[str, str]
    glued: dict[str, str]


class _Headings(NamedTuple):
    """Those that tell a list of deals, those that mean something beside them, headings that speak of the goods there,
    though elsewhere of the client, and those of numbers that only count.
    """

    own: _Words
    beside: _Words
    remarks: frozenset[str]
    row_numbers: frozenset[str]


@cache
def _headings() -> _Headings:
    """The shipped headings (read once: they are data of the program)."""
    with resource("presets/deal_headers.toml").open("rb") as file:
        data = tomllib.load(file)
    words = [
        {normal_header(header): field for field, headers in data[part].items() for header in headers}
        for part in ("columns", "beside")
    ]
    own, beside = (_Words(whole, run_together(whole)) for whole in words)
    remarks, numbers = (
        frozenset(map(normal_header, data[part]["headings"])) for part in ("remarks", "row_numbers")
    )
    numbers |= {heading.replace(" ", "") for heading in numbers}
    return _Headings(own, beside, remarks, numbers)


def settle_deals(columns: Sequence[Column]) -> DealKind:
    """Give the columns of a list of deals their meanings; '' and nothing changed where it is none.

    "deal_lines" are the goods or the payments of orders that stand in another list: a number, and a price or a sum, but
    neither a client nor a day of sale.
    """
    headings = _headings()
    told, beside = _told(columns, headings.own), _told(columns, headings.beside)
    fields = set(told.values())
    every = fields.union(beside.values())
    somebody = "deal.client" in fields or any(column.field in _SOMEBODY for column in columns)
    if "deal.id" in fields and every & {"deal.price", "deal.amount"} and not somebody:
        if "deal.sold" in fields:
            return ""
        _settle(columns, told, beside)
        return "deal_lines"
    core = [field for field in _CORE if field in fields]
    worth = fields | every & {"deal.amount", "deal.price"}
    by_number = bool(core) and len(worth.intersection(_WORTH) | set(core)) > 1
    if not somebody or not (by_number or _are_dated_sums(columns, beside | told)):
        return ""
    _settle(columns, told, beside)
    return "deals"


def _are_dated_sums(columns: Sequence[Column], told: dict[int, str]) -> bool:
    """Whether each row has a day and a sum, and says what was sold, names clients again or how to reach nobody."""
    fields = set(told.values())
    if "deal.sold" not in fields or any(column.field in _OF_CONTACTS for column in columns):
        return False
    if fields.intersection(_GOODS):
        return bool(fields & {"deal.amount", "deal.price"})
    of_money = any(
        told.get(column.index) == "deal.amount" and normal_header(column.header) not in _ANY_NUMBER
        for column in columns
    )
    named = [column for column in columns if column.field in _SOMEBODY and column.values]
    is_repeated = any(column.shape.distinct * 4 <= column.shape.filled * 3 for column in named)
    is_bare = not any(column.field in _REACH for column in columns)
    return of_money and (is_repeated or is_bare) and not any(c.field in _OF_CLIENTS for c in columns)


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
    for column in columns:
        if column.field == "phone" and column.why == "values" and decimal_sign(column.values):
            column.disown()  # sums with cents, not numbers to dial
    _goods(columns)
    remarks_of_deals(columns)


def _goods(columns: Sequence[Column]) -> None:
    """What speaks of the goods and not of the client: kinds and regions of sale; the words beside a price and a number
    of pieces.
    """
    fields = [column.field for column in columns]
    for column in columns:
        heading = normal_header(column.header)
        if column.field in ("own", "deal.notes") and heading in _headings().row_numbers:
            column.become(Target("ignore"), "row_number", 0.9)
        if heading not in _headings().remarks:
            continue
        if column.field in _OF_GOODS or (column.field == "address.region" and fields.count(column.field) > 1):
            column.become(Target("deal.notes", " ".join(column.header.split())), "neighbours", 0.8)
    if "deal.product" in fields or not {"deal.quantity", "deal.price"} <= set(fields):
        return
    for column in columns:
        if column.field in ("deal.notes", "own") and normal_header(column.header) in _DESCRIPTIONS:
            column.become("deal.product", "neighbours", 0.8)
            return


def _told(columns: Sequence[Column], headings: _Words) -> dict[int, str]:
    """The field that each heading names, if the cells can be it; each but once, and of several sums the whole one."""
    found: dict[int, str] = {}
    for column in sorted(columns, key=_rank):
        field = _named(column.header, headings)
        if field and field not in found.values() and _fits(column, field):
            found[column.index] = field
    return found


def _rank(column: Column) -> int:
    """Sums in the order in which they are wanted: what the buyer pays, what nothing is said of, what something is
    still to come to or to go from.
    """
    words = set(normal_header(column.header).split())
    if words == {"gross"} or words == {
        "net"
    }:  # of payments: what was paid, and what is left of it after the fee
        return 0 if "gross" in words else 2
    if words & _PARTS_OF_SUMS:
        return 2
    return 0 if words & _WHOLE_SUMS else 1


def _named(header: str, headings: _Words) -> str | None:
    """The field of a heading; one that names a currency besides ('Сумма, €', 'Suma EUR') means the same without."""
    name = normal_header(header)
    bare = normal_header(_BRACKETS.sub(" ", header))
    if field := headings.whole.get(name) or headings.whole.get(bare) or glued(header, headings.glued):
        return field
    if not currency_in(header):
        return None
    words = [word for word in name.split() if not currency_in(word)]
    return headings.whole.get(" ".join(words))


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
