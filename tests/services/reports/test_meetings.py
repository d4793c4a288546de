from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import ActivityKind, Outcome, ReportKind
from crm_desktop.services import activities, clients, planning
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.reports import meetings
from crm_desktop.services.reports.making import make, maker
from crm_desktop.services.reports.options import Options, Question
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note, Term
from tests.services.reports.bases import NOW, made, pick, recipes
from tests.services.reports.diary import KINDS, Diary, local
from tests.services.reports.test_weekly import spans

OWN = recipes(deals=0, payments=0, requests=0, costs=0)


def asked(store, options):
    return make(store, ReportKind.MEETINGS, options, NOW)


def table(report, id_):
    (found,) = [table for table in report.tables if table.id == id_]
    return found


def rows_of(report, id_, *columns):
    found = table(report, id_)
    places = [[column.id for column in found.columns].index(column) for column in columns]
    return [tuple(row.cells[place] for place in places) for row in found.rows]


def figure(report, id_):
    (found,) = [figure for figure in report.figures if figure.id == id_]
    return found.value


def days(span, **more):
    return Options(PeriodName.DAYS, span[0].isoformat(), span[1].isoformat(), **more)


@given(recipe=OWN, span=spans(), data=st.data())
def test_what_went_well_and_what_is_planned(master_base, recipe, span, data):
    with made(master_base, recipe) as store:
        which = data.draw(st.sampled_from(["", "person", "group"]))
        names = {"person": "colleague", "group": "client_group"}
        options = days(span, rows=0, **({which: pick(store, recipe, names[which])} if which else {}))
        report = asked(store, options)
        diary = Diary(store, options)
        within = [pair for pair in diary.held() if span[0] <= pair[1] <= span[1]]
        well = [day for id_, day in within if diary.all[id_]["outcome"] == "successful"]
        assert sorted(day.isoformat() for day in well) == [
            day for (day,) in rows_of(report, "went_well", "day")
        ]
        assert figure(report, "held") == len(within)
        planned = sorted(day.isoformat() for day in _standing(diary, span))
        assert [day for (day,) in rows_of(report, "planned", "day")] == planned
        for id_, count in (("went_well_by", len(well)), ("planned_by", len(planned))):
            found = table(report, id_)
            assert found.total.cells[1] == sum(row.cells[1] for row in found.rows) == count
            for row in (*found.rows, found.total):
                behind = maker(ReportKind.MEETINGS).behind(store, options, NOW, id_, row.key, "count")
                assert len(behind) == row.cells[1]


@given(recipe=OWN, span=spans())
def test_the_days_with_a_person(master_base, recipe, span):
    with made(master_base, recipe) as store:
        client = pick(store, recipe, "client")
        options = days(span, client=client, question=Question.DAYS)
        report = asked(store, options)
        if client is None:
            assert report.tables == ()
            assert Note("choose_client") in report.notes
            return
        diary = Diary(store, options)
        held = [day for _, day in diary.held() if span[0] <= day <= span[1]]
        open_ = _standing(diary, span, told=False)
        assert sorted(day.isoformat() for day in [*held, *open_]) == [
            day for (day,) in rows_of(report, "days", "day")
        ]
        assert figure(report, "days") == len({*held, *open_})


@given(recipe=recipes(clients=4, activities=30, deals=0, payments=0, requests=0, costs=0), span=spans())
def test_another_appointment_follows_the_last_talk_before_it_was_made(master_base, recipe, span):
    with made(master_base, recipe) as store:
        options = days(span, rows=0)
        diary = Diary(store, replace(options, kinds=tuple(ActivityKind)))
        found = []
        for client, row in diary.clients.items():
            theirs = (
                []
                if row["deleted"]
                else [each for each in diary.all.values() if client in diary.clients_of(each)]
            )
            talks = [
                each for each in theirs
                if each["held_at"] and each["kind"] in KINDS and each["outcome"] != "cancelled"
            ]  # fmt: skip
            for each in theirs:
                talk = _followed(talks, each, span[0])
                if talk is not None and span[0] <= local(talk["held_at"]) <= span[1]:
                    found.append((local(talk["held_at"]).isoformat(), row["name"], each["planned_at"]))
        report = asked(store, options)
        assert sorted(rows_of(report, "another", "day", "client", "next_at")) == sorted(found)
        assert figure(report, "another") == len({name for _, name, _ in found})


def _standing(diary, span, *, told=True):
    """The days of what stands in the plan now and was not cancelled."""
    found = []
    for row in diary.all.values():
        if row["planned_at"] and not (row["rule"] and not row["held_at"]) and row["outcome"] != "cancelled":
            found += [local(row["planned_at"])] if told or not row["held_at"] else []
        found += [local(moment) for moment in diary.occurrences(row, span[1])]
    return [day for day in found if span[0] <= day <= span[1]]


def _followed(talks, made, first):
    """The talk that an appointment follows."""
    if (
        not made["planned_at"]
        or not made["created_at"]
        or made["series_id"]
        or made["kind"] in {"note", "task"}
    ):
        return None
    if local(made["created_at"]) < first:
        return None
    written = _moment(made["created_at"])
    # Who was not talked to since the first day is not asked about.
    talks = sorted(
        (each for each in talks if local(each["held_at"]) >= first),
        key=lambda each: (_moment(each["held_at"]), each["id"]),
    )
    same = [
        talk for talk in talks
        if talk is not made and not talk["planned_at"] and talk["created_at"]
        and timedelta() <= written - _moment(talk["created_at"]) <= timedelta(minutes=1)
    ]  # fmt: skip
    before = [talk for talk in talks if _moment(talk["held_at"]) <= written]
    found = (same or before or [None])[-1]
    return found if found is not None and _moment(found["held_at"]) < _moment(made["planned_at"]) else None


