"""The script that starts everything: what can be tried without installing anything."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from screenshots.__main__ import parser

ROOT = Path(dev.__file__).parent


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A checkout without anything installed, seen by the functions of dev.py."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "installed")
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")
    (tmp_path / "requirements.lock").write_text("", encoding="utf-8")
    return tmp_path


def test_only_the_standard_library_is_imported():
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_help_names_every_job():
    told = subprocess.run(
        [sys.executable, ROOT / "dev.py", "--help"], capture_output=True, text=True, check=True
    )
    for job in ("run", "test", "bench", "shots", "i18n"):
        assert f"\n    {job} " in told.stdout


def test_an_unknown_job_is_wrong_usage():
    assert (
        subprocess.run([sys.executable, ROOT / "dev.py", "fly"], capture_output=True, check=False).returncode
        == 2
    )


def test_arguments_reach_the_program_as_typed(monkeypatch):
    seen: list[list[str]] = []
    monkeypatch.setattr(dev, "run", lambda arguments: seen.append(arguments) or 0)
    assert dev.main(["run", "--help", "import", "a b.xlsx", "--json"]) == 0
    assert seen == [["--help", "import", "a b.xlsx", "--json"]]


def test_the_program_runs_where_the_user_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('taken for the standard library')")
    program = "import json, os, pathlib, crm_desktop; pathlib.Path('here').write_text(os.environ['X'])"
    assert dev._python("-c", program, X="y") == 0
    assert (tmp_path / "here").read_text() == "y"


@pytest.fixture
def started(monkeypatch, tmp_path):
    """What dev.py would start, on a Linux without a display; each start answers with the next code of ``codes``."""
    calls: list[tuple[tuple[str, ...], dict[str, str]]] = []
    codes: list[int] = []

    def start(*arguments: str, **variables: str) -> int:
        calls.append((arguments, variables))
        return codes.pop(0) if codes else 0

    monkeypatch.setattr(dev, "_python", start)
    monkeypatch.setattr(dev, "_ready", lambda needs: None)
    monkeypatch.setattr(dev, "BUILD", tmp_path / "build")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return calls, codes


def test_the_window_opens_where_there_is_a_display(started, monkeypatch):
    calls, codes = started
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    codes.append(3)
    assert dev.main(["run", "--demo"]) == 3
    assert calls == [(("-m", "crm_desktop", "--demo"), {})]


def test_without_a_display_a_command_runs_all_the_same(started):
    calls, _ = started
    assert dev.main(["run", "search", "Ona"]) == 0
    assert calls == [(("-m", "crm_desktop", "search", "Ona"), {})]


@pytest.mark.parametrize("arguments", [[], ["--demo"]])
def test_without_a_display_the_main_job_is_shown_on_the_command_line(started, capsys, arguments):
    calls, _ = started
    assert dev.main(["run", *arguments]) == 0
    told = capsys.readouterr().out
    assert "no display" in told
    assert str(dev.BUILD / "clients-en-light.png") in told
    *commands, (picture, variables) = calls
    assert [command[2] for command, _ in commands] == ["import", "search", "agenda"]
    bases = {command[command.index("--base") + 1] for command, _ in commands}
    assert len(bases) == 1, "all on one throwaway base"
    assert not Path(bases.pop()).parent.exists()
    assert picture[:2] == ("-m", "screenshots")
    asked = parser().parse_args(picture[2:])
    assert (asked.folder, asked.only, asked.lang, asked.theme) == (dev.BUILD, "clients", "en", "light")
    assert variables == {"QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize("failing", [0, 1, 2, 3])
def test_a_failing_step_of_the_show_is_not_hidden(started, failing):
    calls, codes = started
    codes += [0] * failing + [1]
    assert dev.main(["run"]) == 1
    assert len(calls) == failing + 1


def test_the_sample_list_of_the_show_is_there_and_holds_the_name():
    from openpyxl import load_workbook

    cells = [str(cell).lower() for row in load_workbook(dev.SAMPLE).active.values for cell in row if cell]
    assert any(dev.SAMPLE_NAME in cell for cell in cells)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries are looked for on Linux only")
def test_needs_are_found_or_not(tmp_path):
    assert dev._present("libc.so.6")
    assert not dev._present("libcrm-nobody-wrote-it.so.9")
    assert dev._present("env")
    assert not dev._present("crm-nobody-wrote-it")
    assert dev._present(f"{tmp_path.parent}/*")
    assert not dev._present(f"{tmp_path}/*")


def test_nothing_missing_asks_nobody(monkeypatch):
    monkeypatch.setenv("PATH", "")
    dev._system_packages([])


def test_without_apt_the_reader_is_told_what_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(dev.Stop, match="libegl1"):
        dev._system_packages(["libegl1"])


@pytest.mark.skipif(sys.platform == "win32", reason="apt-get")
def test_without_rights_the_line_to_paste_is_given(bare, monkeypatch):
    _program(bare / "apt-get", "exit 9")
    _program(bare / "sudo", "exit 1")
    monkeypatch.setenv("PATH", str(bare))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Stop) as caught:
        dev._system_packages(["libegl1", "xvfb"])
    assert "\n  sudo apt-get install -y --no-install-recommends libegl1 xvfb" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="apt-get")
def test_package_lists_are_fetched_only_when_needed(bare, monkeypatch):
    _program(
        bare / "apt-get",
        f'echo "$1" >> {bare}/calls; [ "$1" = update ] && touch {bare}/lists; [ -e {bare}/lists ]',
    )
    monkeypatch.setenv("PATH", f"{bare}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    dev._system_packages(["xvfb"])
    assert (bare / "calls").read_text().split() == ["install", "update", "install"]
    dev._system_packages(["xvfb"])
    assert (bare / "calls").read_text().split()[3:] == ["install"]


@pytest.mark.skipif(sys.platform == "win32", reason="apt-get")
def test_a_failing_apt_is_told_with_its_reason(bare, monkeypatch, capfd):
    _program(bare / "apt-get", "echo 'no space left'; exit 100")
    monkeypatch.setenv("PATH", str(bare))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(dev.Stop, match="apt-get install"):
        dev._system_packages(["xvfb"])
    assert "no space left" in capfd.readouterr().err


def test_the_second_start_installs_nothing(bare, monkeypatch):
    calls: list[bool] = []
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(dev, "_install_with_pip", lambda stale: (_environment(bare), calls.append(stale)))
    dev._install()
    dev._install()
    assert calls == [False]
    (bare / "requirements.lock").write_text("peewee==5\n", encoding="utf-8")
    dev._install()
    assert calls == [False, False], "another lock installs over what is there"
    dev.STAMP.write_text(dev.STAMP.read_text().replace(str(bare), "/where/it/was/before"))
    dev._install()
    assert calls == [False, False, True], "a moved folder gets a new environment"


def test_pip_is_asked_where_uv_fails(bare, monkeypatch):
    calls: list[str] = []
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv" if name == "uv" else None)
    monkeypatch.setattr(dev, "_install_with_uv", lambda uv, stale: bool(calls.append("uv")))
    monkeypatch.setattr(dev, "_install_with_pip", lambda stale: (_environment(bare), calls.append("pip")))
    dev._install()
    assert calls == ["uv", "pip"]


def test_an_environment_is_really_made(bare):
    """With an empty lock nothing is fetched; the rest is as in life."""
    dev._install_with_pip(stale=False)
    assert subprocess.run([dev.PYTHON, "-c", "import pip"], check=False).returncode == 0


def test_the_closing_line_of_pytest_is_held_back(tmp_path, capsys, monkeypatch):
    (tmp_path / "stand_in.py").write_text(
        "print('...'); print('ž 3 passed in 1s'); raise SystemExit(5)", "utf-8"
    )
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    assert dev._pytest([str(tmp_path / "stand_in.py")]) == (5, "ž 3 passed in 1s")
    assert capsys.readouterr().out == "...\n"


def test_coverage_is_judged_per_package(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.crm.coverage]\n"a/storage" = 100\n"a" = 60\n')
    report = tmp_path / "coverage.json"
    assert not dev._coverage_suffices(report), "no report is no proof"
    full, half = _summary(10, 10, 4, 4), _summary(10, 5, 4, 2)
    files = {
        "a/storage/x.py": {"summary": full},
        "a/storage\\y.py": {"summary": half},
        "a/z.py": {"summary": full},
    }
    report.write_text(json.dumps({"files": files}))
    assert not dev._coverage_suffices(report)
    told = capsys.readouterr().out
    assert "coverage of a/storage: 75.00 %, needed 100 %" in told
    assert "50.00 %  a/storage/y.py" in told
    assert "coverage of a:" not in told
    # Where the real files are absent, what reads them is not tried.
    monkeypatch.delenv("CRM_SAMPLES", raising=False)
    with (tmp_path / "pyproject.toml").open("a") as project:
        project.write('[tool.crm.coverage-without-samples]\n"a/storage" = 70\n')
    assert dev._coverage_suffices(report)
    monkeypatch.setenv("CRM_SAMPLES", str(tmp_path))
    assert not dev._coverage_suffices(report)
    files["a/storage\\y.py"]["summary"] = full
    report.write_text(json.dumps({"files": files}))
    assert dev._coverage_suffices(report)


def test_translations_are_compiled_when_older_than_their_text(tmp_path, monkeypatch):
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "I18N", tmp_path)
    monkeypatch.setattr(dev, "_install", lambda: None)
    monkeypatch.setattr(dev, "_python", lambda *arguments: calls.append(arguments) or 0)
    dev._ready({})
    assert calls == []
    (tmp_path / "lt.po").write_text("")
    dev._ready({})
    assert calls == [("-m", "devtools.catalogues", "compile")]
    (tmp_path / "lt.mo").write_text("")
    os.utime(tmp_path / "lt.po", (1, 1))
    dev._ready({})
    assert len(calls) == 1


def _environment(root: Path) -> None:
    dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
    dev.PYTHON.touch()


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _summary(statements: int, lines: int, branches: int, taken: int) -> dict[str, int]:
    return {
        "num_statements": statements,
        "covered_lines": lines,
        "num_branches": branches,
        "covered_branches": taken,
    }
