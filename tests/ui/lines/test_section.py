"""Lines in a section: the same thing keeps its widget, what is gone folds away, long texts are cut to two lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.lines.line import Line
from crm_desktop.ui.lines.line_text import LineText, has_room_beside
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.lines.section import Section


def words(name, **values):
    known = {"id": name, "title": name, "sentence": f"{name}.", "deeds": (), "open": lambda: None}
    return LineWords(**{**known, **values})


@pytest.fixture
def section(qtbot):
    around = QWidget()
    made = Section("part", "Part")
    QVBoxLayout(around).addWidget(made)
    qtbot.addWidget(around)
    around.resize(600, 400)
    around.show()
    yield made
    around.close()


def test_what_stays_keeps_its_line_and_order_follows(section):
    section.show_lines([words("a"), words("b"), words("c")], 3)
    a, b, c = section.lines
    section.show_lines([words("c", title="C"), words("a"), words("d")], 9, "in all 9")
    assert section.lines[:2] == [c, a]
    assert (c.words.title, section.lines[2].words.id) == ("C", "d")
    assert (section.more.text(), section.more.isVisibleTo(section)) == ("6 more", True)
    assert not b.isEnabled()


def test_what_is_gone_folds_away(qtbot, section):
    section.show_lines([words("a"), words("b")], 2)
    gone = section.lines[0].parentWidget()
    names = []
    gone.destroyed.connect(lambda: names.append("gone"))
    section.show_lines([words("b")], 1)

    def ended():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert names == ["gone"]

    qtbot.waitUntil(ended)


def test_a_section_without_lines_is_not_seen(section):
    assert not section.isVisible()
    section.show_lines([words("a")], 1)
    assert section.isVisible()
    section.show_lines([], 0)
    assert not section.isVisible()


def test_times_of_all_lines_take_the_same_room(section):
    section.show_lines([words("a", when="9:00"), words("b", when="yesterday")], 2)
    rooms = {line._layout(600, 0)[0].x() for line in section.lines}
    assert len(rooms) == 1


def test_the_buttons_follow_the_deeds_and_do_what_they_do_now(section):
    done = []
    deed = Deed("done", "Done", lambda: done.append("first"), "D", "row")
    section.show_lines([words("a", deeds=(deed,))], 1)
    (line,) = section.lines
    button = line.findChild(QPushButton, "today_done")
    section.show_lines([words("a", deeds=(replace(deed, run=lambda: done.append("second")),))], 1)
    assert line.findChild(QPushButton, "today_done") is button
    button.click()
    assert line.do("d")
    assert not line.do("x")
    assert done == ["second", "second"]
    section.show_lines([words("a", deeds=(replace(deed, text="Ready"),))], 1)
    assert [each.text() for each in line._buttons] == ["Ready"]


@pytest.mark.parametrize("width", [120, 200, 333, 500])
@pytest.mark.parametrize(
    "alert", ["", "Open complaint: the courier came an hour and a half late, the party was spoilt"]
)
def test_long_texts_take_two_lines_at_most(qapp, width, alert):
    row = words("a", alert=alert, detail="Loves white roses, cannot stand the smell of lilies, " * 5)
    font = QApplication.font()
    text = LineText()
    title = text.height(font, words("a"), width)
    below = text._laid_out(font, row, width)
    assert below.lineCount() == 2
    assert title < text.height(font, row, width) <= title + 2 * QFontMetrics(font).lineSpacing() + 6
    assert all(below.lineAt(n).naturalTextWidth() <= width + 2 for n in range(2))


def test_a_line_grows_with_the_letters(qtbot):
    line = Line(words("a", detail="some detail", deeds=(Deed("done", "Done", lambda: None, "D", "row"),)))
    qtbot.addWidget(line)
    before = line.heightForWidth(500)
    font = line.font()
    font.setPixelSize(26)
    line.setFont(font)
    assert line.heightForWidth(500) > before


def below(text, font, row, width):
    laid_out = text._laid_out(font, row, width)
    return "" if laid_out is None else laid_out.text()


def test_what_has_no_room_beside_the_name_stands_below_it(section):
    font = section.font()
    row = words("a", title="Егорова Наталья", beside="день рождения, 34 года", detail="8-903-847-28-10")
    whole = QFontMetrics(theme.variant(font, "strong")).horizontalAdvance(row.title)
    whole += 6 + QFontMetrics(font).horizontalAdvance(row.beside)
    assert has_room_beside(row, font, whole)
    assert below(LineText(), font, row, whole) == "8-903-847-28-10"
    assert not has_room_beside(row, font, whole - 1)
    assert below(LineText(), font, row, whole - 1) == "день рождения, 34 года · 8-903-847-28-10"
    alerted = replace(row, alert="Open complaint", detail="")
    assert below(LineText(), font, alerted, whole - 1) == "Open complaint · день рождения, 34 года"


def test_a_name_too_long_for_its_line_leaves_room_to_nothing(section):
    font = section.font()
    row = words("a", title="Егорова Наталья Владимировна", beside="звонок")
    assert LineText().height(font, row, 90) > LineText().height(font, replace(row, beside=""), 90)
    assert below(LineText(), font, row, 90) == "звонок"
