"""The model holds windows only, shows the first page at once, and keeps its place when something changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.filters import ClientQuery
from crm_desktop.ui.lists.columns import COLUMNS
from crm_desktop.ui.lists.source import ClientSource
from crm_desktop.ui.lists.window_model import WINDOW, WindowModel


class Counting(ClientSource):
    """The real source, counting its windows."""

    def __init__(self, session):
        super().__init__(session)
        self.asked = []

    def rows(self, positions, query):
        self.asked.append(len(positions))
        return super().rows(positions, query)


@pytest.fixture
def source(session):
    return Counting(session)


@pytest.fixture
def model(source, session):
    made = WindowModel(source, session.runner, ClientQuery(), COLUMNS)
    yield made
    made.close()


def shown(model, row, column=0):
    return model.data(model.index(row, column))


def settled(qtbot, model):
    if not model.complete():
        with qtbot.waitSignal(model.reordered, timeout=10_000):
            pass


def test_qt_accepts_the_model(model, crowd, qtmodeltester, qtbot):
    model.show_query(ClientQuery())
    settled(qtbot, model)
    model.ensure(0, 149)
    qtmodeltester.check(model)


def test_rows_are_fetched_by_windows_and_only_when_wanted(model, source, crowd, qtbot):
    model.show_query(ClientQuery())
    settled(qtbot, model)
    assert model.rowCount() == len(crowd)
    source.asked.clear()
    assert shown(model, 140) == ""
    assert source.asked == []
    first = 140 // WINDOW * WINDOW
    model.ensure(first, len(crowd) - 1)
    assert shown(model, 140) == "Client 0140"
    assert source.asked == [len(crowd) - first]
    model.ensure(first, len(crowd) - 1)
    assert len(source.asked) == 1


def test_the_first_page_is_there_at_once(model, crowd):
    model.show_query(ClientQuery())
    assert shown(model, 0) == "Client 0000"
    assert model.rowCount() >= WINDOW


def test_a_first_page_has_all_that_is_in_sight(model, source, crowd):
    model.in_sight = 34
    model.show_query(ClientQuery(text="client"))
    model.ensure(0, 33)
    assert source.asked == []
    assert shown(model, 33) == "Client 0033"


def test_windows_that_are_missing_come_together(model, source, crowd, qtbot):
    model.show_query(ClientQuery())
    settled(qtbot, model)
    model.ensure(60, 65)
    source.asked.clear()
    model.ensure(50, 80)
    assert source.asked == [3 * WINDOW]
    assert [shown(model, row) for row in (50, 65, 80)] == ["Client 0050", "Client 0065", "Client 0080"]


def test_search_says_what_it_found_and_how_it_understood(model, people, qtbot):
    counts: list = []
    understood: list = []
    model.counted.connect(lambda count, capped: counts.append((count, capped)))
    model.understood.connect(understood.append)
    model.show_query(ClientQuery(text="bdfyjd"))
    assert shown(model, 0) == "Иванов Иван Петрович"
    assert understood == ["иванов"]
    assert counts == [(1, True)]
    settled(qtbot, model)
    assert shown(model, 0) == "Иванов Иван Петрович"
    assert counts == [(1, True), (1, False)]


def test_what_only_a_text_has_joins_what_was_found_at_once(model, source, base, people, qtbot):
    clients.add(base.store, ClientDraft(name="Anna Berg", notes="Kazlauskas recommended her"))
    model.show_query(ClientQuery(text="kazlausk"))
    assert [shown(model, row) for row in range(model.rowCount())] == ["Jonas Kazlauskas"]
    settled(qtbot, model)
    model.ensure(0, 1)
    assert [shown(model, row) for row in range(model.rowCount())] == ["Jonas Kazlauskas", "Anna Berg"]
    assert model.row(1).match.field == "notes"


def test_a_deleted_client_leaves_at_once_and_the_selection_stays(model, crowd, base, qtbot):
    model.show_query(ClientQuery())
    settled(qtbot, model)
    kept = QPersistentModelIndex(model.index(10, 0))
    clients.delete(base.store, [crowd[5]])
    model.reload()
    assert model.rowCount() == len(crowd) - 1
    assert kept.row() == 9
    settled_by = model.reordered
    with qtbot.waitSignal(settled_by, timeout=10_000):
        pass
    assert model.rowCount() == len(crowd) - 1
    model.ensure(9, 9)
    assert shown(model, kept.row()) == "Client 0010"


def test_a_new_client_comes_with_the_order_and_moves_the_selection(model, crowd, base, qtbot):
    model.show_query(ClientQuery())
    settled(qtbot, model)
    kept = QPersistentModelIndex(model.index(20, 0))
    clients.add(base.store, ClientDraft(name="Aaron First"))
    with qtbot.waitSignal(model.reordered, timeout=10_000):
        model.reload()
    model.ensure(0, 30)
    assert shown(model, 0) == "Aaron First"
    assert shown(model, kept.row()) == "Client 0020"
    assert kept.row() == 21


def test_sorting_is_told_in_the_header(model, crowd):
    model.show_query(ClientQuery(sort="name", descending=True))
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name ↓"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Company"
    assert shown(model, 0) == "Client 0149"


def test_places_and_rows_find_each_other(model, crowd, qtbot):
    model.show_query(ClientQuery())
    settled(qtbot, model)
    places = model.positions([(3, 5), (100, 100)])
    assert len(places) == 4
    assert model.row_at_place(places[3]) == 100
    assert model.row_at_place(-1) == -1
    assert model.row_of(crowd[4]) == 4
    assert model.row_of(b"nobody") == -1


def test_an_empty_base_has_no_rows(model):
    model.show_query(ClientQuery())
    assert model.rowCount() == 0
    assert model.complete()
    model.ensure(0, 10)
    assert model.row(0) is None
