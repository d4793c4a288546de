"""The one small form for a contact: logged while the phone is still at the ear, or planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import DateRefused
from crm_desktop.kinds import ActivityKind, Direction, Op, Outcome
from crm_desktop.services import activities
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.activity_draft import Filled, State, filled_draft
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.small_form import LABEL_WIDTH, SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session

_NEXT = (
    None,
    ActivityKind.CALL,
    ActivityKind.MEETING,
    ActivityKind.VISIT,
    ActivityKind.EMAIL,
    ActivityKind.TASK,
)
_OUTCOMES = (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER)


def _kind_choices() -> list[tuple[ActivityKind, str]]:
    return [(kind, text_kinds.activity_kind(kind)) for kind in ActivityKind]


def _next_choices() -> list[tuple[ActivityKind | None, str]]:
    return [(kind, text_kinds.activity_kind(kind) if kind else trc("next step", "None")) for kind in _NEXT]


def _outcome_choices() -> list[tuple[Outcome, str]]:
    return [(outcome, text_kinds.outcome(outcome)) for outcome in _OUTCOMES]


def _direction_choices() -> list[tuple[Direction, str]]:
    return [(direction, text_kinds.direction(direction)) for direction in (Direction.IN, Direction.OUT)]


def _state_choices() -> list[tuple[State, str]]:
    return [
        (State.HELD, tr("Took place")),
        (State.PLANNED, tr("Still planned")),
        (State.CANCELLED, tr("Cancelled")),
    ]


def activity_key(client_id: bytes, *, planned: bool) -> str:
    """Under what the unsaved draft of a new activity is kept."""
    return f"activity:new:{client_id.hex()}:{int(planned)}"


class ActivityForm(SmallForm):
    """Logs (``planned`` False), plans (True), or edits an activity (``activity_id``)."""

    def __init__(
        self, session: Session, client_id: bytes, *, planned: bool = False, activity_id: bytes | None = None
    ) -> None:
        self._activity_id = activity_id
        self._base = ActivityDraft(client_id, responsible_id=session.base.me)
        if activity_id is not None:
            self._base = activities.draft_of(session.store, activity_id)
        self._was_planned = activity_id is not None and self._base.held_at is None
        key = f"activity:{activity_id.hex()}" if activity_id else activity_key(client_id, planned=planned)
        super().__init__("activity_form", _title(activity_id, planned=planned), session, key)
        self._add_widgets(planned=planned)
        self._show_draft(self._base, planned=planned)
        self.ready()

    def focus_first(self) -> None:
        (self._when.line if self._state() is State.PLANNED else self._wanted).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def state(self) -> Mapping[str, Any]:
        return {
            "state": self._state().value,
            "kind": self._kind.value(),
            "direction": self._direction.value(),
            "when": self._when.text(),
            "wanted": self._wanted.text(),
            "offered": self._offered.text(),
            "result": self._result.text(),
            "outcome": self._outcome.value(),
            "place": self._place.text().strip(),
            "next_kind": self._next.value(),
            "next_when": self._next_when.text(),
            "next_wanted": self._next_wanted.text().strip(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._kind.choose(ActivityKind(state["kind"]))
        self._direction.choose(Direction(state["direction"]))
        self._outcome.choose(Outcome(state["outcome"]))
        next_kind = state["next_kind"]
        self._next.choose(None if next_kind is None else ActivityKind(next_kind))
        self._when.line.setText(state["when"])
        self._next_when.line.setText(state["next_when"])
        self._wanted.set_text(state["wanted"])
        self._offered.set_text(state["offered"])
        self._result.set_text(state["result"])
        self._place.setText(state["place"])
        self._next_wanted.setText(state["next_wanted"])
        if self._states is not None:
            self._states.choose(State(state["state"]))
        self._show_rows()

    def write(self) -> str:
        for field, typed in (("held_at", self._when), ("next_at", self._next_when)):
            if typed.is_wrong() and not typed.isHidden():
                raise DateRefused(field=field, value=typed.text())
        draft = filled_draft(self._base, self._filled(), self.session.store.clock.now())
        if self._activity_id is None:
            activities.add(self.session.store, draft)
            return Op.ADD_ACTIVITY
        activities.edit(self.session.store, self._activity_id, draft)
        return Op.EDIT_ACTIVITY

    # ---------------------------------------------------------------------------------------------------------- inside

    def _add_widgets(self, *, planned: bool) -> None:
        clock = self.session.store.clock
        self._planned = planned
        self._states = (
            ChoiceRow("activity_state", tr("What became of it"), _state_choices())
            if self._was_planned
            else None
        )
        if self._states is not None:
            self.add_row("", self._states)
            self._states.told.changed.connect(self._state_changed)
        self._kind = ChoiceRow("activity_kind", tr("Kind of contact"), _kind_choices(), mnemonics=True)
        self._direction = ChoiceRow(
            "activity_direction", tr("Who began"), _direction_choices(), nothing=Direction.NONE
        )
        self._when = WhenField("activity_when", tr("When"), clock, ahead=planned, quick=planned)
        self._place = QLineEdit()
        self._place.setObjectName("activity_place")
        self._place.setAccessibleName(tr("Place"))
        self._wanted = TextBox("activity_wanted", tr("Wanted"), tr("What it was about"))
        self._offered = TextBox("activity_offered", tr("Offered"), tr("What we offered"))
        self._result = TextBox("activity_result", tr("Result"), tr("What came of it"))
        self._outcome = ChoiceRow(
            "activity_outcome", tr("How it went"), _outcome_choices(), nothing=Outcome.NONE
        )
        self._next: ChoiceRow[ActivityKind | None] = ChoiceRow(
            "activity_next", tr("Next step"), _next_choices()
        )
        self._next_when = WhenField(
            "activity_next_when", tr("When is the next step"), clock, ahead=True, quick=True
        )
        self._next_wanted = QLineEdit()
        self._next_wanted.setObjectName("activity_next_wanted")
        self._next_wanted.setAccessibleName(tr("What the next step is about"))
        self._next_wanted.setPlaceholderText(tr("What about"))
        self._add_rows()
        for row in (self._kind, self._direction, self._outcome, self._next):
            row.told.changed.connect(self._chosen)
        for typed in (self._when, self._next_when):
            typed.edited.connect(self.touched)

    def _add_rows(self) -> None:
        self.add_row("", self._kind)
        self._direction_row = _titled(tr("Began"), self._direction)
        self.add_row("", self._direction_row)
        self.add_row(tr("When"), self._when, "held_at", self._when.line)
        self.know("planned_at", self._when.line)
        self.add_row(tr("Wanted"), self._wanted, "wanted")
        self.add_row(tr("Offered"), self._offered, "offered")
        self.add_row(tr("Result"), self._result, "result")
        self.add_row(tr("Place"), self._place, "place")
        self._outcome_row = _titled(tr("It went"), self._outcome)
        self.add_row("", self._outcome_row)
        self._next_row = _titled(tr("Next"), self._next)
        self.add_row("", self._next_row)
        self._follow_up = QWidget()
        column = QVBoxLayout(self._follow_up)
        column.setContentsMargins(LABEL_WIDTH + 8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._next_when)
        column.addWidget(self._next_wanted)
        self.add_row("", self._follow_up)
        self.know("next_at", self._next_when.line)
        self.know("next_wanted", self._next_wanted)

    def _show_draft(self, draft: ActivityDraft, *, planned: bool) -> None:
        self._kind.choose(draft.kind)
        new = self._activity_id is None
        self._direction.choose(Direction.IN if new and not planned else draft.direction)
        self._outcome.choose(draft.outcome if draft.outcome in _OUTCOMES else Outcome.NONE)
        self._wanted.set_text(draft.wanted)
        self._offered.set_text(draft.offered)
        self._result.set_text(draft.result)
        self._place.setText(draft.place)
        # A planned one is opened to say how it went: its time is now unless another is typed.
        self._shown_when = typed_text(
            draft.held_at or (draft.planned_at if self._was_planned else None) or ""
        )
        if draft.held_at is not None:
            self._when.line.setText(self._shown_when)
        self._show_rows()

    def _state(self) -> State:
        if self._states is not None:
            return self._states.value()
        if self._base.outcome is Outcome.CANCELLED and self._outcome.value() is Outcome.NONE:
            return State.CANCELLED
        return State.PLANNED if self._planned else State.HELD

    def _state_changed(self) -> None:
        if self._state() is State.PLANNED and not self._when.text():
            self._when.line.setText(self._shown_when)
        elif self._state() is not State.PLANNED:
            self._when.line.setText("")
        self._chosen()

    def _chosen(self) -> None:
        self._show_rows()
        self.touched()

    def _show_rows(self) -> None:
        """Show only the rows that mean something now: the form stays small."""
        state = self._state()
        plan = state is State.PLANNED
        self._when.set_ahead(ahead=plan)
        self.show_row(self._offered, shown=state is State.HELD and self._kind.value() not in _PLAIN)
        self.show_row(self._result, shown=not plan)
        self.show_row(self._place, shown=self._kind.value() in _AT_PLACES)
        self._direction_row.setVisible(state is State.HELD and self._kind.value() in _HAS_DIRECTION)
        self._outcome_row.setVisible(state is State.HELD and self._kind.value() is not ActivityKind.NOTE)
        self._next_row.setVisible(not plan)
        self._follow_up.setVisible(not plan and self._next.value() is not None)

    def _filled(self) -> Filled:
        kind = self._kind.value()
        return Filled(
            self._state(),
            kind,
            self._direction.value() if kind in _HAS_DIRECTION else Direction.NONE,
            self._when.when(),
            self._wanted.text(),
            self._offered.text(),
            self._result.text(),
            self._outcome.value(),
            self._place.text().strip(),
            self._next.value(),
            self._next_when.when(),
            self._next_wanted.text().strip(),
            same_time=self._activity_id is not None and self._when.text() == self._shown_when != "",
        )


_PLAIN = frozenset({ActivityKind.NOTE, ActivityKind.TASK})
_AT_PLACES = frozenset({ActivityKind.MEETING, ActivityKind.VISIT})
_HAS_DIRECTION = frozenset(
    {ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.LETTER, ActivityKind.SMS, ActivityKind.CHAT}
)


def _titled(word: str, row: ChoiceRow[Any]) -> QWidget:
    """A row of chips with its word before it, in the column of the other words."""
    from crm_desktop.ui.widgets.buttons import label

    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    named = label(word, "quiet")
    named.setFixedWidth(LABEL_WIDTH)
    named.setContentsMargins(0, 4, 0, 0)
    line.addWidget(named, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(row, 1)
    return made


def _title(activity_id: bytes | None, *, planned: bool) -> str:
    if activity_id is not None:
        return tr("History entry")
    return tr("Plan a contact") if planned else tr("Log a contact")
