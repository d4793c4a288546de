from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import (
    ClientInBin,
    CurrencyRefused,
    DateRefused,
    DayAhead,
    NumberRefused,
    RecordEmpty,
    RecordNotFound,
)
from crm_desktop.kinds import DealState, Op
from crm_desktop.services import (
    clients,
    deals,
    dictionaries,
    feedback,
    field_history,
    operations,
    payment_plans,
    payments,
    writing,
)
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DealDraft, FeedbackDraft, PaymentDraft
from crm_desktop.services.duplicates.merging import merge
from tests.services.content import content, newest_op


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def base_me(store):
    return dictionaries.find(store, Dictionary.COLLEAGUE, "Ona")


def source(store):
    return dictionaries.ensure(store, Dictionary.SOURCE, ["Advert"])["Advert"]


def test_a_whole_deal_comes_back_as_it_was_saved(store, client):
    draft = DealDraft(
        client, "Wedding", 125_000, "EUR", DealState.WON, "2026-06-01", "2026-06-02", "white\nroses",
        stage_id=first_id("won"), cost=80_000, responsible_id=base_me(store), source_id=source(store),
    )  # fmt: skip
    deal = deals.add(store, draft)
    assert deals.draft_of(store, deal) == draft
    assert newest_op(store) == Op.ADD_DEAL
    assert deals.of(store, client) == [(deal, draft)]


def test_closing_gives_a_day_and_reopening_takes_it(store, clock, client):
    deal = deals.add(store, DealDraft(client, "Wedding"))
    draft = deals.draft_of(store, deal)
    clock.at = clock.at.replace(hour=23)
    deals.edit(store, deal, replace(draft, state=DealState.LOST))
    assert deals.draft_of(store, deal).closed_on == "2026-11-21"
    deals.edit(store, deal, replace(draft, closed_on="2026-11-21"))
    assert deals.draft_of(store, deal) == draft


def test_open_ones_come_first_then_the_newest(store, clock, client):
    ids = []
    for minute, state in enumerate((DealState.OPEN, DealState.WON, DealState.OPEN)):
        clock.at = clock.at.replace(minute=minute)
        ids.append(deals.add(store, DealDraft(client, "x", state=state)))
    assert [id_ for id_, _ in deals.of(store, client)] == [ids[2], ids[0], ids[1]]


def test_delete_and_undo(store, client):
    deal = deals.add(store, DealDraft(client, "x"))
    before = content(store)
    deals.delete(store, deal)
    assert deals.of(store, client) == []
    operations.undo(store)
    assert content(store) == before


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({}, RecordEmpty, "title"),
        ({"amount": 5}, CurrencyRefused, "currency"),
        ({"title": "x", "currency": "€"}, CurrencyRefused, "currency"),
        ({"title": "x", "expected_on": "soon"}, DateRefused, "expected_on"),
        ({"title": "x", "closed_on": "--05-17"}, DateRefused, "closed_on"),
        ({"amount": 2**53, "currency": "EUR"}, NumberRefused, "amount"),
    ],
)
def test_what_cannot_be_taken_is_refused(store, client, change, error, field):
    with pytest.raises(error) as caught:
        deals.add(store, DealDraft(client, **change))
    assert caught.value.facts["field"] == field


def test_deals_that_are_not_there(store, client):
    for command in (
        lambda: deals.add(store, DealDraft(b"x" * 16, "x")),
        lambda: deals.edit(store, b"x" * 16, DealDraft(client, "x")),
        lambda: deals.delete(store, b"x" * 16),
        lambda: deals.draft_of(store, b"x" * 16),
    ):
        with pytest.raises(RecordNotFound):
            command()


def stage(store, name, role, pipeline, rank):
    with store.change(Op.EDIT_LISTS):
        return writing.insert(
            store, "deal_stage", {"name": name, "role": role, "pipeline": pipeline, "rank": rank}
        )


def test_the_stage_goes_with_the_state(store, client):
    """Closed by hand, a deal goes to the first closed stage of its own pipeline; without one it has no stage."""
    offer = stage(store, "Offer", "open", "Main", 9001)
    won = stage(store, "Paid", "won", "Main", 9002)
    stage(store, "Sold", "won", "Other", 9000)
    deal = deals.add(store, DealDraft(client, "Wedding"))
    deals.edit(store, deal, DealDraft(client, "Big wedding", stage_id=offer))
    deals.edit(store, deal, DealDraft(client, "Big wedding"))
    assert store.read("SELECT stage_id FROM deal") == [(offer,)]
    deals.edit(store, deal, DealDraft(client, "Big wedding", state=DealState.WON))
    assert store.read("SELECT stage_id FROM deal") == [(won,)]
    deals.edit(store, deal, DealDraft(client, "Big wedding", state=DealState.LOST))
    assert store.read("SELECT stage_id FROM deal") == [(None,)]
    told = [
        (change.old, change.new)
        for change in field_history.of_row(store, "deal", deal)
        if change.field == "stage_id"
    ]
    assert told == [("Paid", None), ("Offer", "Paid"), ("new", "Offer")]


