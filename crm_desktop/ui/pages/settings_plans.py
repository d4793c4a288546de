"""Plans of dated steps, edited in place: what begins them, and what is to be done when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind, Outcome, PlanStart
from crm_desktop.services import plans
from crm_desktop.services.plans import StepDraft, TemplateDraft
from crm_desktop.ui import text_kinds, text_plans
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.pages.plan_step_line import PlanStepLine
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.flow_layout import FlowLayout
from crm_desktop.ui.widgets.page_frame import Card, clear, keeping_focus, scrolling

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 820
_OUTCOMES = (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER, Outcome.CANCELLED)


class PlansEditor(QWidget):
    """One box per plan; every change is kept at once and can be taken back."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("settings_plans")
        self._session = session
        self._tell = tell
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        words = tr(
            "What follows what: after a sale a call in two days, a question in a month. A plan begins by itself, or "
            "from the card: “Plan by a template…”."
        )
        outer.addWidget(label(words, "quiet", wrap=True))
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(12)
        column.addLayout(self._boxes)
        column.addLayout(self._new_line())
        self._offers = QWidget()
        self._offered = FlowLayout(self._offers, gap=6)
        column.addWidget(self._offers)
        column.addStretch(1)
        outer.addWidget(scrolling(inside), 1)

    def reload(self) -> None:
        """Read the plans again; what is in use keeps the focus."""
        with keeping_focus(self):
            clear(self._boxes)
            clear(self._offered)
            templates = plans.templates(self._session.store)
            for template in templates:
                self._boxes.addWidget(self._box(template))
            offered = text_plans.ready_made_beside(templates)
            if offered:
                self._offered.addWidget(label(tr("Ready-made:"), "quiet"))
            for place, template in enumerate(offered):
                chip = button(
                    f"ready_made_{place}", template.name, look="chip", clicked=self._saver(template)
                )
                self._offered.addWidget(chip)
            self._offers.setVisible(bool(offered))

    # ---------------------------------------------------------------------------------------------------------- inside

    def _box(self, template: TemplateDraft) -> QWidget:
        assert template.id is not None  # it was read from the base
        key = f"plan_{template.id.hex()}"
        card = Card()
        card.setObjectName(key)
        card.setAccessibleName(template.name)
        card.column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = QLineEdit(template.name)
        name.setObjectName(f"{key}_name")
        name.setAccessibleName(tr("Name of the plan"))
        name.editingFinished.connect(lambda: self._rename(template, name))
        head.addWidget(name, 1)
        head.addWidget(
            tool_button(f"{key}_delete", tr("Remove"), "trash-2", clicked=lambda: self._delete(template))
        )
        card.column.addLayout(head)
        card.column.addLayout(self._start_line(key, template))
        card.column.addWidget(line())
        for place, step in enumerate(template.steps):
            card.column.addWidget(self._step_line(f"{key}_{place}", template, place, step))
        add = button(f"{key}_add", tr("Add a step"), look="link", clicked=lambda: self._add_step(template))
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        card.column.addLayout(row)
        return card

    def _start_line(self, key: str, template: TemplateDraft) -> QGridLayout:
        starts = EntryChoice(
            f"{key}_starts", tr("What begins it"), [(each, text_plans.starts(each)) for each in PlanStart]
        )
        starts.choose(template.starts)
        starts.activated.connect(lambda _i: self._save(replace(template, starts=starts.value())))
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(label(tr("Begins when"), "quiet"), 0, 0)
        grid.addWidget(starts, 0, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        if template.starts is PlanStart.HELD:
            kinds = [(None, trc("any kind", "any contact"))]
            kinds += [(kind, text_kinds.activity_kind(kind)) for kind in ActivityKind]  # type: ignore[misc]
            kind = EntryChoice(f"{key}_kind", tr("Kind of contact"), kinds)
            kind.choose(template.kind)
            kind.activated.connect(lambda _i: self._save(replace(template, kind=kind.value())))
            outcomes = [(None, trc("any outcome", "however it went"))]
            outcomes += [(each, text_kinds.outcome(each)) for each in _OUTCOMES]  # type: ignore[misc]
            outcome = EntryChoice(f"{key}_outcome", tr("How it went"), outcomes)
            outcome.choose(template.outcome)
            outcome.activated.connect(lambda _i: self._save(replace(template, outcome=outcome.value())))
            # Below what begins it: beside it none of the three could be read in a narrow window.
            grid.addWidget(kind, 1, 1)
            grid.addWidget(outcome, 1, 2)
        return grid

    def _step_line(self, key: str, template: TemplateDraft, place: int, step: StepDraft) -> PlanStepLine:
        made = PlanStepLine(key, step, only=len(template.steps) == 1)
        made.changed.connect(lambda new: self._save_step(template, place, new))
        made.refused.connect(self._refused)
        made.removed.connect(lambda: self._save_step(template, place, None))
        return made

    def _new_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(8)
        self._new = QLineEdit()
        self._new.setObjectName("new_plan")
        self._new.setPlaceholderText(tr("Name of a new plan"))
        self._new.setAccessibleName(tr("Name of a new plan"))
        self._new.returnPressed.connect(self._add)
        row.addWidget(self._new, 1)
        row.addWidget(button("add_plan", tr("Add"), icon="plus", clicked=self._add))
        return row

    def _add(self) -> None:
        name = self._new.text().strip()
        if name and self._save(TemplateDraft(name, (StepDraft(after=2, at_time="10:00"),))):
            self._new.clear()
            self._new.setFocus()

    def _rename(self, template: TemplateDraft, name: QLineEdit) -> None:
        # It also fires when the line is taken away: what was kept once is not kept again.
        if name.isModified() and name.text().strip() != template.name:
            name.setModified(False)
            self._save(replace(template, name=name.text()))

    def _add_step(self, template: TemplateDraft) -> None:
        last = template.steps[-1]
        step = StepDraft(last.kind, last.after + 1, last.unit, last.at_time)
        self._save(replace(template, steps=(*template.steps, step)))

    def _save_step(self, template: TemplateDraft, place: int, step: StepDraft | None) -> None:
        steps = list(template.steps)
        steps[place : place + 1] = [] if step is None else [step]
        self._save(replace(template, steps=tuple(steps)))

    def _refused(self, error: Exception) -> None:
        self._tell.problem(error)
        self.reload()

    def _saver(self, template: TemplateDraft) -> Callable[[], object]:
        return lambda: self._save(template)

    def _save(self, template: TemplateDraft) -> bool:
        return self._try(lambda: plans.save(self._session.store, template))

    def _delete(self, template: TemplateDraft) -> None:
        template_id = template.id
        assert template_id is not None
        if self._try(lambda: plans.delete(self._session.store, template_id)):
            self._tell.done(tr("Removed. Ctrl+Z takes it back."))

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._refused(error)
            return False
        return True
