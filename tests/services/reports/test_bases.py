from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from crm_desktop.models.schema import TABLES
from tests.services.reports.bases import NOW, Recipe, made, recipes, rows


def test_a_base_holds_what_goes_wrong(master_base):
    with made(master_base, Recipe(7, clients=60, activities=200, deals=100, payments=80)) as store:
        assert store.check() == []
        assert {row["currency"] for row in rows(store, "deal")} == {"EUR", "USD", "JPY", "KWD"}
        assert any(row["merged_into"] for row in rows(store, "client"))
        assert any(row["amount"] < 0 and row["deal_id"] for row in rows(store, "payment"))
        assert any(row["client_id"] is None for row in rows(store, "activity"))
        assert any(row["rule"] for row in rows(store, "activity"))
        assert any(row["series_id"] and row["outcome"] == "cancelled" for row in rows(store, "activity"))
        assert rows(store, "activity_move")
        assert rows(store, "activity_client")
        assert rows(store, "source_cost")
        assert store.clock.now() == NOW


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(recipes())
def test_fewer_records_are_a_part_of_the_more(master_base, recipe):
    with made(master_base, recipe) as store:
        few = {spec.name: rows(store, spec.name) for spec in TABLES}
    assert len(few["client"]) == recipe.clients
    assert len(few["source_cost"]) == recipe.costs
    with made(master_base, replace(recipe, activities=60, payments=20, costs=20)) as store:
        for table in ("activity", "payment", "source_cost"):
            ids = {row["id"]: row for row in rows(store, table)}
            for row in few[table]:
                assert {**ids[row["id"]], "rid": 0} == {**row, "rid": 0}
