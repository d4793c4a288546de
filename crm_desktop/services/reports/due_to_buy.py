"""Who is due to buy now, since when, and what they usually take.

When a purchase is due stands in ``rhythm``: a client is *due* from a quarter of its interval before the day until a
quarter after it, and *overdue* from then on, until three intervals have passed since the last purchase: then it is
taken to have *gone*. The period of the options does not count: due is who is due today. Clients with an appointment are
shown with it, so that nobody is called twice.

Tables, each once for each currency: ``due:CUR`` (client, standing, next, days_late, last, interval, purchases, usual,
amount:CUR, appointment, phone), the due and overdue ones by money at stake; of which ``next`` is the day of the next
purchase, ``days_late`` counts from it (negative: still to go), ``usual`` is what the client usually takes,
``appointment`` the next planned contact. ``standings:CUR`` (standing, clients, amount:CUR), rows ``due`` ``overdue``
``later`` ``gone``.
Figures: ``due`` ``overdue`` (clients of all currencies), ``amount`` (at stake with both) once for each currency.
Terms: ``due`` ``overdue_to_buy`` ``later`` ``gone`` ``total``.
Notes: ``what_is_a_sale``, ``how_repeat`` (least purchases, last purchases), ``when_due`` (part of the interval),
``who_has_gone`` (intervals, clients), ``no_rhythm`` (buyers with too few purchases), ``not_to_be_contacted`` (clients
of the list who asked not to be), and those of ``telling``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import forecast_lines, rhythm, sales, telling, who
from crm_desktop.services.reports.periods import Span
from crm_desktop.services.reports.rhythm import Standing
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
)
from crm_desktop.services.reports.telling import rounded
from crm_desktop.services.reports.usual_items import usually_taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.rhythm import Rhythm
    from crm_desktop.services.reports.telling import Teller
    from crm_desktop.storage.store import Store

_ORDER = (Standing.DUE, Standing.OVERDUE, Standing.LATER, Standing.GONE)
_WANTED = frozenset({Standing.DUE, Standing.OVERDUE})
_BATCH = 500

_ByStanding = dict[Standing, list["Rhythm"]]


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it."""
    today = now.astimezone().date()
    progress(0, 3)
    bought = rhythm.purchases(store, options, today)
    progress(1, 3)
    teller = telling.teller(store, options.currency, today)
    rhythms = rhythm.rhythms(bought, today)
    by_currency = _standings(rhythms, teller, today)
    progress(2, 3)
    tables: list[Table] = []
    for currency in sorted(by_currency, key=lambda each: (-_clients(by_currency[each]), each)):
        standings = by_currency[currency]
        tables += [
            _due(store, standings, teller, currency, options.rows, today),
            _by_standing(standings, teller, currency),
        ]
    counts = [
        Figure(
            standing.value, CellKind.COUNT, sum(len(each.get(standing, ())) for each in by_currency.values())
        )
        for standing in (Standing.DUE, Standing.OVERDUE)
    ]
    money = [
        Figure("amount", CellKind.MONEY, _amount(_at_stake(standings), teller), currency=currency)
        for currency, standings in by_currency.items()
    ]
    notes = _notes(store, options, rhythms, teller, today)
    progress(3, 3)
    return Report(ReportKind.DUE_TO_BUY, options, (*counts, *money), tuple(tables), notes)


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The clients of a standing with the days on which they are due, or the purchases of a client."""
    today = now.astimezone().date()
    bought = rhythm.purchases(store, options, today)
    name, _, currency = table.partition(":")
    if name == "due":
        return forecast_lines.purchases(store, bought, bytes.fromhex(row))
    teller = telling.teller(store, options.currency, today)
    standings = _standings(rhythm.rhythms(bought, today), teller, today).get(currency, {})
    found = [each for standing, of in standings.items() if row in ("total", standing.value) for each in of]
    names = who.names(store, [each.client_id for each in found])
    people = [
        Behind(each.client_id, names[each.client_id], each.next.isoformat(), "", each.amount, each.currency)
        for each in found
    ]
    return sorted(people, key=lambda each: (each.at, each.name, each.client_id or b""))


def _standings(rhythms: Sequence[Rhythm], teller: Teller, today: date) -> dict[str, _ByStanding]:
    found: defaultdict[str, _ByStanding] = defaultdict(lambda: defaultdict(list))
    for each in rhythms:
        found[teller.currency(each.currency)][each.standing(today)].append(each)
    return found


def _word(standing: Standing) -> Term:
    """An overdue purchase is called otherwise than an overdue contact."""
    return Term("overdue_to_buy" if standing is Standing.OVERDUE else standing.value)


def _clients(standings: Mapping[Standing, Sequence[Rhythm]]) -> int:
    return sum(map(len, standings.values()))


def _at_stake(standings: Mapping[Standing, Sequence[Rhythm]]) -> list[Rhythm]:
    return [each for standing in _WANTED for each in standings.get(standing, ())]


def _amount(rhythms: Sequence[Rhythm], teller: Teller) -> int:
    """The usual amounts of all, added up by their own currencies first."""
    sums: defaultdict[str, int] = defaultdict(int)
    for each in rhythms:
        sums[each.currency] += each.amount
    return rounded(sum((teller.told(amount, of) for of, amount in sums.items()), Fraction(0)))


def _due(
    store: Store, standings: _ByStanding, teller: Teller, currency: str, most: int, today: date
) -> Table:
    every = _at_stake(standings)
    used = {each.currency for each in every}
    worth = {each: float(teller.told(1, each)) for each in used}
    every.sort(key=lambda each: (-each.amount * worth[each.currency], each.next, each.client_id))
    shown = every[:most] if most else every
    clients = [each.client_id for each in shown]
    known, taken = _known(store, clients), usually_taken(store, clients)

    def row(each: Rhythm) -> Row:
        name, appointment, phone = known[each.client_id]
        cells = (
            name,
            _word(each.standing(today)),
            each.next.isoformat(),
            (today - each.next).days,
            each.last.isoformat(),
            float(each.interval),
            each.purchases,
            ", ".join(taken.get(each.client_id, ())) or None,
            rounded(teller.told(each.amount, each.currency)),
            appointment,
            phone,
        )
        return Row(each.client_id.hex(), cells, each.client_id)

    columns = (
        Column("client", CellKind.TEXT),
        Column("standing", CellKind.TEXT),
        Column("next", CellKind.DAY),
        Column("days_late", CellKind.DAYS),
        Column("last", CellKind.DAY),
        Column("interval", CellKind.DAYS),
        Column("purchases", CellKind.COUNT, drills=True),
        Column("usual", CellKind.TEXT),
        Column(f"amount:{currency}", CellKind.MONEY, currency),
        Column("appointment", CellKind.INSTANT),
        Column("phone", CellKind.TEXT),
    )
    return Table(f"due:{currency}", columns, tuple(map(row, shown)), left_out=len(every) - len(shown))


def _by_standing(standings: _ByStanding, teller: Teller, currency: str) -> Table:
    def row(key: str, label: Term, rhythms: Sequence[Rhythm]) -> Row:
        return Row(key, (label, len(rhythms), _amount(rhythms, teller)))

    columns = (
        Column("standing", CellKind.TEXT),
        Column("clients", CellKind.COUNT, drills=True),
        Column(f"amount:{currency}", CellKind.MONEY, currency, drills=True),
    )
    rows = tuple(row(standing.value, _word(standing), standings.get(standing, [])) for standing in _ORDER)
    total = row("total", Term("total"), [each for of in standings.values() for each in of])
    return Table(
        f"standings:{currency}", columns, rows, total, Chart(ChartKind.BARS, "standing", ("clients",))
    )


def _known(store: Store, clients: Sequence[bytes]) -> dict[bytes, tuple[str, str | None, str | None]]:
    """The name, the next appointment and the first phone of each."""
    found: dict[bytes, tuple[str, str | None, str | None]] = {}
    for start in range(0, len(clients), _BATCH):
        batch = clients[start : start + _BATCH]
        for client_id, name, appointment, phone in store.read(
            "SELECT c.id, c.name, l.next_contact, l.phone FROM client c LEFT JOIN client_list l ON l.client_id = c.id"
            f" WHERE c.id IN ({', '.join('?' * len(batch))})",
            batch,
        ):
            found[client_id] = (name, appointment, phone)
    return found


def _notes(
    store: Store, options: Options, rhythms: Sequence[Rhythm], teller: Teller, today: date
) -> tuple[Note, ...]:
    listed = [each for each in rhythms if each.standing(today) in _WANTED]
    counted = {
        "no_rhythm": _buyers(store, options, today) - len(rhythms),
        "not_to_be_contacted": _unwilling(store, [each.client_id for each in listed]),
    }
    return (
        Note("what_is_a_sale"),
        Note("how_repeat", (rhythm.LEAST_PURCHASES, rhythm.LAST_PURCHASES)),
        Note("when_due", (1 / rhythm.SLACK,)),
        Note("who_has_gone", (rhythm.GONE_AFTER, sum(each.is_gone(today) for each in rhythms))),
        *(Note(name, (number,)) for name, number in counted.items() if number),
        *teller.notes(each.currency for each in rhythms),
    )


def _buyers(store: Store, options: Options, today: date) -> int:
    where, values = sales.conditions(options, Span(today, today))
    ((number,),) = store.read(
        f"SELECT COUNT(DISTINCT s.client_id) FROM {sales.FROM} WHERE s.amount > 0 AND {where}",
        values | {"first": ""},
    )
    return int(number)


def _unwilling(store: Store, clients: Sequence[bytes]) -> int:
    asked_not = {
        id_ for (id_,) in store.cursor("SELECT id FROM client WHERE do_not_contact = 1 AND deleted = 0")
    }
    return sum(client in asked_not for client in clients)
