"""Birthdays and named dates as they are kept in a period: how many on which day, and whose.

A yearly date is kept on its day of every year from the one it names on; where the year is not known, every year. One of
29 February is kept on the 28th in common years, as everywhere in the program (``models.dates.day_in_year``). Round are
the years that ten or twenty-five divide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.models.dates import age_on, day_in_year
from crm_desktop.services.reports import who

if TYPE_CHECKING:
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

_DAY = timedelta(days=1)
_FEW_DAYS = 92
"""Up to so many days an index finds them sooner than reading every client."""
BIRTHDAY, NAMED = "birthday", "date"

_SOURCES = {
    BIRTHDAY: ("FROM client c WHERE c.birthday <> '' AND {condition}", "c.birthday"),
    NAMED: (
        "FROM named_date d CROSS JOIN client c ON c.id = d.client_id"
        " WHERE d.deleted = 0 AND d.date <> '' AND {condition}",
        "d.date",
    ),
}
_BY_DAY = {
    BIRTHDAY: (
        "SELECT c.id, c.id, c.name, '', c.birthday FROM client c"
        " WHERE c.birthday <> '' AND substr(c.birthday, -5) IN (:key, :leap) AND {condition}"
    ),
    NAMED: (
        "SELECT d.id, c.id, c.name, d.label, d.date FROM named_date d CROSS JOIN client c ON c.id = d.client_id"
        " WHERE substr(d.date, -5) IN (:key, :leap) AND d.deleted = 0 AND {condition}"
    ),
}


class Kept(NamedTuple):
    """A date kept on the day ``on``; ``years`` where the year is known; ``subject`` the client or the named date."""

    what: str
    subject: bytes
    client_id: bytes
    client: str
    label: str
    on: date
    years: int | None


class Counted(NamedTuple):
    """So many dates of one kind kept on a day, of one number of years."""

    what: str
    on: date
    years: int | None
    number: int


def is_round(years: int | None) -> bool:
    """Whether so many years are worth a feast."""
    return years is not None and years > 0 and (years % 10 == 0 or years % 25 == 0)


def counted(store: Store, options: Options, span: Span) -> list[Counted]:
    """How many dates are kept on the days of ``span``: read by day and year of birth, not one by one."""
    condition, values = who.in_care(options)
    found = []
    for what, (source, column) in _SOURCES.items():
        of_days, keys = _of_days(column, span)
        for day, number in store.cursor(
            f"SELECT {column}, COUNT(*) {source.format(condition=condition)}{of_days} GROUP BY 1",
            values | keys,
        ):
            found += [Counted(what, on, age_on(day, on), number) for on in _kept(day, span)]
    return found


def in_bin(store: Store, options: Options, span: Span) -> int:
    """How many are left out because the client lies in the bin; dates of merged cards went over to the other."""
    condition, values = who.in_care(options)
    binned = condition.replace(who.LIVE, "c.deleted = 1 AND c.merged_into IS NULL")
    found = store.cursor(
        # Asking for the index of birthdays here would read it whole: the bin is small.
        f"SELECT c.birthday FROM client c WHERE {binned} UNION ALL"
        " SELECT d.date FROM client c CROSS JOIN named_date d ON d.client_id = c.id"
        f" WHERE d.deleted = 0 AND {binned}",
        values,
    )
    return sum(len(list(_kept(day, span))) for (day,) in found if day)


def _of_days(column: str, span: Span) -> tuple[str, dict[str, str]]:
    """SQL for "of one of these days", by the index of days, and its values; nothing where most days are meant."""
    if span.days > _FEW_DAYS:
        return "", {}
    days = [f"{span.first + n * _DAY:%m-%d}" for n in range(span.days)]
    keys = {f"day{number}": day for number, day in enumerate(sorted({*days, "02-29"}))}
    return f" AND substr({column}, -5) IN ({', '.join(f':{name}' for name in keys)})", keys


def kept(store: Store, options: Options, span: Span) -> Iterator[Kept]:
    """All of them, day by day and by name, read as they are asked for."""
    condition, values = who.in_care(options)
    on = span.first
    while on <= span.last:
        yield from kept_on(store, condition, values, on)
        on += _DAY


def kept_on(store: Store, condition: str, values: dict[str, object], on: date) -> list[Kept]:
    """Those of one day, by name."""
    key = f"{on:%m-%d}"
    keys = {"key": key, "leap": "02-29" if day_in_year("--02-29", on.year) == on else key}
    found = [
        Kept(what, subject, client_id, name, label, on, age_on(day, on))
        for what, select in _BY_DAY.items()
        for subject, client_id, name, label, day in store.read(
            select.format(condition=condition), values | keys
        )
        if day.startswith("--") or int(day[:4]) <= on.year
    ]
    return sorted(found, key=lambda each: (each.client, each.client_id, each.what, each.label, each.subject))


def _kept(day: str, span: Span) -> Iterator[date]:
    """On which days of the period a yearly date is kept."""
    first = span.first.year if day.startswith("--") else max(span.first.year, int(day[:4]))
    for year in range(first, span.last.year + 1):
        on = day_in_year(day, year)
        if span.first <= on <= span.last:
            yield on
