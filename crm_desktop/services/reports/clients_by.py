"""Clients by any field: how many of each value, their share, and what they bought in the period.

All live clients that the options ask for are counted, whenever they came; the person asked for is whoever is
responsible for them, and what they bought is counted whoever sold it. A client in several groups or with several tags
counts in each and once in the total. Values stand as lists show them: the first address of a client says its city.

Tables: ``clients`` (value, clients, share, sales, amount:CUR, profit:CUR), total ``total``. ``value`` is the user's own
word, or the terms ``none`` (no value), ``role`` (stage role), ``kind`` (client kind), ``gender``, ``channel``,
``language`` (code), ``segment``, ``yes``, ``no``; of the field ``created`` a month.
Figures: ``clients``, ``filled`` (share of those that have a value), ``values`` (how many there are).
Notes: those of sales, ``of_all_clients``, ``counted_in_each`` for tags and groups, ``segments_of`` (day) for segments.
Fields (``Options.by``): ``FIELDS``, and ``field:HEX`` for an own field.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import FieldKind, ReportKind
from crm_desktop.services.filters import OWN
from crm_desktop.services.reports import sales, who
from crm_desktop.services.reports.kept_segments import kept_day
from crm_desktop.services.reports.local_days import local_day, quarter
from crm_desktop.services.reports.periods import Span
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
    cut,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.sales import Sums
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class _Field:
    """Where the value of a client stands.

    ``column``: SQL over ``client c``, NULL where there is none; or ``elsewhere``: SQL for clients and their values,
    ``many`` of one client.

    ``names``: SQL for values, their words, and the roles of stages, in their order; ``term``: the program's word.
    """

    column: str = "NULL"
    elsewhere: str = ""
    names: str = ""
    term: str = ""
    many: bool = False


def _listed(name: str) -> _Field:
    """A text that lists sort. As for filters, texts that differ in accents and case alone are one (the first part of a
    sort key, see ``collation``), called as most of them are.
    """
    letters = f"substr({name}_key, 1, instr({name}_key, x'00'))"
    # By its index the list would be read in the order of this text, row by row from all over the file.
    of_list = f"FROM client_list NOT INDEXED WHERE {name}_key IS NOT NULL"
    return _Field(
        elsewhere=f"SELECT client_id, {letters} {of_list}",
        # The last of the same key stays.
        names=f"SELECT {letters}, {name}, '' {of_list} GROUP BY 1, 2 ORDER BY COUNT(*), {name} DESC",
    )


def _linked(table: str, column: str, named: str) -> _Field:
    return _Field(
        elsewhere=f"SELECT k.client_id, k.{column} FROM {table} k JOIN {named} n ON n.id = k.{column}"
        " WHERE k.deleted = 0 AND n.deleted = 0",
        names=f"SELECT id, name, '' FROM {named}",
        many=True,
    )


FIELDS: Mapping[str, _Field] = {
    "stage": _Field("c.stage_id", names="SELECT id, name, role FROM stage ORDER BY rank, name"),
    "source": _Field("c.source_id", names="SELECT id, name, '' FROM source"),
    "responsible": _Field("c.responsible_id", names="SELECT id, name, '' FROM colleague"),
    "referrer": _Field(
        "c.referrer_id", names="SELECT id, name, '' FROM client WHERE id IN (SELECT referrer_id FROM client)"
    ),
    "group": _linked("group_member", "group_id", "client_group"),
    "tag": _linked("client_tag", "tag_id", "tag"),
    **{name: _listed(name) for name in ("city", "region", "country", "company", "job_title")},
    "language": _Field("NULLIF(c.language, '')", term="language"),
    "kind": _Field("c.kind", term="kind"),
    "gender": _Field("NULLIF(c.gender, '')", term="gender"),
    "channel": _Field("NULLIF(c.preferred_channel, '')", term="channel"),
    "vip": _Field("IIF(c.vip, '1', '0')", term="yes_no"),
    "segment": _Field(elsewhere="SELECT client_id, segment FROM client_segment", term="segment"),
    "created": _Field(quarter("NULLIF(c.created_at, '')")),
}
"""By which fields clients are counted, beside own ones."""

_DEFAULT = "city"
_DAY = timedelta(days=1)
_TOTAL = ("total",)
"""No value: those are texts and ids."""

Value = str | bytes | None


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = sales.span(store, options, now)
    field = _field(store, options)
    progress(0, 2)
    valued = _values(store, options, field)
    counts = Counter(value for values in valued.values() for value in values)
    progress(1, 2)
    bought = sales.totals(
        store,
        replace(options, person=None),
        span,
        "s.client_id",
        "",
        lambda one: (*valued[one], _TOTAL) if one in valued else (),
    )
    table = _table(store, options, field, counts, bought, len(valued))
    figures = (
        Figure("clients", CellKind.COUNT, len(valued)),
        Figure("filled", CellKind.SHARE, share(len(valued) - counts[None], len(valued))),
        Figure("values", CellKind.COUNT, len(counts.keys() - {None})),
    )
    notes = [*sales.notes(store, options, span), Note("of_all_clients")]
    if field.many:
        notes.append(Note("counted_in_each"))
    day = kept_day(store) if options.by == "segment" else None
    if day is not None:
        notes.append(Note("segments_of", (day,)))
    progress(2, 2)
    return Report(ReportKind.CLIENTS, options, figures, (table,), tuple(notes))


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The clients with a value and when they came; of sums and of sales what they bought."""
    valued = _values(store, options, _field(store, options))
    ids = [one for one, values in valued.items() if row == "total" or row in map(_key, values)]
    name, _, currency = column.partition(":")
    if name == "clients":
        names = who.names(store, ids)
        return sorted((Behind(one, names[one]) for one in ids), key=lambda each: (each.name, each.client_id))
    wanted, span = set(ids), sales.span(store, options, now)
    everybodys = replace(options, person=None)
    currencies, more = [currency], ""
    if name == "sales":  # one column for all currencies, and of those of a positive amount
        currencies, more = list(sales.totals(store, everybodys, span).get(None, {})), "AND s.amount > 0"
    return [
        each
        for code in currencies
        for each in sales.behind(store, everybodys, span, code, more)
        if each.client_id in wanted
    ]


