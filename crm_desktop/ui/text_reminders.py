"""Words of the window of reminders: their lines, and for how long they may be put off. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from crm_desktop.background.notifier import FAILED
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import ActivityKind, ReminderKind
from crm_desktop.ui import formats, text_kinds, text_today
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.text_popups import why_not_shown

if TYPE_CHECKING:
    from crm_desktop.services.reminders import DueReminder

_MINUTE = timedelta(minutes=1)
_HOUR_MINUTES = 60
_MORNING = time(9)
_SNOOZE_MINUTES = (5, 15, 60, 180)


@dataclass(frozen=True)
class Snooze:
    """One choice of how long to put a reminder off: its words, and until when."""

    text: str
    until: datetime


def title(reminder: DueReminder) -> str:
    """Whom it is about; what, where it is with nobody."""
    if reminder.client:
        return reminder.client
    kind = reminder.activity_kind
    return text_today.short(reminder.text) or (text_kinds.activity_kind(kind) if kind else "")


def when(reminder: DueReminder, now: datetime) -> str:
    """When what it is about takes place, as near as people say it: ``in 15 min``, ``5 min ago``, ``Fri``."""
    moment = reminder.ref.moment
    today = now.astimezone().date()
    if "T" not in moment:
        return text_today.near_day(date.fromisoformat(moment), today)
    if reminder.ref.kind is not ReminderKind.CONTACT:
        return text_today.waited(moment, now)
    at = parse_utc_text(moment)
    away = abs(at - now) // _MINUTE
    if away < _HOUR_MINUTES:
        if at >= now:
            return tr("in {n} min", n=max(away, 1)) if away else tr("now")
        return tr("{n} min ago", n=away) if away else tr("now")
    day, clock = at.astimezone().date(), formats.clock_time(moment)
    return clock if day == today else f"{text_today.near_day(day, today)} {clock}"


def is_late(reminder: DueReminder, now: datetime) -> bool:
    """Whether a contact's time has passed."""
    moment = reminder.ref.moment
    if reminder.ref.kind is not ReminderKind.CONTACT:
        return False
    if "T" in moment:
        return parse_utc_text(moment) < now
    return date.fromisoformat(moment) < now.astimezone().date()


def beside(reminder: DueReminder) -> str:
    """What it is: the kind of contact or request, the birthday and the age, the silence."""
    kind = reminder.ref.kind
    if kind is ReminderKind.CONTACT and reminder.activity_kind is not None:
        return text_kinds.activity_kind(reminder.activity_kind).lower() if title(reminder) else ""
    if kind is ReminderKind.REQUEST and reminder.request_kind is not None:
        return text_kinds.request_kind(reminder.request_kind).lower()
    if kind is ReminderKind.SILENCE:
        return tr("not spoken to for too long")
    what = reminder.label or trc("reminder", "birthday")
    if reminder.years is None:
        return what
    return f"{what}, " + ntr("{n} year", "{n} years", reminder.years)


def occasions(count: int) -> str:
    """Many birthdays and named dates in one."""
    return ntr("{n} birthday or date", "{n} birthdays and dates", count)


def detail(reminder: DueReminder) -> str:
    """What for, where, how to reach the client - the number in one piece -, and why no pop-up told of it.

    Where the number is to be called it comes first: a long text is cut at its end.
    """
    text = text_today.short(reminder.text) if reminder.client else ""
    phone = reminder.phone.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")
    what = (text, reminder.place)
    parts = (phone, *what) if reminder.activity_kind is ActivityKind.CALL else (*what, phone)
    return " · ".join(part for part in (*parts, _unseen(reminder.how)) if part)


def _unseen(how: str) -> str:
    """Why the pop-up of a reminder could not be shown; empty where it could, or none was tried."""
    reason = how.removeprefix(FAILED)
    if reason == how or reason not in set(Reason):
        return ""
    return tr("no pop-up: {why}", why=why_not_shown(Reason(reason)))


def sentence(reminder: DueReminder, now: datetime) -> str:
    """The whole as a screen reader says it."""
    parts = (title(reminder), beside(reminder), when(reminder, now))
    return ", ".join(part for part in parts if part) + "."


def coming(reminder: DueReminder, at: datetime, now: datetime) -> str:
    """What is told next, and when: ``today 10:45, Ona Petraitienė, call``."""
    shown = formats.moment(utc_text(at), now.astimezone().date())
    return ", ".join(part for part in (shown, title(reminder), beside(reminder)) if part)


def snoozes(reminder: DueReminder | None, now: datetime) -> list[Snooze]:
    """For how long it may be put off: some minutes or hours, until shortly before a contact, until a morning."""
    choices = [Snooze(_minutes(n), now + n * _MINUTE) for n in _SNOOZE_MINUTES]
    if reminder is not None and "T" in reminder.ref.moment and reminder.ref.kind is ReminderKind.CONTACT:
        at = parse_utc_text(reminder.ref.moment)
        before = [
            Snooze(tr("5 min before"), at - 5 * _MINUTE),
            Snooze(tr("When it begins"), at),
        ]
        choices = [choice for choice in before if choice.until > now + _MINUTE] + choices
    today = now.astimezone().date()
    monday = today + timedelta(days=7 - today.weekday())
    choices.append(Snooze(tr("Until tomorrow, 9:00"), _morning(today + timedelta(days=1))))
    if monday != today + timedelta(days=1):
        choices.append(Snooze(tr("Until Monday, 9:00"), _morning(monday)))
    return choices


def _minutes(count: int) -> str:
    if count < _HOUR_MINUTES:
        return ntr("For {n} minute", "For {n} minutes", count)
    return ntr("For {n} hour", "For {n} hours", count // _HOUR_MINUTES)


def _morning(day: date) -> datetime:
    return datetime.combine(day, _MORNING).astimezone()
