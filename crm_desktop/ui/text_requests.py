"""Words of requests: how they stand, how long they wait, what became of them; and of marks. Free of Qt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text
from crm_desktop.kinds import Channel
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.text_today import lasting, sentence, short, waited

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm_desktop.services.feedback import LowMark, Satisfaction
    from crm_desktop.services.request_list import RequestRow
    from crm_desktop.services.request_story import Event
    from crm_desktop.services.wishes import WishesFound

_CARE_FROM = 0.5
"""When so much of the time allowed has passed, a request is marked."""
_STARS = "★★★★★☆☆☆☆☆"


def channel(value: Channel) -> str:
    """How a request came; nothing where nobody said."""
    return {
        Channel.ANY: "",
        Channel.PHONE: trc("request came", "by phone"),
        Channel.EMAIL: trc("request came", "by e-mail"),
        Channel.SMS: trc("request came", "by SMS"),
        Channel.MESSENGER: trc("request came", "by messenger"),
        Channel.VISIT: trc("request came", "in person"),
        Channel.LETTER: trc("request came", "by letter"),
    }[value]


def is_late(due_at: str | None, now: datetime) -> bool:
    """Whether what is to be done until ``due_at`` is late."""
    return due_at is not None and parse_utc_text(due_at) < now.astimezone(UTC)


def tone(received_at: str, due_at: str | None, now: datetime) -> str:
    """The colour of a clock: ``late`` beyond the time allowed, ``care`` in its second half, else ``text``."""
    if due_at is None:
        return "text"
    if is_late(due_at, now):
        return "late"
    received = parse_utc_text(received_at)
    allowed = parse_utc_text(due_at) - received
    return "care" if now.astimezone(UTC) - received >= allowed * _CARE_FROM else "text"


def lateness(due_at: str | None, answered_at: str | None, now: datetime) -> str:
    """By how much it is late, or until when what is to be done: ``answer late by 5 h``, ``resolve by 25 Nov``."""
    if due_at is None:
        return ""
    if is_late(due_at, now):
        late = waited(due_at, now)
        if answered_at:
            return tr("resolution late by {long}", long=late)
        return tr("answer late by {long}", long=late)
    when = formats.moment(due_at, now.astimezone().date())
    return tr("resolve by {when}", when=when) if answered_at else tr("answer by {when}", when=when)


def badge(row: RequestRow, now: datetime) -> tuple[str, str]:
    """How it stands, as a word and the tone of its ground."""
    if row.resolved_at is not None:
        return trc("request", "resolved"), "quiet"
    if is_late(row.due_at, now):
        return trc("request", "overdue"), "late"
    return (trc("request", "answered"), "accent") if row.answered_at else ("", "quiet")


def clock(row: RequestRow, now: datetime) -> str:
    """How long it waits, or took: ``2 days``, ``in 2 days``."""
    if row.resolved_at is None:
        return waited(row.received_at, now)
    return trc("resolved", "in {long}", long=_took(row))


def standing(row: RequestRow, now: datetime) -> str:
    """The clock in words: ``Waits for 2 days, answer late by 5 h.``"""
    if row.resolved_at is not None:
        when = formats.moment(row.resolved_at, now.astimezone().date())
        return _stopped(tr("Resolved {when}, after {long}.", when=when, long=_took(row)))
    long = clock(row, now)
    by = lateness(row.due_at, row.answered_at, now)
    told = tr("Waits for {long}, {by}.", long=long, by=by) if by else tr("Waits for {long}.", long=long)
    return sentence(_stopped(told), tr("Answered, not resolved yet.") if row.answered_at else "")


def _stopped(told: str) -> str:
    """A sentence with one full stop, also where its last word is short and brings its own (Lithuanian "val.")."""
    return f"{told.rstrip('.')}."


def _took(row: RequestRow) -> str:
    return waited(row.received_at, parse_utc_text(row.resolved_at or row.received_at))


def whose(row: RequestRow) -> str:
    """Who takes care of it."""
    return tr("with {name}", name=row.responsible) if row.responsible else tr("nobody has it")


def spoken(row: RequestRow, now: datetime) -> str:
    """The line as a screen reader says it."""
    word, _ = badge(row, now)
    parts = (row.client, text_kinds.request_kind(row.kind).lower(), word, clock(row, now), whose(row))
    return f"{', '.join(part for part in parts if part)}. {short(row.text)}"


def event(told: Event) -> str:
    """One thing that happened, without when and by whom."""
    # Imported here: a morning tells of requests, not of their histories.
    from crm_desktop.services.request_story import Turn

    if told.turn is Turn.RECEIVED:
        came = channel(Channel(told.new)) if told.new in set(Channel) else ""
        return tr("Received {how}", how=came) if came else trc("request", "Received")
    if told.turn is Turn.HANDED_OVER:
        nobody = trc("with whom", "nobody")
        return tr("Handed over: {old} → {new}", old=told.old or nobody, new=told.new or nobody)
    if told.turn is Turn.CHANGED:
        field = trc("request", "Came by") if told.field == "channel" else text_kinds.field(told.field)
        return tr("Changed: {field}", field=field)
    return {
        Turn.ANSWERED: trc("request", "Answered"),
        Turn.RESOLVED: trc("request", "Resolved"),
        Turn.REOPENED: trc("request", "Opened again"),
    }[told.turn]


def listed(total: int) -> str:
    """How many requests a list has."""
    return ntr("{n} request", "{n} requests", total)


def chosen(rows: Sequence[RequestRow]) -> str:
    """What several chosen requests are."""
    clients = len({row.client_id for row in rows})
    many = ntr("{n} request chosen", "{n} requests chosen", len(rows))
    return tr("{requests}, {clients}", requests=many, clients=ntr("of {n} client", "of {n} clients", clients))


def wish_answer(found: WishesFound) -> str:
    """Who waits for what was asked: ``12 clients wait for “blue vases”.``"""
    told = ntr(
        "{n} client waits for “{asked}”.", "{n} clients wait for “{asked}”.", found.clients, asked=found.asked
    )
    hears = len(found.told_ids)
    return sentence(told, ntr("{n} hears of it already.", "{n} hear of it already.", hears) if hears else "")


def wish_purpose(asked: str) -> str:
    """What a call about a wish is for."""
    return tr("What was wished for is there: {asked}", asked=asked) if asked else tr("About the wish")


# -------------------------------------------------------------------------------------------------------------- marks


def stars(mark: int) -> str:
    """A mark as stars: ★★★★☆."""
    return _STARS[5 - mark : 10 - mark]


def mark_of_five(mark: int) -> str:
    """A mark in words: ``4 of 5``."""
    return tr("{mark} of 5", mark=mark)


def satisfaction(told: Satisfaction, today: date | None = None) -> str:
    """The last mark, when, and the average: ``★★★★☆ 4 of 5, 12 Nov``."""
    return f"{stars(told.last)} {mark_of_five(told.last)}, {formats.day(told.at, today)}"


def average(told: Satisfaction) -> str:
    """The average of several marks; nothing for a single one."""
    if told.count < 2:
        return ""
    value = formats.decimal(f"{told.average:.1f}")
    return ntr("on average {value} of {n} mark", "on average {value} of {n} marks", told.count, value=value)


def low_mark(row: LowMark, now: datetime) -> str:
    """A low mark as it is read aloud."""
    return tr(
        "{name} gave {mark} of 5, {long} ago.", name=row.client, mark=row.mark, long=waited(row.at, now)
    )


def limit_hours(hours: int | None) -> str:
    """A limit to the first answer: ``a day`` for 24."""
    if hours is None:
        return trc("limit", "no limit")
    if hours % 24 == 0:
        return lasting(hours // 24)
    return ntr("{n} hour", "{n} hours", hours)


def limit_days(days: int | None) -> str:
    """A limit to the resolution."""
    return trc("limit", "no limit") if days is None else lasting(days)
