"""How a base comes to the present schema, step by step.

Each step (``models.steps``) is plain SQL inside one transaction (sqlite-utils ``Migrations``), never imports models and
is never edited after a release. Every user table has the four columns that sync needs from the first day
(``docs/adr``): ``rid`` (local row number), ``id`` (UUIDv7, 16 bytes), ``rev`` (0 = no server has seen the row) and
``deleted`` (lies in the bin).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.models.steps.m0001_clients import m0001_clients
from crm_desktop.models.steps.m0002_finding import m0002_finding
from crm_desktop.models.steps.m0003_photos import m0003_photos
from crm_desktop.models.steps.m0004_not_duplicates import m0004_not_duplicates
from crm_desktop.models.steps.m0005_diary import m0005_diary
from crm_desktop.models.steps.m0006_deal_stages import m0006_deal_stages
from crm_desktop.models.steps.m0007_imported import m0007_imported
from crm_desktop.models.steps.m0008_planning import m0008_planning
from crm_desktop.models.steps.m0009_money import m0009_money
from crm_desktop.models.steps.m0010_sync import m0010_sync

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


STEPS: tuple[Callable[[Database], None], ...] = (
    m0001_clients,
    m0002_finding,
    m0003_photos,
    m0004_not_duplicates,
    m0005_diary,
    m0006_deal_stages,
    m0007_imported,
    m0008_planning,
    m0009_money,
    m0010_sync,
)
"""All steps in order; their number is the schema version (``PRAGMA user_version``)."""


def migrations() -> Migrations:
    """The steps as a sqlite-utils set. Imported late: a base that is up to date needs none of it at start."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("crm")
    for step in STEPS:
        steps(name=step.__name__)(step)
    return steps
