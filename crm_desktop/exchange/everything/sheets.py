"""What else stands in the workbook beside the clients, to be read: their history, requests, marks, deals, payments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table, Value
from crm_desktop.models.money import minor_digits

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the names of its columns, and the query that fills them in this order."""

    name: str
    columns: tuple[str, ...]
    sql: str


_WHO = "c.number, COALESCE(c.name, '')"
_LIVE = "JOIN client c ON c.id = {0}.client_id AND c.deleted = 0"
_MARK = (
    "(SELECT f.{0} FROM feedback f WHERE f.client_id = q.client_id AND f.request_id = q.id AND f.deleted = 0"
    " ORDER BY f.at DESC, f.rid DESC LIMIT 1)"
)
"""The last mark that was given for a request."""

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "history",
        (
            "number", "client", "kind", "direction", "planned_at", "held_at", "minutes", "place", "wanted",
            "offered", "result", "outcome", "responsible",
        ),
        f"SELECT {_WHO}, a.kind, a.direction, a.planned_at, a.held_at, a.minutes, a.place, a.wanted, a.offered,"
        " a.result, a.outcome, r.name FROM activity a LEFT JOIN client c ON c.id = a.client_id"
        " LEFT JOIN colleague r ON r.id = a.responsible_id WHERE a.deleted = 0 AND COALESCE(c.deleted, 0) = 0"
        " ORDER BY COALESCE(a.held_at, a.planned_at), a.rid",
    ),
    Sheet(
        "requests",
        (
            "number", "client", "request_kind", "came_by", "text", "received_at", "answered_at", "resolved_at",
            "resolution", "responsible", "mark", "comment",
        ),
        f"SELECT {_WHO}, q.kind, q.channel, q.text, q.received_at, q.answered_at, q.resolved_at, q.resolution, r.name,"
        f" {_MARK.format('mark')}, {_MARK.format('comment')} FROM request q {_LIVE.format('q')}"
        " LEFT JOIN colleague r ON r.id = q.responsible_id WHERE q.deleted = 0 ORDER BY q.received_at, q.rid",
    ),
    Sheet(
        "satisfaction",
        ("number", "client", "given_at", "mark", "comment", "about", "responsible"),
        f"SELECT {_WHO}, f.at, f.mark, f.comment, COALESCE((SELECT text FROM request WHERE id = f.request_id),"
        " (SELECT title FROM deal WHERE id = f.deal_id), (SELECT wanted FROM activity WHERE id = f.activity_id)),"
        f" r.name FROM feedback f {_LIVE.format('f')} LEFT JOIN colleague r ON r.id = f.responsible_id"
        " WHERE f.deleted = 0 ORDER BY f.at, f.rid",
    ),
    Sheet(
        "deals",
        (
            "number", "client", "title", "amount", "cost", "currency", "state", "expected_on", "closed_on",
            "lost_reason", "responsible", "notes",
        ),
        f"SELECT {_WHO}, d.title, d.amount, d.cost, d.currency, d.state, d.expected_on, d.closed_on, d.lost_reason,"
        f" r.name, d.notes FROM deal d {_LIVE.format('d')} LEFT JOIN colleague r ON r.id = d.responsible_id"
        " WHERE d.deleted = 0 ORDER BY d.created_at, d.rid",
    ),
    Sheet(
        "payments",
        ("number", "client", "title", "amount", "currency", "due_on", "paid_on", "note"),
        f"SELECT {_WHO}, d.title, p.amount, p.currency, p.due_on, p.paid_on, p.note FROM payment p"
        f" {_LIVE.format('p')} LEFT JOIN deal d ON d.id = p.deal_id WHERE p.deleted = 0"
        " ORDER BY COALESCE(p.paid_on, p.due_on), p.rid",
    ),
)  # fmt: skip
"""Instants are UTC in the base and local times on the sheets."""

_KINDS = {
    **dict.fromkeys(("number", "minutes", "amount", "cost", "mark"), ColumnKind.NUMBER),
    "given_at": ColumnKind.INSTANT,
    "planned_at": ColumnKind.INSTANT, "held_at": ColumnKind.INSTANT, "received_at": ColumnKind.INSTANT,
    "answered_at": ColumnKind.INSTANT, "resolved_at": ColumnKind.INSTANT, "expected_on": ColumnKind.DATE,
    "closed_on": ColumnKind.DATE, "due_on": ColumnKind.DATE, "paid_on": ColumnKind.DATE,
}  # fmt: skip
_WIDTHS = {
    "number": 9, "client": 28, "wanted": 40, "offered": 40, "result": 40, "text": 50, "resolution": 40, "title": 30,
    "notes": 40, "note": 30, "comment": 40, "about": 40,
}  # fmt: skip
CODED = frozenset({"kind", "direction", "outcome", "request_kind", "came_by", "state"})
"""Columns whose values are codes that the user has words for."""
_MONEY = frozenset({"amount", "cost"})


def table(store: Store, sheet: Sheet, titles: Mapping[str, str], word: Callable[[str, str], str]) -> Table:
    """A sheet with its rows, which are read as they are asked for."""
    columns = [
        Column(titles[name], _KINDS.get(name, ColumnKind.TEXT), _WIDTHS.get(name, 16))
        for name in sheet.columns
    ]
    return Table(titles[sheet.name], columns, _rows(store, sheet, word))


def _rows(store: Store, sheet: Sheet, word: Callable[[str, str], str]) -> Iterator[list[Value]]:
    for row in store.cursor(sheet.sql):
        values: dict[str, Value] = dict(zip(sheet.columns, row, strict=True))
        for name in _MONEY.intersection(values):
            if isinstance(amount := values[name], int):
                values[name] = amount / 10 ** minor_digits(str(values["currency"]))
        for name in CODED.intersection(values):
            values[name] = word(name, str(values[name] or ""))
        yield list(values.values())
