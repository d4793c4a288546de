from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import retention
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note
from tests.services.reports.bases import NOW, made, recipes, rows
from tests.services.reports.reading import by_key, figures, table
from tests.services.reports.sold import asked, sold, some_options, told
from tests.services.reports.writing import client, deal, insert, payment

OCTOBER = {"period": PeriodName.LAST_MONTH}


def report(store, **options):
    return make(store, ReportKind.RETENTION, Options(**OCTOBER | options), NOW)


def behind(store, table_id, row, column, **options):
    found = retention.behind(store, Options(**OCTOBER | options), NOW, table_id, row, column)
    return [each.name for each in found]


def four(store):
    """Someone new, kept, returned and lost in October."""
    days = {
        "New": ["2026-10-05", "2026-10-09"],
        "Kept": ["2026-09-05", "2026-10-05"],
        "Returned": ["2026-03-05", "2026-10-31"],
        "Lost": ["2026-09-30"],
        "Long gone": ["2026-01-01"],
    }
    for name, bought in days.items():
        one = client(store, name)
        for on in bought:
            deal(store, one, 100, on, cost=40)


def test_each_buyer_moved_one_way(store):
    four(store)
    found = report(store)
    assert figures(found) == {"buyers": 3, "new": 1, "kept": 1, "returned": 1, "lost": 1, "kept_share": 0.5}
    rows = by_key(table(found, "movement"))
    assert rows["new"] | {"movement": None} == {
        "movement": None, "clients": 1, "share": 1 / 3, "before:EUR": 0, "amount:EUR": 200, "profit:EUR": 120,
    }  # fmt: skip
    assert (rows["lost"]["before:EUR"], rows["lost"]["amount:EUR"], rows["lost"]["share"]) == (100, 0, None)
    for row, name in (("new", "New"), ("kept", "Kept"), ("returned", "Returned"), ("lost", "Lost")):
        assert behind(store, "movement", row, "clients") == [name]
    assert behind(store, "movement", "buyers", "clients") == ["Kept", "New", "Returned"]
    assert behind(store, "movement", "new", "amount:EUR") == ["New", "New"]
    assert behind(store, "movement", "lost", "before:EUR") == ["Lost"]
    assert behind(store, "movement", "buyers", "before:EUR") == ["Lost", "Kept"]


def test_figures_are_told_beside_the_period_before(store):
    four(store)
    before = {figure.id: figure.before for figure in report(store).figures}
    assert before == {"buyers": 2, "new": 2, "kept": 0, "returned": 0, "lost": 0, "kept_share": None}
    assert Note("period_before", ("2026-09-01", "2026-09-30")) in report(store).notes


def test_before_all_times_there_was_nothing(store):
    four(store)
    found = report(store, period=PeriodName.ALL)
    assert {figure.before for figure in found.figures} == {None}
    assert "period_before" not in {note.id for note in found.notes}
    assert [column.id for column in table(found, "movement").columns][3:] == ["amount:EUR", "profit:EUR"]
    assert table(found, "movement").total.cells[1:] == (5, 1.0, 800, 800 - 8 * 40)


def test_money_given_back_to_who_did_not_buy_is_in_a_row_of_its_own(store):
    payment(store, client(store, "Angry"), -70, "2026-10-02")
    rows = by_key(table(report(store), "movement"))
    assert (rows["refunded"]["clients"], rows["refunded"]["amount:EUR"]) == (None, -70)
    assert figures(report(store))["buyers"] == 0
    assert behind(store, "movement", "refunded", "amount:EUR") == ["Angry"]


def test_of_a_person_only_what_that_person_sold_counts(store):
    ona = insert(store, "colleague", name="Ona")
    one = client(store, "One")
    deal(store, one, 100, "2026-09-05")
    deal(store, one, 100, "2026-10-05", responsible_id=ona)
    onas = report(store, person=ona)
    assert figures(onas)["new"] == 1
    assert Note("of_person") in onas.notes
    assert Note("of_person") not in report(store).notes


