"""Series of contacts: a template whose occurrences are worked out, and the occurrences that have rows of their own.

The template is an activity with a rule that was not held (ADR 0008). An occurrence gets a row when something happens
to it - held, moved, cancelled, deleted - and that row names the template and the moment it stands for. A template
that is over is itself held, at its last occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import RuleRefused
from crm_desktop.models.zones import zone_named
from crm_desktop.services.recurrence import Series, last_occurrence, next_occurrence, occurrences
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from crm_desktop.storage.store import Params, Store

OVERDUE_DAYS = 31
"""How long an occurrence that passed with nothing told of it counts as overdue."""

_LATEST_ZONE = timedelta(hours=12)
"""How far behind UTC clocks run at most: there a day ends last."""


@dataclass(frozen=True, slots=True)
class Template:
    """A series that goes on. ``since``: when it came into the base (UTC); what passed before is not overdue.

    ``taken`` are the occurrences that have rows of their own.
    """

    id: bytes
    series: Series
    since: str
    taken: frozenset[str]


def templates(store: Store, mine: str = "1", params: Params = ()) -> list[Template]:
    """The series that go on, of all clients or where ``mine`` (a condition on ``activity a``) holds."""
    found = store.read(
        "SELECT a.id, a.planned_at, a.zone, a.rule, a.all_day, a.created_at FROM activity a"
        f" WHERE a.rule <> '' AND a.held_at IS NULL AND a.planned_at IS NOT NULL AND a.deleted = 0 AND {mine}"
        " ORDER BY +a.rid",  # in the order of making, and yet not by reading the whole table in it
        params,
    )
    return [
        Template(id_, Series(start, zone, rule, bool(all_day)), since or start, _taken(store, id_))
        for id_, start, zone, rule, all_day, since in found
    ]


def between(template: Template, first: str, last: str) -> Iterator[str]:
    """The occurrences without rows of their own from ``first`` to before ``last``, both as the start is written."""
    try:
        yield from occurrences(template.series, first, last, template.taken)
    except RuleRefused:
        return  # a newer program wrote a rule that this one does not know: nothing is shown that may be wrong


def known_since(template: Template, today: date) -> datetime:
    """When the series came into the base; where a clock that ran ahead says "on a day to come", its beginning.

    Of an all-day one it is the local midnight of the day of its making, as it was where it was made: here that may be
    another. Raises ValueError where that is no moment.
    """
    since = _instant(template.since)
    if since >= midnight(today + timedelta(days=1)):
        since = _instant(template.series.start)
    if not template.series.all_day:
        return since
    try:
        return midnight(_day_made(template.series, since))
    except OverflowError:  # at an end of the calendar
        return since


def _day_made(series: Series, since: datetime) -> date:
    """The calendar day of the making: of the clock of the series and the one here the earlier, since nobody knows
    which it was made by; without a clock of its own the start may tell better.
    """
    zone = zone_named(series.zone) if series.zone else None
    if zone is not None:
        return min(since.astimezone(zone).date(), since.astimezone().date())
    day, start = since.astimezone().date(), date.fromisoformat(series.start[:10])
    # Somewhere it may still have been the first day: better told once too often than never.
    return start if (since - _LATEST_ZONE).date() <= start < day else day


def overdue(template: Template, now: datetime) -> Iterator[str]:
    """The occurrences that passed of late, since the series is known, and of which nothing was told."""
    first = max(now - timedelta(days=OVERDUE_DAYS), known_since(template, now.astimezone().date()))
    return between(template, moment_of(template.series, first), moment_of(template.series, now))


def due(template: Template, now: datetime) -> str | None:
    """The occurrence that comes to mind now: the last overdue one, else the next; None where the series is over."""
    passed = list(overdue(template, now))
    if passed:
        return passed[-1]
    try:
        return next_occurrence(template.series, moment_of(template.series, now), template.taken)
    except RuleRefused:
        return None


def due_of(store: Store, activity_id: bytes, now: datetime) -> str | None:
    """As ``due``, of the series whose template ``activity_id`` is; None where it is none that goes on."""
    found = templates(store, "a.id = ?", (activity_id,))
    return due(found[0], now) if found else None


def over_at(series: Series, now: datetime) -> str | None:
    """The last occurrence of a series that has none ahead; None where it goes on. Raises RuleRefused."""
    present = moment_of(series, now)
    if next_occurrence(series, present) is not None:
        return None
    return last_occurrence(series, present) or series.start


def moment_of(series: Series, now: datetime) -> str:
    """``now`` as the moments of the series are written: an instant, or the day it is here."""
    return now.astimezone().date().isoformat() if series.all_day else utc_text(now)


def occurrence_values(template: Mapping[str, Any], occurrence: str) -> dict[str, Any]:
    """The columns that make a row the own row of an occurrence of ``template`` (a row by columns)."""
    return {
        "series_id": template["id"],
        "occurrence_at": occurrence,
        "uid": template["uid"],
        "zone": template["zone"],
        "rule": "",
    }


def template_of(store: Store, row: Mapping[str, Any]) -> Template:
    """The template that a row of ``activity`` is."""
    series = Series(row["planned_at"], row["zone"], row["rule"], bool(row["all_day"]))
    return Template(row["id"], series, row["created_at"] or row["planned_at"], _taken(store, row["id"]))


def left_out(store: Store, template_id: bytes) -> tuple[str, ...]:
    """The occurrences that were deleted: they do not take place, and other programs must not show them."""
    found = store.read(
        "SELECT occurrence_at FROM activity WHERE series_id = ? AND deleted = 1 AND occurrence_at IS NOT NULL",
        (template_id,),
    )
    return tuple(moment for (moment,) in found)


def _taken(store: Store, template_id: bytes) -> frozenset[str]:
    """In the bin, too: whoever deleted an occurrence wants it not to take place."""
    found = store.read(
        "SELECT occurrence_at FROM activity WHERE series_id = ? AND occurrence_at IS NOT NULL", (template_id,)
    )
    return frozenset(moment for (moment,) in found)


def _instant(moment: str) -> datetime:
    return parse_utc_text(moment) if "T" in moment else datetime.fromisoformat(moment).replace(tzinfo=UTC)
