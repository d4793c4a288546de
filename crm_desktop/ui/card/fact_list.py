"""Lines of facts as widgets, kept and filled anew: a card must be there within a frame, and making widgets is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.card.paragraph import Paragraph, Piece
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from crm_desktop.ui.card.facts import Fact

_NARROWEST, _WIDEST, _LABEL_GAP = 64, 98, 14
"""The labels stand in a column as wide as the widest of them, so that short words leave the room to the values. A label
that is too wide for any column pushes its own value only."""

_MOST_LABEL = 150
_ABOVE, _BELOW = 2, 3


class FactLine(QWidget):
    """One line: it can be focused, copied, followed to the client it names, and asked for its history.

    Signals:
        followed: the line was clicked or Return was pressed on it; carries its ``Fact``.
        history: its history is asked for; carries its ``Fact``.
        copied: its value was put on the clipboard; carries the text.
    """

    followed = Signal(object)
    history = Signal(object)
    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._fact: Fact | None = None
        self._laid_out: tuple[tuple[int, str, str], Paragraph] | None = None
        self._hovered = False
        self._label = _NARROWEST

    def set_label_width(self, width: int) -> None:
        """Begin the value there, in logical pixels from the left."""
        if width != self._label:
            self._label, self._laid_out = width, None
            self.update()

    def show_fact(self, fact: Fact) -> None:
        """Show another fact."""
        if fact == self._fact:
            return
        self._fact, self._laid_out = fact, None
        self.setObjectName(fact.id)
        words = f"{fact.label}: {fact.text}"
        self.setAccessibleName(f"{words}, {fact.note}" if fact.note else words)
        follows = bool(fact.copy or fact.client or fact.activity)
        self.setCursor(Qt.CursorShape.PointingHandCursor if follows else Qt.CursorShape.ArrowCursor)
        self.setToolTip(tr("Click to copy") if fact.copy else "")
        self.setAccessibleDescription(tr("Return copies it, H shows its history") if fact.copy else "")
        self.updateGeometry()
        self.update()

    def fact(self) -> Fact | None:
        """The fact shown."""
        return self._fact

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._fact is None:
            return 0
        return self._value(width).height + _ABOVE + _BELOW

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._fact is None:
            return
        painter = QPainter(self)
        colours = theme.colours(self.palette())
        if self._hovered or self.hasFocus():
            self._paint_ground(painter, colours)
        painter.setPen(QColor(colours.quiet))
        metrics = self.fontMetrics()
        word = metrics.elidedText(self._fact.label, Qt.TextElideMode.ElideRight, self._label - 8)
        painter.drawText(QPoint(0, _ABOVE + metrics.ascent()), word)
        self._value(self.width()).draw(painter, self._label, _ABOVE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._follow()
        elif event.text().lower() in {"h", "р"} and not event.modifiers():
            self._ask_history()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._follow()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("copy"), tr("Copy"), self._copy)
        if self._fact is not None and self._fact.field is not None:
            menu.addAction(icons.icon("history"), tr("History of this field"), self._ask_history)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self.updateGeometry()

    def enterEvent(self, event: object) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = False
        self.update()

    def _follow(self) -> None:
        if self._fact is None:
            return
        if self._fact.copy:
            self._copy()
        else:
            self.followed.emit(self._fact)

    def _copy(self) -> None:
        if self._fact is not None:
            text = self._fact.copy or self._fact.text
            QGuiApplication.clipboard().setText(text)
            self.copied.emit(text)

    def _ask_history(self) -> None:
        if self._fact is not None and self._fact.field is not None:
            self.history.emit(self._fact)

    def _value(self, width: int) -> Paragraph:
        """The value and its note, broken for this width; kept until either changes."""
        fact = self._fact
        assert fact is not None
        room = max(40, width - self._label)
        colours = theme.colours(self.palette())
        key = (room, self.font().key(), colours.text)
        if self._laid_out is None or self._laid_out[0] != key:
            self._laid_out = (key, Paragraph(_pieces(fact), self.font(), colours, room))
        return self._laid_out[1]

    def _paint_ground(self, painter: QPainter, colours: theme.Colours) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(self._label - 6, 0, -1, -1)
        painter.setPen(QColor(colours.focus) if self.hasFocus() else Qt.PenStyle.NoPen)
        follows = self._fact is not None and bool(self._fact.copy or self._fact.client or self._fact.activity)
        painter.setBrush(QColor(colours.hover) if follows or self.hasFocus() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)


def _pieces(fact: Fact) -> list[Piece]:
    tones = {"strong": "strong-text", "late": "strong-late", "care": "strong-care", "accent": "accent"}
    look = "accent" if fact.client else tones.get(fact.tone, "text")
    return [(fact.text, look), (f" · {fact.note}", "quiet")] if fact.note else [(fact.text, look)]


class FactList(QWidget):
    """A column of lines; shows any number of facts with the widgets it has, and makes what it lacks.

    Signals: those of its lines.
    """

    followed = Signal(object)
    history = Signal(object)
    copied = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._lines: list[FactLine] = []
        self._facts: Sequence[Fact] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_facts(self, facts: Sequence[Fact], only: frozenset[str] = frozenset()) -> None:
        """Show these facts in this order; of them those of some ids where ``only`` names any."""
        self._facts = facts
        shown = [fact for fact in facts if not only or fact.id in only]
        while len(self._lines) < len(shown):
            self._add_line()
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(fact.label) + _LABEL_GAP for fact in shown]
        column = max((width for width in widths if width <= _WIDEST), default=_NARROWEST)
        for line, fact, width in zip(self._lines, shown, widths, strict=False):
            line.set_label_width(min(max(width, column, _NARROWEST), _MOST_LABEL))
            line.show_fact(fact)
            line.setVisible(True)
        for line in self._lines[len(shown) :]:
            line.setVisible(False)
        self.setVisible(bool(shown))
        self._place()
        self.updateGeometry()

    def show_only(self, ids: frozenset[str]) -> None:
        """Narrow what is shown to the facts of these ids; none: all of them."""
        self.show_facts(self._facts, ids)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(line.heightForWidth(width) for line in self.lines())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # A line became higher: another text, or another type.
            self._place()
            self.updateGeometry()
        return super().event(event)

    def lines(self) -> list[FactLine]:
        """The lines that show something."""
        return [line for line in self._lines if not line.isHidden()]

    def _add_line(self) -> None:
        line = FactLine()
        line.followed.connect(self.followed)
        line.history.connect(self.history)
        line.copied.connect(self.copied)
        line.setParent(self)
        line.ensurePolished()
        self._lines.append(line)

    def _place(self) -> None:
        """One under the other. By hand: a layout of Qt asks for the heights several times over."""
        top = 0
        for line in self.lines():
            height = line.heightForWidth(self.width())
            line.setGeometry(0, top, self.width(), height)
            top += height
