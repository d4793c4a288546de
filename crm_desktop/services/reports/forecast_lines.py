"""The tables of a forecast, and who stands behind their numbers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.services.reports import open_deals, who
from crm_desktop.services.reports.outlook import ASIDE, Outlook, Sums
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
from crm_desktop.services.reports.telling import rounded

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from crm_desktop.services.reports.open_deals import OpenDeal
    from crm_desktop.services.reports.outlook import Repeat
    from crm_desktop.services.reports.rhythm import Purchases, Rhythm
    from crm_desktop.services.reports.telling import Teller
    from crm_desktop.storage.store import Store


def total(sums: Mapping[str, Sums]) -> Sums:
    """All months together."""
    months = [each for place, each in sums.items() if place not in ASIDE]
    return Sums(*(sum(column) for column in zip(*months, strict=True)))


def months(currency: str, sums: Mapping[str, Sums], keys: Sequence[str]) -> Table:
    """What is expected of each month, of deals and of purchases apart and together."""

    def row(key: str, label: Cell, line: Sums) -> Row:
        return Row(key, (label, *line, line.expected))

    columns = (
        Column("month", CellKind.MONTH),
        *_of_deals(currency),
        Column("purchases", CellKind.COUNT, drills=True),
        _money("repeat", currency, drills=True),
        _money("expected", currency, drills=True),
    )
    rows = tuple(row(key, key, sums.get(key, Sums())) for key in keys)
    chart = Chart(ChartKind.STACKED, "month", (f"weighted:{currency}", f"repeat:{currency}"))
    return Table(f"months:{currency}", columns, rows, row("total", Term("total"), total(sums)), chart)


def aside(currency: str, sums: Mapping[str, Sums]) -> Table:
    """The deals that no month has."""
    columns = (Column("place", CellKind.TEXT), *_of_deals(currency))
    lines = {place: sums.get(place, Sums()) for place in ASIDE}
    rows = tuple(Row(place, (Term(place), *line[:3])) for place, line in lines.items())
    whole = Sums(*(sum(column) for column in zip(*lines.values(), strict=True)))
    return Table(f"aside:{currency}", columns, rows, Row("total", (Term("total"), *whole[:3])))


def trial(currency: str, tried: Mapping[str, tuple[int, int]], keys: Sequence[str]) -> Table:
    """What would have been expected of past months beside what was sold."""

    def row(key: str, label: Cell, pair: tuple[int, int]) -> Row:
        return Row(key, (label, *pair, share(*pair)))

    pairs = {key: tried.get(key, (0, 0)) for key in keys}
    columns = (
        Column("month", CellKind.MONTH),
        _money("expected", currency, drills=True),
        _money("actual", currency, drills=True),
        Column("hit", CellKind.SHARE),
    )
    expected, actual = zip(*pairs.values(), strict=True)
    return Table(
        f"tried:{currency}",
        columns,
        tuple(row(key, key, pair) for key, pair in pairs.items()),
        row("total", Term("total"), (sum(expected), sum(actual))),
        Chart(ChartKind.LINE, "month", (f"expected:{currency}", f"actual:{currency}")),
    )


def reckoning(store: Store, of: Outlook, teller: Teller, currency: str, most: int) -> tuple[Table, Table]:
    """Every deal and every client of the outlook, those who bring most first; ``most`` lines each, 0: all."""
    return _deals(store, of, teller, currency, most), _buyers(store, of, teller, currency, most)


def behind(
    store: Store, of: Outlook, teller: Teller, currency: str, places: Collection[str], column: str
) -> list[Behind]:
    """The deals and the expected purchases of some lines, each with its own money as the column counts it."""
    found: list[Behind] = []
    if column in {"deals", "whole", "weighted", "expected"}:
        deals = [
            deal
            for place in places
            for deal in of.deals.get(place, ())
            if teller.currency(deal.currency) == currency
        ]
        words = open_deals.named(store, deals)
        for deal in deals:
            known = words[deal.rid]
            amount = rounded(deal.weighted) if column in {"weighted", "expected"} else deal.amount
            found.append(
                Behind(
                    deal.client_id, known.client, deal.expected, known.title, amount, deal.currency, known.id
                )
            )
    if column in {"purchases", "repeat", "expected"}:
        repeats = [
            each
            for each in of.repeats
            if each.month in places and teller.currency(each.rhythm.currency) == currency
        ]
        names = who.names(store, [each.rhythm.client_id for each in repeats])
        found += [_expected(each, names[each.rhythm.client_id]) for each in repeats]
    return sorted(found, key=lambda each: (each.at, each.name, each.record or b""))


def purchases(store: Store, bought: Purchases, client_id: bytes) -> list[Behind]:
    """What a client bought, by day and currency, the last first."""
    (name,) = who.names(store, [client_id]).values()
    theirs = reversed(bought.get(client_id, ()))
    return [
        Behind(client_id, name, date.fromordinal(each.day).isoformat(), "", each.amount, each.currency)
        for each in theirs
    ]


def _expected(each: Repeat, name: str) -> Behind:
    return Behind(each.rhythm.client_id, name, each.day.isoformat(), "", each.amount, each.rhythm.currency)


def _deals(store: Store, of: Outlook, teller: Teller, currency: str, most: int) -> Table:
    every = [
        deal for deals in of.deals.values() for deal in deals if teller.currency(deal.currency) == currency
    ]
    # One for each stage and currency, and no fraction: these compare a hundred times slower.
    one_of = {(deal.currency, deal.stage_id): deal for deal in every}
    worth = {key: float(teller.told(deal.chance, deal.currency)) for key, deal in one_of.items()}
    ranked = sorted(every, key=lambda deal: (-deal.amount * worth[deal.currency, deal.stage_id], deal.rid))
    shown = ranked[:most] if most else ranked
    words = open_deals.named(store, shown)

    def row(deal: OpenDeal) -> Row:
        known = words[deal.rid]
        stage: Cell = known.stage or Term(known.word or "no_stage")
        cells = (
            known.title or Term("no_title"),
            known.client,
            stage,
            deal.expected or None,
            rounded(teller.told(deal.amount, deal.currency)),
            float(deal.chance),
            rounded(teller.told(deal.weighted, deal.currency)),
        )
        return Row(known.id.hex(), cells, deal.client_id)

    columns = (
        Column("deal", CellKind.TEXT),
        Column("client", CellKind.TEXT),
        Column("stage", CellKind.TEXT),
        Column("expected_on", CellKind.DAY),
        _money("whole", currency),
        Column("chance", CellKind.SHARE),
        _money("weighted", currency),
    )
    return Table(f"deals:{currency}", columns, tuple(map(row, shown)), left_out=len(every) - len(shown))


def _buyers(store: Store, of: Outlook, teller: Teller, currency: str, most: int) -> Table:
    times: dict[bytes, tuple[Rhythm, int]] = {}
    for each in of.repeats:
        if teller.currency(each.rhythm.currency) == currency:
            before = times.get(each.rhythm.client_id, (each.rhythm, 0))[1]
            times[each.rhythm.client_id] = (each.rhythm, before + each.times)
    used = {rhythm.currency for rhythm, _ in times.values()}
    worth = {each: float(teller.told(1, each)) for each in used}
    ranked = sorted(
        times.values(),
        key=lambda pair: (-pair[0].amount * pair[1] * worth[pair[0].currency], pair[0].client_id),
    )
    shown, left_out = (ranked[:most], max(len(ranked) - most, 0)) if most else (ranked, 0)
    names = who.names(store, [rhythm.client_id for rhythm, _ in shown])

    def row(rhythm: Rhythm, number: int) -> Row:
        cells = (
            names[rhythm.client_id],
            rhythm.purchases,
            rhythm.last.isoformat(),
            float(rhythm.interval),
            rhythm.next.isoformat(),
            rounded(teller.told(rhythm.amount, rhythm.currency)),
            number,
            rounded(teller.told(number * rhythm.amount, rhythm.currency)),
        )
        return Row(rhythm.client_id.hex(), cells, rhythm.client_id)

    columns = (
        Column("client", CellKind.TEXT),
        Column("purchases", CellKind.COUNT, drills=True),
        Column("last", CellKind.DAY),
        Column("interval", CellKind.DAYS),
        Column("next", CellKind.DAY),
        _money("usual", currency),
        Column("times", CellKind.COUNT),
        _money("repeat", currency),
    )
    return Table(f"buyers:{currency}", columns, tuple(row(*pair) for pair in shown), left_out=left_out)


def _of_deals(currency: str) -> tuple[Column, ...]:
    return (
        Column("deals", CellKind.COUNT, drills=True),
        _money("whole", currency, drills=True),
        _money("weighted", currency, drills=True),
    )


def _money(name: str, currency: str, *, drills: bool = False) -> Column:
    return Column(f"{name}:{currency}", CellKind.MONEY, currency, drills)
