"""The pages and the saved views at the left of the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, label
from crm_desktop.ui.widgets.page_frame import clear

WIDTH = 196
_ITEM = 33
_RADIUS = 7
_MARK = 14
_ROOM_FOR_GUEST = 560


@dataclass(frozen=True)
class Place:
    """Where one can go: its id, the word for it, an icon, and a count where that says something.

    ``mark`` is a quiet icon at the end of the line, ``hint`` what it means.
    """

    id: str
    text: str
    icon: str = ""
    count: str = ""
    mark: str = ""
    hint: str = ""


class Item(QAbstractButton):
    """One line of the side bar.

    Signals:
        menu_wanted: a context menu, at a global point.
    """

    menu_wanted = Signal(QPoint)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.setObjectName(f"go_{place.id}")
        self.setText(place.text)
        self.setAccessibleName(place.text)
        self.setAccessibleDescription(place.hint)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.count, self._tone = place.count, "quiet"

    def show_count(self, count: str, spoken: str = "", tone: str = "quiet") -> None:
        """Show another count, in a colour of ``theme.Colours``; ``spoken``: with what is counted."""
        self.count, self._tone = count, tone
        self.setAccessibleDescription(spoken or count)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 20, max(_ITEM, self.fontMetrics().height() + 14))

    def nextCheckState(self) -> None:
        """A line is checked by the window when its page is shown, not by the click itself."""

    def contextMenuEvent(self, event: object) -> None:
        self.menu_wanted.emit(event.globalPos())  # type: ignore[attr-defined]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours(self.palette())
        chosen = self.isChecked()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.hover))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colours.focus))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        self._paint_words(painter, colours, chosen=chosen)

    def _paint_words(self, painter: QPainter, colours: theme.Colours, *, chosen: bool) -> None:
        ink = colours.accent if chosen else colours.text
        left = 10
        if self.place.icon:
            drawn = icons.pixmap(self.place.icon, ink, icons.SIZE, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, (self.height() - icons.SIZE) // 2), drawn)
            left += icons.SIZE + 10
        painter.setFont(theme.variant(self.font(), "small"))
        count_width = painter.fontMetrics().horizontalAdvance(self.count)
        plain = colours.accent if chosen and self._tone == "quiet" else getattr(colours, self._tone)
        painter.setPen(QColor(plain))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -10, 0), int(right), self.count)
        painter.setFont(theme.variant(self.font(), "strong") if chosen else self.font())
        painter.setPen(QColor(ink))
        room = self.width() - left - count_width - self._paint_mark(painter, colours) - 18
        shown = painter.fontMetrics().elidedText(self.place.text, Qt.TextElideMode.ElideRight, room)
        told = [self.place.text if shown != self.place.text else "", self.place.hint]
        self.setToolTip("\n".join(line for line in told if line))
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), int(middle), shown)

    def _paint_mark(self, painter: QPainter, colours: theme.Colours) -> int:
        """The icon at the end of the line; how much room it takes."""
        if not self.place.mark:
            return 0
        drawn = icons.pixmap(self.place.mark, colours.quiet, _MARK, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - 10 - _MARK, (self.height() - _MARK) // 2), drawn)
        return _MARK + 6


class Sidebar(QWidget):
    """Pages above, saved views between, the quiet places below.

    Signals:
        went: the id of a page was chosen.
        view_chosen: the id (hex) of a saved view was chosen.
        view_menu: a context menu for a saved view, at a global point.
    """

    went = Signal(str)
    view_chosen = Signal(str)
    view_menu = Signal(str, QPoint)

    def __init__(self, above: tuple[Place, ...], below: tuple[Place, ...]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName(tr("Pages"))
        self.setProperty("look", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._widen()
        self._items: dict[str, Item] = {}
        self._views: dict[str, Item] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 8)
        column.setSpacing(0)
        self._title = ElidedLabel("CRM Desktop", "title")
        self._title.setContentsMargins(10, 0, 0, 0)
        self._title.setFixedHeight(51)
        column.addWidget(self._title)
        for place in above:
            column.addWidget(self._item(place))
        self._below_places = QVBoxLayout()
        self._below_places.setContentsMargins(2, 14, 2, 0)
        column.addLayout(self._below_places)
        self._guest: tuple[str, QWidget] | None = None
        self._views_title = label(tr("Views"), "section")
        self._views_title.setContentsMargins(10, 18, 0, 6)
        column.addWidget(self._views_title)
        column.addWidget(self._views_area(), 1)
        for place in below:
            column.addWidget(self._item(place))
        self.show_views(())

    def show_title(self, text: str) -> None:
        """Show the name of the base on top."""
        self._title.setText(text)

    def show_place(self, page: str, view: str = "") -> None:
        """Mark where the window is."""
        for name, item in self._items.items():
            item.setChecked(name == page and not view)
        for name, item in self._views.items():
            item.setChecked(name == view)
        if self._guest is not None:
            self._guest[1].setVisible(page == self._guest[0] and self.height() >= _ROOM_FOR_GUEST)

    def show_below(self, page: str, widget: QWidget) -> None:
        """Have a widget under the places while a page is on the screen, where the window is high enough."""
        self._guest = (page, widget)
        widget.hide()
        self._below_places.addWidget(widget)

    def show_count(self, page: str, count: str, spoken: str = "", tone: str = "quiet") -> None:
        """Show a count behind a page, as of its line."""
        self._items[page].show_count(count, spoken, tone)

    def offer(self, page: str, *, offered: bool) -> None:
        """Have a place here, or not."""
        self._items[page].setVisible(offered)

    def show_views(self, views: tuple[Place, ...]) -> None:
        """Show these saved views; the heading only where there are any."""
        clear(self._views_column)
        self._views = {}
        for place in views:
            item = Item(place)
            item.setObjectName(f"view_{place.id}")
            item.clicked.connect(lambda _checked=False, name=place.id: self.view_chosen.emit(name))
            item.menu_wanted.connect(lambda point, name=place.id: self.view_menu.emit(name, point))
            self._views[place.id] = item
            self._views_column.addWidget(item)
        self._views_column.addStretch(1)
        self._views_title.setVisible(bool(views))

    def _item(self, place: Place) -> Item:
        item = Item(place)
        item.clicked.connect(lambda _checked=False: self.went.emit(place.id))
        self._items[place.id] = item
        return item

    def _views_area(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._views_column = QVBoxLayout(inside)
        self._views_column.setContentsMargins(0, 0, 0, 0)
        self._views_column.setSpacing(0)
        area.setWidget(inside)
        return area

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widen()

    def _widen(self) -> None:
        """As wide as the letters need that the user has chosen."""
        self.setFixedWidth(round(WIDTH * max(1.0, self.font().pixelSize() / theme.BASE_PX)))
