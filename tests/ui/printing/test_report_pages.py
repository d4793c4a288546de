from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter

from crm_desktop.services.reports.table import ChartKind
from crm_desktop.ui.paper import Ink, layout, picture
from crm_desktop.ui.printing.report_pages import ReportPages, _head, _widths, is_wide
from crm_desktop.ui.reports.pictures import document_of
from tests.exchange.reporting.reports import COLUMNS, ROWS, report, table


@pytest.fixture
def ink(qapp):
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield Ink(painter)
    painter.end()


@pytest.mark.parametrize("rows", [0, 1, 40, 400])
@pytest.mark.parametrize("paper", [QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter])
def test_every_row_has_its_place_within_some_sheet(ink, rows, paper):
    area = QRectF(layout(paper, landscape=False).paintRect())
    many = replace(table(), rows=ROWS[:1] * rows, total=None if not rows else table().total)
    pages = ReportPages(report(many, table()))._pages(ink, area)
    tops = [[(top, top + block.height) for top, block in page] for page in pages]
    assert all(page for page in tops)
    for page in tops:
        assert all(end <= area.height() for _, end in page)
        assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(page))
    assert sum(map(len, tops)) >= rows + 4


def test_every_sheet_of_a_long_table_tells_what_its_columns_are(ink):
    area = QRectF(layout(QPageSize.PageSizeId.A4, landscape=False).paintRect())
    pages = ReportPages(report(replace(table(), rows=ROWS[:1] * 200)))._pages(ink, area)
    heads = {id(block.again) for page in pages for _, block in page if block.again is not None}
    assert len(pages) > 3
    assert len(heads) == 1
    for page in pages:
        rows = [place for place, (_, block) in enumerate(page) if block.again is not None]
        assert not rows or id(page[rows[0] - 1][1]) in heads


@pytest.mark.parametrize("rows", range(1, 26))
def test_a_picture_stands_on_the_sheet_of_its_title(ink, rows):
    area = QRectF(layout(QPageSize.PageSizeId.A4, landscape=False).paintRect())
    tall = QImage(600, 800, QImage.Format.Format_RGB32)
    above, drawn = replace(table(), rows=ROWS[:1] * rows), replace(table(), id="drawn")
    pages = ReportPages(report(above, drawn), {"drawn": tall})._pages(ink, area)
    blocks = [(number, block) for number, page in enumerate(pages) for _, block in page]
    picture_at = max(range(len(blocks)), key=lambda place: blocks[place][1].height)
    assert blocks[picture_at][1].height > area.height() / 2
    assert blocks[picture_at - 1][0] == blocks[picture_at][0]


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_report_with_pictures_is_drawn(qapp, kind):
    document = document_of(report(table(kind, (2, 3) if kind is not ChartKind.PARETO else (2, 4))))
    sheet = layout(QPageSize.PageSizeId.A4, landscape=document.landscape)
    image, count = picture(document, sheet, 0, 600)
    assert count == 1
    colours = {image.pixelColor(x, y).name() for x in range(0, 600, 5) for y in range(0, image.height(), 5)}
    assert len(colours) > 5


def test_where_there_is_no_room_heads_stand_in_two_lines_and_numbers_stay_whole(ink):
    long = tuple(replace(column, title=f"{column.title} which is a long head") for column in COLUMNS)
    crowded = replace(table(), columns=long)
    widths = _widths(ink, crowded, 420)
    assert sum(widths) <= 420 + 1e-6
    font = ink.font(8.5, bold=True)
    for place in (2, 3, 4):
        assert widths[place] >= max(ink.width(row.shown[place], font) for row in crowded.rows)
    assert _head(ink, crowded, widths, 0).height > _head(ink, table(), _widths(ink, table(), 420), 0).height


def test_wide_tables_lie_and_their_pictures_are_as_fine(qapp):
    wide = replace(table(), columns=COLUMNS + COLUMNS)
    assert is_wide(report(wide))
    assert not is_wide(report())
