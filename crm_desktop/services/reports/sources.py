"""Sources, or campaigns, ranked by what they pay back: clients won, sales, profit, cost, and what a client cost.

Clients are those written down in the period; sales and profit are those of the period of all clients of the source,
whenever they came; costs are what falls on the days of the period (``services.campaigns``). The payback is the profit
less the cost, the return the profit for each unit of cost. To which source or campaign somebody belongs, and for whom
a recommendation counts, stands in ``advertising``.

Tables: once for each currency ``sources:CUR`` (source, clients, buyers, sales, amount:CUR, profit:CUR, cost:CUR,
per_client:CUR, payback:CUR, return, referrals), ranked by payback; where there is no money at all ``sources`` (source,
clients, referrals); ``referrers`` (client, brought): who recommended clients of the period.
Figures: ``clients``, ``referrals``; for each currency ``amount`` ``profit``, and where anything was spent in it
``cost`` ``per_client`` ``payback``; all with the period before.
Terms: ``no_source``, ``recommended`` (no source, but somebody recommended the client), ``outside`` (name of the source:
its clients and costs outside all campaigns), ``nameless`` (a referrer without a name), ``total``.
Notes: those of sales, ``by_source`` or ``by_campaign``, ``clients_of_period``, ``people_of_all_currencies``,
``costs_spread``, ``referrals_once``, ``no_costs`` (none fall on the period), ``costs_of_all`` (only some clients are
asked for, costs are whole), ``other_source`` (sales whose deal names another source than the card), ``undated``
(clients without a day of coming), ``ever_is`` (``all_time``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import advertising, sales, who
from crm_desktop.services.reports.all_time import cut_off
from crm_desktop.services.reports.options import Attribution, ever, span_of
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.source_sums import find
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
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from crm_desktop.services.reports.advertising import Key
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.services.reports.source_sums import Found
    from crm_desktop.storage.store import Store

_OF_SALES = ("amount", "profit")
_MONEY = (*_OF_SALES, "cost", "per_client", "payback")


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = _span(store, options, now)
    progress(0, 3)
    found = find(store, options, span)
    progress(1, 3)
    before = None if options.period is PeriodName.ALL else find(store, options, span.before())
    progress(2, 3)
    tables = [_table(store, found, options, currency) for currency in found.currencies()]
    if not tables:
        tables = [_without_money(store, found, options)]
    tables.append(_referrers(store, options, span))
    notes = tuple(_notes(store, options, span, found))
    if not any(note.id == "sales_beyond" for note in notes):
        notes += cut_off(store, options, _EVER, now.astimezone().date())
    progress(3, 3)
    return Report(ReportKind.SOURCES, options, tuple(_figures(found, before)), tuple(tables), notes)


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The clients who came, bought or were recommended, or the sales behind a sum."""
    span = _span(store, options, now)
    name, _, currency = table.partition(":")
    if name == "referrers":
        return _brought(store, options, span, " AND c.referrer_id = :referrer", referrer=bytes.fromhex(row))
    more, values = _of_row(options, row)
    if column == "clients":
        return _brought(store, options, span, more, **values)
    if column == "referrals":
        return _recommended(store, options, span, row)
    if column == "buyers":
        return _buyers(store, options, span, more, **values)
    if column == "sales":
        more += " AND s.amount > 0"
    return sales.behind(store, options, span, currency, more, **values)


def _span(store: Store, options: Options, now: datetime) -> Span:
    today = now.astimezone().date()
    return span_of(options, today, ever(store, _EVER, today))


# A cost may have begun before the first sale, and a client have come.
_EVER = (
    f"WITH ends(first, last) AS ({sales.EVER} UNION ALL"
    " SELECT MIN(on_day), MAX(on_day) FROM source_cost WHERE deleted = 0 UNION ALL"
    " SELECT MIN(NULLIF(created_at, '')), MAX(created_at) FROM client WHERE deleted = 0)"
    " SELECT MIN(first), MAX(last) FROM ends"
)
_OTHER_SOURCE = " AND s.source_id IS NOT NULL AND s.source_id IS NOT c.source_id"


def _names(store: Store) -> dict[Key, Cell]:
    """How a line is called: its campaign, its source, or a word."""
    names: dict[Key, Cell] = dict(
        store.read("SELECT id, name FROM source UNION ALL SELECT id, name FROM campaign")
    )
    return names | {word: Term(word) for word in (advertising.NO_SOURCE, advertising.RECOMMENDED)}


def _called(key: Key, names: Mapping[Key, Cell], options: Options, sources: set[Key]) -> Cell:
    if options.attribution is Attribution.CAMPAIGN and key in sources:
        return Term("outside", (str(names[key]),))
    return names[key]


def _key_text(key: Key) -> str:
    return key if isinstance(key, str) else key.hex()


def _of_row(options: Options, row: str) -> tuple[str, dict[str, Any]]:
    """SQL for "of this line", over ``client c``."""
    if row == "total":
        return "", {}
    words = {advertising.NO_SOURCE, advertising.RECOMMENDED}
    return f" AND {advertising.key(options)} = :key", {"key": row if row in words else bytes.fromhex(row)}


def _table(store: Store, found: Found, options: Options, currency: str) -> Table:
    names, sources = _names(store), {row[0] for row in store.read("SELECT id FROM source")}
    lines = [(key, found.line({key}, currency)) for key in found.every()]
    lines.sort(key=lambda pair: (-pair[1].payback, -pair[1].profit, -pair[1].clients, _key_text(pair[0])))
    rows = tuple(
        Row(_key_text(key), line.cells(_called(key, names, options, sources))) for key, line in lines
    )
    amount, profit, *others = sales.columns(_MONEY, [currency])
    columns = (
        Column("source", CellKind.TEXT),
        *(Column(name, CellKind.COUNT, drills=True) for name in ("clients", "buyers", "sales")),
        replace(amount, drills=True),
        replace(profit, drills=True),
        *others,
        Column("return", CellKind.NUMBER),
        Column("referrals", CellKind.COUNT, drills=True),
    )
    total = Row("total", found.line(found.every(), currency).cells(Term("total")))
    return Table(
        f"sources:{currency}",
        columns,
        rows,
        total,
        Chart(ChartKind.BARS, "source", (profit.id, others[0].id)),
    )


