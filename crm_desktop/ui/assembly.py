"""The parts of the window that have packages of their own, put together; each is imported when it is first wanted."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from crm_desktop.ui import desk_commands, desk_pages
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.hosts import Hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.card.hosting import CardHosting
    from crm_desktop.ui.deals.host import Deals
    from crm_desktop.ui.importing.host import Importing
    from crm_desktop.ui.paper import Document
    from crm_desktop.ui.planning.handing import Handing
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


def hosts(desk: Desk) -> Hosts:
    """The makers of these parts for one window."""
    planning = cache(lambda: _planning(desk))
    cards = cache(lambda: _cards(desk, lambda client_id: planning().continue_contact(client_id)))
    importing = cache(lambda: _importing(desk))
    reminders = cache(lambda: _reminder_window(desk))
    deals = cache(lambda: _deals(desk))
    handing = cache(lambda: _handing(desk))

    return Hosts(
        card=lambda: cards().card(),
        open_card=lambda client_id: cards().open_card(client_id),
        edit_client=lambda client_id: cards().edit_client(client_id),
        log_contact=lambda client_id, planned: cards().log_contact(client_id, planned),
        offer_unsaved=lambda: cards().offer_unsaved(desk.window.notice),
        open_import=lambda paths: importing().open(paths),
        paste_list=lambda: importing().paste(),
        start_inbox=lambda: importing().start_inbox(),
        imports_page=lambda: importing().past_page(),
        plan_activity=lambda draft: planning().plan_activity(draft),
        open_activity=lambda id_, occurrence, tell: planning().open_activity(id_, occurrence, tell),
        move_activity=lambda id_, occurrence: planning().move_activity(id_, occurrence),
        plan_many=lambda client_ids: planning().plan_many(client_ids),
        hand_over=lambda client_ids: handing().of_clients(client_ids),
        hand_over_person=lambda person: handing().of_person(person),
        today_page=partial(_today, desk),
        calendar_page=partial(_calendar, desk),
        show_day=partial(_show_day, desk),
        deals_page=lambda: deals().page(),
        new_deal=lambda client_id: deals().new_deal(client_id),
        new_payment=lambda client_id: cards().new_payment(client_id),
        open_deal=lambda deal_id: deals().open_deal(deal_id),
        requests_page=partial(_requests, desk),
        reports_page=partial(_reports, desk),
        open_request=lambda request_id: planning().open_request(request_id),
        new_request=lambda client_id: planning().new_request(client_id),
        find_requests=partial(_find_requests, desk),
        plan_wishes=lambda wish_ids, asked: planning().plan_wishes(wish_ids, asked),
        open_feedback=lambda draft: planning().open_feedback(draft),
        pay_part=lambda payment_id: planning().pay_part(payment_id),
        plan_payments=lambda deal_id: planning().plan_payments(deal_id),
        open_reminders=lambda: reminders().show_due(activate=True),
        remind=lambda show, due: _remind(
            reminders, due, show=show, is_made=bool(reminders.cache_info().currsize)
        ),
        open_export=partial(_export, desk),
        export_diary=partial(_export_diary, desk),
        print_clients=partial(_print_clients, desk),
        print_document=partial(_print_document, desk),
        take_out=partial(_take_out, desk),
        bring_back=partial(_bring_back, desk),
        start_elsewhere=partial(_start_elsewhere, desk),
        shared_page=partial(_shared_page, desk),
        show_differences=partial(_show_differences, desk),
        join_shared=partial(_join_shared, desk),
        duplicates_page=partial(_duplicates, desk),
        merge_clients=partial(_merge, desk),
    )


def _remind(window: Callable[[], ReminderWindow], due: int, *, show: bool, is_made: bool) -> None:
    if show:
        window().show_due(activate=False, count=due)
    elif is_made and window().isVisible():
        window().reload(due)


def _export(desk: Desk) -> None:
    from crm_desktop.ui.exporting.host import open_export

    open_export(desk)


def _export_diary(desk: Desk) -> None:
    from crm_desktop.ui.exporting.diary import save_diary

    save_diary(desk.window, desk.session, desk.window.tell)


def _print_clients(desk: Desk) -> None:
    from crm_desktop.ui.printing.clients import clients_document

    _print_document(desk, clients_document(desk))


def _print_document(desk: Desk, document: Document) -> None:
    from crm_desktop.ui.printing.host import Printing

    Printing(desk, document)


def _take_out(desk: Desk) -> None:
    from crm_desktop.ui.everything.host import TakingOut

    TakingOut(desk)


def _bring_back(desk: Desk) -> None:
    from crm_desktop.ui.everything.host import ask_everything

    ask_everything(desk)


def _start_elsewhere(desk: Desk) -> None:
    from crm_desktop.ui.remote.host import start_elsewhere

    start_elsewhere(desk.session, desk.window, desk.undoing, desk.leaving)


def _join_shared(desk: Desk) -> None:
    from crm_desktop.ui.shared.joining.host import open_joining

    open_joining(desk.window, desk.session, desk.window.go)


def _shared_page(desk: Desk) -> QWidget:
    from crm_desktop.ui.membership.host import make_page

    return make_page(desk)


def _show_differences(desk: Desk, client_id: bytes | None) -> None:
    from crm_desktop.ui.membership.differences import show_differences

    show_differences(desk, client_id)


def _show_day(desk: Desk, day: date) -> None:
    from crm_desktop.ui.calendar.host import show_day

    show_day(desk, day)


def _calendar(desk: Desk) -> QWidget:
    from crm_desktop.ui.calendar.host import make_page

    page = make_page(desk)

    def to_paper() -> None:
        from crm_desktop.ui.printing.calendar import shown_document

        _print_document(desk, shown_document(page))

    page.print_wanted.connect(to_paper)
    return page


def _today(desk: Desk) -> QWidget:
    from crm_desktop.ui.today.host import make_page

    return make_page(desk)


def _deals(desk: Desk) -> Deals:
    from crm_desktop.ui.deals.host import make_deals

    return make_deals(desk)


def _requests(desk: Desk) -> QWidget:
    from crm_desktop.ui.requests.host import make_page

    return make_page(desk)


def _reports(desk: Desk) -> QWidget:
    from crm_desktop.ui.reports.host import make_page

    return make_page(desk)


def _find_requests(desk: Desk, text: str) -> None:
    from crm_desktop.ui.requests.host import find_requests

    find_requests(desk, text)


def _planning(desk: Desk) -> Planning:
    from crm_desktop.ui.planning.host import make_planning

    return make_planning(desk)


def _handing(desk: Desk) -> Handing:
    from crm_desktop.ui.planning.handing import Handing

    window = desk.window
    over = window.centralWidget() or window
    return Handing(desk.session, over, window.tell, desk.undoing.take_back_last, window.status.show_work)


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


def _cards(desk: Desk, continue_contact: Callable[[bytes | None], object]) -> CardHosting:
    from crm_desktop.ui.card.hosting import CardHosting

    window = desk.window
    made = CardHosting(
        desk.session,
        window.centralWidget() or window,
        window.tell,
        desk.undoing.take_back_last,
        desk.show_client,
        continue_contact,
        partial(_show_differences, desk),
    )
    window.closing.connect(made.close)
    return made


def _importing(desk: Desk) -> Importing:
    from crm_desktop.ui.importing.host import Importing

    return Importing(desk)
