"""The times that are offered to a contact that is put off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from crm_desktop.services.typed_time import When
from crm_desktop.ui.planning.move_times import offers

NOW = datetime(2026, 11, 21, 14, 7, tzinfo=UTC)  # Saturday, 16:07 in Vilnius
TODAY = date(2026, 11, 21)


def times(planned_at, now=NOW):
    return [offer.when for offer in offers(planned_at, now)]


def test_what_lies_ahead_is_counted_from_its_own_day():
    assert times("2026-11-24T13:30:00.000Z") == [
        When(date(2026, 11, 24), time(16, 30)),
        When(date(2026, 11, 25), time(15, 30)),
        When(date(2026, 11, 26), time(15, 30)),
        When(date(2026, 12, 1), time(15, 30)),
    ]
    assert offers("2026-11-24T13:30:00.000Z", NOW)[0].words == "an hour later"


def test_what_passed_today_is_counted_from_now():
    first, second, *_ = offers("2026-11-21T09:00:00.000Z", NOW)
    assert (first.when, first.words) == (When(TODAY, time(17, 15)), "in an hour")
    assert second.when == When(date(2026, 11, 22), time(11))


def test_what_was_missed_is_offered_today_first():
    assert times("2026-11-18T16:00:00.000Z")[0] == When(TODAY, time(18))
    assert times("2026-11-18T06:00:00.000Z")[0] == When(TODAY, time(17, 15))
    assert times("2026-11-18")[:2] == [When(TODAY), When(date(2026, 11, 22))]
    assert {offer.words for offer in offers("2026-11-18", NOW)} == {""}


def test_a_whole_day_stays_one():
    assert times("2026-11-24") == [When(date(2026, 11, day)) for day in (25, 26)] + [When(date(2026, 12, 1))]


def test_late_in_the_evening_there_is_no_later_today():
    evening = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)
    assert times("2026-11-21T09:00:00.000Z", evening)[0] == When(date(2026, 11, 22), time(11))


@pytest.mark.parametrize("planned_at", ["9999-12-31", "9999-12-30"])
def test_where_the_calendar_ends_nothing_is_offered_beyond(planned_at):
    assert all(when.day <= date.max for when in times(planned_at))
