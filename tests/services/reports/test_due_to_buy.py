from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind
from crm_desktop.services import listing
from crm_desktop.services.reports import due_to_buy
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.table import Note
from tests.services.reports.bases import NOW, made, recipes, rows
from tests.services.reports.coming import TODAY, buyers, worth
from tests.services.reports.reading import by_key, figures, table
from tests.services.reports.sold import sold, some_options
from tests.services.reports.writing import client, deal, insert


def report(store, **options):
    return make(store, ReportKind.DUE_TO_BUY, Options(**options), NOW)


def behind(store, table_id, row, column, **options):
    return due_to_buy.behind(store, Options(**options), NOW, table_id, row, column)


def every(store, name, days, amount=100, **values):
    one = client(store, name, **values)
    for day in days:
        deal(store, one, amount, day, title="Vases")
    return one


DUE = ("2026-08-21", "2026-09-20", "2026-10-20")  # every thirty days: 19 November
OVERDUE = ("2026-07-01", "2026-08-01", "2026-09-01")  # 2 October
LATER = ("2026-05-18", "2026-08-18", "2026-11-18")
GONE = ("2026-01-01", "2026-01-11", "2026-01-21")


def test_who_is_due_and_since_when(store):
    due = every(store, "Due", DUE)
    every(store, "Overdue", OVERDUE, amount=900)
    every(store, "Later", LATER)
    every(store, "Gone", GONE)
    found = report(store)
    first, second = table(found, "due:EUR").rows
    assert first.cells[:4] == ("Overdue", first.cells[1], "2026-10-02", 49)
    assert [first.cells[1].id, second.cells[1].id] == ["overdue_to_buy", "due"]
    assert second.cells[2:9] == ("2026-11-19", 1, "2026-10-20", 30.0, 3, "Vases", 100)
    assert second.client_id == due
    shown = by_key(table(found, "standings:EUR"))
    assert [(key, row["clients"], row["amount:EUR"]) for key, row in shown.items()] == [
        ("due", 1, 100), ("overdue", 1, 900), ("later", 1, 100), ("gone", 1, 100),
    ]  # fmt: skip
    assert figures(found) == {"due": 1, "overdue": 1, "amount": 1000}
    (one,) = behind(store, "standings:EUR", "due", "clients")
    assert (one.name, one.at, one.amount) == ("Due", "2026-11-19", 100)
    assert len(behind(store, "standings:EUR", "total", "amount:EUR")) == 4
    assert behind(store, "standings:USD", "due", "clients") == []
    assert len(behind(store, "due:EUR", due.hex(), "purchases")) == 3


def test_appointments_phones_and_who_must_not_be_called(store):
    one = every(store, "Due", DUE, do_not_contact=1)
    insert(store, "contact_point", client_id=one, kind="phone", value="+370 600 00000", key="37060000000")
    insert(store, "activity", client_id=one, kind="call", planned_at="2026-11-25T10:00:00.000Z")
    listing.ensure(store, "en")
    (row,) = table(report(store), "due:EUR").rows
    assert row.cells[9:] == ("2026-11-25T10:00:00.000Z", "+370 600 00000")
    assert Note("not_to_be_contacted", (1,)) in report(store).notes


def test_long_lists_are_cut_and_whole_in_files(store):
    for name in ("One", "Two", "Three"):
        every(store, name, DUE)
    assert (
        len(table(report(store, rows=2), "due:EUR").rows),
        table(report(store, rows=2), "due:EUR").left_out,
    ) == (2, 1)
    assert len(table(report(store, rows=0), "due:EUR").rows) == 3


def test_buyers_without_a_rhythm_are_counted(store):
    every(store, "Once", ["2026-01-01"])
    found = report(store)
    assert found.tables == ()
    assert Note("no_rhythm", (1,)) in found.notes
    assert figures(found) == {"due": 0, "overdue": 0}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(clients=6, activities=0, requests=0, costs=0, deals=60, payments=40))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe, rows=0)
        found = make(store, ReportKind.DUE_TO_BUY, options, NOW)
        known = buyers(store, options, TODAY)
        by_standing: dict[tuple[str, str], list] = {}
        for one in known:
            told = options.currency if worth(store, one.currency, options.currency) else one.currency
            by_standing.setdefault((told, _standing(one)), []).append(one)
        for each in found.tables:
            name, _, currency = each.id.partition(":")
            if name == "standings":
                _check_standings(store, options, each, currency, by_standing)
            else:
                listed = by_standing.get((currency, "due"), []) + by_standing.get((currency, "overdue"), [])
                _check_list(store, each, listed)
        shown = {each.id.partition(":")[2] for each in found.tables}
        assert shown == {currency for currency, _ in by_standing}
        every_buyer = {sale.client["id"] for sale in sold(store, options, last=TODAY) if sale.amount > 0}
        without = len(every_buyer) - len(known)
        assert [note.values[0] for note in found.notes if note.id == "no_rhythm"] == [without] * bool(without)


def _standing(one):
    if one.gone(TODAY):
        return "gone"
    late = (TODAY - one.next).days
    if abs(late) <= one.interval / 4:
        return "due"
    return "overdue" if late > 0 else "later"


def _check_standings(store, options, shown, currency, by_standing):
    for row in shown.rows:
        own = by_standing.get((currency, row.key), [])
        amount = sum(one.usual * (worth(store, one.currency, options.currency) or 1) for one in own)
        assert row.cells[1:] == (len(own), int(amount + 0.5) if not isinstance(amount, int) else amount)
        people = due_to_buy.behind(store, options, NOW, shown.id, row.key, "clients")
        assert {each.client_id for each in people} == {one.client_id for one in own}
        assert len(people) == len(own)


def _check_list(store, shown, listed):
    assert {row.client_id for row in shown.rows} == {one.client_id for one in listed}
    amounts = [row.cells[8] for row in shown.rows]
    assert amounts == sorted(amounts, reverse=True)
    for one in listed:
        (row,) = (row for row in shown.rows if row.client_id == one.client_id)
        assert row.cells[2:7] == (
            one.next.isoformat(),
            (TODAY - one.next).days,
            one.days[-1].isoformat(),
            one.interval,
            len(one.days),
        )
        assert row.cells[7] == (", ".join(_usual(store, one.client_id)) or None)


def _usual(store, client_id):
    """The three most frequent items of the won deals, else titles."""
    won = {
        row["id"]: row
        for row in rows(store, "deal")
        if row["client_id"] == client_id and row["state"] == "won" and not row["deleted"]
    }
    items = [
        (row["name"], row["deal_id"])
        for row in rows(store, "deal_item")
        if row["deal_id"] in won and row["name"] and not row["deleted"]
    ]
    named = items or [(row["title"], row["id"]) for row in won.values()]
    found: dict[str, set[bytes]] = {}
    for name, deal_id in named:
        found.setdefault(name, set()).add(deal_id)

    def rank(name):
        newest = max(date.fromisoformat(won[deal_id]["closed_on"]).toordinal() for deal_id in found[name])
        return -len(found[name]), -newest, name

    return sorted(found, key=rank)[:3]
