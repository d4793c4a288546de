"""How many contacts were planned, held, moved, cancelled, by local day and person (by ``contact_rules``)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.services import moves
from crm_desktop.services.reports import contact_rows, contact_rules
from crm_desktop.services.reports.contact_rules import CALLED_OFF, CANCELLED, HELD, OPEN, TOLD, Measure
from crm_desktop.services.reports.local_days import local_day, quarter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm_desktop.services.reports.contact_rules import Part
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store


class Aside(StrEnum):
    """What is counted beside, to be said in notes."""

    UNPLANNED = "unplanned"  # held without a plan
    UNTOLD = "untold"  # planned for a day that has passed, and nothing was told of it
    PLANNED_NOBODY = "planned_nobody"  # with nobody
    HELD_NOBODY = "held_nobody"


Counts = Counter[tuple[str, date, bytes | None]]
"""How many of a ``Measure`` or ``Aside`` on a local day, of a colleague (None: of nobody)."""

# Each by an index of its own: activity_held, _open, _told, _cancelled, _rule.
_TIMES = (
    ("held_at", "a.held_at IS NOT NULL"),
    ("planned_at", "a.held_at IS NULL AND a.rule = ''"),
    ("planned_at", "a.held_at IS NOT NULL AND a.planned_at IS NOT NULL AND a.outcome <> 'cancelled'"),
    ("planned_at", "a.outcome = 'cancelled'"),
    ("planned_at", "a.rule <> ''"),
)
_ENDS = " UNION ALL ".join(
    f"SELECT {end}(a.{column}) AS at FROM activity a WHERE {where} AND a.deleted = 0 AND a.{column} > '1000'"
    for column, where in _TIMES
    for end in ("MIN", "MAX")
)
EVER = f"SELECT MIN(at), MAX(at) FROM ({_ENDS})"
"""SQL: the first and the last moment of any contact."""

_NOBODY = (
    "a.client_id IS NULL AND NOT EXISTS (SELECT 1 FROM activity_client n CROSS JOIN client l ON l.id = n.client_id"
    " AND l.deleted = 0 WHERE n.activity_id = a.id AND n.deleted = 0)"
)
_ENDED = frozenset({Measure.SUCCESSFUL, Measure.FAILED, Measure.NO_ANSWER})


def count(store: Store, options: Options, span: Span, today: date) -> Counts:
    """All measures of the days of ``span``; ``today``: before this day a plan of which nothing was told is untold."""
    counts: Counts = Counter()
    day_of = local_day(span)
    _count_held(counts, store, options, span, day_of)

    def plan(day: date, person: bytes | None, number: int, *, nobody: bool, untold: bool) -> None:
        counts[Measure.PLANNED, day, person] += number
        if nobody:
            counts[Aside.PLANNED_NOBODY, day, person] += number
        if untold and day < today:
            counts[Aside.UNTOLD, day, person] += number

    for part in (OPEN, TOLD, CALLED_OFF):
        for moment, person, nobody, off, number in _grouped(
            store, options, span, part, "a.outcome = 'cancelled'"
        ):
            plan(day_of(moment), person, number, nobody=nobody, untold=part is OPEN and not off)
    there = set()
    for each in contact_rows.occurrences(store, options, span, day_of):
        there.add((each.id, each.day))
        plan(each.day, each.person, 1, nobody=each.client_id is None, untold=True)
    for each, stands in contact_rows.moved(store, options, span, day_of):
        counts[Measure.MOVED, each.day, each.person] += 1
        if not stands and (each.id, each.day) not in there:
            plan(each.day, each.person, 1, nobody=each.client_id is None, untold=False)
    return _within(counts, span)


def held(store: Store, options: Options, span: Span) -> Counts:
    """What was held and cancelled on the days of ``span``."""
    counts: Counts = Counter()
    _count_held(counts, store, options, span, local_day(span))
    return _within(counts, span)


def in_bin(store: Store, options: Options, span: Span) -> int:
    """How many contacts of these days are left out because their clients lie in the bin."""
    binned, values = contact_rules.chosen(options, live="c.deleted = 1")
    counted, _ = contact_rules.chosen(options)
    day_of = local_day(span)
    found = {
        id_
        for part in (HELD, OPEN, TOLD, *CANCELLED)
        for id_, moment in store.cursor(
            f"SELECT a.id, {part.moment} FROM activity a WHERE {part.where} AND {binned} AND NOT ({counted})",
            values | contact_rules.bounds(span),
        )
        if span.first <= day_of(moment) <= span.last
    }
    return len(found)


def first_day(store: Store, options: Options, today: date) -> date:
    """The day of the first contact of these kinds that the base knows of; ``today`` where it knows none."""
    kinds = {f"kind{number}": kind for number, kind in enumerate(options.kinds or contact_rules.KINDS)}
    named = f"a.deleted = 0 AND a.kind IN ({', '.join(f':{name}' for name in kinds)})"
    found = [
        moment
        for column, where in _TIMES
        for (moment,) in store.read(
            f"SELECT a.{column} FROM activity a WHERE {where} AND a.{column} > '1000' AND {named} ORDER BY 1 LIMIT 1",
            kinds,
        )
    ]
    moved = store.read(
        "SELECT m.from_at FROM activity_move m CROSS JOIN activity a ON a.id = m.activity_id"
        f" WHERE m.from_at > '1000' AND m.deleted = 0 AND {named} ORDER BY 1 LIMIT 1",
        kinds,
    )
    found += [moment for (moment,) in moved]
    return min([today, *(moves.local_day(moment) for moment in found)])


def people(store: Store) -> dict[bytes, str]:
    """All colleagues by id, also those who left."""
    return dict(store.read("SELECT id, name FROM colleague"))


def _within(counts: Counts, span: Span) -> Counts:
    return Counter({key: number for key, number in counts.items() if span.first <= key[1] <= span.last})


def _count_held(
    counts: Counts, store: Store, options: Options, span: Span, day_of: Callable[[str], date]
) -> None:
    for moment, person, nobody, outcome, unplanned, number in _grouped(
        store, options, span, HELD, "a.outcome", "a.planned_at IS NULL"
    ):
        day = day_of(moment)
        counts[Measure.HELD, day, person] += number
        if outcome in _ENDED:
            counts[outcome, day, person] += number
        if unplanned:
            counts[Aside.UNPLANNED, day, person] += number
        if nobody:
            counts[Aside.HELD_NOBODY, day, person] += number
    for part in CANCELLED:
        for moment, person, _, number in _grouped(store, options, span, part):
            counts[Measure.CANCELLED, day_of(moment), person] += number


def _grouped(store: Store, options: Options, span: Span, part: Part, *more: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a quarter, the person, whether with nobody, ``more``, and how many."""
    condition, values = contact_rules.chosen(options)
    keys = (quarter(part.moment), "a.responsible_id", _NOBODY, *more)
    places = ", ".join(str(place) for place in range(1, len(keys) + 1))
    return store.cursor(
        f"SELECT {', '.join(keys)}, COUNT(*) FROM activity a WHERE {part.where} AND {condition} GROUP BY {places}",
        values | contact_rules.bounds(span),
    )
