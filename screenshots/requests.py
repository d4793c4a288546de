"""The page of requests: the list with its story, a wish found again, and the calls that are planned for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.request_list import Standing
from crm_desktop.ui import text
from crm_desktop.ui.places import REQUESTS
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.requests.page import RequestsPage

_ASKED = {
    "en": "who asked for blue vases",
    "ru": "кто просил голубые вазы",
    "lt": "kas prašė mėlynų vazų",
}


def _page(desk: Desk) -> RequestsPage:
    desk.window.go(REQUESTS)
    settle()
    return desk.window.page(REQUESTS)  # type: ignore[return-value]  # the maker of this place


def _list(desk: Desk) -> None:
    page = _page(desk)
    page.show_standing(Standing.OPEN)
    page.enter_list()


def _resolving(desk: Desk) -> None:
    page = _page(desk)
    page.show_standing(Standing.OVERDUE)
    page.detail.do({"D"})
    settle()


def _wishes(desk: Desk) -> None:
    if desk.hosts.find_requests is not None:
        desk.hosts.find_requests(_ASKED[text.language()])
    settle()


def _calls(desk: Desk) -> None:
    _wishes(desk)
    page = _page(desk)
    page.wish_bar.calls_wanted.emit(
        [page.model.row(n).id for n in range(page.model.rowCount())],  # type: ignore[union-attr]  # rows that are there
        _ASKED[text.language()],
    )
    settle()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "requests": _list,
    "requests-resolving": _resolving,
    "requests-wishes": _wishes,
    "requests-calls": _calls,
}
