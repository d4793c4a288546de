"""One step of a plan in a line: after how long, what, at which time, what about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.errors import NumberRefused, TimeRefused, UserError
from crm_desktop.kinds import ActivityKind
from crm_desktop.services.plans import StepUnit
from crm_desktop.services.typed_span import read_clock
from crm_desktop.ui import text_kinds, text_plans
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label, tool_button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm_desktop.services.plans import StepDraft

_NUMBER_WIDTH, _TIME_WIDTH = 46, 86
_UNIT_LETTERS = 5
_GAP = 6
_LEAST_WANTED = 200
"""Where what a step is about would have less room than this it stands below the rest."""


class PlanStepLine(QWidget):
    """Edited in place.

    Signals:
        changed: carries the new ``StepDraft``.
        refused: carries the error of what is no step.
        removed: the step is not wanted any more.
    """

    changed = Signal(object)
    refused = Signal(object)
    removed = Signal()

    def __init__(self, key: str, step: StepDraft, *, only: bool) -> None:
        """``only``: it is the plan's only step, which stays."""
        super().__init__()
        self._step = step
        self._after = _line(f"{key}_after", tr("After how many"), str(step.after), _NUMBER_WIDTH)
        units = [(unit, text_plans.unit(unit)) for unit in StepUnit]
        self._unit = EntryChoice(f"{key}_unit", tr("Days, weeks or months"), units)
        self._unit.setMinimumContentsLength(_UNIT_LETTERS)
        self._unit.choose(step.unit)
        kinds = [(kind, text_kinds.activity_kind(kind)) for kind in ActivityKind]
        self._kind = EntryChoice(f"{key}_kind", tr("Kind of contact"), kinds)
        self._kind.choose(step.kind)
        self._at = _line(f"{key}_at", tr("Time of the day"), step.at_time, _TIME_WIDTH)
        self._at.setPlaceholderText(trc("length", "all day"))
        self._wanted = _line(f"{key}_wanted", tr("What about"), step.wanted)
        self._wanted.setPlaceholderText(tr("What about"))
        self._remove = remove = tool_button(
            f"{key}_remove", tr("Remove the step"), "x", clicked=self.removed.emit
        )
        remove.setEnabled(not only)
        self._first = (
            label(trc("step of a plan", "after"), "quiet"), self._after, self._unit, self._kind, self._at,
        )  # fmt: skip
        for widget in (*self._first, self._wanted, remove):
            widget.setParent(self)  # in the order of Tab
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for line in (self._after, self._at, self._wanted):
            line.editingFinished.connect(lambda line=line: self._typed(line))
        for choice in (self._unit, self._kind):
            choice.activated.connect(lambda _index: self._tell())

    def step(self) -> StepDraft:
        """The step as the line says it. Raises NumberRefused, TimeRefused."""
        after, at = self._after.text().strip(), self._at.text().strip()
        if not after.isdecimal():
            raise NumberRefused(field="after", value=after, least=0, most=3650)
        clock = read_clock(at)
        if at and clock is None:
            raise TimeRefused(field="at_time", value=at)
        return replace(
            self._step,
            after=int(after),
            unit=self._unit.value(),
            kind=self._kind.value(),
            at_time=f"{clock:%H:%M}" if clock else "",
            wanted=self._wanted.text().strip(),
        )

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()
            self._place()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        row = self._row_height()
        return 2 * row + 2 * _GAP if self._folds(width) else row  # a gap more: two rows are one step

    def minimumSizeHint(self) -> QSize:
        return QSize(self._before_wanted(), self._row_height())

    def sizeHint(self) -> QSize:
        return QSize(self._before_wanted() + _LEAST_WANTED, self._row_height())

    # ---------------------------------------------------------------------------------------------------------- inside

    def _folds(self, width: int) -> bool:
        return width < self._before_wanted() + _LEAST_WANTED

    def _row_height(self) -> int:
        return max(widget.sizeHint().height() for widget in (*self._first, self._wanted, self._remove))

    def _before_wanted(self) -> int:
        """The width of all but what it is about."""
        return sum(_width(widget) + _GAP for widget in (*self._first, self._remove))

    def _place(self) -> None:
        """All in a row; what it is about below the rest where it could not be read beside it."""
        row, x, width = self._row_height(), 0, self.width()
        for widget in self._first:
            widget.setGeometry(x, 0, _width(widget), row)
            x += _width(widget) + _GAP
        end = width - _width(self._remove)
        self._remove.setGeometry(end, 0, _width(self._remove), row)
        if self._folds(width):
            x = self._after.x()
        self._wanted.setGeometry(x, row + _GAP if self._folds(width) else 0, end - _GAP - x, row)

    def _typed(self, line: QLineEdit) -> None:
        # It also fires when the line is taken away: what was kept once is not kept again.
        if line.isModified():
            line.setModified(False)
            self._tell()

    def _tell(self) -> None:
        try:
            step = self.step()
        except UserError as error:
            self.refused.emit(error)
            return
        if step != self._step:
            self.changed.emit(step)


def _width(widget: QWidget) -> int:
    return min(widget.sizeHint().width(), widget.maximumWidth())


def _line(name: str, title: str, text: str, width: int = 0) -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setCursorPosition(0)  # a long text is read from its beginning
    if width:
        made.setFixedWidth(width)
    return made
