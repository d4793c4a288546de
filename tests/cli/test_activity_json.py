"""Activities from JSON: times, zones, rules, who takes part."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def people(add):
    add("client", [{"name": "Ona"}, {"name": "Petras"}])


@pytest.fixture
def refused(run, tmp_path):
    """What is said of an activity that is refused; nothing is left of it."""

    def call(**given):
        path = tmp_path / "given.json"
        path.write_text(json.dumps({"client": "1", "kind": "meeting", **given}), encoding="utf-8")
        answer = run("add", "activity", "--json-in", path)
        assert (answer.code, answer.out) == (1, "")
        assert run("show", "1", "--json").json["history"] == []
        return answer.err

    return call


def stored(run, first="2026-01-01", last="2028-01-01"):
    found = run("agenda", "--from", first, "--to", last, "--json").json
    return [*found["overdue"], *found["planned"]]


def test_everything_of_a_draft(add, run, people):
    add(
        "activity",
        {
            "client": "1", "further": ["№ 2"], "kind": "meeting", "planned_at": "2027-11-23 15:30", "minutes": 45,
            "place": "Kavinė", "wanted": "katalogas", "reminders": "1440 15", "responsible": "Rasa",
        },
    )  # fmt: skip
    (meeting,) = stored(run)
    assert (meeting["planned_at"], meeting["minutes"], meeting["place"], meeting["all_day"]) == (
        "2027-11-23T13:30:00.000Z", 45, "Kavinė", False,
    )  # fmt: skip
    assert run("show", "2", "--json").json["history"][0]["place"] == "Kavinė"


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"planned_at": "2027-11-23"}, "2027-11-23"),
        ({"planned_at": "2027-11-23", "all_day": True}, "2027-11-23"),
        ({"planned_at": "2027-11-23 9:05"}, "2027-11-23T07:05:00.000Z"),
        ({"planned_at": "2027-11-23T09:05:30"}, "2027-11-23T07:05:30.000Z"),
        ({"planned_at": "2027-11-23T09:05:00+05:00"}, "2027-11-23T04:05:00.000Z"),
        ({"planned_at": "2027-11-23 09:05", "zone": "America/New_York"}, "2027-11-23T14:05:00.000Z"),
        ({"planned_at": "2027-10-31 03:30"}, "2027-10-31T00:30:00.000Z"),  # twice: the first
    ],
)
def test_times_as_people_write_them(add, run, people, given, at):
    add("activity", {"client": "1", "kind": "meeting", **given})
    assert [each["planned_at"] for each in stored(run)] == [at]


def test_a_contact_with_nobody(add, run, people):
    add("activity", {"kind": "task", "planned_at": "2027-11-23", "wanted": "mokesčiai"})
    assert [(each["client"], each["wanted"]) for each in stored(run)] == [("", "mokesčiai")]


def test_a_rule_runs_by_the_clock_of_here(add, run, people):
    add(
        "activity",
        {"client": "1", "kind": "call", "planned_at": "2027-03-22 10:00", "rule": "FREQ=WEEKLY;COUNT=2"},
    )
    assert [each["planned_at"] for each in stored(run)] == [
        "2027-03-22T08:00:00.000Z", "2027-03-29T07:00:00.000Z",
    ]  # fmt: skip
    add(
        "activity",
        {"client": "1", "kind": "call", "planned_at": "2027-06-01", "rule": "RRULE:FREQ=YEARLY;COUNT=1"},
    )
    assert stored(run)[-1]["planned_at"] == "2027-06-01"


def test_the_next_step_is_a_day_or_a_time(add, run, people):
    add("activity", {"client": "1", "kind": "call", "result": "sutarta", "next_at": "2027-11-23"})
    add("activity", {"client": "1", "kind": "call", "result": "sutarta", "next_at": "2027-11-24 10:00"})
    assert [(each["planned_at"], each["all_day"]) for each in stored(run)] == [
        ("2027-11-23", True), ("2027-11-24T08:00:00.000Z", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"planned_at": "2027-02-29"}, "“2027-02-29” in “planned_at” is no day"),
        ({"planned_at": "2027-02-29 10:00"}, "no day and no time"),
        ({"planned_at": "tomorrow"}, "2026-11-23 15:30"),
        ({"planned_at": "2027-11-23 25:00"}, "no day and no time"),
        ({"planned_at": 5}, "no day and no time"),
        ({"planned_at": "0001-01-01 00:30"}, "no day and no time"),
        ({"planned_at": "9999-12-31T23:59:00-05:00"}, "no day and no time"),
        ({"planned_at": "2027-03-28 03:30"}, "the clocks go forward"),
        ({"planned_at": "2027-03-14 02:30", "zone": "America/New_York"}, "the clocks go forward"),
        ({"planned_at": "2027-11-23 10:00", "zone": "Europe/Atlantis"}, "“Europe/Atlantis” is no time zone"),
        ({"planned_at": "2027-11-23 10:00", "zone": 5}, "no time zone"),
        ({"planned_at": "2027-11-23 10:00", "all_day": True}, '"2026-11-23"'),
        ({"planned_at": "2027-11-23", "all_day": False}, '"2026-11-23 15:30"'),
        ({"planned_at": "2027-11-23", "held_at": "2027-11-23 10:00"}, '"2026-11-23 15:30"'),
        ({"planned_at": "2027-11-23", "all_day": "yes"}, "true, false"),
        ({"planned_at": "2027-11-23", "rule": "FREQ=SECONDLY"}, "no rule"),
        ({"planned_at": "2027-11-23", "rule": 5}, "rule"),
        ({"planned_at": "2027-11-23", "reminders": "often"}, "reminders"),
        ({"planned_at": "2027-11-23", "reminders": 15}, "reminders"),
        ({"planned_at": "2027-11-23", "further": "2"}, "further"),
        ({"planned_at": "2027-11-23", "further": ["99"]}, "99"),
        ({"planned_at": "2027-11-23", "client": "99"}, "99"),
    ],
)
def test_what_is_refused_and_how_it_is_said(refused, people, given, said):
    assert said in refused(**given)


def test_the_ends_of_the_calendar_are_days(add, run, people):
    add(
        "activity",
        [{"client": "1", "kind": "call", "planned_at": day} for day in ("0001-01-01", "9999-12-31")],
    )
    assert len(run("agenda", "--from", "0001-01-01", "--to", "9999-12-31", "--json").json["overdue"]) == 1
    assert len(run("agenda", "--from", "9999-12-30", "--to", "9999-12-31", "--json").json["planned"]) == 1
    assert run("agenda", "--from", "0001-01-01", "--to", "0001-01-02", "--json").json["planned"] == []