def test_a_stage_that_is_not_there_is_refused(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding"))
    with pytest.raises(RecordNotFound), store.change(Op.EDIT_DEAL):
        writing.update(store, "deal", deal, {"stage_id": deal})


def test_a_stage_brings_its_state_and_a_state_its_stage(store, client):
    won = deals.add(store, DealDraft(client, "x", stage_id=first_id("won")))
    assert deals.draft_of(store, won).state is DealState.WON
    lost = deals.add(store, DealDraft(client, "x", state=DealState.LOST, lost_reason=" too  dear "))
    assert deals.draft_of(store, lost).stage_id == first_id("lost")
    assert deals.draft_of(store, lost).lost_reason == "too dear"
    deals.edit(store, won, DealDraft(client, "x", state=DealState.WON, stage_id=first_id("offer")))
    assert deals.draft_of(store, won).state is DealState.OPEN
    deals.edit(store, won, replace(deals.draft_of(store, won), state=DealState.WON))
    assert deals.draft_of(store, won).stage_id == first_id("won")


def test_when_a_deal_came_into_its_stage_is_kept(store, clock, client):
    deal = deals.add(store, DealDraft(client, "x"))
    deals.edit(store, deal, DealDraft(client, "y"))
    assert store.read("SELECT moved_at FROM deal") == [(None,)]
    deals.edit(store, deal, DealDraft(client, "y", stage_id=first_id("terms")))
    assert store.read("SELECT moved_at FROM deal") == [("2026-11-20T10:00:00.000Z",)]


def test_a_deal_without_a_stage_keeps_none_until_its_state_changes(store, client):
    deal = deals.add(store, DealDraft(client, "x"))
    with store.change(Op.EDIT_DEAL):
        writing.update(store, "deal", deal, {"stage_id": None})
    deals.edit(store, deal, DealDraft(client, "y"))
    assert deals.draft_of(store, deal).stage_id is None
    deals.edit(store, deal, DealDraft(client, "y", state=DealState.LOST))
    assert deals.draft_of(store, deal).stage_id == first_id("lost")


def test_whose_deal_it_is(store, client):
    assert deals.client_name(store, client) == "Ona"
    with pytest.raises(RecordNotFound):
        deals.client_name(store, b"x" * 16)


def test_reasons_used_before_are_offered_the_most_frequent_first(store, client):
    for reason in ("late", "dear", "dear", ""):
        deals.add(store, DealDraft(client, "x", state=DealState.LOST, lost_reason=reason))
    deals.add(store, DealDraft(client, "x", lost_reason="of an open one nobody asks"))
    assert deals.lost_reasons(store) == ["dear", "late"]
    assert deals.lost_reasons(store, 1) == ["dear"]


def test_what_was_paid_of_a_deal_goes_with_it_to_another_client(store, client):
    other = clients.add(store, ClientDraft(name="Jonas"))
    deal = deals.add(store, DealDraft(client, "x", 100, "EUR"))
    payments.add(store, PaymentDraft(client, 40, "EUR", paid_on="2026-11-19", deal_id=deal))
    by_itself = payments.add(store, PaymentDraft(client, 5, "EUR", paid_on="2026-11-19"))
    mark = feedback.add(store, FeedbackDraft(client, 5, deal_id=deal))
    before = content(store)
    deals.edit(store, deal, replace(deals.draft_of(store, deal), client_id=other))
    assert payment_plans.of_deal(store, deal).paid == 40
    assert [id_ for id_, _ in feedback.of(store, other)] == [mark]
    assert [id_ for id_, _ in payments.of(store, client)] == [by_itself]
    operations.undo(store)
    assert content(store) == before


def test_a_client_in_the_bin_gets_no_deal_and_a_merged_one_is_the_other(store, client):
    gone, kept = (clients.add(store, ClientDraft(name=name)) for name in ("Gone", "Kept"))
    merge(store, kept, [client], say=str)
    deal = deals.add(store, DealDraft(client, "x"))
    assert deals.draft_of(store, deal).client_id == kept
    clients.delete(store, [gone])
    with pytest.raises(ClientInBin):
        deals.add(store, DealDraft(gone, "x"))
    with pytest.raises(ClientInBin):
        deals.edit(store, deal, DealDraft(gone, "x"))


def test_nothing_was_closed_tomorrow_but_what_an_import_brought_stays(store, client):
    won = DealDraft(client, "x", state=DealState.WON)
    with pytest.raises(DayAhead) as refused:
        deals.add(store, replace(won, closed_on="2026-11-21"))
    assert refused.value.facts["field"] == "closed_on"
    deal = deals.add(store, replace(won, closed_on="2026-11-20"))
    with store.change(Op.IMPORT) as change:
        change.execute("UPDATE deal SET closed_on = '2027-01-01' WHERE id = ?", (deal,))
    deals.edit(store, deal, replace(deals.draft_of(store, deal), title="y"))
    assert deals.draft_of(store, deal).closed_on == "2027-01-01"
