from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop import __version__, cli, paths
from crm_desktop.cli.arguments import chosen_language
from crm_desktop.cli.commands import parser
from crm_desktop.errors import BaseMissing
from crm_desktop.settings import SettingsFile

ROOT = Path(__file__).resolve().parents[2]


def _commands(of):
    """The commands of a parser, those of a family (``sync now``) each by itself: as the words that are typed."""
    choices = next((action.choices for action in of._actions if isinstance(action.choices, dict)), None)
    if choices is None:
        return [()]
    return [(name, *rest) for name, inner in choices.items() for rest in _commands(inner)]


def test_each_command_has_help_and_every_help_names_the_common_options(capsys):
    commands = _commands(parser())
    assert {("search",), ("report",), ("requests",), ("sync", "join")} <= set(commands)
    for command in commands:
        assert cli.main([*command, "--help"]) == 0
        shown = capsys.readouterr().out
        assert all(option in shown for option in ("--base", "--json", "--lang")), command
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(command[0] in shown for command in commands)


def test_the_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


@pytest.mark.parametrize(
    "argv",
    [[], ["serach", "x"], ["show"], ["show", "1", "2"], ["search", "x", "--limit", "many"], ["undo", "last"],
     ["search", "x", "--limit", "-1"], ["agenda", "--from", "tomorrow"], ["check", "--lang", "xx"],
     ["check", "--base"]],
)  # fmt: skip
def test_wrong_usage_is_told_on_stderr_with_code_2(capsys, argv):
    assert cli.main(argv) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "This was not understood: " in printed.err
    assert printed.err.startswith("usage: crm-desktop")
    assert "usage: usage:" not in printed.err


@pytest.mark.parametrize(
    "argv", [["show", "1"], ["search", "x"], ["history"], ["undo"], ["redo"], ["agenda"], ["check"]]
)
def test_reading_a_base_that_is_not_there(run, base, argv):
    answer = run(*argv)
    assert answer.code == 1
    assert str(base) in answer.err
    assert answer.out == ""
    assert not base.exists()


def test_a_file_that_is_no_base_is_refused_and_left_as_it_was(run, base):
    base.write_text("a shopping list")
    answer = run("search", "x", "--json")
    assert answer.code == 1
    assert base.name in answer.err
    assert answer.out == ""
    assert base.read_text() == "a shopping list"


def test_a_fault_of_the_program_is_one_sentence_and_the_path_of_the_log(run, add, monkeypatch, caplog):
    add("client", {"name": "Ona"})
    monkeypatch.setattr("crm_desktop.services.lists.order", lambda *_: 1 // 0)
    answer = run("search", "ona")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "ZeroDivisionError" not in answer.err
    log = paths.log_dir() / "crm-desktop.log"
    assert str(log) in answer.err
    assert "ZeroDivisionError" in log.read_text()
    caplog.clear()


def test_ctrl_c_is_told_calmly(run, add, monkeypatch):
    add("client", {"name": "Ona"})

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("crm_desktop.services.lists.order", interrupted)
    answer = run("search", "ona")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Stopped.")


def test_the_base_of_the_settings_is_used_without_base(tmp_path, capsys):
    own = tmp_path / "shop.crm"
    SettingsFile(paths.settings_file()).update(last_base=own, language="lt")
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"name": "Ona"}))
    assert cli.main(["add", "client", "--json-in", str(file), "--json"]) == 0
    assert own.exists()
    assert chosen_language(["history"]) == "lt"
    assert chosen_language(["history", "--lang", "ru"]) == "ru"
    assert chosen_language(["history", "--lang=en"]) == "en"
    assert chosen_language(["history", "--lang"]) == ""
    capsys.readouterr()


def test_the_usual_place_is_made_for_the_first_client(tmp_path, capsys):
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"name": "Ona"}))
    assert cli.main(["search", "ona"]) == 1
    assert not paths.default_base().parent.exists() or not paths.default_base().exists()
    assert cli.main(["add", "client", "--json-in", str(file)]) == 0
    assert paths.default_base().is_file()
    capsys.readouterr()


