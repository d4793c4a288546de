from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import PeriodRefused
from crm_desktop.services.reports.options import (
    EVER_AHEAD,
    EVER_BACK,
    Attribution,
    Options,
    Question,
    ever,
    from_json,
    span_of,
    to_json,
)
from crm_desktop.services.reports.periods import LONGEST_DAYS, PeriodName, Span

TODAY = date(2026, 11, 20)
IDS = st.none() | st.binary(min_size=16, max_size=16)


@given(
    st.builds(
        Options,
        period=st.sampled_from(PeriodName),
        first=st.just("2026-11-01") | st.text(max_size=5),
        last=st.just(""),
        person=IDS,
        group=IDS,
        source=IDS,
        stage=IDS,
        tag=IDS,
        currency=st.sampled_from(["", "EUR"]),
        kinds=st.lists(st.sampled_from(["call", "visit"]), max_size=2).map(tuple),
        attribution=st.sampled_from(Attribution),
        by=st.text(max_size=5),
        rows=st.integers(0, 10**6),
        client=IDS,
        question=st.sampled_from(Question),
    )
)
def test_saved_options_are_read_as_they_were(options):
    assert from_json(to_json(options)) == options


def test_what_is_as_usual_is_not_written():
    assert json.loads(to_json(Options())) == {"version": 1}


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "1", '{"version": 9, "unheard": 1}'])
def test_what_cannot_be_read_is_as_usual(text):
    assert from_json(text) == Options()


def test_a_value_of_a_newer_program_is_left_out():
    text = '{"period": "this_century", "person": "zz", "kinds": [1], "currency": 5, "rows": "many", "by": "stage"}'
    assert from_json(text) == Options(by="stage")


def test_days_that_are_meant():
    assert span_of(Options(PeriodName.DAYS, "2026-11-01", "2026-11-02"), TODAY) == Span(
        date(2026, 11, 1), date(2026, 11, 2)
    )
    assert span_of(Options(PeriodName.LAST_WEEK), TODAY) == Span(date(2026, 11, 9), date(2026, 11, 15))
    every = Span(date(2020, 1, 1), TODAY)
    assert span_of(Options(PeriodName.ALL), TODAY, every) == every
    assert span_of(Options(PeriodName.ALL), TODAY) == Span(TODAY, TODAY)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("", ""),
        ("2026-11-31", "2026-12-01"),
        ("2026-11-02", "2026-11-01"),
        ("1900-01-01", "2026-01-01"),
        ("0001-01-01", "0002-01-01"),
        ("9999-01-01", "9999-12-31"),
        ("soon", "2026-11-01"),
    ],
)
def test_what_is_no_period(first, last):
    with pytest.raises(PeriodRefused):
        span_of(Options(PeriodName.DAYS, first, last), TODAY)


ENDS = "SELECT :first, :last"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, Span(TODAY, TODAY)),
        ("2020-02-03", "2026-12-24", Span(date(2020, 2, 3), date(2026, 12, 24))),
        ("2020-02-03T23:00:00.000Z", None, Span(date(2020, 2, 4), TODAY)),
        ("2026-12-01", "2026-12-24", Span(TODAY, date(2026, 12, 24))),
        ("0206-01-01", "2206-01-01", Span(TODAY - EVER_BACK, TODAY + EVER_AHEAD)),
    ],
)
def test_all_is_from_the_first_record_to_the_last(store, first, last, expected):
    assert ever(store, ENDS, TODAY, {"first": first, "last": last}) == expected


def test_all_is_never_longer_than_a_period_may_be():
    assert timedelta(days=LONGEST_DAYS) > EVER_BACK + EVER_AHEAD
