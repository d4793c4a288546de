"""Reminders that cannot be lost (ADR 0011).

``refresh`` brings the table of reminders up to what it follows from; ``due`` and ``next_at`` read it; ``to_announce``
says which pop-ups are wanted, ``announced`` that they were tried; ``snooze`` and ``handle`` are the user's answers.
"""

from __future__ import annotations

from crm_desktop.services.reminders.announcing import Announcement, Sort, announced, to_announce
from crm_desktop.services.reminders.answers import handle, snooze
from crm_desktop.services.reminders.due import DueReminder, coming, due, due_count, next_at
from crm_desktop.services.reminders.refreshing import refresh
from crm_desktop.services.reminders.rows import Ref
from crm_desktop.services.reminders.rules import Rules, rules, set_rules

__all__ = [
    "Announcement",
    "DueReminder",
    "Ref",
    "Rules",
    "Sort",
    "announced",
    "coming",
    "due",
    "due_count",
    "handle",
    "next_at",
    "refresh",
    "rules",
    "set_rules",
    "snooze",
    "to_announce",
]
