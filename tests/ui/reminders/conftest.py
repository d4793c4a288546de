"""A diary at twenty past three in Vilnius, looked at by a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

NOW = datetime(2026, 11, 20, 13, 20, tzinfo=UTC)
"""A Friday, 15:20 in Vilnius."""


class Clock:
    """Stands until it is moved."""

    def __init__(self):
        self.time = NOW

    def now(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()
