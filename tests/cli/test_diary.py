"""Calendars in and the diary out, from the command line."""

from __future__ import annotations

import icalendar
import pytest

from tests.exchange.calendars.making import ics


@pytest.fixture
def calendar(tmp_path):
    return ics(
        tmp_path / "phone.ics",
        "UID:1\nDTSTART:20990301T100000Z\nSUMMARY:Susitikimas su Petraite",
        "UID:2\nDTSTART:20200301T100000Z\nSUMMARY:Skambinti",
        "UID:3\nDTSTART:20201301T100000Z",
    )


def test_a_calendar_is_brought_in(run, add, calendar):
    add("client", {"name": "Ona Petraitė"})
    result = run("import", calendar, "--json").json
    assert {key: result[key] for key in ("read", "new", "rejected", "people", "activities")} == {
        "read": 3, "new": 2, "rejected": 1, "people": 0, "activities": 2,
    }  # fmt: skip
    assert "events" not in result
    assert result["rejects"] == [{"file": "phone.ics", "row": 3, "reason": "bad_start"}]
    assert result["files"][0]["preset"] == "ical"
    shown = run("agenda", "--from", "2099-03-01", "--to", "2099-03-02", "--json").json
    assert [(each["client"], each["kind"]) for each in shown["planned"]] == [("Ona Petraitė", "meeting")]
    run("undo")
    assert run("check", "--json").json["activities"] == 0


def test_a_calendar_is_told_in_words(run, calendar):
    answer = run("import", calendar, "--dry-run")
    assert "2 new entries" in answer.out
    assert "2 history entries" in answer.out
    assert "No date that exists" in answer.out


def test_a_calendar_without_events_is_told(run, tmp_path):
    answer = run("import", ics(tmp_path / "none.ics"))
    assert answer.code == 1
    assert "no event" in answer.err


def test_the_diary_goes_out(run, add, tmp_path):
    add("client", {"name": "Ona"})
    add("activity", {"client": "1", "kind": "call", "planned_at": "2099-03-01T10:00:00Z", "wanted": "vazos"})
    path = tmp_path / "diary.ics"
    assert run("export", "activities", "--to", path, "--json").json == {
        "file": str(path),
        "rows": 1,
        "cut": 0,
    }
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "vazos · Ona"
    assert "1 contact written" in run("export", "activities", "--to", path).out
    assert run("import", path, "--json").json["same"] == 1


def test_the_diary_goes_out_as_a_calendar_only(run, add, tmp_path):
    add("client", {"name": "Ona"})
    answer = run("export", "activities", "--to", tmp_path / "diary.pdf")
    assert answer.code == 1
    assert answer.err
