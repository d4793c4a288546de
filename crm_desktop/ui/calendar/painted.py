"""What the painted views have in common: selection and cursor, keys, the menu, tool tips, dragging with its ghost."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from crm_desktop.ui.calendar.accessible import install, prune, tell_focus
from crm_desktop.ui.calendar.axis import on_day
from crm_desktop.ui.calendar.dragging import Aim, Drag
from crm_desktop.ui.calendar.entry_menu import OPEN_STATES, entry_menu
from crm_desktop.ui.calendar.entry_painting import Words
from crm_desktop.ui.calendar.grid_layout import STEP
from crm_desktop.ui.calendar.ink import Ink
from crm_desktop.ui.calendar.margin import kept_menu, next_stop, tell_kept, tip
from crm_desktop.ui.calendar.shapes import Block, Chip, MarginRef, More, Shape
from crm_desktop.ui.calendar.views import CalendarView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFocusEvent, QHideEvent, QPaintEvent, QResizeEvent

    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import CalendarEntry, EntryRef

_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TURN_MS = 800
"""How long a contact is held at the edge before the page turns."""
_NO_TYPING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class PaintedView(CalendarView):
    """One widget that holds the focus, and in it a cursor and at most one selected entry."""

    def __init__(self, store: Store, week_start: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(store, week_start, parent)
        install()
        ground = QWidget()
        # Painted whole by paintEvent: else Qt paints what lies beneath it first.
        ground.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewport(ground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words = Words()
        self.drag: Drag | None = None
        self._day = self.today()
        self._pointer = QPoint()
        self._turning = QTimer(self, interval=_TURN_MS)
        self._turning.timeout.connect(self._turn)
        self._ink: Ink | None = None

    # --------------------------------------------------------------------------------------------------- what views do

    @abstractmethod
    def shape_at(self, point: QPoint) -> Shape | None:
        """What is painted at a place of the viewport."""

    @abstractmethod
    def page_at(self, point: QPoint) -> int:
        """Whether a contact that is held at a place turns the page: forward (1), back (-1) or not."""

    @abstractmethod
    def move_cursor(self, right: int, down: int) -> None:
        """Move the cursor by cells; what it meets is selected."""

    @abstractmethod
    def enter_cursor(self) -> None:
        """Return was pressed where nothing is selected."""

    @abstractmethod
    def drag_from(self, point: QPoint) -> Drag | None:
        """What begins to be dragged at a place; None where nothing can be."""

    @abstractmethod
    def drag_to(self, drag: Drag, point: QPoint) -> None:
        """Set what the drag would make at a place."""

    # -------------------------------------------------------------------------------------------------------- the day

    def current_day(self) -> date:
        return self._day

    def set_day(self, day: date) -> None:
        self._day = min(max(day, self.first), self.last)
        self.viewport().update()

    @property
    def ink(self) -> Ink:
        """Fonts and colours, made anew when either changed."""
        if self._ink is None:
            self._ink = Ink(self.palette(), self.font())
        return self._ink

    # ------------------------------------------------------------------------------------------------------- selection

    def entry_of(self, ref: EntryRef | None) -> CalendarEntry | None:
        """The entry among those shown."""
        return next((entry for entry in self.entries if entry.ref == ref), None) if ref else None

    def select(self, ref: EntryRef | None) -> None:
        entry = self.entry_of(ref)
        changed = self.kept is not None or self.selected != (entry.ref if entry else None)
        self.kept = None
        self.selected = entry.ref if entry else None
        if entry is not None:
            self._day = min(max(entry.first, self.first), self.last)
            self.reveal(entry)
        self.viewport().update()
        if changed:
            self.selection_changed.emit(entry)
            tell_focus(self)

    def select_kept(self, ref: MarginRef) -> None:
        """Select a birthday, a named date or a holiday."""
        self.select(None)
        self.kept, self._day = ref, ref.day
        self.viewport().update()
        tell_focus(self)

    def rect_of_kept(self, ref: MarginRef) -> QRect | None:
        return next((chip.rect for chip in self.chips() if chip.ref == ref), None)

    def reveal(self, entry: CalendarEntry) -> None:
        """Bring an entry into sight, where the view can scroll."""

    def laid_out(self) -> None:
        self.words.forget()
        self.forget_layout()
        prune(self)
        if self.selected is not None and self.entry_of(self.selected) is None:
            self.selected = None
            self.selection_changed.emit(None)
        if self.kept is not None and all(each.ref != self.kept for each in self.kept_on(self.kept.day)):
            self.kept = None
        self.viewport().update()

    @abstractmethod
    def forget_layout(self) -> None:
        """Work out anew where all stands, when it is next asked for."""

    def step_entry(self, step: int) -> bool:
        """Select what comes next on the days shown (1) or what came before (-1); False at the end."""
        ref = next_stop(self, step)
        if isinstance(ref, MarginRef):
            self.select_kept(ref)
        elif ref is not None:
            self.select(ref)
        return ref is not None

    # ------------------------------------------------------------------------------------------------------------ keys

    def focusNextPrevChild(self, next_one: bool) -> bool:
        if self.step_entry(1 if next_one else -1):
            return True
        self.select(None)
        return super().focusNextPrevChild(next_one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if self.drag is not None and key == Qt.Key.Key_Escape:
            self.give_up()
            return
        if (key in _ARROWS and self._arrow(*_ARROWS[key], modifiers)) or (plain and self._press(key)):
            return
        letters = event.text()
        if letters.strip() and letters.isprintable() and not modifiers & _NO_TYPING:
            self.typed.emit(letters, self._day)
        else:
            event.ignore()

    def _press(self, key: int) -> bool:
        """A key alone; whether it meant anything."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.today_wanted.emit()
        elif key == Qt.Key.Key_Insert:
            self.select(None)
            self.enter_cursor()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected is not None:
            self.delete_wanted.emit(*self.selected)
        elif key == Qt.Key.Key_Escape and (self.selected or self.kept):
            self.select(None)
        else:
            return False
        return True

    def _enter(self) -> None:
        if self.selected is not None:
            self.open_wanted.emit(*self.selected)
        elif self.kept is not None:
            self._open_kept(self.kept)
        else:
            self.enter_cursor()

    def _open_kept(self, ref: MarginRef) -> None:
        """A birthday or a named date leads to the client; of a holiday there is only its whole name."""
        if ref.client_id is not None:
            self.client_wanted.emit(ref.client_id)
        else:
            tell_kept(self, ref)

    def _arrow(self, right: int, down: int, modifiers: Qt.KeyboardModifier) -> bool:
        """An arrow moves the cursor, with Shift the selected contact, with Alt its end."""
        entry = self.entry_of(self.selected)
        if modifiers == Qt.KeyboardModifier.NoModifier:
            self.move_cursor(right, down)
            return True
        if entry is None or entry.state not in OPEN_STATES:
            return False
        if modifiers == Qt.KeyboardModifier.ShiftModifier:
            moved = self.shifted(entry, right, down)
            if moved is not None:
                self.move_wanted.emit(*entry.ref, moved, entry.all_day)
            return True
        if modifiers == Qt.KeyboardModifier.AltModifier and down and not entry.all_day:
            minutes = (entry.minutes or STEP) + down * STEP
            if minutes >= STEP:
                self.resize_wanted.emit(*entry.ref, minutes)
            return True
        return False

    def shifted(self, entry: CalendarEntry, right: int, down: int) -> datetime | date | None:
        """Where an entry would stand that an arrow moves: by a day, or by a step of time."""
        if entry.all_day:
            return entry.first + timedelta(days=right) if right else None
        if right:
            return on_day(entry.start, entry.first + timedelta(days=right))
        return (entry.start + timedelta(minutes=down * STEP)).astimezone()

    # ------------------------------------------------------------------------------------------------------- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        self.point_at(point)
        self.drag = self.drag_from(point)

    def point_at(self, point: QPoint) -> None:
        """A click: the cursor goes there, and the entry there is selected."""
        shape = self.shape_at(point)
        self.put_cursor(point)
        self.select(shape.entry.ref if isinstance(shape, Block) else None)
        if isinstance(shape, Block):
            self.set_day(shape.day)
        elif isinstance(shape, Chip):
            self.select_kept(shape.ref)
            tell_kept(self, shape.ref)
        elif isinstance(shape, More):
            self.day_wanted.emit(shape.day)

    @abstractmethod
    def put_cursor(self, point: QPoint) -> None:
        """Put the cursor on the cell at a place."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self.drag is None:
            self.viewport().setCursor(self.pointer_at(point))
            return
        far = (point - self.drag.press).manhattanLength() >= QApplication.startDragDistance()
        if self.drag.active or far:
            self.drag.active = True
            self._pointer = point
            self.drag_to(self.drag, point)
            self._watch_edge()
            self.viewport().update()

    def _watch_edge(self) -> None:
        """A contact that is held at the edge for a while turns the page; who passes by turns none."""
        turning = self.drag is not None and self.drag.aim is Aim.MOVE and self.page_at(self._pointer) != 0
        if not turning:
            self._turning.stop()
        elif not self._turning.isActive():
            self._turning.start()

    def _turn(self) -> None:
        pages = self.page_at(self._pointer)
        if self.drag is None or pages == 0:
            self._turning.stop()
            return
        self.step(pages)
        self.drag_to(self.drag, self._pointer)
        self.viewport().update()

    def pointer_at(self, point: QPoint) -> Qt.CursorShape:
        """The look of the pointer at a place."""
        pointing = isinstance(self.shape_at(point), More)
        return Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self.drag
        self.give_up()
        if drag is not None and drag.active:
            drag.ask(self)

    def give_up(self) -> None:
        """Drop what is being dragged where it was."""
        self.drag = None
        self._turning.stop()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.drag = None
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        shape = self.shape_at(point)
        if isinstance(shape, Block):
            self.open_wanted.emit(*shape.entry.ref)
        elif isinstance(shape, Chip):
            self._open_kept(shape.ref)
        elif shape is None:
            self.put_cursor(point)
            self.add_at(point)

    @abstractmethod
    def add_at(self, point: QPoint) -> None:
        """Ask for a new contact at a place."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.point_at(event.pos())
        if (entry := self.entry_of(self.selected)) is not None:
            menu, where = entry_menu(self, entry), self.rect_of(entry.ref)
        elif self.kept is not None and self.kept.client_id is not None:
            menu, where = kept_menu(self, self.kept.client_id), self.rect_of_kept(self.kept)
        else:
            return
        point = event.pos()
        if event.reason() != QContextMenuEvent.Reason.Mouse and where is not None:
            point = where.center()
        menu.popup(self.viewport().mapToGlobal(point))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            shape = self.shape_at(event.pos())
            QToolTip.showText(event.globalPos(), tip(self, shape) if shape else "", self.viewport())
            return True
        return super().viewportEvent(event)

    # ----------------------------------------------------------------------------------------------------- inside

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._ink = None
            self.forget_layout()
            self.viewport().update()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.give_up()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        tell_focus(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.forget_layout()

    @abstractmethod
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all of the viewport that is asked for."""
