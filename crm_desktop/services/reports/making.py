"""Any report by its kind: made whole, and the clients behind one of its numbers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from crm_desktop.garbage import rare_collections
from crm_desktop.kinds import ReportKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.table import Behind, Report
    from crm_desktop.storage.store import Store


class Maker(Protocol):
    """What the module of a report offers."""

    def make(
        self, store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]
    ) -> Report:
        """The whole report as of ``now``. ``progress`` (done, total) may raise to stop it."""

    def behind(
        self, store: Store, options: Options, now: datetime, table: str, row: str, column: str
    ) -> list[Behind]:
        """Who stands behind a number: of a table, by the key of its row and the id of its column."""


_MODULES = {
    ReportKind.WEEKLY: "weekly",
    ReportKind.MEETINGS: "meetings",
    ReportKind.FUNNEL: "funnel",
    ReportKind.RETENTION: "retention",
    ReportKind.SOURCES: "sources",
    ReportKind.PARETO: "pareto",
    ReportKind.SEGMENTS: "segments",
    ReportKind.RESPONSE: "response",
    ReportKind.FORECAST: "forecast",
    ReportKind.DUE_TO_BUY: "due_to_buy",
    ReportKind.DATES: "dates",
    ReportKind.CLIENTS: "clients_by",
}
"""Each is imported when it is first asked for: the window and the shell know all, and a start pays for none."""


def maker(kind: ReportKind) -> Maker:
    """The module that makes a report."""
    return cast("Maker", import_module(f"crm_desktop.services.reports.{_MODULES[kind]}"))


def make(
    store: Store,
    kind: ReportKind,
    options: Options,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """The report as of ``now``, read in one snapshot. Raises PeriodRefused.

    ``progress`` (done, total) is called at every step, and again and again while one takes long; it may raise to stop
    the report, in the middle of a query too. What reports of segments say is what lists filter by: both bring that up
    to date.
    """
    steps = _Steps(progress)
    by_segment = kind is ReportKind.CLIENTS and options.by == "segment"
    if kind is ReportKind.SEGMENTS or by_segment:
        # Imported here: no other report has anything that is kept.
        from crm_desktop.services.reports.kept_segments import keep

        # As of the clock, not of ``now``: a weekly file is made up for days later, and lists are of today.
        keep(store, store.clock.now(), steps.again)
    with store.snapshot(), store.stoppable(steps.again), rare_collections:
        return maker(kind).make(store, options, now, steps.step)


def behind(
    store: Store,
    report: Report,
    now: datetime,
    place: tuple[str, str, str],
    check: Callable[[], None] = lambda: None,
) -> list[Behind]:
    """Who stands behind a number of a report, read in one snapshot.

    ``place``: the id of the table, the key of the row, the id of the column. ``check`` may raise to stop it.
    """
    with store.snapshot(), store.stoppable(check), rare_collections:
        return maker(report.kind).behind(store, report.options, now, *place)


class _Steps:
    """Where a report is, told again while a query of it takes its time."""

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self._progress = progress
        self._at = (0, 1)

    def step(self, done: int, total: int) -> None:
        self._at = done, total
        self._progress(done, total)

    def again(self) -> None:
        self._progress(*self._at)
