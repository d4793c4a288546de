"""Any sequence of changes can be taken back and done again; any single one, too, without harm to the others."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm_desktop.storage import take_back
from crm_desktop.storage import undo as undo_module
from crm_desktop.storage.operations import can_redo, can_undo, operations
from crm_desktop.storage.undo import redo, undo
from tests.storage.library import content, open_library

IDS = [bytes([n]) * 16 for n in range(4)]
ROWS = st.sampled_from(IDS)
TEXTS = st.sampled_from([None, "", "a", "A", "ё"])
DEEDS = st.one_of(
    st.tuples(st.just("INSERT INTO shelf(name, code, id) VALUES (?, ?, ?)"), TEXTS, TEXTS, ROWS),
    st.tuples(
        st.just("INSERT INTO book(title, shelf_id, sequel_of, id) VALUES (?, ?, ?, ?)"),
        TEXTS,
        ROWS,
        ROWS,
        ROWS,
    ),
    st.tuples(st.just("INSERT INTO book(title, id) VALUES (?, ?)"), TEXTS, ROWS),
    st.tuples(st.just("INSERT INTO page(text, book_id, id) VALUES (?, ?, ?)"), TEXTS, ROWS, ROWS),
    st.tuples(st.just("UPDATE shelf SET name = ?, code = ? WHERE id = ?"), TEXTS, TEXTS, ROWS),
    st.tuples(st.just("UPDATE book SET title = ? WHERE id = ?"), TEXTS, ROWS),
    st.tuples(st.just("UPDATE book SET shelf_id = ?, sequel_of = ? WHERE id = ?"), ROWS, ROWS, ROWS),
    st.tuples(st.just("UPDATE page SET text = ?, book_id = ? WHERE id = ?"), TEXTS, ROWS, ROWS),
    st.tuples(st.just("UPDATE book SET price = coalesce(price, 0) + 1")),
    st.tuples(st.just("DELETE FROM shelf WHERE id = ?"), ROWS),
    st.tuples(st.just("DELETE FROM book WHERE id = ?"), ROWS),
    st.tuples(st.just("DELETE FROM book")),
    st.tuples(st.just("DELETE FROM page WHERE id = ?"), ROWS),
)
OPERATIONS = st.lists(DEEDS, min_size=1, max_size=5)
WRITTEN_AND_BACK = [
    [("INSERT INTO book(title, id) VALUES (?, ?)", None, IDS[0])],
    [("UPDATE book SET title = ? WHERE id = ?", title, IDS[0]) for title in ("", None)],
]


class Base:
    """A base that can be closed and opened again in the middle."""

    def __init__(self, path):
        self.path = path
        self.store = open_library(path)

    def restart(self):
        self.store.close()
        self.store = open_library(self.path)

    def do(self, deeds):
        """One operation; the number of it, or None when it changed nothing. What breaks a rule is left out."""
        with self.store.change("do") as change:
            for sql, *params in deeds:
                with suppress(sqlite3.IntegrityError):
                    change.execute(sql, params)
        return change.operation if change.rows else None

    def content(self):
        assert self.store.check() == []
        return content(self.store)


@contextmanager
def fresh(master, step):
    """A copy of the empty base; operations of more than ``step`` entries are undone in chunks of it."""
    before = undo_module.AT_ONCE, take_back.STEP
    undo_module.AT_ONCE = take_back.STEP = step
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.base"
        shutil.copy(master, path)
        base = Base(path)
        try:
            yield base
        finally:
            base.store.close()
            undo_module.AT_ONCE, take_back.STEP = before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(OPERATIONS, max_size=6), st.sampled_from([1, 3, 2000]), st.booleans())
def test_undoing_everything_gives_back_the_start_and_redoing_it_the_end(master, all_deeds, step, restart):
    with fresh(master, step) as base:
        states = [base.content()]
        for deeds in all_deeds:
            if base.do(deeds) is not None:
                states.append(base.content())
        if restart:
            base.restart()
        for state in reversed(states[:-1]):
            assert undo(base.store).kept == ()
            assert base.content() == state
        assert can_undo(base.store) is None
        if restart:
            base.restart()
        for state in states[1:]:
            assert redo(base.store).kept == ()
            assert base.content() == state
        assert can_redo(base.store) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(OPERATIONS, st.sampled_from(["undo", "redo", "restart"])), max_size=14))
def test_undo_and_redo_in_any_order_walk_along_the_states(master, steps):
    with fresh(master, 2000) as base:
        states, at = [base.content()], 0
        for step in steps:
            if step == "restart":
                base.restart()
            elif step == "undo":
                assert (can_undo(base.store) is None) == (at == 0)
                if at > 0:
                    undo(base.store)
                    at -= 1
            elif step == "redo":
                assert (can_redo(base.store) is None) == (at == len(states) - 1)
                if at < len(states) - 1:
                    redo(base.store)
                    at += 1
            elif base.do(step) is not None:
                at += 1
                states[at:] = [base.content()]
            assert base.content() == states[at]


def written_last(store, table, column):
    """Row -> the operation that wrote this field of it last, for the rows that are there."""
    rows = store.read(
        f"SELECT j.id, max(j.operation) FROM journal j JOIN {table} t ON t.id = j.id WHERE j.tbl = ?"
        " AND (j.action <> 'update' OR json_type(j.old, '$.' || ?) IS NOT NULL) GROUP BY j.id",
        (table, column),
    )
    return dict(rows)


def left_as_it_was(store, table, column, id_, target):
    """Whether later operations wrote this field, yet left the value that ``target`` had left: nothing to be kept."""
    later = store.read(
        f"SELECT action, json_extract(old, '$.{column}') FROM journal WHERE tbl = ? AND id = ? AND operation > ?"
        f" AND (action <> 'update' OR json_type(old, '$.{column}') IS NOT NULL) ORDER BY seq",
        (table, id_, target),
    )
    now = store.read(f"SELECT {column} FROM {table} WHERE id = ?", (id_,))[0][0]
    return all(action == "update" for action, _ in later) and later[0][1] == now


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(all_deeds=WRITTEN_AND_BACK, which=0, step=2000)
@given(st.lists(OPERATIONS, min_size=2, max_size=6), st.integers(0, 5), st.sampled_from([1, 3, 2000]))
def test_taking_back_an_older_operation_harms_no_later_one_and_can_be_taken_back(
    master, all_deeds, which, step
):
    with fresh(master, step) as base:
        done = [seq for deeds in all_deeds if (seq := base.do(deeds)) is not None]
        if not done:
            return
        target = done[which % len(done)]
        before = base.content()
        fields = {
            (table, column): {
                id_: base.store.read(f"SELECT {column} FROM {table} WHERE id = ?", (id_,))
                for id_, seq in written_last(base.store, table, column).items()
                if seq > target and not left_as_it_was(base.store, table, column, id_, target)
            }
            for table, column in (("shelf", "name"), ("book", "title"), ("page", "text"))
        }
        result = undo(base.store, target)
        assert base.store.check() == []
        for (table, column), rows in fields.items():
            for id_, value in rows.items():
                assert base.store.read(f"SELECT {column} FROM {table} WHERE id = ?", (id_,)) == value
        undo(base.store, result.operation)
        assert base.content() == before
        assert {row.state for row in operations(base.store, 50) if row.seq in done} <= {"done"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(OPERATIONS, max_size=3),
    st.lists(OPERATIONS, min_size=1, max_size=5),
    st.sampled_from([1, 3, 2000]),
)
def test_a_cancelled_long_change_leaves_nothing(master, first, chunks, step):
    with fresh(master, step) as base:
        for deeds in first:
            base.do(deeds)
        before = base.content()
        with suppress(KeyboardInterrupt), base.store.long_change("long") as work:
            for deeds in chunks:
                with work.chunk() as change:
                    for sql, *params in deeds:
                        with suppress(sqlite3.IntegrityError):
                            change.execute(sql, params)
            raise KeyboardInterrupt
        assert base.content() == before
        assert base.store.read("SELECT count(*) FROM journal WHERE action = 'taken'") == [(0,)]
