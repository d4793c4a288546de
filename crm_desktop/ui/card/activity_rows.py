"""The widgets of the activity form: filled from a draft, kept and shown again as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind, DealState, Direction, Outcome
from crm_desktop.services import deals
from crm_desktop.services.moves import local_day
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.card.activity_draft import State
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.entry_choice import EntryChoice, colleague_choices
from crm_desktop.ui.card.length_field import ALL_DAY, UNSAID, LengthField
from crm_desktop.ui.card.people_field import PeopleField
from crm_desktop.ui.card.reminders_field import RemindersField
from crm_desktop.ui.card.repeat_field import RepeatField
from crm_desktop.ui.card.small_form import LABEL_WIDTH
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.drafts import ActivityDraft
    from crm_desktop.ui.session import Session

NEXT_KINDS = (
    None,
    ActivityKind.CALL,
    ActivityKind.MEETING,
    ActivityKind.VISIT,
    ActivityKind.EMAIL,
    ActivityKind.TASK,
)
_MOST_CLIENTS = 5
"""The deals of so many clients of a contact are offered."""
HELD_OUTCOMES = (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER)


class ActivityRows:
    """The widgets by the names of their rows; the form lays them out."""

    def __init__(self, session: Session, draft: ActivityDraft, *, ahead: bool, tell: bool) -> None:
        """``ahead``: open words of the time mean the future; ``tell``: what was cancelled is an outcome too."""
        clock = session.store.clock
        self.kind: ChoiceRow[ActivityKind] = ChoiceRow(
            "activity_kind", tr("Kind of contact"), _kind_choices(), mnemonics=True
        )
        self.direction: ChoiceRow[Direction] = ChoiceRow(
            "activity_direction", tr("Who began"), _direction_choices(), nothing=Direction.NONE
        )
        self.when = WhenField("activity_when", tr("When"), clock, ahead=ahead, quick=ahead)
        self.length = LengthField()
        self.place = _line("activity_place", tr("Place"))
        self.wanted = TextBox("activity_wanted", tr("Wanted"), tr("What it was about"))
        self.offered = TextBox("activity_offered", tr("Offered"), tr("What we offered"))
        self.result = TextBox("activity_result", tr("Result"), tr("What came of it"))
        self.outcome: ChoiceRow[Outcome] = ChoiceRow(
            "activity_outcome", tr("How it went"), _outcome_choices(cancelled=tell), nothing=Outcome.NONE
        )
        self.next: ChoiceRow[ActivityKind | None] = ChoiceRow(
            "activity_next", tr("Next step"), _next_choices()
        )
        self.next_when = WhenField(
            "activity_next_when", tr("When is the next step"), clock, ahead=True, quick=True
        )
        self.next_wanted = _line("activity_next_wanted", tr("What the next step is about"))
        self.next_wanted.setPlaceholderText(tr("What about"))
        self.clients = PeopleField("activity_clients", session)
        self.responsible = EntryChoice(
            "activity_responsible", tr("Responsible"), colleague_choices(session, draft.responsible_id)
        )
        self._store = session.store
        self.deal = EntryChoice("activity_deal", tr("Deal"), [(None, tr("no deal"))])
        self.repeat = RepeatField(clock)
        self.reminders = RemindersField()

    def show_draft(self, draft: ActivityDraft, *, began: Direction) -> None:
        """Fill the widgets, but for the time; ``began`` is who began where the draft does not say."""
        self.kind.choose(draft.kind)
        self.direction.choose(draft.direction if draft.direction is not Direction.NONE else began)
        self.outcome.choose(draft.outcome if draft.outcome in HELD_OUTCOMES else Outcome.NONE)
        self.wanted.set_text(draft.wanted)
        self.offered.set_text(draft.offered)
        self.result.set_text(draft.result)
        self.place.setText(draft.place)
        self.clients.show_clients([*filter(None, [draft.client_id]), *draft.further])
        self.length.show_value(draft.minutes or (ALL_DAY if draft.all_day else UNSAID))
        self.responsible.choose(draft.responsible_id)
        self.show_deals(draft.deal_id)
        self.repeat.show_rule(draft.rule, local_day(draft.planned_at) if draft.planned_at else None)
        self.reminders.show_value(draft.reminders)

    def state(self) -> Mapping[str, Any]:
        """What the widgets hold, in plain values."""
        return {
            "kind": self.kind.value(),
            "direction": self.direction.value(),
            "when": self.when.text(),
            "wanted": self.wanted.text(),
            "offered": self.offered.text(),
            "result": self.result.text(),
            "outcome": self.outcome.value(),
            "place": self.place.text().strip(),
            "next_kind": self.next.value(),
            "next_when": self.next_when.text(),
            "next_wanted": self.next_wanted.text().strip(),
            "clients": list(self.clients.ids()),
            "length": self.length.chips.value(),
            "own_length": self.length.own.text(),
            "responsible": self.responsible.value(),
            "deal": self.deal.value(),
            "rule": self.repeat.text(),
            "reminders": self.reminders.text(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        """Fill the widgets with what ``state`` gave."""
        self.kind.choose(ActivityKind(state["kind"]))
        self.direction.choose(Direction(state["direction"]))
        self.outcome.choose(Outcome(state["outcome"]))
        next_kind = state["next_kind"]
        self.next.choose(None if next_kind is None else ActivityKind(next_kind))
        self.when.line.setText(state["when"])
        self.next_when.line.setText(state["next_when"])
        self.wanted.set_text(state["wanted"])
        self.offered.set_text(state["offered"])
        self.result.set_text(state["result"])
        self.place.setText(state["place"])
        self.next_wanted.setText(state["next_wanted"])
        if "clients" in state:  # what the version before kept had none of these
            self.clients.show_clients(state["clients"])
            self.length.chips.choose(state["length"])
            self.length.own.setText(state["own_length"])
            self.responsible.choose(state["responsible"])
            self.repeat.show_rule(state["rule"])
            self.reminders.show_value(state["reminders"])
            self.show_deals(state.get("deal"))

    def show_deals(self, chosen: bytes | None) -> None:
        """Offer the open deals of the clients, and the one that is chosen."""
        ids = self.clients.ids()
        found = [each for client_id in ids[:_MOST_CLIENTS] for each in deals.of(self._store, client_id)]
        self.deal.start_anew([(None, tr("no deal"))])
        for deal_id, deal in found:
            if deal.state is DealState.OPEN or deal_id == chosen:
                self.deal.offer(deal_id, deal.title or formats.money(deal.amount, deal.currency))
        self.deal.choose(chosen)

    def needless(self) -> set[str]:
        """Rows in which there is nothing to choose."""
        one_alone = {"responsible"} if self.responsible.count() <= 2 else set()  # nobody, and the user alone
        return one_alone | ({"deal"} if self.deal.count() <= 1 else set())

    def follow_up(self) -> QWidget:
        """When the next step is, and what it is about."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(LABEL_WIDTH + 8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.next_when)
        column.addWidget(self.next_wanted)
        return made


def _line(name: str, title: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    return made


def _kind_choices() -> list[tuple[ActivityKind, str]]:
    return [(kind, text_kinds.activity_kind(kind)) for kind in ActivityKind]


def _next_choices() -> list[tuple[ActivityKind | None, str]]:
    return [
        (kind, text_kinds.activity_kind(kind) if kind else trc("next step", "None")) for kind in NEXT_KINDS
    ]


def _outcome_choices(*, cancelled: bool) -> list[tuple[Outcome, str]]:
    outcomes = (*HELD_OUTCOMES, Outcome.CANCELLED) if cancelled else HELD_OUTCOMES
    return [(outcome, text_kinds.outcome(outcome)) for outcome in outcomes]


def _direction_choices() -> list[tuple[Direction, str]]:
    return [(direction, text_kinds.direction(direction)) for direction in (Direction.IN, Direction.OUT)]


def state_choices() -> list[tuple[State, str]]:
    """What may have become of a planned contact."""
    return [
        (State.HELD, tr("Took place")),
        (State.PLANNED, tr("Still planned")),
        (State.CANCELLED, tr("Cancelled")),
    ]
