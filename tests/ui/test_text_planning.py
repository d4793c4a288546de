"""Lengths, and how long before something reminds, in words."""

from __future__ import annotations

import pytest

from crm_desktop.ui import text
from crm_desktop.ui.text_planning import leads, length


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (1440, "1 day"), (2880, "2 days"),
        (10080, "1 week"), (1500, "25 h"),
    ],
)  # fmt: skip
def test_lengths(minutes, words):
    assert length(minutes) == words


def test_how_long_before():
    assert leads([]) == ""
    assert leads([0]) == "at its time"
    assert leads([15, 1440, 20160]) == "15 min before, 1 day before, 2 weeks before"
    text.set_language("ru")
    assert leads([10080, 2880, 90]) == "за 1 неделю, за 2 дня, за 1 ч 30 мин"
    text.set_language("lt")
    assert leads([10080, 2880]) == "prieš 1 savaitę, prieš 2 dienas"
