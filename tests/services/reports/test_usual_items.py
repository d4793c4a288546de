from __future__ import annotations

from crm_desktop.services.reports.usual_items import usually_taken
from tests.services.reports.writing import client, deal, insert


def test_items_by_how_many_deals_name_them_else_titles(store):
    one, two, three = (client(store, name) for name in ("One", "Two", "Three"))
    for day, items in (("2026-01-01", ["Tulips", "Vase", "Vase"]), ("2026-02-01", ["Tulips", "Ribbon"])):
        sold = deal(store, one, 100, day, title="Order")
        for name in items:
            insert(store, "deal_item", deal_id=sold, name=name)
    insert(store, "deal_item", deal_id=deal(store, one, 1, "2026-03-01", state="lost"), name="Cactus")
    for day, title in (
        ("2026-01-01", "Filters"),
        ("2026-02-01", "Fans"),
        ("2026-03-01", "Filters"),
        ("2026-01-02", ""),
    ):
        deal(store, two, 100, day, title=title)
    assert usually_taken(store, [one, two, three]) == {
        one: ("Tulips", "Ribbon", "Vase"),
        two: ("Filters", "Fans"),
    }


def test_more_clients_than_one_query_takes(store):
    one = client(store, "One")
    deal(store, one, 100, "2026-01-01", title="Vase")
    assert usually_taken(store, [bytes(16)] * 700 + [one]) == {one: ("Vase",)}
