"""Cells of the ways to reach a client: phones, e-mails, messengers, sites, addresses, and what each is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.columns.values import label_of
from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.record import Point, Problem
from crm_desktop.kinds import PointKind
from crm_desktop.models.emails import parse_emails
from crm_desktop.models.phones import Phone, parse_phones

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.building import Builder
    from crm_desktop.exchange.importing.hints import Column, Hints

_LEAST_DIGITS = 3  # the shortest numbers that are dialled

_Reader = Callable[["Builder", Any, "Column", "Hints"], None]


def _phone(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    phones = parse_phones(cell if isinstance(cell, int | float) else cell_text(cell), hints.region)
    if len(phones) == 1 and len(phones[0].key) < _LEAST_DIGITS and isinstance(cell, str):
        phones = [
            Phone(cell_text(cell), phones[0].key)
        ]  # words with a stray digit are kept as they are written
    for phone in phones:
        label = phone.label or column.target.label
        builder.add_point(
            Point(PointKind.PHONE, label, phone.text, phone.key, phone.ext), column.target.group
        )
        if not phone.key and any(character.isdigit() for character in phone.text):
            builder.problems.append(Problem(column.index, "damaged_phone", phone.text))


def _phone_ext(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    builder.extend_phone(cell_text(cell), column.target.group)


def _email(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    for email in parse_emails(cell_text(cell)):
        point = Point(PointKind.EMAIL, column.target.label, email.text, email.key)
        builder.add_point(point, column.target.group)
        if not email.valid:
            builder.problems.append(Problem(column.index, "bad_email", email.text))


def _messenger(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    text = cell_text(cell)
    phones = parse_phones(text, hints.region)
    key = phones[0].key if len(phones) == 1 and phones[0].valid else ""
    builder.add_point(
        Point(PointKind.MESSENGER, "", text, key, service=column.target.label), column.target.group
    )


def _site(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    for text in cell_text(cell).split(" ::: "):
        if text:
            builder.add_point(
                Point(PointKind.SITE, column.target.label, text.strip("#")), column.target.group
            )


def _label(kind: PointKind) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        builder.label_group(kind, column.target.group, label_of(cell_text(cell))[0])

    return read


def _address(part: str) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        builder.add_address(column.target.label, column.target.group, part, cell_text(cell))

    return read


POINT_READERS: Mapping[str, _Reader] = {
    "phone": _phone,
    "phone.ext": _phone_ext,
    "email": _email,
    "messenger": _messenger,
    "site": _site,
    **{f"{kind}.label": _label(kind) for kind in PointKind},
    **{
        f"address.{part}": _address(part)
        for part in ("full", "street", "extended", "pobox", "city", "region", "postal_code", "country")
    },
}
