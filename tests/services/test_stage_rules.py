"""Rules that move clients on: only up, only where the user wants them, taken back with what set them off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import DealState, Op, StageRole, StageWhy
from crm_desktop.services import (
    clients,
    common,
    deal_moves,
    deals,
    dictionaries,
    operations,
    payments,
    stage_rules,
)
from crm_desktop.services.base import stage_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.services.stage_rules import MovedOn, Rules
from tests.services.content import content, newest_op

STAGE = {role: stage_id(role) for role in StageRole if role}
BOTH = Rules(client=True, regular=3)


def client(store, role=StageRole.VISITOR, **rest):
    return clients.add(store, ClientDraft(name="Ona", stage_id=STAGE.get(role), **rest))


def stage_of(store, who):
    return next((role for role, id_ in STAGE.items() if id_ == clients.draft_of(store, who).stage_id), None)


def pays(store, who, **rest):
    return payments.add(
        store, PaymentDraft(**{"client_id": who, "amount": 100, "currency": "EUR", "paid_on": "2026-11-20", **rest})
    )  # fmt: skip


def test_rules_are_off_until_they_are_switched_on(store):
    assert stage_rules.rules(store) == Rules()
    who = client(store)
    pays(store, who)
    assert stage_of(store, who) is StageRole.VISITOR
    stage_rules.set_rules(store, BOTH)
    assert stage_rules.rules(store) == BOTH
    assert stage_of(store, who) is StageRole.VISITOR


def test_the_first_payment_makes_a_client_and_one_undo_takes_back_both(store):
    stage_rules.set_rules(store, BOTH)
    who = client(store)
    before = content(store)
    pays(store, who)
    assert stage_of(store, who) is StageRole.CLIENT
    assert stage_rules.moved_last(store) == (MovedOn("", StageRole.CLIENT, 1),)
    operations.undo(store)
    assert content(store) == before
    assert stage_rules.moved_last(store) == ()


def test_what_is_planned_or_given_back_is_no_purchase(store):
    stage_rules.set_rules(store, BOTH)
    who = client(store)
    planned = pays(store, who, paid_on=None)
    pays(store, who, amount=-50)
    assert stage_of(store, who) is StageRole.VISITOR
    payments.pay(store, planned)
    assert stage_of(store, who) is StageRole.CLIENT
    assert newest_op(store) == Op.PAY


def test_a_deal_won_is_a_purchase_however_it_was_won(store):
    stage_rules.set_rules(store, Rules(client=True))
    added, edited, moved = client(store), client(store), client(store)
    deals.add(store, DealDraft(added, "x", state=DealState.WON))
    deal = deals.add(store, DealDraft(edited, "x"))
    deals.edit(store, deal, DealDraft(edited, "x", state=DealState.WON))
    deal_moves.close(store, [deals.add(store, DealDraft(moved, "x"))], DealState.WON)
    assert {stage_of(store, who) for who in (added, edited, moved)} == {StageRole.CLIENT}


def test_instalments_and_parts_are_one_purchase(store):
    stage_rules.set_rules(store, Rules(regular=2))
    who = client(store)
    deal = deals.add(store, DealDraft(who, "x", 900, "EUR", DealState.WON))
    for _ in range(3):
        pays(store, who, deal_id=deal)
    assert stage_of(store, who) is StageRole.VISITOR
    planned = pays(store, who, paid_on=None)
    payments.pay(store, planned, amount=40)
    assert stage_of(store, who) is StageRole.REGULAR
    other = client(store)
    planned = pays(store, other, paid_on=None)
    payments.pay(store, planned, amount=40)
    payments.pay(store, planned)
    assert stage_of(store, other) is StageRole.VISITOR


def test_the_n_th_purchase_makes_a_regular_of_a_client_and_of_a_visitor_too(store):
    stage_rules.set_rules(store, BOTH)
    who = client(store, StageRole.CLIENT)
    for _ in range(2):
        pays(store, who)
    assert stage_of(store, who) is StageRole.CLIENT
    pays(store, who)
    assert stage_of(store, who) is StageRole.REGULAR
    assert store.read("SELECT why FROM stage_change WHERE client_id = ? ORDER BY at, id", (who,))[-1] == (
        StageWhy.MANY_PAYMENTS.value,
    )
    stage_rules.set_rules(store, Rules(regular=2))
    other = client(store)
    pays(store, other)
    assert stage_of(store, other) is StageRole.VISITOR
    pays(store, other)
    assert stage_of(store, other) is StageRole.REGULAR


@pytest.mark.parametrize("role", [StageRole.REGULAR, StageRole.PARTNER])
def test_never_down(store, role):
    stage_rules.set_rules(store, Rules(client=True))
    who = client(store, role)
    pays(store, who)
    assert stage_of(store, who) is role


def test_a_stage_of_the_users_own_stays_and_no_stage_counts_as_a_visitor(store):
    stage_rules.set_rules(store, BOTH)
    own = dictionaries.add(store, Dictionary.STAGE, "Juodasis sąrašas")
    who = clients.add(store, ClientDraft(name="Ona", stage_id=own))
    pays(store, who)
    assert clients.draft_of(store, who).stage_id == own
    nobody = client(store, None)
    pays(store, nobody)
    assert stage_of(store, nobody) is StageRole.CLIENT


def test_a_base_without_the_stage_moves_nobody(store):
    stage_rules.set_rules(store, Rules(client=True))
    dictionaries.set_role(store, STAGE[StageRole.CLIENT], StageRole.OWN)
    who = client(store)
    pays(store, who)
    assert stage_of(store, who) is StageRole.VISITOR


def test_who_would_be_moved_now_and_all_of_them_as_one(store):
    buyer, often, binned = client(store), client(store, StageRole.CLIENT), client(store)
    client(store)
    pays(store, buyer)
    for _ in range(3):
        pays(store, often)
    pays(store, binned)
    clients.delete(store, [binned])
    before = content(store)
    steps = stage_rules.waiting(store, BOTH)
    assert {step[:2] for step in steps} == {
        (buyer, STAGE[StageRole.CLIENT]),
        (often, STAGE[StageRole.REGULAR]),
    }
    assert stage_rules.apply_to_all(store, steps) == 2
    assert (stage_of(store, buyer), stage_of(store, often)) == (StageRole.CLIENT, StageRole.REGULAR)
    assert newest_op(store) == Op.CHANGE_CLIENTS
    assert stage_rules.moved_last(store) == (
        MovedOn("", StageRole.CLIENT, 1),
        MovedOn("", StageRole.REGULAR, 1),
    )
    assert stage_rules.waiting(store, BOTH) == []
    operations.undo(store)
    assert content(store) == before


@pytest.mark.parametrize("regular", [-1, 1, 1001])
def test_a_number_that_makes_no_regular(store, regular):
    with pytest.raises(NumberRefused):
        stage_rules.set_rules(store, Rules(regular=regular))


@pytest.mark.parametrize("kept", [{"client": 1, "regular": "x"}, {"regular": 1}, {}])
def test_a_setting_that_says_nothing_switches_nothing_on(store, kept):
    common.set_setting(store, "stage_rules", kept)
    assert stage_rules.rules(store) == Rules()


def test_a_note_on_money_that_came_long_ago_moves_nobody(store):
    who = client(store)
    payment = pays(store, who)
    stage_rules.set_rules(store, BOTH)
    payments.edit(store, payment, replace(payments.draft_of(store, payment), note="in cash"))
    assert stage_of(store, who) is StageRole.VISITOR
    planned = pays(store, who, paid_on=None)
    payments.edit(store, planned, replace(payments.draft_of(store, planned), paid_on="2026-11-20"))
    assert stage_of(store, who) is StageRole.CLIENT


def test_a_deal_that_writes_a_return_down_is_no_purchase(store):
    stage_rules.set_rules(store, BOTH)
    who = client(store)
    deals.add(store, DealDraft(who, "Back", -100, "EUR", DealState.WON))
    assert stage_of(store, who) is StageRole.VISITOR


def test_who_was_moved_meanwhile_stays(store):
    visitor, partner, own = (client(store) for _ in range(3))
    for who in (visitor, partner, own):
        pays(store, who)
    steps = stage_rules.waiting(store, BOTH)
    assert len(steps) == 3
    mine = dictionaries.add(store, Dictionary.STAGE, "Mine")
    for who, stage in ((partner, STAGE[StageRole.PARTNER]), (own, mine)):
        clients.edit(store, who, replace(clients.draft_of(store, who), stage_id=stage))
    stage_rules.apply_to_all(store, steps)
    assert [clients.draft_of(store, who).stage_id for who in (visitor, partner, own)] == [
        STAGE[StageRole.CLIENT], STAGE[StageRole.PARTNER], mine
    ]  # fmt: skip
