from __future__ import annotations

import sys

import pytest

from crm_desktop.background.report_pdf import SWITCH, paint
from crm_desktop.errors import FileNotWritten
from tests.exchange.reporting.reports import report

THIS_PROGRAM = [sys.executable, "-m", "crm_desktop"]


def test_another_process_draws_the_report(tmp_path):
    path = tmp_path / "report.pdf"
    paint(path, report(), "en", THIS_PROGRAM)
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_size > 5_000
    assert list(tmp_path.iterdir()) == [path]


def test_what_went_wrong_there_is_told_here(tmp_path):
    with pytest.raises(FileNotWritten):
        paint(tmp_path / "gone" / "report.pdf", report(), "en", THIS_PROGRAM)
    with pytest.raises(FileNotWritten):
        paint(tmp_path / "report.pdf", report(), "en", [str(tmp_path / "no program")])


def test_the_switch_is_the_one_that_the_program_knows():
    from crm_desktop.__main__ import PAINT_REPORT

    assert SWITCH == PAINT_REPORT
