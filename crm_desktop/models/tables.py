"""The tables as peewee models, equal to the newest schema (a test compares the two column by column).

The models are bound to no database: a query names the store's (``query.execute(store.db)``), so that two open bases
never meet in a class attribute. Importing this module costs the import of peewee (110 ms): commands import it when
they run, reads and the start never do.
"""

from __future__ import annotations

from typing import Any

import peewee


class Record(peewee.Model):
    """The four columns that every synced row has from the first schema on."""

    rid = peewee.AutoField()
    id = peewee.BlobField(unique=True)
    rev = peewee.IntegerField(default=0)
    deleted = peewee.IntegerField(default=0)

    class Meta:
        """Names of tables are those of the models with underscores: ``contact_point``."""

        legacy_table_names = False


def _text() -> peewee.TextField[str]:
    return peewee.TextField(default="")


def _reference(target: Any, column: str, *, null: bool = False) -> peewee.ForeignKeyField[Any]:
    """A reference by ``id`` (never by ``rid``, which is local); the other side gets no attribute."""
    options: dict[str, Any] = {"column_name": column, "object_id_name": column, "backref": "+", "null": null}
    reference: peewee.ForeignKeyField[Any] = peewee.ForeignKeyField(target, field="id", **options)
    return reference


class Colleague(Record):
    """A person who works with the base and may be responsible for clients."""

    name = peewee.TextField()
    active = peewee.IntegerField(default=1)


class Stage(Record):
    """A step from visitor to partner; a stage with a role and no name is shown under the role's own word."""

    name = _text()
    role = _text()
    colour = _text()
    rank = peewee.IntegerField(default=0)


class Source(Record):
    """Where clients come from."""

    name = peewee.TextField()
    rank = peewee.IntegerField(default=0)


class Tag(Record):
    """A word stuck on clients."""

    name = peewee.TextField()
    colour = _text()


class ClientGroup(Record):
    """Clients of one kind of attention, with the ideal and the longest allowed silence in days."""

    name = peewee.TextField()
    longest_silence_days = peewee.IntegerField(null=True)
    rank = peewee.IntegerField(default=0)
    ideal_silence_days = peewee.IntegerField(null=True)


class Field(Record):
    """A field of the user's own; ``choices`` is a JSON list of texts."""

    name = peewee.TextField()
    kind = peewee.TextField(default="text")
    choices = peewee.TextField(default="[]")
    rank = peewee.IntegerField(default=0)


class Client(Record):
    """A person or a company."""

    kind = peewee.TextField(default="person")
    number = peewee.IntegerField(null=True)
    name = _text()
    prefix = _text()
    family = _text()
    given = _text()
    middle = _text()
    suffix = _text()
    nickname = _text()
    salutation = _text()
    gender = _text()
    birthday = _text()
    stage = _reference(Stage, "stage_id", null=True)
    source = _reference(Source, "source_id", null=True)
    source_detail = _text()
    referrer = _reference("self", "referrer_id", null=True)
    responsible = _reference(Colleague, "responsible_id", null=True)
    preferred_channel = _text()
    preferred_hours = _text()
    language = _text()
    do_not_contact = peewee.IntegerField(default=0)
    likes = _text()
    notes = _text()
    discount_bp = peewee.IntegerField(null=True)
    price_terms = _text()
    loyalty_card = _text()
    created_at = _text()
    merged = _reference("self", "merged_into", null=True)
    ideal_silence_days = peewee.IntegerField(null=True)
    longest_silence_days = peewee.IntegerField(null=True)


class Employment(Record):
    """A person belongs to a company; without one it is a job title whose company nobody named."""

    person = _reference(Client, "person_id")
    company = _reference(Client, "company_id", null=True)
    job_title = _text()
    department = _text()
    rank = peewee.IntegerField(default=0)


class ContactPoint(Record):
    """A phone, e-mail, messenger, site or address of a client."""

    client = _reference(Client, "client_id")
    kind = peewee.TextField()
    label = _text()
    value = _text()
    key = _text()
    ext = _text()
    service = _text()
    note = _text()
    street = _text()
    city = _text()
    region = _text()
    postal_code = _text()
    country = _text()
    rank = peewee.IntegerField(default=0)


class NamedDate(Record):
    """A yearly date of a client beside the birthday."""

    client = _reference(Client, "client_id")
    label = _text()
    date = peewee.TextField()


class ClientTag(Record):
    """A tag on a client; ``id`` is derived from both."""

    client = _reference(Client, "client_id")
    tag = _reference(Tag, "tag_id")


class GroupMember(Record):
    """A client in a group; ``id`` is derived from both."""

    client = _reference(Client, "client_id")
    group = _reference(ClientGroup, "group_id")


class FieldValue(Record):
    """The value of an own field; ``id`` is derived from client and field."""

    client = _reference(Client, "client_id")
    field = _reference(Field, "field_id")
    value = peewee.TextField()


class ExternalId(Record):
    """Under which id another program knows the client."""

    client = _reference(Client, "client_id")
    system = peewee.TextField()
    value = peewee.TextField()


