"""What is to be imported and how its columns are read: found by itself, open to change, remembered."""

from __future__ import annotations

import json

import pytest
from openpyxl import Workbook

from crm_desktop.errors import MappingRefused, SheetNotFound
from crm_desktop.exchange.importing.plan import (
    Choice,
    plan_file,
    remember_mapping,
    saved_mapping,
    with_targets,
)
from tests.exchange.importing.bringing import listed

HEADER = ("Vardas", "Pavardė", "Telefonas", "Batai")
ROWS = [("Ona", "Petraitė", "861234567", "38"), ("Jonas", "Rūta", "868888888", "44")]


def planned(store, path, **choice):
    (plan,) = plan_file(store, path, "LT", "lt", Choice(**choice))
    return plan


@pytest.fixture
def path(tmp_path):
    return listed(tmp_path / "a.csv", HEADER, *ROWS)


def meanings(plan):
    return [str(column.target) for column in plan.columns]


def test_a_plan_is_found_and_told(store, path):
    plan = planned(store, path)
    assert plan.chosen
    assert meanings(plan)[:3] == ["name.given", "name.family", "phone"]
    facts = plan.facts()
    assert (facts["file"], facts["separator"], facts["header_row"]) == ("a.csv", ";", 1)
    assert list(facts["mapping"]) == list(HEADER)
    assert [(raw.source, raw.row, raw.cells[0]) for raw in plan.rows(3)] == [(3, 2, "Ona"), (3, 3, "Jonas")]


def test_a_meaning_is_chosen_by_header_or_letter(store, path):
    plan = planned(store, path, mapping={"Batai": "own:Dydis", "A": "ignore"})
    assert (meanings(plan)[3], meanings(plan)[0]) == ("own:Dydis", "ignore")


@pytest.mark.parametrize(("column", "target"), [("Batai", "no.such.field"), ("Nothing", "phone")])
def test_a_meaning_that_is_none_is_refused(store, path, column, target):
    with pytest.raises(MappingRefused) as raised:
        planned(store, path, mapping={column: target})
    assert raised.value.facts["column"] == column


def test_a_sheet_that_is_not_there_is_refused(store, tmp_path):
    book = Workbook()
    book.worksheets[0].title = "Žmonės"
    for row in (HEADER, *ROWS):
        book.worksheets[0].append(row)
    book.create_sheet("Tuščias")
    book.save(tmp_path / "a.xlsx")
    assert planned(store, tmp_path / "a.xlsx", sheet="Žmonės").sheet.name == "Žmonės"
    with pytest.raises(SheetNotFound) as raised:
        planned(store, tmp_path / "a.xlsx", sheet="Kitas")
    assert raised.value.facts["sheets"] == ("Žmonės", "Tuščias")


def test_the_row_of_the_header_is_chosen(store, tmp_path):
    path = listed(tmp_path / "a.csv", ("Sąrašas", "x", "y", "z"), HEADER, *ROWS)
    assert planned(store, path, header_row=2).headers == HEADER
    bare = planned(store, path, header_row=0)
    assert len(list(bare.rows(0))) == 4


def test_meanings_are_remembered_for_the_same_headers(store, path, tmp_path):
    remember_mapping(store, with_targets(planned(store, path), {"Batai": "own:Dydis"}))
    again = listed(tmp_path / "b.csv", HEADER, ("Rasa", "Kita", "867777777", "40"))
    assert meanings(planned(store, again))[3] == "own:Dydis"
    remember_mapping(store, with_targets(planned(store, path), {"Batai": "ignore"}))
    assert meanings(planned(store, again))[3] == "ignore"
    assert saved_mapping(store, ("Kitas",)) == {}


def test_equal_headers_are_remembered_by_their_letters(store, tmp_path):
    path = listed(tmp_path / "a.csv", ("Vardas", "Telefonas", "Telefonas"), ("Ona", "861234567", "868888888"))
    remember_mapping(store, with_targets(planned(store, path), {"C": "own:Antras"}))
    assert meanings(planned(store, path))[1:] == ["phone", "own:Antras"]


def test_cells_of_json_are_parted(store, tmp_path):
    people = [
        json.dumps({"name": name, "phone": phone})
        for name, phone in (("Ona", "861234567"), ("Jonas", "868888888"))
    ]
    plan = planned(store, listed(tmp_path / "a.csv", ("data",), *((text,) for text in people)))
    assert plan.headers == ("name", "phone")
    assert [raw.cells for raw in plan.rows(0)] == [("Ona", "861234567"), ("Jonas", "868888888")]
