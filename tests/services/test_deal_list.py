from __future__ import annotations

from array import array

import pytest

from crm_desktop.kinds import DealState, Op
from crm_desktop.services import clients, deal_list, deal_moves, deal_stages, deals, dictionaries
from crm_desktop.services.deal_list import DealQuery, Totals
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.storage import store as store_module
from tests.services.deal_bases import some_deals


@pytest.fixture
def made(store):
    return some_deals(store)


def titles(store, query=None, **query_fields):
    query = query or DealQuery(**query_fields)
    page = deal_list.first_page(store, query)
    assert list(deal_list.order(store, query)) == list(page.places)
    return [row.title for row in page.rows]


NEWEST = ["", "Old wish", "Yen", "Žibintai", "Вентиляция", "Wedding flowers"]


def test_newest_first_with_all_that_a_row_shows(store, made):
    assert titles(store) == NEWEST
    row = deal_list.first_page(store, DealQuery()).rows[-1]
    assert (row.id, row.client, row.stage_id, row.state) == (
        made["Wedding flowers"], "Ona Petraitė", first_id("new"), DealState.OPEN
    )  # fmt: skip
    assert (row.amount, row.currency, row.cost, row.expected_on) == (50_000, "EUR", 20_000, "2026-11-01")
    assert row.since == row.created_at == "2026-11-20T10:00:00.000Z"
    assert row.is_overdue("2026-11-20")
    assert not row.is_overdue("2026-11-01")
    assert deal_list.first_page(store, DealQuery()).rows[1].since is None


@pytest.mark.parametrize(
    ("sort", "rising"),
    [
        ("title", ["Old wish", "Wedding flowers", "Yen", "Žibintai", "Вентиляция", ""]),
        ("deal_stage", ["Вентиляция", "Wedding flowers", "Žibintai", "", "Yen", "Old wish"]),
        ("amount", ["Old wish", "", "Žibintai", "Wedding flowers", "Yen", "Вентиляция"]),
        ("cost", ["Yen", "Wedding flowers", "", "Old wish", "Žibintai", "Вентиляция"]),
        ("profit", ["Wedding flowers", "Yen", "", "Old wish", "Žibintai", "Вентиляция"]),
        ("expected", ["Wedding flowers", "", "Вентиляция", "Old wish", "Yen", "Žibintai"]),
        ("closed", ["Old wish", "Yen", "", "Žibintai", "Вентиляция", "Wedding flowers"]),
        ("responsible", ["Вентиляция", "", "Old wish", "Yen", "Žibintai", "Wedding flowers"]),
        ("source", ["Žibintai", "", "Old wish", "Yen", "Вентиляция", "Wedding flowers"]),
        ("since", ["Wedding flowers", "Вентиляция", "Žibintai", "", "Old wish", "Yen"]),
        ("no such column", NEWEST[::-1]),
    ],
)
def test_by_any_column_what_is_empty_last(store, made, sort, rising):
    assert titles(store, sort=sort, descending=False) == rising
    falling = titles(store, sort=sort)
    assert (falling[0] != rising[0]) is (sort not in {"responsible", "source"})  # one deal alone has these
    assert sorted(falling) == sorted(rising)


def test_by_client_in_the_order_of_names(store, made):
    assert titles(store, sort="client", descending=False) == [
        "Old wish", "Žibintai", "Wedding flowers", "", "Yen", "Вентиляция"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wed", {"Wedding flowers"}),
        ("wedding ona", {"Wedding flowers"}),
        ("wedding ivan", set()),
        ("zibint", {"Žibintai"}),
        ("иванов", {"Вентиляция", "Yen", ""}),
        ("petraite", {"Wedding flowers", "Žibintai", "Old wish"}),
        ("edding", set()),
        ("?!", set(NEWEST)),
    ],
)
def test_searched_by_title_and_client(store, made, text, found):
    assert set(titles(store, text=text)) == found


def jonas(store):
    return dictionaries.find(store, Dictionary.COLLEAGUE, "Jonas")


@pytest.mark.parametrize(
    ("field", "op", "values", "found"),
    [
        ("deal_state", FilterOp.IS, ("won", "lost"), {"Yen", "Old wish"}),
        ("deal_stage", FilterOp.IS, (first_id("offer"),), {"Žibintai"}),
        ("deal_stage", FilterOp.IS_NOT, (first_id("offer"), first_id("new")), {"Yen", "Old wish", ""}),
        ("deal_stage", FilterOp.IS, (), set(NEWEST)),
        ("deal_stage", FilterOp.EMPTY, (), set()),
        ("pipeline", FilterOp.IS, ("",), set(NEWEST)),
        ("pipeline", FilterOp.IS, ("Export",), set()),
        ("responsible", FilterOp.FILLED, (), {"Вентиляция"}),
        ("source", FilterOp.EMPTY, (), set(NEWEST) - {"Žibintai"}),
        ("overdue", FilterOp.YES, (), {"Wedding flowers"}),
        ("expected", FilterOp.BETWEEN, ("2026-11-01", "2026-11-20"), {"Wedding flowers", ""}),
        ("expected", FilterOp.BETWEEN, ("2026-11-02", None), {"Вентиляция", ""}),
        ("expected", FilterOp.BETWEEN, (None, "2026-11-02"), {"Wedding flowers"}),
        ("expected", FilterOp.BETWEEN, (), set(NEWEST)),
        ("expected", FilterOp.NEXT_DAYS, (7,), {""}),
        ("expected", FilterOp.THIS_MONTH, (), {"Wedding flowers", ""}),
        ("expected", FilterOp.EMPTY, (), {"Žibintai", "Yen", "Old wish"}),
        ("expected", FilterOp.FILLED, (), {"Wedding flowers", "Вентиляция", ""}),
        ("closed", FilterOp.LAST_DAYS, (30,), {"Yen"}),
        ("amount", FilterOp.BETWEEN, (500, 70_000), {"Wedding flowers", "Yen"}),
        ("amount", FilterOp.BETWEEN, (None, 0), {"Old wish"}),
        ("amount", FilterOp.BETWEEN, (None, None), set(NEWEST)),
        ("of a newer program", FilterOp.YES, (), set()),
    ],
)
def test_filtered(store, made, field, op, values, found):
    assert set(titles(store, filters=(Filter(field, op, values),))) == found


