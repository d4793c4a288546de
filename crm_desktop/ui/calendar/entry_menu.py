"""The context menu of an entry: all that the keyboard and the mouse can do with it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crm_desktop.kinds import Outcome
from crm_desktop.services.calendar import EntryState
from crm_desktop.ui.icons import icon
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.calendar.views import CalendarView

OPEN_STATES = frozenset({EntryState.PLANNED, EntryState.OVERDUE})
"""Nothing is told of them yet: they can be moved and stretched."""


def entry_menu(view: CalendarView, entry: CalendarEntry) -> QMenu:
    """A menu that asks for what is chosen through the signals of the view; it goes away when it is closed."""
    menu = QMenu(view)
    menu.setObjectName("entry_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    ref = entry.ref

    def add(name: str, words: str, picture: str, call: Callable[[], object]) -> None:
        action = menu.addAction(icon(picture), words)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False: call())

    add("entry_open", tr("Open"), "pencil", lambda: view.open_wanted.emit(*ref))
    menu.addSeparator()
    if entry.state in OPEN_STATES:
        for name, words, picture, outcome in (
            ("entry_well", trc("outcome of a contact", "Went well"), "check", Outcome.SUCCESSFUL),
            ("entry_failed", trc("outcome of a contact", "Failed"), "x", Outcome.FAILED),
            ("entry_no_answer", trc("outcome of a contact", "No answer"), "circle-help", Outcome.NO_ANSWER),
        ):
            add(name, words, picture, lambda outcome=outcome: view.tell_wanted.emit(*ref, outcome))  # type: ignore[misc]
        add("entry_tell", tr("Tell how it went…"), "notebook-pen", lambda: view.tell_wanted.emit(*ref, None))
        menu.addSeparator()
        add("entry_move", tr("Move…"), "clock", lambda: view.move_form_wanted.emit(*ref))
        add(
            "entry_cancel",
            trc("outcome of a contact", "Cancelled"),
            "ban",
            lambda: view.cancel_wanted.emit(*ref),
        )
    else:
        add("entry_tell", tr("Tell how it went…"), "notebook-pen", lambda: view.tell_wanted.emit(*ref, None))
    add("entry_delete", tr("Delete"), "trash-2", lambda: view.delete_wanted.emit(*ref))
    return menu
