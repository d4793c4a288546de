from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import PeriodRefused
from crm_desktop.kinds import ActivityKind, Outcome, ReportKind
from crm_desktop.services import activities, clients, planning
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.reports.making import make, maker
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note, Term
from tests.services.reports.bases import NOW, made, pick, recipes, zone
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
        oldest = min((day for _, day, _ in counted), default=TODAY)
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


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona"))


def plan(store, client, at, **more):
    return activities.add(store, ActivityDraft(client, ActivityKind.MEETING, planned_at=at, **more))


def hold(store, activity, outcome, at=None):
    activities.hold(store, activity, outcome, held_at=at)


def of_days(store, period=PeriodName.THIS_WEEK, **more):
    timeline = table(weekly(store, Options(period, **more)), "days", "weeks", "months")
    return {
        row.key: {name: n for name, n in numbers(row).items() if n}
        for row in timeline.rows
        if any(row.cells[1:])
    }


def test_a_meeting_that_was_moved_counts_on_both_days_and_is_held_once(store, ona):
    meeting = plan(store, ona, "2026-11-17T09:00:00Z")
    planning.move(store, meeting, "2026-11-18T09:00:00Z")
    planning.move(store, meeting, "2026-11-19T09:00:00Z")
    hold(store, meeting, Outcome.SUCCESSFUL, "2026-11-19T09:30:00Z")
    assert of_days(store) == {
        "2026-11-17": {"planned": 1, "moved": 1},
        "2026-11-18": {"planned": 1, "moved": 1},
        "2026-11-19": {"planned": 1, "held": 1, "successful": 1},
    }


def test_moved_away_and_back_it_stands_in_the_plan_of_the_day_once(store, ona):
    meeting = plan(store, ona, "2026-11-17T09:00:00Z")
    for day in (18, 17, 18, 17):
        planning.move(store, meeting, f"2026-11-{day}T09:00:00Z")
    assert of_days(store) == {
        "2026-11-17": {"planned": 1, "moved": 1},
        "2026-11-18": {"planned": 1, "moved": 1},
    }


def test_to_another_hour_of_the_same_day_nothing_was_moved_away(store, ona):
    meeting = plan(store, ona, "2026-11-17T09:00:00Z")
    planning.move(store, meeting, "2026-11-17T14:00:00Z")
    assert of_days(store) == {"2026-11-17": {"planned": 1}}


def test_only_what_was_planned_for_a_day_gone_by_is_untold(store, ona):
    for at in ("2026-11-19T09:00:00Z", "2026-11-20T07:00:00Z", "2026-11-21T09:00:00Z"):
        plan(store, ona, at)
    # It is noon of the 20th: the meeting of this morning may still be told of today.
    assert Note("untold", (1,)) in weekly(store, Options(PeriodName.THIS_WEEK)).notes


def test_a_series_counts_day_by_day_whatever_became_of_it(store, ona):
    series = plan(store, ona, "2026-11-16T09:00:00Z", rule="RRULE:FREQ=DAILY", zone="Europe/Vilnius")
    planning.move(store, series, "2026-11-25T10:00:00Z", occurrence="2026-11-17T09:00:00.000Z")
    planning.cancel(store, series, occurrence="2026-11-18T09:00:00.000Z")
    planning.delete(store, series, occurrence="2026-11-19T09:00:00.000Z")
    assert of_days(store) == {
        "2026-11-16": {"planned": 1},
        "2026-11-17": {"planned": 1, "moved": 1},
        "2026-11-18": {"planned": 1, "cancelled": 1},
        "2026-11-20": {"planned": 1},
        "2026-11-21": {"planned": 1},
        "2026-11-22": {"planned": 1},
    }


@pytest.mark.parametrize(
    ("place", "at", "day"),
    [
        ("Europe/Vilnius", "2026-10-24T21:30:00Z", "2026-10-25"),
        ("Europe/Vilnius", "2026-10-25T21:30:00Z", "2026-10-25"),
        ("America/New_York", "2026-11-01T03:30:00Z", "2026-10-31"),
        ("America/New_York", "2026-11-02T04:30:00Z", "2026-11-01"),
    ],
)
def test_a_meeting_counts_on_its_local_day_where_the_clocks_change(store, ona, place, at, day):
    with zone(place):
        held = ActivityDraft(ona, ActivityKind.VISIT, held_at=at, outcome=Outcome.FAILED)
        activities.add(store, held)
        assert of_days(store, PeriodName.LAST_12_MONTHS) | of_days(store, PeriodName.THIS_MONTH) == {
            day[:7] if day < "2026-11" else day: {"held": 1, "failed": 1}
        }


def test_all_there_is_has_nothing_before_it(store, ona):
    activities.add(store, ActivityDraft(ona, ActivityKind.MEETING, held_at="2026-03-02T09:00:00Z"))
    report = weekly(store, Options(PeriodName.ALL))
    assert [each.id for each in report.tables] == ["months", "people"]
    assert {figure.before for figure in report.figures} == {None}
    assert {"average_of", "none_before"}.isdisjoint(note.id for note in report.notes)
    assert [row.key for row in report.tables[0].rows][::8] == ["2026-03", "2026-11"]


def test_an_empty_base_has_a_report_of_noughts(store):
    report = weekly(store, Options())
    assert [figure.value for figure in report.figures] == [0] * 7 + [None]
    assert table(report, "people").rows == ()
    assert {note.id for note in report.notes} == {
        "what_is_planned", "what_is_held", "what_is_moved", "kinds_counted", "none_before",
    }  # fmt: skip


def test_people_stand_by_what_they_held(store, base, ona):
    for day in (16, 17):
        done = {
            "held_at": f"2026-11-{day}T09:00:00Z",
            "outcome": Outcome.NO_ANSWER,
            "responsible_id": base.me,
        }
        activities.add(store, ActivityDraft(ona, ActivityKind.MEETING, **done))
    plan(store, None, "2026-11-18T09:00:00Z")
    report = weekly(store, Options(PeriodName.THIS_WEEK))
    people = table(report, "people")
    assert [row.cells[0] for row in people.rows] == ["Ona", Term("nobody")]
    found = behind(store, Options(PeriodName.THIS_WEEK), "people", "nobody", "planned")
    assert [(each.client_id, each.at) for each in found] == [(None, "2026-11-18T09:00:00.000Z")]
    assert Note("with_nobody", (1, 0)) in report.notes
    assert Note("untold", (1,)) in report.notes
    assert Note("not_over") in report.notes


def test_a_series_without_end_is_counted_over_years(store, ona):
    plan(store, ona, "2022-01-03T09:00:00Z", rule="RRULE:FREQ=HOURLY;INTERVAL=4", zone="Europe/Vilnius")
    report = weekly(store, Options(PeriodName.DAYS, "2022-01-04", "2025-12-31"))
    assert report.figures[0].value == pytest.approx(6 * 1458, abs=8)
    assert report.figures[0].value == sum(row.cells[1] for row in table(report, "months").rows)


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-02", "2026-11-01"), ("", ""), ("1900-01-01", "2026-11-01")]
)
def test_what_is_no_period_is_refused(store, first, last):
    with pytest.raises(PeriodRefused):
        weekly(store, Options(PeriodName.DAYS, first, last))


def test_whoever_waits_may_stop_it(store):
    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(store, ReportKind.WEEKLY, Options(), NOW, stop)


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
    chosen: dict[str, Any] = {which: pick(store, recipe, tables[which])} if which else {}
    return replace(options, **chosen)


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
