"""Which rows the activity form has, in which order, and which of them mean something now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.ui.card.activity_draft import State
from crm_desktop.ui.card.small_form import LABEL_WIDTH
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label

HAS_DIRECTION = frozenset(
    {ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.LETTER, ActivityKind.SMS, ActivityKind.CHAT}
)
_PLAIN = frozenset({ActivityKind.NOTE, ActivityKind.TASK})
_AT_PLACES = frozenset({ActivityKind.MEETING, ActivityKind.VISIT})

_USUAL_ORDER = (
    "kind clients direction when length wanted offered result place outcome next follow_up"
    " more responsible deal repeat reminders"
).split()
_PLAN_ON_CARD_ORDER = (
    "kind when length wanted place direction offered result outcome next follow_up"
    " more clients responsible deal repeat reminders"
).split()
_LOG_ORDER = (
    "kind direction when wanted offered result place outcome next follow_up"
    " more clients length responsible deal repeat reminders"
).split()
_TELL_ORDER = (
    "outcome result offered next follow_up more kind direction when wanted clients length place responsible deal"
    " repeat reminders"
).split()


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
        "deal": True,
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
        "deal": tr("Deal"),
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
        "deal": trc("behind more", "deal"),
        "repeat": trc("behind more", "repetition"),
        "reminders": trc("behind more", "reminders"),
    }
