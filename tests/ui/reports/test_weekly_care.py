from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from crm_desktop.background.report_files import Written
from crm_desktop.kinds import ReportKind
from crm_desktop.services import saved_reports
from crm_desktop.services.reports.options import Options
from crm_desktop.services.saved_reports import WeeklyFile
from crm_desktop.ui.reports.weekly_care import WeeklyCare


@pytest.fixture
def care(session, told):
    desk: Any = SimpleNamespace(session=session, window=SimpleNamespace(tell=told))
    made = WeeklyCare(desk)
    yield made
    made.stop()


def test_nothing_runs_until_there_is_a_file_to_write(care, session, tmp_path):
    care.start()
    assert care._is_running is False
    report = saved_reports.save(session.store, "Week", ReportKind.WEEKLY, Options())
    saved_reports.write_weekly(session.store, report, WeeklyFile(str(tmp_path), "xlsx", 4, "17:00"))
    session.signals.weekly_files.emit()
    assert care._is_running
    session.signals.weekly_files.emit()
    assert care.watches(session.store)


def test_what_became_of_a_file_is_told(care, told, tmp_path):
    care._told(Written("Week", file=str(tmp_path / "week.xlsx")))
    care._told(Written("Week", problem="The folder is gone."))
    assert told.words == [
        "Weekly file written: week.xlsx",
        "The weekly file “Week” could not be written. The folder is gone.",
    ]
