"""Tables of deals."""

from __future__ import annotations

from crm_desktop.models.client_tables import Client, Colleague, Source
from crm_desktop.models.record import Record, reference_column, text_column
from crm_desktop.storage.lone_peewee import peewee


class DealStage(Record):
    """A step of a pipeline of deals; ``role`` is the ``DealState`` of the deals that stand in it.

    ``chance`` is the user's own number of percent of its deals that are won; None: as it was so far.
    """

    name = text_column()
    role = peewee.TextField(default="open")
    pipeline = text_column()
    rank = peewee.IntegerField(default=0)
    colour = text_column()
    chance = peewee.IntegerField(null=True)
    merged = reference_column("self", "merged_into", null=True)


class Deal(Record):
    """A sale in the making, won or lost; ``amount`` and ``cost`` in minor units of ``currency``.

    ``uid`` is "system:number" of the outside program that the deal came from; ``moved_at`` the instant at which it came
    into its stage, None: it stands there since it was begun.
    """

    client = reference_column(Client, "client_id")
    title = text_column()
    amount = peewee.IntegerField(default=0)
    currency = text_column()
    state = peewee.TextField(default="open")
    expected_on = peewee.TextField(null=True)
    closed_on = peewee.TextField(null=True)
    notes = text_column()
    created_at = text_column()
    stage = reference_column(DealStage, "stage_id", null=True)
    uid = text_column()
    cost = peewee.IntegerField(null=True)
    lost_reason = text_column()
    responsible = reference_column(Colleague, "responsible_id", null=True)
    source = reference_column(Source, "source_id", null=True)
    moved_at = peewee.TextField(null=True)


class DealItem(Record):
    """What a deal is about: ``quantity`` in thousandths, ``price`` and ``cost`` of one in the deal's minor units."""

    deal = reference_column(Deal, "deal_id")
    name = peewee.TextField()
    quantity = peewee.IntegerField(default=1000)
    price = peewee.IntegerField(default=0)
    cost = peewee.IntegerField(null=True)
    rank = peewee.IntegerField(default=0)
