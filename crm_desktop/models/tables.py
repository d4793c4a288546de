"""The tables as peewee models, equal to the newest schema (a test compares the two column by column).

The models are bound to no database: a query names the store's (``query.execute(store.db)``), so that two open bases
never meet in a class attribute. Importing this module costs the import of peewee (110 ms): commands import it when
they run, reads and the start never do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.client_tables import (
    Client,
    ClientGroup,
    ClientTag,
    Colleague,
    ContactPoint,
    Employment,
    ExternalId,
    Field,
    FieldValue,
    GroupMember,
    NamedDate,
    NotDuplicate,
    Photo,
    Source,
    Stage,
    Tag,
)
from crm_desktop.models.deal_tables import Deal, DealItem, DealStage
from crm_desktop.models.diary_tables import (
    Activity,
    ActivityClient,
    ActivityMove,
    PlanStep,
    PlanTemplate,
    ReminderAnswer,
    Request,
)
from crm_desktop.models.kept_tables import Report, Setting, View
from crm_desktop.models.money_tables import (
    Campaign,
    CurrencyRate,
    Feedback,
    Payment,
    PersonalPrice,
    SourceCost,
    StageChange,
)
from crm_desktop.models.sync_tables import Conflict

if TYPE_CHECKING:
    from crm_desktop.models.record import Record

MODELS: dict[str, type[Record]] = {
    str(model._meta.table_name): model  # noqa: SLF001  peewee's own way to ask a model for its table
    for model in (
        Colleague,
        Stage,
        Source,
        Tag,
        ClientGroup,
        Field,
        Client,
        Employment,
        ContactPoint,
        NamedDate,
        ClientTag,
        GroupMember,
        FieldValue,
        ExternalId,
        DealStage,
        Deal,
        DealItem,
        Activity,
        ActivityClient,
        ActivityMove,
        Request,
        Payment,
        PersonalPrice,
        CurrencyRate,
        Feedback,
        Campaign,
        SourceCost,
        StageChange,
        Photo,
        NotDuplicate,
        Setting,
        PlanTemplate,
        PlanStep,
        ReminderAnswer,
        Report,
        View,
        Conflict,
    )
}
"""The models by the names of their tables."""