def test_what_was_cut_off_is_told(run, add, base, monkeypatch):
    add("client", {"name": "Ona"})
    from crm_desktop.services import base as bases

    opened = bases.open_base

    def with_recovered(*args, **options):
        from dataclasses import replace

        from crm_desktop.storage.operations import operations

        base = opened(*args, **options)
        return replace(base, recovered=tuple(operations(base.store, 1)))

    monkeypatch.setattr(bases, "open_base", with_recovered)
    answer = run("search", "ona", "--json")
    assert answer.json["total"] == 1
    assert "1 operation was cut off" in answer.err


def test_user_errors_are_told_without_their_names(run, monkeypatch):
    def missing(*_, **__):
        raise BaseMissing(path="nowhere")

    monkeypatch.setattr("crm_desktop.services.base.open_base", missing)
    answer = run("check")
    assert answer.code == 1
    assert "BaseMissing" not in answer.err
    assert "nowhere" in answer.err


@pytest.fixture
def command_line(tmp_path):
    """Run a command in a process of its own."""

    def call(*argv, **variables):
        program = "import sys; from crm_desktop.cli import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.run(
            [sys.executable, "-c", program, *map(str, argv)], cwd=ROOT, capture_output=True, text=True,
            encoding="utf-8", check=False, env={**os.environ, "LC_ALL": "C", **variables},
        )  # fmt: skip

    return call


@pytest.mark.skipif(sys.platform == "win32", reason="pipes there end otherwise")
def test_a_reader_that_has_enough_is_no_fault(command_line, tmp_path):
    base, file = tmp_path / "base.crm", tmp_path / "many.json"
    file.write_text(json.dumps([{"name": f"Ona {n}"} for n in range(300)]))
    assert command_line("add", "client", "--json-in", file, "--base", base).returncode == 0
    program = "import sys; from crm_desktop.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", program, "search", "ona", "--json", "--limit", "300", "--base", str(base)], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_process_of_its_own_prints_names_whole_in_any_terminal(command_line, tmp_path):
    base, file = tmp_path / "base.crm", tmp_path / "one.json"
    file.write_text(json.dumps({"name": "Žydrė Фёдорова"}), encoding="utf-8")
    added = command_line(
        "add", "client", "--json-in", file, "--base", base, "--json", PYTHONIOENCODING="ascii"
    )
    assert added.returncode == 0, added.stderr
    found = command_line("search", "fedorova", "--base", base, "--json", PYTHONIOENCODING="ascii")
    assert json.loads(found.stdout)["rows"][0]["name"] == "Žydrė Фёдорова"
    missing = command_line("show", "9", "--base", base)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "Traceback" not in missing.stderr


def test_neither_qt_nor_what_a_command_does_not_need_is_loaded(tmp_path):
    program = (
        "import sys; from crm_desktop.cli import main; main(sys.argv[1:]);"
        "heavy = {'PySide6', 'peewee', 'sqlite_utils', 'openpyxl', 'phonenumbers', 'rapidfuzz', 'babel',"
        " 'python_calamine', 'apscheduler', 'plyer'};"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    base, file = tmp_path / "base.crm", tmp_path / "one.json"
    file.write_text(json.dumps({"name": "Ona"}))
    environment = {**os.environ, "CRM_DESKTOP_HOME": str(tmp_path)}

    def loaded(*argv):
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, argv)], cwd=ROOT, capture_output=True, text=True, check=True,
            env=environment,
        )  # fmt: skip
        return done.stdout.splitlines()[-1]

    assert "PySide6" not in loaded("add", "client", "--json-in", file, "--base", base)
    for argv in (["--help"], ["search", "ona"], ["show", "1"], ["history"], ["agenda"], ["check"]):
        assert loaded(*argv, *(["--base", base] if argv != ["--help"] else [])) == "[]", argv
