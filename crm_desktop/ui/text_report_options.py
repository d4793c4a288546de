"""What a report was asked for, in words: periods, people, fields. Free of Qt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import PeriodRefused
from crm_desktop.kinds import ActivityKind, ReportKind
from crm_desktop.services.filters import OWN
from crm_desktop.services.reports import option_names
from crm_desktop.services.reports.option_names import Named
from crm_desktop.services.reports.options import Attribution, Question, span_of
from crm_desktop.services.reports.periods import PeriodName, Span
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_desktop.services.base import Store
    from crm_desktop.services.reports.options import Options

TAKEN: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.WEEKLY: ("period", "person", "group", "source", "stage", "tag", "kinds"),
    ReportKind.MEETINGS: ("period", "client", "person", "group", "source", "stage", "tag", "kinds"),
    ReportKind.FUNNEL: ("period", "person", "group", "source", "tag"),
    ReportKind.RETENTION: ("period", "person", "group", "source", "stage", "tag", "currency"),
    ReportKind.SOURCES: ("period", "attribution", "person", "group", "stage", "tag", "currency"),
    ReportKind.PARETO: ("period", "by", "person", "group", "source", "stage", "tag", "currency"),
    ReportKind.SEGMENTS: ("period", "person", "group", "source", "stage", "tag", "currency"),
    ReportKind.RESPONSE: ("period", "person", "group", "source", "stage", "tag"),
    ReportKind.FORECAST: ("ahead", "person", "group", "source", "stage", "tag", "currency"),
    ReportKind.DUE_TO_BUY: ("person", "group", "source", "stage", "tag", "currency"),
    ReportKind.DATES: ("period", "person", "group", "source", "stage", "tag"),
    ReportKind.CLIENTS: ("by", "period", "person", "group", "source", "stage", "tag", "currency"),
}
"""Which options mean something to each report, in the order in which they are offered."""

FIELDS = (
    "city", "region", "country", "stage", "source", "group", "tag", "responsible", "segment", "referrer", "company",
    "job_title", "language", "channel", "kind", "gender", "vip", "created",
)  # fmt: skip
"""By which fields clients are counted; own ones beside them."""

BY_SALES = "sales"


def title(name: str) -> str:
    """What an option is called."""
    return {
        "period": trc("option", "Period"),
        "person": trc("option", "Person"),
        "group": trc("option", "Group"),
        "source": trc("option", "Source"),
        "stage": trc("option", "Stage"),
        "tag": trc("option", "Tag"),
        "currency": trc("option", "Money in"),
        "kinds": trc("option", "Contacts"),
        "attribution": trc("option", "Put down to"),
        "by": trc("option", "By"),
        "client": trc("option", "Client"),
        "ahead": trc("option", "Months ahead"),
    }[name]


def period(name: PeriodName) -> str:
    """A period that goes with the calendar."""
    return {
        PeriodName.TODAY: trc("period", "Today"),
        PeriodName.THIS_WEEK: trc("period", "This week"),
        PeriodName.LAST_WEEK: trc("period", "Last week"),
        PeriodName.WEEK_BEFORE_LAST: trc("period", "The week before last"),
        PeriodName.NEXT_WEEK: trc("period", "Next week"),
        PeriodName.THIS_MONTH: trc("period", "This month"),
        PeriodName.LAST_MONTH: trc("period", "Last month"),
        PeriodName.NEXT_MONTH: trc("period", "Next month"),
        PeriodName.THIS_QUARTER: trc("period", "This quarter"),
        PeriodName.LAST_QUARTER: trc("period", "Last quarter"),
        PeriodName.THIS_YEAR: trc("period", "This year"),
        PeriodName.LAST_YEAR: trc("period", "Last year"),
        PeriodName.LAST_12_MONTHS: trc("period", "The last 12 months"),
        PeriodName.ALL: trc("period", "All time"),
        PeriodName.DAYS: trc("period", "From … to …"),
    }[name]


def days(span: Span) -> str:
    """The days of a period: ``16 Nov – 22 Nov 2026``; of one day that day."""
    first, last = _full(span.first), _full(span.last)
    if span.first == span.last:
        return first
    if span.first.year == span.last.year:
        first = formats.day(span.first.isoformat(), span.last)
    return tr("{first} \N{EN DASH} {last}", first=first, last=last)


def period_words(options: Options, today: date) -> str:
    """The period with its days: ``Last week (9 Nov – 15 Nov 2026)``."""
    if options.period is PeriodName.ALL:
        return period(options.period)
    try:
        shown = days(span_of(options, today))
    except PeriodRefused:
        return period(options.period)
    if options.period is PeriodName.DAYS:
        return shown
    return tr("{name} ({days})", name=period(options.period), days=shown)


def attribution(value: Attribution) -> str:
    """To what clients and sales are put down."""
    return {
        Attribution.SOURCE: trc("put down to", "Source on the card"),
        Attribution.CAMPAIGN: trc("put down to", "Campaign that ran then"),
    }[value]


def question(value: Question) -> str:
    """A question to the diary."""
    return {
        Question.ALL: trc("report", "Questions to the diary"),
        Question.WENT_WELL: trc("report", "Meetings that ended well"),
        Question.ANOTHER: trc("report", "Who got another appointment"),
        Question.PLANNED: trc("report", "Meetings planned"),
        Question.DAYS: trc("report", "Days with a person"),
    }[value]


def by_words(kind: ReportKind, by: str, name: str = "") -> str:
    """The field by which clients are counted (an own one by its ``name``), or what is shared out."""
    if kind is ReportKind.PARETO:
        return trc("shared out", "Sales") if by == BY_SALES else trc("shared out", "Profit")
    if by.startswith(OWN):
        return name or "?"
    return text_kinds.field(by)


def kinds_words(kinds: tuple[str, ...]) -> str:
    """Which contacts count."""
    if not kinds:
        return tr("Meetings and visits")
    return ", ".join(text_kinds.activity_kind(ActivityKind(each)) for each in kinds)


def value_words(kind: ReportKind, options: Options, option: str, names: Mapping[str, Named]) -> str:
    """What is chosen of an option beside the period; empty where nothing is."""
    value, named = getattr(options, option), names.get(option, Named(""))
    if option in _WORDED:
        return _WORDED[option](value)
    if option == "by":
        return by_words(kind, value, named.name)
    if not value:
        return ""
    if option == "currency":
        return str(value)
    if not any(named):
        return "?"  # it was erased since
    return text_kinds.stage(*named) if option == "stage" else named.name


def asked(store: Store, kind: ReportKind, options: Options, today: date) -> tuple[tuple[str, str], ...]:
    """Each option that was chosen, or matters though it was not: its title and its words."""
    names = option_names.names(store, options)
    found = []
    for name in TAKEN[kind]:
        is_period = name == "period"
        words = period_words(options, today) if is_period else value_words(kind, options, name, names)
        if words:
            found.append((title(name), words))
    return tuple(found)


def _full(day: date) -> str:
    # Of a day of another year the year is told; a report is read next year too.
    return formats.day(day.isoformat(), date(day.year - 1, 1, 1))


_WORDED: Mapping[str, Callable[[Any], str]] = {
    "kinds": kinds_words,
    "attribution": attribution,
    "ahead": lambda months: ntr("{n} month", "{n} months", months),
}
