"""The page of deals: the board, the list with its sums, several chosen, and the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.deals.head import BOARD, LIST
from crm_desktop.ui.deals.page import DealsPage
from crm_desktop.ui.places import DEALS
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk


def _page(desk: Desk, view: str) -> DealsPage:
    desk.window.go(DEALS)
    page = desk.window.page(DEALS)
    assert isinstance(page, DealsPage)
    page.go(view)  # a picture needs no click
    settle()
    return page


def _board(desk: Desk) -> None:
    _page(desk, BOARD).enter_list()
    settle()


def _list(desk: Desk) -> None:
    _page(desk, LIST)


def _several(desk: Desk) -> None:
    _page(desk, LIST).list.table.selectAll()
    settle()


def _form(desk: Desk) -> None:
    _page(desk, BOARD)
    with_items = desk.session.store.read("SELECT deal_id FROM deal_item ORDER BY rid LIMIT 1")
    if desk.hosts.open_deal is not None and with_items:
        desk.hosts.open_deal(with_items[0][0])
    settle()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "deals-board": _board,
    "deals-list": _list,
    "deals-several": _several,
    "deals-form": _form,
}
