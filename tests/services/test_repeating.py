"""How a contact repeats, read from the lines of RFC 5545 and written again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import NumberRefused
from crm_desktop.models.rules import parse_repetition
from crm_desktop.services.repeating import LAST, WORK_DAYS, Repeat, Unit, nth_of, read_repeat, written

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule", "repeat"),
    [
        ("RRULE:FREQ=DAILY", Repeat(Unit.DAY)),
        ("RRULE:FREQ=DAILY;INTERVAL=3;COUNT=5", Repeat(Unit.DAY, 3, count=5)),
        ("RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Repeat(Unit.WEEK, weekdays=WORK_DAYS)),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO", Repeat(Unit.WEEK)),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,MO", Repeat(Unit.WEEK, 2, (0, 3))),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270101", Repeat(Unit.WEEK, until=date(2027, 1, 1))),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261231T230000Z", Repeat(Unit.WEEK, until=date(2027, 1, 1))),
        ("RRULE:FREQ=WEEKLY;UNTIL=99991231T230000Z", Repeat(Unit.WEEK, until=date(9999, 12, 31))),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=23", Repeat(Unit.MONTH)),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=5", Repeat(Unit.MONTH, month_day=5)),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", Repeat(Unit.MONTH, month_day=LAST)),
        ("RRULE:FREQ=MONTHLY;BYDAY=2TU", Repeat(Unit.MONTH, nth=(1, 2))),
        ("RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", Repeat(Unit.MONTH, nth=(4, LAST))),
        ("RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=23", Repeat(Unit.YEAR)),
        ("RRULE:FREQ=YEARLY", Repeat(Unit.YEAR)),
    ],
)
def test_what_people_say_is_read(rule, repeat):
    assert read_repeat(rule, MONDAY) == repeat


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=DAILY;BYMONTH=5",
        "RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO",
        "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
        "RRULE:FREQ=DAILY\nRDATE:20270101",
        "RRULE:FREQ=WEEKLY;BYMONTH=5",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-2",
        "RRULE:FREQ=MONTHLY;BYMONTH=5",
        "RRULE:FREQ=MONTHLY;BYDAY=MO",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU",
        "RRULE:FREQ=MONTHLY;BYDAY=5MO",
        "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYMONTH=5",
        "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1",
        "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2",
        "RRULE:FREQ=YEARLY;BYMONTH=5",
        "RRULE:FREQ=YEARLY;BYMONTHDAY=23",
        "RRULE:FREQ=YEARLY;BYDAY=1MO",
    ],
)
def test_what_a_form_has_no_words_for_is_left_alone(rule):
    assert read_repeat(rule, MONDAY) is None


def test_dates_left_out_stay_left_out():
    before = "RRULE:FREQ=DAILY\nEXDATE:20261224T090000"
    assert written(Repeat(Unit.WEEK), before) == "RRULE:FREQ=WEEKLY\nEXDATE:20261224T090000"


@pytest.mark.parametrize("repeat", [Repeat(Unit.DAY, 0), Repeat(Unit.DAY, 1000), Repeat(Unit.DAY, count=0)])
def test_numbers_out_of_reason_are_refused(repeat):
    with pytest.raises(NumberRefused):
        written(repeat)


def test_which_weekday_of_the_month_a_day_is():
    assert nth_of(date(2026, 11, 3)) == (1, 1)
    assert nth_of(MONDAY) == (0, 4)
    assert nth_of(date(2026, 11, 30)) == (0, LAST)


_ENDS = st.one_of(
    st.just({}),
    st.builds(lambda day: {"until": day}, st.dates(date(2026, 1, 1), date(2100, 1, 1))),
    st.builds(lambda count: {"count": count}, st.integers(1, 999)),
)
_PLACES: st.SearchStrategy = st.one_of(
    st.sampled_from([(Unit.DAY, {}), (Unit.WEEK, {}), (Unit.MONTH, {}), (Unit.YEAR, {})]),
    st.sets(st.integers(0, 6), min_size=2).map(lambda d: (Unit.WEEK, {"weekdays": tuple(sorted(d))})),
    st.tuples(st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST])).map(
        lambda nth: (Unit.MONTH, {"nth": nth})
    ),
    st.sampled_from([1, 22, 31, LAST]).map(lambda day: (Unit.MONTH, {"month_day": day})),
)


@given(_PLACES, st.integers(1, 999), _ENDS)
def test_what_is_written_is_read_again(place, interval, end):
    unit, where = place
    repeat = Repeat(unit, interval, **where, **end)
    rule = written(repeat)
    parse_repetition(rule)
    assert read_repeat(rule, MONDAY) == repeat
