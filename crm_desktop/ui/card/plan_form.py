"""Plans the dated steps of a template for a client; the days are seen before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from crm_desktop.errors import DateRefused, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import participants, plans
from crm_desktop.ui import formats, text_plans
from crm_desktop.ui.card.entry_choice import EntryChoice, colleague_choices
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.plans import TemplateDraft
    from crm_desktop.ui.session import Session


class PlanForm(SmallForm):
    """Which plan, from which day, by whom. The ready-made plans are offered beside those of the base."""

    def __init__(self, session: Session, client_id: bytes) -> None:
        """Raises RecordNotFound: the client is gone for good."""
        store = session.store
        self._client_id = client_id
        self._name = participants.names(store, [client_id]).get(client_id)
        if self._name is None:
            raise RecordNotFound(table="client", id=client_id)
        self._templates: list[TemplateDraft] = plans.templates(store)
        self._templates += text_plans.ready_made_beside(self._templates)
        super().__init__("plan_form", tr("Plan by a template"), session, f"plan:{client_id.hex()}")
        self._add_widgets()
        self._look_ahead()
        self.ready()

    def focus_first(self) -> None:
        self._which.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {}  # two choices: nothing is worth keeping

    def show_state(self, state: Mapping[str, Any]) -> None:
        del state

    def write(self) -> str:
        store, start = self.session.store, self._start.when()
        if start is None:
            raise DateRefused(field="start", value=self._start.text())
        template = self._template()
        template_id = plans.save(store, template) if template.id is None else template.id
        made = plans.apply(store, template_id, self._client_id, start.day, self._responsible.value())
        self.written = len(made)
        return Op.PLAN_CONTACTS

    # ---------------------------------------------------------------------------------------------------------- inside

    def _add_widgets(self) -> None:
        clock = self.session.store.clock
        choices = [(place, template.name) for place, template in enumerate(self._templates)]
        self._which = EntryChoice("plan_which", trc("of steps", "Plan"), choices)
        self._start = WhenField("plan_start", tr("First day"), clock, ahead=True, day=True)
        today = clock.now().astimezone().date()
        self._start.line.setText(typed_text(today.isoformat()))
        self._responsible = EntryChoice(
            "plan_responsible", tr("Responsible"), colleague_choices(self.session, None)
        )
        self._responsible.choose(self.session.base.me)
        self._steps = label("", wrap=True)
        self._steps.setObjectName("plan_steps")
        self.add_row(trc("activity row", "With"), label(self._name or ""))
        self.add_row(trc("of steps", "Plan"), self._which)
        self.add_row(trc("many contacts", "From"), self._start, "start", self._start.line)
        self.add_row(trc("activity row", "By whom"), self._responsible, "responsible_id")
        self.show_row(self._responsible, shown=self._responsible.count() > 2)
        self.add_row("", self._steps)
        self._which.activated.connect(lambda _index: self._look_ahead())
        self._start.line.textChanged.connect(lambda _text: self._look_ahead())

    def _template(self) -> TemplateDraft:
        place: int = self._which.value()
        return self._templates[place]

    def _look_ahead(self) -> None:
        """Say which contacts it would plan, and when."""
        start, steps = self._start.when(), self._template().steps
        self.name_save(ntr("Plan {n} contact", "Plan {n} contacts", len(steps)))
        if start is None:
            self._steps.setText(tr("not understood"))
            return
        today = self.session.store.clock.now().astimezone().date()
        days = plans.days_of(self.session.store, steps, start.day)
        lines = []
        for day, step in zip(days, steps, strict=True):
            when = " ".join(filter(None, (formats.moment(day.isoformat(), today), step.at_time)))
            lines.append(f"{when}  ·  {text_plans.step(step)}")
        self._steps.setText("\n".join(lines))
