"""Birthdays, named dates and holidays under keyboard and mouse: what Tab goes over, their menu, what a click tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolTip

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.shapes import Block, Chip, MarginRef, Shape
from crm_desktop.ui.icons import icon
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm_desktop.services.calendar import EntryRef
    from crm_desktop.ui.calendar.views import CalendarView

    Stop = tuple[date, EntryRef | MarginRef]


def stops(view: CalendarView) -> Sequence[Stop]:
    """What Tab goes over, day after day: what is seen of the margin of a day, then its contacts."""
    found: list[Stop] = [(chip.day, chip.ref) for chip in view.chips()]
    found += [(entry.first, entry.ref) for entry in view.entries]
    # Sorted by day alone: within a day both stand in order.
    return sorted(found, key=lambda stop: stop[0])


def next_stop(view: CalendarView, step: int) -> EntryRef | MarginRef | None:
    """The stop after the selected one (1) or before it (-1), from the cursor where none is; None at the end."""
    found = stops(view)
    chosen = view.selected or view.kept
    at = next((number for number, (_, ref) in enumerate(found) if ref == chosen), None)
    if at is None:
        behind = sum(day < view.current_day() for day, _ in found)
        number = behind if step > 0 else behind - 1
    else:
        number = at + step
    return found[number][1] if 0 <= number < len(found) else None


def kept_menu(view: CalendarView, client_id: bytes) -> QMenu:
    """What can be done with a birthday or a named date; it goes away when it is closed."""
    menu = QMenu(view)
    menu.setObjectName("kept_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    action = menu.addAction(icon("user"), tr("Open the client"))
    action.setObjectName("kept_open")
    action.triggered.connect(lambda _checked=False: view.client_wanted.emit(client_id))
    return menu


def tell_kept(view: CalendarView, ref: MarginRef) -> None:
    """Show all of its words, which its place may have no room for."""
    rect = view.rect_of_kept(ref) or view.cell_of(ref.day)
    QToolTip.showText(view.viewport().mapToGlobal(rect.bottomLeft()), ref.words, view.viewport())


def tip(view: CalendarView, shape: Shape) -> str:
    """The tool tip of what stands at a place."""
    if isinstance(shape, Block):
        return text_entries.tip(shape.entry)
    if isinstance(shape, Chip):
        return shape.words
    hidden = [entry for entry in view.entries_on(shape.day) if shape in view.standing(entry)]
    return text_entries.tip_of_many(hidden, shape.count)
