"""Tables of saved views and reports, and of common settings."""

from __future__ import annotations

import peewee

from crm_desktop.models.record import Record, text_column


class Report(Record):
    """A saved report: its kind and its options (JSON)."""

    name = peewee.TextField()
    kind = peewee.TextField()
    options = peewee.TextField(default="{}")
    rank = peewee.IntegerField(default=0)


class View(Record):
    """A saved filter with its columns; ``query`` and ``columns`` are JSON."""

    name = peewee.TextField()
    query = peewee.TextField(default="{}")
    columns = peewee.TextField(default="[]")
    shared = peewee.IntegerField(default=0)
    rank = peewee.IntegerField(default=0)


class Setting(Record):
    """A setting that all who share the base have in common; ``id`` is made from the name, ``value`` is JSON."""

    name = peewee.TextField()
    value = text_column()
