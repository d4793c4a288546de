"""A client's card as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from crm_desktop.ui import formats, text_kinds, text_money, text_requests
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.services.card_rows import Card, CardContact, CardPoint
    from crm_desktop.services.timeline import TimelineEntry


def card_lines(card: Card, history: Sequence[TimelineEntry]) -> Iterator[str]:
    """The card from what matters most on the phone down to the history, newest first."""
    yield from _head(card)
    yield from _matters(card)
    yield from _facts(card)
    if history:
        yield "\n" + tr("History")
    for entry in history:
        yield "  " + _history_line(entry)


def _head(card: Card) -> Iterator[str]:
    number = "" if card.number is None else f"№ {card.number}  "
    stage = f"  [{text_kinds.stage(card.stage.name, card.stage.role)}]" if card.stage else ""
    yield f"{number}{card.name}{stage}"
    if card.deleted:
        yield tr("This client lies in the bin.")
    if card.do_not_contact:
        yield tr("Does not want to be contacted.")
    for job in card.jobs:
        yield ", ".join(filter(None, (job.company, job.job_title, job.department)))
    for person in card.people:
        yield "  " + ", ".join(filter(None, (person.name, person.job_title, person.phone, person.email)))
    yield card.salutation
    for point in card.points:
        yield _point_line(point)


def _point_line(point: CardPoint) -> str:
    what = text_kinds.point_label(point.label) if point.label else text_kinds.point_kind(point.kind)
    value = point.value + (f" / {point.ext}" if point.ext else "")
    return f"{what}: {value}" + (f" ({point.note})" if point.note else "")


def _matters(card: Card) -> Iterator[str]:
    """What has to be known before the first word: likes, what waits, what is owed, what is planned."""
    today = datetime.now().astimezone().date()
    if card.likes:
        yield f"\n{text_kinds.field('likes')}: {card.likes}"
    for request in card.open_requests:
        late = text_requests.lateness(request.due_at, request.answered_at, datetime.now().astimezone())
        waits = ", ".join(filter(None, (formats.ago(request.received_at), late)))
        yield f"{text_kinds.request_kind(request.kind)}, {waits}: {request.text}"
    if card.satisfaction is not None:
        told = card.satisfaction
        said = (text_requests.satisfaction(told, today), text_requests.average(told), told.comment)
        yield f"{tr('Satisfaction')}: {', '.join(filter(None, said))}"
    for owed in card.owed:
        parts = (text_money.owed(owed), text_money.owed_note(owed, today))
        yield f"{tr('Balance')}: {', '.join(filter(None, parts))}"
    for money in card.in_parts:
        yield f"{money.title or tr('Deal')}: {', '.join(filter(None, text_money.in_parts(money, today)))}"
    for contact in card.planned:
        yield tr("Planned: {what}", what=_contact_line(contact))


def _contact_line(contact: CardContact) -> str:
    parts = (
        formats.moment(contact.at),
        text_kinds.activity_kind(contact.kind),
        contact.of_person,
        contact.wanted,
    )
    return ", ".join(filter(None, parts))


def _facts(card: Card) -> Iterator[str]:
    facts = {
        "birthday": formats.birthday(card.birthday) if card.birthday else "",
        "preferred_channel": text_kinds.channel(card.preferred_channel) if card.preferred_channel else "",
        "preferred_hours": card.preferred_hours,
        "language": text_kinds.language_name(card.language),
        "source": ", ".join(filter(None, (card.source, card.source_detail))),
        "referrer": card.referrer.name if card.referrer else "",
        "responsible": card.responsible,
        "groups": ", ".join(group.name for group in card.groups),
        "tags": ", ".join(tag.name for tag in card.tags),
        "price_terms": card.price_terms,
        "loyalty_card": card.loyalty_card,
        "notes": card.notes,
    }
    for name, value in facts.items():
        if value:
            yield f"{text_kinds.field(name)}: {value}"
    for named in card.dates:
        yield f"{named.label}: {formats.birthday(named.date)}"
    for own in card.fields:
        yield f"{own.name}: {own.value}"


def _history_line(entry: TimelineEntry) -> str:
    head = ", ".join(
        filter(
            None,
            (
                formats.moment(entry.at),
                text_kinds.activity_kind(entry.kind),
                text_kinds.direction(entry.direction),
                entry.of_person,
                "" if entry.held_at else tr("planned"),
                text_kinds.outcome(entry.outcome),
            ),
        )
    )
    said = " → ".join(filter(None, (entry.wanted, entry.offered, entry.result)))
    return f"{head}: {said}" if said else head
