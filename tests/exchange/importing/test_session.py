"""An import from plan to result: cancelled, repeated, mended."""

from __future__ import annotations

import gc

import pytest

from crm_desktop.errors import NothingToImport
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.services import listing
from crm_desktop.storage import long_change
from tests.exchange.importing.bringing import clients, contents, listed, nothing


class Cancelled(Exception):
    """What the progress of a cancelled import raises."""


def people(path, count=700):
    rows = [(f"Ona{n}", f"Onaitė{n}", f"+3706{n:07d}") for n in range(count)]
    return listed(path, ("Vardas", "Pavardė", "Telefonas"), *rows)


@pytest.mark.parametrize("after", [1, 2, 3, 4, 5])
def test_cancelling_takes_everything_back(store, tmp_path, monkeypatch, after):
    monkeypatch.setattr(long_change, "_LONGEST_TURN", 0)  # each few rows in a transaction of their own
    before = contents(store)
    calls = []

    def progress(done, total):
        calls.append((done, total))
        if len(calls) == after:
            raise Cancelled

    with Session(store, plan_file(store, people(tmp_path / "a.csv"), "LT", "lt"), "LT") as session:
        session.rehearse(nothing)
        with pytest.raises(Cancelled):
            session.run(progress)
        assert contents(store) == before
        assert listing.verify(store) == []
        assert calls[0][1] == 700
        session.run(nothing)
    assert len(clients(store)) == 700


def test_a_cancelled_rehearsal_can_be_begun_again(store, tmp_path):
    def progress(done, total):
        raise Cancelled

    with Session(store, plan_file(store, people(tmp_path / "a.csv"), "LT", "lt"), "LT") as session:
        with pytest.raises(Cancelled):
            session.rehearse(progress)
        assert session.rehearse(nothing).verdicts == {Verdict.NEW: 700}


def test_garbage_is_collected_as_before_when_all_is_done(store, tmp_path):
    before = gc.get_threshold()
    seen = []
    with Session(store, plan_file(store, people(tmp_path / "a.csv", 3), "LT", "lt"), "LT") as session:
        session.rehearse(lambda done, total: seen.append(gc.get_threshold()))
        session.run(nothing)
    assert seen
    assert seen[0] != before
    assert gc.get_threshold() == before


def test_a_list_of_nobody_is_refused(store, tmp_path):
    path = listed(
        tmp_path / "a.csv", ("Vardas", "Telefonas", "Miestas"), ("", "", "Vilnius"), ("", "", "Kaunas")
    )
    with Session(store, plan_file(store, path, "LT", "lt"), "LT") as session:
        session.rehearse(nothing)
        with pytest.raises(NothingToImport):
            session.run(nothing)


def test_a_mended_cell_is_read_instead(store, tmp_path):
    path = listed(
        tmp_path / "a.csv",
        ("Vardas", "Pavardė", "Gimimo data"),
        ("Ona", "Petraitė", "1990-13-45"),
        ("Eglė", "Miškinytė", "1991-02-03"),
    )
    with Session(store, plan_file(store, path, "LT", "lt"), "LT") as session:
        session.rehearse(nothing)
        row, _ = session.staging.page(0, 9)
        assert (row.look, row.reason) == (True, "bad_date")
        session.staging.mend(row.source, row.row, 2, "1990-11-05")
        session.rehearse(nothing)
        row, _ = session.staging.page(0, 9)
        assert (row.look, row.reason) == (False, "")
        session.run(nothing)
    assert clients(store)["Ona Petraitė"].birthday == "1990-11-05"


def test_the_workbook_is_let_go_before_writing_and_read_again_after(store, samples):
    with Session(store, plan_file(store, samples / "sheet/user_import.xls", "LT", "lt"), "LT") as session:
        session.rehearse(nothing)
        session.run(nothing)
        assert session.rehearse(nothing).verdicts == {Verdict.SAME: 10}
