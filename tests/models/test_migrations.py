"""Steps that rebuild a table keep every row, every reference and the journal's way to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from crm_desktop.ids import uuid7
from crm_desktop.models import migrations, schema
from crm_desktop.storage import migrations as own
from crm_desktop.storage import triggers

_BEFORE_DIARY = 4
_OLD_COLUMNS = (
    "client_id kind direction planned_at held_at all_day minutes place wanted offered result outcome responsible_id"
    " moved_from uid created_at deleted"
).split()


@pytest.fixture
def older(tmp_path, monkeypatch):
    """A base as it was before the diary: a contact, the one it was moved to, and one that lies in the bin."""
    connection = sqlite3.connect(tmp_path / "older.crm", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:_BEFORE_DIARY])
        own.migrate(connection)
        schema.migrate(connection)
    client, first, second, third = (uuid7() for _ in range(4))
    connection.execute("INSERT INTO client(id, name) VALUES (?, 'Ona')", (client,))
    insert = (
        "INSERT INTO activity(id, client_id, kind, planned_at, wanted, moved_from, rev, deleted)"
        " VALUES (?, ?, 'call', '2025-03-01T10:00:00.000Z', ?, ?, ?, ?)"
    )
    connection.execute(insert, (first, client, "one", None, 7, 0))
    connection.execute(insert, (second, client, "two", first, 0, 0))
    connection.execute(insert, (third, client, "three", None, 0, 1))
    connection.execute("DELETE FROM activity WHERE id = ?", (third,))
    connection.execute(insert, (third, client, "three", None, 0, 1))
    with closing(connection):
        yield connection


def test_the_diary_keeps_rows_row_numbers_and_references(older):
    kept = (name for name in _OLD_COLUMNS if name != "moved_from")  # nothing ever stood in it
    columns = ", ".join(("rid", "id", "rev", *kept))
    before = older.execute(f"SELECT {columns} FROM activity ORDER BY rid").fetchall()
    schema.migrate(older)
    assert older.execute(f"SELECT {columns} FROM activity ORDER BY rid").fetchall() == before
    assert older.execute("PRAGMA foreign_key_check").fetchall() == []
    assert older.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert {row[2] for row in older.execute("PRAGMA foreign_key_list(activity)")} == {
        "activity", "client", "colleague", "deal",
    }  # fmt: skip


def test_references_are_enforced_again_after_the_steps(older):
    schema.migrate(older)
    with pytest.raises(sqlite3.IntegrityError):
        older.execute("INSERT INTO activity(id, client_id, kind) VALUES (?, ?, 'call')", (uuid7(), uuid7()))


def test_a_step_that_fails_leaves_references_enforced_and_the_table_as_it_was(older):
    older.execute("CREATE TABLE activity_new (one)")
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(older)
    assert older.execute("PRAGMA foreign_keys").fetchall() == [(1,)]
    assert older.execute("SELECT COUNT(*) FROM activity").fetchall() == [(3,)]


def test_the_triggers_that_went_with_the_old_table_are_known_to_be_missing(older):
    schema.migrate(older)
    triggers.restore(older, schema.TABLES)
    assert triggers.differing(older, schema.TABLES) == {}
    older.execute("UPDATE activity SET wanted = 'other' WHERE wanted = 'one'")
    assert older.execute("SELECT action, tbl FROM journal ORDER BY seq DESC LIMIT 1").fetchone() == (
        "update", "activity",
    )  # fmt: skip


def test_a_contact_may_be_with_nobody_and_with_several(older):
    schema.migrate(older)
    ((client,),) = older.execute("SELECT id FROM client").fetchall()
    activity = uuid7()
    older.execute("INSERT INTO activity(id, kind) VALUES (?, 'meeting')", (activity,))
    older.execute(
        "INSERT INTO activity_client(id, activity_id, client_id) VALUES (?, ?, ?)",
        (uuid7(), activity, client),
    )
    assert older.execute("SELECT client_id FROM activity WHERE id = ?", (activity,)).fetchone() == (None,)


def test_deals_get_stages_and_keep_what_they_hold(tmp_path, monkeypatch):
    with closing(sqlite3.connect(tmp_path / "older.crm", isolation_level=None)) as connection:
        with monkeypatch.context() as patch:
            patch.setattr(migrations, "STEPS", migrations.STEPS[:5])
            own.migrate(connection)
            schema.migrate(connection)
        client, deal = uuid7(), uuid7()
        connection.execute("INSERT INTO client(id, name) VALUES (?, 'Ona')", (client,))
        connection.execute(
            "INSERT INTO deal(id, client_id, title, amount, currency) VALUES (?, ?, 'Door', 5, 'EUR')",
            (deal, client),
        )
        schema.migrate(connection)
        assert connection.execute(
            "SELECT title, amount, currency, stage_id, uid, cost, lost_reason, responsible_id, source_id FROM deal"
        ).fetchall() == [("Door", 5, "EUR", None, "", None, "", None, None)]
        assert {row[2] for row in connection.execute("PRAGMA foreign_key_list(deal)")} == {
            "client", "deal_stage", "colleague", "source",
        }  # fmt: skip


def test_a_column_that_the_journal_names_goes(tmp_path, monkeypatch):
    with closing(sqlite3.connect(tmp_path / "older.crm", isolation_level=None)) as connection:
        with monkeypatch.context() as patch:
            patch.setattr(migrations, "STEPS", migrations.STEPS[:7])
            own.migrate(connection)
            schema.migrate(connection)
        for event in ("update", "delete"):
            # As in every base that was in use: the triggers of the journal keep the old value of every column.
            connection.execute(
                f"CREATE TRIGGER journal_activity_{event} AFTER {event} ON activity"
                " BEGIN SELECT OLD.moved_from; END"
            )
        schema.migrate(connection)
        columns = {row[1] for row in connection.execute("PRAGMA table_info(activity)")}
        assert "moved_from" not in columns
        assert "reminders" in columns
