from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date

from crm_desktop.cli.output import ProgressLine, lines, plain, table
from crm_desktop.kinds import Channel


@dataclass(frozen=True)
class Row:
    id: bytes
    on: date


class Other:
    def __str__(self):
        return "other"


def test_values_become_what_json_has():
    assert plain(Row(b"\x00" * 16, date(2026, 11, 21))) == {
        "id": "00000000-0000-0000-0000-000000000000",
        "on": "2026-11-21",
    }
    assert plain({Channel.SMS: (1, 2.5, None, True), b"\x01": {"x"}}) == {
        "sms": [1, 2.5, None, True],
        "01": ["x"],
    }
    assert plain(Other()) == "other"


def test_a_table_lines_up_and_leaves_no_blanks_behind(capsys):
    table([("a", "bb", "long one"), ("ccc", "", "")])
    table([])
    assert capsys.readouterr().out == "a    bb  long one\nccc\n"


def test_empty_lines_are_left_out(capsys):
    lines("one", "", "two")
    assert capsys.readouterr().out == "one\ntwo\n"


def test_progress_is_told_on_a_terminal_only_and_once_per_percent(capsys, monkeypatch):
    progress = ProgressLine("Reading")
    progress(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for done, total in ((1, 2), (1, 2), (2, 2), (0, 0)):
        progress(done, total)
    told = capsys.readouterr()
    assert told.err == "\rReading 50 %\rReading 100 %\n\rReading 0 %\n"
    assert told.out == ""
