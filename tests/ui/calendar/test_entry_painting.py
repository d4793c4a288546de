from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont

from crm_desktop.ui.calendar.entry_painting import wrapped
from crm_desktop.ui.lists.pens import Type


@pytest.fixture(scope="module")
def type_(qapp):
    return Type(QFont())


@given(
    text=st.text("абв xyz", max_size=60).map(lambda typed: " ".join(typed.split())),
    lines=st.integers(1, 4),
    room=st.integers(20, 200),
)
def test_broken_lines_are_the_text_and_fit_but_for_the_last(type_, text, lines, room):
    found = wrapped(type_, text, room // 2, room, lines)
    assert " ".join(found) == text
    assert len(found) <= lines
    for number, line in enumerate(found[:-1]):
        # A word that is longer than a line stands alone on it.
        assert " " not in line or type_.width(line) <= (room // 2 if number == 0 else room)
