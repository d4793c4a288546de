"""Colleagues: who works here, what each has in hand, handing over, and what one of them did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.services import colleagues, dictionaries, handing_over, mass_edit
from crm_desktop.services.handing_over import Along
from crm_desktop.ui.colleagues.view import ColleaguesView
from crm_desktop.ui.places import CALENDAR, CLIENTS, OPERATIONS, SETTINGS, TODAY
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk


def _team(desk: Desk) -> list[bytes]:
    """Whoever sits here and the two of the sample base, all with a login; one more has left."""
    store = desk.session.store
    if desk.session.base.me is None:
        made = _named(desk, "Ona")
        store.who = "Ona"
        others = [each.id for each in colleagues.people(store) if each.id != made]
        handing_over.of_person(store, others[0], made, Along())
    people = colleagues.people(store)
    with store.change("edit_lists", undoable=False) as change:
        change.executemany(
            "UPDATE colleague SET login = ? WHERE id = ?", [(each.name.lower(), each.id) for each in people]
        )
    return [each.id for each in people if not each.is_me]


def _named(desk: Desk, name: str) -> bytes:
    """A colleague of that name, who may be in the base since another picture."""
    (found,) = dictionaries.ensure(desk.session.store, dictionaries.Dictionary.COLLEAGUE, [name]).values()
    return found


def _settings(desk: Desk) -> None:
    _team(desk)
    dictionaries.set_active(desk.session.store, _named(desk, "Viktor"), active=False)
    desk.window.go(SETTINGS)
    tabs = desk.window.page(SETTINGS).tabs  # type: ignore[attr-defined]  # a SettingsPage
    tabs.setCurrentIndex(next(n for n in range(tabs.count()) if isinstance(tabs.widget(n), ColleaguesView)))
    settle()


def _hand_over(desk: Desk) -> None:
    _team(desk)
    desk.window.go(CLIENTS)
    table = desk.clients_page().table
    table.selectAll()
    settle()
    if desk.hosts.hand_over is not None:
        desk.hosts.hand_over(desk.clients_page().selected_ids())
    settle()


def _everybody(desk: Desk) -> None:
    _team(desk)
    desk.session.settings.update(everybody=True)
    desk.window.go(TODAY)


def _calendar(desk: Desk) -> None:
    _team(desk)
    desk.window.go(CALENDAR)


def _done(desk: Desk) -> None:
    others = _team(desk)
    store = desk.session.store
    ids = [id_ for (id_,) in store.read("SELECT id FROM client WHERE deleted = 0 LIMIT 3")]
    mine = store.who
    store.who = next(each.name for each in colleagues.people(store) if each.id == others[0])
    mass_edit.set_field(store, ids[:1], "likes", "tulips")
    store.who = mine
    handing_over.of_clients(store, ids, others[0], Along())
    desk.window.go(OPERATIONS)
    desk.window.page(OPERATIONS).findChild(QWidget, "operations_who").setFocus()  # type: ignore[union-attr]


SCREENS: dict[str, Callable[[Desk], None]] = {
    "colleagues": _settings,
    "colleagues-hand-over": _hand_over,
    "colleagues-everybody": _everybody,
    "colleagues-calendar": _calendar,
    "colleagues-what-changed": _done,
}
