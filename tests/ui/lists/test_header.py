"""Columns share the room to spare; what the user drags stays as it was dragged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.services.filters import ClientQuery
from crm_desktop.ui.lists.columns import COLUMNS
from crm_desktop.ui.lists.header import Header, widths
from crm_desktop.ui.lists.source import ClientSource
from crm_desktop.ui.lists.table import ClientTable
from crm_desktop.ui.lists.window_model import WindowModel


@pytest.fixture
def table(qtbot, session, people):
    model = WindowModel(ClientSource(session), session.runner, ClientQuery(), COLUMNS)
    made = ClientTable(model)
    qtbot.addWidget(made)
    made.resize(720, 500)
    model.show_query(ClientQuery())
    made.show()
    qtbot.waitExposed(made)
    yield made
    model.close()


def sizes(table):
    header = table.horizontalHeader()
    return {table.window_model.columns[n].id: header.sectionSize(n) for n in table.shown_columns()}


PAIRS = st.lists(st.tuples(st.integers(56, 400), st.integers(0, 600)), min_size=1, max_size=9)


@given(pairs=PAIRS, room=st.integers(0, 3000))
def test_room_to_spare_is_shared_and_never_overdrawn(pairs, room):
    least, most = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    given_ = widths(least, most, room)
    assert all(
        needed <= width <= max(needed, top) for needed, top, width in zip(least, most, given_, strict=True)
    )
    assert sum(given_) <= max(room, sum(least))
    everything = sum(max(pair) for pair in pairs)
    # What is left undone is less than a pixel a column.
    assert sum(given_) > min(max(room, sum(least)), everything) - len(pairs) or room <= sum(least)
    wider = widths(least, most, room + 50)
    assert all(before <= after for before, after in zip(given_, wider, strict=True))


def test_names_and_companies_take_the_room_that_a_wide_window_has(table):
    Header(table).apply({})
    narrow = sizes(table)
    table.resize(1400, 500)
    wide = sizes(table)
    assert wide["name"] - narrow["name"] > 100
    assert wide["company"] - narrow["company"] > 100
    assert wide["last_contact"] == narrow["last_contact"]
    assert sum(wide.values()) == table.viewport().width()
    table.resize(720, 500)
    assert sizes(table) == narrow


def test_a_width_of_the_users_own_stays_and_is_remembered(qtbot, table):
    header = Header(table)
    header.apply({})
    with qtbot.waitSignal(header.arranged):
        table.horizontalHeader().resizeSection(0, 150)
    table.resize(1500, 500)
    assert sizes(table)["name"] == 150
    assert header.layout()["widths"] == {"name": 150}
    header.apply(header.layout())
    assert sizes(table)["name"] == 150
    header.apply({})
    assert sizes(table)["name"] > 208
    assert header.layout()["widths"] == {}


def test_widths_that_nobody_chose_are_no_choice(table):
    header = Header(table)
    firsts = {column.id: column.width for column in COLUMNS}
    header.apply({"widths": {**firsts, "company": 90, "gone": 77}})
    assert header.layout()["widths"] == {"company": 90}


def test_a_window_that_is_sized_arranges_nothing(table):
    header = Header(table)
    header.apply({})
    table.resize(1100, 500)
    assert not any(timer.isActive() for timer in header.findChildren(QTimer))


class Asked(WindowModel):
    """The real model, counting how often it is asked for a title."""

    asked = 0

    def headerData(self, *args):  # noqa: N802  # Qt's name
        self.asked += 1
        return super().headerData(*args)


def test_titles_are_painted_again_only_when_they_change(qtbot, session, crowd):
    model = Asked(ClientSource(session), session.runner, ClientQuery(), COLUMNS)
    table = ClientTable(model)
    qtbot.addWidget(table)
    Header(table).apply({})
    table.show()
    qtbot.waitExposed(table)
    model.show_query(ClientQuery("client"))
    table.grab()
    QApplication.processEvents()
    assert model.asked > 0
    for text in ("client 0", "client 00"):
        model.asked = 0
        model.show_query(ClientQuery(text))
        QApplication.processEvents()
    assert model.asked == 0
    model.show_query(ClientQuery(sort="name", descending=True))
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name ↓"
    table.grab()
    assert model.asked > 1
    model.set_columns(COLUMNS[:3])
    assert table.horizontalHeader().count() == 3
    model.close()
