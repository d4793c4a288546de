"""How long the requests of a period waited for the first answer and for the resolution, and which wait now.

A request belongs to the local day on which it was received. Who resolves has answered: a request resolved without an
answer noted was answered then. Hours are those of the clock, nights and Sundays included, as its limits have them
(``services.request_limits``); an answer that a clock noted before the receipt came at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean, median
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.services.reports import who
from crm_desktop.services.reports.local_days import local_day, quarter
from crm_desktop.services.reports.table import Behind, Cell, CellKind, Column, share
from crm_desktop.services.request_limits import limits, overdue_sql

if TYPE_CHECKING:
    from datetime import date, datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

_BATCH = 500
_HOUR = 3600

# Each half by an index of its own: request_open, request_done.
_HALVES = ("q.resolved_at IS NULL", "q.resolved_at IS NOT NULL")


class Received(NamedTuple):
    """A request of the period; ``answer`` and ``resolution``: after how many hours, None: not yet.

    ``in_time``: whether the answer came within the limit; None: it has none, or there is still time.
    """

    id: bytes
    kind: str
    channel: str
    person: bytes | None
    day: date
    answer: float | None
    resolution: float | None
    in_time: bool | None


class Waiting(NamedTuple):
    """An open request; ``hours``: how long it waits."""

    id: bytes
    kind: str
    person: bytes | None
    unanswered: bool
    overdue: bool
    hours: float


def received(store: Store, options: Options, span: Span, now: datetime) -> list[Received]:
    """All requests asked for that were received on these days."""
    where, values = _asked(options)
    low, high = span.instants()
    day_of = local_day(span)
    allowed = {kind.value: limit.answer_hours for kind, limit in limits(store).items()}
    known = values | {"low": low, "high": high, "now": utc_text(now)}
    found = []
    for half in _HALVES:
        for id_, kind, channel, person, moment, answer, resolution, age in store.cursor(
            f"SELECT q.id, q.kind, q.channel, q.responsible_id, {quarter('q.received_at')},"
            f" {_since('COALESCE(q.answered_at, q.resolved_at)')}, {_since('q.resolved_at')}, {_since(':now')}"
            f" FROM request q WHERE {half} AND q.received_at >= :low AND q.received_at < :high AND {where}",
            known,
        ):
            in_time = _in_time(allowed.get(kind), answer, age)
            times = (_hours(answer), _hours(resolution), in_time)
            found.append(Received(id_, kind, channel, person, day_of(moment), *times))
    return found


def waiting(store: Store, options: Options, now: datetime) -> list[Waiting]:
    """All open requests asked for, whenever they were received."""
    where, values = _asked(options)
    overdue, bounds = overdue_sql(limits(store), now)
    found = store.cursor(
        f"SELECT q.id, q.kind, q.responsible_id, q.answered_at IS NULL, {overdue}, {_since(':now')}"
        f" FROM request q WHERE q.resolved_at IS NULL AND {where}",
        values | bounds | {"now": utc_text(now)},
    )
    return [
        Waiting(id_, kind, person, bool(unanswered), bool(late), max(age, 0) / _HOUR)
        for id_, kind, person, unanswered, late, age in found
    ]


def in_bin(store: Store, options: Options, span: Span) -> int:
    """How many requests of these days are left out because their clients lie in the bin."""
    where, values = _asked(options, in_bin=True)
    low, high = span.instants()
    ((number,),) = store.read(
        f"SELECT COUNT(*) FROM request q WHERE q.received_at >= :low AND q.received_at < :high AND {where}",
        values | {"low": low, "high": high},
    )
    return int(number)


def listed(store: Store, ids: Sequence[bytes]) -> list[Behind]:
    """These requests with their clients, the newest first."""
    found: list[Behind] = []
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        rows = store.read(
            "SELECT c.id, c.name, q.received_at, q.text, q.id FROM request q CROSS JOIN client c ON c.id = q.client_id"
            f" WHERE q.id IN ({', '.join('?' * len(batch))})",
            batch,
        )
        found += [Behind(client, name, at, text, record=id_) for client, name, at, text, id_ in rows]
    return sorted(found, key=lambda each: (each.at, each.record), reverse=True)


TIMES = (
    Column("received", CellKind.COUNT, drills=True),
    Column("answered", CellKind.COUNT, drills=True),
    Column("answer_median", CellKind.HOURS),
    Column("answer_mean", CellKind.HOURS),
    Column("answer_p90", CellKind.HOURS),
    Column("in_time", CellKind.SHARE),
    Column("resolved", CellKind.COUNT, drills=True),
    Column("resolve_median", CellKind.HOURS),
    Column("resolve_mean", CellKind.HOURS),
    Column("resolve_p90", CellKind.HOURS),
)
"""The columns of ``times``."""


def times(requests: Sequence[Received]) -> tuple[Cell, ...]:
    """What some requests come to, in the order of ``TIMES``."""
    answers = [each.answer for each in requests if each.answer is not None]
    resolutions = [each.resolution for each in requests if each.resolution is not None]
    judged = [each.in_time for each in requests if each.in_time is not None]
    return (
        len(requests),
        len(answers),
        *_spread(answers),
        share(sum(judged), len(judged)),
        len(resolutions),
        *_spread(resolutions),
    )


def counted(each: Received, column: str) -> bool:
    """Whether a request is one of those that a column of ``TIMES`` counts."""
    if column == "received":
        return True
    return (each.answer if column == "answered" else each.resolution) is not None


def _spread(hours: list[float]) -> tuple[Cell, Cell, Cell]:
    """Median, mean, and what nine of ten did not exceed (nearest rank)."""
    if not hours:
        return None, None, None
    return median(hours), fmean(hours), sorted(hours)[math.ceil(len(hours) * 9 / 10) - 1]


def _asked(options: Options, *, in_bin: bool = False) -> tuple[str, dict[str, Any]]:
    """SQL over ``request q``: of the clients asked for, and with the person; and its values."""
    owned, values = who.owned(options, "q.client_id", in_bin=in_bin)
    condition = f"q.deleted = 0 AND {owned}"
    if options.person is None:
        return condition, values
    return f"{condition} AND q.responsible_id = :person", values | {"person": options.person}


def _since(moment: str) -> str:
    """SQL: whole seconds from the receipt to a moment."""
    return f"CAST(strftime('%s', {moment}) AS INTEGER) - CAST(strftime('%s', q.received_at) AS INTEGER)"


def _hours(seconds: int | None) -> float | None:
    return None if seconds is None else max(seconds, 0) / _HOUR


def _in_time(allowed: int | None, answer: int | None, age: int) -> bool | None:
    if allowed is None:
        return None
    most = timedelta(hours=allowed).total_seconds()
    if answer is not None:
        return answer <= most
    return False if age > most else None
