from __future__ import annotations

import pytest

from crm_desktop.exchange.exporting.deals import DealWords, deals_table
from crm_desktop.exchange.exporting.files import write_tables
from crm_desktop.kinds import DealState, Op
from crm_desktop.services import clients, deal_list, deal_moves, deals, dictionaries, writing
from crm_desktop.services.deal_list import DealQuery
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DealDraft, ItemDraft
from crm_desktop.ui import text_deals, text_kinds
from tests.bases import new_base

WORDS = DealWords(text_deals.sheet(), text_deals.stage, text_deals.pipeline, text_kinds.deal_state)


@pytest.fixture
def store(tmp_path):
    store = new_base(tmp_path / "base.crm", region="LT").store
    yield store
    store.close()


def written(store, places=None):
    places = deal_list.order(store, DealQuery(descending=False)) if places is None else places
    table = deals_table(store, places, WORDS, "Deals")
    return [dict(zip(WORDS.titles, row, strict=True)) for row in table.rows]


def a_deal(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    advert = dictionaries.ensure(store, Dictionary.SOURCE, ["Advert"])["Advert"]
    jonas = dictionaries.ensure(store, Dictionary.COLLEAGUE, ["Jonas"])["Jonas"]
    items = (ItemDraft("Roses", 2_500, 1_000, 400), ItemDraft("Vase", price=50))
    return deals.add(
        store,
        DealDraft(
            client, "Wedding", currency="EUR", state=DealState.LOST, expected_on="2026-11-01",
            closed_on="2026-11-02", notes="white", cost=900, lost_reason="dear", responsible_id=jonas,
            source_id=advert, items=items,
        ),
    )  # fmt: skip


def test_a_row_holds_all_that_is_known(store):
    deal = a_deal(store)
    (row,) = written(store)
    assert row == {
        "id": deal.hex(), "number": "1", "client": "Ona", "title": "Wedding", "pipeline": "Sales", "stage": "Lost",
        "state": "Lost", "amount": "25.50", "cost": "9.00", "profit": "16.50", "currency": "EUR",
        "created": row["created"], "expected": "2026-11-01", "closed": "2026-11-02", "lost_reason": "dear",
        "responsible": "Jonas", "source": "Advert", "items": "2.5 × Roses; Vase", "notes": "white",
    }  # fmt: skip


def test_what_nobody_knows_is_left_empty(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    deal = deals.add(store, DealDraft(client, "x"))
    with store.change(Op.EDIT_DEAL):
        writing.update(store, "deal", deal, {"stage_id": None, "uid": "shop:A-7"})
        writing.update(store, "client", client, {"number": None})
    (row,) = written(store)
    assert [row[name] for name in ("id", "number", "stage", "pipeline", "amount", "cost", "profit", "items")] == [
        "A-7", "", "", "", "", "", "", ""
    ]  # fmt: skip


def test_deals_that_are_gone_are_left_out_and_numbers_are_numbers_in_the_file(store, tmp_path):
    import openpyxl

    deal = a_deal(store)
    places = deal_list.order(store, DealQuery())
    path = tmp_path / "deals.xlsx"
    assert write_tables(path, [deals_table(store, places, WORDS, "Deals")], lambda _done: None).rows == 1
    titles, cells = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert dict(zip(titles, cells, strict=True))["Sum of the deal"] == 25.5
    deal_moves.delete(store, [deal])
    assert written(store, places) == []
