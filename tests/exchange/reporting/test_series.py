from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.reporting.drawn import MOST_MOMENTS, MOST_NAMED, drawn_rows
from crm_desktop.exchange.reporting.series import TONES, tones
from crm_desktop.exchange.reporting.worded import WordedChart, WordedColumn
from crm_desktop.services.reports.table import CellKind, ChartKind
from tests.exchange.reporting.reports import ROWS, table

IDS = st.sampled_from(
    ("held", "successful", "failed", "planned", "before", "cost:EUR", "lost", "overdue", "x", "y")
)


@given(st.lists(IDS, min_size=2, max_size=len(TONES), unique=True))
def test_series_are_told_apart_and_what_went_well_is_pink(ids):
    columns = tuple(WordedColumn(each, each, CellKind.COUNT) for each in ids)
    made = replace(table(), columns=columns, chart=WordedChart(ChartKind.COLUMNS, 0, tuple(range(len(ids)))))
    found = tones(made)
    assert len(set(found.values())) == len(ids)
    if "successful" in ids:
        assert found[ids.index("successful")] == "well"


def test_more_series_than_tones_are_grey_and_one_alone_is_green():
    columns = tuple(WordedColumn(f"x{number}", "", CellKind.COUNT) for number in range(9))
    made = replace(table(), columns=columns, chart=WordedChart(ChartKind.COLUMNS, 0, tuple(range(9))))
    assert tones(made)[8] == "quiet"
    assert tones(table()) == {2: "accent"}
    assert tones(replace(table(), chart=None)) == {}


def test_pictures_hold_as_many_rows_as_the_eye_does():
    days = replace(table(), rows=ROWS * 100)
    assert len(drawn_rows(days)) == MOST_MOMENTS
    assert len(drawn_rows(replace(days, chart=WordedChart(ChartKind.BARS, 1, (2,))))) == MOST_NAMED
    assert drawn_rows(replace(days, chart=None)) == ()
