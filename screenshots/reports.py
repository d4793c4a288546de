"""The page of reports: the week, sources, 20/80, the people behind a number, and the weekly file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import saved_reports
from crm_desktop.ui.places import REPORTS
from crm_desktop.ui.reports.entries import groups
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.reports.page import ReportsPage


def _page(desk: Desk) -> ReportsPage:
    desk.window.go(REPORTS)
    settle()
    return desk.window.page(REPORTS)  # type: ignore[return-value]  # the maker of this place


def _is_there(page: ReportsPage) -> bool:
    return page.worded is not None


def _report(desk: Desk, name: str) -> ReportsPage:
    page = _page(desk)
    page.worded = None  # what was shown before
    page.show_entry(next(each for _, entries in groups() for each in entries if each.id == name))
    while not _is_there(page):
        settle()
    page.view.finish()
    settle()
    return page


def _shown(name: str) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        _report(desk, name)

    return show


def _people(desk: Desk) -> None:
    page = _report(desk, "weekly")
    page.ask_behind("days", "total", "held")
    settle()


def _weekly(desk: Desk) -> None:
    page = _report(desk, "weekly")
    store = desk.session.store
    kept = saved_reports.saved(store)
    page.show_saved_report(
        kept[0].id if kept else saved_reports.save(store, page.title, page.kind, page.options)
    )
    page.weekly_wanted.emit()
    settle()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "reports-week": _shown("weekly"),
    "reports-sources": _shown("sources"),
    "reports-funnel": _shown("funnel"),
    "reports-buyers": _shown("retention"),
    "reports-expected": _shown("forecast"),
    "reports-service": _shown("response"),
    "reports-whose": _shown("meetings_days"),
    "reports-20-80": _shown("pareto"),
    "reports-people": _people,
    "reports-weekly-file": _weekly,
}
