from __future__ import annotations

from crm_desktop.kinds import ConflictKind
from crm_desktop.storage.row_json import decode_value
from crm_desktop.sync.conflicts import Said, conflict_row
from crm_desktop.sync.merge import Conflict
from crm_desktop.sync.tables import synced_table

SAID = Said("Anna", "2026-05-01T10:00:00Z", "Jonas", "2026-05-02T07:00:00Z", "2026-05-02T08:00:00Z")
MET = Conflict("name", ConflictKind.BOTH_CHANGED, "a", "b", "c")
ID = b"r" * 16


def test_the_row_has_the_columns_of_its_table():
    _, row = conflict_row("client", ID, 7, MET, SAID)
    assert tuple(row) == synced_table("conflict").names


def test_it_says_what_stands_who_wrote_it_and_what_went():
    _, row = conflict_row("client", ID, 7, MET, SAID)
    assert (row["tbl"], row["row_id"], row["field"], row["kind"]) == ("client", ID, "name", "both_changed")
    assert [decode_value(str(row[name])) for name in ("base", "winner", "loser")] == ["a", "b", "c"]
    assert (row["winner_by"], row["winner_at"], row["loser_by"]) == ("Anna", "2026-05-01T10:00:00Z", "Jonas")
    assert (row["resolved_at"], row["deleted"]) == (None, 0)


def test_values_of_any_kind_come_back():
    met = Conflict("stage_id", ConflictKind.BOTH_CHANGED, None, ID, 5)
    _, row = conflict_row("client", ID, 7, met, SAID)
    assert row["base"] is None
    assert decode_value(str(row["winner"])) == ID
    assert decode_value(str(row["loser"])) == 5


def test_the_same_meeting_told_twice_is_one_row():
    """A copied file brings the same edit again, on another day, by another hand."""
    later = Said("Anna", "2026-05-01T10:00:00Z", "Jonas 2", "2026-06-02T07:00:00Z", "2026-06-02T08:00:00Z")
    assert conflict_row("client", ID, 7, MET, SAID)[0] == conflict_row("client", ID, 7, MET, later)[0]


def test_another_meeting_is_another_row():
    ids = {
        conflict_row(table, row_id, rev, met, SAID)[0]
        for table in ("client", "deal")
        for row_id in (ID, b"s" * 16)
        for rev in (7, 8)
        for met in (
            MET,
            Conflict("notes", ConflictKind.BOTH_CHANGED, "a", "b", "c"),
            Conflict("name", ConflictKind.EDITED_AFTER_MERGE, "a", "b", "c"),
            Conflict("name", ConflictKind.BOTH_CHANGED, None, "b", "c"),
            Conflict("name", ConflictKind.BOTH_CHANGED, "a", "c", "b"),
        )
    }
    assert len(ids) == 2 * 2 * 2 * 5
