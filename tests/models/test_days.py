from __future__ import annotations

import pytest

from crm_desktop.errors import DateRefused
from crm_desktop.models.days import check_day, check_yearly_day, instant, is_day, is_yearly_day, planned_time


@pytest.mark.parametrize("text", ["2026-11-20", "0001-01-01", "9999-12-31", "2024-02-29"])
def test_days(text):
    assert is_day(text)
    assert is_yearly_day(text)


@pytest.mark.parametrize(
    "text", ["", "2023-02-29", "20261120", "2026-W47-5", "20.11.2026", "2026-13-01", "2026-11-20 "]
)
def test_no_days(text):
    assert not is_day(text)
    assert not is_yearly_day(text)


@pytest.mark.parametrize(
    ("text", "is_one"), [("--05-17", True), ("--02-29", True), ("--02-30", False), ("--5-17", False)]
)
def test_days_without_a_year(text, is_one):
    assert not is_day(text)
    assert is_yearly_day(text) is is_one


def test_checks_name_the_field():
    check_day("due_on", None)
    check_day("due_on", "")
    check_day("due_on", "2026-11-20")
    check_yearly_day("birthday", "")
    check_yearly_day("birthday", "--02-29")
    with pytest.raises(DateRefused) as caught:
        check_day("due_on", "--05-17")
    assert caught.value.facts == {"field": "due_on", "value": "--05-17"}
    with pytest.raises(DateRefused):
        check_yearly_day("birthday", "17.05")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (None, None),
        ("", None),
        ("2026-11-20T10:00:00.000Z", "2026-11-20T10:00:00.000Z"),
        ("2026-11-20T12:00:00+02:00", "2026-11-20T10:00:00.000Z"),
    ],
)
def test_instants_are_kept_in_utc(text, kept):
    assert instant("held_at", text) == kept


@pytest.mark.parametrize("text", ["2026-11-20T10:00:00", "2026-11-20", "soon", "0001-01-01T00:00:00+14:00"])
def test_no_instants(text):
    with pytest.raises(DateRefused) as caught:
        instant("held_at", text)
    assert caught.value.facts == {"field": "held_at", "value": text}


def test_a_whole_day_has_no_time():
    assert planned_time("planned_at", "2026-11-20", all_day=True) == "2026-11-20"
    assert planned_time("planned_at", "", all_day=True) is None
    assert planned_time("planned_at", "2026-11-20T10:00:00Z", all_day=False) == "2026-11-20T10:00:00.000Z"
    with pytest.raises(DateRefused):
        planned_time("planned_at", "2026-11-20T10:00:00Z", all_day=True)
