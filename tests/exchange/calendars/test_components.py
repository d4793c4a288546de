from __future__ import annotations

from crm_desktop.exchange.calendars.components import MOST_LINES, read_components
from crm_desktop.exchange.calendars.lines import read_lines


def read(text):
    return list(read_components(read_lines(text.split("\n"))))


def names(text):
    return [(each.name, each.text("UID")) for each in read(text)]


def test_items_and_zones_and_what_is_inside():
    found = read(
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:A\nBEGIN:STANDARD\nTZNAME:S\nEND:STANDARD\nEND:VTIMEZONE\n"
        "BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nSUMMARY:a\nEND:VEVENT\nEND:VCALENDAR"
    )
    assert [each.name for each in found] == ["VTIMEZONE", "VEVENT"]
    assert found[0].inside[0].text("TZNAME") == "S"
    assert found[1].content() == (
        "BEGIN:VEVENT\nUID:1\nSUMMARY:a\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nEND:VEVENT"
    )


def test_a_missing_end_costs_nothing():
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nBEGIN:VALARM\nBEGIN:VTODO\nUID:3"
    assert names(text) == [("VEVENT", "1"), ("VEVENT", "2"), ("VTODO", "3")]
    assert names("BEGIN:VEVENT\nUID:1\nEND:VCALENDAR\nUID:9") == [("VEVENT", "1")]


def test_ends_of_what_never_began_are_nothing():
    text = "END:VEVENT\nBEGIN:VEVENT\nEND:VALARM\nUID:1\nEND:VEVENT\nEND:VEVENT"
    assert names(text) == [("VEVENT", "1")]


def test_an_alarm_without_its_end_ends_with_the_event():
    (event,) = read("BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nBEGIN:X\nA:1\nEND:VALARM\nSUMMARY:a\nEND:VEVENT")
    assert (event.text("SUMMARY"), event.inside[0].inside[0].text("A")) == ("a", "1")


def test_depth_and_size_are_bounded():
    deep = "BEGIN:VEVENT\nUID:1\n" + "BEGIN:X\n" * 10_000
    (event,) = read(deep)
    assert event.content().count("BEGIN") < 10
    (event,) = read("BEGIN:VEVENT\n" + "COMMENT:a\n" * (MOST_LINES + 100))
    assert len(event.lines) == MOST_LINES


def test_outside_there_is_nothing():
    assert read("UID:1\nBEGIN:VCALENDAR\nUID:2\nEND:VCALENDAR") == []


def test_all_lines_of_a_name():
    (event,) = read("BEGIN:VEVENT\nEXDATE:1\nEXDATE:2\nEND:VEVENT")
    assert [line.value for line in event.all("EXDATE")] == ["1", "2"]
    assert event.line("UID") is None
    assert event.text("UID") == ""
