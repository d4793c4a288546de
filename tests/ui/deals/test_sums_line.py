"""Sums in several currencies in a column that may be narrow."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from crm_desktop.ui.deals.sums_line import SumsLine


@pytest.fixture
def line(qtbot):
    made = SumsLine()
    qtbot.addWidget(made)
    return made


def test_what_has_no_room_is_counted(line):
    line.show_sums(["€19,203", "£25,100", "26,137 ₽"])
    advance = QFontMetrics(line.font()).horizontalAdvance
    assert line.fitting(1000) == ["€19,203", "£25,100", "26,137 ₽"]
    assert line.fitting(advance("€19,203") + 14 + advance("£25,100") + 14 + advance("+1")) == [
        "€19,203",
        "£25,100",
        "+1",
    ]
    assert line.fitting(advance("€19,203") + 14 + advance("+2")) == ["€19,203", "+2"]
    assert line.fitting(1) == ["€19,203", "+2"]  # the first one is always there, cut where it must be
    assert line.toolTip() == "€19,203\n£25,100\n26,137 ₽"
    assert line.accessibleName() == "€19,203, £25,100, 26,137 ₽"


def test_one_sum_and_none(line):
    line.show_sums(["€5"])
    assert (line.fitting(500), line.toolTip()) == (["€5"], "")
    line.show_sums([])
    assert line.fitting(500) == []
    line.resize(200, 20)
    line.grab()  # nothing to paint is no fault
