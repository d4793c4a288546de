"""What a report is asked for: which days, whose clients, in which money. Kept as JSON in saved reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import PeriodRefused
from crm_desktop.services.moves import local_day
from crm_desktop.services.reports.periods import PeriodName, Span, named

if TYPE_CHECKING:
    from crm_desktop.storage.store import Params, Store

JSON_VERSION = 1
EARLIEST, LATEST = date(1800, 1, 1), date(2999, 12, 31)
"""No day before or after these is asked for in earnest, and some calendars end a little beyond."""
LONGEST_AHEAD = 24
"""Months of a forecast."""
EVER_BACK, EVER_AHEAD = timedelta(days=366 * 50), timedelta(days=366 * 9)
"""Together less than ``periods.LONGEST_DAYS``."""


class Attribution(StrEnum):
    """To what a client and its sales are put down."""

    SOURCE = "source"  # the source that stands on its card: the first it came from
    CAMPAIGN = "campaign"  # the campaign of that source that ran when the client came


class Question(StrEnum):
    """What a diary is asked about meetings."""

    ALL = ""
    WENT_WELL = "went_well"  # which ended well
    ANOTHER = "another"  # who got another appointment after talks, and when
    PLANNED = "planned"  # which are planned
    DAYS = "days"  # on which days with this person


@dataclass(frozen=True, slots=True)
class Options:
    """Options of any report; each takes what means something to it and says so on the report.

    ``first`` and ``last`` count where ``period`` is ``DAYS``. ``person``: the colleague who had the contact, deal or
    request; ``group``, ``source``, ``stage``, ``tag``: only clients of it. ``currency``: all money in this one, by the
    user's own rates; empty: each currency by itself. ``kinds``: kinds of contacts (``ActivityKind``); empty: meetings
    and visits. ``by``: the field by which clients are counted (an id of ``services.filters``); of the report of 20/80
    what is shared out, "sales" or else the profit. ``rows``: of a long table so many at most, the rest is counted in
    ``Table.left_out``; 0: all of them, for a file. ``client``: only contacts with this one; ``question``: of the report
    about meetings this table alone (its docstring says which period each is asked of in a diary). ``ahead``: a forecast
    is of this month and so many after it.
    """

    period: PeriodName = PeriodName.LAST_WEEK
    first: str = ""
    last: str = ""
    person: bytes | None = None
    group: bytes | None = None
    source: bytes | None = None
    stage: bytes | None = None
    tag: bytes | None = None
    currency: str = ""
    kinds: tuple[str, ...] = ()
    attribution: Attribution = Attribution.SOURCE
    by: str = "city"
    rows: int = 300
    client: bytes | None = None
    question: Question = Question.ALL
    ahead: int = 6


def span_of(options: Options, today: date, ever: Span | None = None) -> Span:
    """The days that are meant. ``ever``: what "all" stands for, from the first record to the last.

    Raises:
        PeriodRefused: days that are none, an end before its beginning, or longer than a life's work.
    """
    if options.period is PeriodName.DAYS:
        try:
            first, last = date.fromisoformat(options.first), date.fromisoformat(options.last)
        except ValueError:
            raise PeriodRefused(first=options.first, last=options.last) from None
        if first < EARLIEST or last > LATEST:
            raise PeriodRefused(first=options.first, last=options.last)
        return Span(first, last)
    if options.period is PeriodName.ALL:
        return ever or Span(today, today)
    return named(options.period, today)


def to_json(options: Options) -> str:
    """The options as the text that a saved report keeps."""
    data: dict[str, Any] = {"version": JSON_VERSION}
    for field in fields(options):
        value = getattr(options, field.name)
        if value != field.default:
            data[field.name] = value.hex() if isinstance(value, bytes) else value
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Options:
    """The inverse; what a newer program wrote and this one does not know is left out."""
    try:
        data = json.loads(text)
    except ValueError:
        return Options()
    if not isinstance(data, dict):
        return Options()
    known: dict[str, Any] = {}
    for name, read in _READERS.items():
        if name in data:
            try:
                known[name] = read(data[name])
            except (TypeError, ValueError):
                continue
    return Options(**known)


def ever(store: Store, ends: str, today: date, values: Params = ()) -> Span:
    """From the first to the last of the days that a query gives (one row: first, last; either may be None).

    No further back or ahead than ``EVER_BACK`` and ``EVER_AHEAD``: beyond lie slips of the keyboard.
    """
    first, last = ends_of(store, ends, today, values)
    return Span(max(first, today - EVER_BACK), min(last, today + EVER_AHEAD))


def ends_of(store: Store, ends: str, today: date, values: Params = ()) -> tuple[date, date]:
    """The first and the last of the days that a query gives, as they are, with today in between."""
    ((first, last),) = store.read(ends, values)
    found = [local_day(text) for text in (first, last) if text]
    return min([today, *found]), max([today, *found])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "period": PeriodName,
    "first": _text,
    "last": _text,
    **dict.fromkeys(("person", "group", "source", "stage", "tag", "client"), bytes.fromhex),
    "currency": _text,
    "kinds": lambda value: tuple(_text(each) for each in value),
    "attribution": Attribution,
    "by": _text,
    "question": Question,
    "rows": lambda value: max(0, int(value)),
    "ahead": lambda value: min(max(1, int(value)), LONGEST_AHEAD),
}
