"""The search field: a glass, the words as typed, how they were understood, and a cross."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from crm_desktop.ui import icons, theme
from crm_desktop.ui.text import tr


class SearchBox(QLineEdit):
    """Emits every change at once; Esc clears, Down hands the focus to the list.

    It has no undo of its own: the focus is here most of the time, and what is taken back is what was done to clients.

    Signals:
        typed: the text, stripped, after every change.
        left_down: Down or Return was pressed; the list should take the focus.
    """

    typed = Signal(str)
    left_down = Signal()

    def __init__(self, name: str, placeholder: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(placeholder)
        self.setPlaceholderText(placeholder)
        self.setProperty("look", "search")
        self.setMinimumHeight(34)
        self._hint = hint
        self._understood = ""
        self._last = ""
        self.addAction(icons.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icons.icon("x", "quiet"), tr("Clear the search"), self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        # Only now: the button of an action that was hidden before it came would be shown with the field.
        self._clear.setVisible(False)
        self.textChanged.connect(self._changed)

    def show_aim(self, words: str) -> None:
        """Say what is looked for."""
        if words != self.placeholderText():
            self.setPlaceholderText(words)
            self.setAccessibleName(words)

    def show_text(self, text: str) -> None:
        """Put a text in without telling; a text that stands there already stays as it is, with the cursor."""
        if text.strip() != self._last:
            self._last = text.strip()
            self.setText(text)

    def show_understood(self, text: str) -> None:
        """Show how the typed text was understood (another keyboard layout), or nothing."""
        self._understood = text
        self.setAccessibleDescription(tr("Understood as {text}", text=text) if text else "")
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            # A line edit claims these keys even where it has nothing to undo; left alone, the window gets them.
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colours = theme.colours(self.palette())
        if self.text() and self._understood:
            self._paint_understood(painter, colours)
        elif not self.text() and self._hint and not self.hasFocus():
            self._paint_hint(painter, colours)

    def _paint_understood(self, painter: QPainter, colours: theme.Colours) -> None:
        left = self._text_left() + self.fontMetrics().horizontalAdvance(self.text()) + 10
        room = self.width() - left - 34
        if room > 30:
            painter.setPen(QColor(colours.quiet))
            shown = self.fontMetrics().elidedText(f"→ {self._understood}", Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_hint(self, painter: QPainter, colours: theme.Colours) -> None:
        painter.setFont(theme.variant(self.font(), "small"))
        width = painter.fontMetrics().horizontalAdvance(self._hint) + 12
        box = QRectF(self.width() - width - 10.5, (self.height() - 20) / 2, width, 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.edge))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._hint)

    def _text_left(self) -> int:
        # Imported here: 10 ms that a start has no use for.
        from PySide6.QtWidgets import QStyle, QStyleOptionFrame

        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        # The leading action takes its icon and a margin on both sides; the text begins 2 px behind.
        return inside.left() + self.textMargins().left() + icons.SIZE + 10

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if not text:
            self.show_understood("")
        if text.strip() != self._last:
            self._last = text.strip()
            self.typed.emit(self._last)


def _is_undo(event: QEvent) -> bool:
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return isinstance(event, QKeyEvent) and any(event.matches(key) for key in keys)
