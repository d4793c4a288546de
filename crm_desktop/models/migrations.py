"""How a base comes to the present schema, step by step.

Each step (``models.steps``) is plain SQL inside one transaction (sqlite-utils ``Migrations``), never imports models and
is never edited after a release. Every user table has the four columns that sync needs from the first day
(``docs/adr``): ``rid`` (local row number), ``id`` (UUIDv7, 16 bytes), ``rev`` (0 = no server has seen the row) and
``deleted`` (lies in the bin).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.migrations import Migrations


STEPS = (
    "m0001_clients",
    "m0002_finding",
    "m0003_photos",
    "m0004_not_duplicates",
    "m0005_diary",
    "m0006_deal_stages",
    "m0007_imported",
    "m0008_planning",
    "m0009_money",
    "m0010_sync",
)
"""All steps in order, modules and functions alike; their number is the schema version (``PRAGMA user_version``)."""


def migrations() -> Migrations:
    """The steps as a sqlite-utils set. Imported late: a base that is up to date needs none of it at start."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("crm")
    for name in STEPS:
        step = getattr(import_module(f"crm_desktop.models.steps.{name}"), name)
        steps(name=name)(step)
    return steps
