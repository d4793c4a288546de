"""Whatever is done with deals, payments, requests and what belongs to them is taken back as it was, step by step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import UserError
from crm_desktop.kinds import DealState, RequestKind
from crm_desktop.services import (
    campaigns,
    clients,
    deal_moves,
    deals,
    dictionaries,
    feedback,
    operations,
    payment_plans,
    payments,
    rates,
    requests,
    stage_rules,
)
from crm_desktop.services.base import open_base
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    CampaignDraft,
    ClientDraft,
    CostDraft,
    DealDraft,
    FeedbackDraft,
    ItemDraft,
    PaymentDraft,
    RequestDraft,
)
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.stage_rules import Rules
from tests.services.conftest import SetClock
from tests.services.content import content

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Hand:
    """Does things at random to what is there."""

    random: Random
    store: Any

    def every(self, table: str) -> list[bytes]:
        return [id_ for (id_,) in self.store.read(f"SELECT id FROM {table} WHERE deleted = 0 ORDER BY rid")]

    def some(self, table: str) -> bytes:
        return self.random.choice(self.every(table) or [bytes(16)])

    def perhaps(self, table: str) -> bytes | None:
        return self.random.choice([None, self.some(table)])

    def few(self, table: str) -> list[bytes]:
        found = self.every(table)
        return self.random.sample(found, min(3, len(found)))

    def day(self) -> str:
        return f"2026-{self.random.randint(1, 11):02}-{self.random.randint(1, 19):02}"


def _deal(hand: Hand) -> None:
    amount = hand.random.choice([0, 100, 5000, -40])
    items = hand.random.choice([(), (ItemDraft("Rose", 2000, 30),)])
    state = hand.random.choice(list(DealState))
    deals.add(hand.store, DealDraft(hand.some("client"), "x", amount, "EUR", state, items=items))


def _other_deal(hand: Hand) -> None:
    deal, state = hand.some("deal"), hand.random.choice(list(DealState))
    draft = deals.draft_of(hand.store, deal)
    deals.edit(hand.store, deal, replace(draft, client_id=hand.some("client"), state=state, title="y"))


def _payment(hand: Hand) -> None:
    deal = hand.some("deal")
    client = deals.draft_of(hand.store, deal).client_id
    amount, paid = hand.random.choice([10, 200, -5]), hand.random.choice([None, hand.day()])
    of = hand.random.choice([None, deal])
    payments.add(hand.store, PaymentDraft(client, amount, "EUR", hand.day(), paid, deal_id=of))


def _merge(hand: Hand) -> None:
    kept, *others = hand.few("client")
    merge(hand.store, kept, others[:1], say=str)


def _stage_goes(hand: Hand) -> None:
    dictionaries.delete(hand.store, Dictionary.STAGE, hand.some("stage"), replace_by=hand.some("stage"))


DEEDS: tuple[Callable[[Hand], object], ...] = (
    _deal,
    _other_deal,
    _payment,
    _payment,
    _merge,
    _stage_goes,
    lambda h: deal_moves.move(h.store, h.few("deal"), h.some("deal_stage"), h.random.choice(["", "why"])),
    lambda h: deal_moves.close(h.store, h.few("deal"), h.random.choice(list(DealState))),
    lambda h: payments.pay(h.store, h.some("payment"), None, h.random.choice([None, 3])),
    lambda h: payments.delete(h.store, h.some("payment")),
    lambda h: payment_plans.plan_for_deal(
        h.store, h.some("deal"), payment_plans.by_month(90, 3, date(2026, 12, 1))
    ),
    lambda h: requests.add(
        h.store, RequestDraft(h.some("client"), h.random.choice(list(RequestKind)), "blue vases")
    ),
    lambda h: requests.resolve_all(h.store, h.few("request"), "brought"),
    lambda h: requests.hand_over(h.store, h.few("request"), h.perhaps("colleague")),
    lambda h: feedback.add(
        h.store, FeedbackDraft(h.some("client"), h.random.randint(1, 5), request_id=h.perhaps("request"))
    ),
    lambda h: feedback.make_complaint(h.store, h.some("feedback"), "bad"),
    lambda h: stage_rules.set_rules(h.store, Rules(client=True, regular=h.random.choice([0, 2]))),
    lambda h: stage_rules.apply_to_all(h.store, stage_rules.waiting(h.store, stage_rules.rules(h.store))),
    lambda h: rates.set_rate(h.store, "USD", h.day(), "0.9", per="EUR"),
    lambda h: campaigns.add_campaign(h.store, CampaignDraft("Spring", h.some("source"), h.day())),
    lambda h: campaigns.add_cost(
        h.store, CostDraft(h.some("source"), 500, "EUR", h.day(), campaign_id=h.perhaps("campaign"))
    ),
    lambda h: clients.delete(h.store, [h.some("client")]),
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 14))
def test_each_step_is_taken_back_and_what_is_refused_leaves_nothing_behind(master_base, seed, steps):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.crm"
        shutil.copy(master_base, path)
        store = open_base(path, who="Ona", clock=SetClock(NOW)).store
        try:
            dictionaries.add(store, Dictionary.SOURCE, "Advert")
            visitor = store.read("SELECT id FROM stage WHERE role = 'visitor'")[0][0]
            for name in "ABC":
                client = clients.add(store, ClientDraft(name=name, stage_id=visitor))
                deals.add(store, DealDraft(client, "x", 1000, "EUR"))
            hand = Hand(Random(seed), store)
            states = [(content(store), _newest(store))]
            for _ in range(steps):
                try:
                    hand.random.choice(DEEDS)(hand)
                except UserError:
                    assert content(store) == states[-1][0]
                if _newest(store) != states[-1][1]:
                    states.append((content(store), _newest(store)))
            for before, _ in reversed(states[:-1]):
                operations.undo(store)
                assert content(store) == before
        finally:
            store.close()


def _newest(store: Any) -> int:
    return int(store.read("SELECT MAX(seq) FROM operation")[0][0])
