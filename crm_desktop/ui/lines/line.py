"""One line: when, who and what is painted; what can be done are real buttons at its right.

Keys on the line: Up, Down, Home and End go between lines, Return opens, Space shows all that can be done, and each
deed has a letter (in any keyboard layout). Only the line that was last stood on is reached by Tab, and its buttons
after it: a page of thirty lines is not a hundred stops.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from crm_desktop.keyboards import other_layouts
from crm_desktop.ui import theme
from crm_desktop.ui.lines.line_text import LineText
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, tool_button

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QEnterEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QShowEvent,
    )

    from crm_desktop.ui.lines.line_words import LineWords

_SIDE = 16
_GAP = 6
_ABOVE = 10
_BELOW_TEXT = 8
_BESIDE_TEXT = 16
_LEAST_TEXT = 190
"""Where buttons would leave the text less than this they stand below it."""
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Line(QWidget):
    """One line.

    Signals:
        stepped: Up (-1), Down (1), Home (-1000), End (1000).
        entered: the line, or something on it, got the focus.
    """

    stepped = Signal(int)
    entered = Signal()

    def __init__(self, words: LineWords) -> None:
        super().__init__()
        self.words = words
        self.setObjectName(f"today_{words.id}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._text = LineText()
        self._when_width = 0
        self._layouts: dict[tuple[int, int], tuple[QRect, QRect, int]] = {}
        self._buttons: list[QPushButton] = []
        self._more = tool_button("today_more", tr("What can be done"), "ellipsis", clicked=self.show_menu)
        self._more.setParent(self)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Space on the line does the same
        self._more.hide()
        self.show_words(words)

    def show_words(self, words: LineWords) -> None:
        """Show the same thing as it stands now."""
        named = [(deed.name, deed.text, deed.look) for deed in words.deeds]
        rebuilt = not self._buttons or named != [
            (each.name, each.text, each.look) for each in self.words.deeds
        ]
        same = not rebuilt and _painted(words) == _painted(self.words)
        self.words = words
        if same:
            return  # the page is read again at every change, and most lines stay as they are
        self.setAccessibleName(words.sentence)
        self.setAccessibleDescription(" ".join(part for part in (words.alert, words.detail) if part))
        if rebuilt:
            self._make_buttons()
        self._lay_out_again()

    def align(self, when_width: int) -> None:
        """Leave so much room for the times, the same in all lines of a section."""
        if when_width != self._when_width:
            self._when_width = when_width
            self._lay_out_again()

    def when_width(self) -> int:
        """The room that the time needs."""
        return self._text.when_width(self.font(), self.words.when)

    def take_tab(self, *, taken: bool) -> None:
        """Be the one line that Tab comes to, or not."""
        policy = Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(policy if taken else Qt.FocusPolicy.ClickFocus)
        for each in self._buttons:
            each.setFocusPolicy(policy if taken else Qt.FocusPolicy.ClickFocus)

    def stops(self) -> list[QWidget]:
        """The line and its buttons, as Tab goes."""
        return [self, *self._buttons]

    def show_menu(self) -> None:
        """All that can be done, with the keys that do it."""
        menu = QMenu(self)
        menu.setObjectName("today_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opens = menu.addAction("\t".join((tr("Open"), _native(Qt.Key.Key_Return))))
        opens.triggered.connect(lambda: self.words.open())
        menu.addSeparator()
        for deed in self.words.deeds:
            text = f"{deed.text}\t{deed.letter}" if deed.letter else deed.text
            menu.addAction(text).triggered.connect(partial(self._run, deed.name))
        corner = (
            self._more.geometry().bottomLeft() if self._more.isVisible() else QPoint(_SIDE, self.height())
        )
        menu.popup(self.mapToGlobal(corner))

    def do(self, letter: str) -> bool:
        """Do what a letter stands for; says whether it stands for anything here."""
        meant = {letter.upper(), *(other.upper() for other, _ in other_layouts(letter.lower()))}
        for deed in self.words.deeds:
            if deed.letter and deed.letter in meant:
                deed.run()
                return True
        return False

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~(_KEYPAD | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
            return
        steps: dict[int, int] = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Home: -1000,
            Qt.Key.Key_End: 1000,
        }
        key = event.key()  # of a Cyrillic letter it is none of Qt.Key
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.words.open()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Menu):
            self.show_menu()
        elif not (event.text() and self.do(event.text())):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.words.open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.show_menu()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._more.show()
        self.entered.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._more.setVisible(self.underMouse())
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._more.show()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._more.setVisible(self.hasFocus())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lay_out_again()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._layout(width)[2]

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(max(self.width(), 360)))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.colours(self.palette())
        if self.hasFocus() or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(self.rect().adjusted(5, 3, -5, -3), 7, 7)
        text, _, _ = self._layout(self.width(), self.height())
        self._text.paint(painter, text, self.words, self._when_width, colours)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _make_buttons(self) -> None:
        focused = next((each.objectName() for each in self._buttons if each.hasFocus()), "")
        for each in self._buttons:
            each.hide()
            each.deleteLater()
        self._buttons = []
        for deed in self.words.deeds:
            if not deed.look:
                continue
            name = f"today_{deed.name}"
            made = button(name, deed.text, look=deed.look, clicked=partial(self._run, deed.name))
            # Which line a button belongs to is seen, but not heard.
            made.setAccessibleDescription(self.words.sentence)
            made.setFocusPolicy(self.focusPolicy())
            made.setParent(self)
            made.setVisible(True)
            self._buttons.append(made)
            if name == focused:
                made.setFocus()

    def _run(self, name: str, _checked: bool = False) -> None:
        next(deed for deed in self.words.deeds if deed.name == name).run()

    def _lay_out_again(self) -> None:
        self._layouts.clear()
        self.updateGeometry()
        if self.isVisible():  # before, it would be for a width that the line never has
            self._place()
        self.update()

    def _layout(self, width: int, height: int = 0) -> tuple[QRect, QRect, int]:
        """Where the text and the buttons stand in a line so wide (and high), and how high it must be."""
        found = self._layouts.get((width, height))
        if found is None:
            found = self._layouts[width, height] = self._laid_out(width, height)
        return found

    def _laid_out(self, width: int, height: int) -> tuple[QRect, QRect, int]:
        sizes = [each.sizeHint() for each in self._buttons]
        # The button of the menu comes and goes: its room is between the text and the others.
        buttons = sum(size.width() + _GAP for size in sizes) + self._more.sizeHint().width()
        high = max((size.height() for size in sizes), default=0)
        left = _SIDE + (self._when_width + _BESIDE_TEXT if self._when_width else 0)
        beside = width - left - _SIDE - buttons >= _LEAST_TEXT
        room = max(60, width - left - _SIDE - (buttons if beside else 0))
        text_height = self._text.height(self.font(), self.words, room)
        text = QRect(left, _ABOVE, room, text_height)
        if beside:
            needed = max(text_height, high) + 2 * _ABOVE
            height = max(height, needed)
            text.moveTop((height - text_height) // 2)
            return text, QRect(width - _SIDE - buttons, (height - high) // 2, buttons, high), needed
        place = QRect(left, text.bottom() + 1 + _BELOW_TEXT, buttons, high)
        return text, place, text_height + 2 * _ABOVE + (high + _BELOW_TEXT if sizes else 0)

    def _place(self) -> None:
        text, place, _ = self._layout(self.width(), self.height())
        size = self._more.sizeHint()
        middle = place.y() + (place.height() - size.height()) // 2
        beside = place.y() < text.bottom()
        x = place.x()
        if beside:
            self._more.setGeometry(x, middle, size.width(), size.height())
            x += size.width() + _GAP
        for each in self._buttons:
            needed = each.sizeHint()
            each.setGeometry(x, place.y(), needed.width(), needed.height())
            x += needed.width() + _GAP
        if not beside:
            self._more.setGeometry(x, middle, size.width(), size.height())


def _painted(words: LineWords) -> tuple[str, ...]:
    """All that is seen or heard of a line, apart from its buttons."""
    return (
        words.when, words.tone, words.title, words.title_tone, words.beside, words.alert, words.detail, words.sentence,
    )  # fmt: skip


def _native(key: Qt.Key) -> str:
    """A key in the words of the system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