def _without_money(store: Store, found: Found, options: Options) -> Table:
    names, sources = _names(store), {row[0] for row in store.read("SELECT id FROM source")}
    counted = [
        (
            found.clients.get(key, 0),
            found.referrals.get(key, 0),
            _key_text(key),
            _called(key, names, options, sources),
        )
        for key in found.every()
    ]
    counted.sort(key=lambda each: (-each[0], -each[1], each[2]))
    rows = tuple(Row(key, (name, clients, referrals)) for clients, referrals, key, name in counted)
    columns = (
        Column("source", CellKind.TEXT),
        Column("clients", CellKind.COUNT, drills=True),
        Column("referrals", CellKind.COUNT, drills=True),
    )
    total = Row("total", (Term("total"), sum(found.clients.values()), sum(found.referrals.values())))
    return Table("sources", columns, rows, total, Chart(ChartKind.BARS, "source", ("clients",)))


def _referrers(store: Store, options: Options, span: Span) -> Table:
    """Who recommended clients of the period, each counted for whoever stands on its card."""
    came, values = advertising.came(options, span)
    found = store.read(
        "SELECT r.id, r.name, b.brought FROM (SELECT c.referrer_id, COUNT(*) AS brought FROM client c"
        f" WHERE c.referrer_id IS NOT NULL AND {came} GROUP BY 1) b CROSS JOIN client r ON r.id = b.referrer_id"
        " ORDER BY b.brought DESC, r.name, r.id",
        values,
    )
    rows = [Row(id_.hex(), (name or Term("nameless"), brought), id_) for id_, name, brought in found]
    kept, left_out = cut(rows, options.rows)
    columns = (Column("client", CellKind.TEXT), Column("brought", CellKind.COUNT, drills=True))
    chart = Chart(ChartKind.BARS, "client", ("brought",))
    return Table("referrers", columns, kept, chart=chart, left_out=left_out)


def _brought(store: Store, options: Options, span: Span, more: str, **values: Key) -> list[Behind]:
    """The clients who came in the period."""
    came, bound = advertising.came(options, span)
    found = store.cursor(
        f"SELECT c.id, c.name, c.created_at FROM client c WHERE {came} {more} ORDER BY c.created_at, c.id",
        bound | values,
    )
    return [Behind(*row) for row in found]


def _recommended(store: Store, options: Options, span: Span, row: str) -> list[Behind]:
    """The clients of the period whose recommendation counts for this line."""
    referred = advertising.keys_of_referred(store, options, span)
    return [
        each
        for each in _brought(store, options, span, " AND c.referrer_id IS NOT NULL")
        if each.client_id in referred and row in {"total", _key_text(referred[each.client_id])}
    ]


def _buyers(store: Store, options: Options, span: Span, more: str, **values: Key) -> list[Behind]:
    """The clients who bought in the period."""
    where, days = sales.conditions(options, span)
    found = store.cursor(
        f"SELECT c.id, c.name FROM client c WHERE c.id IN (SELECT s.client_id FROM {sales.FROM} WHERE {where}"
        f" AND s.amount > 0) {more} ORDER BY c.name, c.id",
        days | values,
    )
    return [Behind(*row) for row in found]


def _figures(found: Found, before: Found | None) -> Iterator[Figure]:
    for name in ("clients", "referrals"):
        now, then = getattr(found, name), None if before is None else getattr(before, name)
        yield Figure(name, CellKind.COUNT, sum(now.values()), None if then is None else sum(then.values()))
    for currency in found.currencies():
        line = found.line(found.every(), currency)
        earlier = None if before is None else before.line(before.every(), currency)
        costs = line.cost or (earlier is not None and earlier.cost)
        for name in _MONEY if costs else _OF_SALES:
            then = None if earlier is None else getattr(earlier, name)
            yield Figure(name, CellKind.MONEY, getattr(line, name), then, currency)


def _notes(store: Store, options: Options, span: Span, found: Found) -> Iterator[Note]:
    yield from sales.notes(store, options, span)
    yield Note("by_campaign" if options.attribution is Attribution.CAMPAIGN else "by_source")
    yield Note("clients_of_period")
    if len(found.currencies()) > 1:
        yield Note("people_of_all_currencies")
    yield from (Note("costs_spread"), Note("referrals_once"))
    if not found.spent:
        yield Note("no_costs")
    elif options.person or options.group or options.stage or options.tag:
        yield Note("costs_of_all")
    if options.currency:
        sold = {currency for by in found.sold.values() for currency in by}
        apart = {currency for by in found.spent.values() for currency in by} - sold - {options.currency}
        yield from (Note("no_rate", (currency,)) for currency in sorted(apart))
    where, values = sales.conditions(options, span)
    ((other,),) = store.read(
        f"SELECT COUNT(*) FROM {sales.FROM} {sales.CLIENTS} WHERE {where} {_OTHER_SOURCE}", values
    )
    if other:
        yield Note("other_source", (other,))
    condition, values = who.in_care(options)
    ((undated,),) = store.read(
        f"SELECT COUNT(*) FROM client c WHERE {condition} AND c.created_at = ''", values
    )
    if undated:
        yield Note("undated", (undated,))
