"""Drafts of clients in the one form the base keeps: tidied, names derived, checked.

Pure functions: what a draft becomes here is what ``clients.draft_of`` gives back after it was saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import ClientEmpty, NumberRefused
from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.models.amounts import LARGEST_AMOUNT, currency_code
from crm_desktop.models.contacts import LONGEST_SILENCE_DAYS
from crm_desktop.models.days import check_yearly_day
from crm_desktop.models.emails import parse_emails
from crm_desktop.models.limits import LONG_TEXTS, check_text
from crm_desktop.models.names import Name, display_name, natural_order, split_name
from crm_desktop.models.phones import parse_phones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft, PriceDraft

WHOLE_DISCOUNT_BP = 10_000
"""100 % in basis points."""

NAME_PARTS = ("prefix", "family", "given", "middle", "suffix", "nickname")


def normalised(draft: ClientDraft, region: str) -> ClientDraft:
    """The draft as it will stand in the base; ``region`` is the country of phones without a country code.

    One-line texts lose blanks at their ends and runs of blanks, empty rows go, tags and groups stand once each. A name
    without parts is parted (people only), parts without a name make it.

    Raises:
        ClientEmpty: neither a name nor a contact point.
        ValueRefused: a text too long or not storable, a date that is none, a discount beyond 100 %, a price below
            nought or without a currency.
    """
    draft = _with_names(_tidied(draft))
    draft = replace(
        draft,
        points=tuple(point for typed in draft.points for point in _points(typed, region)),
        employments=tuple(job for job in map(_tidied_employment, draft.employments) if _says_something(job)),
        dates=tuple(date for date in map(_tidied_date, draft.dates) if date.date),
        prices=tuple(price for price in map(_tidied_price, draft.prices) if price.item),
        tags=distinct_names(draft.tags),
        groups=distinct_names(draft.groups),
        fields={field_id: value for field_id, value in draft.fields.items() if value != ""},
    )
    check_yearly_day("birthday", draft.birthday)
    for date in draft.dates:
        check_yearly_day("dates", date.date)
    if draft.discount_bp is not None and not 0 <= draft.discount_bp <= WHOLE_DISCOUNT_BP:
        raise NumberRefused(field="discount_bp", value=draft.discount_bp, least=0, most=WHOLE_DISCOUNT_BP)
    for field in ("ideal_silence_days", "longest_silence_days"):
        days = getattr(draft, field)
        if days is not None and not 0 <= days <= LONGEST_SILENCE_DAYS:
            raise NumberRefused(field=field, value=days, least=0, most=LONGEST_SILENCE_DAYS)
    if not draft.name and not draft.points:
        raise ClientEmpty
    return draft


def derived_name(draft: ClientDraft) -> str:
    """The name made of the parts: family first where it is written in Cyrillic, as people are called there."""
    name = Name(**{part: getattr(draft, part) for part in NAME_PARTS})
    return display_name(name, natural_order(name))


def renamed(draft: ClientDraft, before: ClientDraft) -> ClientDraft:
    """A draft of a client whose name was changed in one place only, with the other place following.

    Who rewrites the whole name gets new parts; who rewrites a part gets a new whole name, unless that one was the
    user's own wording.
    """
    same_name = draft.name == before.name
    same_parts = all(getattr(draft, part) == getattr(before, part) for part in NAME_PARTS)
    if same_parts and not same_name and draft.name:
        return replace(draft, prefix="", family="", given="", middle="", suffix="")
    if same_name and not same_parts and derived_name(draft) and before.name == derived_name(before):
        return replace(draft, name="")
    return draft


def _tidied(draft: ClientDraft) -> ClientDraft:
    """All texts of the draft's own row checked, and one-line ones squeezed."""
    values: dict[str, Any] = {}
    for field in fields(draft):
        value = getattr(draft, field.name)
        if type(value) is str:  # no kind: those are of a fixed set
            values[field.name] = _line(field.name, value)
    return replace(draft, **values)


def _line(field: str, value: str) -> str:
    """A checked text; blanks squeezed unless it may have several lines."""
    check_text(field, value)
    return value if field in LONG_TEXTS else " ".join(value.split())


def _with_names(draft: ClientDraft) -> ClientDraft:
    if not draft.name:
        return replace(draft, name=derived_name(draft))
    if draft.kind is not ClientKind.PERSON or draft.family or draft.given or draft.middle:
        return draft
    if draft.name == derived_name(draft):
        return draft  # made of a nickname or a title alone: there is nothing in it to part
    parted = split_name(draft.name)
    parts: dict[str, Any] = {part: " ".join(getattr(parted, part).split()) for part in NAME_PARTS}
    typed = {part: value for part in NAME_PARTS if (value := getattr(draft, part))}
    return replace(draft, **parts | typed)


def _points(point: PointDraft, region: str) -> Iterator[PointDraft]:
    """The contact points of one line of the form: several phones or e-mails in one line become several lines."""
    lines = ("value", "label", "ext", "service", "street", "city", "region", "postal_code", "country")
    tidy: dict[str, Any] = {name: " ".join(getattr(point, name).split()) for name in lines}
    point = replace(point, **tidy)
    for field in fields(point):
        text = getattr(point, field.name)
        if isinstance(text, str):
            check_text(field.name, text)
    if point.kind is PointKind.PHONE:
        yield from _phones(point, region)
    elif point.kind is PointKind.EMAIL:
        emails = parse_emails(point.value)
        if len(emails) > 1 and all(email.valid and not email.name for email in emails):
            yield from _parted(point, [email.text for email in emails])
        elif point.value:
            yield point
    elif point.value or point.street or point.city or point.region or point.postal_code or point.country:
        yield point


def _phones(point: PointDraft, region: str) -> Iterator[PointDraft]:
    phones = parse_phones(point.value, region)
    if len(phones) > 1 and all(phone.valid and not phone.label for phone in phones):
        yield from _parted(point, [phone.text for phone in phones])
    elif point.value:
        yield replace(point, ext=point.ext or next((phone.ext for phone in phones), ""))


def _parted(point: PointDraft, values: Iterable[str]) -> Iterator[PointDraft]:
    """One line of the form as several; the first stays the row it was."""
    for place, value in enumerate(values):
        yield replace(point, value=value, id=point.id if place == 0 else None)


def _tidied_employment(job: EmploymentDraft) -> EmploymentDraft:
    return replace(
        job,
        company_name=_line("company_name", job.company_name),
        job_title=_line("job_title", job.job_title),
        department=_line("department", job.department),
    )


def _says_something(job: EmploymentDraft) -> bool:
    return bool(job.company_id or job.company_name or job.job_title or job.department)


def _tidied_date(date: DateDraft) -> DateDraft:
    return replace(date, label=_line("label", date.label), date=date.date.strip())


def _tidied_price(price: PriceDraft) -> PriceDraft:
    item, note = _line("item", price.item), _line("note", price.note)
    if item and not 0 <= price.amount <= LARGEST_AMOUNT:
        raise NumberRefused(field="prices", value=price.amount, least=0, most=LARGEST_AMOUNT)
    code = currency_code("prices", price.currency, needed=bool(item))
    return replace(price, item=item, note=note, currency=code)


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of tags or groups, tidied, each once as people compare them, in one order (a set has none of its own)."""
    found: dict[str, str] = {}
    for name in names:
        clean = _line("name", name)
        if fold(clean):
            found.setdefault(fold(clean), clean)
    return tuple(found[key] for key in sorted(found))
