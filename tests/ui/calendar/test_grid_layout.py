from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.calendar.grid_layout import GridLayout, Sizes, is_above
from crm_desktop.ui.calendar.shapes import Block, More
from tests.ui.calendar.made import MONDAY, entries

SIZES = Sizes(gutter=50, head=38, line=18, hour=54, block=34, count=36)
DAYS = [MONDAY + timedelta(days=n) for n in range(7)]


@given(entries(7), st.integers(100, 1600))
def test_nothing_lies_over_anything_and_nothing_is_lost(found, width):
    layout = GridLayout(DAYS, found, [], SIZES, width)
    for shapes in (layout.top, layout.body):
        for number, shape in enumerate(shapes):
            assert not any(shape.rect.intersects(other.rect) for other in shapes[:number])
    for day in DAYS:
        of_day = [each for each in found if each.first <= day <= each.last]
        hidden = [
            shape for shape in (*layout.top, *layout.body) if isinstance(shape, More) and shape.day == day
        ]
        column = layout.column(DAYS.index(day), 0, layout.top_height + layout.height)
        shown = [
            shape.entry.ref
            for shape in (*layout.top, *layout.body)
            if isinstance(shape, Block) and shape.rect.intersects(column)
        ]
        assert len(set(shown)) + sum(more.count for more in hidden) == len(of_day)


@given(entries(7))
def test_blocks_stand_within_their_columns_at_their_times(found):
    layout = GridLayout(DAYS, found, [], SIZES, 1000)
    for shape in layout.body:
        column = layout.column(DAYS.index(shape.day), 0, layout.height)
        assert column.contains(shape.rect)
        if isinstance(shape, Block):
            assert shape.rect.height() >= SIZES.line - 1
            at = layout.axis.span(shape.day, shape.entry.start, shape.entry.end)[0]
            assert shape.rect.top() <= layout.y(at)


@given(entries(7))
def test_what_takes_whole_days_stands_above(found):
    layout = GridLayout(DAYS, found, [], SIZES, 1000)
    assert all(is_above(shape.entry) for shape in layout.top if isinstance(shape, Block))
    assert not any(is_above(shape.entry) for shape in layout.body if isinstance(shape, Block))
    assert all(
        SIZES.head <= shape.rect.top() and shape.rect.bottom() < layout.top_height for shape in layout.top
    )