def test_cohorts_are_a_triangle(store):
    four(store)
    found = report(store)
    cohorts = table(found, "cohorts")
    assert [row.cells[:2] for row in cohorts.rows] == [
        ("2026-01", 1), ("2026-03", 1), ("2026-09", 2), ("2026-10", 1),
    ]  # fmt: skip
    assert [column.id for column in cohorts.columns][2:] == [f"after:{after}" for after in range(1, 10)]
    rows = by_key(cohorts)
    september = 2026 * 12 + 8
    assert rows[str(september)]["after:1"] == 0.5
    assert rows[str(september)]["after:2"] is None
    assert rows[str(september - 6)]["after:7"] == 1.0
    assert behind(store, "cohorts", str(september), "clients") == ["Kept", "Lost"]
    assert behind(store, "cohorts", str(september), "after:1") == ["Kept"]
    curve = by_key(table(found, "curve"))
    assert curve["0"] == {"after": 0, "clients": 5, "share": 1.0}
    assert curve["1"] == {"after": 1, "clients": 4, "share": 0.25}


def test_months_follow_each_other(store):
    four(store)
    flow = by_key(table(report(store), "flow"))
    october = str(2026 * 12 + 9)
    assert flow[october] == {"period": "2026-10", "new": 1, "kept": 1, "returned": 1, "lost": 1}
    assert flow[str(2026 * 12 + 1)]["lost"] == 1
    assert behind(store, "flow", october, "lost") == ["Lost"]
    assert behind(store, "flow", october, "kept") == ["Kept"]


def test_who_is_lost_in_a_period_that_runs_is_not_known_yet(store):
    four(store)
    running = report(store, period=PeriodName.THIS_MONTH)
    assert table(running, "flow").rows[-1].cells == ("2026-11", 0, 0, 0, None)
    assert Note("not_over") in running.notes
    assert Note("not_over") not in report(store).notes


def test_a_long_stretch_goes_by_quarters_and_a_longer_one_by_years(store):
    one = client(store, "One")
    deal(store, one, 100, "2022-05-05")
    deal(store, one, 100, "2026-10-05")
    quarters = report(store, period=PeriodName.ALL)
    assert Note("by_quarter") in quarters.notes
    label = table(quarters, "cohorts").rows[0].cells[0]
    assert (label.id, label.values) == ("quarter", (2022, 2))
    deal(store, one, 100, "1999-05-05")
    years = report(store, period=PeriodName.ALL)
    label = table(years, "cohorts").rows[0].cells[0]
    assert Note("by_year") in years.notes
    assert (label.id, label.values) == ("year", (1999,))
    assert table(years, "cohorts").rows[0].cells[1 + 27] == 1.0


def test_old_books_are_told_in_months_up_to_their_last_sale(store):
    one = client(store, "One")
    deal(store, one, 100, "1996-07-04")
    deal(store, one, 100, "1998-05-06")
    found = report(store, period=PeriodName.ALL)
    assert Note("by_month") in found.notes
    assert [row.cells[0] for row in table(found, "flow").rows][-1] == "1998-05"
    (cohort,) = table(found, "cohorts").rows
    assert (cohort.cells[:2], cohort.cells[-1]) == (("1996-07", 1), 1.0)
    assert behind(store, "cohorts", cohort.key, "after:22", period=PeriodName.ALL) == ["One"]


def test_of_all_times_slipped_years_alone_are_no_stretch(store):
    deal(store, client(store, "One"), 100, "0202-05-05")
    assert [each.id for each in report(store, period=PeriodName.ALL).tables] == ["movement"]


def test_an_empty_base_has_nothing_over_time(store):
    found = report(store)
    assert [each.id for each in found.tables] == ["movement"]
    assert figures(found)["kept_share"] is None


def test_who_began_earlier_has_no_cohort_in_sight(store):
    one = client(store, "One")
    deal(store, one, 100, "2020-05-05")
    deal(store, one, 100, "2026-10-05")
    assert [each.id for each in report(store).tables] == ["movement", "flow"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(activities=0, requests=0, costs=0, deals=40, payments=20))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe)
        span = asked(store, options)
        found = make(store, ReportKind.RETENTION, options, NOW)
        states = _movement(store, options, span, found)
        for state in ("new", "kept", "returned", "lost"):
            people = retention.behind(store, options, NOW, "movement", state, "clients")
            assert {each.client_id for each in people} == {one for one, is_ in states.items() if is_ == state}
        _over_time(store, options, span, found)


