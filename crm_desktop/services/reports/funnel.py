"""From visitor to client to regular to partner: how many of those who came in the period got how far, and how fast.

A client came on the local day on which it was written down. Whoever stands on a step, or ever did, has reached it and
those before it. Stages of the user's own have no place in this order and are shown apart, as is who has no stage. Days
on a step are measured from coming to it until leaving it, of those who left it; of those still on it apart. Lost on the
way is whose farthest step it is and who gave no sign for a year: did not come, buy, nor speak with us, and nothing is
planned since then. The person asked for is whoever is responsible for the client.

Tables: ``steps`` (step, reached, conversion, share, now, lost, days_median, days_mean, days_here), rows by role;
``own`` (stage, reached, now, days_median, days_mean, days_here), of own stages by name and the row ``no_stage``.
``days_here`` is the median of those still there.
Figures: ``came``, ``clients`` (reached the second step), ``conversion`` (of visitors to clients), ``lost``, ``outside``
(never on a step).
Notes: ``came_is``, ``reached_is``, ``lost_is`` (days), ``days_are``; with their numbers of clients ``assumed`` (no
change of stage is known: as they stand, since they came), ``unseen`` (a change is missing), ``came_unknown`` (left out:
nobody knows when they came).
Terms: ``role`` (stage role), ``no_stage``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ReportKind, StageRole
from crm_desktop.models.derived import BIN
from crm_desktop.services.reports import sales, who
from crm_desktop.services.reports.journeys import Journey, Step, journeys
from crm_desktop.services.reports.options import ever, span_of
from crm_desktop.services.reports.periods import PeriodName, Span
from crm_desktop.services.reports.table import (
    Behind,
    Cell,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Figure,
    Note,
    Report,
    Row,
    Table,
    Term,
    share,
)
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

STEPS: tuple[str, ...] = tuple(role.value for role in StageRole if role is not StageRole.OWN)
_PLACES: dict[Step, int] = {step: place for place, step in enumerate(STEPS)}
LOST_DAYS = 365
_EVER = "SELECT MIN(NULLIF(created_at, '')), MAX(NULLIF(created_at, '')) FROM client WHERE deleted = 0"


@dataclass(slots=True)
class _Step:
    """What is known of a step: clients by their number or way, days of stays that ended and of those that have not."""

    reached: list[Journey] = field(default_factory=list)
    now: list[Journey] = field(default_factory=list)
    lost: list[Journey] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    present: list[float] = field(default_factory=list)


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = _span(store, options, now)
    progress(0, 3)
    came = _came(store, options, span, now)
    progress(1, 3)
    steps = _steps(came, _lost(store, came, now))
    before = None
    if options.period is not PeriodName.ALL:
        before = Counter(map(_farthest, _ways(store, options, span.before(), now)))
    progress(2, 3)
    outside = sum(_farthest(journey) is None for journey in came)
    figures = (
        *_figures(came, steps, before),
        Figure("lost", CellKind.COUNT, sum(len(steps[step].lost) for step in STEPS)),
        Figure("outside", CellKind.COUNT, outside),
    )
    notes = [Note("came_is"), Note("reached_is"), Note("lost_is", (LOST_DAYS,)), Note("days_are")]
    counts = {
        "assumed": sum(journey.assumed for journey in came),
        "unseen": sum(journey.unseen for journey in came),
        "came_unknown": _unknown(store, options),
    }
    notes += [Note(name, (count,)) for name, count in counts.items() if count]
    progress(3, 3)
    return Report(ReportKind.FUNNEL, options, figures, _tables(store, steps), tuple(notes))


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The clients who reached a step, stand on it, or were lost on it, with the moment they came."""
    came = _came(store, options, _span(store, options, now), now)
    steps = _steps(came, _lost(store, came, now))
    step: Step | None = row if table == "steps" else bytes.fromhex(row) if row else None
    known = steps[step]
    found = {"reached": known.reached, "now": known.now, "lost": known.lost}[column]
    names = who.names(store, [journey.client_id for journey in found])
    people = [Behind(journey.client_id, names[journey.client_id], journey.came) for journey in found]
    return sorted(people, key=lambda person: (person.name, person.client_id))


def _span(store: Store, options: Options, now: datetime) -> Span:
    today = now.astimezone().date()
    return span_of(options, today, ever(store, _EVER, today))


def _came(store: Store, options: Options, span: Span, now: datetime) -> list[Journey]:
    return list(_ways(store, options, span, now))


def _ways(store: Store, options: Options, span: Span, now: datetime) -> Iterator[Journey]:
    """The ways of those who came in the period; of all times also of those of whom nobody knows when."""
    condition, values = who.in_care(options)
    if options.period is not PeriodName.ALL:
        condition += " AND c.created_at >= :came AND c.created_at < :came_before"
        values["came"], values["came_before"] = span.instants()
    return journeys(store, condition, values, utc_text(now))


def _unknown(store: Store, options: Options) -> int:
    """Of how many clients nobody knows when they came, where that leaves them out."""
    if options.period is PeriodName.ALL:
        return 0
    condition, values = who.in_care(options)
    ((count,),) = store.read(f"SELECT COUNT(*) FROM client c WHERE {condition} AND c.created_at = ''", values)
    return int(count)


