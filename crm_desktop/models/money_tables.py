"""Tables of payments, prices, advertising, and of how clients went on."""

from __future__ import annotations

from crm_desktop.models.client_tables import Client, Colleague, Source, Stage
from crm_desktop.models.deal_tables import Deal
from crm_desktop.models.diary_tables import Activity, Request
from crm_desktop.models.record import Record, reference_column, text_column
from crm_desktop.storage.lone_peewee import peewee


class Payment(Record):
    """Money from the client in minor units, negative to the client; planned until ``paid_on``.

    ``part_of``: the planned payment of which this one paid a part.
    """

    client = reference_column(Client, "client_id")
    deal = reference_column(Deal, "deal_id", null=True)
    amount = peewee.IntegerField()
    currency = peewee.TextField()
    due_on = peewee.TextField(null=True)
    paid_on = peewee.TextField(null=True)
    note = text_column()
    part = reference_column("self", "part_of", null=True)


class PersonalPrice(Record):
    """What an item costs this client, in minor units of ``currency``."""

    client = reference_column(Client, "client_id")
    item = peewee.TextField()
    amount = peewee.IntegerField()
    currency = peewee.TextField()
    note = text_column()
    rank = peewee.IntegerField(default=0)


class CurrencyRate(Record):
    """The user's own rate: from ``since`` on one unit of ``currency`` is worth ``rate`` units of ``per``.

    ``id`` is made from both currencies and the day; ``rate`` is a decimal number as text.
    """

    currency = peewee.TextField()
    per = peewee.TextField()
    since = peewee.TextField()
    rate = peewee.TextField()


class Feedback(Record):
    """How satisfied a client was, 1 to 5, and with what; ``handled_at``: when somebody acted on a low mark."""

    client = reference_column(Client, "client_id")
    mark = peewee.IntegerField()
    comment = text_column()
    at = peewee.TextField()
    request = reference_column(Request, "request_id", null=True)
    deal = reference_column(Deal, "deal_id", null=True)
    activity = reference_column(Activity, "activity_id", null=True)
    responsible = reference_column(Colleague, "responsible_id", null=True)
    handled_at = peewee.TextField(null=True)


class Campaign(Record):
    """Advertising of one source for a time; without an end it runs on."""

    name = peewee.TextField()
    source = reference_column(Source, "source_id")
    starts_on = peewee.TextField()
    ends_on = peewee.TextField(null=True)
    note = text_column()


class SourceCost(Record):
    """What a source cost on a day, or evenly on the days until ``until_day``; in minor units of ``currency``."""

    source = reference_column(Source, "source_id")
    campaign = reference_column(Campaign, "campaign_id", null=True)
    on_day = peewee.TextField()
    until_day = peewee.TextField(null=True)
    amount = peewee.IntegerField()
    currency = peewee.TextField()
    note = text_column()


class StageChange(Record):
    """A client went from one stage to another; ``why`` names the rule that moved it, empty: somebody did."""

    client = reference_column(Client, "client_id")
    before = reference_column(Stage, "from_id", null=True)
    after = reference_column(Stage, "to_id", null=True)
    at = peewee.TextField()
    why = text_column()
