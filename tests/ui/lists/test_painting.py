"""What is painted where: looked for by its colour in the picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.finding.explain import Match
from crm_desktop.services.finding.tiers import MatchKind
from crm_desktop.services.lists import first_page
from crm_desktop.ui.lists.columns import COLUMNS, Names, Stage
from crm_desktop.ui.lists.painting import LEFT, Line, Picture, Strip, natural_width, paint
from crm_desktop.ui.lists.pens import Pens

HEIGHT = 40
_BY_ID = {column.id: column for column in COLUMNS}


@pytest.fixture
def pens(qapp):
    return Pens(QApplication.palette(), QApplication.font())


@pytest.fixture
def client(session, people):
    return first_page(session.store, ClientQuery()).rows[0]


def picture(pens, lines, columns=("name",), names=None, width=200):
    strips = [Strip(_BY_ID[name], width * number, width) for number, name in enumerate(columns)]
    image = QImage(width * len(columns), HEIGHT * len(lines), QImage.Format.Format_RGB32)
    image.fill(pens.ground)
    with QPainter(image) as painter:
        paint(painter, Picture(strips, lines, HEIGHT, names or Names(), frozenset(columns)), pens)
    return image


def colours(image, left=0, right=None, top=0, bottom=None):
    """All colours of a part of a picture."""
    across = range(left, image.width() if right is None else right)
    down = range(top, image.height() if bottom is None else bottom)
    return {image.pixelColor(x, y).name() for x in across for y in down}


def test_a_line_under_each_row_and_grounds_that_tell_rows_apart(pens, client):
    lines = [
        Line(None, 0, chosen=True, current=True),
        Line(None, HEIGHT, hovered=True),
        Line(None, 2 * HEIGHT),
    ]
    image = picture(pens, lines)
    ground = [image.pixelColor(50, HEIGHT * number + 5) for number in range(3)]
    assert ground == [pens.chosen, pens.hover, pens.ground]
    assert all(image.pixelColor(50, HEIGHT * n - 1) == pens.line.color() for n in (1, 2, 3))
    assert image.pixelColor(0, 5) == pens.bar
    assert image.pixelColor(0, HEIGHT + 5) == pens.hover


def test_found_letters_are_marked_and_a_hidden_reason_is_told(pens, client):
    there = replace(client, name="Petras", match=Match(MatchKind.DIRECT, "name", "Petras", ((0, 3),)))
    image = picture(pens, [Line(there, 0)])
    assert image.pixelColor(LEFT + 1, HEIGHT // 2 - 8) == pens.mark
    assert pens.mark.name() not in colours(image, left=LEFT + pens.strong.width("Petras"))
    hidden = replace(there, match=Match(MatchKind.TEXT, "notes", "tulips", ((0, 6),)))
    image = picture(pens, [Line(hidden, 0)], width=400)
    assert pens.mark.name() not in colours(image, right=LEFT + pens.strong.width("Petras"))
    assert pens.mark.name() in colours(image, left=LEFT + pens.strong.width("Petras"))


def test_a_contact_that_is_late_and_one_that_is_not(pens, client):
    late = replace(client, next_contact="2020-01-01")
    assert pens.late.name() in colours(picture(pens, [Line(late, 0)], ("next_contact",)))
    later = replace(client, next_contact="2999-01-01")
    assert pens.late.name() not in colours(picture(pens, [Line(later, 0)], ("next_contact",)))


def test_a_stage_is_a_badge_and_no_stage_is_nothing(pens, client):
    names = Names(stages={b"s": Stage("Regular", "care")})
    plain = {pens.ground.name(), pens.line.color().name()}
    staged = colours(picture(pens, [Line(replace(client, stage_id=b"s"), 0)], ("stage",), names))
    assert pens.colours.care_soft in staged
    assert colours(picture(pens, [Line(replace(client, stage_id=None), 0)], ("stage",), names)) == plain


def test_a_text_without_room_is_cut(pens, client):
    long = replace(client, name="Maximilian " * 9)
    image = picture(pens, [Line(long, 0)], ("name", "city"))
    assert colours(image, left=200, right=200 + LEFT - 1, bottom=HEIGHT - 1) == {pens.ground.name()}


def test_a_column_is_as_wide_as_its_widest_text(pens, client):
    column = _BY_ID["name"]
    short, long = replace(client, name="Al"), replace(client, name="Alexander")
    assert natural_width(column, [short, long], Names(), pens) > natural_width(column, [short], Names(), pens)
    assert natural_width(column, [], Names(), pens) == natural_width(
        column, [replace(client, name="")], Names(), pens
    )


def test_a_table_paints_again_only_the_rows_that_the_pointer_left_and_entered(
    qtbot, session, crowd, monkeypatch
):
    from crm_desktop.ui.lists.source import ClientSource
    from crm_desktop.ui.lists.table import ClientTable
    from crm_desktop.ui.lists.window_model import WindowModel

    model = WindowModel(ClientSource(session), session.runner, ClientQuery(), COLUMNS)
    table = ClientTable(model)
    qtbot.addWidget(table)
    table.resize(600, 500)
    model.show_query(ClientQuery())
    table.show()
    qtbot.waitExposed(table)
    painted = []
    kept = ClientTable.paintEvent
    monkeypatch.setattr(
        ClientTable, "paintEvent", lambda self, e: (painted.append(e.region()), kept(self, e))
    )
    height = table.verticalHeader().defaultSectionSize()
    first, second = (QPoint(50, row * height + 5) for row in (1, 4))

    def moved():
        """Once more from row to row: a page of rows that comes just then paints the whole table beside."""
        qtbot.mouseMove(table.viewport(), first)
        QApplication.processEvents()
        painted.clear()
        qtbot.mouseMove(table.viewport(), second)
        QApplication.processEvents()
        assert painted
        assert painted[-1].boundingRect().top() == height
        assert not painted[-1].contains(QPoint(50, 2 * height + 5))
        assert painted[-1].contains(second)

    qtbot.waitUntil(moved)
    model.close()


def test_a_double_click_beside_a_title_fits_the_column(qtbot, session, crowd):
    from crm_desktop.ui.lists.source import ClientSource
    from crm_desktop.ui.lists.table import ClientTable
    from crm_desktop.ui.lists.window_model import WindowModel

    model = WindowModel(ClientSource(session), session.runner, ClientQuery(), COLUMNS)
    table = ClientTable(model)
    qtbot.addWidget(table)
    model.show_query(ClientQuery())
    table.resize(600, 500)
    table.show()
    qtbot.waitExposed(table)
    table.setColumnWidth(0, 300)
    table.resizeColumnToContents(0)
    assert LEFT < table.columnWidth(0) < 300
    assert model.index(0, 0).data(Qt.ItemDataRole.DisplayRole)
    model.close()
