from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.reporting.worded import WordedChart, WordedColumn, WordedRow, WordedTable
from crm_desktop.services.reports.table import CellKind, ChartKind
from crm_desktop.ui.reports.bars import by_rows, marks, nearest, shapes

VALUES = st.one_of(st.none(), st.integers(-1000, 1000), st.floats(-50, 50))


def table(kind, rows, series=2):
    numbers = [WordedColumn(f"n:{number}", str(number), CellKind.NUMBER) for number in range(series)]
    columns = (WordedColumn("name", "Name", CellKind.TEXT), *numbers)
    made = tuple(
        WordedRow(str(number), (f"r{number}", *values), ("",) * (series + 1))
        for number, values in enumerate(rows)
    )
    chart = WordedChart(kind, 0, tuple(range(1, series + 1)))
    return WordedTable("t", "T", columns, made, chart=chart)


@given(st.sampled_from(ChartKind), st.lists(st.tuples(VALUES, VALUES), max_size=30))
def test_each_value_has_one_shape_within_the_scale(kind, rows):
    found = shapes(table(kind, rows))
    drawn = rows[:20]
    while kind is ChartKind.BARS and drawn and not any(drawn[-1]):
        drawn.pop()
    if not any(value for row in drawn for value in row):
        assert found is None
        return
    seen = [place for place in range(2) if any(row[place] for row in drawn)]
    values = [
        (row, place + 1)
        for row, both in enumerate(drawn)
        for place, value in enumerate(both)
        if value is not None and place in seen
    ]
    assert len(found.rows) == len(drawn)
    assert sorted((bar.row, bar.place) for bar in found.bars) == values
    for bar in found.bars:
        assert bar.value == drawn[bar.row][bar.place - 1]
        if not (kind is ChartKind.PARETO and bar.place == 2):
            assert found.lowest <= bar.low <= bar.high <= found.highest or bar.is_point
    if kind in (ChartKind.BARS, ChartKind.COLUMNS):
        for bar in found.bars:
            assert {bar.low, bar.high} == {min(0, bar.value), max(0, bar.value)}


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=9))
def test_bars_beside_each_other_do_not_overlap_and_stacked_ones_meet(rows):
    beside = sorted(shapes(table(ChartKind.COLUMNS, rows)).bars, key=lambda bar: bar.centre)
    for one, other in pairwise(beside):
        assert one.centre + one.width / 2 <= other.centre - other.width / 2 + 1e-9
    stacked = shapes(table(ChartKind.STACKED, rows))
    for number, (first, second) in enumerate(rows):
        low, high = sorted((bar for bar in stacked.bars if bar.row == number), key=lambda bar: bar.low)
        assert (low.low, low.high, high.low, high.high) == (0, first, first, first + second)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.one_of(st.none(), st.integers(1, 9))), min_size=1, max_size=9),
    st.lists(st.tuples(st.sampled_from((-1, 1)), st.booleans()), max_size=40),
)
def test_keys_never_leave_the_picture_and_reach_the_next_row(rows, steps):
    drawn = shapes(table(ChartKind.COLUMNS, rows))
    assert drawn is not None
    bars = by_rows(drawn)
    at = 0
    for step, along in steps:
        new = nearest(bars, at, step, along=along)
        assert 0 <= new < len(bars)
        expected_row = bars[at].row + step if along else bars[at].row
        if new != at:
            assert bars[new].row == expected_row
        elif along:
            assert not any(bar.row == expected_row for bar in bars)
        at = new


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.booleans())
def test_a_scale_has_a_few_round_marks_and_nought(one, other, whole):
    lowest, highest = min(one, other, 0.0), max(one, other, 0.0)
    found = marks(lowest, highest, whole=whole)
    assert 0.0 in found
    assert len(found) <= 7
    assert all(lowest - 1e-6 * (highest - lowest) <= value <= highest * (1 + 1e-6) for value in found)
    if whole:
        assert all(abs(value - round(value)) < 1e-6 * max(1.0, abs(value)) for value in found)
    if not whole and highest - lowest > 1e-9:
        assert len(found) >= 2


def test_marks_of_everyday_scales():
    assert marks(0, 5, whole=True) == (0, 1, 2, 3, 4, 5)
    assert marks(0, 2, whole=True) == (0, 1, 2)
    assert marks(0, 94, whole=True) == (0, 20, 40, 60, 80)
    assert marks(-30, 100, whole=False) == (0, 50, 100)
