from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import NotUndoable
from crm_desktop.storage import maintenance
from crm_desktop.storage.history import history
from crm_desktop.storage.maintenance import purge_rows, trim
from crm_desktop.storage.operations import can_undo, operations
from crm_desktop.storage.undo import undo
from tests.storage.library import add_book, add_shelf, content, open_library, update

if TYPE_CHECKING:
    from crm_desktop.changes import Changes

NO_LIMIT = 10**12


class SetClock:
    def __init__(self):
        self.instant = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self):
        return self.instant


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def store(base, clock):
    store = open_library(base, clock=clock)
    yield store
    store.close()


def entries(store):
    ((count,),) = store.read("SELECT count(*) FROM journal WHERE action <> 'blank'")
    return count


def test_old_entries_go_young_ones_stay(store, clock):
    old = add_book(store, pages=3)
    first = operations(store, 1)[0].seq
    clock.instant += timedelta(days=100)
    young = add_shelf(store)
    assert trim(store, 30, NO_LIMIT) == 4
    assert history(store, "book", old) == []
    assert len(history(store, "shelf", young)) == 1
    with pytest.raises(NotUndoable):
        undo(store, first)
    undo(store)
    assert can_undo(store) is None
    assert len(content(store)["book"]) == 1


def test_all_may_be_old(store, clock):
    add_book(store, pages=3)
    clock.instant += timedelta(days=100)
    trim(store, 30, NO_LIMIT)
    assert entries(store) <= 1
    assert can_undo(store) is None
    add_shelf(store)
    assert operations(store, 1)[0].first_entry == 5


def test_the_oldest_go_when_it_grows_too_large(store, monkeypatch):
    monkeypatch.setattr(maintenance, "_STEP", 3)
    for _ in range(10):
        add_shelf(store)
    assert trim(store, 30, 5 * 80) == 5
    assert entries(store) == 5
    assert trim(store, 30, 5 * 80) == 0


def test_entries_of_an_open_operation_stay(store, clock):
    add_shelf(store)
    with store.long_change("import") as work:
        with work.chunk() as change:
            change.execute("INSERT INTO shelf(id) VALUES (x'01')")
        clock.instant += timedelta(days=100)
        assert trim(store, 30, 0) == 1
    assert operations(store, 1)[0].undoable


def test_nothing_of_an_erased_row_stays_in_the_journal_or_the_file(store):
    heard: list[Changes] = []
    store.subscribe(heard.append)
    id_ = add_book(store, "Katharina Secretname", pages=0)
    update(store, "book", id_, title="Katharina Othername")
    other = add_shelf(store, "Stays")
    with store.change("erase", undoable=False) as change:
        change.execute("DELETE FROM book WHERE id = ?", (id_,))
        assert purge_rows(store, [id_]) == 3
    assert history(store, "book", id_) == []
    assert len(history(store, "shelf", other)) == 1
    assert heard[-1].tables == {"book": frozenset([id_])}
    path = store.path
    store.close()
    assert b"Katharina" not in path.read_bytes()


def test_purging_apart_from_a_change(store):
    id_ = add_shelf(store, "A")
    before = content(store)
    assert purge_rows(store, [id_]) == 1
    assert content(store) == before
    add_shelf(store, "B")
    undo(store)
    assert content(store) == before
