"""The common frame of the quiet pages: a heading, a sentence under it, and a column that scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.ui.widgets.buttons import label

_MARGIN = 26
WIDEST = 860
"""Lines longer than this are not read with ease."""


class PageFrame(QWidget):
    """A page with a heading; ``column`` is where its parts go."""

    def __init__(self, name: str, title: str, text: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        area = scrolling(inside)
        area.setObjectName(f"{name}_scroll")
        outer.addWidget(area)
        row = QHBoxLayout(inside)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        row.addWidget(body, 1)
        row.addStretch(0)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(label(title, "heading"))
        if text:
            self.column.addWidget(label(text, "quiet", wrap=True))
        self.column.addSpacing(8)


class Card(QFrame):
    """A box with a quiet edge; ``column`` is where its parts go."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(10)
        if title:
            self.column.addWidget(label(title, "title"))


def scrolling(inside: QWidget) -> QScrollArea:
    """A part of a page that scrolls, without an edge of its own and without a stop of Tab."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


@contextmanager
def keeping_focus(owner: QWidget) -> Iterator[None]:
    """Make parts of a page anew inside: what has the focus has it again afterwards, known by its object name."""
    name = next((each.objectName() for each in owner.findChildren(QWidget) if each.hasFocus()), "")
    yield
    again = owner.findChildren(QWidget, name) if name else []
    if again:
        made = again[-1]  # the one before it waits to be deleted
        _show_now(made, owner)
        made.setFocus()


def _show_now(widget: QWidget, owner: QWidget) -> None:
    """Qt shows what was put into a layout when it comes to it, and takes the focus from what is hidden until then."""
    parts = [widget]
    while (above := parts[-1].parentWidget()) is not None and above is not owner:
        parts.append(above)
    for part in reversed(parts):
        if not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            part.show()


def clear(layout: QLayout) -> None:
    """Take all widgets and layouts out of a layout and delete them."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
