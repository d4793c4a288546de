"""What stands on the line of a reminder, and what can be done with it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import Outcome, ReminderKind
from crm_desktop.ui import text_reminders
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
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
            *_deeds(reminder, answering),
            Deed("snooze", tr("Later…"), lambda: answering.ask_snooze([reminder]), "L", "plain"),
        ),
        open=lambda: answering.open(reminder),
        when=text_reminders.when(reminder, now),
        tone="late" if late else "text",
        beside=text_reminders.beside(reminder),
        detail=text_reminders.detail(reminder),
    )


def _deeds(reminder: DueReminder, answering: Answering) -> tuple[Deed, ...]:
    if reminder.ref.kind is ReminderKind.CONTACT:
        return (
            _held(reminder, answering, Outcome.SUCCESSFUL, "D", "plain"),
            _held(reminder, answering, Outcome.FAILED, "F"),
            _held(reminder, answering, Outcome.NO_ANSWER, "O"),
            Deed("tell", tr("Tell how it went…"), lambda: answering.tell(reminder), "T"),
            Deed("move", tr("Move…"), lambda: answering.move(reminder), "M", "plain"),
            Deed("cancel", tr("It is not going to take place"), lambda: answering.cancel(reminder), "X"),
        )
    if reminder.ref.kind is ReminderKind.REQUEST:
        return (
            Deed("answered", tr("Answered"), lambda: answering.answered(reminder), "A", "plain"),
            Deed("resolved", tr("Resolved"), lambda: answering.resolved(reminder), "R"),
            Deed("plan", tr("Plan a call"), lambda: answering.plan(reminder), "N"),
        )
    done = tr("Greeted") if reminder.ref.kind is not ReminderKind.SILENCE else tr("Let it be")
    plan = Deed("plan", tr("Plan a call"), lambda: answering.plan(reminder), "N", "plain")
    handled = Deed("done", done, lambda: answering.handle([reminder]), "D", "plain")
    return (plan, handled) if reminder.ref.kind is ReminderKind.SILENCE else (handled, plan)


def _held(reminder: DueReminder, answering: Answering, outcome: Outcome, letter: str, look: str = "") -> Deed:
    words = {
        Outcome.SUCCESSFUL: trc("outcome of a contact", "Went well"),
        Outcome.FAILED: trc("outcome of a contact", "Failed"),
        Outcome.NO_ANSWER: trc("outcome of a contact", "No answer"),
    }
    return Deed(outcome.value, words[outcome], lambda: answering.hold(reminder, outcome), letter, look)
