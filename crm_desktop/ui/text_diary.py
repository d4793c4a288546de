"""Words of the diary's answers: what a date says, what is read aloud, how many stand in some days.

Free of Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.finding.diary import MOST_COUNTED
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.finding.diary import DiaryAnswer, DiaryCount, DiaryHit


def heading(answer: DiaryAnswer) -> str:
    """What stands before the dates: whom they are of, or that there are none."""
    if answer.count is not None:
        return counted(answer.count)
    if not answer.hits:
        return tr("There is no such contact in the diary.")
    names = {hit.client for hit in answer.hits}
    return names.pop() if len(names) == 1 else tr("In the diary")


def chip(hit: DiaryHit, answer: DiaryAnswer) -> str:
    """The date, and what the other dates do not have in common with it: ``Thu 12 Nov 11:00 · Meeting``."""
    parts = [formats.moment(hit.at)]
    if len({each.kind for each in answer.hits}) > 1:
        parts.append(text_kinds.activity_kind(hit.kind))
    if len({each.client for each in answer.hits}) > 1:
        parts.append(hit.client)
    return " · ".join(parts)


def state(hit: DiaryHit) -> str:
    """What became of the contact."""
    if not hit.held:
        return trc("state of a contact", "planned")
    return text_kinds.outcome(hit.outcome) or trc("state of a contact", "took place")


def spoken(hit: DiaryHit) -> str:
    """The whole answer as a screen reader says it, and as the tool tip shows it."""
    kind = text_kinds.activity_kind(hit.kind)
    day, time = formats.full_day(hit.at), formats.clock_time(hit.at)
    parts = [kind, hit.client, f"{day} {time}".strip(), state(hit), " ".join(hit.text.split())]
    return ", ".join(part for part in parts if part)


def counted(count: DiaryCount) -> str:
    """How many are planned and were held: ``December 2026: 12 meetings planned, 3 took place``."""
    parts = []
    if count.planned or not count.held:
        parts.append(_planned(count))
    if count.held:
        parts.append(_held(count.held))
    return f"{_days(count.period.first, count.period.last)}: {', '.join(parts)}"


def _held(n: int) -> str:
    if n > MOST_COUNTED:
        return tr("over {n} took place", n=formats.number(MOST_COUNTED))
    return ntr("{n} took place", "{n} took place", n)


def _planned(count: DiaryCount) -> str:
    n = count.planned
    if n > MOST_COUNTED:
        return tr("over {n} planned", n=formats.number(MOST_COUNTED))
    if count.kinds == (ActivityKind.MEETING,):
        return ntr("{n} meeting planned", "{n} meetings planned", n)
    if count.kinds == (ActivityKind.CALL,):
        return ntr("{n} call planned", "{n} calls planned", n)
    if count.kinds == (ActivityKind.VISIT,):
        return ntr("{n} visit planned", "{n} visits planned", n)
    return ntr("{n} contact is planned", "{n} contacts are planned", n)


def _days(first: date, last: date) -> str:
    if first == last:
        return formats.day_title(first)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        shown = formats.month(first)
        return shown[:1].upper() + shown[1:]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    return tr("{first} to {last}", first=formats.day(first.isoformat()), last=formats.day(last.isoformat()))
