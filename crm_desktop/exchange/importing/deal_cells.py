"""Cells that tell of a deal: what it is about, how much, where it stands, when, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.columns.deal_words import state_of
from crm_desktop.exchange.columns.values import parse_flag
from crm_desktop.exchange.importing.cells import cell_text, id_text
from crm_desktop.exchange.importing.deal_parts import DealParts
from crm_desktop.exchange.importing.moments import instant_of
from crm_desktop.exchange.importing.record import Point, Problem
from crm_desktop.kinds import DealState, PointKind
from crm_desktop.models.dates import DateReader
from crm_desktop.models.emails import parse_emails
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.models.money import currency_in, parse_exact, parse_money, parse_number

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.building import Builder
    from crm_desktop.exchange.importing.hints import Column, Hints

_CODE = re.compile(r"[A-Z]{3}")
_IDS = re.compile(r"[;,\s]+")
_WITH_EMAIL = re.compile(r"(?P<name>[^()]*)\((?P<email>[^()\s]+@[^()\s]+)\)\s*")


_Reader = Callable[["Builder", Any, "Column", "Hints"], None]


def parts_of(builder: Builder) -> DealParts:
    """What the row has said of its deal so far."""
    if builder.deal is None:
        builder.deal = DealParts()
    return builder.deal


def _text(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        parts, text = parts_of(builder), cell_text(cell)
        if parts.texts.setdefault(name, text) != text:
            parts.note(column, text)

    return read


def _uid(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    parts, number = parts_of(builder), id_text(cell)
    system = column.target.label or " ".join(column.header.split()).casefold()
    parts.texts.setdefault("uid", f"{system}:{number}")
    if parts.texts.setdefault("number", number) != number:
        parts.note(column, number)


def _money(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
        parts, own = parts_of(builder), currency_in(column.header)
        money = parse_money(cell, own, hints.decimals.get(column.index, ""))
        if money is None or abs(money.minor) > LARGEST_INTEGER:
            parts.note(column, cell_text(cell))
            builder.problems.append(Problem(column.index, "bad_amount", cell_text(cell)))
            return
        if parts.money.setdefault(name, money) != money:
            parts.note(column, cell_text(cell))
        parts.header_currency = parts.header_currency or own or ""

    return read


def _price(name: str) -> _Reader:
    """Of one piece: not rounded, for its fractions of a cent count a thousand times."""
    read_money = _money(name)

    def read(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
        read_money(builder, cell, column, hints)
        exact = parse_exact(cell, None, hints.decimals.get(column.index, ""))
        if exact is not None:
            parts_of(builder).exact.setdefault(name, exact[0])

    return read


def _quantity(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    parts, text = parts_of(builder), cell_text(cell)
    quantity = parse_number(text, hints.decimals.get(column.index, ""))
    if quantity is not None and abs(quantity) <= LARGEST_INTEGER:
        parts.quantity = quantity
    if parts.quantity != 1:
        parts.note(column, text)


def _discount(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    """Percents, or a share below 1 as spreadsheets keep them."""
    parts, text = parts_of(builder), cell_text(cell)
    number = parse_number(text.rstrip("% "), hints.decimals.get(column.index, ""))
    share = number if number is not None and 0 <= number < 1 and "%" not in text else None
    if share is None and number is not None and 0 <= number <= 100:
        share = number / 100
    parts.discount = share or Decimal(0)
    parts.discount_header = column.header.strip()
    if parts.discount or share is None:
        parts.note(column, text)


def _currency(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    code = text.upper()
    found = code if _CODE.fullmatch(code) else currency_in(text)
    if found:
        parts_of(builder).texts.setdefault("currency", found)
    else:
        parts_of(builder).note(column, text)


def _day(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
        parts = parts_of(builder)
        found = hints.dates.get(column.index, DateReader()).read(cell)
        if found.day and not found.day.startswith("--"):
            at = found.at or datetime.fromisoformat(found.day)
            if name in ("created", "sold"):
                parts.texts.setdefault("created", instant_of(at))
            if name == "sold":
                parts.is_sale = True
            if name != "created":
                parts.texts.setdefault("closed" if name == "sold" else name, found.day)
        elif found.problem or found.day:
            parts.note(column, cell_text(cell))
            if any(sign.isdigit() for sign in cell_text(cell)):  # "not closed" is no damaged date
                builder.problems.append(Problem(column.index, "bad_date", cell_text(cell)))

    return read


def _state(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    said = state_of(text) or (DealState.WON if parse_flag(cell) else None)
    if said:
        parts_of(builder).texts.setdefault("state", said)
    if (said is None and parse_flag(cell) is None) or (
        said is DealState.OPEN and text.casefold() != DealState.OPEN
    ):
        parts_of(builder).note(column, text)  # "on hold" says more than that it is open


def _product(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    parts_of(builder).products.append(" ".join(cell_text(cell).split()))


def _code(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    parts_of(builder).codes.append((column.header.strip(), cell_text(cell)))


def _notes(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    notes, text = parts_of(builder).notes, cell_text(cell)
    label = column.target.label
    if label.startswith("utm_"):
        # Programs that give an equal header twice give the first and the last visit: the last one led to the deal.
        notes[:] = [note for note in notes if not note.startswith(f"{label}: ")]
    notes.append(f"{label}: {text}" if label else text)


def _client(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    """Ids of the deal's clients in the outside program; the first that is known has the deal."""
    text = cell_text(cell)
    ids = [id_text(each) for each in _IDS.split(text) if each]
    system = column.target.label or " ".join(column.header.split()).casefold()
    builder.references += [(system, each) for each in ids]
    if not column.target.label and ids:
        # A list that names its clients by number alone: better a client called by it than a sale of nobody.
        builder.stand_in = f"{' '.join(column.header.split())} {ids[0]}"
    if len(ids) > 1:
        parts_of(builder).note(column, text)


def _contact(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    """One or several as 'Jane Doe (jane@doe.example); John Roe': the first has the deal."""
    text = cell_text(cell)
    first, _, others = text.partition(";")
    match = _WITH_EMAIL.fullmatch(first.strip())
    builder.set_part("full", match["name"].strip() if match else first.strip())
    for email in parse_emails(match["email"]) if match else ():
        builder.add_point(Point(PointKind.EMAIL, "", email.text, email.key), column.target.group)
    if others.strip():
        parts_of(builder).note(column, text)


DEAL_READERS: Mapping[str, _Reader] = {
    "deal.id": _uid,
    **{f"deal.{name}": _text(name) for name in ("title", "stage", "pipeline", "lost_reason", "responsible")},
    **{f"deal.{name}": _money(name) for name in ("amount", "cost", "profit")},
    **{f"deal.{name}": _price(name) for name in ("price", "unit_cost")},
    "deal.quantity": _quantity,
    "deal.discount": _discount,
    "deal.currency": _currency,
    **{f"deal.{name}": _day(name) for name in ("created", "expected", "closed", "sold")},
    "deal.state": _state,
    "deal.product": _product,
    "deal.code": _code,
    "deal.notes": _notes,
    "deal.client": _client,
    "deal.contact": _contact,
}
