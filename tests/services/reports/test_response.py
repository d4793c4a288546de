from __future__ import annotations

import math
from datetime import datetime, timedelta
from statistics import fmean, median

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.errors import PeriodRefused
from crm_desktop.kinds import ReportKind, RequestKind
from crm_desktop.services import request_limits
from crm_desktop.services.reports import response
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options, span_of
from crm_desktop.services.reports.periods import PeriodName, Span
from crm_desktop.services.reports.table import Note
from crm_desktop.services.request_limits import Limit
from tests.services.reports.bases import NOW, made, recipes, rows
from tests.services.reports.diary import local
from tests.services.reports.reading import by_key, cells, figures, table
from tests.services.reports.sold import some_options, wanted
from tests.services.reports.writing import client, insert

OCTOBER = {"period": PeriodName.LAST_MONTH}
TIMES = (
    "received", "answered", "answer_median", "answer_mean", "answer_p90", "in_time", "resolved", "resolve_median",
    "resolve_mean", "resolve_p90",
)  # fmt: skip


def report(store, **options):
    return make(store, ReportKind.RESPONSE, Options(**OCTOBER | options), NOW)


def request(store, client_id, received="2026-10-12T08:00:00.000Z", **values):
    known = {"client_id": client_id, "kind": "complaint", "text": "Broken", "received_at": received}
    return insert(store, "request", **known | values)


def names(store, table_id, row, column, **options):
    found = response.behind(store, Options(**OCTOBER | options), NOW, table_id, row, column)
    return [each.text for each in found]


def test_how_long_answers_took(store):
    one = client(store, "One")
    for hours, text in ((1, "a"), (2, "b"), (30, "c")):
        answered = f"2026-10-{12 + hours // 24:02}T{8 + hours % 24:02}:00:00.000Z"
        request(store, one, answered_at=answered, text=text, channel="phone")
    request(store, one, text="d", channel="phone")
    row = by_key(table(report(store), "kinds"))["complaint"]
    assert [row[name] for name in TIMES] == [4, 3, 2.0, 11.0, 30.0, 0.5, 0, None, None, None]
    assert sorted(names(store, "channels", "phone", "answered")) == ["a", "b", "c"]
    assert by_key(table(report(store), "kinds"))["wish"]["received"] == 0
    assert [row.key for row in table(report(store), "channels").rows] == ["phone"]


def test_who_resolves_has_answered_and_a_clock_that_ran_ahead_answers_at_once(store):
    one = client(store, "One")
    request(store, one, resolved_at="2026-10-12T18:00:00.000Z")
    request(store, one, answered_at="2026-10-12T07:59:00.000Z", resolved_at="2026-10-14T08:00:00.000Z")
    row = by_key(table(report(store), "kinds"))["complaint"]
    assert (row["answered"], row["answer_mean"], row["resolve_mean"]) == (2, 5.0, 29.0)


def test_a_request_counts_on_its_local_day(store):
    request(store, client(store, "One"), "2026-10-31T22:30:00.000Z")
    assert figures(report(store))["received"] == 0
    shown = by_key(table(report(store, period=PeriodName.THIS_MONTH), "days"))
    assert shown["2026-11-01"]["received"] == 1


def test_what_waits_is_told_as_of_now(store):
    one = client(store, "One")
    request(store, one, "2025-01-01T10:00:00.000Z", text="forgotten")
    request(store, one, "2026-11-20T09:00:00.000Z", text="fresh")
    request(store, one, "2026-11-10T09:00:00.000Z", text="done", resolved_at="2026-11-10T09:00:00.000Z")
    request(store, one, "2026-11-20T08:00:00.000Z", text="blue vases", kind="wish")
    found = report(store)
    shown = by_key(table(found, "waiting"))
    assert [shown["complaint"][name] for name in ("open", "unanswered", "overdue")] == [2, 2, 1]
    assert shown["wish"]["longest"] == 2.0
    assert shown["inquiry"]["longest"] is None
    assert (figures(found)["open"], figures(found)["overdue"]) == (3, 1)
    assert names(store, "waiting", "complaint", "overdue") == ["forgotten"]
    assert names(store, "waiting_people", "nobody", "open") == ["fresh", "blue vases", "forgotten"]
    assert names(store, "waiting", "total", "unanswered") == ["fresh", "blue vases", "forgotten"]


