"""The log files: what the program did and what went wrong in it, for the one who mends it.

At INFO and above no personal data is written: no names, no numbers, no texts of clients, only counts, kinds and ids.
``UserError`` carries facts about the user's things and is therefore logged by its class alone. DEBUG may hold anything
and is written only when ``CRM_DESKTOP_DEBUG`` is set.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from crm_desktop.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

DEBUG_VARIABLE = "CRM_DESKTOP_DEBUG"
LARGEST_FILE = 1_000_000  # bytes
KEPT_FILES = 4

OnFault = Callable[[BaseException], None]
_log = logging.getLogger(__name__)


def start_log(folder: Path) -> Callable[[], None]:
    """Write everything logged from now on into ``crm-desktop.log`` in ``folder``, and crashes of C code beside it.

    Times are UTC. A folder that cannot be written does not stop the program: it then runs without a log file.

    Returns:
        A function that closes the files and undoes all of this.
    """
    root = logging.getLogger()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        crash_file = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError as error:
        _log.warning("no log file: %s", error.strerror)
        return lambda: None
    handler = _LateFile(folder / "crm-desktop.log")
    level_before = root.level
    root.setLevel(logging.DEBUG if os.environ.get(DEBUG_VARIABLE) else logging.INFO)
    root.addHandler(handler)
    faulthandler.enable(crash_file)
    return lambda: _stop_log(root, handler, crash_file, level_before)


class _LateFile(logging.Handler):
    """A file that grows to ``LARGEST_FILE`` and is then put aside, opened with the first line there is to write.

    Most starts have none, and what Python rotates files with pulls in sockets and pickle: a tenth of a start.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._file is None:
                self._file = _rotating(self._path)
            self._file.emit(record)
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def _rotating(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    made = RotatingFileHandler(path, maxBytes=LARGEST_FILE, backupCount=KEPT_FILES, encoding="utf-8")
    form = logging.Formatter("%(asctime)sZ %(levelname)s %(threadName)s %(name)s: %(message)s")
    form.converter = time.gmtime
    made.setFormatter(form)
    return made


def _stop_log(root: logging.Logger, handler: logging.Handler, crash_file: TextIO, level_before: int) -> None:
    faulthandler.disable()
    crash_file.close()
    root.removeHandler(handler)
    root.setLevel(level_before)
    handler.close()


def catch_faults(on_fault: OnFault | None = None) -> Callable[[], None]:
    """Log every exception that nobody caught, on any thread, and hand it to ``on_fault`` (which shows it).

    ``on_fault`` is called on the thread of the exception. Ctrl+C and ``SystemExit`` stay what they are.

    Returns:
        A function that puts the former hooks back.
    """
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook

    def uncaught(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            hooks[0](kind, fault, trace)
        else:
            _report(fault, on_fault)

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            _report(args.exc_value, on_fault)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            _report(args.exc_value, on_fault)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, uncaught_in_thread, unraisable

    def restore() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks

    return restore


def _report(fault: BaseException, on_fault: OnFault | None) -> None:
    if isinstance(fault, UserError):
        # Someone forgot to show it; its facts are the user's and stay out of the log.
        where = fault.__traceback__
        _log.error(
            "not shown to the user: %s", type(fault).__name__, exc_info=(_Withheld, _Withheld(), where)
        )
    else:
        _log.error("uncaught", exc_info=fault)
    if on_fault is None:
        return
    try:
        on_fault(fault)
    except Exception:
        # The last resort must not fail itself, and a loop of faults must not start here.
        _log.exception("the fault could not be shown")


class _Withheld(Exception):
    """Stands in the log for an exception whose facts are private."""
