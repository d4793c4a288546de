from __future__ import annotations

import pytest

from crm_desktop.models.contacts import allowed_days, is_contact, silent_until


@pytest.mark.parametrize(
    ("kind", "direction", "outcome", "reached"),
    [
        ("call", "out", "", True),
        ("call", "out", "no_answer", False),
        ("meeting", "", "cancelled", False),
        ("note", "", "", False),
        ("task", "", "successful", False),
        ("sms", "out", "", False),
        ("sms", "out", "failed", True),
        ("email", "in", "", True),
        ("letter", "", "", True),
        ("chat", "out", "", True),
    ],
)
def test_what_reached_the_client(kind, direction, outcome, reached):
    assert is_contact(kind, direction, outcome) is reached


@pytest.mark.parametrize(
    ("own", "of_groups", "days"),
    [(None, None, None), (None, 30, 30), (7, 30, 7), (0, 30, None), (60, 30, 60)],
)
def test_what_is_said_of_the_client_alone_counts(own, of_groups, days):
    assert allowed_days(own, of_groups) == days


def test_how_long_a_silence_may_last():
    assert silent_until("2026-01-01T10:00:00.000Z", 30) == "2026-01-31T10:00:00.000Z"
    assert silent_until("2026-01-01", 1) == "2026-01-02T12:00:00.000Z"
    assert silent_until(None, 30) is None
    assert silent_until("", 30) is None
    assert silent_until("2026-01-01", None) is None
    assert silent_until("9999-12-01T10:00:00.000Z", 60) is None
    assert silent_until("once", 60) is None
