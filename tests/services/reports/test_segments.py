from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import fmean, median

from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind, Segment
from crm_desktop.services import lists
from crm_desktop.services.reports import segments
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.scoring import scored
from crm_desktop.services.reports.table import Note
from tests.services.reports.bases import NOW, made, recipes
from tests.services.reports.reading import by_key, figures, table
from tests.services.reports.sold import asked, sold, some_options, told, wanted
from tests.services.reports.writing import client, deal, insert

TODAY = date(2026, 11, 20)
EVER = Options(period=PeriodName.ALL)


def shop(store):
    """Five buyers from the best to the one gone longest, and one who never bought."""
    clients = {}
    for place, name in enumerate(["Gone", "Sleeps", "Fades", "Comes", "Best"]):
        clients[name] = client(store, name)
        for number in range(place + 1):
            deal(store, clients[name], 100 * (place + 1), f"202{place + 2}-0{number + 1}-10", cost=10)
    clients["Never"] = client(store, "Never")
    return clients


def test_buyers_have_segments(store):
    shop(store)
    found = make(store, ReportKind.SEGMENTS, EVER, NOW)
    rows = by_key(table(found, "segments"))
    assert {name: row["clients"] for name, row in rows.items() if row["clients"]} == {
        "champions": 2, "fading": 1, "sleeping": 1, "lost": 1,
    }  # fmt: skip
    best = rows["champions"]
    assert (best["share"], best["purchases"], best["amount:EUR"]) == (0.4, 4.5, 4 * 400 + 5 * 500)
    assert best["days_since"] == median([(TODAY - date(2026, 5, 10)).days, (TODAY - date(2025, 4, 10)).days])
    assert (rows["new"]["days_since"], rows["new"]["purchases"]) == (None, None)
    assert figures(found) == {"buyers": 5, "best_share": 0.4, "endangered": 0, "never": 1}
    assert Note("is_at_risk") in found.notes
    assert Note("as_of", ("2026-11-20",)) in found.notes
    grid = by_key(table(found, "grid"))
    assert (grid["5"]["value:5"], grid["1"]["value:1"], grid["5"]["value:1"]) == (1, 1, 0)


def test_behind_the_money_of_a_segment_stand_its_sales(store):
    shop(store)
    found = segments.behind(store, EVER, NOW, "segments", "fading", "amount:EUR")
    assert [(each.name, each.amount) for each in found] == [("Fades", 300)] * 3
    every = segments.behind(store, EVER, NOW, "segments", "total", "profit:EUR")
    assert len(every) == 1 + 2 + 3 + 4 + 5


def test_behind_a_segment_stand_its_clients(store):
    clients = shop(store)
    people = segments.behind(store, EVER, NOW, "segments", "champions", "clients")
    assert [(each.client_id, each.at) for each in people] == [
        (clients["Best"], "2026-05-10"),
        (clients["Comes"], "2025-04-10"),
    ]
    assert len(segments.behind(store, EVER, NOW, "segments", "total", "clients")) == 5
    assert [each.name for each in segments.behind(store, EVER, NOW, "grid", "1", "value:1")] == ["Gone"]


def test_a_segment_is_the_same_whoever_is_looked_at(store):
    clients = shop(store)
    tag = insert(store, "tag", name="few")
    insert(store, "client_tag", client_id=clients["Gone"], tag_id=tag)
    found = make(store, ReportKind.SEGMENTS, replace(EVER, tag=tag), NOW)
    assert by_key(table(found, "segments"))["lost"]["clients"] == 1
    assert figures(found) == {"buyers": 1, "best_share": 0.0, "endangered": 0, "never": 0}


def test_money_is_that_of_the_period(store):
    shop(store)
    this_year = make(store, ReportKind.SEGMENTS, replace(EVER, period=PeriodName.THIS_YEAR), NOW)
    money = {name: row.get("amount:EUR", 0) for name, row in by_key(table(this_year, "segments")).items()}
    assert money == dict.fromkeys(Segment, 0) | {"champions": 5 * 500}


def test_segments_of_a_past_day_are_those_of_then(store):
    shop(store)
    then = Options(period=PeriodName.DAYS, first="2023-01-01", last="2023-12-31")
    found = make(store, ReportKind.SEGMENTS, then, NOW)
    assert Note("as_of", ("2023-12-31",)) in found.notes
    assert figures(found)["buyers"] == 2


def test_making_the_report_brings_lists_up_to_date(store):
    clients = shop(store)
    make(store, ReportKind.SEGMENTS, replace(EVER, period=PeriodName.LAST_YEAR), NOW)
    page = lists.first_page(store, segments.query(Segment.CHAMPIONS))
    assert {row.client_id for row in page.rows} == {clients["Best"], clients["Comes"]}


def test_an_empty_base_has_empty_segments(store):
    found = make(store, ReportKind.SEGMENTS, EVER, NOW)
    assert figures(found) == {"buyers": 0, "best_share": None, "endangered": 0, "never": 0}
    assert [row.cells[1] for row in table(found, "segments").rows] == [0] * len(Segment)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(recipes(activities=0, requests=0, costs=0, deals=40, payments=20))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe)
        span = asked(store, options)
        found = make(store, ReportKind.SEGMENTS, options, NOW)
        ids = {row["id"] for row in wanted(store, options) if options.person in (None, row["responsible_id"])}
        until = min(span.last, TODAY)
        buyers = [one for one in scored(store, until) if one.client_id in ids]
        assert figures(found)["never"] == len(ids) - len(buyers)
        sales = sold(store, replace(options, person=None), span.first, span.last)
        rows = by_key(table(found, "segments"))
        for segment in Segment:
            own = [one for one in buyers if one.segment is segment]
            row = rows[segment.value]
            assert row["clients"] == len(own)
            if own:
                assert row["purchases"] == fmean(one.times for one in own)
            of_own = {one.client_id for one in own}
            sums = [(s.currency, s.day, s.amount) for s in sales if s.client["id"] in of_own]
            money = {name[7:]: value for name, value in row.items() if name.startswith("amount:") and value}
            assert money == {c: amount for c, amount in told(store, sums, options.currency).items() if amount}
