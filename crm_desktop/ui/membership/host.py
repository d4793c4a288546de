"""The page of the shared base, put into one window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.ui.shared.exchanging import Exchanging
from crm_desktop.ui.shared.page import SharedPage

if TYPE_CHECKING:
    from crm_desktop.sync.failures import SyncError
    from crm_desktop.ui.desk import Desk


def answer(desk: Desk, error: SyncError) -> None:
    """Show the question that an error of the exchange puts."""
    from crm_desktop.ui.shared.parting.ask import ask_parting

    exchanging = desk.exchanging
    password = exchanging.password if isinstance(exchanging, Exchanging) else ""
    ask_parting(desk.window, desk.session, error, password)


def make_page(desk: Desk) -> SharedPage:
    """The page; it meets the exchange of the open base, now or when that is there."""
    made = SharedPage(
        desk.session,
        desk.window.tell,
        desk.undoing.take_back_last,
        desk.show_client,
        partial(answer, desk),
        desk.hosts.hand_over_person,
    )
    desk.leaving.connect(made.leave)
    if isinstance(desk.exchanging, Exchanging):
        made.meet(desk.exchanging)
    return made
