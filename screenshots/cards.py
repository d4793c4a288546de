"""The card of a client of whom there is something to see, and the forms that open from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabBar

from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_SOMEBODY = """
SELECT c.id FROM client c
JOIN request r ON r.client_id = c.id AND r.resolved_at IS NULL AND r.kind = 'complaint' AND r.deleted = 0
LEFT JOIN payment p ON p.client_id = c.id AND p.paid_on IS NULL AND p.deleted = 0
WHERE c.deleted = 0 AND c.kind = 'person' AND c.language = ?
ORDER BY p.id IS NULL, c.likes = '', (SELECT COUNT(*) FROM activity a WHERE a.client_id = c.id) DESC LIMIT 1
"""
"""Somebody with an open complaint, who owes something and has tastes, speaking the language of the picture."""


def show_somebody(desk: Desk) -> None:
    """Stand on such a client in the list."""
    from crm_desktop.ui import text

    found = desk.session.store.read(_SOMEBODY, (text.language(),))
    if found:
        desk.show_client(found[0][0])
    else:
        desk.go_clients()
        desk.clients_page().table.choose_row(2)
    desk.clients_page().table.setFocus()
    settle()


def _command(name: str) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        show_somebody(desk)
        desk.window.actions_table[name].trigger()
        settle()

    return show


def _details(desk: Desk) -> None:
    show_somebody(desk)
    tabs = desk.window.findChild(QTabBar, "card_tabs")
    if tabs is not None:
        tabs.setCurrentIndex(1)


def _money(desk: Desk) -> None:
    """Somebody who pays a deal in parts."""
    show_somebody(desk)  # by then the whole list is read
    found = desk.session.store.read(
        "SELECT p.client_id FROM payment p JOIN deal d ON d.id = p.deal_id WHERE p.paid_on IS NULL AND p.deleted = 0"
        " AND d.state = 'open' GROUP BY 1 ORDER BY COUNT(*) DESC, p.client_id LIMIT 1"
    )
    if found:
        desk.show_client(found[0][0])
    tabs = desk.window.findChild(QTabBar, "card_tabs")
    if tabs is not None:
        tabs.setCurrentIndex(2)
    settle()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "card": show_somebody,
    "card-details": _details,
    "card-money": _money,
    "log-call": _command("log_contact"),
    "payment": _command("new_payment"),
    "export": _command("export"),
    "edit-client": _command("edit_client"),  # last of its base: the form lies over everything
}
