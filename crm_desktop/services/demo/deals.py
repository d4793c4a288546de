"""Deals of sample clients over the last two years: in all stages, with what was sold, what it cost, why it was lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.kinds import DealState, StageRole
from crm_desktop.models.ranks import STEP
from crm_desktop.services.deal_items import WHOLE
from crm_desktop.services.demo import instalments, workdays
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.demo.histories import EARLY, add_payments
from crm_desktop.services.demo.instalments import Sale

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_WORKDAYS_BACK = 520
"""Two years of them."""
_OPEN_BACK = 60
_STATES = (*[DealState.WON] * 6, *[DealState.OPEN] * 3, DealState.LOST, DealState.LOST)
_COUNTS = (0, 0, 1, 1, 1, 1, 2, 3)
"""How many deals somebody has who buys."""
_QUANTITIES = (1, 1, 1, 2, 3, 5, 7, 11, 15, 25)
_OTHERWISE = 9
"""The deals of one of so many clients came by another way than the client did."""
_LINES = (0, 0, 1, 1, 2, 3)
_COST = (0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
"""The share of a price that a thing costs oneself."""


def add_deals(scene: Scene, subject: Subject, stage: StageRole) -> None:
    """The deals of a client who buys; among the first clients are some who owe."""
    owes = subject.index < EARLY and subject.index % 5 == 2
    count = 0 if stage is StageRole.VISITOR else pick(scene.rng, _COUNTS)
    for number in range(max(count, int(owes))):
        _add_deal(scene, subject, owes=owes and number == 0)


def _add_deal(scene: Scene, subject: Subject, *, owes: bool) -> None:
    rng, ids, today = scene.rng, scene.ids, scene.days.today
    offer = pick(rng, subject.diary.offers)
    amount = round((offer.least + rng.random() * (offer.most - offer.least)) / 10) * 1000
    state = DealState.WON if owes else pick(rng, _STATES)
    back = _OPEN_BACK if state is DealState.OPEN else _WORKDAYS_BACK
    made = max(workdays.instant(rng, pick(rng, scene.days.past[-back:])), subject.since)
    closed = expected = None
    if state is DealState.OPEN:
        expected = workdays.day_from(today, int(rng.random() * 75) - 12)
    else:
        closed = min(
            workdays.day_from(date.fromisoformat(made[:10]), int(rng.random() * 40)), today.isoformat()
        )
    deal, items = next(ids), _items(scene, subject, amount)
    cost: int | None = sum(worth for *_, worth in items) if items else None
    if cost is None and rng.random() < 0.7:
        cost = int(amount * pick(rng, _COST))
    if items:
        amount = sum(quantity * price for _, quantity, price, *_ in items)
    stage = pick(rng, scene.lists.deal_stages[state]) if scene.lists.deal_stages[state] else None
    reason = pick(rng, subject.pack["lost_reasons"]) if state is DealState.LOST else ""
    source = pick(rng, scene.lists.sources) if rng.random() < 0.7 else None
    if subject.index % _OTHERWISE:
        source = None  # that of the client
    scene.rows.add(
        "deal", deal, subject.id, offer.title, amount, subject.pack["currency"], state.value, expected, closed, made,
        stage, cost, reason, source, subject.colleague,
    )  # fmt: skip
    for rank, (name, quantity, price, price_of_ours, _) in enumerate(items, start=1):
        scene.rows.add(
            "deal_item", next(ids), deal, name, quantity * WHOLE, price, price_of_ours, rank * STEP
        )
    is_paid = state is DealState.WON and add_payments(
        scene, subject, (deal, amount, closed or made[:10]), owes=owes
    )
    instalments.add_instalments(
        scene, subject, Sale(deal, amount, state, made[:10], closed or expected or made[:10], is_paid)
    )


def _items(scene: Scene, subject: Subject, amount: int) -> list[tuple[str, int, int, int, int]]:
    """Name, how many, price of one, cost of one and of all; together about ``amount``."""
    rng, goods = scene.rng, subject.pack[subject.trade.value]["goods"]
    count = pick(rng, _LINES)
    found: list[tuple[str, int, int, int, int]] = []
    for _ in range(count):
        quantity = pick(rng, _QUANTITIES)
        price = max(1, amount // (count * quantity * 100)) * 100  # whole units
        ours = int(price * pick(rng, _COST))
        found.append((pick(rng, goods), quantity, price, ours, quantity * ours))
    return found