def _moment(text):
    at = datetime.fromisoformat(text)
    return at if len(text) > 10 else at.astimezone()


@pytest.fixture
def ivanov(store):
    return clients.add(store, ClientDraft(name="S. Ivanov"))


def held(store, client, at, **more):
    draft = ActivityDraft(client, ActivityKind.MEETING, held_at=at, outcome=Outcome.SUCCESSFUL, **more)
    return activities.add(store, draft)


def test_the_four_questions_of_a_diary(store, ivanov, clock):
    clock.at = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
    next_ = {"next_kind": ActivityKind.MEETING, "next_at": "2026-12-04T09:00:00Z", "next_wanted": "contract"}
    held(store, ivanov, "2026-11-05T11:00:00Z", result="agreed", **next_)
    clock.at = NOW
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    visit = ActivityDraft(ivanov, ActivityKind.VISIT, planned_at="2026-12-07T08:00:00Z", rule=rule)
    series = activities.add(store, visit)
    planning.cancel(store, series, occurrence="2026-12-14T08:00:00.000Z")
    well, _, planned, with_him = meetings.READY
    assert rows_of(asked(store, well), "went_well", "day", "client", "text") == [
        ("2026-11-05", "S. Ivanov", "agreed")
    ]
    another = replace(meetings.READY[1], period=PeriodName.THIS_MONTH)
    assert rows_of(asked(store, another), "another", "day", "client", "next_day", "text", "state") == [
        ("2026-11-05", "S. Ivanov", "2026-12-04", "contract", Term("planned")),
        ("2026-11-05", "S. Ivanov", "2026-12-07", "", Term("planned")),
    ]
    assert [day for (day,) in rows_of(asked(store, planned), "planned", "day")] == [
        "2026-12-04", "2026-12-07", "2026-12-21",
    ]  # fmt: skip
    report = asked(store, replace(with_him, client=ivanov))
    assert [day for (day,) in rows_of(report, "days", "day")] == ["2026-11-05", "2026-12-04", "2026-12-07"]
    assert Note("with_client", ("S. Ivanov",)) in report.notes


def test_what_was_agreed_at_a_later_talk_is_not_put_down_to_an_earlier_one(store, ivanov, clock):
    clock.at = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
    held(store, ivanov, "2026-11-04T11:00:00Z")
    clock.at = NOW
    next_ = {"next_kind": ActivityKind.MEETING, "next_at": "2026-12-04T09:00:00Z"}
    held(store, ivanov, "2026-11-20T09:00:00Z", **next_)
    assert rows_of(asked(store, Options(PeriodName.WEEK_BEFORE_LAST)), "another", "day") == []
    assert rows_of(asked(store, Options(PeriodName.THIS_WEEK)), "another", "day") == [("2026-11-20",)]


def test_of_a_form_written_before_the_talk_was_over_the_next_step_is_its_own(store, ivanov, clock):
    clock.at = datetime(2026, 11, 20, 9, 58, tzinfo=UTC)
    next_ = {"next_kind": ActivityKind.CALL, "next_at": "2026-11-27", "next_all_day": True}
    held(store, ivanov, "2026-11-20T10:00:00Z", **next_)
    report = asked(store, Options(PeriodName.THIS_WEEK))
    assert rows_of(report, "another", "next_at", "next_kind") == [("2026-11-27", Term("kind", ("call",)))]


def test_all_four_at_once_and_without_a_person_three(store, ivanov):
    report = asked(store, Options(period=PeriodName.THIS_MONTH))
    assert [table.id for table in report.tables] == [
        "went_well",
        "went_well_by",
        "another",
        "planned",
        "planned_by",
    ]
    assert Note("choose_client") in report.notes
    with_him = asked(store, Options(period=PeriodName.THIS_MONTH, client=ivanov))
    assert [table.id for table in with_him.tables][-1] == "days"


def test_long_lists_are_cut(store, ivanov):
    for hour in range(8, 12):
        held(store, ivanov, f"2026-11-03T{hour:02}:00:00Z")
    report = asked(store, Options(period=PeriodName.THIS_MONTH, rows=3))
    assert (len(table(report, "went_well").rows), table(report, "went_well").left_out) == (3, 1)
    assert figure(report, "went_well") == 4


def test_what_is_overdue_with_nobody_and_with_a_colleague_is_named(store, base):
    draft = ActivityDraft(kind=ActivityKind.MEETING, planned_at="2026-11-18", all_day=True)
    activities.add(store, draft)
    activities.add(store, replace(draft, planned_at="2026-11-27", responsible_id=base.me))
    report = asked(store, Options(period=PeriodName.THIS_MONTH))
    assert rows_of(report, "planned", "at", "client", "person", "state", "kind") == [
        ("2026-11-18", Term("no_client"), Term("nobody"), Term("overdue"), Term("kind", ("meeting",))),
        ("2026-11-27", Term("no_client"), "Ona", Term("planned"), Term("kind", ("meeting",))),
    ]


def test_all_days_of_a_person_are_found_however_long_ago(store, ivanov):
    held(store, ivanov, "2009-03-02T09:00:00Z")
    report = asked(store, Options(PeriodName.ALL, client=ivanov, question=Question.DAYS))
    assert rows_of(report, "days", "day") == [(date(2009, 3, 2).isoformat(),)]
    assert asked(store, Options(PeriodName.ALL, question=Question.WENT_WELL)).figures[0].before is None
