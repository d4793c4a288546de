"""The frame of the small forms on the card: a title, rows, Save and Esc, errors at their fields, a kept draft."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import UserError
from crm_desktop.ui import formats
from crm_desktop.ui.card.form_keys import claim, saves
from crm_desktop.ui.card.kept_draft import KeptDraft
from crm_desktop.ui.card.tab_order import move_focus
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, restyle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.ui.session import Session

LABEL_WIDTH = 84
"""The column of the words before the fields, in logical pixels."""
_ONE_LINE = 40


class SmallForm(QFrame):
    """A form that replaces the history while it is open.

    Signals:
        saved: it was saved; carries the ``kinds.Op`` for the toast.
        left: Esc or Cancel; what was typed is kept as a draft.
        problem: a fault of the program while saving; carries the exception.
    """

    saved = Signal(str)
    left = Signal()
    problem = Signal(object)

    def __init__(self, name: str, title: str, session: Session, key: str) -> None:
        """``key`` is the key of its draft in ``services.unsaved``."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.session = session
        self.written = 1
        """How many records the last saving wrote, for the toast; 0: nothing was changed."""
        self.told = ""
        """What to say after saving; empty: what is said of the operation."""
        self.kept = KeptDraft(self, session, key, self._content)
        self._fields: dict[str, QWidget] = {}
        self._words: dict[QWidget, QWidget] = {}
        self._untouched: Mapping[str, Any] = {}
        self._kept_state: Mapping[str, Any] = {}
        self._title = label(title, "title")
        self._error = label("", "late", wrap=True)
        self._error.setObjectName(f"{name}_error")
        self._error.hide()
        self._draft_line = self._make_draft_line()
        self.grid = QGridLayout()
        self.grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self.grid.setColumnStretch(1, 1)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self._build()

    # ------------------------------------------------------------------------------------------ what each form fills in

    @abstractmethod
    def state(self) -> Mapping[str, Any]:
        """What the widgets hold, in plain values: the draft kept for a crash."""

    @abstractmethod
    def show_state(self, state: Mapping[str, Any]) -> None:
        """Fill the widgets with what ``state`` gave."""

    @abstractmethod
    def focus_first(self) -> None:
        """Take the focus where one begins to write."""

    @abstractmethod
    def write(self) -> str:
        """Save through a service; returns the ``kinds.Op`` done. Raises UserError."""

    # --------------------------------------------------------------------------------------------------------- at work

    def ready(self) -> None:
        """Called when all rows stand and hold the first values: from now on changes are kept."""
        self._untouched = dict(self.state())
        found = self.kept.found()
        offered = found is not None and isinstance(found.value, dict) and found.value != self._untouched
        self._draft_line.setVisible(offered)
        if found is not None and offered:
            self._kept_state = found.value
            self._draft_words.setText(tr("Unsaved draft, {when}", when=formats.moment(found.at)))

    def touched(self) -> None:
        """Something was typed."""
        self._draft_line.hide()
        self.kept.touched()

    def continue_kept(self) -> None:
        """Go on with what the form held when it was left."""
        self._draft_line.hide()
        if self._kept_state:
            self.show_state(self._kept_state)

    def save(self) -> None:
        """Save, or say at the field what is wrong."""
        self._clear_wrong()
        try:
            done = self.write()
        except UserError as error:
            self.show_error(error)
        except Exception as error:
            self.problem.emit(error)
        else:
            self.kept.drop()
            self.saved.emit(done)

    def leave(self) -> None:
        """Close without saving; the draft stays."""
        self.kept.write()
        self.left.emit()

    def name_save(self, word: str) -> None:
        """Have the button that saves say what it does."""
        self._save.setText(word)
        self._save.setAccessibleName(word)

    def add_beside_save(self, widget: QWidget) -> None:
        """Put another way out at the right of the buttons."""
        self._foot.addWidget(widget)

    def allow_save(self, *, allowed: bool) -> None:
        """Whether there is anything to save."""
        self._save.setEnabled(allowed)

    def show_error(self, error: UserError) -> None:
        """Say what is wrong, and put the focus where it is."""
        self._error.setText(error_text(error))
        self._error.show()
        widget = self._fields.get(str(error.facts.get("field", "")))
        if widget is not None:
            widget.setProperty("wrong", "true")
            restyle(widget)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def error(self) -> str:
        """What is said to be wrong, or nothing."""
        return "" if self._error.isHidden() else self._error.text()

    def add_row(self, word: str, widget: QWidget, field: str = "", focus: QWidget | None = None) -> None:
        """Add a row; ``field`` is the field of the draft that errors name, ``focus`` what its label belongs to."""
        row = self.grid.rowCount()
        if word:
            named = label(word, "quiet")
            named.setBuddy(focus or widget)
            self._words[widget] = named
            tall = isinstance(widget, QPlainTextEdit) or widget.sizeHint().height() > _ONE_LINE
            top = 7 if tall else 0
            named.setContentsMargins(0, top, 0, 0)
            side = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
            self.grid.addWidget(named, row, 0, side)
            self.grid.addWidget(widget, row, 1)
        else:
            self.grid.addWidget(widget, row, 0, 1, 2)
        self.know(field, focus or widget)

    def show_row(self, widget: QWidget, *, shown: bool) -> None:
        """Show or hide a row with the word before it."""
        widget.setVisible(shown)
        word = self._words.get(widget)
        if word is not None:
            word.setVisible(shown)

    def know(self, field: str, widget: QWidget) -> None:
        """Remember which widget shows a field, and hear of what is typed there."""
        if field:
            self._fields[field] = widget
        if isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda _text: self.touched())
        elif isinstance(widget, QPlainTextEdit):
            widget.textChanged.connect(self._text_changed)

    def event(self, event: QEvent) -> bool:
        return claim(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if saves(event):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return move_focus(self, forward=forward)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]  # QHideEvent
        self.kept.close()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _content(self) -> Mapping[str, Any] | None:
        state = dict(self.state())
        return state if state != self._untouched else None

    def _text_changed(self) -> None:
        if self._untouched:
            self.touched()

    def _clear_wrong(self) -> None:
        self._error.hide()
        for widget in self._fields.values():
            if widget.property("wrong") == "true":
                widget.setProperty("wrong", "false")
                restyle(widget)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(ElidedLabel(tr("Ctrl+Enter saves, Esc leaves"), "small"), 1)
        column.addLayout(head)
        column.addWidget(self._draft_line)
        column.addLayout(self.grid)
        column.addWidget(self._error)
        self._foot = row = QHBoxLayout()
        self._save = button("form_save", tr("Save"), look="primary", clicked=self.save)
        self._cancel = button("form_cancel", tr("Cancel"), clicked=self.leave)
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _make_draft_line(self) -> QFrame:
        line = QFrame()
        line.setProperty("look", "notice-info")
        line.setObjectName("form_draft")
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 4, 6, 4)
        self._draft_words = label("")
        row.addWidget(self._draft_words, 1)
        row.addWidget(button("draft_continue", tr("Continue"), look="link", clicked=self.continue_kept))
        row.addWidget(button("draft_discard", tr("Discard"), look="link", clicked=self._discard))
        line.hide()
        return line

    def _discard(self) -> None:
        self._draft_line.hide()
        self.kept.drop()