def _field(store: Store, options: Options) -> _Field:
    """The field asked for; the city where there is no such."""
    if not options.by.startswith(OWN):
        return FIELDS.get(options.by, FIELDS[_DEFAULT])
    asked = options.by.removeprefix(OWN)
    kinds = {field_id.hex(): kind for field_id, kind in store.read("SELECT id, kind FROM field")}
    if asked not in kinds:
        return FIELDS[_DEFAULT]
    return _Field(
        elsewhere=f"SELECT client_id, value FROM field_value WHERE field_id = x'{asked}'"
        " AND deleted = 0 AND value <> ''",
        term="yes_no" if kinds[asked] == FieldKind.YES_NO else "",
    )


def _values(store: Store, options: Options, field: _Field) -> dict[bytes, tuple[Value, ...]]:
    """The values of each client asked for; ``(None,)`` of one without any."""
    condition, bound = who.in_care(options)
    found: dict[bytes, tuple[Value, ...]] = {
        client_id: (value,)
        for client_id, value in store.cursor(
            f"SELECT c.id, {field.column} FROM client c WHERE {condition}", bound
        )
    }
    if field is FIELDS["created"]:
        return _months(found)
    if field.elsewhere:
        for client_id, value in store.cursor(field.elsewhere):
            known = found.get(client_id)
            if known is not None:
                found[client_id] = (value,) if known == (None,) else (*known, value)
    return found


def _months(quarters: dict[bytes, tuple[Value, ...]]) -> dict[bytes, tuple[Value, ...]]:
    """The local month for each quarter of an hour."""
    known = {text for (text,) in quarters.values() if isinstance(text, str)}
    if not known:
        return quarters
    day_of = local_day(
        Span(date.fromisoformat(min(known)[:10]) - _DAY, date.fromisoformat(max(known)[:10]) + _DAY)
    )
    months: dict[Value, Value] = {text: day_of(text).isoformat()[:7] for text in known}
    return {client_id: (months.get(text),) for client_id, (text,) in quarters.items()}


def _table(
    store: Store,
    options: Options,
    field: _Field,
    counts: Counter[Value],
    bought: Mapping[Any, Mapping[str, Sums]],
    clients: int,
) -> Table:
    currencies = sales.currencies_of([bought.get(_TOTAL, {})])

    def row(key: str, word: Cell, count: int, sums: Mapping[str, Sums]) -> Row:
        cells: list[Cell] = [word, count, share(count, clients), sum(each.sales for each in sums.values())]
        for currency in currencies:
            cells += [sums[currency].amount, sums[currency].profit] if currency in sums else [0, 0]
        return Row(key, tuple(cells))

    words = _words(store, field, counts.keys())
    rows = [
        row(_key(value), words[value], counts[value], bought.get(value, {}))
        for value in _ordered(options, counts, words)
    ]
    columns = (
        Column("value", CellKind.MONTH if field is FIELDS["created"] else CellKind.TEXT),
        Column("clients", CellKind.COUNT, drills=True),
        Column("share", CellKind.SHARE),
        Column("sales", CellKind.COUNT, drills=True),
        *sales.columns(("amount", "profit"), currencies, drills=True),
    )
    kept, left_out = cut(rows, options.rows)
    total = row("total", Term("total"), clients, bought.get(_TOTAL, {}))
    drawn = Chart(ChartKind.COLUMNS if options.by == "created" else ChartKind.BARS, "value", ("clients",))
    return Table("clients", columns, kept, total, drawn, left_out)


def _ordered(options: Options, counts: Counter[Value], words: Mapping[Value, Cell]) -> list[Value]:
    """Most clients first, or in the order that the values have; those without a value last."""
    if options.by == "created":
        return sorted(counts, key=lambda value: (value is None, str(value)))
    if options.by == "stage":
        return [value for value in words if counts[value]]
    return sorted(counts, key=lambda value: (value is None, -counts[value], str(words[value])))


def _words(store: Store, field: _Field, values: Iterable[Value]) -> dict[Value, Cell]:
    """What the values are called."""
    found: dict[Value, Cell] = {}
    if field.names:
        for value, name, role in store.cursor(field.names):
            found[value] = name or Term("role", (role,))
    elif field.term == "yes_no":
        found = {value: Term("yes" if value == "1" else "no") for value in values}
    else:
        found = {value: Term(field.term, (str(value),)) if field.term else str(value) for value in values}
    return found | {None: Term("none")}


def _key(value: Value) -> str:
    """The key of a row; that of the total has no value."""
    return "" if value is None else f"={value.hex() if isinstance(value, bytes) else value}"
