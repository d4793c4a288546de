from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import NameEmpty, NameTaken, RecordNotFound, TimeRefused
from crm_desktop.kinds import Op, ReportKind
from crm_desktop.services import operations
from crm_desktop.services import saved_reports as service
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.saved_reports import SavedReport, WeeklyFile
from tests.services.content import newest_op

LAST = Options(PeriodName.LAST_WEEK)
YEAR = Options(PeriodName.LAST_YEAR, currency="EUR")
FRIDAY = WeeklyFile("folder", "xlsx", 4, "17:00")


class Clock:
    def __init__(self, now):
        self.at = now

    def now(self):
        return self.at


def test_a_report_comes_back_as_it_was_saved_and_can_be_taken_back(store):
    report = service.save(store, "  My   week ", ReportKind.WEEKLY, YEAR)
    assert service.saved(store) == [SavedReport(report, "My week", ReportKind.WEEKLY, YEAR)]
    assert newest_op(store) == Op.EDIT_REPORTS
    assert service.save(store, "my week", ReportKind.PARETO, LAST, report_id=report) == report
    assert service.saved(store) == [SavedReport(report, "my week", ReportKind.PARETO, LAST)]
    operations.undo(store)
    assert service.saved(store) == [SavedReport(report, "My week", ReportKind.WEEKLY, YEAR)]
    operations.undo(store)
    assert service.saved(store) == []


def test_names_order_and_the_bin(store):
    a, b = (service.save(store, name, ReportKind.WEEKLY, LAST) for name in "AB")
    service.rename(store, a, "C")
    service.reorder(store, [b, a])
    assert [(each.id, each.name) for each in service.saved(store)] == [(b, "B"), (a, "C")]
    with pytest.raises(NameTaken) as caught:
        service.rename(store, a, "b")
    assert caught.value.facts == {"table": "report", "name": "b", "id": b}
    with pytest.raises(NameEmpty):
        service.save(store, " ", ReportKind.WEEKLY, LAST)
    service.write_weekly(store, a, FRIDAY)
    service.delete(store, a)
    assert [each.id for each in service.saved(store)] == [b]
    for command in (
        lambda: service.rename(store, a, "x"),
        lambda: service.save(store, "x", ReportKind.WEEKLY, LAST, report_id=a),
        lambda: service.delete(store, b"x" * 16),
        lambda: service.write_weekly(store, a, FRIDAY),
        lambda: service.weekly_of(store, a),
    ):
        with pytest.raises(RecordNotFound):
            command()
    operations.undo(store)
    assert service.weekly_of(store, a).folder == "folder"


def test_a_kind_of_a_newer_program_is_left_out_but_keeps_its_name(store):
    report = service.save(store, "A", ReportKind.WEEKLY, LAST)
    with store.change(Op.EDIT_REPORTS) as change:
        change.execute("UPDATE report SET kind = 'horoscope' WHERE id = ?", (report,))
    assert service.saved(store) == []
    with pytest.raises(NameTaken):
        service.save(store, "a", ReportKind.WEEKLY, LAST)


def test_the_file_of_a_week_is_due_once_and_missed_weeks_are_written_once(store):
    store.clock = Clock(datetime(2026, 11, 18, 9, tzinfo=UTC))  # a Wednesday
    report = service.save(store, "Week", ReportKind.WEEKLY, LAST)
    assert service.next_at(store, store.clock.now()) is None
    service.write_weekly(store, report, FRIDAY)
    assert service.due(store, store.clock.now()) == []
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # 17:00 in Vilnius
    assert service.next_at(store, store.clock.now()) == friday
    assert service.due(store, friday - timedelta(seconds=1)) == []
    ((found, slot),) = service.due(store, friday)
    assert (found.id, slot) == (report, friday)
    later = friday + timedelta(days=17)
    assert [slot for _, slot in service.due(store, later)] == [friday + timedelta(days=14)]
    service.note_problem(store, report, "no folder")
    assert service.weekly_of(store, report).problem == "no folder"
    assert len(service.due(store, later)) == 1
    service.note_written(store, report, friday + timedelta(days=14), "week.xlsx")
    weekly = service.weekly_of(store, report)
    assert weekly is not None
    assert (weekly.last_file, weekly.problem) == ("week.xlsx", "")
    assert service.due(store, later) == []
    assert service.next_of(weekly, later) == friday + timedelta(days=21)
    store.clock.at = later
    service.write_weekly(store, report, WeeklyFile("other", "pdf", 0, "08:30"))
    weekly = service.weekly_of(store, report)
    assert (weekly.folder, weekly.form, weekly.last_file) == ("other", "pdf", "week.xlsx")
    service.stop_weekly(store, report)
    assert service.weekly_of(store, report) is None
    assert service.due(store, later + timedelta(days=30)) == []


@pytest.mark.parametrize("time", ["", "24:00", "noon"])
def test_a_time_that_is_none_is_refused(store, time):
    report = service.save(store, "A", ReportKind.WEEKLY, LAST)
    with pytest.raises(TimeRefused):
        service.write_weekly(store, report, WeeklyFile("f", "xlsx", 4, time))


@pytest.mark.parametrize(("form", "weekday"), [("doc", 4), ("xlsx", 7), ("pdf", -1)])
def test_only_forms_and_days_that_there_are(store, form, weekday):
    report = service.save(store, "A", ReportKind.WEEKLY, LAST)
    with pytest.raises(ValueError, match="WeeklyFile"):
        service.write_weekly(store, report, WeeklyFile("f", form, weekday, "10:00"))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  # Hypothesis wants naive ones
    st.integers(0, 6),
    st.times(),
)
def test_a_week_has_one_moment_and_it_is_the_one_asked_for(now, weekday, time):
    now = now.replace(tzinfo=UTC)
    weekly = WeeklyFile("f", "xlsx", weekday, f"{time:%H:%M}")
    following = service.next_of(weekly, now)
    assert now < following <= now + timedelta(days=7, hours=1)
    assert following.astimezone().weekday() == weekday
    assert parse_utc_text(utc_text(following)) == following
    shown = f"{following.astimezone():%H:%M}"
    # Where the clocks go forward, 03:30 is 04:30 on the wall.
    assert shown == weekly.at_time or (weekly.at_time.startswith("03:") and shown.startswith("04:"))
