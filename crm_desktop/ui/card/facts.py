"""What the card says about a client, as lines of a label and a value; which stand above the fold and which below.

Free of widgets: a line is made of a card and the day alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.kinds import Channel, FieldKind, Gender, PointKind
from crm_desktop.services.feedback import LOW
from crm_desktop.services.typed import age, days_until
from crm_desktop.ui import formats, text_kinds, text_money, text_requests
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.card_rows import Card, CardContact, CardPoint, Owed
    from crm_desktop.services.drafts import PointDraft

NEAR_DAYS = 14
"""A birthday or a named date that is so near is told above the fold."""

_POINTS_ON_TOP = 5
_DEALS_ON_TOP = 2
_PRICES_ON_TOP = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One line.

    Attributes:
        id: stable name; the object name of its widget.
        label: the word before it.
        text: the value itself.
        note: said quietly after it.
        tone: ``strong``, ``late``, ``care`` or empty.
        copy: what a click copies, where copying is what one wants (phones, e-mails).
        client: the client a click opens.
        activity: the planned contact a click opens.
        field: the field whose history belongs to it, as ``services.field_history`` names it.
    """

    id: str
    label: str
    text: str
    note: str = ""
    tone: str = ""
    copy: str = ""
    client: bytes | None = None
    activity: bytes | None = None
    field: str | bytes | None = None


def on_top(card: Card, today: date) -> list[Fact]:
    """The lines that the ringing phone needs: likes first, how to reach, what is owed, what comes next."""
    return [
        *_likes(card),
        *_salutation(card),
        *_points(card)[:_POINTS_ON_TOP],
        *_preferences(card),
        *(owed_fact(owed, today) for owed in card.owed),
        *in_parts_facts(card, today)[:_DEALS_ON_TOP],
        *_prices(card),
        *_next(card, today),
        *_satisfaction(card, today),
        *_near_dates(card, today),
    ]


def below(card: Card, today: date) -> list[Fact]:
    """All the rest of the card, in the order of its form."""
    return [
        *_points(card)[_POINTS_ON_TOP:],
        *_addresses(card),
        *_name(card),
        *_jobs(card),
        *_dates(card, today),
        *_standing(card),
        *_terms(card),
        *_own_fields(card),
        *_text("notes", "notes", card.notes),
        *_origin(card),
    ]


def point_fact(point: CardPoint, number: int) -> Fact:
    """The line of a contact point."""
    value = point.value + (f" {tr('ext.')} {point.ext}" if point.ext else "")
    word = (
        point.service
        if point.kind is PointKind.MESSENGER and point.service
        else text_kinds.point_kind(point.kind)
    )
    notes = [text_kinds.point_label(point.label), point.note]
    return Fact(
        f"fact_{point.kind.value}_{number}",
        word,
        value,
        " · ".join(note for note in notes if note),
        "strong" if point.kind is PointKind.PHONE and number == 1 else "",
        copy=point.value,
        field=point.kind.value,
    )


def _satisfaction(card: Card, today: date) -> list[Fact]:
    """The last mark, and the average of several."""
    told = card.satisfaction
    if told is None:
        return []
    text = text_requests.satisfaction(told, today)
    tone = "care" if told.last <= LOW else ""
    return [Fact("fact_satisfaction", tr("Satisfaction"), text, text_requests.average(told), tone)]


def owed_fact(owed: Owed, today: date) -> Fact:
    """The balance in one currency."""
    tone = "late" if owed.amount else "care" if owed.we_overdue else ""
    return Fact("fact_owes", tr("Balance"), text_money.owed(owed), text_money.owed_note(owed, today), tone)


def in_parts_facts(card: Card, today: date) -> list[Fact]:
    """Deals that are paid in parts: what of them is paid, and what comes next."""
    found = []
    for number, money in enumerate(card.in_parts, start=1):
        told = [money.title, *text_money.in_parts(money, today)]
        text, *notes = [words for words in told if words]
        found.append(Fact(f"fact_in_parts_{number}", tr("Deal"), text, " · ".join(notes)))
    return found


def planned_words(contact: CardContact, today: date) -> str:
    """A planned contact in one line: ``Meeting, Tue 24 Nov 15:30``."""
    return f"{text_kinds.activity_kind(contact.kind)}, {formats.moment(contact.at, today)}"


