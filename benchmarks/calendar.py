"""A month with 2,000 activities, read and painted, and its busiest week.

The floor of reading is plain SQL that fetches the same rows, with the names of their clients, and does nothing with
them; that of painting is a widget that fills as many rectangles with one ready text each as the month shows. Weeks
show all of theirs.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.bases import copy_of
from benchmarks.child import measured
from benchmarks.figure import Figure, median
from benchmarks.window import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.base import Store
    from crm_desktop.ui.calendar.month_view import MonthView

_ACTIVITIES = 2_000
_MONTH = date(2031, 3, 1)
"""Far from what the sample base holds by itself."""
_HELD_UNTIL = datetime(2031, 3, 15, tzinfo=UTC)
_RUNS = 21
_PLAIN = (
    "SELECT a.id, a.client_id, c.name, a.kind, a.planned_at, a.held_at, a.all_day, a.minutes, a.outcome, a.wanted,"
    " a.result, a.place FROM activity a LEFT JOIN client c ON c.id = a.client_id WHERE a.deleted = 0 AND "
)
_RANGES = (
    "a.held_at IS NULL AND a.rule = '' AND a.planned_at >= ? AND a.planned_at < ? ORDER BY a.planned_at",
    "a.held_at IS NOT NULL AND a.held_at >= ? AND a.held_at < ? ORDER BY a.held_at",
)


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """The month and the week in a window of their own, each beside its floors."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(base, Path(folder))
        taken = measured("benchmarks.calendar", "show", base=str(copy))
    read, paint = median(taken["plain_read"]), median(taken["plain_paint"])
    note = f"{taken['shapes']} of {taken['activities']} shown"
    return [
        Figure(
            f"month with {_ACTIVITIES:,} activities, painted", median(taken["month"]), "ms", read + paint, most=2.0,
            note=note,
        ),
        Figure("  reading it", median(taken["read"]), "ms", read),
        Figure("  painting it", median(taken["paint"]), "ms", paint),
        Figure(
            f"  its week with {taken['week_activities']}, painted", median(taken["week"]), "ms", read + paint,
            note="beside the same floors",
        ),
    ]  # fmt: skip


def show(base: str) -> dict[str, Any]:
    """Read and paint in turns with the floors."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.services.base import open_base
    from crm_desktop.ui import text, theme
    from crm_desktop.ui.calendar.grid_view import GridView
    from crm_desktop.ui.calendar.month_view import MonthView

    app = QApplication([])
    text.set_language("ru")
    theme.load_fonts()
    theme.apply(app, "light", 1.0)
    opened = open_base(Path(base))
    store = opened.store
    _fill(store)
    month, week = MonthView(store), GridView(store)
    for view in (month, week):
        view.resize(1084, 668)
        view.show()
        view.show_range(_MONTH + timedelta(days=14))
        app.processEvents()
    plain = _plain(month)
    app.processEvents()

    def again(view: MonthView | GridView) -> None:
        view.reload()
        view.viewport().repaint()

    jobs: dict[str, Callable[[], object]] = {
        "month": partial(again, month),
        "plain_read": partial(_read_plainly, store, *month.shown_range()),
        "read": month.read_entries,
        "plain_paint": plain.repaint,
        "paint": month.viewport().repaint,
        "week": partial(again, week),
    }
    taken: dict[str, Any] = {name: [] for name in jobs}
    for _ in range(_RUNS):
        for name, job in jobs.items():
            taken[name].append(milliseconds(job))
    days = [month.first + timedelta(days=n) for n in range((month.last - month.first).days + 1)]
    taken["activities"] = sum(month.count_on(day) for day in days)
    taken["shapes"], taken["week_activities"] = len(month.weeks.shapes), len(week.entries)
    for widget in (month, week, plain):
        widget.close()
    store.close()
    return taken


def _fill(store: Store) -> None:
    """Two thousand contacts of half an hour by quarters of an hour, those of the first half held."""
    from crm_desktop.ids import uuid7

    rng = Random(4)
    clients = [
        id_ for (id_,) in store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY rid LIMIT 20000")
    ]
    rows = []
    for _ in range(_ACTIVITIES):
        at = datetime(2031, 3, 1, 6, tzinfo=UTC) + timedelta(
            days=rng.randrange(31), minutes=15 * rng.randrange(48)
        )
        planned = at.strftime("%Y-%m-%dT%H:%M:00.000Z")
        held = at < _HELD_UNTIL
        rows.append(
            (
                uuid7(), rng.choice(clients), rng.choice(("call", "meeting", "visit")), planned,
                planned if held else None, rng.choice(("successful", "failed", "no_answer")) if held else "",
                "О доставке ваз", "Взяли сорок" if held else "",
            )
        )  # fmt: skip
    with store.change("add_activity") as change:
        change.executemany(
            "INSERT INTO activity(id, client_id, kind, planned_at, held_at, outcome, wanted, result, minutes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 30)",
            rows,
        )


def _read_plainly(store: Store, first: date, last: date) -> None:
    bounds = (first.isoformat(), (last + timedelta(days=1)).isoformat())
    for condition in _RANGES:
        store.read(f"{_PLAIN}{condition}", bounds)


def _plain(month: MonthView) -> QWidget:
    """A widget that fills the rectangles of the month and writes one text into each."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.calendar.shapes import Block, Chip

    def words(shape: object) -> str:
        if isinstance(shape, Block):
            return f"{shape.entry.start:%H:%M} {shape.entry.client}"
        return shape.words if isinstance(shape, Chip) else "+12"

    metrics = month.fontMetrics()
    boxes: list[tuple[QRect, str]] = []
    for shape in month.weeks.shapes:
        fitted = metrics.elidedText(words(shape), Qt.TextElideMode.ElideRight, shape.rect.width() - 8)
        boxes.append((shape.rect, fitted))

    class Plain(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), QColor("white"))
                for rect, text in boxes:
                    painter.fillRect(rect, QColor("#e5eefb"))
                    painter.drawText(rect.left() + 6, rect.bottom() - 5, text)

    made = Plain()
    made.resize(month.size())
    made.show()
    return made
