"""How the cells of a table are read, as whole columns tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.presets import OWN_EXPORT
from crm_desktop.exchange.importing.plan import Choice, plan_file, with_target
from crm_desktop.exchange.importing.table_hints import hints_of, system_of
from crm_desktop.kinds import FieldKind
from tests.exchange.importing.bringing import listed

HEADER = ("Vardas", "Pavardė", "Telefonas", "Batai")
ROWS = [("Ona", "Petraitė", "861234567", "38"), ("Jonas", "Rūta", "868888888", "44")]


def planned(store, path, **choice):
    (plan,) = plan_file(store, path, "LT", "lt", Choice(**choice))
    return plan


@pytest.fixture
def path(tmp_path):
    return listed(tmp_path / "a.csv", HEADER, *ROWS)


def test_the_type_of_an_own_field_is_guessed_or_chosen(store, path):
    plan = with_target(planned(store, path), 3, Target.parse("own:Dydis"))
    assert hints_of(plan, "LT").own_fields["Dydis"].kind is FieldKind.NUMBER
    chosen = with_target(plan, 3, Target.parse("own:Dydis"), FieldKind.CHOICE)
    assert hints_of(chosen, "LT").own_fields["Dydis"] == (FieldKind.CHOICE, ("38", "44"))
    assert with_target(chosen, 3, Target("ignore")).own_kinds == {}


def test_more_choices_than_a_field_holds_are_text(store, tmp_path):
    path = listed(tmp_path / "a.csv", HEADER, *(("Ona", "P", "", f"{n} {'x' * 500}") for n in range(250)))
    plan = with_target(planned(store, path), 3, Target.parse("own:Dydis"), FieldKind.CHOICE)
    assert hints_of(plan, "LT").own_fields["Dydis"] == (FieldKind.TEXT, ())


def test_the_order_of_names_is_told_by_the_columns(store, path, tmp_path):
    assert hints_of(planned(store, path), "LT").name_order == "given_first"
    other = listed(tmp_path / "b.csv", ("Pavardė", "Vardas"), ("Petraitė", "Ona"))
    assert hints_of(planned(store, other), "LT").name_order == "family_first"
    bare = listed(tmp_path / "c.csv", ("Telefonas", "El. paštas"), ("861234567", "ona@gele.lt"))
    assert hints_of(planned(store, bare), "LT").name_order is None


def test_ids_belong_to_the_header_of_their_column(store, path):
    assert system_of(planned(store, path)) == ""
    assert system_of(planned(store, path, mapping={"Batai": "external_id"})) == "batai"


def test_an_own_export_keeps_values_that_the_type_would_change_or_refuse(store, path, tmp_path):
    def kind_of(path):
        plan = with_target(planned(store, path), 3, Target.parse("own:Dydis"), FieldKind.NUMBER)
        return [
            hints_of(each, "LT").own_fields["Dydis"].kind for each in (plan, replace(plan, preset=OWN_EXPORT))
        ]

    assert kind_of(path) == [FieldKind.NUMBER, FieldKind.NUMBER]
    for odd in ("38,50", "vidutinis"):
        other = listed(tmp_path / "b.csv", HEADER, ("Ona", "Petraitė", "861234567", odd))
        assert kind_of(other) == [FieldKind.NUMBER, FieldKind.TEXT]


SALES = ("Customer", "Order Date", "Sent", "Total")


@pytest.mark.parametrize(
    ("sent", "order"), [("6/16/2016", "mdy"), ("16/6/2016", "dmy"), ("6/5/2016", "dmy"), ("by post", "dmy")]
)
def test_dates_beside_tell_day_from_month_where_a_column_does_not(store, tmp_path, sent, order):
    plan = planned(store, listed(tmp_path / "a.csv", SALES, ("Vera Fox", "6/12/2016", sent, "5")))
    assert hints_of(plan, "LT").dates[1].order == order


def test_a_column_that_tells_by_itself_asks_no_other(store, tmp_path):
    rows = [("Vera Fox", "6/16/2016", "16/6/2016", "5"), ("Vera Fox", "6/5/2016", "17/6/2016", "5")]
    plan = planned(store, listed(tmp_path / "a.csv", SALES, *rows))
    assert hints_of(plan, "LT").dates[1].order == "mdy"


def test_all_cells_of_a_column_tell_which_sign_parts_the_fraction(store, tmp_path):
    rows = [("Vera Fox", "2024-01-02", "", total) for total in ("22.368", "48.86")]
    plan = planned(store, listed(tmp_path / "a.csv", SALES, *rows))
    assert hints_of(plan, "LT").decimals == {3: "."}
