"""The painted views as a screen reader meets them: a view holds its days, a day holds its contacts.

Qt asks a factory for the interface of a widget, and only when something listens. The interfaces of days and contacts
are registered in Qt's cache, which never asks whether Python has let go of one: they are kept here until they are
taken out of the cache, which happens with their view, or when too many of other weeks have gathered.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.shapes import MarginRef
from crm_desktop.ui.calendar.views import CalendarView

if TYPE_CHECKING:
    from crm_desktop.services.calendar import CalendarEntry, EntryRef

_Key = tuple[date, "EntryRef | MarginRef | None"]
_MOST_KEPT = 2000
_kept: dict[int, AccessibleView] = {}
"""By the address of its widget; Qt's cache is one for the process, and so is what it must not lose."""


@cache
def install() -> None:
    """Make the views known to Qt; once per process is enough, more does nothing."""
    QAccessible.installFactory(_make)


def tell_focus(view: CalendarView) -> None:
    """Say to whoever listens that the cursor or the selection of a view is elsewhere."""
    if not QAccessible.isActive() or not view.hasFocus():
        return
    QAccessible.queryAccessibleInterface(view)  # makes it, where nobody asked before
    of = _kept.get(id(view))
    if of is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(of.focusChild(), QAccessible.Event.Focus))


def prune(view: CalendarView) -> None:
    """Let go of what was asked of other weeks, when much of it has gathered: not while Qt is asking for something."""
    of = _kept.get(id(view))
    if of is not None and of.kept() > _MOST_KEPT:
        of.drop_items()


def _make(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, CalendarView):
        return None
    made = _kept[id(thing)] = AccessibleView(thing)
    key = id(thing)
    thing.destroyed.connect(lambda: _forget(key))
    return made


def _forget(key: int) -> None:
    view = _kept.pop(key, None)
    if view is not None:
        view.drop_items()


class Item(QAccessibleInterface):
    """A day (``ref`` is None), what is kept on it, or a contact on it."""

    def __init__(self, of: AccessibleView, day: date, ref: EntryRef | MarginRef | None) -> None:
        super().__init__()
        self._of, self._day, self._ref = of, day, ref

    def entry(self) -> CalendarEntry | None:
        """The contact, if it is still there."""
        return next((entry for entry in self._of.view.entries if entry.ref == self._ref), None)

    def isValid(self) -> bool:
        view = self._of.view
        return view.first <= self._day <= view.last and (self._ref is None or self._ref in self._refs())

    def object(self) -> QObject:
        # Neither a day nor a contact is an object of Qt.
        return None  # type: ignore[return-value]

    def window(self) -> QWindow:
        return self._of.view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._of if self._ref is None else self._of.item(self._day, None)

    def _refs(self) -> list[EntryRef | MarginRef]:
        """What stands on the day: what is kept on it, then its contacts."""
        view = self._of.view
        kept = [each.ref for each in view.kept_on(self._day)]
        return [*kept, *(entry.ref for entry in view.entries_on(self._day))]

    def childCount(self) -> int:
        return len(self._refs()) if self._ref is None else 0

    def child(self, index: int) -> QAccessibleInterface:
        there = self._refs() if self._ref is None else []
        if not 0 <= index < len(there):
            return None  # type: ignore[return-value]  # Qt's own way to say that there is none
        return self._of.item(self._day, there[index])

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        children = [self.child(n) for n in range(self.childCount())]
        return next((each for each in children if each.rect().contains(x, y)), None)  # type: ignore[return-value]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        ref = child.ref_of(self._day) if isinstance(child, Item) else None
        refs = self._refs()
        return refs.index(ref) if ref in refs else -1

    def ref_of(self, day: date) -> EntryRef | MarginRef | None:
        """What it is, if it stands on that day."""
        return self._ref if self._day == day else None

    def day(self) -> date:
        """The day that it is, or stands on."""
        return self._day

    def rect(self) -> QRect:
        view = self._of.view
        if self._ref is None:
            found: QRect | None = view.cell_of(self._day)
        elif isinstance(self._ref, MarginRef):
            found = view.rect_of_kept(self._ref)
        else:
            found = view.rect_of(self._ref)
        if found is None:
            return QRect()
        return found.translated(view.viewport().mapToGlobal(QPoint(0, 0)))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Grouping if self._ref is None else QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        view, state = self._of.view, QAccessible.State()
        state.focusable = state.selectable = True
        chosen = (view.selected or view.kept) == self._ref
        if chosen and (self._ref is not None or view.current_day() == self._day):
            state.selected = True
            state.focused = view.hasFocus()
        state.offscreen = not self.rect().intersects(self._of.rect())
        return state

    def text(self, which: QAccessible.Text) -> str:
        if which != QAccessible.Text.Name or not self.isValid():
            return ""
        entry, view = self.entry(), self._of.view
        if entry is not None:
            return text_entries.spoken(entry)
        if isinstance(self._ref, MarginRef):
            return self._ref.words
        kept = [each.words for each in view.kept_on(self._day)]
        return text_entries.day_spoken(self._day, view.count_on(self._day), kept)

    def setText(self, which: QAccessible.Text, text: str) -> None:
        """Nothing of it can be typed over."""


class AccessibleView(QAccessibleWidget):
    """A view with its days."""

    def __init__(self, view: CalendarView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self.view = view
        self._items: dict[_Key, tuple[Item, int]] = {}

    def item(self, day: date, ref: EntryRef | MarginRef | None) -> Item:
        """The interface of a day, of what is kept or of a contact on it; always the same one."""
        found = self._items.get((day, ref))
        if found is None:
            made = Item(self, day, ref)
            found = self._items[day, ref] = made, QAccessible.uniqueId(made)
        return found[0]

    def kept(self) -> int:
        """How many days and contacts were asked for so far."""
        return len(self._items)

    def drop_items(self) -> None:
        """Take all days and contacts out of Qt's cache; those asked for again are made anew."""
        items, self._items = self._items, {}
        for _, number in items.values():
            QAccessible.deleteAccessibleInterface(number)

    def childCount(self) -> int:
        return (self.view.last - self.view.first).days + 1

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return None  # type: ignore[return-value]
        return self.item(self.view.first + timedelta(days=index), None)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        children = [self.child(n) for n in range(self.childCount())]
        return next((each for each in children if each.rect().contains(x, y)), None)  # type: ignore[return-value]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return (child.day() - self.view.first).days if isinstance(child, Item) else -1

    def focusChild(self) -> QAccessibleInterface:
        return self.item(self.view.current_day(), self.view.selected or self.view.kept)
