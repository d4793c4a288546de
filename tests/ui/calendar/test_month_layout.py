from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.calendar.grid_layout import is_above
from crm_desktop.ui.calendar.month_layout import MonthLayout, MonthSizes
from crm_desktop.ui.calendar.shapes import Block, More
from tests.ui.calendar.made import MONDAY, entries

SIZES = MonthSizes(gutter=40, head=30, number=24, line=18)
LAST = MONDAY + timedelta(days=27)


@given(entries(28), st.integers(200, 1400), st.dictionaries(st.integers(0, 27), st.integers(0, 9)))
def test_each_cell_shows_or_counts_all_of_its_day(found, height, more):
    left_out = {MONDAY + timedelta(days=n): count for n, count in more.items()}
    layout = MonthLayout((MONDAY, LAST), found, {}, left_out, SIZES, (1000, height))
    for number, shape in enumerate(layout.shapes):
        assert not any(shape.rect.intersects(other.rect) for other in layout.shapes[:number])
    for day in (MONDAY + timedelta(days=n) for n in range(28)):
        cell = layout.cell(day)
        lines = [each for each in found if each.first == day and not is_above(each)]
        bars = [each for each in found if is_above(each) and each.first <= day <= each.last]
        shown = [s for s in layout.shapes if isinstance(s, Block) and s.rect.intersects(cell)]
        hidden = sum(s.count for s in layout.shapes if isinstance(s, More) and s.day == day)
        assert len(shown) + hidden == len(lines) + len(bars) + left_out.get(day, 0)
        assert layout.day_at(cell.center()) == day
