"""What a block says in the room that it has."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPixmap

from crm_desktop.services.calendar import EntryState
from crm_desktop.ui.calendar.entry_painting import Words, can_be_read, paint_block, wrapped
from crm_desktop.ui.calendar.ink import Ink
from crm_desktop.ui.calendar.shapes import Block
from crm_desktop.ui.calendar_preferences import Bars
from crm_desktop.ui.lists.pens import Type
from tests.ui.calendar.made import MONDAY, entry

NINE = datetime(2026, 11, 16, 9)  # noqa: DTZ001


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


@given(text=st.text("абв xyz", min_size=1, max_size=40), room=st.integers(-5, 300))
def test_a_name_is_read_whole_or_by_three_letters_before_its_dots(type_, text, room):
    shown = type_.fit(text, max(room, 0))[0]
    readable = can_be_read(type_, text, room)
    assert readable or not can_be_read(type_, text, room, whole=True)
    if readable and room > 0:
        assert shown == text or (shown.endswith("…") and len(shown) > 3)
    assert can_be_read(type_, text, type_.width(text), whole=True)


class Drawn(QPainter):
    """A painter that keeps what is written, how wide it is, and how many pictures are drawn."""

    def __init__(self, on):
        super().__init__(on)
        self.written: list[tuple[str, int, int]] = []
        self.pictures = 0

    def drawText(self, left, base, text):  # type: ignore[override]  # noqa: N802  the one form that is used
        self.written.append((text, left, left + QFontMetrics(self.font()).horizontalAdvance(text)))
        super().drawText(left, base, text)

    def drawPixmap(self, *place):  # noqa: N802
        self.pictures += 1
        super().drawPixmap(*place)


def drawn(block):
    picture = QPixmap(block.rect.right() + 20, block.rect.bottom() + 20)
    with Drawn(picture) as painter:
        paint_block(painter, block, Ink(QPalette(), QFont()), Words(), Bars.STATE)
    return painter


@pytest.mark.parametrize("line", [True, False])
@pytest.mark.parametrize("state", list(EntryState))
def test_a_block_of_any_width_writes_whole_letters_inside_itself_or_a_mark_alone(qapp, line, state):
    for width in range(1, 300, 3):
        made = entry(NINE, state=state, client="Владиславлева Екатерина Ивановна")
        block = Block(QRect(10, 10, width, 18 if line else 60), made, MONDAY, line, placed=True)
        painter = drawn(block)
        for text, left, right in painter.written:
            assert left > block.rect.left()
            assert right <= block.rect.right() + 1
            assert not text.endswith("…") or len(text) > 3 or text.startswith("·") or " " in text
        if not painter.written:
            assert painter.pictures <= 2, "the ground, and the mark alone"


def test_the_name_comes_first_and_the_time_where_there_is_room(qapp):
    made = entry(NINE, client="Екатерина", wanted="Вазы")
    line = [Block(QRect(0, 0, width, 18), made, MONDAY, line=True, placed=True) for width in (96, 300)]
    assert [[text for text, *_ in drawn(each).written] for each in line] == [
        ["Екатерина"],
        ["09:00", "Екатерина", " · Вазы"],
    ]
    tall = [Block(QRect(0, 0, width, 60), made, MONDAY, placed=True) for width in (60, 400)]
    narrow, wide = ([text for text, *_ in drawn(each).written] for each in tall)
    assert narrow[0].startswith("Ека")
    assert narrow[-1] == "09:00"
    assert wide == ["09:00 Екатерина", "Вазы"]
