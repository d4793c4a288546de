"""Times on a wall have no zone."""

# ruff: noqa: DTZ001

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.models.zones import instant_at, local_time, zone_named
from tests.models.zoning import zone_known


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "Europe", "a\0b", "Ž"]
)
def test_what_is_no_zone(name):
    assert zone_named(name) is None


def test_a_missing_hour_is_read_with_the_offset_before_it():
    vilnius = zone_known("Europe/Vilnius")
    assert instant_at(datetime(2026, 3, 29, 3, 30), vilnius) == "2026-03-29T01:30:00.000Z"
    assert local_time("2026-03-29T01:30:00.000Z", vilnius) == datetime(2026, 3, 29, 4, 30)


def test_a_doubled_hour_is_the_first_of_the_two():
    new_york = zone_known("America/New_York")
    assert instant_at(datetime(2026, 11, 1, 1, 30), new_york) == "2026-11-01T05:30:00.000Z"


@pytest.mark.parametrize("moment", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)])
def test_the_ends_of_the_calendar_are_refused_where_the_zone_leads_out_of_it(moment):
    zone = zone_known("Asia/Tokyo" if moment.year == 1 else "America/New_York")
    with pytest.raises(ValueError, match=str(moment.year)):
        instant_at(moment, zone)
    other = zone_known("America/New_York" if moment.year == 1 else "Asia/Tokyo")
    with pytest.raises(ValueError, match=f"{moment.year:04}"):
        local_time(f"{moment.isoformat()}+00:00", other)
    assert instant_at(moment, UTC).startswith(f"{moment.year:04}")
