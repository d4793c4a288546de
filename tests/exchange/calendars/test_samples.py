"""Real calendars give what a careful person would read in them; a second import changes nothing."""

from __future__ import annotations

import pytest

from tests.bases import new_base
from tests.exchange.importing.bringing import bring, contents


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "base.crm", who="Rasa", region="LT")
    yield base.store
    base.store.close()


@pytest.mark.parametrize(
    ("name", "read", "new", "rejected", "people", "activities"),
    [
        ("google-birthdays.ics", 4, 1, 0, 1, 0),
        ("mixed-21-events.ics", 21, 20, 1, 0, 20),
        ("latin1-4-events.ics", 4, 4, 0, 0, 4),
    ],
)
def test_counts_of_a_real_calendar(store, samples, name, read, new, rejected, people, activities):
    path = samples / "ical" / name
    first = bring(store, path).json()
    counts = [first[key] for key in ("read", "new", "rejected", "people", "activities")]
    assert counts == [read, new, rejected, people, activities]
    before = contents(store)
    second = bring(store, path).json()
    assert (second["same"], second["new"], second["completed"]) == (read - rejected, 0, 0)
    assert contents(store) == before


def test_a_birthday_without_its_year(store, samples):
    bring(store, samples / "ical" / "google-birthdays.ics")
    assert store.read("SELECT name, birthday FROM client") == [("PErson #2", "--12-10")]


def test_letters_and_times_of_an_old_file(store, samples):
    bring(store, samples / "ical" / "latin1-4-events.ics")
    assert store.read("SELECT wanted, planned_at, minutes FROM activity ORDER BY planned_at") == [
        ("Event One", "2019-01-01T13:00:00.000Z", 60),
        ("Event Två", "2019-01-01T14:00:00.000Z", 60),
        ("Event Three", "2019-01-01T15:00:00.000Z", 60),
        ("Event Four", "2019-01-01T16:00:00.000Z", 60),
    ]


def test_zones_series_and_people_of_a_mixed_file(store, samples):
    bring(store, samples / "ical" / "mixed-21-events.ics")
    assert store.read("SELECT zone, planned_at, rule FROM activity WHERE wanted LIKE 'Microsoft%'") == [
        (
            "America/New_York",
            "2016-04-09T13:00:00.000Z",
            "RRULE:FREQ=WEEKLY;COUNT=15;BYDAY=SA\n"
            "EXDATE:20160528T090000,20160625T090000,20160709T090000,20160723T090000",
        )
    ]
    assert store.read("SELECT COUNT(*) FROM activity WHERE rule <> ''") == [(14,)]
    assert store.read("SELECT wanted FROM activity WHERE wanted LIKE '%l.page@%'") == [
        ("Test 2\nPage, Larry <l.page@google.com>, Brin, Sergey <s.brin@google.com>",)
    ]
    assert store.read("SELECT planned_at FROM activity WHERE wanted LIKE 'Before 1970%'") == [("1941-05-12",)]
    assert store.read("SELECT ical LIKE '%VALARM%' FROM activity WHERE wanted LIKE 'Negative%'") == [(1,)]
