"""Writing a list into a base that is empty, or has clients, and taking it back."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.importing.plan import Choice, plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Action, Verdict
from crm_desktop.services import listing
from crm_desktop.storage.undo import redo, undo
from tests.exchange.importing.bringing import bring, bring_as, clients, contents, listed, nothing

HEADER = ("Vardas", "Pavardė", "Telefonas", "El. paštas", "Įmonė", "Pareigos", "Žymos", "Pastabos")
ONA = ("Ona", "Petraitė", "+37061234567", "", "UAB Gėlės", "vadovė", "vip", "mėgsta rožes")


@pytest.fixture
def with_ona(store, tmp_path):
    bring(store, listed(tmp_path / "first.csv", HEADER, ONA))
    return store


def test_a_list_becomes_clients_that_are_found(with_ona):
    ona = clients(with_ona)["Ona Petraitė"]
    assert (ona.given, ona.family, ona.employer, ona.job_title) == ("Ona", "Petraitė", "UAB Gėlės", "vadovė")
    assert (ona.keys("phone"), ona.tags, ona.values["notes"]) == (["+37061234567"], ["vip"], "mėgsta rožes")
    assert listing.verify(with_ona) == []
    assert with_ona.read("SELECT COUNT(*) FROM client_list") == [(2,)]  # she and the company


def test_undo_restores_the_very_base_updates_included(with_ona, tmp_path):
    before = contents(with_ona)
    path = listed(
        tmp_path / "second.csv", HEADER,
        ("Ona", "Petraitė", "+37061234567", "ona@gele.lt", "UAB Gėlės", "savininkė", "vip, nauja", "ir lelijas"),
        ("Jonas", "Kazlauskas", "+37068888888", "", "MB Medis", "", "nauja", ""),
    )  # fmt: skip
    result = bring_as(with_ona, Action.UPDATE, path)
    assert (result.written.people, result.written.companies, result.written.changed) == (1, 1, 1)
    assert clients(with_ona)["Ona Petraitė"].job_title == "savininkė"
    after = contents(with_ona)
    undo(with_ona, result.written.operation)
    assert contents(with_ona) == before
    assert listing.verify(with_ona) == []
    redo(with_ona)
    assert contents(with_ona) == after


def test_undo_leaves_what_was_edited_since(store, tmp_path):
    result = bring(store, listed(tmp_path / "list.csv", HEADER, ONA, ("Jonas", "Kazlauskas", "+37068888888")))
    ((jonas,),) = store.read("SELECT id FROM client WHERE family = 'Kazlauskas'")
    with store.change("edit_client") as change:
        change.execute("UPDATE client SET likes = 'arbata' WHERE id = ?", (jonas,))
    undone = undo(store, result.written.operation)
    assert undone.kept
    assert list(clients(store)) == ["Jonas Kazlauskas"]
    assert clients(store)["Jonas Kazlauskas"].values["likes"] == "arbata"


@pytest.mark.parametrize(
    ("action", "job", "count"),
    [
        (Action.COMPLETE, "vadovė", 1),
        (Action.UPDATE, "direktorė", 1),
        (Action.SKIP, "vadovė", 1),
        (Action.NEW, "vadovė", 2),
    ],
)  # fmt: skip
def test_what_to_do_with_a_known_client_is_chosen_for_the_file(with_ona, tmp_path, action, job, count):
    path = listed(
        tmp_path / "b.csv", HEADER,
        ("Ona", "Petraitė", "+37061234567", "ona@gele.lt", "UAB Gėlės", "direktorė", "", ""),
    )  # fmt: skip
    bring_as(with_ona, action, path)
    rows = with_ona.read(
        "SELECT e.job_title FROM client c JOIN employment e ON e.person_id = c.id"
        " WHERE c.family = 'Petraitė' ORDER BY c.rid"
    )
    assert len(rows) == count
    assert rows[0] == (job,)
    emails = with_ona.read("SELECT COUNT(*) FROM contact_point WHERE kind = 'email'")
    assert emails == [(0 if action is Action.SKIP else 1,)]


def test_what_to_do_with_one_row_is_chosen_for_it_alone(with_ona, tmp_path):
    path = listed(
        tmp_path / "b.csv", HEADER,
        (*ONA[:3], "viena@gele.lt"), ("Jonas", "Kazlauskas", "+37068888888", "du@gele.lt"),
    )  # fmt: skip
    with Session(with_ona, plan_file(with_ona, path, "LT", "lt"), "LT") as session:
        session.rehearse(nothing)
        assert [row.verdict for row in session.staging.page(0, 9)] == [Verdict.COMPLETES, Verdict.NEW]
        session.staging.decide(0, Action.SKIP)
        session.run(nothing)
    assert with_ona.read("SELECT value FROM contact_point WHERE kind = 'email'") == [("du@gele.lt",)]


def test_the_numbers_of_the_file_are_kept_where_they_are_free(with_ona, tmp_path):
    ((taken,),) = with_ona.read("SELECT number FROM client WHERE family = 'Petraitė'")
    path = listed(
        tmp_path / "b.csv", ("Nr.", "Vardas", "Pavardė"), (857389, "Ada", "Ilgutė"), (taken, "Ieva", "Trumpė")
    )
    bring(with_ona, path, choice=Choice(mapping={"Nr.": "number"}))
    found = {name: entity.values["number"] for name, entity in clients(with_ona).items()}
    assert found["Ada Ilgutė"] == "857389"
    assert found["Ieva Trumpė"] == "857390"


def test_people_of_one_company_work_for_the_one_that_is_there(with_ona, tmp_path):
    path = listed(
        tmp_path / "b.csv", HEADER,
        ("Jonas", "Kazlauskas", "+37068888888", "", "Gėlės, UAB"), ("Eglė", "Miškinytė", "+37067777777", "", "„Gėlės“"),
    )  # fmt: skip
    result = bring(with_ona, path)
    assert result.written.companies == 0
    assert with_ona.read("SELECT COUNT(*) FROM employment") == [(3,)]
    assert with_ona.read("SELECT COUNT(*) FROM client WHERE kind = 'company'") == [(1,)]


def test_a_company_brings_its_contact_person_once(store, tmp_path):
    header = ("Įmonė", "Kontaktinis asmuo", "Telefonas", "Pareigos")
    mapping = {"Kontaktinis asmuo": "name.full.contact", "Įmonė": "company.name"}
    row = ("UAB Lapas", "Rūta Lapienė", "+37061111111", "buhalterė")
    path = listed(tmp_path / "b.csv", header, row)
    bring(store, path, choice=Choice(mapping=mapping))
    assert {name: entity.kind for name, entity in clients(store).items()} == {
        "UAB Lapas": "company", "Rūta Lapienė": "person",
    }  # fmt: skip
    assert clients(store)["Rūta Lapienė"].job_title == "buhalterė"
    again = listed(tmp_path / "c.csv", header, row, ("UAB Lapas", "Jonas Lapas", "+37061111111", ""))
    counts = bring(store, again, choice=Choice(mapping=mapping)).json()
    assert store.read("SELECT COUNT(*) FROM client") == [(2 + counts["new"],)]


def test_who_recommended_whom_is_settled_in_the_end(with_ona, tmp_path):
    ((ona,),) = with_ona.read("SELECT number FROM client WHERE family = 'Petraitė'")
    path = listed(
        tmp_path / "b.csv", ("Nr.", "Vardas", "Pavardė", "Kas rekomendavo"),
        (500, "Ada", "Ilgutė", 501), (501, "Ieva", "Trumpė", ona), (502, "Asta", "Vėjūnė", "Ona Petraitė"),
        (503, "Vita", "Balčytė", "kaimynas Petras"), (504, "Lina", "Rasaitė", 504), (505, "Rita", "Kalnė", 99999),
    )  # fmt: skip
    choice = Choice(mapping={"Nr.": "number", "Kas rekomendavo": "referrer"})
    bring(with_ona, path, choice=choice)
    found = clients(with_ona)
    referrers = {name: entity.lists.get("referrer") for name, entity in found.items() if "UAB" not in name}
    assert referrers == {
        "Ona Petraitė": None, "Ada Ilgutė": "501", "Ieva Trumpė": str(ona), "Asta Vėjūnė": str(ona),
        "Vita Balčytė": None, "Lina Rasaitė": None, "Rita Kalnė": None,
    }  # fmt: skip
    assert found["Vita Balčytė"].values["source_detail"] == "kaimynas Petras"
    assert found["Rita Kalnė"].values["source_detail"] == "99999"
    with Session(with_ona, plan_file(with_ona, path, "LT", "lt", choice), "LT") as session:
        session.rehearse(nothing)
        assert {row.verdict for row in session.staging.page(0, 9)} == {Verdict.SAME}


def test_rejected_rows_are_kept_with_the_import(store, tmp_path):
    path = listed(
        tmp_path / "b.csv",
        ("Vardas", "Telefonas", "Miestas"),
        ("Ona", "861234567", "Vilnius"),
        ("", "", "Kaunas"),
    )
    result = bring(store, path)
    assert result.json()["rejected"] == 1
    ((reason, cells, row),) = store.read("SELECT reason, cells, row FROM import_reject")
    assert (reason, row) == ("nothing", 3)
    assert "Kaunas" in cells
    assert store.read("SELECT COUNT(*) FROM import_run") == [(1,)]


def test_a_known_company_is_completed_by_a_new_contact_person(store, tmp_path):
    header = ("Įmonė", "Kontaktinis asmuo", "Telefonas")
    choice = Choice(mapping={"Kontaktinis asmuo": "name.full.contact", "Įmonė": "company.name"})
    first = listed(tmp_path / "a.csv", header, ("UAB Lapas", "Rūta Lapienė", "+37061111111"))
    bring(store, first, choice=choice)
    other = listed(tmp_path / "b.csv", header, ("UAB Lapas", "Jonas Lapas", "+37062222222"))
    assert bring(store, other, choice=choice).json()["completed"] == 1
    assert clients(store)["Jonas Lapas"].employer == "UAB Lapas"
    again = bring(store, other, choice=choice).json()
    assert (again["same"], again["completed"]) == (1, 0)
    assert len(clients(store)) == 3


def test_what_comes_of_rows_does_not_hang_on_how_many_are_judged_together(store, tmp_path, monkeypatch):
    path = listed(
        tmp_path / "a.csv", HEADER, ONA, ("Jonas", "Jonaitis", "", "j@example.lt", "", "", "", ""),
        ("Ona", "Petraitė", "+37061234567", "ona@example.lt", "", "", "", ""), ONA,
    )  # fmt: skip

    def judged():
        with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
            session.rehearse(nothing)
            return session.staging.page(0, 10)

    together = judged()
    assert [row.verdict for row in together] == ["new", "new", "duplicate", "duplicate"]
    assert together[0].record.main.keys("email") == ["ona@example.lt"]
    monkeypatch.setattr("crm_desktop.exchange.importing.rehearsal._CHUNK", 1)
    assert judged() == together
    bring(store, path)
    assert clients(store)["Ona Petraitė"].keys("email") == ["ona@example.lt"]


def test_what_a_second_row_says_otherwise_is_to_be_looked_at_and_kept_in_the_notes(store, tmp_path):
    ona = ("Ona", "Petraitė", "+37061234567", "", "")
    path = listed(tmp_path / "a.csv", HEADER, (*ona, "vadovė", "", ""), (*ona, "buhalterė", "", ""))
    with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
        session.rehearse(nothing)
        assert [(row.verdict, row.look) for row in session.staging.page(0, 10)] == [
            (Verdict.NEW, False), (Verdict.DUPLICATE, True),
        ]  # fmt: skip
        session.run(nothing)
    (client,) = clients(store).values()
    assert client.fields == {"Pareigos": "vadovė"}  # a position without a company
    assert client.values["notes"] == "Pareigos: buhalterė"


def test_a_person_works_for_the_company_of_an_earlier_file_that_has_the_id(store, tmp_path):
    companies = listed(
        tmp_path / "companies.csv", ("ID", "Įmonė", "Telefonas"), ("7", "UAB Rasa", "868888888")
    )
    bring(store, companies, choice=Choice(mapping={"ID": "external_id"}))
    people = listed(
        tmp_path / "people.csv", ("ID", "Vardas", "Account ID"), ("9", "Ona", "7"), ("10", "Jonas", "8")
    )  # fmt: skip
    bring(store, people, choice=Choice(mapping={"ID": "external_id", "Account ID": "company.parent"}))
    found = clients(store)
    assert (found["Ona"].employer, found["Jonas"].employer) == ("UAB Rasa", "")
    assert store.read("SELECT COUNT(*) FROM client WHERE kind = 'company'") == [(1,)]
