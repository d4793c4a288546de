from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports.making import make, maker
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note
from tests.services.reports.bases import NOW, made, pick, recipes
from tests.services.reports.diary import Diary, local

MEASURES = ("planned", "held", "successful", "failed", "no_answer", "moved", "cancelled")
TODAY = date(2026, 11, 20)


def weekly(store, options):
    return make(store, ReportKind.WEEKLY, options, NOW)


def table(report, *ids):
    (found,) = [table for table in report.tables if table.id in ids]
    return found


def numbers(row):
    return dict(zip(MEASURES, row.cells[1:], strict=True))


def behind(store, options, table, row, column):
    return maker(ReportKind.WEEKLY).behind(store, options, NOW, table, row, column)


@st.composite
def spans(draw):
    first = TODAY + timedelta(days=draw(st.integers(-100, 40)))
    length = draw(st.sampled_from([0, 1, 6, 6, 27, 30, 31, 60, 181, 182, 200]))
    return first, first + timedelta(days=length)


@given(recipe=recipes(deals=0, payments=0, requests=0, costs=0), span=spans(), data=st.data())
def test_every_number_is_that_of_counting_one_by_one(master_base, recipe, span, data):
    with made(master_base, recipe) as store:
        options = _options(store, recipe, span, data)
        report = weekly(store, options)
        diary = Diary(store, options)
        counted = diary.count(span[1])
        within = {key: number for key, number in counted.items() if span[0] <= key[1] <= span[1]}
        timeline = table(report, "days", "weeks", "months")
        for row in timeline.rows:
            days = [key for key in within if _step(timeline.id, key[1]) == row.key]
            assert numbers(row) == {
                measure: sum(within[key] for key in days if key[0] == measure) for measure in MEASURES
            }
        for row in table(report, "people").rows:
            assert numbers(row) == {
                measure: sum(
                    number
                    for (name, _, person), number in within.items()
                    if name == measure and row.key == (person.hex() if person else "nobody")
                )
                for measure in MEASURES
            }
        total = {
            measure: sum(number for key, number in within.items() if key[0] == measure)
            for measure in MEASURES
        }
        assert numbers(timeline.total) == numbers(table(report, "people").total) == total
        assert {figure.id: figure.value for figure in report.figures[:-1]} == total


@given(recipe=recipes(deals=0, payments=0, requests=0, costs=0), span=spans(), data=st.data())
def test_behind_every_number_are_as_many_contacts(master_base, recipe, span, data):
    with made(master_base, recipe) as store:
        options = _options(store, recipe, span, data)
        report = weekly(store, options)
        for each in report.tables:
            drilled = [place for place, column in enumerate(each.columns) if column.drills]
            for row in (*each.rows, *filter(None, [each.total])):
                if each.id != "compared" and not any(row.cells[1:]):
                    continue
                for place in drilled:
                    found = behind(store, options, each.id, row.key, each.columns[place].id)
                    assert len(found) == row.cells[place]
                    assert all(contact.record and contact.at for contact in found)


@given(
    recipe=recipes(deals=0, payments=0, requests=0, costs=0),
    name=st.sampled_from(["last_week", "this_month"]),
)
def test_beside_it_stand_the_period_before_and_the_average(master_base, recipe, name):
    with made(master_base, recipe) as store:
        options = Options(period=PeriodName(name))
        report = weekly(store, options)
        counted = Diary(store, options).count(date(2027, 1, 1))
        averaged = [note.values[0] for note in report.notes if note.id == "average_of"]
        if not averaged:
            assert Note("none_before") in report.notes
            assert {figure.before for figure in report.figures} == {None}
            return
        starts = _starts(name, averaged[0])
        for row in table(report, "compared").rows:
            sums = [
                sum(n for (what, day, _), n in counted.items() if what == row.key and first <= day < beyond)
                for beyond, first in pairwise(starts)
            ]
            assert row.cells[2] == sums[0]
            assert row.cells[3] == row.cells[1] - sums[0]
            assert row.cells[4] == pytest.approx(sum(sums) / averaged[0])
        oldest = min(day for _, day, _ in counted)
        assert averaged[0] == 12 or oldest >= starts[-1]


@given(recipe=recipes(deals=0, payments=0, requests=0, costs=0), span=spans())
def test_what_is_said_beside_the_numbers(master_base, recipe, span):
    with made(master_base, recipe) as store:
        options = Options(PeriodName.DAYS, span[0].isoformat(), span[1].isoformat())
        notes = {note.id: note.values for note in weekly(store, options).notes}
        diary = Diary(store, options)

        def within(pairs):
            return [(diary.all[id_], day) for id_, day in pairs if span[0] <= day <= span[1]]

        held, planned = within(diary.held()), within(diary.planned(span[1]))
        unplanned = sum(1 for row, _ in held if not row["planned_at"])
        assert notes.get("unplanned", (0,)) == (unplanned,)
        nobody = tuple(
            sum(1 for row, _ in pairs if not diary.wanted & set(diary.clients_of(row)))
            for pairs in (planned, held)
        )
        assert notes.get("with_nobody", (0, 0)) == nobody
        left_out = {
            row["id"]
            for row in diary.left_out
            for moment in (row["held_at"], row["planned_at"])
            if moment and span[0] <= local(moment) <= span[1] and not (row["rule"] and not row["held_at"])
            and (moment == row["planned_at"] or row["outcome"] != "cancelled" or not row["planned_at"])
        }  # fmt: skip
        assert notes.get("contacts_in_bin", (0,)) == (len(left_out),)
        assert ("not_over" in notes) == (span[0] <= TODAY <= span[1])


def _options(store, recipe, span, data):
    options = Options(PeriodName.DAYS, span[0].isoformat(), span[1].isoformat())
    which = data.draw(st.sampled_from(["", "", "person", "group", "tag", "source", "kinds", "client"]))
    tables = {
        "person": "colleague",
        "group": "client_group",
        "tag": "tag",
        "source": "source",
        "client": "client",
    }
    if which == "kinds":
        return replace(options, kinds=("call", "visit"))
    return replace(options, **{which: pick(store, recipe, tables[which])}) if which else options


def _step(name, day):
    if name == "weeks":
        day -= timedelta(days=day.weekday())
    return day.isoformat()[: 7 if name == "months" else 10]


def _starts(name, count):
    """Where the period and so many before begin."""
    if name == "last_week":
        return [date(2026, 11, 9) - timedelta(weeks=n) for n in range(count + 1)]
    months = [2026 * 12 + 10 - n for n in range(count + 1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]
