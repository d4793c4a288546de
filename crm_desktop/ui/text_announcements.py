"""What a pop-up says about reminders: a title that tells who and when, and the few words one needs at once.

Free of Qt. Names come first where room is short: a pop-up shows 63 characters of a title (``background/popups``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ReminderKind
from crm_desktop.services.reminders import Sort
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.reminders import Announcement, DueReminder


def popup_words(announcement: Announcement, today: date) -> tuple[str, str]:
    """The title and the text of one pop-up."""
    if announcement.count == 1:
        return _of_one(announcement.first[0], today)
    titles = {
        Sort.OCCASIONS: ntr("{n} birthday or date", "{n} birthdays and dates", announcement.count),
        Sort.SILENCES: ntr(
            "{n} client was silent for too long", "{n} clients were silent for too long", announcement.count
        ),
        Sort.REQUESTS: ntr("{n} request waits", "{n} requests wait", announcement.count),
        Sort.WAITED: ntr(
            "{n} reminder has waited for you", "{n} reminders have waited for you", announcement.count
        ),
        Sort.CONTACT: ntr("{n} contact is due", "{n} contacts are due", announcement.count),
    }
    lines = [line(reminder, today) for reminder in announcement.first]
    more = announcement.count - len(lines)
    if more:
        lines.append(ntr("and {n} more", "and {n} more", more))
    return titles[announcement.sort], "\n".join(lines)


def line(reminder: DueReminder, today: date) -> str:
    """A reminder in one line: ``15:30 Meeting · Ivanov``, ``Birthday today · Ona, 50``."""
    who = _who(reminder)
    kind = reminder.ref.kind
    if kind is ReminderKind.CONTACT:
        return f"{_when(reminder, today)} {_what(reminder)}{_and(who)}"
    if kind in (ReminderKind.BIRTHDAY, ReminderKind.DATE):
        what = reminder.label or (
            tr("Birthday") if kind is ReminderKind.BIRTHDAY else trc("named date", "Anniversary")
        )
        years = f", {reminder.years}" if reminder.years else ""
        return f"{what} {formats.moment(reminder.ref.moment, today)}{_and(who)}{years}"
    if kind is ReminderKind.SILENCE:
        return tr("Silent for too long · {name}", name=who)
    return tr("{request} waits · {name}", request=_request(reminder), name=who)


def _of_one(reminder: DueReminder, today: date) -> tuple[str, str]:
    about = [reminder.text, reminder.place, reminder.phone]
    return line(reminder, today), "\n".join(filter(None, about))


def _when(reminder: DueReminder, today: date) -> str:
    """The time of today's contacts, the day and time of others; an all-day one of today has none to tell."""
    moment = reminder.ref.moment
    shown = formats.moment(moment, today)
    if shown.startswith(formats.moment(today.isoformat(), today)):
        return formats.clock_time(moment) or shown[:1].upper() + shown[1:]
    return shown[:1].upper() + shown[1:]


def _what(reminder: DueReminder) -> str:
    if reminder.activity_kind is None:
        return tr("Contact")
    return text_kinds.activity_kind(reminder.activity_kind)


def _request(reminder: DueReminder) -> str:
    return text_kinds.request_kind(reminder.request_kind) if reminder.request_kind else tr("Request")


def _who(reminder: DueReminder) -> str:
    return reminder.client or (reminder.phone if reminder.client_id else "")


def _and(who: str) -> str:
    return f" · {who}" if who else ""
