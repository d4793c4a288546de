"""One step of a plan in a line: after how long, what, at which time, what about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.errors import NumberRefused, TimeRefused, UserError
from crm_desktop.kinds import ActivityKind
from crm_desktop.services.plans import StepUnit
from crm_desktop.services.typed_span import read_clock
from crm_desktop.ui import text_kinds, text_plans
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label, tool_button

if TYPE_CHECKING:
    from crm_desktop.services.plans import StepDraft

_NUMBER_WIDTH, _TIME_WIDTH = 46, 86


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
        self._unit.choose(step.unit)
        kinds = [(kind, text_kinds.activity_kind(kind)) for kind in ActivityKind]
        self._kind = EntryChoice(f"{key}_kind", tr("Kind of contact"), kinds)
        self._kind.choose(step.kind)
        self._at = _line(f"{key}_at", tr("Time of the day"), step.at_time, _TIME_WIDTH)
        self._at.setPlaceholderText(trc("length", "all day"))
        self._wanted = _line(f"{key}_wanted", tr("What about"), step.wanted)
        self._wanted.setPlaceholderText(tr("What about"))
        remove = tool_button(f"{key}_remove", tr("Remove the step"), "x", clicked=self.removed.emit)
        remove.setEnabled(not only)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(trc("step of a plan", "after"), "quiet"))
        for widget in (self._after, self._unit, self._kind, self._at):
            row.addWidget(widget)
        row.addWidget(self._wanted, 1)
        row.addWidget(remove)
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


def _line(name: str, title: str, text: str, width: int = 0) -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setCursorPosition(0)  # a long text is read from its beginning
    if width:
        made.setFixedWidth(width)
    return made
