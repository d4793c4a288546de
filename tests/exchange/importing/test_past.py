"""Past imports: their facts, their state, and their rejected rows as they stood."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.exporting.rejects import rejected_tables
from crm_desktop.exchange.importing.past import past_imports
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.services import operations

FIRST = "Name,Phone,City\nOna,+37061234567,Kaunas\n,,Vilnius\n"
SECOND = "Name,Phone\nJonas,+37069999999\n"


@pytest.fixture
def brought(store, tmp_path):
    for name, text in (("first.csv", FIRST), ("second.csv", SECOND)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
            session.rehearse(lambda _done, _total: None)
            session.run(lambda _done, _total: None)
    return store


def test_the_newest_is_first(brought):
    found = past_imports(brought)
    assert [past.files[0]["file"] for past in found] == ["second.csv", "first.csv"]
    assert [past.rejects for past in found] == [0, 1]
    assert found[1].counts["new"] == 1
    assert [past.id for past in past_imports(brought, 1)] == [found[0].id]
    assert [past.id for past in past_imports(brought, import_id=found[1].id)] == [found[1].id]


def test_taken_back_and_brought_again(brought):
    first = past_imports(brought)[1]
    operations.undo(brought, first.operation)
    taken = past_imports(brought)[1]
    assert (taken.state, taken.can_undo) == ("undone", False)
    operations.undo(brought, taken.undo)
    again = past_imports(brought)[1]
    assert (again.state, again.can_undo, again.undo) == ("done", True, None)
    assert again.id == first.id


def test_rejected_rows_come_back_with_their_headers_and_reason(brought):
    second, first = past_imports(brought)
    (table,) = rejected_tables(brought, first, "Why", lambda reason: f"because {reason}")
    assert [column.title for column in table.columns] == ["Name", "Phone", "City", "Why"]
    assert list(table.rows) == [["", "", "Vilnius", "because nothing"]]
    assert rejected_tables(brought, second, "Why", str) == []
