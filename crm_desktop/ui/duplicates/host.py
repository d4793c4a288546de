"""How the window comes to duplicates: the page, and the clients selected in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.errors import MergeRefused, UserError
from crm_desktop.ui.text import ntr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.desk import Desk


def make_page(desk: Desk) -> QWidget:
    """The page of duplicates of one window."""
    from crm_desktop.ui.duplicates.page import DuplicatesPage

    window = desk.window
    page = DuplicatesPage(desk.session, window.tell, desk.undoing.take_back_last, desk.hosts.open_card)
    window.closing.connect(page.stop)
    return page


def merge_selected(desk: Desk, client_ids: Sequence[bytes]) -> None:
    """Show the selected clients side by side; which of them is kept is chosen there."""
    from crm_desktop.ui.duplicates.merge_sheet import MOST, MergeSheet

    window = desk.window
    if len(client_ids) > MOST:
        window.tell.done(ntr("Choose at most {n} client", "Choose at most {n} clients", MOST))
        return
    try:
        if len(client_ids) < 2:
            raise MergeRefused(reason="alone")
        sheet = MergeSheet(desk.session, window.tell, desk.undoing.take_back_last, client_ids)
    except UserError as error:
        window.tell.problem(error)
        return

    def merged(client_id: bytes) -> None:
        window.leave_guest()
        desk.show_client(client_id)

    sheet.merged.connect(merged)
    sheet.left.connect(window.leave_guest)
    window.show_guest(sheet)
