"""One row of cells with the meanings of its columns, made into a record: each kind of column, good and bad cells."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.cleaning import Cleaner, read_cell
from crm_desktop.exchange.importing.hints import Column, Hints, own_name
from crm_desktop.exchange.importing.names import OwnField
from crm_desktop.exchange.importing.record import RawRow
from crm_desktop.kinds import FieldKind

TODAY = date(2026, 11, 21)


def cleaned(cells, hints=None):
    """The record of a row; ``cells`` by the targets of their columns, headed by them too."""
    columns = [Column(index, text.rpartition(":")[2], Target.parse(text)) for index, text in enumerate(cells)]
    return Cleaner(columns, hints or Hints(today=TODAY))(RawRow(0, 2, tuple(cells.values())))


def main(**cells):
    return cleaned(
        {"name.full": "Ona Petraitė", **{key.replace("__", "."): value for key, value in cells.items()}}
    ).main


def codes(record):
    return [problem.code for problem in record.problems]


def test_a_row_of_nobody_says_why():
    assert cleaned({"name.full": None, "phone": " ", "note": "labas"}) == "nothing"


def test_cells_beyond_the_row_are_empty():
    columns = [Column(0, "name", Target("name.full")), Column(5, "phone", Target("phone"))]
    assert Cleaner(columns, Hints())(RawRow(0, 2, ("Ona",))).main.points == []


def test_fillers_of_a_program_mean_nothing():
    column = Column(0, "phone", Target("phone"), fillers=("000",))
    assert read_cell("000 ", column, Hints()).points == []
    assert read_cell("861234567", column, Hints()).points[0][0].key == "+37061234567"
    assert read_cell("x", Column(0, "x", Target("ignore")), Hints()).points == []


def test_birthdays_that_cannot_be_go_into_the_notes():
    for text in ("2999-01-01", "31.02.1990", "1700-01-01"):
        record = cleaned({"name.full": "Ona", "birthday": text})
        assert (codes(record), record.main.birthday) == (["bad_date"], "")
        assert text in record.main.values["notes"]
    assert main(birthday="--05-17").birthday == "--05-17"
    assert main(birthday="17.05.1990").birthday == "1990-05-17"


def test_a_birthday_in_three_columns():
    assert main(birthday__day=17, birthday__month=5, birthday__year=1990).birthday == "1990-05-17"


def test_named_dates_take_their_names_from_label_cell_or_header():
    record = cleaned(
        {"name.full": "Ona", "date#1": "2020-05-01", "date.label#1": "Vestuvės", "date#2": "2021-06-01"}
    )
    assert record.main.dates == [("Vestuvės", "2020-05-01"), ("date#2", "2021-06-01")]
    bad = cleaned({"name.full": "Ona", "date": "rytoj 45"})
    assert (codes(bad), bad.main.dates) == (["bad_date"], [])


def test_when_a_card_was_made():
    assert main(created_at="2024-03-05").values["created_at"].startswith("2024-03-0")
    assert codes(cleaned({"name.full": "Ona", "created_at": "kažkada 99"})) == ["bad_date"]
    assert "created_at" not in main(created_at="--05-17").values


def test_genders_and_words_that_are_none():
    assert main(gender="moteris").values["gender"] == "female"
    assert main(gender="gal").values == {"notes": "gender: gal"}


def test_numbers_of_ours_and_others():
    assert main(number="17").values == {"number": "17"}
    for text in ("0017", "1234567890", "A-5", "٣"):
        assert main(number=text).values == {"notes": f"number: {text}"}


def test_channels_are_codes_or_notes():
    assert main(channel="email").values == {"preferred_channel": "email"}
    assert main(channel="balandis").values == {"notes": "channel: balandis"}


def test_do_not_contact():
    assert main(do_not_contact="yes").values == {"do_not_contact": "1"}
    assert main(do_not_contact="no").values == {}
    assert codes(cleaned({"name.full": "Ona", "do_not_contact": "gal"})) == ["does_not_fit"]


@pytest.mark.parametrize(("text", "found"), [("5", "500"), ("2,5 %", "250"), ("100%", "10000"), ("0", None)])
def test_discounts_are_hundredths_of_a_percent(text, found):
    assert main(discount=text).values.get("discount_bp") == found


@pytest.mark.parametrize("text", ["101", "5.555", "daug"])
def test_discounts_that_are_none_are_noted(text):
    record = cleaned({"name.full": "Ona", "discount": text})
    assert (codes(record), record.main.values) == (["does_not_fit"], {"notes": f"discount: {text}"})


def test_lists_names_and_texts():
    found = main(
        tags="vip; nauja", group="draugai", source="Instagram", stage="Клиент", likes="rožės", language="lt"
    )
    assert (found.tags, found.groups) == (["vip", "nauja"], ["draugai"])
    assert found.lists == {"source": "Instagram", "stage": "client"}
    assert found.values == {"likes": "rožės", "language": "lt"}


def test_likes_in_two_columns_are_two_lines():
    assert (
        cleaned({"name.full": "Ona", "likes": "rožės", "likes#2": "arbata"}).main.values["likes"]
        == "rožės\narbata"
    )


def test_ids_belong_to_their_system():
    cells = {"name.full": "Ona", "external_id": "A-17"}
    assert cleaned(cells, Hints(system="amocrm")).main.externals == [("amocrm", "A-17")]
    assert cleaned(cells).main.externals == [("external_id", "A-17")]


def test_a_parent_by_id_and_by_name():
    columns = [Column(0, "Name", Target("name.full")), Column(1, "Account ID", Target("company.parent"))]
    record = Cleaner(columns, Hints(system="sf"))(RawRow(0, 2, ("Ona", "001")))
    assert (record.main.employer_external, record.main.employer) == (("sf", "001"), "")
    assert main(company__parent="UAB Gėlės").employer == "UAB Gėlės"


def test_a_flag_says_company_or_person():
    assert cleaned({"name.any": "Gėlės", "company.flag": "1"}).main.kind == "company"
    assert cleaned({"name.any": "UAB Gėlės", "company.flag": "0"}).main.kind == "person"
    assert cleaned({"name.any": "Gėlės", "company.flag": "UAB"}).main.kind == "company"


def test_own_fields_fit_their_type_or_are_noted():
    hints = Hints(own_fields={"Dydis": OwnField(FieldKind.NUMBER)}, today=TODAY)
    assert cleaned({"name.full": "Ona", "own:Dydis": "38,5"}, hints).main.fields == {"Dydis": "38.5"}
    bad = cleaned({"name.full": "Ona", "own:Dydis": "didelis"}, hints)
    assert (codes(bad), bad.main.fields, bad.main.values["notes"]) == (["does_not_fit"], {}, "Dydis: didelis")
    assert cleaned({"name.full": "Ona", "own:Dydis": "\0"}, hints).main.fields == {}


def test_two_columns_of_one_own_field():
    columns = [Column(0, "Name", Target("name.full")), *(Column(n, "Code", Target("own")) for n in (1, 2, 3))]
    record = Cleaner(columns, Hints())(RawRow(0, 2, ("Ona", "A", "B", "B")))
    assert record.main.fields == {"Code": "A; B; B"}


def test_an_own_field_without_a_header_is_named_by_its_letter():
    assert own_name(Column(2, " ", Target("own"))) == "Column C"
    assert own_name(Column(2, "a" * 600, Target("own"))) == "a" * 500


def test_an_export_of_ours_is_taken_as_it_stands():
    exact = Hints(exact=True)
    record = cleaned(
        {
            "name.full": "none",
            "phone#1": "8 612 34567; 5",
            "phone.label#1": "whatever",
            "email": "Ona@Gele.lt",
        },
        exact,
    )
    assert record.main.name == "none"
    assert [(p.value, p.label) for p in record.main.points] == [
        ("8 612 34567; 5", "whatever"),
        ("Ona@Gele.lt", ""),
    ]
    assert cleaned({"name.full": " "}, exact) == "nothing"
