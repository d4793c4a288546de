"""Tables of clients and of what hangs on them."""

from __future__ import annotations

from crm_desktop.models.record import Record, reference_column, text_column
from crm_desktop.storage.lone_peewee import peewee


class Colleague(Record):
    """A person who works with the base and may be responsible for clients.

    ``login`` is the person's role at the shared database, '' for who never joined one; ``active`` 0 for who left.
    """

    name = peewee.TextField()
    active = peewee.IntegerField(default=1)
    login = text_column()
    merged = reference_column("self", "merged_into", null=True)


class Stage(Record):
    """A step from visitor to partner; a stage with a role and no name is shown under the role's own word."""

    name = text_column()
    role = text_column()
    colour = text_column()
    rank = peewee.IntegerField(default=0)
    merged = reference_column("self", "merged_into", null=True)


class Source(Record):
    """Where clients come from."""

    name = peewee.TextField()
    rank = peewee.IntegerField(default=0)
    merged = reference_column("self", "merged_into", null=True)


class Tag(Record):
    """A word stuck on clients."""

    name = peewee.TextField()
    colour = text_column()
    merged = reference_column("self", "merged_into", null=True)


class ClientGroup(Record):
    """Clients of one kind of attention, with the ideal and the longest allowed silence in days."""

    name = peewee.TextField()
    longest_silence_days = peewee.IntegerField(null=True)
    rank = peewee.IntegerField(default=0)
    ideal_silence_days = peewee.IntegerField(null=True)
    merged = reference_column("self", "merged_into", null=True)


class Field(Record):
    """A field of the user's own; ``choices`` is a JSON list of texts."""

    name = peewee.TextField()
    kind = peewee.TextField(default="text")
    choices = peewee.TextField(default="[]")
    rank = peewee.IntegerField(default=0)
    merged = reference_column("self", "merged_into", null=True)


class Client(Record):
    """A person or a company."""

    kind = peewee.TextField(default="person")
    number = peewee.IntegerField(null=True)
    name = text_column()
    prefix = text_column()
    family = text_column()
    given = text_column()
    middle = text_column()
    suffix = text_column()
    nickname = text_column()
    salutation = text_column()
    gender = text_column()
    birthday = text_column()
    stage = reference_column(Stage, "stage_id", null=True)
    source = reference_column(Source, "source_id", null=True)
    source_detail = text_column()
    referrer = reference_column("self", "referrer_id", null=True)
    responsible = reference_column(Colleague, "responsible_id", null=True)
    preferred_channel = text_column()
    preferred_hours = text_column()
    language = text_column()
    do_not_contact = peewee.IntegerField(default=0)
    likes = text_column()
    notes = text_column()
    discount_bp = peewee.IntegerField(null=True)
    price_terms = text_column()
    loyalty_card = text_column()
    created_at = text_column()
    merged = reference_column("self", "merged_into", null=True)
    ideal_silence_days = peewee.IntegerField(null=True)
    longest_silence_days = peewee.IntegerField(null=True)
    vip = peewee.IntegerField(default=0)


class Employment(Record):
    """A person belongs to a company; without one it is a job title whose company nobody named."""

    person = reference_column(Client, "person_id")
    company = reference_column(Client, "company_id", null=True)
    job_title = text_column()
    department = text_column()
    rank = peewee.IntegerField(default=0)


class ContactPoint(Record):
    """A phone, e-mail, messenger, site or address of a client."""

    client = reference_column(Client, "client_id")
    kind = peewee.TextField()
    label = text_column()
    value = text_column()
    key = text_column()
    ext = text_column()
    service = text_column()
    note = text_column()
    street = text_column()
    city = text_column()
    region = text_column()
    postal_code = text_column()
    country = text_column()
    rank = peewee.IntegerField(default=0)


class NamedDate(Record):
    """A yearly date of a client beside the birthday."""

    client = reference_column(Client, "client_id")
    label = text_column()
    date = peewee.TextField()


class ClientTag(Record):
    """A tag on a client; ``id`` is derived from both."""

    client = reference_column(Client, "client_id")
    tag = reference_column(Tag, "tag_id")


class GroupMember(Record):
    """A client in a group; ``id`` is derived from both."""

    client = reference_column(Client, "client_id")
    group = reference_column(ClientGroup, "group_id")


class FieldValue(Record):
    """The value of an own field; ``id`` is derived from client and field."""

    client = reference_column(Client, "client_id")
    field = reference_column(Field, "field_id")
    value = peewee.TextField()


class ExternalId(Record):
    """Under which id another program knows the client."""

    client = reference_column(Client, "client_id")
    system = peewee.TextField()
    value = peewee.TextField()


class Photo(Record):
    """A picture of a client; ``mime`` is its media type (RFC 6838), the first by rank is shown."""

    client = reference_column(Client, "client_id")
    mime = peewee.TextField()
    data = peewee.BlobField()
    rank = peewee.IntegerField(default=0)


class NotDuplicate(Record):
    """Two clients that somebody has said to be two; ``id`` is derived from both, the smaller id first."""

    one = reference_column(Client, "one_id")
    other = reference_column(Client, "other_id")