def test_the_fields_to_filter_by(store, made):
    from crm_desktop.services.deal_filters import filter_fields

    fields = {field.id: field for field in filter_fields(store)}
    assert "pipeline" not in fields
    assert [choice.role for choice in fields["deal_stage"].choices] == [
        "new",
        "offer",
        "terms",
        "won",
        "lost",
    ]
    assert [choice.name for choice in fields["source"].choices] == ["Advert"]
    deal_stages.add_pipeline(store, "Export")
    fields = {field.id: field for field in filter_fields(store)}
    assert [choice.value for choice in fields["pipeline"].choices] == ["", "Export"]
    assert fields["deal_stage"].choices[-1].role == "lost"


def test_filters_and_words_are_joined(store, made):
    filters = (
        Filter("deal_state", FilterOp.IS, ("open",)),
        Filter("responsible", FilterOp.IS, (jonas(store),)),
    )
    assert titles(store, text="вент", filters=filters) == ["Вентиляция"]
    assert titles(store, text="wed", filters=filters) == []


def test_totals_never_mix_currencies_nor_invent_a_cost(store, made):
    assert deal_list.totals(store, DealQuery()) == Totals(
        6,
        (("EUR", 50_000 + 10_000 + 1), ("JPY", 70_000), ("RUB", 9_000_000)),
        (("EUR", 30_000), ("JPY", 70_000)),
        4,
    )
    assert deal_list.totals(store, DealQuery(text="nobody")) == Totals()


def test_what_is_deleted_and_whose_client_is_leaves_the_list(store, made):
    deal_moves.delete(store, [made["Yen"]])
    clients.delete(store, [deals.draft_of(store, made["Žibintai"]).client_id])
    assert titles(store) == ["", "Вентиляция"]


def test_windows_of_rows_and_ids(store, made):
    places = deal_list.order(store, DealQuery())
    assert [row.title for row in deal_list.rows(store, places[1:3])] == ["Old wish", "Yen"]
    assert deal_list.place_of(store, made["Yen"]) == places[2]
    deal_moves.delete(store, [made["Yen"]])
    assert [row and row.title for row in deal_list.rows(store, places[1:4])] == ["Old wish", None, "Žibintai"]
    assert deal_list.ids_at(store, places[1:4]) == [made["Old wish"], made["Žibintai"]]
    assert deal_list.place_of(store, made["Yen"]) is None


def test_a_long_list_is_capped_at_first_and_read_whole_in_the_background(store, made):
    client = deals.draft_of(store, made["Yen"]).client_id
    with store.change(Op.ADD_DEAL) as change:
        change.executemany(
            "INSERT INTO deal(id, client_id, title, created_at) VALUES (?, ?, 'x', '2020-01-01T00:00:00.000Z')",
            ((place.to_bytes(16, "big"), client) for place in range(1200)),
        )
    page = deal_list.first_page(store, DealQuery(), 20)
    assert (len(page.rows), page.total, page.capped) == (20, 1000, True)
    places = deal_list.order(store, DealQuery())
    assert len(places) == 1206
    assert places[:1000] == page.places
    assert len(deal_list.ids_at(store, places)) == 1206
    assert len(list(deal_list.rows_of(store, [*places, 10**6]))) == 1206
    assert deal_list.order(store, DealQuery(), lambda: True) == array("q")


def test_what_would_keep_the_window_waiting_is_left_to_the_background(store, made, monkeypatch):
    monkeypatch.setattr(deal_list, "_MANY", 5)
    for query in (DealQuery(sort="title"), DealQuery(text="on")):
        page = deal_list.first_page(store, query)
        assert (page.rows, page.total, page.capped) == ((), 0, True)
        assert len(deal_list.order(store, query)) in {3, 6}
    assert deal_list.first_page(store, DealQuery(text="ona")).rows


def test_a_first_page_is_given_up_where_it_takes_long(store, made, monkeypatch):
    monkeypatch.setattr(store_module, "_LOOK_EVERY", 20)
    for query in (DealQuery(sort="amount"), DealQuery(filters=(Filter("responsible", FilterOp.FILLED),))):
        assert deal_list.first_page(store, query) == deal_list.Page((), 0, True, ())
        assert deal_list.order(store, query)
    monkeypatch.undo()
    assert deal_list.first_page(store, DealQuery(sort="amount")).rows


def test_no_sources_no_deals(store):
    assert deal_list.first_page(store, DealQuery(sort="source")).rows == ()
    assert deal_list.first_page(store, DealQuery(text="a", sort="title")).total == 0
