"""Birthdays and named dates around today that nobody has congratulated on yet, those missed of late among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReminderKind
from crm_desktop.models.dates import age_on, day_in_year
from crm_desktop.models.derived import BIN
from crm_desktop.services.attention import Listed
from crm_desktop.services.whose import EVERYBODY, Others, but_theirs
from crm_desktop.storage import meta

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

MISSED_DAYS = 7
"""Longest look back for what was missed."""
AHEAD_DAYS = 7
"""Coming days that are shown beforehand."""

_LOOKED = "today_looked"

_UNANSWERED = (
    " AND NOT EXISTS (SELECT 1 FROM reminder_answer w WHERE w.subject_id = {} AND w.kind = '{}' AND w.moment = ?"
    " AND w.handled_at IS NOT NULL AND w.deleted = 0)"
)
# Of the derived list, whose rows below BIN are those of live clients in the order of names.
_BIRTHDAYS = f"FROM client_list l WHERE l.birthday_day IN (?, ?) AND l.pos < {BIN}" + _UNANSWERED.format(
    "l.client_id", ReminderKind.BIRTHDAY.value
)
_NAMED = (
    "FROM named_date d JOIN client c ON c.id = d.client_id JOIN client_list l ON l.client_id = c.id"
    " WHERE substr(d.date, -5) IN (?, ?) AND d.deleted = 0 AND c.deleted = 0"
    + _UNANSWERED.format("d.id", ReminderKind.DATE.value)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A birthday or a named date kept on the day ``on``; ``years`` where the year is known.

    ``kind``, ``subject_id`` (the client, the named date) and the day are what its reminder is known by.
    """

    kind: ReminderKind
    subject_id: bytes
    client_id: bytes
    client: str
    label: str
    on: date
    years: int | None


def missed_since(store: Store, today: date) -> date:
    """From which day on occasions count as missed: the day of the last look before today, at most a week ago.

    Remembers that today was looked at. Yesterday always counts: who looked in the morning may have missed the day.
    """
    last, _, before = (meta.get(store, _LOOKED) or "").partition(" ")
    if last != today.isoformat():
        before = last
        meta.put(store, _LOOKED, f"{today.isoformat()} {before}".rstrip())
    earliest, yesterday = today - timedelta(days=MISSED_DAYS), today - timedelta(days=1)
    # A clock that was set back leaves a look that lies ahead.
    since = min(date.fromisoformat(before), yesterday) if before else yesterday
    return max(since, earliest)


def occasions(store: Store, today: date, since: date, limit: int, others: Others = EVERYBODY) -> Listed[Kept]:
    """Today's first, then those missed since ``since``, the latest first, then those of the coming week.

    Without those of clients of ``others``.
    """
    mine = but_theirs(others, "l.responsible_id")
    rows: list[Kept] = []
    total = 0
    for on in _days(today, since):
        for kind, named in ((ReminderKind.BIRTHDAY, False), (ReminderKind.DATE, True)):
            where = (_NAMED if named else _BIRTHDAYS) + mine
            params = (*_keys(on), on.isoformat())
            left = limit - len(rows)
            count = 0
            if left > 0:
                what = (
                    "d.id, l.client_id, l.name, d.label, d.date"
                    if named
                    else ("l.client_id, l.client_id, l.name, '', l.birthday")
                )
                found = store.read(f"SELECT {what} {where} ORDER BY l.pos LIMIT ?", (*params, left))
                count = len(found)
                rows += [
                    Kept(kind, subject, client_id, name, label, on, age_on(day, on))
                    for subject, client_id, name, label, day in found
                ]
            if count >= left:
                count = store.read(f"SELECT COUNT(*) {where}", params)[0][0]
            total += count
    return Listed(tuple(rows), total)


def _days(today: date, since: date) -> Iterator[date]:
    yield today
    for back in range(1, (today - since).days + 1):
        yield today - timedelta(days=back)
    for ahead in range(1, AHEAD_DAYS + 1):
        yield today + timedelta(days=ahead)


def _keys(on: date) -> tuple[str, str]:
    """The months and days whose yearly dates are kept on this day: in common years 29 February on the 28th."""
    key = f"{on:%m-%d}"
    return key, "02-29" if day_in_year("--02-29", on.year) == on else key
