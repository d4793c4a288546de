"""Keys, selection and copying in the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from crm_desktop.services.filters import ClientQuery
from crm_desktop.ui.lists.clipboard import as_html, as_text
from crm_desktop.ui.lists.columns import COLUMNS
from crm_desktop.ui.lists.header import Header
from crm_desktop.ui.lists.names import read_names
from crm_desktop.ui.lists.source import ClientSource
from crm_desktop.ui.lists.table import ClientTable, count_words
from crm_desktop.ui.lists.window_model import WindowModel


@pytest.fixture
def model(session):
    made = WindowModel(ClientSource(session), session.runner, ClientQuery(), COLUMNS)
    made.set_names(read_names(session))
    yield made
    made.close()


@pytest.fixture
def table(qtbot, model):
    made = ClientTable(model)
    qtbot.addWidget(made)
    made.resize(900, 500)
    Header(made).apply({})
    return made


def fill(qtbot, table):
    table.window_model.show_query(ClientQuery())
    table.show()
    qtbot.waitExposed(table)
    if not table.window_model.complete():
        qtbot.waitSignal(table.window_model.reordered, timeout=10_000).wait()


def test_painting_fetches_what_is_seen(qtbot, table, crowd):
    fill(qtbot, table)
    assert not table.grab().isNull()
    assert table.window_model.row(3) is not None
    table.scrollToBottom()
    table.grab()
    assert table.window_model.row(149) is not None


def test_the_model_knows_how_many_rows_are_in_sight(qtbot, table, crowd):
    fill(qtbot, table)
    height = table.verticalHeader().defaultSectionSize()
    assert table.window_model.in_sight * height > table.viewport().height()
    table.resize(900, 1000)
    assert table.window_model.in_sight * height > table.viewport().height() > 900


def test_all_are_selected_as_one_span(qtbot, table, crowd):
    fill(qtbot, table)
    table.selectAll()
    assert table.selected_spans() == [(0, 149)]
    assert table.selected_count() == 150


def test_keys_of_the_list(qtbot, table, crowd):
    fill(qtbot, table)
    opened: list = []
    typed: list = []
    left: list = []
    table.opened.connect(lambda: opened.append(table.current_client().name))
    table.typed.connect(typed.append)
    table.left_up.connect(lambda: left.append(True))
    table.choose_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["Client 0001"]
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_client().name == "Client 0149"
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert left == [True]
    qtbot.keyClicks(table, "iv")
    assert typed == ["i", "v"]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert typed == ["i", "v"]


def test_copied_rows_are_text_and_a_table(qtbot, table, people):
    fill(qtbot, table)
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert lines[0].split("\t") == ["Name", "Company", "Phone", "Last contact", "Stage"]
    ivanov = next(line for line in lines if line.startswith("Иванов"))
    assert ivanov.split("\t")[:3] == ["Иванов Иван Петрович", "ООО «Ромашка»", "+7 903 555-01-02"]
    assert "<table>" in data.html()
    # What lies on the offscreen clipboard when the process ends makes Qt crash.
    QGuiApplication.clipboard().clear()


def test_a_formula_in_a_cell_stays_text():
    words = [["Name"], ['=HYPERLINK("x")\tand\na line'], ["<b>"]]
    assert as_text(words) == 'Name\n=HYPERLINK("x") and a line\n<b>'
    assert "mso-number-format" in as_html(words)
    assert "&lt;b&gt;" in as_html(words)


def test_columns_are_arranged_and_remembered(qtbot, table, people):
    header = Header(table)
    header.apply({"order": ["phone", "name", "gone"], "shown": ["phone", "name"], "widths": {"phone": 222}})
    assert [table.window_model.columns[n].id for n in table.shown_columns()] == ["phone", "name"]
    layout = header.layout()
    assert layout["shown"] == ["phone", "name"]
    assert layout["widths"]["phone"] == 222
    header.show_column("city", shown=True)
    with qtbot.waitSignal(header.arranged):
        header.show_column("phone", shown=False)
    assert header.layout()["shown"] == ["name", "city"]
    header.show_column("city", shown=False)
    header.show_column("name", shown=False)
    assert header.layout()["shown"] == ["name"], "one column always stays"


def test_counts_in_words():
    assert count_words(14, 3218, capped=False) == "14 of 3,218"
    assert count_words(1000, None, capped=True) == "1,000+"
    assert count_words(5, 5, capped=False) == "5"
