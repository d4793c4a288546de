from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.background.report_files import RETRY, ReportFiles, WeeklyFiles, Written
from crm_desktop.errors import FileNotWritten
from crm_desktop.kinds import ReportKind
from crm_desktop.services import saved_reports
from crm_desktop.services.reports.options import Options
from crm_desktop.services.saved_reports import WeeklyFile
from tests.bases import new_base

WEDNESDAY = datetime(2026, 11, 18, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # 17:00 in Vilnius


class Clock:
    def __init__(self):
        self.at = WEDNESDAY

    def now(self):
        return self.at


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "a.crm", who="Ona")
    base.store.clock = Clock()
    yield base.store
    base.store.close()


@pytest.fixture
def report(store):
    made = saved_reports.save(store, "Week", ReportKind.WEEKLY, Options())
    saved_reports.write_weekly(store, made, WeeklyFile("folder", "xlsx", 4, "17:00"))
    return made


class Writer:
    def __init__(self):
        self.slots, self.trouble = [], None

    def __call__(self, report, slot):
        self.slots.append(slot)
        if self.trouble is not None:
            raise self.trouble
        return Path(f"{report.name} {slot:%d}.xlsx")


def test_a_file_is_written_once_a_week_as_of_its_moment(store, report):
    writer = Writer()
    files = WeeklyFiles(store, writer, str)
    assert files.run(WEDNESDAY) == []
    assert files.wanted_at(WEDNESDAY) == FRIDAY
    late = FRIDAY + timedelta(days=3)
    assert files.run(late) == [Written("Week", file="Week 20.xlsx")]
    assert files.run(late) == []
    assert writer.slots == [FRIDAY]
    assert files.wanted_at(late) == FRIDAY + timedelta(days=7)


def test_what_failed_is_told_once_and_tried_again_until_it_works(store, report):
    writer = Writer()
    writer.trouble = FileNotWritten(path="folder/x", why="no_folder")
    files = WeeklyFiles(store, writer, lambda error: getattr(error, "facts")["why"])  # noqa: B009
    assert files.run(FRIDAY) == [Written("Week", problem="no_folder")]
    assert files.run(FRIDAY + RETRY / 2) == []
    assert files.wanted_at(FRIDAY) == FRIDAY + RETRY
    assert files.run(FRIDAY + RETRY) == []  # the same trouble, tried again and not told again
    assert len(writer.slots) == 2
    assert saved_reports.weekly_of(store, report).problem == "no_folder"
    writer.trouble = None
    files.forget_tries()
    assert files.run(FRIDAY + RETRY) == [Written("Week", file="Week 20.xlsx")]
    assert saved_reports.weekly_of(store, report).problem == ""


def test_the_clock_of_the_program_writes_what_was_missed_at_its_start(store, report):
    store.clock.at = FRIDAY + timedelta(days=1)
    told: list[Written] = []
    files = ReportFiles(WeeklyFiles(store, Writer(), str), lambda call: call(), told.append, store.clock)
    files.wake()  # before it began there is nothing to wake
    files.start()
    files.stop()
    assert told in ([], [Written("Week", file="Week 20.xlsx")])
    assert saved_reports.weekly_of(store, report).last_file == "Week 20.xlsx"


def test_after_its_end_nothing_is_told(store, report):
    told: list[Written] = []
    waiting: list[Callable[[], None]] = []
    files = ReportFiles(WeeklyFiles(store, Writer(), str), waiting.append, told.append, store.clock)
    store.clock.at = FRIDAY
    assert files.look() == FRIDAY + timedelta(days=7)
    files.stop()
    for call in waiting:
        call()
    assert len(waiting) == 1
    assert told == []