def _movement(store, options, span, found):
    before, states = span.before(), {}
    bought: dict[bytes, list[date]] = {}
    sales = sold(store, options, last=span.last)
    for sale in sales:
        if sale.amount > 0:
            bought.setdefault(sale.client["id"], []).append(sale.day)
    for one, days in bought.items():
        now = any(span.first <= day for day in days)
        then = any(before.first <= day <= before.last for day in days)
        earlier = any(day < span.first for day in days)
        if now:
            states[one] = "kept" if then else "returned" if earlier else "new"
        elif then:
            states[one] = "lost"
    shown_rows = by_key(table(found, "movement"))
    for state in ("new", "kept", "returned", "lost"):
        assert shown_rows[state]["clients"] == sum(is_ == state for is_ in states.values())
    for state in (*shown_rows, "buyers"):
        for column, days in (("before", before), ("amount", span)):
            own = [
                (s.currency, s.day, s.amount)
                for s in sales
                if days.first <= s.day <= days.last
                and state in ("buyers", states.get(s.client["id"], "refunded"))
            ]
            shown = shown_rows[state] if state in shown_rows else _total(table(found, "movement"))
            sums = {
                name.removeprefix(f"{column}:"): value
                for name, value in shown.items()
                if name.startswith(column)
            }
            expected = told(store, own, options.currency)
            assert {c: v for c, v in sums.items() if v} == {c: v for c, v in expected.items() if v}
    return states


def _total(shown):
    return dict(zip((column.id for column in shown.columns), shown.total.cells, strict=True))


def _over_time(store, options, span, found):
    until = min(span.last, NOW.astimezone().date())
    ends = [(row["closed_on"], row["deleted"]) for row in rows(store, "deal")]
    ends += [(row["paid_on"], row["deleted"]) for row in rows(store, "payment")]
    days = [date.fromisoformat(day) for day, deleted in ends if day and not deleted]
    if options.period is PeriodName.ALL and days:
        until = min(until, max(days))
    kind = next(note.id for note in found.notes if note.id in {"by_month", "by_quarter", "by_year"})
    length = {"by_month": 1, "by_quarter": 3, "by_year": 12}[kind]

    def number(day):
        return (day.year * 12 + day.month - 1) // length

    bought: dict[bytes, set[int]] = {}
    for sale in sold(store, options, last=until):
        if sale.amount > 0:
            bought.setdefault(sale.client["id"], set()).add(number(sale.day))
    shown = {each.id: each for each in found.tables}
    if "cohorts" not in shown:
        return
    _check_cohorts(shown["cohorts"], bought, number(until))
    _check_flow(shown["flow"], bought)


def _check_cohorts(cohorts, bought, last):
    for key, cells in by_key(cohorts).items():
        cohort = {one for one, periods in bought.items() if min(periods) == int(key)}
        assert cells["clients"] == len(cohort)
        for column, part in cells.items():
            if column.startswith("after:"):
                then = int(key) + int(column[6:])
                again = sum(then in bought[one] for one in cohort)
                assert part == (again / len(cohort) if then <= last else None)


def _check_flow(flow, bought):
    for key, cells in by_key(flow).items():
        period = int(key)
        counts = dict.fromkeys(("new", "kept", "returned", "lost"), 0)
        for periods in bought.values():
            if period in periods:
                earlier = {each for each in periods if each < period}
                counts["new" if not earlier else "kept" if period - 1 in periods else "returned"] += 1
            elif period - 1 in periods:
                counts["lost"] += 1
        assert {name: cells[name] for name in ("new", "kept", "returned")} == {
            name: counts[name] for name in ("new", "kept", "returned")
        }
        assert cells["lost"] in (None, counts["lost"])
