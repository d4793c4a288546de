"""Pop-ups: which are wanted now, several of one sort as one; and what became of them.

A pop-up is extra: the reminder itself stays due until it is answered (``answers``), whether it was shown or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ReminderKind
from crm_desktop.services.reminders.due import DueReminder, named
from crm_desktop.services.reminders.rows import Ref

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

NAMED = 3
"""A pop-up names at most so many of what it tells of."""
FRESH = timedelta(minutes=10)
"""What was wanted longer ago than this has waited: the program did not run, or quiet hours were kept."""


class Sort(StrEnum):
    """What one pop-up tells of."""

    CONTACT = "contact"
    OCCASIONS = "occasions"
    SILENCES = "silences"
    REQUESTS = "requests"
    WAITED = "waited"


_SORTS = {
    ReminderKind.BIRTHDAY.value: Sort.OCCASIONS,
    ReminderKind.DATE.value: Sort.OCCASIONS,
    ReminderKind.SILENCE.value: Sort.SILENCES,
    ReminderKind.REQUEST.value: Sort.REQUESTS,
}


@dataclass(frozen=True, slots=True)
class Announcement:
    """One pop-up. ``first`` are the reminders to be named in it (at least one); ``refs`` all it tells of."""

    sort: Sort
    first: tuple[DueReminder, ...]
    refs: tuple[Ref, ...]

    @property
    def count(self) -> int:
        """How many reminders it tells of."""
        return len(self.refs)


def to_announce(store: Store, now: datetime, limit: int = NAMED) -> list[Announcement]:
    """The pop-ups wanted now: of contacts one each, but one for all where there are more than ``limit``.

    Several birthdays are one, several silences, several requests; and several of what has waited while the program
    did not run are one.
    """
    found = store.read(
        "SELECT kind, subject_id, moment, announce_at FROM reminder WHERE announce_at <= ? ORDER BY announce_at, rid",
        (utc_text(now),),
    )
    if not found:
        return []
    long_ago = utc_text(now - FRESH)
    groups: dict[Sort, list[Ref]] = {}
    for kind, subject_id, moment, at in found:
        sort = _SORTS.get(kind) or (Sort.WAITED if at < long_ago else Sort.CONTACT)
        groups.setdefault(sort, []).append(Ref(ReminderKind(kind), subject_id, moment))
    return list(_announcements(store, groups, limit))


def _announcements(store: Store, groups: dict[Sort, list[Ref]], limit: int) -> Iterator[Announcement]:
    for sort, refs in groups.items():
        alone = sort in (Sort.CONTACT, Sort.WAITED) and len(refs) <= (limit if sort is Sort.CONTACT else 1)
        for part in [[ref] for ref in refs] if alone else [refs]:
            first = _first(store, part)
            if first:
                yield Announcement(Sort.CONTACT if alone else sort, first, tuple(part))


def _first(store: Store, refs: Sequence[Ref]) -> tuple[DueReminder, ...]:
    """The first few of them that still stand."""
    lines: list[DueReminder] = []
    for start in range(0, len(refs), NAMED):
        lines += named(store, refs[start : start + NAMED])
        if len(lines) >= NAMED:
            break
    return tuple(lines[:NAMED])


def announced(store: Store, refs: Sequence[Ref], now: datetime, how: str) -> None:
    """Note that pop-ups were tried, and ``how`` that went: the name of the way, or why there was none."""
    at = utc_text(now)
    with store.transaction() as connection:
        for kind, subject_id, moment in refs:
            connection.execute(
                "UPDATE reminder SET announced_at = ?, how = ?, announce_at = NULL"
                " WHERE subject_id = ? AND kind = ? AND moment = ?",
                (at, how, subject_id, kind.value, moment),
            )
        # A later pop-up of the same reminder (a day before, then a quarter of an hour) is worked out by the next look.
        connection.executemany(
            "INSERT OR IGNORE INTO reminder_stale VALUES (?)",
            ((ref.subject_id,) for ref in refs if ref.kind is ReminderKind.CONTACT),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO reminder_kind_stale VALUES (?)",
            {(ref.kind.value,) for ref in refs if ref.kind is not ReminderKind.CONTACT},
        )
