"""Diaries as people keep them: companies above their people, colours, hidden rows."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.styles import Color, Font, PatternFill

from crm_desktop.exchange.importing.beside import plain_table
from crm_desktop.exchange.importing.plan import Choice, plan_file, plan_table, with_targets
from crm_desktop.exchange.importing.session import Session
from tests.exchange.importing.bringing import bring, clients, listed, nothing, rehearsed

HEADER = ("Имя", "Телефон")
PEOPLE = [(f"Котов Пётр{sign}", f"+7 916 111-11-1{number}") for number, sign in enumerate("абвгде")]


def book(path, rows, *, colours=None, bold=(), hidden=(), merged=(), header=HEADER):
    """A workbook: ``colours`` of the first cells by row number, rows in bold, hidden or merged."""
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (header, *rows):
        sheet.append(list(row))
    for number, colour in (colours or {}).items():
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor=colour)
    for number in bold:
        sheet.cell(number, 1).font = Font(bold=True)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for number in merged:
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
    made.save(path)
    return path


def plan_of(store, path, choice=None, language="ru"):
    (plan,) = plan_file(store, path, "RU", language, choice)
    return plan


def employers(store):
    return {name: entity.employer for name, entity in clients(store).items() if entity.kind == "person"}


# --------------------------------------------------------------------------------------------------- companies above


def test_people_belong_to_the_company_in_the_row_above(store, tmp_path):
    rows = [("ООО «Ромашка»", None), *PEOPLE[:2], ("ИП Сычёв", None), PEOPLE[2]]
    path = book(tmp_path / "a.xlsx", rows)
    plan = plan_of(store, path)
    assert plan.table.skipped == ((2, "group"), (5, "group"))
    assert [str(column.target) for column in plan.columns] == ["name.any", "phone", "company.name"]
    assert plan.columns[2].header == "Компания (строка выше)"
    result = bring(store, path, region="RU")
    assert (result.json()["people"], result.json()["companies"]) == (3, 2)
    assert employers(store) == {
        PEOPLE[0][0]: "ООО «Ромашка»", PEOPLE[1][0]: "ООО «Ромашка»", PEOPLE[2][0]: "ИП Сычёв",
    }  # fmt: skip
    assert {row.verdict for row in rehearsed(store, path, "RU")} == {"same"}


@pytest.mark.parametrize("how", ["bold", "merged"])
def test_a_company_without_a_legal_form_stands_out_by_its_looks(store, tmp_path, how):
    rows = [("Ромашка", None), *PEOPLE[:2], ("Василёк", None), PEOPLE[2]]
    bring(store, book(tmp_path / "a.xlsx", rows, **{how: (2, 5)}), region="RU")
    assert employers(store)[PEOPLE[2][0]] == "Василёк"
    assert len(clients(store)) == 5


def test_a_client_of_whom_only_the_name_is_known_is_no_company(store, tmp_path):
    rows = [("Мама", None), *PEOPLE[:3], ("Тётя Валя", None), PEOPLE[3]]
    assert len(plan_of(store, book(tmp_path / "a.xlsx", rows)).columns) == 2
    assert len(plan_of(store, book(tmp_path / "b.xlsx", rows, bold=(2, 3, 6))).columns) == 2


def test_a_company_without_a_phone_in_a_list_of_companies_stays_a_client(store, tmp_path):
    rows = [("ООО Лес", "+7 495 200-30-40"), ("ООО Поле", None), ("ООО Река", "+7 495 200-30-41")]
    bring(store, book(tmp_path / "a.xlsx", rows), region="RU")
    assert sorted(clients(store)) == ["ООО Лес", "ООО Поле", "ООО Река"]


def test_a_company_with_nobody_below_stays_a_client(store, tmp_path):
    rows = [("ООО Лес", None), *PEOPLE, ("ООО Река", "+7 495 200-30-41"), ("ООО Поле", None)]
    bring(store, book(tmp_path / "a.xlsx", rows), region="RU")
    found = clients(store)
    assert [found[name].kind for name in ("ООО Лес", "ООО Река", "ООО Поле")] == ["company"] * 3
    assert employers(store)[PEOPLE[1][0]] == "ООО Лес"


def test_companies_above_are_found_in_a_text_file_too(store, tmp_path):
    bring(store, listed(tmp_path / "a.csv", HEADER, ("ООО Лес", ""), *PEOPLE[:2]), region="RU")
    assert employers(store) == {PEOPLE[0][0]: "ООО Лес", PEOPLE[1][0]: "ООО Лес"}


def test_a_column_of_companies_needs_no_rows_above(store, tmp_path):
    rows = [("ООО «Ромашка»", None, None), (*PEOPLE[0], "ООО Лес")]
    path = book(tmp_path / "a.xlsx", rows, header=(*HEADER, "Компания"))
    assert len(plan_of(store, path).columns) == 3


# ----------------------------------------------------------------------------------------------------------- colours

YELLOW, GREEN = "FFFF00", "92D050"


@pytest.mark.parametrize(
    ("language", "heading", "names"),
    [
        ("en", "Colour of the row", ["yellow", "green"]),
        ("ru", "Цвет строки", ["жёлтый", "зелёный"]),
        ("lt", "Eilutės spalva", ["geltona", "žalia"]),
    ],
)
def test_colours_are_offered_as_a_tag_and_left_out_until_taken(store, tmp_path, language, heading, names):
    path = book(tmp_path / "a.xlsx", PEOPLE, colours={2: YELLOW, 4: GREEN})
    plan = plan_of(store, path, language=language)
    assert (plan.columns[2].header, str(plan.columns[2].target)) == (heading, "ignore")
    cells = dict(plan.cells())
    assert [cells[2][2], cells[3][2], cells[4][2]] == [names[0], None, names[1]]
    taken = with_targets(plan, {heading: "tags"})
    with Session(store, [taken], "RU") as session:
        session.rehearse(nothing)
        session.run(nothing)
    assert {name: entity.tags for name, entity in clients(store).items() if entity.tags} == {
        PEOPLE[0][0]: [names[0]], PEOPLE[2][0]: [names[1]],
    }  # fmt: skip


def test_a_legend_says_what_a_colour_means(store, tmp_path):
    rows = [*PEOPLE, (), ("— не звонить", None), ("Котов Иван", None), ("прочее", None)]
    path = book(tmp_path / "a.xlsx", rows, colours={2: YELLOW, 4: GREEN, 9: YELLOW, 10: YELLOW, 11: "FF0000"})
    plan = plan_of(store, path)
    cells = dict(plan.cells())
    assert (cells[2][2], cells[4][2]) == ("не звонить", "зелёный")
    assert (9, "note") in plan.table.skipped
    assert {10, 11} <= cells.keys()  # a client of whom only the name is known, and a colour that nobody has


@pytest.mark.parametrize(
    "colours",
    [
        {1: YELLOW},  # the header alone
        dict.fromkeys(range(1, 8), YELLOW),  # the whole sheet
        {2: YELLOW, 4: YELLOW, 6: YELLOW},  # stripes
        {2: "FFFFFF", 3: "FFFFFF"},
    ],
)
def test_colours_that_mean_nothing(store, tmp_path, colours):
    assert len(plan_of(store, book(tmp_path / "a.xlsx", PEOPLE, colours=colours)).columns) == 2


def test_colours_of_the_theme_and_of_the_old_palette(store, tmp_path):
    path = tmp_path / "a.xlsx"
    colours = {
        2: Color(theme=9, tint=0.4),
        3: Color(indexed=13),
        4: Color(theme=4, tint=-0.25),
        5: Color(theme=0),
    }
    cells = dict(plan_of(store, book(path, PEOPLE, colours=colours), language="en").cells())
    assert [cells[number][2] for number in range(2, 6)] == ["orange", "yellow", "blue", None]


# ------------------------------------------------------------------------------------------------------- hidden rows


def test_hidden_rows_are_told_and_left_out_if_wished(store, tmp_path):
    path = book(tmp_path / "a.xlsx", PEOPLE, hidden=(3, 5))
    plan = plan_of(store, path)
    assert (plan.hidden, plan.facts()["hidden_rows"]) == (2, 2)
    shown = plan_of(store, path, Choice(visible_only=True))
    assert shown.table.skipped == ((3, "hidden"), (5, "hidden"))
    assert shown.hidden == 0
    bring(store, path, choice=Choice(visible_only=True), region="RU")
    assert len(clients(store)) == 4


def test_a_plan_made_anew_gets_its_added_columns_anew(store, tmp_path):
    rows = [("ООО «Ромашка»", None), *PEOPLE]
    plan = plan_of(store, book(tmp_path / "a.xlsx", rows, colours={4: YELLOW}))
    assert plain_table(plan.table).headers == HEADER
    again = plan_table(store, plan.book, plan.sheet, plan.table, "RU", "en", Choice())
    assert [column.header for column in again.columns[2:]] == ["Company (row above)", "Colour of the row"]
