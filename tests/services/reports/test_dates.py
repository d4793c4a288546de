from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.kinds import ReportKind
from crm_desktop.services import listing
from crm_desktop.services.reports import dates
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note, Term
from tests.services.reports.bases import NOW, made, recipes, rows
from tests.services.reports.reading import by_key, cells, figures, table
from tests.services.reports.sold import some_options, wanted
from tests.services.reports.writing import client, insert


def report(store, first="2027-02-01", last="2027-03-05", **options):
    return make(
        store,
        ReportKind.DATES,
        Options(**{"period": PeriodName.DAYS, "first": first, "last": last} | options),
        NOW,
    )


def listed(found):
    return [row[:5] for row in cells(table(found, "list"))]


def test_ages_round_ones_and_the_leap_day(store):
    client(store, "Leap", birthday="1980-02-29")
    client(store, "Fifty", birthday="1977-03-01")
    client(store, "Nobody asked", birthday="--02-10")
    client(store, "Another day", birthday="1977-04-01")
    founded = client(store, "Firm")
    insert(store, "named_date", client_id=founded, label="founded", date="2002-03-01")
    found = report(store)
    birthday, round_ = Term("birthday"), Term("round")
    assert listed(found) == [
        ("2027-02-10", "Nobody asked", birthday, None, None),
        ("2027-02-28", "Leap", birthday, 47, None),
        ("2027-03-01", "Fifty", birthday, 50, round_),
        ("2027-03-01", "Firm", "founded", 25, round_),
    ]
    assert figures(found) == {"birthdays": 3, "dates": 1, "round": 2}
    assert Note("no_year", (1,)) in found.notes
    weeks = by_key(table(found, "weeks"))
    assert weeks["2027-03-01"] == {"when": "2027-03-01", "birthdays": 1, "dates": 1, "round": 2}
    options = Options(PeriodName.DAYS, "2027-02-01", "2027-03-05")
    names = [each.name for each in dates.behind(store, options, NOW, "weeks", "2027-03-01", "round")]
    assert names == ["Fifty", "Firm"]
    assert [each.at for each in dates.behind(store, options, NOW, "weeks", "total", "birthdays")] == [
        "2027-02-10", "2027-02-28", "2027-03-01",
    ]  # fmt: skip
    assert listed(report(store, "2028-02-28", "2028-02-29")) == [("2028-02-29", "Leap", birthday, 48, None)]


def test_nobody_has_a_birthday_before_being_born(store):
    client(store, "Child", birthday="2026-06-01")
    found = report(store, "2024-01-01", "2028-12-31")
    assert [(row[0], row[3]) for row in listed(found)] == [
        ("2026-06-01", 0),
        ("2027-06-01", 1),
        ("2028-06-01", 2),
    ]
    assert figures(found) == {"birthdays": 3, "dates": 0, "round": 0}


def test_all_is_the_year_from_today(store):
    for day in ("--11-19", "--11-20"):
        client(store, day, birthday=day)
    found = report(store, period=PeriodName.ALL)
    assert [row[0] for row in listed(found)] == ["2026-11-20", "2027-11-19"]


def test_who_lies_in_the_bin_is_counted_and_merged_ones_are_not(store):
    keeper = client(store, "Keeper")
    client(store, "Gone", birthday="--02-10", deleted=1)
    client(store, "Merged", birthday="--02-10", deleted=1, merged_into=keeper)
    found = report(store)
    assert listed(found) == []
    assert Note("dates_in_bin", (1,)) in found.notes


def test_long_lists_are_cut_and_phones_stand_in_them(store):
    one = client(store, "A", birthday="--02-10")
    client(store, "B", birthday="--02-11")
    insert(store, "contact_point", client_id=one, kind="phone", value="+370 600 00000", key="37060000000")
    insert(store, "named_date", client_id=one, label="", date="--03-01")
    listing.ensure(store, "en")
    shown = table(report(store, rows=1), "list")
    assert (shown.rows[0].cells[5], shown.rows[0].client_id, shown.left_out) == ("+370 600 00000", one, 2)
    whole = table(report(store, rows=0), "list")
    assert (len(whole.rows), whole.left_out, whole.rows[2].cells[2]) == (3, 0, Term("no_label"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    recipes(clients=20, activities=0, deals=0, payments=0, requests=0, costs=0),
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.sampled_from([0, 6, 30, 91, 92, 366, 1500]),
)
def test_it_agrees_with_plain_python(master_base, recipe, first, length):
    with made(master_base, recipe) as store:
        last = first + timedelta(days=length)
        options = some_options(
            store, recipe, period=PeriodName.DAYS, first=first.isoformat(), last=last.isoformat(), rows=0
        )
        found = make(store, ReportKind.DATES, options, NOW)
        expected = _kept(store, options, first, last)
        shown = table(found, "list")
        assert Counter((row.cells[0], row.client_id, row.cells[3]) for row in shown.rows) == Counter(
            (on.isoformat(), client_id, years) for on, client_id, _, years in expected
        )
        assert [row.cells[0] for row in shown.rows] == sorted(on.isoformat() for on, *_ in expected)
        assert shown.left_out == 0
        timeline = next(each for each in found.tables if each.id != "list")
        for row in (*timeline.rows, timeline.total):
            of = [each for each in expected if row.key in ("total", _step(timeline.id, each[0]))]
            counts = (sum(each[2] == "birthday" for each in of), sum(each[2] == "date" for each in of))
            assert row.cells[1:] == (*counts, sum(_is_round(each[3]) for each in of))
            for place, column in enumerate(timeline.columns[1:], start=1):
                if row.cells[place]:
                    behind = dates.behind(store, options, NOW, timeline.id, row.key, column.id)
                    assert len(behind) == row.cells[place]


def _kept(store, options, first, last):
    """Day by day over the whole period."""
    own = {
        row["id"]: row for row in wanted(store, options) if options.person in (None, row["responsible_id"])
    }
    known = [(row["id"], "birthday", row["birthday"]) for row in own.values() if row["birthday"]]
    known += [
        (row["client_id"], "date", row["date"])
        for row in rows(store, "named_date")
        if not row["deleted"] and row["client_id"] in own
    ]
    found = []
    for n in range((last - first).days + 1):
        on = first + timedelta(days=n)
        tomorrow = on + timedelta(days=1)
        for client_id, what, day in known:
            same = day[-5:] == f"{on:%m-%d}"
            leap = day[-5:] == "02-29" and on.month == 2 and tomorrow.month == 3 and on.day == 28
            year = None if day.startswith("--") else int(day[:4])
            if (same or leap) and (year is None or year <= on.year):
                found.append((on, client_id, what, None if year is None else on.year - year))
    return found


def _is_round(years):
    return bool(years) and (years % 10 == 0 or years % 25 == 0)


def _step(name, day):
    if name == "weeks":
        day -= timedelta(days=day.weekday())
    return day.isoformat()[: 7 if name == "months" else 10]
