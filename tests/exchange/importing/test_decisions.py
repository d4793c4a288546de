"""What the user decides in the rehearsal, row by row or for all alike, and what is told of it afterwards."""

from __future__ import annotations

from contextlib import closing

import pytest

from crm_desktop.exchange.importing.outcome import LOOK, remember_clients
from crm_desktop.exchange.importing.past import past_imports
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Action, StagedRow, Staging, Verdict
from crm_desktop.kinds import Op
from crm_desktop.services.filters import (
    ClientQuery,
    Filter,
    FilterOp,
    filter_fields,
    met_by_import,
    part_of_import,
)
from crm_desktop.services.lists import first_page
from tests.exchange.importing.bringing import bring, bring_as, clients, listed, nothing

HEADER = ["Name", "Phone", "E-mail", "Notes"]
ROWS = (
    ["Ona Petraitienė", "+370 612 34567", "ona@example.lt", ""],  # completes: the e-mail
    ["Jonas Kazlauskas", "+370 698 11223", "", ""],  # the same
    ["Rūta Žukaitė", "+370 610 55555", "", "31.02"],  # new
    ["Žukaitė Rūta", "+370 610 55555", "", "peonies"],  # repeats her
    ["Petras Petraitis", "+370 612 34567", "", ""],  # new, shares a phone
)
KNOWN = (["Ona Petraitienė", "+370 612 34567", "", ""], ["Jonas Kazlauskas", "+370 698 11223", "", ""])


@pytest.fixture
def path(tmp_path):
    return listed(tmp_path / "list.csv", HEADER, *ROWS)


@pytest.fixture
def rehearsed(store, path, tmp_path):
    bring(store, listed(tmp_path / "known.csv", HEADER, *KNOWN))
    with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
        session.rehearse(nothing)
        yield session


def again(session):
    session.rehearse(nothing)
    return [(row.verdict, row.reason) for row in session.staging.page(0, 100)]


def shown(store, import_id, verdict=""):
    value = met_by_import(import_id, verdict) if verdict else import_id
    page = first_page(store, ClientQuery(filters=(Filter("import", FilterOp.IS, (value,)),)), 50)
    return {row.name for row in page.rows}


def test_a_known_client_left_as_it_is_counts_as_the_same(store, rehearsed):
    rehearsed.staging.decide(0, Action.SKIP)
    assert again(rehearsed)[0] == (Verdict.SAME, "skipped")
    rehearsed.run(nothing)
    assert clients(store)["Ona Petraitienė"].keys("email") == []


def test_for_all_known_clients_at_once(store, path, tmp_path):
    bring(store, listed(tmp_path / "known.csv", HEADER, *KNOWN))
    counts = bring_as(store, Action.SKIP, path).json()
    assert (counts["completed"], counts["same"]) == (0, 2)
    assert clients(store)["Ona Petraitienė"].keys("email") == []


def test_all_as_new_clients_is_rehearsed_as_that(store, path, tmp_path):
    bring(store, listed(tmp_path / "known.csv", HEADER, *KNOWN))
    counts = bring_as(store, Action.NEW, path).json()
    assert (counts["new"], counts["completed"], counts["duplicates"]) == (4, 0, 1)
    assert store.read("SELECT count(*) FROM client WHERE deleted = 0") == [(6,)]


def test_a_new_row_left_out_goes_nowhere_and_repeats_nobody(store, rehearsed):
    rehearsed.staging.decide(2, Action.SKIP)
    verdicts = again(rehearsed)
    assert verdicts[2] == (Verdict.REJECTED, "left_out")
    assert verdicts[3][0] is Verdict.NEW
    result = rehearsed.run(nothing)
    assert "Rūta Žukaitė" not in clients(store)
    assert result.json()["rejected"] == 1
    rejects = store.read("SELECT reason FROM import_reject ORDER BY row")
    assert rejects == [("left_out",)]


def test_a_decision_taken_back_lets_the_row_be_judged_as_before(rehearsed):
    before = again(rehearsed)
    rehearsed.staging.decide(2, Action.SKIP)
    again(rehearsed)
    rehearsed.staging.decide(2, None)
    assert again(rehearsed) == before


def test_a_row_goes_to_the_client_that_was_chosen(store, rehearsed):
    ((jonas,),) = store.read("SELECT id FROM client WHERE given = 'Jonas'")
    rehearsed.staging.decide(4, Action.UPDATE, jonas)
    assert again(rehearsed)[4] == (Verdict.COMPLETES, "chosen")
    rehearsed.run(nothing)
    (petras,) = (entity for entity in clients(store).values() if entity.given == "Petras")
    assert len(petras.keys("phone")) == 1  # on update the one phone of its kind gives way


