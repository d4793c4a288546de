"""The morning page: as it stands, with the question after a contact, with the menu of a line, on a free day, empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from crm_desktop.ui.places import TODAY
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.today.page import TodayPage


def _page(desk: Desk) -> TodayPage:
    desk.window.go(TODAY)
    settle()
    return desk.window.page(TODAY)  # type: ignore[return-value]  # the maker of this place


def _today(desk: Desk) -> None:
    _page(desk).focus_first()


def _next_step(desk: Desk) -> None:
    """A late contact was held; what comes next is asked."""
    page = _page(desk)
    found = page.findChild(QPushButton, "today_well")
    if found is not None:
        found.click()
    settle()


def _menu(desk: Desk) -> None:
    lines = _page(desk).parts.lines()
    if lines:
        lines[0].setFocus()
        lines[0].show_menu()
    settle()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "today": _today,
    "today-menu": _menu,
    "today-next-step": _next_step,
}
