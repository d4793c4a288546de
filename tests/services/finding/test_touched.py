from __future__ import annotations

import pytest

from crm_desktop.services.finding.touched import Touched, employers_spoken_to, touched
from crm_desktop.storage.change import last_entry
from tests.services.finding.people import add, child, edit, put


@pytest.fixture
def rose(store):
    """A company, who works there, and somebody else."""
    company = add(store, "UAB Rožė", kind="company")
    return company, add(store, "Ona", company=company), add(store, "Rasa")


def after(store, sql, *params):
    before = last_entry(store.connection)
    edit(store, sql, *params)
    return touched(store.connection, before)


def test_the_employer_is_touched_by_what_passed_between_us_and_its_people(store, rose):
    company, ona, rasa = rose
    call = put(store, "activity", client_id=ona, kind="call", held_at="2026-01-01")
    before = last_entry(store.connection)
    with store.change("x") as change:
        child(change, "activity_client", activity_id=call, client_id=rasa)
    assert touched(store.connection, before) == Touched({rasa}, set())
    assert after(store, "UPDATE activity SET client_id = ?", rasa) == Touched({ona, rasa}, {company})
    assert after(store, "UPDATE activity SET result = 'x'") == Touched({rasa}, set())
    assert after(store, "UPDATE activity_client SET client_id = ?", ona) == Touched({ona, rasa}, {company})
    assert after(store, "UPDATE activity SET client_id = NULL") == Touched({ona, rasa}, {company})


def test_the_employer_is_not_touched_by_what_is_the_person_s_own(store, rose):
    _, ona, rasa = rose
    assert after(store, "UPDATE client SET notes = 'x' WHERE id = ?", ona) == Touched({ona}, set())
    before = last_entry(store.connection)
    put(store, "contact_point", client_id=ona, kind="phone", value="8 612 3", key="+3706123")
    assert touched(store.connection, before) == Touched({ona}, set())
    assert after(store, "UPDATE contact_point SET client_id = ?", rasa) == Touched({ona, rasa}, set())


def test_who_comes_to_a_company_leaves_it_or_goes_to_the_bin_touches_it(store, rose):
    company, ona, rasa = rose
    assert after(store, "UPDATE client SET deleted = 1 WHERE id = ?", ona) == Touched({ona}, {company})
    assert after(store, "UPDATE employment SET company_id = NULL") == Touched({ona}, {company})
    assert after(store, "UPDATE employment SET company_id = ?", rasa) == Touched({ona}, {rasa})
    assert after(store, "UPDATE employment SET deleted = 1") == Touched({ona}, {rasa})


def test_the_people_are_touched_by_another_name_of_their_company(store, rose):
    company, ona, _ = rose
    assert after(store, "UPDATE client SET name = 'UAB Tulpė' WHERE id = ?", company).clients == {
        company,
        ona,
    }


def test_employers_of_people_of_whom_there_is_a_contact(store, rose):
    company, ona, rasa = rose
    everybody = {company, ona, rasa}
    assert employers_spoken_to(store.connection, everybody) == set()
    put(store, "activity", client_id=rasa, kind="call", planned_at="2026-01-01")
    assert employers_spoken_to(store.connection, everybody) == set()
    edit(
        store,
        "INSERT INTO activity_client(id, activity_id, client_id) SELECT x'01', id, ? FROM activity",
        ona,
    )
    assert employers_spoken_to(store.connection, everybody) == {company}
    edit(store, "DELETE FROM activity_client")
    edit(store, "UPDATE activity SET client_id = ?", ona)
    assert employers_spoken_to(store.connection, everybody) == {company}
    assert employers_spoken_to(store.connection, {rasa}) == set()
