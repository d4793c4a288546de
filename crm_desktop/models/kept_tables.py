"""Tables of saved views and reports, and of common settings."""

from __future__ import annotations

from crm_desktop.models.client_tables import Colleague
from crm_desktop.models.record import Record, reference_column, text_column
from crm_desktop.storage.lone_peewee import peewee


class Report(Record):
    """A saved report: its kind and its options (JSON)."""

    name = peewee.TextField()
    kind = peewee.TextField()
    options = peewee.TextField(default="{}")
    rank = peewee.IntegerField(default=0)


class View(Record):
    """A saved filter with its columns; ``query`` and ``columns`` are JSON.

    ``shared`` never changes in a row: a view that is shared becomes another row, and one that is taken back, too
    (``services.views``). ``shared_by``: whose it is, None where nobody was named.
    """

    name = peewee.TextField()
    query = peewee.TextField(default="{}")
    columns = peewee.TextField(default="[]")
    shared = peewee.IntegerField(default=0)
    rank = peewee.IntegerField(default=0)
    sharer = reference_column(Colleague, "shared_by", null=True)


class Setting(Record):
    """A setting that all who share the base have in common; ``id`` is made from the name, ``value`` is JSON."""

    name = peewee.TextField()
    value = text_column()
