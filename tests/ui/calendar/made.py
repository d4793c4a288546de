"""Entries made of thin air, for what needs no base."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.calendar import CalendarEntry, EntryState
from crm_desktop.services.wall import midnight

MONDAY = date(2026, 11, 16)


def entry(start, minutes=60, *, number=0, all_day=False, **values):
    """A planned meeting with Ona from a naive local time on (or from a day)."""
    begin = midnight(start) if all_day else start.astimezone()
    end = begin + timedelta(minutes=minutes or 0)
    given = {
        "id": number.to_bytes(16), "occurrence": None, "client_id": b"c", "client": "Ona", "further": 0,
        "kind": ActivityKind.MEETING, "start": begin, "end": end, "first": begin.date(),
        "last": max(begin, end - timedelta(seconds=1)).date(), "all_day": all_day, "minutes": minutes,
        "state": EntryState.PLANNED, "wanted": "", "result": "", "place": "", "responsible_id": None,
        "responsible": "", "moves": 0, "repeats": False, **values,
    }  # fmt: skip
    return CalendarEntry(**given)


def entries(days):
    """Strategies of entries that touch the first so many days from the Monday on."""
    timed = st.builds(
        lambda minute, minutes: (datetime(2026, 11, 15) + timedelta(minutes=minute), minutes, False),  # noqa: DTZ001
        st.integers(1440, (days + 1) * 1440 - 1),
        st.sampled_from([0, 5, 15, 30, 60, 240, 1000, 1440, 3000]),
    )
    whole = st.builds(
        lambda day, count: (MONDAY + timedelta(days=day), count * 1440, True),
        st.integers(-2, days - 1),
        st.integers(3, 9),
    )
    return st.lists(timed | whole, max_size=40).map(
        lambda found: sorted(
            (
                entry(start, minutes, number=n, all_day=all_day)
                for n, (start, minutes, all_day) in enumerate(found)
            ),
            key=lambda each: each.start,
        )
    )
