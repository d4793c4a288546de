"""Cells gathered into clients: who the row speaks of, and where what has no better place goes."""

from __future__ import annotations

from crm_desktop.exchange.importing.record import Point
from tests.exchange.importing.test_cleaning import cleaned


def test_the_parts_of_a_name_in_two_columns_are_joined():
    found = cleaned({"name.family": "Petraitė", "name.family#2": "Jonienė", "name.given": "Ona"}).main
    assert (found.family, found.given) == ("Petraitė Jonienė", "Ona")


def test_a_company_shown_twice_is_one():
    found = cleaned({"name.full": "UAB Gėlės", "company.name": "uab gėlės", "phone": "861234567"})
    assert (found.main.kind, found.main.name, found.contact) == ("company", "uab gėlės", None)


def test_a_company_with_its_contact_person():
    found = cleaned({"company.name": "UAB Gėlės", "name.full.contact": "Ona Petraitė", "position": "vadovė"})
    assert (found.main.name, found.contact.name, found.contact.employer) == (
        "UAB Gėlės",
        "Ona Petraitė",
        "UAB Gėlės",
    )


def test_a_contact_without_a_company_is_the_client():
    found = cleaned({"name.full.contact": "Ona Petraitė", "phone": "861234567"})
    assert (found.main.name, found.main.points[0].key, found.contact) == (
        "Ona Petraitė",
        "+37061234567",
        None,
    )


def test_a_second_person_is_noted():
    found = cleaned(
        {"name.full": "Ona Petraitė", "company.name": "UAB Gėlės", "name.full.contact": "Jonas Rūta"}
    )
    assert found.main.employer == "UAB Gėlės"
    assert found.main.values["notes"] == "contact: Jonas Rūta"


def test_a_company_called_so_takes_the_name_of_the_person():
    found = cleaned({"name.full": "Gėlės", "company.flag": "1", "phone": "861234567"}).main
    assert (found.kind, found.name) == ("company", "Gėlės")


def test_a_nickname_makes_no_person_of_a_company():
    found = cleaned(
        {"company.name": "Gėlės", "company.flag": "1", "name.nickname": "gėlytė", "department": "sandėlis"}
    )
    assert (found.main.kind, found.main.nickname, found.contact) == ("company", "gėlytė", None)


def test_a_job_without_a_company_is_an_own_field():
    found = cleaned({"name.full": "Ona Petraitė", "position": "vadovė"}).main
    assert (found.job_title, found.fields) == ("", {"position": "vadovė"})


def test_one_number_as_phone_and_fax_is_said_twice_but_twice_the_same_once():
    cells = {"name.full": "Ona", "phone": "861234567", "phone#2": "861234567", "phone.fax": "861234567"}
    assert [point.label for point in cleaned(cells).main.points] == ["", "fax"]


def test_streets_in_several_columns_are_one_address():
    cells = {"name.full": "Ona", "address.street": "Rožių 1", "address.street#0": "", "address.extended": "bt. 5",
             "address.pobox": "a. d. 7", "address.city": "Vilnius", "address.postal_code": "01100"}  # fmt: skip
    (point,) = cleaned(cells).main.points
    assert (point.street, point.city, point.postal_code) == ("Rožių 1, bt. 5, a. d. 7", "Vilnius", "01100")


def test_an_address_takes_the_label_of_its_group():
    cells = {"name.full": "Ona", "address.full#1": "Rožių 1, Vilnius", "address.label#1": "work"}
    (point,) = cleaned(cells).main.points
    assert (point.value, point.label) == ("Rožių 1, Vilnius", "work")


def test_a_very_long_name_is_cut_and_noted():
    found = cleaned({"name.full": "Ona " * 200})
    assert len(found.main.name) <= 500
    assert found.problems[0].code == "name_cut"
    assert ("Ona " * 200).strip() in found.main.values["notes"]


def test_empty_cells_leave_nothing():
    from crm_desktop.exchange.importing.building import Builder

    builder = Builder(None)
    builder.set_part("full", "")
    builder.add_point(Point("phone", "", ""), 0)
    builder.add_address("", 0, "street", "")
    builder.note("header", "")
    builder.extend_phone("12", 0)
    assert (builder.record(), builder.points, builder.notes) == (None, [], [])
