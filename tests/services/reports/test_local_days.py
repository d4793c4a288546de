from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.clock import utc_text
from crm_desktop.services.reports.local_days import local_day, quarter
from crm_desktop.services.reports.periods import Span
from tests.services.reports.bases import ZONES, zone

SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(name=st.sampled_from(ZONES), instant=INSTANTS)
def test_the_day_that_the_wall_shows(name, instant):
    with zone(name):
        text = utc_text(instant)
        assert local_day(SPAN)(text) == datetime.fromisoformat(text).astimezone().date()


@given(name=st.sampled_from(ZONES), instants=st.lists(INSTANTS, max_size=20))
def test_a_quarter_of_an_hour_lies_on_one_day(name, instants):
    with zone(name):
        day_of = local_day(SPAN)
        assert [day_of(_quarter(instant)) for instant in instants] == [
            instant.astimezone().date() for instant in instants
        ]


@pytest.mark.parametrize(("moment", "day"), [("18:0", 20), ("18:1", 21)])
def test_midnight_may_lie_at_a_quarter_past(moment, day):
    with zone("Asia/Kathmandu"):
        assert local_day(SPAN)(f"2026-11-20T{moment}") == date(2026, 11, day)


def test_days_are_their_own():
    assert local_day(SPAN)("2026-10-25") == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20T10:00:00.000Z", "2026-11-20T10:0"),
        ("2026-11-20T10:14:59.999Z", "2026-11-20T10:0"),
        ("2026-11-20T10:59:00.000Z", "2026-11-20T10:3"),
        ("2026-11-20", "2026-11-20"),
        (None, None),
    ],
)
def test_sql_of_a_quarter(store, text, expected):
    assert store.read(f"SELECT {quarter('at')} FROM (SELECT ? AS at)", (text,)) == [(expected,)]


def test_instants_a_little_beyond_the_period_have_their_own_days():
    day_of = local_day(Span(date(2026, 10, 25), date(2026, 10, 25)))
    for hours in range(-24, 49):
        instant = datetime(2026, 10, 25, tzinfo=UTC) + timedelta(hours=hours)
        assert day_of(utc_text(instant)) == instant.astimezone().date()


def _quarter(instant):
    return f"{instant:%Y-%m-%dT%H}:{instant.minute // 15}"
