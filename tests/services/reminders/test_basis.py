from __future__ import annotations

from datetime import UTC, date, datetime

from crm_desktop.services import dictionaries
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.reminders import basis

NOW = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)


def test_the_first_look_is_new_and_the_second_is_not(store):
    present = basis.basis(store, NOW)
    assert basis.is_new(store, present)
    with store.transaction():
        basis.note(store, present)
    assert not basis.is_new(store, basis.basis(store, NOW))
    assert basis.is_new(store, basis.basis(store, NOW.replace(day=11)))
    dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
    assert basis.is_new(store, basis.basis(store, NOW))


def test_the_first_day_told_of_is_a_month_ago_or_the_beginning(store):
    with store.transaction():
        basis.note(store, basis.basis(store, NOW))
    assert basis.basis(store, NOW.replace(day=20)).first_day == date(2027, 3, 10)
    assert basis.basis(store, NOW.replace(month=6)).first_day == date(2027, 5, 10)
    assert basis.basis(store, NOW.replace(month=2)).first_day == date(2027, 2, 10)


def test_mornings_are_local_and_end_with_the_calendar(store):
    present = basis.basis(store, NOW)
    assert present.morning_of(date(2027, 3, 27)) == "2027-03-27T07:00:00.000Z"
    assert present.morning_of(date(2027, 3, 28)) == "2027-03-28T06:00:00.000Z"
    assert present.morning_of(date(2027, 3, 28), 1440) == "2027-03-27T07:00:00.000Z"
    assert present.morning_of(date.min, 1440) is None
    assert present.morning_of(date.max, -1440) is None


def test_who_is_told(store, base):
    jonas = dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
    present = basis.basis(store, NOW)
    assert [present.mine(each) for each in (None, base.me, jonas)] == [True, True, False]
    store.who = ""
    assert basis.basis(store, NOW).mine(jonas)
