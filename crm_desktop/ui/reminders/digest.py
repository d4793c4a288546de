"""Many birthdays and named dates on one line, which unfolds: a shop of thousands greets dozens a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ReminderKind
from crm_desktop.ui import text_reminders
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.services.reminders import DueReminder

KINDS = (ReminderKind.BIRTHDAY, ReminderKind.DATE)
FEW = 5
"""So many stand each on a line of its own."""
_NAMES = 12
"""More names than two lines of text have room for."""


def digest_line(
    listed: Sequence[DueReminder],
    count: int,
    *,
    unfolded: bool,
    unfold: Callable[[], object],
    greeted: Callable[[], object],
    later: Callable[[], object],
) -> LineWords:
    """The line of ``count`` birthdays and dates, of which ``listed`` are the first.

    Args:
        listed: those that would be shown.
        count: how many are due.
        unfolded: whether they stand below it, each on its own line.
        unfold: shows them, or folds them again.
        greeted: all of them were greeted.
        later: puts all of them off.
    """
    title = text_reminders.occasions(count)
    turn = tr("Fold") if unfolded else tr("Show them")
    return LineWords(
        id="occasions",
        title=title,
        sentence=f"{title}.",
        deeds=(
            Deed("greeted_all", tr("All greeted"), greeted, "D", "row"),
            Deed("unfold", turn, unfold, "S", "row"),
            Deed("snooze", tr("Later…"), later, "L", "row"),
        ),
        open=unfold,
        detail="" if unfolded else ", ".join(each.client for each in listed[:_NAMES]),
    )
