"""The parts of the window that have packages of their own, put together; each is imported when it is first wanted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.ui import desk_commands, desk_pages
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.hosts import Hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.card.hosting import CardHosting
    from crm_desktop.ui.importing.host import Importing
    from crm_desktop.ui.paper import Document
    from crm_desktop.ui.planning.host import Planning
    from crm_desktop.ui.program import Program
    from crm_desktop.ui.reminders.window import ReminderWindow
    from crm_desktop.ui.session import Session


def make_desk(session: Session, program: Program, make_hosts: Callable[[Desk], Hosts] | None = None) -> Desk:
    """A window over a base with its pages and commands; ``make_hosts`` makes the parts it hosts, else all there are."""
    desk = Desk(session, program, make_hosts or hosts)
    desk.window.set_pages(desk_pages.makers(desk))
    desk_commands.connect(desk)
    return desk


def hosts(desk: Desk) -> Hosts:  # noqa: C901  it decides nothing: one small maker after the other
    """The makers of these parts for one window."""
    cards = cache(lambda: _cards(desk))
    importing = cache(lambda: _importing(desk))
    planning = cache(lambda: _planning(desk))

    def export() -> None:
        from crm_desktop.ui.exporting.host import open_export

        open_export(desk)

    def export_diary() -> None:
        from crm_desktop.ui.exporting.diary import save_diary

        save_diary(desk.window, desk.session, desk.window.tell)

    def show_day(day: date) -> None:
        from crm_desktop.ui.calendar.host import show_day

        show_day(desk, day)

    def print_clients() -> None:
        from crm_desktop.ui.printing.clients import clients_document

        print_document(clients_document(desk))

    def print_document(document: Document) -> None:
        from crm_desktop.ui.printing.host import Printing

        Printing(desk, document)

    reminder_window = cache(lambda: _reminder_window(desk))

    def remind(show: bool) -> None:
        if show or reminder_window.cache_info().currsize:
            window = reminder_window()
            if show:
                window.show_due(activate=False)
            elif window.isVisible():
                window.reload()

    def start_elsewhere() -> None:
        from crm_desktop.ui.remote.host import start_elsewhere

        start_elsewhere(desk.session, desk.window, desk.undoing, desk.leaving)

    def take_out() -> None:
        from crm_desktop.ui.everything.host import TakingOut

        TakingOut(desk)

    def bring_back() -> None:
        from crm_desktop.ui.everything.host import ask_everything

        ask_everything(desk)

    return Hosts(
        card=lambda: cards().card(),
        open_card=lambda client_id: cards().open_card(client_id),
        edit_client=lambda client_id: cards().edit_client(client_id),
        log_contact=lambda client_id, planned: cards().log_contact(client_id, planned),
        open_import=lambda paths: importing().open(paths),
        paste_list=lambda: importing().paste(),
        open_export=export,
        export_diary=export_diary,
        calendar_page=lambda: _calendar(desk),
        show_day=show_day,
        today_page=lambda: _today(desk),
        plan_activity=lambda draft: planning().plan_activity(draft),
        open_activity=lambda id_, occurrence, tell: planning().open_activity(id_, occurrence, tell),
        move_activity=lambda id_, occurrence: planning().move_activity(id_, occurrence),
        plan_many=lambda client_ids: planning().plan_many(client_ids),
        open_reminders=lambda: reminder_window().show_due(activate=True),
        remind=remind,
        print_clients=print_clients,
        print_document=print_document,
        take_out=take_out,
        bring_back=bring_back,
        offer_unsaved=lambda: cards().offer_unsaved(desk.window.notice),
        start_elsewhere=start_elsewhere,
        start_inbox=lambda: importing().start_inbox(),
        imports_page=lambda: importing().past_page(),
        duplicates_page=lambda: _duplicates(desk),
        merge_clients=lambda client_ids: _merge(desk, client_ids),
    )


def _calendar(desk: Desk) -> QWidget:
    from crm_desktop.ui.calendar.host import make_page

    page = make_page(desk)

    def to_paper() -> None:
        from crm_desktop.ui.printing.calendar import shown_document

        if desk.hosts.print_document is not None:
            desk.hosts.print_document(shown_document(page))

    page.print_wanted.connect(to_paper)
    return page


def _today(desk: Desk) -> QWidget:
    from crm_desktop.ui.today.host import make_page

    return make_page(desk)


def _planning(desk: Desk) -> Planning:
    from crm_desktop.ui.planning.host import make_planning

    return make_planning(desk)


def _reminder_window(desk: Desk) -> ReminderWindow:
    from crm_desktop.ui.reminders.window import ReminderWindow
    from crm_desktop.ui.tray import bring_up

    return ReminderWindow(desk, lambda: bring_up(desk.window))


def _duplicates(desk: Desk) -> QWidget:
    from crm_desktop.ui.duplicates.host import make_page

    return make_page(desk)


def _merge(desk: Desk, client_ids: Sequence[bytes]) -> None:
    from crm_desktop.ui.duplicates.host import merge_selected

    merge_selected(desk, client_ids)


def _cards(desk: Desk) -> CardHosting:
    from crm_desktop.ui.card.hosting import CardHosting

    window = desk.window
    made = CardHosting(
        desk.session,
        window.centralWidget() or window,
        window.tell,
        desk.undoing.take_back_last,
        desk.show_client,
    )
    window.closing.connect(made.close)
    return made


def _importing(desk: Desk) -> Importing:
    from crm_desktop.ui.importing.host import Importing

    return Importing(desk)
