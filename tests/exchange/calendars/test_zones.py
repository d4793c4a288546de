from __future__ import annotations

import pytest
import tzlocal

from crm_desktop.exchange.calendars.components import read_components
from crm_desktop.exchange.calendars.lines import read_lines
from crm_desktop.exchange.calendars.zones import here, iana_name, resolve, zones_of_file


@pytest.mark.parametrize(
    ("tzid", "name"),
    [
        ("Europe/Vilnius", "Europe/Vilnius"),
        ('"Europe/Vilnius"', "Europe/Vilnius"),
        ("FLE Standard Time", "Europe/Kiev"),
        ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Helsinki"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC+03:00) Moscow, St. Petersburg, Volgograd", "Europe/Moscow"),
        ("Greenwich Mean Time:Dublin; Edinburgh; Lisbon; London", "Europe/London"),
        ("/citadel.org/20211207_1/Europe/Vilnius", "Europe/Vilnius"),
        ("Germany/Berlin", "Europe/Berlin"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("GMT+0300", "Etc/GMT-3"),
        ("UTC-5", "Etc/GMT+5"),
        ("(UTC+00:00) Nowhere", "UTC"),
        ("(UTC+05:45) Nowhere", ""),
        ("(UTC+20:00) Nowhere", ""),
        ("Customized Time Zone", ""),
        ("Mars/Olympus Mons", ""),
        ("", ""),
    ],
)
def test_names_that_programs_give(tzid, name):
    assert iana_name(tzid) == name


def zone(tzid="Mine", *, location="", rule="FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", offset="+0300"):
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}"]
    lines += [f"X-LIC-LOCATION:{location}"] if location else []
    lines += ["BEGIN:STANDARD", "DTSTART:16010101T040000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200"]
    lines += ["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT"]
    lines += ["DTSTART:16010101T030000", "TZOFFSETFROM:+0200", f"TZOFFSETTO:{offset}", f"RRULE:{rule}"]
    return [*lines, "END:DAYLIGHT", "END:VTIMEZONE"]


def described(*zones, local="Europe/Vilnius"):
    lines = [line for each in zones for line in each]
    return zones_of_file(read_components(read_lines(lines)), local)


def test_a_zone_described_in_the_file_is_the_one_here_if_it_keeps_the_same_time():
    assert described(zone()) == {"Mine": "Europe/Vilnius"}
    assert described(zone(), local="") == {"Mine": "Europe/Vilnius"}
    assert described(zone(), local="America/New_York") == {"Mine": "Europe/Vilnius"}


def test_a_zone_that_says_where_it_is():
    assert described(zone(location="Asia/Tokyo")) == {"Mine": "Asia/Tokyo"}


def test_the_first_of_two_descriptions_counts():
    assert described(zone(location="Asia/Tokyo"), zone()) == {"Mine": "Asia/Tokyo"}


def test_zones_that_nobody_can_tell():
    assert described(zone(offset="+0317")) == {}
    assert described(zone(offset="rubbish")) == {}
    assert described(["BEGIN:VTIMEZONE", "TZID:Mine", "END:VTIMEZONE"]) == {}
    assert described(["BEGIN:VTIMEZONE", "END:VTIMEZONE"]) == {}


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY", "FREQ=YEARLY;BYSECOND=1,2,3"])
def test_clocks_that_change_every_second_are_not_expanded(rule):
    assert described(zone(rule=rule)) == {}


def test_a_name_is_resolved_by_itself_first():
    assert resolve("Europe/Vilnius", {"Europe/Vilnius": "Asia/Tokyo"}) == "Europe/Vilnius"
    assert resolve("Mine", {"Mine": "Asia/Tokyo"}) == "Asia/Tokyo"
    assert resolve("Other", {}) == ""


def test_the_zone_here(monkeypatch):
    assert here() == "Europe/Vilnius"

    def unknown():
        raise LookupError

    monkeypatch.setattr(tzlocal, "get_localzone_name", unknown)
    here.cache_clear()
    assert here() == ""
    here.cache_clear()


def test_a_rule_with_a_line_break_inside_describes_no_zone():
    assert described(zone(rule=r"FREQ=YEARLY;BYDAY=-1SU;BYMO\nTH=10")) == {}
