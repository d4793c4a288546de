"""The first rows as they will be understood."""

from __future__ import annotations

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.plan import Choice, plan_file, with_target
from crm_desktop.exchange.importing.preview import SHOWN_ROWS, preview, take_sample
from crm_desktop.kinds import FieldKind


def planned(store, tmp_path, text, choice=None):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return plan_file(store, path, "LT", "en", choice)[0]


def readings(plan, region="LT"):
    shown = preview(plan, take_sample(plan), region)
    return [[cell.reading for cell in row.cells] for row in shown.rows]


def test_names_phones_dates_and_lists_are_read(store, tmp_path):
    plan = planned(
        store,
        tmp_path,
        "Name,Phone,Birthday,Gender,Tags,E-mail,Created\n"
        "Petrauskas Jonas,8 612 34567,12.03.1968,vyras,a; b,JONAS@X.LT,06.05.2024\n",
    )
    assert readings(plan) == [
        ["Petrauskas · Jonas", "+37061234567", "1968-03-12", "male", "a · b", "jonas@x.lt", "2024-05-06"]
    ]


def test_a_cell_that_cannot_be_read_says_so(store, tmp_path):
    plan = planned(store, tmp_path, "Name,Birthday\nOna,31.02.1981\nJonas,1.3.1981\n")
    cells = [row.cells[1] for row in preview(plan, take_sample(plan), "LT").rows]
    assert [cell.problem for cell in cells] == ["bad_date", ""]
    assert cells[0].reading == ""


def test_own_fields_show_their_type_and_the_one_that_was_chosen(store, tmp_path):
    plan = planned(store, tmp_path, "Name,Code\nOna,1\nJonas,2\nPetras,3\n")
    plan = with_target(plan, 1, Target("own", "Code"))
    sample = take_sample(plan)
    guessed = preview(plan, sample, "LT").own_kinds[1]
    plan = with_target(plan, 1, Target("own", "Code"), FieldKind.TEXT)
    assert (guessed, preview(plan, sample, "LT").own_kinds) == (FieldKind.NUMBER, {1: FieldKind.TEXT})
    plan = with_target(plan, 1, Target("ignore"))
    assert preview(plan, sample, "LT").own_kinds == {}
    assert plan.own_kinds == {}


def test_only_the_first_rows_are_shown(store, tmp_path):
    rows = "".join(f"Client {n},+3706{n:07}\n" for n in range(80))
    plan = planned(store, tmp_path, f"My clients,\nName,Phone\n{rows}")
    sample = take_sample(plan)
    assert len(preview(plan, sample, "LT").rows) == SHOWN_ROWS
    assert sample.top[0] == (1, ("My clients",))


def test_companies_are_not_parted_like_people(store, tmp_path):
    plan = planned(store, tmp_path, "Company,Phone\nUAB „Baltas namas“,852123456\nUAB Rasa,852123457\n")
    assert readings(plan)[0][0] == ""
    mixed = planned(store, tmp_path, "Client,Phone\nUAB Rasa,852123456\nPetrauskas Jonas,852123457\n")
    assert [row[0] for row in readings(with_target(mixed, 0, Target("name.any")))] == [
        "",
        "Petrauskas · Jonas",
    ]


def test_appointments_show_when(store, tmp_path):
    plan = planned(store, tmp_path, "Client,When\nOna Petraitė,22.12.2019 15:10\n")
    plan = with_target(plan, 1, Target("activity.date"))
    assert readings(plan)[0][1] == "2019-12-22 15:10"


def test_the_header_row_is_the_one_the_user_names(store, tmp_path):
    text = "Name,Phone\nOna,+37061234567\nJonas,+37061234568\n"
    assert planned(store, tmp_path, text, Choice(header_row=2)).headers == ("Ona", "+37061234567")
    without = planned(store, tmp_path, text, Choice(header_row=0))
    assert (without.table.header_row, without.table.first_row) == (None, 1)
    blank = tmp_path / "blank.csv"
    blank.write_text("\n \n", encoding="utf-8")
    assert plan_file(store, blank, "LT", "en", Choice(header_row=1)) == []


def test_sums_and_days_of_deals_are_read(store, tmp_path):
    plan = planned(
        store,
        tmp_path,
        "Deal,Client,Deal Amount,Cost,Close Date,Deal Created\n"
        'Door,Vera Fox,"1.200,50 €",7,12.03.2024,01.02.2024\nGate,Vera Fox,,8,13.03.2024,02.02.2024\n',
    )
    assert readings(plan)[0][2:] == ["1200.50 EUR", "7.00", "2024-03-12", "2024-02-01"]
    assert readings(plan)[1][2] == ""
