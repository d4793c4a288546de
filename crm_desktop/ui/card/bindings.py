"""Fields of a draft bound to widgets: filled from a draft, read back into one, in a grid of words and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.widgets.buttons import label, line

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ClientDraft

LABEL_WIDTH = 118
_GAP = 8


@dataclass(frozen=True)
class Binding:
    """One field of the draft and its widget.

    Attributes:
        field: the name of the field in ``ClientDraft``.
        widget: what stands in the grid.
        focus: what takes the focus, and is marked when the field is wrong.
        show: puts a value into the widget.
        read: takes the value out; with True it raises UserError for a text that is no value, else it does its best.
    """

    field: str
    widget: QWidget
    focus: QWidget
    show: Callable[[Any], object]
    read: Callable[[bool], Any]


def text_field(field: str, placeholder: str = "") -> Binding:
    """A text of one line."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    _named(made, field)
    return Binding(field, made, made, made.setText, lambda _strict: made.text().strip())


def text_box(field: str, placeholder: str = "", least: int = 2) -> Binding:
    """A text of several lines."""
    made = TextBox(f"client_{field}", text_kinds.field(field), placeholder, least=least, most=10)
    return Binding(field, made, made, made.set_text, lambda _strict: made.text())


def choice_field(field: str, choices: Sequence[tuple[Any, str]]) -> Binding:
    """One of a list."""
    made = EntryChoice(f"client_{field}", text_kinds.field(field), choices)
    return Binding(field, made, made, made.choose, lambda _strict: made.value())


def check_field(field: str, words: str) -> Binding:
    """Yes or no."""
    made = QCheckBox(words)
    _named(made, field)
    made.setAccessibleName(words)
    return Binding(field, made, made, made.setChecked, lambda _strict: made.isChecked())


def _named(widget: QWidget, field: str) -> None:
    widget.setObjectName(f"client_{field}")
    widget.setAccessibleName(text_kinds.field(field))


class Section(QWidget):
    """A titled part of the form. Subclasses add what is no plain field.

    Signals:
        edited: something in it was changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._bindings: list[Binding] = []
        self._showing = False
        self._words: dict[str, QWidget] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(_GAP)
        if title:
            self.column.addSpacing(6)
            self.column.addWidget(line())
            self.column.addSpacing(2)
            self.column.addWidget(label(title, "title"))
        self._grid: QGridLayout | None = None

    def add(self, binding: Binding, word: str | None = None) -> Binding:
        """Add a row; ``word`` stands before it where the field's own does not fit."""
        self._bindings.append(binding)
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
            self._grid.setColumnStretch(1, 1)
            self._grid.setHorizontalSpacing(12)
            self._grid.setVerticalSpacing(_GAP)
            self.column.addLayout(self._grid)
        row = self._grid.rowCount()
        named = label(text_kinds.field(binding.field) if word is None else word, "quiet", wrap=True)
        named.setBuddy(binding.focus)
        named.setMaximumWidth(LABEL_WIDTH)
        tall = isinstance(binding.widget, QPlainTextEdit)
        named.setContentsMargins(0, 7 if tall else 0, 0, 0)
        self._grid.addWidget(
            named, row, 0, Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
        )
        self._grid.addWidget(binding.widget, row, 1)
        self._words[binding.field] = named
        self.listen(binding.focus)
        return binding

    def bind(self, binding: Binding) -> Binding:
        """Know a field that stands somewhere else than in the grid."""
        self._bindings.append(binding)
        self.listen(binding.focus)
        return binding

    def show_row(self, field: str, *, shown: bool) -> None:
        """Show or hide a row of the grid."""
        self._words[field].setVisible(shown)
        next(binding for binding in self._bindings if binding.field == field).widget.setVisible(shown)

    def widgets(self) -> Mapping[str, QWidget]:
        """The widget of each field that an error may name."""
        return {binding.field: binding.focus for binding in self._bindings}

    def show_draft(self, draft: ClientDraft) -> None:
        """Fill the widgets from a draft."""
        self._showing = True
        for binding in self._bindings:
            binding.show(getattr(draft, binding.field))
        self._showing = False

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        """The draft with what this part holds. Raises UserError for what is no value where ``strict``."""
        values: dict[str, Any] = {binding.field: binding.read(strict) for binding in self._bindings}
        return replace(draft, **values)

    def tell(self) -> None:
        """Say that the user changed something, unless it is the form being filled."""
        if not self._showing:
            self.edited.emit()

    def listen(self, widget: QWidget) -> None:
        """Hear of what the user does in a widget."""
        if isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda _text: self.tell())
        elif isinstance(widget, QPlainTextEdit):
            widget.textChanged.connect(self.tell)
        elif isinstance(widget, EntryChoice):
            widget.activated.connect(lambda _index: self.tell())
        elif isinstance(widget, QCheckBox):
            widget.toggled.connect(lambda _on: self.tell())