def test_limits_of_the_base_are_told_and_judge(store):
    request_limits.set_limits(store, {**request_limits.DEFAULT, RequestKind.COMPLAINT: Limit(None, 2)})
    request(store, client(store, "One"))
    found = report(store)
    assert by_key(table(found, "kinds"))["complaint"]["in_time"] is None
    assert Note("limit_complaint", (-1, 2)) in found.notes


def test_an_answer_at_the_last_moment_came_in_time(store):
    one = client(store, "One")
    request(store, one, "2026-10-12T08:00:00.000Z", answered_at="2026-10-13T08:00:00.000Z")
    request(store, one, "2026-10-12T08:00:00.000Z", answered_at="2026-10-13T08:00:01.000Z")
    assert by_key(table(report(store), "kinds"))["complaint"]["in_time"] == 0.5


def test_marks_by_mark_person_and_time(store):
    one, ona = client(store, "One"), store.read("SELECT id FROM colleague")[0][0]
    for mark, person, text in ((5, ona, "fine"), (4, ona, ""), (1, None, "late")):
        insert(
            store, "feedback", client_id=one, mark=mark, at="2026-10-12T08:00:00.000Z", responsible_id=person,
            comment=text,
        )  # fmt: skip
    found = report(store)
    assert figures(found)["satisfied"] == pytest.approx(2 / 3)
    assert [row[:2] for row in cells(table(found, "marks"))] == [(5, 1), (4, 1), (3, 0), (2, 0), (1, 1)]
    people = by_key(table(found, "marks_people"))
    assert people[ona.hex()]["average"] == 4.5
    assert people["nobody"]["satisfied"] == 0.0
    assert by_key(table(found, "marks_time:days"))["2026-10-12"]["marks"] == 3
    assert by_key(table(found, "marks_time:days"))["2026-10-13"]["average"] is None
    assert names(store, "marks", "1", "count") == ["late"]
    assert names(store, "marks_time:days", "2026-10-12", "marks") == ["late", "", "fine"]
    assert names(store, "marks_people", "nobody", "marks") == ["late"]


def test_an_empty_base_has_no_times(store):
    found = report(store, period=PeriodName.ALL)
    assert figures(found) | {"open": 0} == {
        "received": 0, "answer_median": None, "in_time": None, "resolve_median": None, "open": 0, "overdue": 0,
        "average_mark": None, "satisfied": None,
    }  # fmt: skip
    assert {each.before for each in found.figures} == {None}
    with pytest.raises(PeriodRefused):
        report(store, period=PeriodName.DAYS, first="2026-12-01", last="2026-11-01")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(activities=0, deals=0, payments=0, costs=0, requests=40))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe)
        span = _asked(store, options)
        found = report(store, **{name: getattr(options, name) for name in Options.__slots__})
        requests = _requests(store, options)
        now = [each for each in requests if span.first <= local(each["received_at"]) <= span.last]
        _check_times(table(found, "kinds"), now, lambda each: each["kind"])
        _check_times(table(found, "channels"), now, lambda each: each["channel"] or "no_channel")
        _check_times(table(found, "people"), now, _person)
        timeline = next(each for each in found.tables if each.id in {"days", "weeks", "months"})
        _check_times(timeline, now, lambda each: _step(timeline.id, local(each["received_at"])))
        _check_waiting(found, [each for each in requests if not each["resolved_at"]])
        _check_marks(store, options, span, found)
        _check_bin(store, options, span, found)
        _check_behind(store, options, found)


def _asked(store, options):
    today = NOW.astimezone().date()
    ends = [row["received_at"] for row in rows(store, "request") if not row["deleted"]]
    ends += [row["at"] for row in rows(store, "feedback") if not row["deleted"]]
    days = [today, *map(local, ends)]
    return span_of(options, today, Span(min(days), max(days)))


def _requests(store, options):
    ids = {each["id"] for each in wanted(store, options)}
    return [
        row
        for row in rows(store, "request")
        if not row["deleted"] and row["client_id"] in ids and options.person in (None, row["responsible_id"])
    ]


def _person(row):
    return "nobody" if row["responsible_id"] is None else row["responsible_id"].hex()


def _step(name, day):
    if name == "weeks":
        day -= timedelta(days=day.weekday())
    return day.isoformat()[: 7 if name == "months" else 10]


def _hours(row, *columns):
    later = next((row[column] for column in columns if row[column]), None)
    if later is None:
        return None
    return (datetime.fromisoformat(later) - datetime.fromisoformat(row["received_at"])).total_seconds() / 3600