class Activity(Record):
    """A planned or held contact; ``rule`` makes it the template of a series (ADR 0008)."""

    client = _reference(Client, "client_id", null=True)
    kind = peewee.TextField()
    direction = _text()
    planned_at = peewee.TextField(null=True)
    held_at = peewee.TextField(null=True)
    all_day = peewee.IntegerField(default=0)
    minutes = peewee.IntegerField(null=True)
    zone = _text()
    rule = _text()
    series = _reference("self", "series_id", null=True)
    occurrence_at = peewee.TextField(null=True)
    place = _text()
    wanted = _text()
    offered = _text()
    result = _text()
    outcome = _text()
    responsible = _reference(Colleague, "responsible_id", null=True)
    uid = _text()
    ical = _text()
    created_at = _text()
    reminders = _text()


class ActivityClient(Record):
    """A further client of an activity beside ``Activity.client``; ``id`` is derived from both."""

    activity = _reference(Activity, "activity_id")
    client = _reference(Client, "client_id")


class ActivityMove(Record):
    """A planned contact was put off, or brought forward: both times as ``Activity.planned_at`` has them."""

    activity = _reference(Activity, "activity_id")
    from_at = peewee.TextField()
    to_at = peewee.TextField()
    at = _text()


class Request(Record):
    """A complaint, an inquiry or an unmet wish with its clock."""

    client = _reference(Client, "client_id")
    kind = peewee.TextField()
    text = _text()
    received_at = peewee.TextField()
    answered_at = peewee.TextField(null=True)
    resolved_at = peewee.TextField(null=True)
    resolution = _text()
    responsible = _reference(Colleague, "responsible_id", null=True)


class DealStage(Record):
    """A step of a pipeline of deals; ``role`` is the ``DealState`` of the deals that stand in it."""

    name = _text()
    role = peewee.TextField(default="open")
    pipeline = _text()
    rank = peewee.IntegerField(default=0)


class Deal(Record):
    """A sale in the making, won or lost; ``amount`` and ``cost`` in minor units of ``currency``.

    ``uid`` is "system:number" of the outside program that the deal came from.
    """

    client = _reference(Client, "client_id")
    title = _text()
    amount = peewee.IntegerField(default=0)
    currency = _text()
    state = peewee.TextField(default="open")
    expected_on = peewee.TextField(null=True)
    closed_on = peewee.TextField(null=True)
    notes = _text()
    created_at = _text()
    stage = _reference(DealStage, "stage_id", null=True)
    uid = _text()
    cost = peewee.IntegerField(null=True)
    lost_reason = _text()
    responsible = _reference(Colleague, "responsible_id", null=True)
    source = _reference(Source, "source_id", null=True)


class Payment(Record):
    """Money from the client in minor units; owed until ``paid_on``."""

    client = _reference(Client, "client_id")
    deal = _reference(Deal, "deal_id", null=True)
    amount = peewee.IntegerField()
    currency = peewee.TextField()
    due_on = peewee.TextField(null=True)
    paid_on = peewee.TextField(null=True)
    note = _text()


class Photo(Record):
    """A picture of a client; ``mime`` is its media type (RFC 6838), the first by rank is shown."""

    client = _reference(Client, "client_id")
    mime = peewee.TextField()
    data = peewee.BlobField()
    rank = peewee.IntegerField(default=0)


class NotDuplicate(Record):
    """Two clients that somebody has said to be two; ``id`` is derived from both, the smaller id first."""

    one = _reference(Client, "one_id")
    other = _reference(Client, "other_id")


class Setting(Record):
    """A setting that all who share the base have in common; ``id`` is made from the name, ``value`` is JSON."""

    name = peewee.TextField()
    value = _text()


class PlanTemplate(Record):
    """A plan of dated steps; ``starts`` names what begins it by itself (a held contact of ``kind`` and ``outcome``)."""

    name = peewee.TextField()
    starts = _text()
    kind = _text()
    outcome = _text()
    rank = peewee.IntegerField(default=0)


class PlanStep(Record):
    """One step of a plan: so many units (``day``, ``week``, ``month``) after its beginning."""

    template = _reference(PlanTemplate, "template_id")
    kind = peewee.TextField()
    after = peewee.IntegerField(default=0)
    unit = peewee.TextField(default="day")
    at_time = _text()
    minutes = peewee.IntegerField(null=True)
    wanted = _text()
    rank = peewee.IntegerField(default=0)


class ReminderAnswer(Record):
    """What was answered to a reminder; ``id`` is made from what it answers, so all laptops have one."""

    subject_id = peewee.BlobField()
    kind = peewee.TextField()
    moment = peewee.TextField()
    snoozed_until = peewee.TextField(null=True)
    handled_at = peewee.TextField(null=True)
    answered_at = _text()


class View(Record):
    """A saved filter with its columns; ``query`` and ``columns`` are JSON."""

    name = peewee.TextField()
    query = peewee.TextField(default="{}")
    columns = peewee.TextField(default="[]")
    shared = peewee.IntegerField(default=0)
    rank = peewee.IntegerField(default=0)


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
        Activity,
        ActivityClient,
        ActivityMove,
        Request,
        DealStage,
        Deal,
        Payment,
        Photo,
        NotDuplicate,
        Setting,
        PlanTemplate,
        PlanStep,
        ReminderAnswer,
        View,
    )
}
"""The models by the names of their tables."""
