"""Tables of contacts, requests and plans."""

from __future__ import annotations

from crm_desktop.models.client_tables import Client, Colleague
from crm_desktop.models.deal_tables import Deal
from crm_desktop.models.record import Record, reference_column, text_column
from crm_desktop.storage.lone_peewee import peewee


class Activity(Record):
    """A planned or held contact; ``rule`` makes it the template of a series (ADR 0008)."""

    client = reference_column(Client, "client_id", null=True)
    kind = peewee.TextField()
    direction = text_column()
    planned_at = peewee.TextField(null=True)
    held_at = peewee.TextField(null=True)
    all_day = peewee.IntegerField(default=0)
    minutes = peewee.IntegerField(null=True)
    zone = text_column()
    rule = text_column()
    series = reference_column("self", "series_id", null=True)
    occurrence_at = peewee.TextField(null=True)
    place = text_column()
    wanted = text_column()
    offered = text_column()
    result = text_column()
    outcome = text_column()
    responsible = reference_column(Colleague, "responsible_id", null=True)
    uid = text_column()
    ical = text_column()
    created_at = text_column()
    reminders = text_column()
    deal = reference_column(Deal, "deal_id", null=True)


class ActivityClient(Record):
    """A further client of an activity beside ``Activity.client``; ``id`` is derived from both."""

    activity = reference_column(Activity, "activity_id")
    client = reference_column(Client, "client_id")


class ActivityMove(Record):
    """A planned contact was put off, or brought forward: both times as ``Activity.planned_at`` has them."""

    activity = reference_column(Activity, "activity_id")
    from_at = peewee.TextField()
    to_at = peewee.TextField()
    at = text_column()


class Request(Record):
    """A complaint, an inquiry or an unmet wish with its clock."""

    client = reference_column(Client, "client_id")
    kind = peewee.TextField()
    text = text_column()
    received_at = peewee.TextField()
    answered_at = peewee.TextField(null=True)
    resolved_at = peewee.TextField(null=True)
    resolution = text_column()
    responsible = reference_column(Colleague, "responsible_id", null=True)
    channel = text_column()


class PlanTemplate(Record):
    """A plan of dated steps; ``starts`` names what begins it by itself (a held contact of ``kind`` and ``outcome``)."""

    name = peewee.TextField()
    starts = text_column()
    kind = text_column()
    outcome = text_column()
    rank = peewee.IntegerField(default=0)


class PlanStep(Record):
    """One step of a plan: so many units (``day``, ``week``, ``month``) after its beginning."""

    template = reference_column(PlanTemplate, "template_id")
    kind = peewee.TextField()
    after = peewee.IntegerField(default=0)
    unit = peewee.TextField(default="day")
    at_time = text_column()
    minutes = peewee.IntegerField(null=True)
    wanted = text_column()
    rank = peewee.IntegerField(default=0)


class ReminderAnswer(Record):
    """What was answered to a reminder; ``id`` is made from what it answers, so all laptops have one."""

    subject_id = peewee.BlobField()
    kind = peewee.TextField()
    moment = peewee.TextField()
    snoozed_until = peewee.TextField(null=True)
    handled_at = peewee.TextField(null=True)
    answered_at = text_column()