def address_words(point: CardPoint | PointDraft) -> str:
    """An address in one line: as written, else of its parts."""
    parts = [
        point.street,
        " ".join(p for p in (point.postal_code, point.city) if p),
        point.region,
        point.country,
    ]
    return point.value or ", ".join(part for part in parts if part)


def _likes(card: Card) -> list[Fact]:
    return [Fact("fact_likes", tr("Likes"), card.likes, tone="accent", field="likes")] if card.likes else []


def _salutation(card: Card) -> list[Fact]:
    if not card.salutation:
        return []
    return [Fact("fact_salutation", tr("Address as"), card.salutation, field="salutation")]


def _text(name: str, field: str, value: str, tone: str = "") -> list[Fact]:
    return [Fact(f"fact_{name}", text_kinds.field(field), value, tone=tone, field=field)] if value else []


def _points(card: Card) -> list[Fact]:
    found: list[Fact] = []
    for kind in (PointKind.PHONE, PointKind.EMAIL, PointKind.MESSENGER, PointKind.SITE):
        points = [point for point in card.points if point.kind is kind]
        found += [point_fact(point, number) for number, point in enumerate(points, start=1)]
    return found


def _preferences(card: Card) -> list[Fact]:
    parts = [
        text_kinds.channel(card.preferred_channel) if card.preferred_channel is not Channel.ANY else "",
        card.preferred_hours,
        text_kinds.language_name(card.language),
    ]
    shown = " · ".join(part for part in parts if part)
    return [Fact("fact_prefers", tr("Prefers"), shown, field="preferred_channel")] if shown else []


def _next(card: Card, today: date) -> list[Fact]:
    if not card.planned:
        return []
    first = card.planned[0]
    missed = first.at[:10] < today.isoformat()
    notes = [first.of_person, first.wanted.split("\n")[0]]
    if len(card.planned) > 1:
        notes.append(ntr("{n} more", "{n} more", len(card.planned) - 1))
    return [
        Fact(
            "fact_next",
            tr("Next"),
            planned_words(first, today),
            " · ".join(note for note in notes if note),
            "care" if missed else "",
            activity=first.id,
        )
    ]


def _near_dates(card: Card, today: date) -> list[Fact]:
    dates = [("fact_birthday_near", tr("Birthday"), card.birthday, "birthday")] if card.birthday else []
    dates += [
        (f"fact_date_near_{n}", d.label or tr("Date"), d.date, "dates") for n, d in enumerate(card.dates)
    ]
    return [
        Fact(
            name, word, _distance_words(days_until(day, today)), formats.birthday(day), "accent", field=field
        )
        for name, word, day, field in dates
        if days_until(day, today) <= NEAR_DAYS
    ]


def _distance_words(days: int) -> str:
    if days == 0:
        return trc("day", "today")
    return trc("day", "tomorrow") if days == 1 else ntr("in {n} day", "in {n} days", days)


def _addresses(card: Card) -> list[Fact]:
    points = [point for point in card.points if point.kind is PointKind.ADDRESS]
    return [
        Fact(
            f"fact_address_{number}",
            text_kinds.point_kind(PointKind.ADDRESS),
            address_words(point),
            " · ".join(note for note in (text_kinds.point_label(point.label), point.note) if note),
            copy=address_words(point),
            field="address",
        )
        for number, point in enumerate(points, start=1)
    ]


def _name(card: Card) -> list[Fact]:
    parts = " ".join(p for p in (card.prefix, card.family, card.given, card.middle, card.suffix) if p)
    found = (
        [Fact("fact_parts", tr("Full name"), parts, field="family")] if parts and parts != card.name else []
    )
    found += _text("nickname", "nickname", card.nickname)
    if card.gender is not Gender.UNKNOWN:
        found += _text("gender", "gender", text_kinds.gender(card.gender))
    return found


def _jobs(card: Card) -> list[Fact]:
    return [
        Fact(
            f"fact_job_{number}",
            text_kinds.field("company"),
            job.company or job.job_title,
            ", ".join(part for part in (job.job_title if job.company else "", job.department) if part),
            client=job.company_id,
            field="employments",
        )
        for number, job in enumerate(card.jobs, start=1)
    ]


