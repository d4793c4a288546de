"""One row of the list: its cells, to be mended on the spot, and beside the client that it means what would be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.exchange.columns.fields import FIELDS
from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.comparison import Comparison, Effect, Line
from crm_desktop.exchange.importing.staging import StagedRow, Verdict
from crm_desktop.kinds import Gender
from crm_desktop.ui import formats, text_import, text_kinds, text_rehearsal
from crm_desktop.ui.importing.decision_box import DecisionBox
from crm_desktop.ui.importing.header_label import HeaderLabel
from crm_desktop.ui.importing.rows_table import TONES
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import label, restyle
from crm_desktop.ui.widgets.page_frame import clear

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.hints import Column
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.ui.session import Session

_NAME_PARTS = frozenset({"prefix", "family", "given", "middle", "suffix"})
_WHO = frozenset({"name", "phone", "email", "company", "messenger"})
"""Beginnings of fields that can make somebody of a row of nobody: offered for filling in even where empty."""


class RowPane(QFrame):
    """The pane beside the list.

    Signals:
        mended: a cell was written over: index of its column, new text.
        decided: what to do with the row: a ``Decision``, or None for "as for all".
        decided_alike: what to do with all rows of the same verdict and reason: an ``Action``, or None.
        meaning_wanted: a column should mean something else: its index, a global point for the choice.
    """

    mended = Signal(int, str)
    decided = Signal(object)
    decided_alike = Signal(object)
    meaning_wanted = Signal(int, QPoint)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("import_row")
        self.setAccessibleName(tr("The row in detail"))
        self.setProperty("look", "card")
        self._fields: dict[int, QLineEdit] = {}
        self.decision: DecisionBox | None = None
        area = QScrollArea()
        area.setObjectName("import_row_scroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        area.setWidget(inside)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 14, 14, 14)
        self._column.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)

    def show_row(
        self, row: StagedRow | None, plan: TablePlan | None, known: Comparison, alike: int = 1
    ) -> None:
        """Show a row of a table and what is known of its client; nothing for no row.

        ``alike``: how many rows have its verdict and its reason.
        """
        focused = next((column for column, field in self._fields.items() if field.hasFocus()), None)
        self._fields.clear()
        self.decision = None
        clear(self._column)
        if row is None or plan is None:
            self._column.addWidget(label(tr("Choose a row to see it in detail."), "quiet", wrap=True))
            self._column.addStretch(1)
            return
        self._add_head(row, plan, known)
        if text_rehearsal.decisions(row):
            self._add_decision(row, known, alike)
        self._add_cells(row, plan)
        if known.lines:
            self._add_lines(known)
        self._column.addStretch(1)
        if focused is not None and focused in self._fields:
            self._fields[focused].setFocus()

    def is_typing(self) -> bool:
        """Whether something was typed into a cell that was not taken over yet."""
        return any(field.isModified() for field in self._fields.values())

    def focus_first(self) -> None:
        """Take the focus into the first cell, the one that needs care where there is one."""
        field = next(iter(self._fields.values()), None)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()

    def cell(self, column: int) -> QLineEdit:
        """The field of a cell of the row on the screen."""
        return self._fields[column]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return in a cell takes over what was typed there and goes no further; Esc takes it back."""
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent):
            is_press, key = event.type() == QEvent.Type.KeyPress, event.key()
            if is_press and key == Qt.Key.Key_Escape and watched.isModified():
                watched.setText(str(watched.property("was")))
                watched.setModified(False)
                return True
            if is_press and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
                watched.editingFinished.emit()
                return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _add_head(self, row: StagedRow, plan: TablePlan, known: Comparison) -> None:
        top = QHBoxLayout()
        top.addWidget(Badge(text_import.verdict(row.verdict), TONES[row.verdict]))
        top.addWidget(label(text_import.row_place(row.row, plan.file), "small"), 1)
        self._column.addLayout(top)
        if row.name:
            self._column.addWidget(label(row.name, "title", wrap=True))
        words = text_import.reason(row, known.twin.row if known.twin else None)
        if words:
            look = "late" if row.verdict is Verdict.REJECTED else "care" if row.look else "quiet"
            self._column.addWidget(label(words, look, wrap=True))

    def _add_decision(self, row: StagedRow, known: Comparison, alike: int) -> None:
        box = DecisionBox(self._session, row, known, alike)
        box.decided.connect(self.decided)
        box.decided_alike.connect(self.decided_alike)
        self._column.addWidget(box)
        self.decision = box

    def _add_cells(self, row: StagedRow, plan: TablePlan) -> None:
        """The cells as they stand in the file: those that need care first."""
        self._column.addSpacing(4)
        self._column.addWidget(label(tr("In the list"), "section"))
        wrong = {problem.column: problem.code for problem in row.record.problems} if row.record else {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 96)
        columns = sorted(plan.columns, key=lambda column: column.index not in wrong)
        place = 0
        for column in columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            text = cell_text(cell)
            if FIELDS[column.target.field].sensitive:
                continue  # left out, and not for eyes that pass by
            wanted = column.target.field == "event.start" or column.target.field.split(".")[0] in _WHO
            is_nobody = row.verdict is Verdict.REJECTED and wanted
            if not (text or column.index in wrong or is_nobody):
                continue
            header = text_import.header_words(column.header, column.index)
            grid.addWidget(self._header(column), place, 0, Qt.AlignmentFlag.AlignVCenter)
            field = self._field(column.index, header, text)
            if column.index in wrong:
                field.setProperty("wrong", "true")
                restyle(field)
                grid.addWidget(field, place, 1)
                place += 1
                care = label(text_import.problem(wrong[column.index]), "care", wrap=True)
                grid.addWidget(care, place, 1)
            else:
                grid.addWidget(field, place, 1)
            place += 1
        self._column.addLayout(grid)

    def _header(self, column: Column) -> HeaderLabel:
        """The header of a cell, which asks what the column means."""
        made = HeaderLabel(column)
        made.clicked.connect(lambda point: self.meaning_wanted.emit(column.index, point))
        return made

    def _field(self, column: int, header: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setObjectName(f"import_cell_{column}")
        field.setAccessibleName(header)
        field.setProperty("was", text)
        field.setCursorPosition(0)
        field.installEventFilter(self)
        field.editingFinished.connect(lambda: self._finished(column, field))
        self._fields[column] = field
        return field

    def _finished(self, column: int, field: QLineEdit) -> None:
        if field.isModified() and field.text() != field.property("was"):
            field.setModified(False)
            field.setProperty("was", field.text())
            self.mended.emit(column, field.text())
        field.setModified(False)

    def _add_lines(self, known: Comparison) -> None:
        """What the client will hold, or what the row adds to the client that is there."""
        self._column.addSpacing(6)
        title = tr("On the card of {name}", name=known.client_name) if known.client else tr("The new card")
        if known.twin is not None:
            title = tr("What this row says")
        elif known.lines[0].field.startswith("event."):
            title = tr("In the diary with")
        self._column.addWidget(label(title, "section", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 96)
        for place, line in enumerate(line for line in known.lines if not _is_said(line, known)):
            name = label(_line_name(line), "quiet", wrap=True)
            name.setMaximumWidth(120)
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(_line_words(line, beside=known.client is not None), place, 1)
        self._column.addLayout(grid)


def _is_said(line: Line, known: Comparison) -> bool:
    """Parts of a name that the whole name says already, and the bookkeeping."""
    whole = any(each.field == "name" for each in known.lines)
    return (
        line.field in _NAME_PARTS and whole and line.effect is not Effect.CHANGED and known.client is not None
    )


def _line_name(line: Line) -> str:
    name = text_import.filled_name(line.field)
    if not line.label:
        return name
    shown = (
        text_import.service(line.label) if line.field == "messenger" else text_kinds.point_label(line.label)
    )
    return f"{name} ({shown})"


def _line_words(line: Line, *, beside: bool) -> QVBoxLayout:
    """The value, and what becomes of it; never by colour alone."""
    column = QVBoxLayout()
    column.setSpacing(1)
    listed, based = _value(line.field, line.listed), _value(line.field, line.based)
    if not beside:
        column.addWidget(_wrapped(listed, ""))
    elif line.effect is Effect.ADDED:
        column.addWidget(_wrapped(f"+ {listed}", "accent"))
    elif line.effect is Effect.CHANGED:
        column.addWidget(_wrapped(listed, "accent"))
        column.addWidget(_wrapped(tr("instead of {value}", value=based), "small"))
    elif line.effect is Effect.KEPT:
        column.addWidget(_wrapped(based, ""))
        column.addWidget(_wrapped(tr("the list says {value}; the card stays", value=listed), "care"))
    else:
        column.addWidget(_wrapped(based or listed, "quiet"))
    return column


def _wrapped(text: str, look: str) -> QWidget:
    made = label(text, look, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _value(field: str, text: str) -> str:
    if field in {"birthday", "named_date"} and text:
        return formats.birthday(text)
    if field == "gender" and text:
        return text_kinds.gender(Gender(text))
    return text
