"""What a client's card shows, as frozen rows. Dates are days or UTC instants as text, amounts minor units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.kinds import (
        ActivityKind,
        Channel,
        ClientKind,
        Direction,
        FieldKind,
        Gender,
        Outcome,
        PointKind,
        RequestKind,
        StageRole,
    )
    from crm_desktop.services.feedback import Satisfaction
    from crm_desktop.services.payment_plans import DealMoney


@dataclass(frozen=True, slots=True)
class ClientLink:
    """Another client that can be opened from the card."""

    id: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Job:
    """Where a person works; ``company_id`` is None where only the job title is known."""

    company_id: bytes | None
    company: str
    job_title: str
    department: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who works at a company, with the first phone and e-mail."""

    id: bytes
    name: str
    job_title: str
    department: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class CardStage:
    """The stage; an empty name is shown under the word of its role."""

    id: bytes
    name: str
    role: StageRole
    colour: str


@dataclass(frozen=True, slots=True)
class CardTag:
    """A tag on the client."""

    id: bytes
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """A group the client is in, with the longest allowed silence in days (None: any)."""

    id: bytes
    name: str
    longest_silence_days: int | None


@dataclass(frozen=True, slots=True)
class CardPoint:
    """A contact point; address parts only for addresses. ``key`` is E.164 for a valid phone."""

    id: bytes
    kind: PointKind
    label: str
    value: str
    key: str
    ext: str
    service: str
    note: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class CardDate:
    """A named date, yearly."""

    id: bytes
    label: str
    date: str


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A complaint, inquiry or wish that waits since ``received_at`` (UTC); ``responsible`` may be empty.

    ``due_at``: until when the next thing is to be done (``request_limits.due_at``).
    """

    id: bytes
    kind: RequestKind
    text: str
    received_at: str
    answered_at: str | None
    responsible: str
    channel: Channel
    due_at: str | None


@dataclass(frozen=True, slots=True)
class CardContact:
    """A contact held or planned at ``at`` (UTC instant, or a day where ``all_day``).

    ``of_person`` names whose contact it was in the first place: a company's person, or another client who took part.
    """

    id: bytes
    kind: ActivityKind
    direction: Direction
    at: str
    all_day: bool
    minutes: int | None
    place: str
    wanted: str
    offered: str
    result: str
    outcome: Outcome
    of_person: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What is planned to be paid in one currency, in minor units; nothing else is owed.

    Attributes:
        amount: from the client; of that ``overdue`` was due before today.
        next_due: the first day on which anything of it is or was due.
        we_owe: to the client; of that ``we_overdue`` was due before today.
        next_on, next_amount: the next day from today on that anything is due, and what (negative: to the client).
    """

    currency: str
    amount: int
    overdue: int
    next_due: str | None
    we_owe: int = 0
    we_overdue: int = 0
    next_on: str | None = None
    next_amount: int = 0


@dataclass(frozen=True, slots=True)
class CardPrice:
    """What an item costs this client, in minor units."""

    item: str
    amount: int
    currency: str
    note: str


@dataclass(frozen=True, slots=True)
class CardField:
    """The value of an own field in its canonical form."""

    field_id: bytes
    name: str
    kind: FieldKind
    value: str


@dataclass(frozen=True, slots=True)
class ExternalId:
    """Under which id another program knows the client."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class CardImport:
    """An import that made or changed the client: when (UTC) and from which files."""

    id: bytes
    operation: int
    at: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much hangs on the client."""

    activities: int
    deals: int
    payments: int
    requests: int
    recommended: int


@dataclass(frozen=True, slots=True)
class Card:
    """The whole card of a client."""

    id: bytes
    kind: ClientKind
    number: int | None
    name: str
    prefix: str
    family: str
    given: str
    middle: str
    suffix: str
    nickname: str
    salutation: str
    gender: Gender
    birthday: str
    source_detail: str
    preferred_channel: Channel
    preferred_hours: str
    language: str
    do_not_contact: bool
    likes: str
    notes: str
    discount_bp: int | None
    price_terms: str
    loyalty_card: str
    ideal_silence_days: int | None
    longest_silence_days: int | None
    created_at: str
    deleted: bool
    stage: CardStage | None
    source: str
    responsible: str
    referrer: ClientLink | None
    merged_into: ClientLink | None
    jobs: tuple[Job, ...]
    people: tuple[Person, ...]
    people_total: int
    tags: tuple[CardTag, ...]
    groups: tuple[CardGroup, ...]
    points: tuple[CardPoint, ...]
    dates: tuple[CardDate, ...]
    fields: tuple[CardField, ...]
    external_ids: tuple[ExternalId, ...]
    open_requests: tuple[OpenRequest, ...]
    last_contacts: tuple[CardContact, ...]
    planned: tuple[CardContact, ...]
    vip: bool
    prices: tuple[CardPrice, ...]
    owed: tuple[Owed, ...]
    in_parts: tuple[DealMoney, ...]
    imports: tuple[CardImport, ...]
    counts: Counts
    satisfaction: Satisfaction | None
