"""What the commands of one window do; one that nobody carries out is not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

Calls = dict[str, "Callable[[], object] | None"]


def connect(desk: Desk) -> None:
    """Give every command of the window's table what it calls."""
    table = desk.window.actions_table
    for name, call in (_of_window(desk) | _of_program(desk) | _of_hosts(desk)).items():
        table.offer(name, offered=call is not None)
        if call is not None:
            table.connect_to(name, call)
    offer_shared(desk)


def offer_shared(desk: Desk) -> None:
    """Offer what is done with a shared base: joining one, or all else where this base belongs to one."""
    table, belongs = desk.window.actions_table, desk.exchanging is not None
    for name, offered in (
        (f"go_{SHARED}", belongs and desk.hosts.shared_page is not None),
        ("exchange_now", belongs),
        ("join_shared", not belongs and desk.hosts.join_shared is not None),
    ):
        table.offer(name, offered=offered)


def _of_window(desk: Desk) -> Calls:
    page, hosts = desk.clients_page, desk.hosts
    places = dict.fromkeys((IMPORTS, OPERATIONS, BIN, SETTINGS), True) | {
        TODAY: bool(hosts.today_page),
        CALENDAR: bool(hosts.calendar_page),
        DEALS: bool(hosts.deals_page),
        REQUESTS: bool(hosts.requests_page),
        REPORTS: bool(hosts.reports_page),
        DUPLICATES: bool(hosts.duplicates_page),
        SHARED: bool(hosts.shared_page),
    }
    return {
        "copy_rows": lambda: desk.copy(page().table),
        "delete_clients": lambda: page().delete_selected(),
        "select_all": lambda: page().table.selectAll(),
        "save_view": desk.views.save,
        "add_filter": lambda: page().filter_bar.open_menu(),
        "clear_filters": desk.clear_filters,
        "undo": desk.undoing.undo,
        "redo": desk.undoing.redo,
        "find": desk.find,
        "palette": desk.open_palette,
        "keys": lambda: desk.window.go(KEYS),
        "go_clients": desk.go_clients,
        "exchange_now": desk.session.signals.exchange.emit,
        **{f"go_{name}": _going(desk, name) if there else None for name, there in places.items()},
    }


def _of_program(desk: Desk) -> Calls:
    program = desk.program
    return {
        "open_base": program.open_base,
        "quit": program.quit,
        **{f"theme_{theme}": _with(program.set_theme, theme) for theme in ("light", "dark", "system")},
        **{f"language_{code}": _with(program.set_language, code) for code in ("en", "ru", "lt")},
    }


def _of_hosts(desk: Desk) -> Calls:
    hosts = desk.hosts
    edit, card, log = hosts.edit_client, hosts.open_card, hosts.log_contact
    merge, many, over = hosts.merge_clients, hosts.plan_many, hosts.hand_over
    new_deal, new_payment, new_request = hosts.new_deal, hosts.new_payment, hosts.new_request
    return {
        "new_client": (lambda: edit(None)) if edit else None,
        "edit_client": (lambda: desk.with_current(edit)) if edit else None,
        "open_card": (lambda: desk.with_current(card)) if card else None,
        "log_contact": (lambda: desk.with_current(lambda id_: log(id_, False))) if log else None,
        "plan_contact": (lambda: _plan(desk)) if log else None,
        "plan_many": (lambda: many(desk.clients_page().selected_ids())) if many else None,
        "hand_over": (lambda: over(desk.clients_page().selected_ids())) if over else None,
        "import": (lambda: desk.bring_list([])) if hosts.open_import else None,
        "paste_list": hosts.paste_list,
        "export": hosts.open_export,
        "print_list": hosts.print_clients,
        "export_diary": hosts.export_diary,
        "take_out": hosts.take_out,
        "bring_back": hosts.bring_back,
        "join_shared": hosts.join_shared,
        "merge_clients": (lambda: merge(desk.clients_page().selected_ids())) if merge else None,
        "reminders": hosts.open_reminders,
        "new_deal": (lambda: new_deal(_current(desk))) if new_deal else None,
        "new_payment": (lambda: desk.with_current(new_payment)) if new_payment else None,
        "new_request": (lambda: new_request(_current(desk))) if new_request else None,
    }


def _plan(desk: Desk) -> None:
    """With the client the list stands on; from another page with nobody yet."""
    from crm_desktop.services.drafts import ActivityDraft  # a start does without

    log, plan = desk.hosts.log_contact, desk.hosts.plan_activity
    if _current(desk) is not None and log is not None:
        desk.with_current(lambda id_: log(id_, True))
    elif plan is not None:
        plan(ActivityDraft(responsible_id=desk.session.base.me))


def _current(desk: Desk) -> bytes | None:
    """The client that the list stands on, while it is on the screen."""
    return desk.clients_page().current_id() if desk.window.where() == CLIENTS else None


def _going(desk: Desk, name: str) -> Callable[[], object]:
    return lambda: desk.window.go(name)


def _with(call: Callable[[str], object], value: str) -> Callable[[], object]:
    return lambda: call(value)