def _check_times(shown, requests, key):
    assert {key(each) for each in requests} <= {row.key for row in shown.rows}
    for row in (*shown.rows, shown.total):
        of = [each for each in requests if row.key in ("total", key(each))]
        answers = [hours for each in of if (hours := _hours(each, "answered_at", "resolved_at")) is not None]
        resolutions = [hours for each in of if (hours := _hours(each, "resolved_at")) is not None]
        judged = [_in_time(each) for each in of if _in_time(each) is not None]
        in_time = sum(judged) / len(judged) if judged else None
        expected = [
            len(of),
            len(answers),
            *_spread(answers),
            in_time,
            len(resolutions),
            *_spread(resolutions),
        ]
        assert list(row.cells[1:]) == [each if each is None else pytest.approx(each) for each in expected]


def _spread(hours):
    if not hours:
        return [None, None, None]
    return [median(hours), fmean(hours), sorted(hours)[math.ceil(len(hours) * 0.9) - 1]]


def _in_time(row):
    if row["kind"] == "wish":
        return None
    hours = _hours(row, "answered_at", "resolved_at")
    if hours is None:
        waits = NOW - datetime.fromisoformat(row["received_at"])
        return False if waits > timedelta(hours=24) else None
    return hours <= 24


def _overdue(row):
    waits = NOW - datetime.fromisoformat(row["received_at"])
    days = {"complaint": 3, "inquiry": 7}.get(row["kind"])
    if days is None:
        return False
    return waits > timedelta(days=days) or (not row["answered_at"] and waits > timedelta(hours=24))


def _check_waiting(found, waiting):
    for name, key in (("waiting", lambda each: each["kind"]), ("waiting_people", _person)):
        shown = table(found, name)
        assert {key(each) for each in waiting} <= {row.key for row in shown.rows}
        for row in (*shown.rows, shown.total):
            of = [each for each in waiting if row.key in ("total", key(each))]
            longest = max(
                (max(_hours(each | {"now": NOW.isoformat()}, "now"), 0) for each in of), default=None
            )
            unanswered, overdue = sum(not each["answered_at"] for each in of), sum(map(_overdue, of))
            assert row.cells[1:4] == (len(of), unanswered, overdue)
            assert row.cells[4] == (None if longest is None else pytest.approx(longest))


def _check_marks(store, options, span, found):
    ids = {each["id"] for each in wanted(store, options)}
    marks = [
        row
        for row in rows(store, "feedback")
        if not row["deleted"]
        and row["client_id"] in ids
        and span.first <= local(row["at"]) <= span.last
        and options.person in (None, row["responsible_id"])
    ]
    shown = {each.id.partition(":")[0]: each for each in found.tables}
    assert ("marks" in shown) == bool(marks)
    if not marks:
        return
    by_mark = {row.key: row.cells[1] for row in shown["marks"].rows}
    assert by_mark == {str(mark): sum(row["mark"] == mark for row in marks) for mark in range(1, 6)}
    step = shown["marks_time"].id.partition(":")[2]
    keys = {"marks_people": _person, "marks_time": lambda row: _step(step, local(row["at"]))}
    for name, key in keys.items():
        for row in (*shown[name].rows, shown[name].total):
            of = [each["mark"] for each in marks if row.key in ("total", key(each))]
            satisfied = sum(mark > 3 for mark in of) / len(of) if of else None
            assert row.cells[1:] == (len(of), fmean(of) if of else None, satisfied)


def _check_bin(store, options, span, found):
    """What hangs on clients in the bin is counted beside."""
    if any((options.group, options.source, options.stage, options.tag)):
        return
    binned = {row["id"] for row in rows(store, "client") if row["deleted"]}
    counts = tuple(
        sum(
            not row["deleted"]
            and row["client_id"] in binned
            and span.first <= local(row[column]) <= span.last
            and options.person in (None, row["responsible_id"])
            for row in rows(store, name)
        )
        for name, column in (("request", "received_at"), ("feedback", "at"))
    )
    told = [note.values for note in found.notes if note.id == "service_in_bin"]
    assert told == ([counts] if any(counts) else [])


def _check_behind(store, options, found):
    for each in found.tables:
        drilled = [place for place, column in enumerate(each.columns) if column.drills]
        for row in (*each.rows, *filter(None, [each.total])):
            if not any(row.cells[1:]):
                continue
            for place in drilled:
                behind = response.behind(store, options, NOW, each.id, row.key, each.columns[place].id)
                assert len(behind) == row.cells[place]
                assert all(one.record and one.client_id for one in behind)
