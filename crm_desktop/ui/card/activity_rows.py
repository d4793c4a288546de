"""The widgets of the activity form, and which of them mean something now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.activity_draft import State
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.entry_choice import EntryChoice, colleague_choices
from crm_desktop.ui.card.length_field import LengthField
from crm_desktop.ui.card.people_field import PeopleField
from crm_desktop.ui.card.reminders_field import RemindersField
from crm_desktop.ui.card.repeat_field import RepeatField
from crm_desktop.ui.card.small_form import LABEL_WIDTH
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session

NEXT_KINDS = (
    None,
    ActivityKind.CALL,
    ActivityKind.MEETING,
    ActivityKind.VISIT,
    ActivityKind.EMAIL,
    ActivityKind.TASK,
)
HELD_OUTCOMES = (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER)
HAS_DIRECTION = frozenset(
    {ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.LETTER, ActivityKind.SMS, ActivityKind.CHAT}
)
_PLAIN = frozenset({ActivityKind.NOTE, ActivityKind.TASK})
_AT_PLACES = frozenset({ActivityKind.MEETING, ActivityKind.VISIT})

_USUAL_ORDER = (
    "kind clients direction when length wanted offered result place outcome next follow_up"
    " more responsible repeat reminders"
).split()
_PLAN_ON_CARD_ORDER = (
    "kind when length wanted place direction offered result outcome next follow_up"
    " more clients responsible repeat reminders"
).split()
_LOG_ORDER = (
    "kind direction when wanted offered result place outcome next follow_up"
    " more clients length responsible repeat reminders"
).split()
_TELL_ORDER = (
    "outcome result offered next follow_up more kind direction when wanted clients length place responsible"
).split()


class ActivityRows:
    """The widgets by the names of their rows; the form lays them out."""

    def __init__(self, session: Session, *, ahead: bool, tell: bool) -> None:
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
            "activity_responsible", tr("Responsible"), colleague_choices(session, None)
        )
        self.repeat = RepeatField(clock)
        self.reminders = RemindersField()

    def follow_up(self) -> QWidget:
        """When the next step is, and what it is about."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(LABEL_WIDTH + 8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.next_when)
        column.addWidget(self.next_wanted)
        return made


def order(*, on_card: bool, plan: bool, tell: bool) -> list[str]:
    """The names of the rows from top to bottom; those behind ``more`` are folded."""
    if tell:
        return _TELL_ORDER
    if not on_card:
        return _USUAL_ORDER
    return _PLAN_ON_CARD_ORDER if plan else _LOG_ORDER


def relevant(state: State, kind: ActivityKind, next_kind: ActivityKind | None) -> frozenset[str]:
    """The rows that mean something for a contact of this kind in this state."""
    plan, held = state is State.PLANNED, state is State.HELD
    note = kind is ActivityKind.NOTE
    shown = {
        "kind": True,
        "clients": True,
        "when": True,
        "wanted": True,
        "responsible": True,
        "more": True,
        "direction": held and kind in HAS_DIRECTION,
        "length": not note,
        "offered": held and kind not in _PLAIN,
        "result": not plan,
        "place": kind in _AT_PLACES,
        "outcome": held and not note,
        "next": not plan,
        "follow_up": not plan and next_kind is not None,
        "repeat": plan,
        "reminders": plan and not note,
    }
    return frozenset(name for name, is_shown in shown.items() if is_shown)


def titled(word: str, row: QWidget, top: int = 4) -> QWidget:
    """A row of chips with its word before it, in the column of the other words; ``top``: where that word stands."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    named = label(word, "quiet")
    named.setFixedWidth(LABEL_WIDTH)
    named.setContentsMargins(0, top, 0, 0)
    line.addWidget(named, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(row, 1)
    return made


def row_words() -> dict[str, str]:
    """The word before each row that has one."""
    return {
        "direction": tr("Began"),
        "when": tr("When"),
        "length": trc("activity row", "Minutes"),
        "wanted": tr("Wanted"),
        "offered": tr("Offered"),
        "result": tr("Result"),
        "place": tr("Place"),
        "outcome": tr("It went"),
        "next": tr("Next"),
        "clients": trc("activity row", "With"),
        "responsible": trc("activity row", "By whom"),
        "repeat": trc("activity row", "Repeats"),
        "reminders": trc("activity row", "Remind"),
    }


def folded_words() -> dict[str, str]:
    """What the rows behind "More" are about, as that button names them."""
    return {
        "kind": trc("behind more", "kind"),
        "when": trc("behind more", "time"),
        "wanted": trc("behind more", "what about"),
        "clients": trc("behind more", "with whom"),
        "length": trc("behind more", "how long"),
        "place": trc("behind more", "place"),
        "responsible": trc("behind more", "by whom"),
        "repeat": trc("behind more", "repetition"),
        "reminders": trc("behind more", "reminders"),
    }


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
