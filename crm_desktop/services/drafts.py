"""What a form or an importer hands to a command: one frozen draft per record.

A draft is the whole record as the user wants it to be. Ids inside a draft say "this existing row"; ``None`` says "a new
one". Dates are ``YYYY-MM-DD`` (birthdays and named dates also ``--MM-DD``), instants are UTC text
(``clock.text``), money is integer minor units with an ISO 4217 code.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_desktop.kinds import (
    ActivityKind,
    Channel,
    ClientKind,
    DealState,
    Direction,
    Gender,
    Outcome,
    PointKind,
    RequestKind,
)


@dataclass(frozen=True, slots=True)
class PointDraft:
    """One contact point; the normalised key is derived by the command. Address parts only for addresses."""

    kind: PointKind
    value: str = ""
    label: str = ""
    ext: str = ""
    service: str = ""
    note: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class EmploymentDraft:
    """The company a person belongs to; ``company_id`` of an existing company, or the name of one to find or make."""

    company_id: bytes | None = None
    company_name: str = ""
    job_title: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A named date (wedding, founding day); yearly."""

    label: str
    date: str
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """What an item costs this client."""

    item: str
    amount: int
    currency: str
    note: str = ""
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """A whole client. ``name`` is the name as written; empty means "made of the parts".

    The silences are in days, for this client alone: None as its groups say, 0 as long as it likes.
    """

    kind: ClientKind = ClientKind.PERSON
    name: str = ""
    prefix: str = ""
    family: str = ""
    given: str = ""
    middle: str = ""
    suffix: str = ""
    nickname: str = ""
    salutation: str = ""
    gender: Gender = Gender.UNKNOWN
    birthday: str = ""
    stage_id: bytes | None = None
    source_id: bytes | None = None
    source_detail: str = ""
    referrer_id: bytes | None = None
    responsible_id: bytes | None = None
    preferred_channel: Channel = Channel.ANY
    preferred_hours: str = ""
    language: str = ""
    do_not_contact: bool = False
    likes: str = ""
    notes: str = ""
    discount_bp: int | None = None
    price_terms: str = ""
    loyalty_card: str = ""
    ideal_silence_days: int | None = None
    longest_silence_days: int | None = None
    points: tuple[PointDraft, ...] = ()
    employments: tuple[EmploymentDraft, ...] = ()
    dates: tuple[DateDraft, ...] = ()
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    fields: dict[bytes, str] = field(default_factory=dict)
    number: int | None = None
    vip: bool = False
    prices: tuple[PriceDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """One history entry or planned contact, and its next step in the same form.

    ``client_id`` None: with nobody of the base; ``further``: the clients beside that one. ``rule`` (``models.rules``)
    makes it the template of a series, whose clock runs in ``zone`` (IANA).
    ``reminders`` are the minutes before its time at which it reminds, parted by spaces; empty: as its kind does by
    default; ``-``: not at all.
    ``next_at`` (UTC instant, or a date when ``next_all_day``) plans a follow-up of ``next_kind`` in the same operation.
    """

    client_id: bytes | None = None
    kind: ActivityKind = ActivityKind.CALL
    direction: Direction = Direction.NONE
    planned_at: str | None = None
    held_at: str | None = None
    all_day: bool = False
    minutes: int | None = None
    place: str = ""
    wanted: str = ""
    offered: str = ""
    result: str = ""
    outcome: Outcome = Outcome.NONE
    responsible_id: bytes | None = None
    further: tuple[bytes, ...] = ()
    zone: str = ""
    rule: str = ""
    reminders: str = ""
    next_kind: ActivityKind = ActivityKind.CALL
    next_at: str | None = None
    next_all_day: bool = False
    next_wanted: str = ""
    deal_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """A complaint, an inquiry or an unmet wish; ``channel`` says how it came."""

    client_id: bytes
    kind: RequestKind = RequestKind.COMPLAINT
    text: str = ""
    received_at: str = ""
    answered_at: str | None = None
    resolved_at: str | None = None
    resolution: str = ""
    responsible_id: bytes | None = None
    channel: Channel = Channel.ANY


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """How satisfied a client was: ``mark`` from 1 (not at all) to 5 (very); ``at`` empty: now."""

    client_id: bytes
    mark: int
    comment: str = ""
    at: str = ""
    request_id: bytes | None = None
    deal_id: bytes | None = None
    activity_id: bytes | None = None
    responsible_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One line of a deal: ``quantity`` in thousandths, ``price`` and ``cost`` of one in the deal's minor units."""

    name: str
    quantity: int = 1000
    price: int = 0
    cost: int | None = None
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class DealDraft:
    """A sale in the making, won or lost. ``cost`` None: nobody knows; with ``items`` both sums follow from them."""

    client_id: bytes
    title: str = ""
    amount: int = 0
    currency: str = ""
    state: DealState = DealState.OPEN
    expected_on: str | None = None
    closed_on: str | None = None
    notes: str = ""
    stage_id: bytes | None = None
    cost: int | None = None
    lost_reason: str = ""
    responsible_id: bytes | None = None
    source_id: bytes | None = None
    items: tuple[ItemDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """Advertising of one source from a day on; ``ends_on`` None: it runs on."""

    name: str
    source_id: bytes
    starts_on: str
    ends_on: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CostDraft:
    """What a source cost on a day, or evenly on each day until ``until_day``."""

    source_id: bytes
    amount: int
    currency: str
    on_day: str
    until_day: str | None = None
    campaign_id: bytes | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """Money from the client, negative to the client: planned until ``paid_on`` is set."""

    client_id: bytes
    amount: int
    currency: str
    due_on: str | None = None
    paid_on: str | None = None
    note: str = ""
    deal_id: bytes | None = None
