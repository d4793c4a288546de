"""Words of deals: their stages, their list and board, and their columns in lists that are brought in. Free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.kinds import DealState
from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.text_kinds import deal_state

if TYPE_CHECKING:
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.services.filters import Choice

CHOICES = (
    "deal.title", "deal.amount", "deal.currency", "deal.stage", "deal.pipeline", "deal.state", "deal.sold",
    "deal.created", "deal.expected", "deal.closed", "deal.product", "deal.code", "deal.price", "deal.quantity",
    "deal.discount", "deal.cost", "deal.unit_cost", "deal.profit", "deal.lost_reason", "deal.responsible", "deal.notes",
    "deal.id", "deal.client",
)  # fmt: skip
"""What the window offers for a column of deals."""

LABELLED = frozenset(("deal.id", "deal.client", "deal.notes"))
"""Fields whose label is a name of its own: a program, a heading."""


def fields() -> Mapping[str, str]:
    """The fields of a deal."""
    return {
        "deal": tr("Deal"),
        "deal.id": tr("Number of the deal"),
        "deal.title": tr("Name of the deal"),
        "deal.amount": tr("Sum of the deal"),
        "deal.currency": tr("Currency of the deal"),
        "deal.cost": tr("Costs of the deal"),
        "deal.unit_cost": tr("Costs of one"),
        "deal.profit": tr("Profit of the deal"),
        "deal.price": tr("Price of one"),
        "deal.quantity": tr("How many"),
        "deal.discount": tr("Discount on the price"),
        "deal.product": tr("What is sold"),
        "deal.code": tr("Code of what is sold"),
        "deal.stage": tr("Stage of the deal"),
        "deal.pipeline": tr("Pipeline"),
        "deal.state": tr("Won or lost"),
        "deal.created": tr("Deal begun on"),
        "deal.expected": tr("Deal expected on"),
        "deal.closed": tr("Deal closed on"),
        "deal.sold": tr("Sold on"),
        "deal.lost_reason": tr("Why it was lost"),
        "deal.responsible": tr("Responsible for the deal"),
        "deal.notes": tr("Remark of the deal"),
        "deal.client": tr("Number of the deal's client"),
        "deal.contact": tr("Contact of the deal"),
    }


def stage_word(word: str) -> str:
    """The word for a stage without a name of its own: one of the first ones, or its role."""
    return {
        "new": trc("deal stage", "New"),
        "offer": trc("deal stage", "Offer made"),
        "terms": trc("deal stage", "Agreeing terms"),
        "won": trc("deal stage", "Won"),
        "lost": trc("deal stage", "Lost"),
        "open": trc("deal stage", "In progress"),
    }[word]


STAGE_WORDS = frozenset({"new", "offer", "terms", "won", "lost", "open"})
"""What ``stage_word`` knows."""


def stage(of: DealStage | None) -> str:
    """A stage as people call it; also the lack of one."""
    if of is None:
        return tr("No stage")
    return of.name or stage_word(of.word or of.role)


def pipeline(name: str) -> str:
    """A pipeline as people call it: the first one has no name of its own."""
    return name or trc("pipeline", "Sales")


def columns() -> Mapping[str, str]:
    """The titles of the list of deals."""
    return {
        "title": trc("deal", "Title"),
        "client": tr("Client"),
        "deal_stage": trc("deal", "Stage"),
        "amount": tr("Amount"),
        "cost": tr("Cost"),
        "profit": tr("Profit"),
        "expected": tr("Expected"),
        "closed": tr("Closed"),
        "responsible": tr("Responsible"),
        "source": tr("Source"),
        "since": tr("In this stage"),
        "created": trc("deal", "Begun"),
    }


FILTERS = frozenset({"deal_state", "deal_stage", "pipeline"})
"""Fields of filters whose values have words here."""


def filter_fields() -> Mapping[str, str]:
    """The fields that deals can be filtered by, where clients have no such."""
    return {
        "deal_state": trc("deal", "Open, won or lost"),
        "deal_stage": trc("deal", "Stage"),
        "pipeline": tr("Pipeline"),
        "overdue": trc("deals", "Overdue"),
        "expected": tr("Expected"),
        "closed": tr("Closed"),
        "amount": tr("Amount"),
    }


def filter_choice(field: str, choice: Choice) -> str:
    """A value of one of ``FILTERS``."""
    if field == "deal_stage":
        return choice.name or stage_word(choice.role)
    if field == "pipeline":
        return pipeline(choice.name)
    return deal_state(DealState(str(choice.value)))


def days_here(days: int) -> str:
    """How long a deal has stood in its stage."""
    return ntr("{n} day", "{n} days", days) if days else tr("today")


def expected(day: str, *, late: bool) -> str:
    """When a deal is expected; that it is overdue is said in a word, too, behind the day: it may be cut."""
    return tr("{day}, overdue", day=day) if late else day


def closed(state: DealState, count: int) -> str:
    """That so many deals were won or lost just now."""
    if state is DealState.WON:
        return ntr("Deal won", "{n} deals won", count)
    return ntr("Deal lost", "{n} deals lost", count)


def counted(count: int) -> str:
    """So many deals."""
    return ntr("{n} deal", "{n} deals", count)


def worth(sums_by: Mapping[tuple[str, str], int]) -> list[str]:
    """What deals come to, in minor units by state and currency: a phrase for each state, ``Won: €1,200 + $300``."""
    by_state: dict[DealState, list[str]] = {
        state: [] for state in (DealState.WON, DealState.OPEN, DealState.LOST)
    }
    for (state, currency), minor in sorted(sums_by.items()):
        by_state[DealState(state)].append(formats.money(minor, currency))
    return [f"{deal_state(state)}: {sums(amounts)}" for state, amounts in by_state.items() if amounts]


def sums(amounts: Sequence[str]) -> str:
    """Sums in several currencies, never added up: ``1 200 EUR + 300 USD``."""
    return " + ".join(amounts)


def sheet() -> Mapping[str, str]:
    """The titles of a file of deals, in its order; they are understood when it is brought in."""
    return {
        "id": tr("Number of the deal"),
        "number": tr("Number of the deal's client"),
        "client": tr("Client"),
        "title": tr("Name of the deal"),
        "pipeline": tr("Pipeline"),
        "stage": tr("Stage of the deal"),
        "state": tr("Won or lost"),
        "amount": tr("Sum of the deal"),
        "cost": tr("Costs of the deal"),
        "profit": tr("Profit"),
        "currency": tr("Currency of the deal"),
        "created": tr("Deal begun on"),
        "expected": tr("Deal expected on"),
        "closed": tr("Deal closed on"),
        "lost_reason": tr("Why it was lost"),
        "responsible": tr("Responsible for the deal"),
        "source": tr("Source"),
        "items": tr("What is sold"),
        "notes": tr("Remark of the deal"),
    }