def _dates(card: Card, today: date) -> list[Fact]:
    found: list[Fact] = []
    if card.birthday:
        years = age(card.birthday, today)
        note = "" if years is None else ntr("{n} year old", "{n} years old", years)
        found.append(
            Fact(
                "fact_birthday",
                text_kinds.field("birthday"),
                formats.birthday(card.birthday),
                note,
                field="birthday",
            )
        )
    found += [
        Fact(f"fact_date_{number}", dated.label or tr("Date"), formats.birthday(dated.date), field="dates")
        for number, dated in enumerate(card.dates, start=1)
    ]
    return found


def _standing(card: Card) -> list[Fact]:
    return [
        *_text("groups", "groups", ", ".join(group.name for group in card.groups)),
        *_text("ideal_silence", "ideal_silence_days", _days(card.ideal_silence_days)),
        *_text("longest_silence", "longest_silence_days", _days(card.longest_silence_days)),
        *_text("responsible", "responsible_id", card.responsible),
    ]


def _prices(card: Card) -> list[Fact]:
    """What things cost this client, in a word: the discount, and the first personal prices."""
    prices = [text_money.price(each) for each in card.prices[:_PRICES_ON_TOP]]
    if len(card.prices) > _PRICES_ON_TOP:
        prices.append(ntr("{n} more", "{n} more", len(card.prices) - _PRICES_ON_TOP))
    discount = f"\u2212{_percent(card.discount_bp)}" if card.discount_bp else ""
    terms = [each for each in (discount, card.price_terms.split("\n")[0], *prices) if each]
    if not terms:
        return []
    return [Fact("fact_prices_near", tr("Prices"), terms[0], ", ".join(terms[1:]), field="discount_bp")]


def _percent(basis_points: int) -> str:
    return f"{formats.decimal(str(basis_points / 100).removesuffix('.0'))} %"


def _terms(card: Card) -> list[Fact]:
    discount = "" if card.discount_bp is None else _percent(card.discount_bp)
    return [
        *_text("price_terms", "price_terms", card.price_terms),
        *_text("discount", "discount_bp", discount),
        *_text("prices", "prices", "\n".join(text_money.price(each) for each in card.prices)),
        *_text("loyalty_card", "loyalty_card", card.loyalty_card),
    ]


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return ntr("{n} day", "{n} days", days) if days else tr("any silence")


def own_value(kind: FieldKind, value: str) -> str:
    """The value of an own field as people read it."""
    if kind is FieldKind.YES_NO:
        return {"1": tr("yes"), "0": tr("no")}.get(value, value)
    if kind is FieldKind.NUMBER:
        return formats.decimal(value)
    return formats.birthday(value) if kind is FieldKind.DATE else value


def _own_fields(card: Card) -> list[Fact]:
    return [
        Fact(f"fact_own_{number}", field.name, own_value(field.kind, field.value), field=field.field_id)
        for number, field in enumerate(card.fields, start=1)
    ]


def _origin(card: Card) -> list[Fact]:
    found: list[Fact] = []
    if card.source or card.source_detail:
        found.append(
            Fact("fact_source", text_kinds.field("source"), card.source or card.source_detail,
                 card.source_detail if card.source else "", field="source_id")
        )  # fmt: skip
    if card.referrer is not None:
        found.append(
            Fact("fact_referrer", text_kinds.field("referrer"), card.referrer.name, client=card.referrer.id,
                 field="referrer_id")
        )  # fmt: skip
    if card.counts.recommended:
        shown = ntr("{n} client", "{n} clients", card.counts.recommended)
        found.append(Fact("fact_recommended", tr("Recommended us to"), shown))
    found += [
        Fact(f"fact_external_{number}", other.system or tr("Another program"), other.value, copy=other.value)
        for number, other in enumerate(card.external_ids, start=1)
    ]
    found += [
        Fact(f"fact_import_{number}", text_kinds.field("import"), ", ".join(run.files), formats.day(run.at))
        for number, run in enumerate(card.imports, start=1)
    ]
    found.append(Fact("fact_created", text_kinds.field("created_at"), formats.day(card.created_at)))
    return found
