"""The contacts behind the numbers of ``contact_counts``, one by one (the rules stand in ``contact_rules``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.services import series
from crm_desktop.services.reports import contact_rules
from crm_desktop.services.reports.contact_rules import DAY, OPEN, TOLD, Measure, Part
from crm_desktop.services.reports.local_days import local_day
from crm_desktop.services.reports.table import Behind
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

_STRIDE = timedelta(days=90)
"""Over so many days even a series by the quarter of an hour has fewer occurrences than are given for one window."""
_NOT_OFF = " AND a.outcome <> 'cancelled'"
_COLUMNS = (
    "a.id, COALESCE(c.id, f.id), COALESCE(c.name, f.name, ''), {moment},"
    " COALESCE(NULLIF(a.result, ''), a.wanted), a.responsible_id, a.kind, IIF(a.held_at IS NULL, 'planned', a.outcome)"
)
_NAMES = (
    "LEFT JOIN client c ON c.id = a.client_id AND c.deleted = 0"
    " LEFT JOIN client f ON c.id IS NULL AND f.id = (SELECT l.id FROM activity_client n CROSS JOIN client l"
    " ON l.id = n.client_id AND l.deleted = 0 WHERE n.activity_id = a.id AND n.deleted = 0 ORDER BY n.rid LIMIT 1)"
)
"""The client of a contact, or the first of the others that is not in the bin."""


class Contact(NamedTuple):
    """One contact behind a number, with one of its clients; ``at`` as it stands in the base.

    ``state``: "planned", or the outcome of what was held (``Outcome``).
    """

    id: bytes
    client_id: bytes | None
    name: str
    at: str
    text: str
    person: bytes | None
    kind: str
    state: str
    day: date

    @property
    def behind(self) -> Behind:
        """It, as a report names who is behind a number."""
        return Behind(self.client_id, self.name, self.at, self.text, record=self.id)


def listed(store: Store, options: Options, span: Span, measure: Measure) -> list[Contact]:
    """The contacts that ``contact_counts.count`` counts, in the order of their time."""
    day_of = local_day(span)
    if measure is Measure.MOVED:
        return _ordered((each for each, _ in moved(store, options, span, day_of)), span)
    found = [
        each for part in contact_rules.parts(measure) for each in _rows(store, options, span, part, day_of)
    ]
    if measure is Measure.PLANNED:
        found += occurrences(store, options, span, day_of)
        there = {(each.id, each.day) for each in found}
        away = moved(store, options, span, day_of)
        found += [each for each, stands in away if not stands and (each.id, each.day) not in there]
    return _ordered(found, span)


def planned(store: Store, options: Options, span: Span) -> list[Contact]:
    """What stands in the plan for these days now and was not cancelled, told of or not; series included."""
    day_of = local_day(span)
    there = (Part(part.moment, part.where + _NOT_OFF) for part in (OPEN, TOLD))
    found = [each for part in there for each in _rows(store, options, span, part, day_of)]
    return _ordered([*found, *occurrences(store, options, span, day_of)], span)


def _ordered(found: Iterable[Contact], span: Span) -> list[Contact]:
    within = (each for each in found if span.first <= each.day <= span.last)
    return sorted(within, key=lambda each: (each.day, each.at, each.id))


def _rows(
    store: Store, options: Options, span: Span, part: Part, day_of: Callable[[str], date]
) -> Iterator[Contact]:
    moment, where = part
    condition, values = contact_rules.chosen(options)
    if options.client is not None:
        # Whoever asks for the contacts with one client is not to read those with all others.
        where = where.replace(f"{moment} >=", f"+{moment} >=").replace(f"{moment} <", f"+{moment} <")
    query = f"SELECT {_COLUMNS.format(moment=moment)} FROM activity a {_NAMES} WHERE {where} AND {condition}"
    for id_, client_id, name, at, *rest in store.cursor(query, values | contact_rules.bounds(span)):
        yield Contact._make((id_, client_id, name, at, *rest, day_of(at)))


def occurrences(
    store: Store, options: Options, span: Span, day_of: Callable[[str], date]
) -> Iterator[Contact]:
    """The occurrences of series that have no rows of their own."""
    condition, values = contact_rules.chosen(options)
    rows = {
        row[0]: row
        for row in store.cursor(
            f"SELECT {_COLUMNS.format(moment='a.planned_at')} FROM activity a {_NAMES} WHERE a.rule <> ''"
            f" AND a.held_at IS NULL AND a.planned_at IS NOT NULL AND {condition}",
            values,
        )
    }
    if not rows:
        return
    for template in series.templates(store):
        if template.id in rows:
            id_, client_id, name, _, *rest = rows[template.id]
            for moment in _moments(template, span):
                yield Contact._make((id_, client_id, name, moment, *rest, day_of(moment)))


def _moments(template: series.Template, span: Span) -> Iterator[str]:
    first = span.first
    while first <= span.last:
        last = min(first + _STRIDE - DAY, span.last)
        window = (first.isoformat(), (last + DAY).isoformat())
        if not template.series.all_day:
            window = utc_text(midnight(first)), utc_text(midnight(last + DAY))
        yield from series.between(template, *window)
        first = last + DAY


def moved(
    store: Store, options: Options, span: Span, day_of: Callable[[str], date]
) -> Iterator[tuple[Contact, bool]]:
    """What was moved away from each of the days, once for each; and whether it stands in the plan of it again."""
    condition, values = contact_rules.chosen(options)
    seen: set[tuple[bytes, date]] = set()
    columns = _COLUMNS.format(moment="m.from_at, m.to_at, a.planned_at, a.rule")
    for id_, client_id, name, at, to_at, planned_at, rule, *rest in store.cursor(
        f"SELECT {columns} FROM activity_move m CROSS JOIN activity a ON a.id = m.activity_id {_NAMES}"
        f" WHERE m.from_at >= :low AND m.from_at < :high AND m.deleted = 0 AND {condition} ORDER BY m.from_at, m.rid",
        values | contact_rules.bounds(span),
    ):
        day = day_of(at)
        if day == day_of(to_at) or (id_, day) in seen or not span.first <= day <= span.last:
            continue
        seen.add((id_, day))
        stands = not rule and planned_at is not None and day_of(planned_at) == day
        yield Contact._make((id_, client_id, name, at, *rest, day)), stands
