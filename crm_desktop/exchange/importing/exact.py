"""Cells of our own export: one value each, taken as it stands, where other lists leave room for guessing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.record import Point
from crm_desktop.kinds import PointKind
from crm_desktop.models.emails import email_key
from crm_desktop.models.phones import parse_phones

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.building import Builder
    from crm_desktop.exchange.importing.hints import Column, Hints

_Reader = Callable[["Builder", Any, "Column", "Hints"], None]


def _phone(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    text = cell_text(cell)
    phones = parse_phones(text, hints.region)
    point = Point(PointKind.PHONE, "", text, phones[0].key if phones else "")
    builder.add_point(point, column.target.group)


def _email(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    builder.add_point(Point(PointKind.EMAIL, "", text, email_key(text)), column.target.group)


def _site(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    builder.add_point(Point(PointKind.SITE, "", cell_text(cell)), column.target.group)


def _label(kind: PointKind) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        builder.label_group(kind, column.target.group, cell_text(cell))

    return read


def _external(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    for text in cell_text(cell).split(" ::: "):
        builder.externals.append((column.target.label, text))


EXACT_READERS: Mapping[str, _Reader] = {
    "phone": _phone,
    "email": _email,
    "site": _site,
    "external_id": _external,
    "phone.label": _label(PointKind.PHONE),
    "email.label": _label(PointKind.EMAIL),
    "messenger.label": _label(PointKind.MESSENGER),
    "site.label": _label(PointKind.SITE),
    "address.label": _label(PointKind.ADDRESS),
}
