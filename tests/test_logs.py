from __future__ import annotations

import gc
import logging
import subprocess
import sys
import threading

import pytest

from crm_desktop.errors import UserError
from crm_desktop.logs import LARGEST_FILE, catch_faults, start_log

log = logging.getLogger("crm_desktop.tests")


@pytest.fixture
def faults():
    """Faults that reached the last hook, while it is in place."""
    seen: list[BaseException] = []
    restore = catch_faults(seen.append)
    yield seen
    restore()


@pytest.fixture
def written(tmp_path):
    """A running log; gives a function that stops it and returns what it holds."""
    stop = start_log(tmp_path / "log")

    def read() -> str:
        stop()
        return (tmp_path / "log" / "crm-desktop.log").read_text(encoding="utf-8")

    yield read
    stop()


def test_information_is_written_and_details_are_not(written):
    log.debug("Jonas Petraitis")
    log.info("imported %d", 3)
    text = written()
    assert "INFO MainThread crm_desktop.tests: imported 3" in text
    assert "Petraitis" not in text


def test_details_are_written_when_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_DESKTOP_DEBUG", "1")
    stop = start_log(tmp_path)
    log.debug("slow query")
    stop()
    assert "DEBUG" in (tmp_path / "crm-desktop.log").read_text(encoding="utf-8")


def test_stopping_leaves_the_logging_of_python_as_it_was(tmp_path):
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    start_log(tmp_path)()
    assert (root.level, root.handlers) == before


def test_files_are_rotated(tmp_path):
    stop = start_log(tmp_path)
    for _ in range(3):
        log.info("x" * (LARGEST_FILE - 1000))
    stop()
    names = sorted(each.name for each in tmp_path.glob("crm-desktop.log*"))
    assert names == ["crm-desktop.log", "crm-desktop.log.1", "crm-desktop.log.2"]


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "log").write_text("in the way")
    handlers = list(logging.getLogger().handlers)
    stop = start_log(tmp_path / "log")
    log.info("goes on")
    stop()
    assert logging.getLogger().handlers == handlers


def test_uncaught_exceptions_are_logged_and_shown(written, faults):
    fault = _raised(ZeroDivisionError("no clients"))
    sys.excepthook(ZeroDivisionError, fault, fault.__traceback__)
    text = written()
    assert faults == [fault]
    assert "uncaught" in text
    assert "ZeroDivisionError: no clients" in text
    assert "test_logs.py" in text


def test_uncaught_exceptions_of_threads_are_logged_and_shown(written, faults):
    thread = threading.Thread(target=lambda: 1 / 0, name="import")
    thread.start()
    thread.join()
    assert [type(fault) for fault in faults] == [ZeroDivisionError]
    assert "ERROR import crm_desktop.logs: uncaught" in written()


def test_a_thread_may_end_itself(faults):
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert faults == []


def test_faults_of_finalisers_are_logged_and_shown(faults):
    class Leaky:
        def __del__(self):
            raise OSError("closed twice")

    Leaky()
    gc.collect()
    assert [str(fault) for fault in faults] == ["closed twice"]


def test_hooks_called_without_an_exception_do_nothing(faults):
    sys.unraisablehook(type("Args", (), {"exc_value": None})())
    threading.excepthook(type("Args", (), {"exc_value": None})())
    assert faults == []


def test_a_user_error_nobody_showed_is_logged_without_its_facts(written, faults):
    fault = _raised(UserError(name="Jonas Petraitis"))
    sys.excepthook(type(fault), fault, fault.__traceback__)
    text = written()
    assert faults == [fault]
    assert "not shown to the user: UserError" in text
    assert "test_logs.py" in text
    assert "Petraitis" not in text


def test_ctrl_c_keeps_its_meaning(monkeypatch):
    former: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *args: former.append(args[0]))
    seen: list[BaseException] = []
    restore = catch_faults(seen.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    restore()
    assert (former, seen) == ([KeyboardInterrupt], [])


def test_a_fault_in_showing_a_fault_is_logged_only(written):
    def show(fault):
        raise RuntimeError("no window")

    restore = catch_faults(show)
    fault = _raised(ValueError("first"))
    sys.excepthook(ValueError, fault, fault.__traceback__)
    restore()
    text = written()
    assert "first" in text
    assert "no window" in text


def test_without_a_window_faults_are_logged_only(written):
    restore = catch_faults()
    fault = _raised(ValueError("first"))
    sys.excepthook(ValueError, fault, fault.__traceback__)
    restore()
    assert "first" in written()


def test_the_former_hooks_come_back():
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    catch_faults()()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks


def test_a_crash_of_c_code_leaves_its_stack(tmp_path):
    program = (
        "import ctypes, pathlib, sys; from crm_desktop.logs import start_log;"
        "start_log(pathlib.Path(sys.argv[1])); ctypes.string_at(0)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert ended.returncode != 0
    assert "most recent call first" in (tmp_path / "crash.log").read_text(encoding="utf-8")


def _raised(fault):
    """The exception as it comes back from a real raise, with a traceback."""
    try:
        raise fault
    except type(fault) as caught:
        return caught
