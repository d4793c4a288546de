"""Words of deals and orders in lists that are brought in. Free of Qt, as all words of the import."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.ui.text import tr

CHOICES = (
    "deal.title", "deal.amount", "deal.currency", "deal.stage", "deal.pipeline", "deal.state", "deal.sold",
    "deal.created", "deal.expected", "deal.closed", "deal.product", "deal.price", "deal.quantity", "deal.discount",
    "deal.cost", "deal.lost_reason", "deal.responsible", "deal.notes", "deal.id", "deal.client",
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
        "deal.price": tr("Price of one"),
        "deal.quantity": tr("How many"),
        "deal.discount": tr("Discount on the price"),
        "deal.product": tr("What is sold"),
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
