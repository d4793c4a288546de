"""What stands on the line of a reminder, and what can be done with it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import TALKS, Outcome, ReminderKind
from crm_desktop.ui import text_reminders
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm_desktop.services.reminders import DueReminder
    from crm_desktop.ui.reminders.answering import Answering


def line_of(reminder: DueReminder, now: datetime, answering: Answering) -> LineWords:
    """The line of a reminder that is due."""
    ref = reminder.ref
    late = text_reminders.is_late(reminder, now)
    return LineWords(
        id=f"{ref.kind.value}_{ref.subject_id.hex()}_{ref.moment}",
        title=text_reminders.title(reminder),
        sentence=text_reminders.sentence(reminder, now),
        deeds=(
            *_deeds(reminder, now, answering),
            Deed("snooze", tr("Later…"), lambda: answering.ask_snooze([reminder]), "L", "row"),
        ),
        open=lambda: answering.open(reminder),
        when=text_reminders.when(reminder, now),
        tone="late" if late else "text",
        beside=text_reminders.beside(reminder),
        detail=text_reminders.detail(reminder),
    )


def _deeds(reminder: DueReminder, now: datetime, answering: Answering) -> tuple[Deed, ...]:
    found = _answers(reminder, now, answering)
    if reminder.client_id is None:
        return found
    return (*found, Deed("card", tr("Open the card"), lambda: answering.open_card(reminder), "C"))


def _answers(reminder: DueReminder, now: datetime, answering: Answering) -> tuple[Deed, ...]:
    """The same letters as on the morning page: what the fingers know there they may do here."""
    if reminder.ref.kind is ReminderKind.CONTACT:
        return (
            *_endings(reminder, now, answering),
            Deed("move", trc("button", "Move"), lambda: answering.move(reminder), "M", "row"),
            Deed("tell", tr("Tell how it went…"), lambda: answering.tell(reminder), "T"),
            Deed("cancel", trc("button", "Cancelled"), lambda: answering.cancel(reminder), "X"),
        )
    if reminder.ref.kind is ReminderKind.REQUEST:
        return (
            Deed("answered", tr("Answered"), lambda: answering.answered(reminder), "A", "row"),
            Deed("resolved", tr("Resolved"), lambda: answering.resolved(reminder), "D"),
            Deed("plan", tr("Plan a call"), lambda: answering.plan(reminder), "N"),
        )
    done = tr("Greeted") if reminder.ref.kind is not ReminderKind.SILENCE else tr("Let it be")
    plan = Deed("plan", tr("Plan a call"), lambda: answering.plan(reminder), "N", "row")
    handled = Deed("done", done, lambda: answering.handle([reminder]), "D", "row")
    return (plan, handled) if reminder.ref.kind is ReminderKind.SILENCE else (handled, plan)


def _endings(reminder: DueReminder, now: datetime, answering: Answering) -> tuple[Deed, ...]:
    """How it may have ended. Before its time nothing is coloured: it is not what comes to mind."""

    def held(outcome: Outcome) -> Callable[[], object]:
        return lambda: answering.hold(reminder, outcome)

    if reminder.activity_kind not in TALKS:
        return (Deed("done", trc("button", "Done"), held(Outcome.NONE), "D", "row"),)
    over = text_reminders.is_late(reminder, now)
    return (
        Deed(
            Outcome.SUCCESSFUL.value,
            trc("button", "Went well"),
            held(Outcome.SUCCESSFUL),
            "D",
            "row-well" if over else "row",
        ),
        Deed(
            Outcome.FAILED.value,
            trc("button", "Failed"),
            held(Outcome.FAILED),
            "F",
            "row-failed" if over else "",
        ),
        Deed(Outcome.NO_ANSWER.value, trc("button", "No answer"), held(Outcome.NO_ANSWER), "A"),
    )
