"""The table of what two people changed at once."""

from __future__ import annotations

from crm_desktop.models.record import Record, text_column
from crm_desktop.storage.lone_peewee import peewee


class Conflict(Record):
    """Two values met in ``field`` of a row: ``winner`` stands in it, ``loser`` is kept here (``ConflictKind``).

    ``base``, ``winner`` and ``loser`` are JSON (``storage.row_json``), ``base`` None where nobody knows it. ``id`` is
    made from what the row says. ``answer`` says what was decided about it.
    """

    tbl = peewee.TextField()
    row_id = peewee.BlobField()
    field = peewee.TextField()
    kind = peewee.TextField()
    base = peewee.TextField(null=True)
    winner = peewee.TextField(default="null")
    loser = peewee.TextField(default="null")
    winner_by = text_column()
    winner_at = text_column()
    loser_by = text_column()
    loser_at = text_column()
    found_at = text_column()
    resolved_at = peewee.TextField(null=True)
    resolved_by = text_column()
    answer = text_column()