def test_a_chosen_client_that_is_gone_since_is_no_choice(rehearsed):
    before = again(rehearsed)
    rehearsed.staging.decide(2, Action.COMPLETE, b"x" * 16)
    assert again(rehearsed) == before


def test_one_decision_for_all_rows_alike(rehearsed):
    assert rehearsed.staging.decide_alike(Verdict.NEW, "", Action.SKIP) == 1
    verdicts = again(rehearsed)
    assert verdicts[2] == (Verdict.REJECTED, "left_out")
    assert verdicts[4] == (Verdict.NEW, "shared_key")
    assert rehearsed.staging.decide_alike(Verdict.REJECTED, "left_out", None) == 1
    assert again(rehearsed)[2][0] is Verdict.NEW


def test_what_was_decided_needs_no_look_any_more(store, path, tmp_path):
    differing = ["Ona Petraitienė", "+370 612 34567", "", ""]
    header = [*HEADER, "Birthday"]
    bring(store, listed(tmp_path / "known.csv", header, [*differing, "1970-01-02"]))
    other = listed(tmp_path / "other.csv", header, [*differing, "1971-03-04"])
    with Session(store, plan_file(store, other, "LT", "en"), "LT") as session:
        assert session.rehearse(nothing).looks == {(Verdict.SAME, "differs"): 1}
        assert list(session.staging.numbers(look=True, reason="differs")) == [0]
        assert list(session.staging.numbers(reason="nothing")) == []
        session.staging.decide(0, Action.COMPLETE)
        assert session.rehearse(nothing).review == 0


def test_the_cells_of_each_column_are_counted(rehearsed):
    counts = rehearsed.summary.cells
    assert [counts[0, column] for column in range(4)] == [5, 5, 1, 2]


def test_each_verdict_of_an_import_shows_exactly_its_clients(store, rehearsed):
    written = rehearsed.run(nothing).written
    one = written.import_id
    assert shown(store, one) == {"Rūta Žukaitė", "Petras Petraitis"}
    assert shown(store, one, "completes") == {"Ona Petraitienė"}
    assert shown(store, one, "same") == {"Jonas Kazlauskas"}
    assert shown(store, one, "duplicate") == {"Rūta Žukaitė"}
    assert len(shown(store, one, "all")) == 4
    choices = next(field for field in filter_fields(store) if field.id == "import").choices
    roles = [choice.role for choice in choices if choice.name == choices[0].name]
    assert roles[0] == ""
    assert {"completes", "same", "duplicate", "all"} <= set(roles)
    assert part_of_import("no number") == (b"", "")
    assert shown(store, b"", "all") == set()


def test_clients_of_rows_to_be_looked_at_are_kept(store, rehearsed):
    rehearsed.staging.mend(0, 4, 2, "ruta(at)example")
    again(rehearsed)
    assert rehearsed.summary.review
    written = rehearsed.run(nothing).written
    looked = shown(store, written.import_id, LOOK)
    assert len(looked) == rehearsed.summary.review
    assert "Rūta Žukaitė" in looked


def test_events_of_a_calendar_have_no_single_client(store):
    with closing(Staging()) as staging:
        row = StagedRow(0, 0, 2, Verdict.SAME, "same_uid", None, None, (), None, False, "event", "", (), None)
        staging.add([row])
        with store.long_change(Op.IMPORT) as work:
            remember_clients(work, staging, {})
            work.finish()
    assert store.read("SELECT count(*) FROM import_client") == [(0,)]


def test_what_an_import_that_was_cut_off_has_kept_goes_with_the_next(store, rehearsed, path):
    with store.transaction() as connection:
        connection.execute("INSERT INTO import_client VALUES (1000000, 'same', x'00')")
    rehearsed.run(nothing)
    assert store.read("SELECT count(*) FROM import_client WHERE client_id = x'00'") == [(0,)]


def test_the_past_tells_where_each_column_went(store, rehearsed):
    written = rehearsed.run(nothing).written
    (past,) = past_imports(store, import_id=written.import_id)
    columns = past.files[0]["columns"]
    assert columns[1][:1] == ["Phone"]
    assert columns[1][2].startswith("phone")
    assert columns[1][3] == 5


def test_an_event_of_a_calendar_is_left_out(store, tmp_path):
    path = tmp_path / "diary.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTART:20270308T080000Z\r\nSUMMARY:Roses\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
        session.rehearse(nothing)
        assert again(session)[0][0] is Verdict.NEW
        session.staging.decide(0, Action.SKIP)
        assert again(session) == [(Verdict.REJECTED, "left_out")]
        assert session.summary.review == 0
