"""Which contacts a report counts, and on which local day: the rules of the diary, in one place.

Planned for a day is what stood in the plan for it, whatever became of it: what is planned for that day now, what was
moved away from it, and every occurrence of a series; each contact once a day. Held is what took place on that day and
was not cancelled, with a plan or without. Moved is what was moved away from that day to another; cancelled stands on
the day that it was planned for. Contacts with nobody count. One whose clients all lie in the bin is left out.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.reports import who

if TYPE_CHECKING:
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span

KINDS = (ActivityKind.MEETING.value, ActivityKind.VISIT.value)
"""The kinds that count where none are chosen."""

DAY = timedelta(days=1)


class Measure(StrEnum):
    """What is counted; the ids of columns."""

    PLANNED = "planned"
    HELD = "held"
    SUCCESSFUL = "successful"
    FAILED = "failed"
    NO_ANSWER = "no_answer"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Part(NamedTuple):
    """Contacts read by one index: the column of their moment, and SQL over ``activity a`` (``:low``, ``:high``)."""

    moment: str
    where: str


_WITHIN = "a.planned_at >= :low AND a.planned_at < :high"
_HELD_WITHIN = "a.held_at IS NOT NULL AND a.held_at >= :low AND a.held_at < :high"
# Each by an index of its own, whose condition it repeats: activity_held, _open, _told, _cancelled.
HELD = Part("a.held_at", f"{_HELD_WITHIN} AND a.outcome <> 'cancelled'")
OPEN = Part("a.planned_at", f"a.held_at IS NULL AND a.rule = '' AND {_WITHIN}")
TOLD = Part(
    "a.planned_at",
    f"a.held_at IS NOT NULL AND a.planned_at IS NOT NULL AND a.outcome <> 'cancelled' AND {_WITHIN}",
)
CALLED_OFF = Part("a.planned_at", f"a.outcome = 'cancelled' AND a.held_at IS NOT NULL AND {_WITHIN}")
CANCELLED = (
    Part("a.planned_at", f"a.outcome = 'cancelled' AND (a.rule = '' OR a.held_at IS NOT NULL) AND {_WITHIN}"),
    Part("a.held_at", f"a.outcome = 'cancelled' AND a.planned_at IS NULL AND {_HELD_WITHIN}"),
)


def parts(measure: Measure) -> tuple[Part, ...]:
    """Which contacts a measure counts, but for occurrences of series and for what was moved away."""
    if measure is Measure.PLANNED:
        return OPEN, TOLD, CALLED_OFF
    if measure is Measure.CANCELLED:
        return CANCELLED
    if measure is Measure.HELD:
        return (HELD,)
    return (Part(HELD.moment, f"{HELD.where} AND a.outcome = '{measure.value}'"),)


def chosen(options: Options, live: str = who.LIVE) -> tuple[str, dict[str, Any]]:
    """SQL for "of the kinds, the person and the clients asked for, not in the bin", over ``activity a``; its values.

    ``live`` is what is asked of one of its clients at least (over ``client c``).
    """
    kinds = {f"kind{number}": kind for number, kind in enumerate(options.kinds or KINDS)}
    condition = f"a.deleted = 0 AND a.kind IN ({', '.join(f':{name}' for name in kinds)})"
    values: dict[str, Any] = dict(kinds)
    if options.person is not None:
        condition += " AND a.responsible_id = :person"
        values["person"] = options.person
    clients, more = _with(options, live)
    return f"{condition} AND {clients}", values | more


def _with(options: Options, live: str) -> tuple[str, dict[str, Any]]:
    """SQL for "with nobody, or with a client asked for that is ``live``", over ``activity a``."""
    condition, values = who.clients(options)
    further = (
        "EXISTS (SELECT 1 FROM activity_client n CROSS JOIN client c ON c.id = n.client_id"
        f" WHERE n.activity_id = a.id AND n.deleted = 0 AND {condition})"
    )
    # The bin is small: looking there is cheaper than reading every client.
    binned = "IN (SELECT id FROM client WHERE deleted = 1)"
    if who.restricts(options):
        own = f"EXISTS (SELECT 1 FROM client c WHERE c.id = a.client_id AND {condition})"
        found = f"({own} OR {further})".replace(who.LIVE, live)
    elif live == who.LIVE:
        found = f"(a.client_id IS NULL OR a.client_id NOT {binned} OR {further})"
    else:
        found = f"a.client_id {binned}"
    if options.client is not None:
        found += (
            " AND (a.client_id = :client OR a.id IN"
            " (SELECT n.activity_id FROM activity_client n WHERE n.client_id = :client AND n.deleted = 0))"
        )
        values["client"] = options.client
    return found, values


def bounds(span: Span) -> dict[str, str]:
    """From which text on and before which the moments of the days lie, be they instants or days."""
    first, beyond = span.instants()
    return {"low": min(span.first.isoformat(), first), "high": max((span.last + DAY).isoformat(), beyond)}
