from __future__ import annotations

from datetime import UTC, datetime

import openpyxl
import pytest

from crm_desktop.errors import FileNotWritten
from crm_desktop.kinds import ReportKind
from crm_desktop.services import saved_reports
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.saved_reports import WeeklyFile
from crm_desktop.ui import report_files
from crm_desktop.ui.text_errors import failure_text

SLOT = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def report(base, tmp_path):
    made = saved_reports.save(base.store, "My week", ReportKind.WEEKLY, Options(PeriodName.THIS_WEEK))
    saved_reports.write_weekly(base.store, made, WeeklyFile(str(tmp_path), "xlsx", 4, "17:00"))
    return made


def written(base):
    return report_files.write_saved(base.store, saved_reports.saved(base.store)[0], SLOT)


def test_the_file_is_of_the_week_in_which_it_was_due(base, report, tmp_path):
    path = written(base)
    assert path == tmp_path / "My week 2026-11-20.xlsx"
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == "My week"
    assert "16 Nov" in sheet["B4"].value
    assert written(base).name == "My week 2026-11-20 (2).xlsx"


def test_a_folder_that_is_gone_is_told(base, report, tmp_path):
    saved_reports.write_weekly(base.store, report, WeeklyFile(str(tmp_path / "gone"), "xlsx", 4, "17:00"))
    with pytest.raises(FileNotWritten) as caught:
        written(base)
    assert failure_text(caught.value)
    assert "inside the program" in failure_text(ValueError())


def test_without_a_plan_there_is_nothing_to_write(base, report):
    saved_reports.stop_weekly(base.store, report)
    with pytest.raises(ValueError, match="SavedReport"):
        written(base)