def _farthest(journey: Journey) -> int | None:
    """The place of the farthest step that was reached; None: none ever."""
    return max((_PLACES[stay.step] for stay in journey.stays if stay.step in _PLACES), default=None)


def _lost(store: Store, came: Iterable[Journey], now: datetime) -> set[bytes]:
    """Who of them gave no sign of life for a year of local days."""
    day = now.astimezone().date() - timedelta(days=LOST_DAYS)
    values = {"day": day.isoformat(), "since": utc_text(midnight(day))}
    old = {journey.client_id for journey in came if journey.came < values["since"]}
    if not old:
        return set()
    lately = " OR ".join(
        f"{column} >= IIF(length({column}) > 10, :since, :day)" for column in ("last_contact", "next_contact")
    )
    signs = store.cursor(
        f"SELECT client_id FROM client_list WHERE pos < {BIN} AND ({lately})"
        f" UNION SELECT s.client_id FROM {sales.FROM} WHERE s.amount > 0",
        values | {"first": values["day"], "last": "9999-12-31"},
    )
    return old - {client_id for (client_id,) in signs}


def _steps(came: Iterable[Journey], lost: set[bytes]) -> defaultdict[Step | None, _Step]:
    """All that is to be told of each step, own stage, and (None) of having no stage."""
    found: defaultdict[Step | None, _Step] = defaultdict(_Step)
    for journey in came:
        farthest = _farthest(journey)
        if farthest is not None:
            for step in STEPS[: farthest + 1]:
                found[step].reached.append(journey)
            if journey.client_id in lost:
                found[STEPS[farthest]].lost.append(journey)
        for own in {stay.step for stay in journey.stays} - _PLACES.keys():
            found[own].reached.append(journey)
        found[journey.now].now.append(journey)
        for stay in journey.stays:
            if stay.days is not None:
                of_step = found[stay.step]
                (of_step.ended if stay.ended else of_step.present).append(stay.days)
    return found


def _figures(
    came: list[Journey], steps: defaultdict[Step | None, _Step], before: Counter[int | None] | None
) -> list[Figure]:
    """The headline; ``before``: how many of those who came in the period before got how far."""
    visitors, clients = (len(steps[step].reached) for step in STEPS[:2])
    earlier: dict[str, Any] = {}
    if before is not None:
        visitors_before, clients_before = (
            sum(count for farthest, count in before.items() if farthest is not None and farthest >= place)
            for place in (0, 1)
        )
        earlier = {
            "came": before.total(),
            "clients": clients_before,
            "conversion": share(clients_before, visitors_before),
        }
    return [
        Figure("came", CellKind.COUNT, len(came), earlier.get("came")),
        Figure("clients", CellKind.COUNT, clients, earlier.get("clients")),
        Figure("conversion", CellKind.SHARE, share(clients, visitors), earlier.get("conversion")),
    ]


def _tables(store: Store, steps: defaultdict[Step | None, _Step]) -> tuple[Table, ...]:
    rows = []
    for place, step in enumerate(STEPS):
        known, first = steps[step], len(steps[STEPS[0]].reached)
        reached, before = len(known.reached), len(steps[STEPS[place - 1]].reached) if place else 0
        cells = (Term("role", (step,)), reached, share(reached, before), share(reached, first))
        rows.append(Row(step, (*cells, len(known.now), len(known.lost), *_days(known))))
    columns = (
        Column("step", CellKind.TEXT),
        Column("reached", CellKind.COUNT, drills=True),
        Column("conversion", CellKind.SHARE),
        Column("share", CellKind.SHARE),
        Column("now", CellKind.COUNT, drills=True),
        Column("lost", CellKind.COUNT, drills=True),
        *_DAYS,
    )
    funnel = Table("steps", columns, tuple(rows), chart=Chart(ChartKind.FUNNEL, "step", ("reached",)))
    own = _own(store, steps)
    return (funnel, own) if own.rows else (funnel,)


def _own(store: Store, steps: defaultdict[Step | None, _Step]) -> Table:
    rows = []
    for stage_id, name in store.read("SELECT id, name FROM stage WHERE role = '' ORDER BY rank, name, id"):
        if stage_id in steps:
            known = steps[stage_id]
            rows.append(Row(stage_id.hex(), (name, len(known.reached), len(known.now), *_days(known))))
    nowhere = steps[None].now
    if nowhere:
        rows.append(Row("", (Term("no_stage"), None, len(nowhere), None, None, None)))
    columns = (
        Column("stage", CellKind.TEXT),
        Column("reached", CellKind.COUNT, drills=True),
        Column("now", CellKind.COUNT, drills=True),
        *_DAYS,
    )
    return Table("own", columns, tuple(rows))


_DAYS = tuple(Column(name, CellKind.DAYS) for name in ("days_median", "days_mean", "days_here"))


def _days(step: _Step) -> tuple[Cell, Cell, Cell]:
    return (
        median(step.ended) if step.ended else None,
        fmean(step.ended) if step.ended else None,
        median(step.present) if step.present else None,
    )
