"""20/80: which clients bring the profit (or, with ``Options.by`` "sales", the sales), and which bring nothing.

Clients are ranked by what they brought in the period, in each currency by itself; of equals the one written down first
comes first. Shares are of what is brought by those who bring anything: who costs more than it pays would make the
others' shares add up to more than the whole.

Tables, all but the last once for each currency: ``clients:CUR`` (client, sales, amount:CUR, profit:CUR, share, so_far);
``groups:CUR`` (group, clients, clients_share, amount:CUR, profit:CUR, share), rows ``top_20`` ``middle`` ``nothing``;
``curve:CUR`` by twentieths of the clients (part, clients, value:CUR, so_far); ``others`` (group, clients), rows
``never`` ``not_now``.
Figures, all but the last once for each currency: ``total`` ``buyers`` ``make_80`` ``make_80_share`` ``top_20``
``top_20_share`` ``nothing``, ``never``.
Notes: those of sales, ``by_profit`` or ``by_sales``, ``shares_of_what_is_brought``, ``never_is_ever``.
Terms: ``top_20`` ``middle`` ``nothing`` ``never`` ``not_now`` ``total``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import sales, who
from crm_desktop.services.reports.table import (
    Behind,
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

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.services.reports.sales import Sums
    from crm_desktop.storage.store import Store

BY_SALES = "sales"
_PARTS = 20


@dataclass(frozen=True, slots=True)
class _Buyer:
    """``value``: what is shared out, in minor units."""

    client_id: bytes
    value: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The buyers of one currency, the best first; ``so_far`` what they bring up to each; ``whole`` all those who do."""

    currency: str
    buyers: list[_Buyer]
    so_far: list[int]

    @property
    def whole(self) -> int:
        """What those bring who bring anything."""
        return self.so_far[-1] if self.so_far else 0

    @property
    def bringing(self) -> int:
        """How many bring anything."""
        return len(self.so_far)

    @property
    def top(self) -> int:
        """How many a fifth of the buyers are, rounded up; none of them brings nothing."""
        return min(-(-len(self.buyers) // 5), self.bringing)

    def brought(self, count: int) -> int:
        """What the first ``count`` bring."""
        count = min(count, self.bringing)
        return self.so_far[count - 1] if count else 0

    def make_80(self) -> int:
        """How many of the first it takes for four fifths of the whole."""
        return next((n for n, value in enumerate(self.so_far, start=1) if 5 * value >= 4 * self.whole), 0)

    def group(self, name: str) -> list[_Buyer]:
        """The buyers of a group: the first fifth, those between, those who bring nothing."""
        ends = {
            "top_20": (0, self.top),
            "middle": (self.top, self.bringing),
            "nothing": (self.bringing, len(self.buyers)),
            "total": (0, len(self.buyers)),
        }
        return self.buyers[slice(*ends[name])]


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = sales.span(store, options, now)
    progress(0, 3)
    rankings = _rankings(store, options, span)
    progress(1, 3)
    others = _counts(store, options, span)
    progress(2, 3)
    tables = [table for ranking in rankings for table in _tables(store, options, ranking)]
    figures = [figure for ranking in rankings for figure in _figures(ranking)]
    notes = (
        *sales.notes(store, options, span),
        Note("by_sales" if options.by == BY_SALES else "by_profit"),
        Note("shares_of_what_is_brought"),
        Note("never_is_ever"),
    )
    rows = tuple(Row(name, (Term(name), count)) for name, count in others.items())
    apart = Table(
        "others", (Column("group", CellKind.TEXT), Column("clients", CellKind.COUNT, drills=True)), rows
    )
    never = Figure("never", CellKind.COUNT, others["never"])
    progress(3, 3)
    return Report(ReportKind.PARETO, options, (*figures, never), (*tables, apart), notes)


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The sales of a client, or the clients of a group with what each brought."""
    span = sales.span(store, options, now)
    name, _, currency = table.partition(":")
    if name == "clients":
        more = " AND c.id = :client" + (" AND s.amount > 0" if column == "sales" else "")
        return sales.behind(store, options, span, currency, more, client=bytes.fromhex(row))
    if name == "others":
        return _others(store, options, span, row)
    found = next((each for each in _rankings(store, options, span) if each.currency == currency), None)
    buyers = found.group(row) if found is not None else []
    names = who.names(store, [buyer.client_id for buyer in buyers])
    what = column.partition(":")[0]

    def brought(buyer: _Buyer) -> int:
        return {"amount": buyer.sums.amount, "profit": buyer.sums.profit}.get(what, buyer.value)

    return [
        Behind(buyer.client_id, names[buyer.client_id], amount=brought(buyer), currency=currency)
        for buyer in buyers
    ]


def _rankings(store: Store, options: Options, span: Span) -> list[_Ranking]:
    found = sales.totals(store, options, span, "s.client_id", join="")
    return [_ranking(found, currency, options) for currency in sales.currencies_of(found.values())]


def _ranking(found: dict[bytes, dict[str, Sums]], currency: str, options: Options) -> _Ranking:
    by_sales = options.by == BY_SALES
    buyers = [
        _Buyer(client_id, sums.amount if by_sales else sums.profit, sums)
        for client_id, by_currency in found.items()
        if (sums := by_currency.get(currency)) is not None
    ]
    buyers.sort(key=lambda buyer: (-buyer.value, buyer.client_id))
    return _Ranking(currency, buyers, list(accumulate(buyer.value for buyer in buyers if buyer.value > 0)))


def _figures(ranking: _Ranking) -> list[Figure]:
    currency, buyers = ranking.currency, len(ranking.buyers)
    total = sum(buyer.value for buyer in ranking.buyers)
    made, top = ranking.make_80(), ranking.top

    def figure(name: str, kind: CellKind, value: float | None) -> Figure:
        return Figure(name, kind, value, currency=currency)

    return [
        figure("total", CellKind.MONEY, total),
        figure("buyers", CellKind.COUNT, buyers),
        figure("make_80", CellKind.COUNT, made),
        figure("make_80_share", CellKind.SHARE, share(made, buyers)),
        figure("top_20", CellKind.COUNT, top),
        figure("top_20_share", CellKind.SHARE, share(ranking.brought(top), ranking.whole)),
        figure("nothing", CellKind.COUNT, buyers - ranking.bringing),
    ]


def _tables(store: Store, options: Options, ranking: _Ranking) -> list[Table]:
    return [
        _groups(ranking),
        _clients(store, ranking, options),
        _curve(ranking),
    ]


def _clients(store: Store, ranking: _Ranking, options: Options) -> Table:
    shown = ranking.buyers[: options.rows] if options.rows else ranking.buyers
    names = who.names(store, [buyer.client_id for buyer in shown])
    rows: list[Row] = []
    for place, buyer in enumerate(shown, start=1):
        part = share(max(buyer.value, 0), ranking.whole)
        so_far = share(ranking.brought(place), ranking.whole)
        name, sums = names[buyer.client_id], buyer.sums
        cells = (name, sums.sales, sums.amount, sums.profit, part, so_far)
        rows.append(Row(buyer.client_id.hex(), cells, buyer.client_id))
    money = sales.columns(("amount", "profit"), [ranking.currency], drills=True)
    columns = (
        Column("client", CellKind.TEXT),
        Column("sales", CellKind.COUNT, drills=True),
        *money,
        Column("share", CellKind.SHARE),
        Column("so_far", CellKind.SHARE),
    )
    drawn = money[0 if options.by == BY_SALES else 1].id
    return Table(
        f"clients:{ranking.currency}",
        columns,
        tuple(rows),
        chart=Chart(ChartKind.BARS, "client", (drawn,)),
        left_out=len(ranking.buyers) - len(shown),
    )


def _groups(ranking: _Ranking) -> Table:
    def row(name: str) -> Row:
        group = ranking.group(name)
        brought = sum(buyer.value for buyer in group if buyer.value > 0)
        return Row(
            name,
            (
                Term(name),
                len(group),
                share(len(group), len(ranking.buyers)),
                sum(buyer.sums.amount for buyer in group),
                sum(buyer.sums.profit for buyer in group),
                share(brought, ranking.whole),
            ),
        )

    columns = (
        Column("group", CellKind.TEXT),
        Column("clients", CellKind.COUNT, drills=True),
        Column("clients_share", CellKind.SHARE),
        *sales.columns(("amount", "profit"), [ranking.currency], drills=True),
        Column("share", CellKind.SHARE),
    )
    rows = tuple(row(name) for name in ("top_20", "middle", "nothing"))
    chart = Chart(ChartKind.COLUMNS, "group", ("clients_share", "share"))
    return Table(f"groups:{ranking.currency}", columns, rows, row("total"), chart)


def _curve(ranking: _Ranking) -> Table:
    """What each twentieth of the buyers brings; of fewer than twenty each buyer is a part."""
    count = len(ranking.buyers)
    ends = sorted({-(-count * part // _PARTS) for part in range(1, _PARTS + 1)} - {0})
    rows, before = [], 0
    for end in ends:
        brought = sum(buyer.value for buyer in ranking.buyers[before:end])
        rows.append(Row(str(end), (end / count, end, brought, share(ranking.brought(end), ranking.whole))))
        before = end
    value = sales.columns(("value",), [ranking.currency])
    columns = (
        Column("part", CellKind.SHARE),
        Column("clients", CellKind.COUNT),
        *value,
        Column("so_far", CellKind.SHARE),
    )
    return Table(
        f"curve:{ranking.currency}",
        columns,
        tuple(rows),
        chart=Chart(ChartKind.PARETO, "part", (value[0].id, "so_far")),
    )


_OTHERS = {
    "never": "SELECT c.id, c.name, COALESCE(c.created_at, '') FROM client c"
    " WHERE {condition} AND c.id NOT IN (SELECT client_id FROM bought)",
    "not_now": "SELECT c.id, c.name, b.latest FROM bought b CROSS JOIN client c ON c.id = b.client_id"
    " WHERE b.latest < :since",
}


def _bought(options: Options, span: Span) -> tuple[str, dict[str, Any]]:
    """SQL for who of the clients asked for bought anything until the end of the period, and when at last.

    The person asked for is whoever is responsible for the client: where nothing was sold, nobody sold it.
    """
    clients, values = who.in_care(options)
    condition, _ = sales.conditions(replace(options, person=None), span)
    if options.person is not None:
        condition = f"s.client_id IN (SELECT c.id FROM client c WHERE {clients})"
    bought = f"SELECT s.client_id, MAX(s.day) AS latest FROM {sales.FROM} WHERE s.amount > 0 AND {condition} GROUP BY 1"
    return bought, values | {"first": "", "last": span.last.isoformat(), "since": span.first.isoformat()}


def _counts(store: Store, options: Options, span: Span) -> dict[str, int]:
    """How many never bought until the end of the period, and how many did, but not in it."""
    bought, values = _bought(options, span)
    ((every,),) = store.read(f"SELECT COUNT(*) FROM client c WHERE {who.in_care(options)[0]}", values)
    ((buyers, earlier),) = store.read(
        f"SELECT COUNT(*), COALESCE(SUM(latest < :since), 0) FROM ({bought})", values
    )
    return {"never": every - buyers, "not_now": earlier}


def _others(store: Store, options: Options, span: Span, row: str) -> list[Behind]:
    bought, values = _bought(options, span)
    sql = _OTHERS[row].format(condition=who.in_care(options)[0])
    found = store.cursor(f"WITH bought AS ({bought}) {sql} ORDER BY c.name, c.id", values)
    return [Behind(*each) for each in found]
