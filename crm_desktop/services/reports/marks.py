"""How satisfied clients were: the marks of a period, from 1 (not at all) to 5 (very), by mark, person and time.

Tables: ``marks`` (mark, count, share), rows from 5 to 1; ``marks_people`` (person, marks, average, satisfied);
``marks_time`` (when, marks, average, satisfied) with ``days``, ``weeks`` or ``months`` behind a colon of its id.
Satisfied are those who gave a 4 or a 5. The person is the one who was rated.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.services import feedback
from crm_desktop.services.reports import contact_counts, steps, who
from crm_desktop.services.reports.local_days import local_day, quarter
from crm_desktop.services.reports.table import (
    Behind,
    Cell,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Row,
    Table,
    Term,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import date

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

SATISFIED = 4
"""This mark and better."""

_ASKED = "FROM feedback f {join} WHERE f.deleted = 0 AND f.at >= :low AND f.at < :high AND {owned}"
_JUDGED = (
    Column("marks", CellKind.COUNT, drills=True),
    Column("average", CellKind.NUMBER),
    Column("satisfied", CellKind.SHARE),
)


class Mark(NamedTuple):
    """A mark with the colleague who was rated and the local day on which it was given."""

    id: bytes
    mark: int
    person: bytes | None
    day: date


def given(store: Store, options: Options, span: Span) -> list[Mark]:
    """All marks of these days by the clients asked for."""
    asked, values = _asked(options, span)
    day_of = local_day(span)
    found = store.cursor(f"SELECT f.id, f.mark, f.responsible_id, {quarter('f.at')} {asked}", values)
    return [Mark(id_, mark, person, day_of(moment)) for id_, mark, person, moment in found]


def in_bin(store: Store, options: Options, span: Span) -> int:
    """How many marks of these days are left out because their clients lie in the bin."""
    asked, values = _asked(options, span, in_bin=True)
    return int(store.read(f"SELECT COUNT(*) {asked}", values)[0][0])


def judged(marks: Sequence[Mark]) -> tuple[Cell, Cell]:
    """The average, and the share of satisfied ones."""
    if not marks:
        return None, None
    return fmean(each.mark for each in marks), share(
        sum(each.mark >= SATISFIED for each in marks), len(marks)
    )


def tables(store: Store, span: Span, marks: Sequence[Mark]) -> tuple[Table, ...]:
    """The tables of these marks; none where nobody gave any."""
    return (_by_mark(marks), _by_person(store, marks), _by_time(span, marks)) if marks else ()


def behind(store: Store, options: Options, span: Span, table: str, row: str) -> list[Behind]:
    """Who gave the marks of a row, with what they said, the newest first."""
    name, _, step = table.partition(":")
    keys: dict[str, Callable[[Mark], str]] = {
        "marks": lambda each: str(each.mark),
        "marks_people": lambda each: "nobody" if each.person is None else each.person.hex(),
        "marks_time": lambda each: steps.key(step, each.day),
    }
    key = keys[name]
    wanted = {each.id for each in given(store, options, span) if row in ("total", key(each))}
    asked, values = _asked(options, span, "CROSS JOIN client c ON c.id = f.client_id")
    found = store.cursor(
        f"SELECT f.id, c.id, c.name, f.at, f.comment {asked} ORDER BY f.at DESC, f.rid DESC", values
    )
    return [
        Behind(client_id, client, at, comment, record=id_)
        for id_, client_id, client, at, comment in found
        if id_ in wanted
    ]


def _by_mark(marks: Sequence[Mark]) -> Table:
    counts = dict.fromkeys(range(feedback.MOST, feedback.LEAST - 1, -1), 0)
    for each in marks:
        counts[each.mark] = counts.get(each.mark, 0) + 1
    columns = (
        Column("mark", CellKind.COUNT),
        Column("count", CellKind.COUNT, drills=True),
        Column("share", CellKind.SHARE),
    )
    rows = tuple(Row(str(mark), (mark, count, share(count, len(marks)))) for mark, count in counts.items())
    return Table("marks", columns, rows, chart=Chart(ChartKind.BARS, "mark", ("count",)))


def _by_person(store: Store, marks: Sequence[Mark]) -> Table:
    names = contact_counts.people(store)
    by_person = _grouped(marks, [each.person for each in marks])
    ranked = sorted(by_person.items(), key=lambda pair: (-len(pair[1]), names.get(pair[0], "")))
    rows = [
        _row(
            "nobody" if person is None else person.hex(),
            Term("nobody") if person is None else names[person],
            own,
        )
        for person, own in ranked
    ]
    return Table(
        "marks_people",
        (Column("person", CellKind.TEXT), *_JUDGED),
        tuple(rows),
        _row("total", Term("total"), marks),
        Chart(ChartKind.BARS, "person", ("average",)),
    )


def _by_time(span: Span, marks: Sequence[Mark]) -> Table:
    name, kind = steps.step(span)
    by_key = _grouped(marks, [steps.key(name, each.day) for each in marks])
    return Table(
        f"marks_time:{name}",
        (Column("when", kind), *_JUDGED),
        tuple(_row(key, key, by_key.get(key, [])) for key in steps.keys(span)),
        _row("total", Term("total"), marks),
        Chart(ChartKind.LINE, "when", ("average",)),
    )


def _row(key: str, label: Cell, marks: Sequence[Mark]) -> Row:
    return Row(key, (label, len(marks), *judged(marks)))


def _grouped(marks: Sequence[Mark], keys: Sequence[Any]) -> dict[Any, list[Mark]]:
    found: defaultdict[Hashable, list[Mark]] = defaultdict(list)
    for key, each in zip(keys, marks, strict=True):
        found[key].append(each)
    return found


def _asked(
    options: Options, span: Span, join: str = "", *, in_bin: bool = False
) -> tuple[str, dict[str, Any]]:
    owned, values = who.owned(options, "f.client_id", in_bin=in_bin)
    if options.person is not None:
        owned += " AND f.responsible_id = :person"
        values = values | {"person": options.person}
    low, high = span.instants()
    return _ASKED.format(join=join, owned=owned), values | {"low": low, "high": high}
