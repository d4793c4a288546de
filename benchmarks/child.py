"""Measure in a process of its own: a clean memory, no leftovers of the measurement before.

``python -m benchmarks.child MODULE FUNCTION JSON`` calls the function with the arguments and prints its JSON result
behind a mark, for whatever else the program prints.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_MARK = "=== benchmark result === "
_ROOT = Path(__file__).resolve().parent.parent


def measured(module: str, function: str, **arguments: Any) -> Any:
    """What ``function`` of ``module`` answers when it is called in a new process, offscreen, with a home of its own.

    Raises RuntimeError with the end of the child's stderr when it fails.
    """
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.child", module, function, json.dumps(arguments)],
            cwd=_ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
            env={**os.environ, "CRM_DESKTOP_HOME": home, "XDG_RUNTIME_DIR": home, "TMPDIR": home,
                 "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""},
        )  # fmt: skip
    for line in reversed(done.stdout.splitlines()):
        if line.startswith(_MARK):
            return json.loads(line.removeprefix(_MARK))
    raise RuntimeError(f"{module}.{function} ended with {done.returncode}:\n{done.stderr[-3000:]}")


def tell(result: Any) -> None:
    """Print the result for ``measured``; also for those that have to leave without returning."""
    sys.stdout.write(_MARK + json.dumps(result) + "\n")
    sys.stdout.flush()


def peak_mb() -> float:
    """The most memory this process has had in RAM, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not from getrusage: there a new process inherits the peak of the one that started it.
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1e3
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    tell(getattr(importlib.import_module(sys.argv[1]), sys.argv[2])(**json.loads(sys.argv[3])))
