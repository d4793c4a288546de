"""Keys and selection in the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.services.filters import ClientQuery
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
    table.opened.connect(lambda: opened.append(table.current_row().name))
    table.typed.connect(typed.append)
    table.left_up.connect(lambda: left.append(True))
    table.choose_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["Client 0001"]
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_row().name == "Client 0149"
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert left == [True]
    qtbot.keyClicks(table, "iv")
    assert typed == ["i", "v"]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert typed == ["i", "v"]


def test_the_key_of_copying_is_told(qtbot, table, people):
    fill(qtbot, table)
    with qtbot.waitSignal(table.copy_wanted):
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


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
