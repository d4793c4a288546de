"""What all records have in common, as peewee fields."""

from __future__ import annotations

from typing import Any

from crm_desktop.storage.lone_peewee import peewee


class Record(peewee.Model):
    """The four columns that every synced row has from the first schema on."""

    rid = peewee.AutoField()
    id = peewee.BlobField(unique=True)
    rev = peewee.IntegerField(default=0)
    deleted = peewee.IntegerField(default=0)

    class Meta:
        """Names of tables are those of the models with underscores: ``contact_point``."""

        legacy_table_names = False


def text_column() -> peewee.TextField[str]:
    """A text that is empty rather than nothing."""
    return peewee.TextField(default="")


def reference_column(target: Any, column: str, *, null: bool = False) -> peewee.ForeignKeyField[Any]:
    """A reference by ``id`` (never by ``rid``, which is local); the other side gets no attribute."""
    options: dict[str, Any] = {"column_name": column, "object_id_name": column, "backref": "+", "null": null}
    reference: peewee.ForeignKeyField[Any] = peewee.ForeignKeyField(target, field="id", **options)
    return reference
