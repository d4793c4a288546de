"""Rehearsed rows laid down and read back: whole, by verdict, by number, with what the user mended and decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange.importing.record import Entity, HistoryEntry, Point, Problem, Record
from crm_desktop.exchange.importing.staging import Action, Decision, StagedRow, Staging, Verdict

FULL = Record(
    Entity("company", "Gėlės", values={"notes": "x"}, points=[Point("phone", "", "1", "+1")],
           dates=[("d", "2020-01-01")]),
    Entity(name="Ona"), HistoryEntry("call", "2020-01-01", True, "a", "b"), [Problem(1, "bad_date", "x")],
)  # fmt: skip


def row(number, verdict=Verdict.NEW, reason="", *, look=False, kind="person", record=FULL, **rest):
    values = {"match": None, "twin": None, "changes": (), "action": None, **rest}
    return StagedRow(
        number, 0, number + 2, verdict, reason, values["match"], values["twin"], values["changes"], values["action"],
        look, kind, "Ona", ("Ona", None, 5, 2.5), record,
    )  # fmt: skip


@pytest.fixture
def staging():
    made = Staging()
    yield made
    made.close()


@pytest.fixture
def four(staging):
    rows = [
        row(0, kind="company", changes=("a", "own:b c"), match=b"id", action=Action.SKIP),
        row(1, Verdict.DUPLICATE, "phone", twin=0, look=True),
        row(2, Verdict.REJECTED, "nothing", look=True, kind="", record=None),
        row(3, reason="shared_key", look=True),
    ]
    staging.add(rows)
    return rows


def test_rows_come_back_as_they_were(staging, four):
    assert staging.page(0, 10) == four
    assert staging.page(1, 2) == four[1:3]
    assert staging.row(2) == four[2]
    assert staging.rows([3, 0]) == [four[0], four[3]]


def test_rows_are_counted_and_chosen(staging, four):
    assert staging.counts() == {
        (Verdict.NEW, ""): 1, (Verdict.DUPLICATE, "phone"): 1, (Verdict.REJECTED, "nothing"): 1,
        (Verdict.NEW, "shared_key"): 1,
    }  # fmt: skip
    assert (staging.count(), staging.count(Verdict.NEW), staging.count(look=True)) == (4, 2, 3)
    assert staging.count(Verdict.NEW, reason="shared_key") == 1
    assert staging.page(0, 10, Verdict.NEW, reason="shared_key", look=True) == [four[3]]


def test_numbers_of_a_list(staging, four):
    assert staging.numbers() == range(4)
    assert list(staging.numbers(Verdict.NEW)) == [0, 3]
    assert list(staging.numbers(look=True)) == [1, 3]  # of a rejected row nothing comes
    assert list(staging.numbers(Verdict.DUPLICATE, look=True)) == [1]


def test_walking_in_chunks_by_verdict_and_kind(staging, four):
    assert list(staging.walk(1)) == [[each] for each in four]
    assert list(staging.walk(verdicts=(Verdict.NEW,), companies=True)) == [[four[0]]]
    assert list(staging.walk(verdicts=(Verdict.NEW,), companies=False)) == [[four[3]]]


def test_a_row_is_replaced(staging, four):
    staging.update([four[3]._replace(verdict=Verdict.SAME)])
    assert staging.row(3).verdict is Verdict.SAME
    assert staging.count() == 4


def test_mended_cells_and_decisions_outlive_a_rehearsal(staging, four):
    staging.mend(0, 4, 1, "first")
    staging.mend(0, 4, 1, "second")
    staging.decide(3, Action.NEW)
    staging.decide(3, Action.UPDATE)
    staging.decide(1, Action.SKIP)
    assert staging.row(3).action is Action.UPDATE
    staging.decide(1, None)
    assert staging.row(1).action is None
    staging.clear()
    assert staging.count() == 0
    assert staging.mended() == {(0, 4): {1: "second"}}
    assert staging.decided() == {(0, 5): Decision(Action.UPDATE)}


def test_the_file_goes_with_the_object():
    staging = Staging()
    folder = Path(staging._folder.name)
    assert (folder / "rows.sqlite").exists()
    staging.close()
    assert not folder.exists()
