"""The pages of one window: how each is made when it is first shown, and what the window does with its signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import Op
from crm_desktop.ui.pages.clients import ClientsPage
from crm_desktop.ui.places import (
    BIN,
    CALENDAR,
    CLIENTS,
    DEALS,
    DUPLICATES,
    IMPORTS,
    KEYS,
    OPERATIONS,
    REPORTS,
    REQUESTS,
    SETTINGS,
    SHARED,
    TODAY,
    WELCOME,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.desk import Desk


def makers(desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """Each page is imported when it is first shown: a start pays for one page only."""
    hosts = desk.hosts
    hosted = {
        TODAY: hosts.today_page,
        CALENDAR: hosts.calendar_page,
        DEALS: hosts.deals_page,
        REQUESTS: hosts.requests_page,
        REPORTS: hosts.reports_page,
        DUPLICATES: hosts.duplicates_page,
        SHARED: hosts.shared_page,
    }
    return {
        CLIENTS: lambda: _clients(desk),
        WELCOME: lambda: _welcome(desk),
        IMPORTS: hosts.imports_page or (lambda: _operations(desk, Op.IMPORT)),
        OPERATIONS: lambda: _operations(desk, None),
        BIN: lambda: _bin(desk),
        SETTINGS: lambda: _settings(desk),
        KEYS: lambda: _keys(desk),
        **{name: maker for name, maker in hosted.items() if maker is not None},
    }


def _clients(desk: Desk) -> QWidget:
    window = desk.window
    page = ClientsPage(desk.session, window.tell, window.actions_table, desk.hosts, desk.selection)
    page.counted.connect(lambda count: window.sidebar.show_count(CLIENTS, count))
    page.table.window_model.counted.connect(lambda *_: desk.segments.asked(page.query))
    page.selection_told.connect(window.status.show_selection)
    page.understood.connect(window.search.show_understood)
    page.states_changed.connect(window.refresh_states)
    page.layout_changed.connect(desk.keep_columns)
    page.save_wanted.connect(desk.views.save)
    page.up_left.connect(desk.leave_list)
    page.letters.connect(desk.type_on)
    page.table.copy_wanted.connect(lambda: desk.copy(page.table))
    page.filter_bar.changed.connect(lambda _filters: desk.views.mark(""))
    return page


def _welcome(desk: Desk) -> QWidget:
    from crm_desktop.ui.pages.welcome import WelcomePage

    page = WelcomePage()
    page.import_wanted.connect(desk.bring_list)
    page.sample_wanted.connect(desk.program.make_sample)
    page.empty_wanted.connect(desk.start_empty)
    return page


def _operations(desk: Desk, op: str | None) -> QWidget:
    from crm_desktop.ui.pages.operations import OperationsPage

    return OperationsPage(desk.session, desk.undoing.take_back, desk.show_client, op=op)


def _bin(desk: Desk) -> QWidget:
    from crm_desktop.ui.pages.bin import BinPage

    page = BinPage(desk.session, desk.window.tell, desk.undoing.take_back_last)
    page.table.left_up.connect(desk.leave_list)
    page.table.copy_wanted.connect(lambda: desk.copy(page.table))
    return page


def _settings(desk: Desk) -> QWidget:
    from crm_desktop.ui.pages.settings import SettingsPage

    return SettingsPage(desk.session, desk.window.tell, desk.program, desk.hosts.hand_over_person)


def _keys(desk: Desk) -> QWidget:
    from crm_desktop.ui.pages.keys import KeysPage

    return KeysPage(desk.window.actions_table)
