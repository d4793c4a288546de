#!/usr/bin/env python3
"""Start, test and measure CRM Desktop from a fresh checkout: ``python3 dev.py run`` and ``python3 dev.py test``.

Needs Python 3.11 or newer and nothing else: it makes ``.venv`` beside itself, installs the exact versions of
``requirements.lock`` into it, and on Debian and Ubuntu installs the system packages that are missing when it may
(as root, or with sudo that asks no password); elsewhere it says what is missing. The second start skips all that.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import glob
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed"
BUILD = ROOT / "build"
I18N = ROOT / "resources" / "i18n"
SAMPLE = ROOT / "resources" / "samples" / "clients.xlsx"
SAMPLE_NAME = "petrait"  # somebody of the sample list, half typed

# What Linux needs -> the Debian package that has it. A shared library by its file name, a file by its path (with
# wildcards), a program by its name. Found by trying in a bare Debian root.
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "/usr/share/fonts/*": "fonts-dejavu-core",
}
WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
TESTS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "dbus-daemon": "dbus-daemon",
    "dunst": "dunst",
    "notify-send": "libnotify-bin",
    "faketime": "faketime",
    "/usr/share/zoneinfo/Europe/Vilnius": "tzdata",
    "/usr/lib/postgresql/*/bin/postgres": "postgresql",
}


class Stop(Exception):
    """Ends the script; the text is for the one who started it."""


def main(arguments: list[str]) -> int:
    """Do what the command line asks for and return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        print(f"dev: needs Python 3.11 or newer, this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    options, rest = _parser().parse_known_args(arguments)
    jobs = {"run": run, "test": test, "bench": bench, "shots": shots, "i18n": i18n}
    try:
        return jobs[options.job](rest)
    except Stop as reason:
        print(f"dev: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0] if __doc__ else None, allow_abbrev=False
    )
    jobs = parser.add_subparsers(dest="job", required=True, metavar="JOB")
    for name, what in (
        ("run", "open the window; arguments go to the program (--demo: sample data; see also: run --help)"),
        ("test", "check style, types and layers, run the tests (--long: all; arguments go to pytest)"),
        ("bench", "measure against floors taken in the same run"),
        ("shots", "draw every screen into docs/pictures"),
        ("i18n", "collect the words of the program, update and compile the translations"),
    ):
        jobs.add_parser(name, help=what, add_help=False, allow_abbrev=False)
    return parser


def run(arguments: list[str]) -> int:
    """Open the window, or do what the arguments say on the command line."""
    wants_window = not [each for each in arguments if each != "--demo"]
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        _ready(OFFSCREEN | WINDOW)
    elif wants_window:
        _ready(OFFSCREEN)
        return _tour()
    else:
        _ready(OFFSCREEN)
    return _python("-m", "crm_desktop", *arguments)


def _tour() -> int:
    """Show without a display what the window would: bring a list, find somebody, see what is planned."""
    print("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open.")
    print("The command line does the same job, with the sample list and a throwaway base:")
    picture = BUILD / "clients-en-light.png"
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="crm-desktop-") as folder:
        base = ["--base", str(Path(folder) / "clients.crm")]
        for command in (["import", str(SAMPLE)], ["search", SAMPLE_NAME], ["agenda"]):
            print(f"\n$ crm-desktop {shlex.join(command)}", flush=True)
            if code := _python("-m", "crm_desktop", *command, *base):
                return code
        wanted = [str(BUILD), *base, "--only", "clients", "--lang", "en", "--theme", "light"]
        code = _python("-m", "screenshots", *wanted, QT_QPA_PLATFORM="offscreen")
    if not code:
        print(f"\nThe window with this list, drawn into a picture: {picture}")
    return code


def test(arguments: list[str]) -> int:
    """Check and test everything; with arguments for pytest, only what they choose and without the coverage gate."""
    _ready(OFFSCREEN | WINDOW | TESTS)
    checks = {
        "ruff check": ["-m", "ruff", "check", "--output-format=concise", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "--output-format=concise", "."],
        "mypy": ["-m", "mypy"],
    }
    results = {name: _check(name, command) for name, command in checks.items()}
    whole = not [each for each in arguments if each != "--long"]
    coverage = BUILD / "coverage.json"
    command = ["-m", "pytest", "-q", "-n", str(min(max(os.cpu_count() or 1, 2), 8)), *arguments]
    if whole:
        BUILD.mkdir(exist_ok=True)
        coverage.unlink(missing_ok=True)
        command += ["--cov", "--cov-report=", f"--cov-report=json:{coverage}"]
    code, closing_line = _pytest(command)
    results["pytest"] = code == 0
    if whole:
        results["coverage"] = _coverage_suffices(coverage)
    print(" · ".join(f"{name} {'ok' if good else 'FAILED'}" for name, good in results.items()))
    print(closing_line)
    return 0 if all(results.values()) else 1


def _check(name: str, command: list[str]) -> bool:
    start = time.monotonic()
    done = subprocess.run([PYTHON, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    print(f"{name}: {'ok' if good else 'FAILED'} ({time.monotonic() - start:.1f} s)", flush=True)
    if not good:
        print(done.stdout + done.stderr, flush=True)
    return good


def _pytest(command: list[str]) -> tuple[int, str]:
    """Run pytest, pass its output on, and hold back its closing line, which is to be the last thing on the screen."""
    held = ""
    with subprocess.Popen(
        [PYTHON, *command, f"--color={'yes' if sys.stdout.isatty() else 'no'}"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as process:  # fmt: skip
        assert process.stdout is not None  # PIPE was asked for
        for line in process.stdout:
            if held:
                print(held, flush=True)
            held = line.rstrip("\n")
    return process.returncode, held


def _coverage_suffices(report: Path) -> bool:
    """Whether each package of ``[tool.crm.coverage]`` reaches its share of lines and branches; tells where not."""
    import tomllib  # new in Python 3.11; an older one must still come as far as being told so

    if not report.exists():
        print("coverage: pytest left no report")
        return False
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    with (ROOT / "pyproject.toml").open("rb") as project:
        wanted = tomllib.load(project)["tool"]["crm"]
    gates = (
        wanted["coverage"]
        if _has_samples()
        else wanted["coverage"] | wanted.get("coverage-without-samples", {})
    )
    good = True
    for package, least in gates.items():
        inside = {name.replace("\\", "/"): each["summary"] for name, each in files.items()}
        inside = {name: each for name, each in inside.items() if name.startswith(f"{package}/")}
        share = _share(list(inside.values()))
        if share < least:
            good = False
            weakest = sorted(inside, key=lambda name: _share([inside[name]]))[:8]
            print(f"coverage of {package}: {share:.2f} %, needed {least} %; least covered:")
            print("\n".join(f"  {_share([inside[name]]):6.2f} %  {name}" for name in weakest))
    return good


def _has_samples() -> bool:
    """Whether the real files that many tests read are here (``tests/conftest.py`` looks in the same places)."""
    return Path(os.environ.get("CRM_SAMPLES") or ROOT.parent / "shared" / "samples").is_dir()


def _share(summaries: list[dict[str, int]]) -> float:
    """Lines and branches that ran, in percent of all."""
    whole = sum(each["num_statements"] + each["num_branches"] for each in summaries)
    ran = sum(each["covered_lines"] + each["covered_branches"] for each in summaries)
    return 100 * ran / whole if whole else 100.0


def bench(arguments: list[str]) -> int:
    """Print the measured figures beside their floors and goals."""
    _ready(OFFSCREEN)
    return _python("-m", "benchmarks", *arguments)


def shots(arguments: list[str]) -> int:
    """Draw the screens offscreen, so that they look the same on every machine."""
    _ready(OFFSCREEN | TESTS)
    return _python("-m", "screenshots", *arguments, QT_QPA_PLATFORM="offscreen")


def i18n(arguments: list[str]) -> int:
    """Collect words, update and compile the catalogues, list what is not translated."""
    _install()
    return _python("-m", "devtools.catalogues", "update", *arguments)


def _ready(needs: dict[str, str]) -> None:
    """Everything that a start needs: system packages, the virtual environment, compiled translations."""
    if sys.platform.startswith("linux"):
        _system_packages([package for need, package in needs.items() if not _present(need)])
    _install()
    older = [po for po in I18N.glob("*.po") if _age(po.with_suffix(".mo")) < _age(po)]
    if older and (code := _python("-m", "devtools.catalogues", "compile")):
        raise Stop(f"the translations could not be compiled ({code})")


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _present(need: str) -> bool:
    """Whether this Linux has a library, a file or a program, whatever package it came from."""
    if need.startswith("/"):
        return any(glob.iglob(need))  # noqa: PTH207 - the pattern is absolute, which Path.glob refuses
    if ".so." not in need:
        return shutil.which(need) is not None
    try:
        ctypes.CDLL(need)
    except OSError:
        return False
    return True


def _system_packages(missing: list[str]) -> None:
    """Install Debian packages when allowed; otherwise stop with the line to paste."""
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") is None:
        raise Stop(
            f"this Linux lacks what Debian has in these packages; install their like: {' '.join(missing)}"
        )
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and (
        shutil.which("sudo") is None or subprocess.call([*rights, "true"], stderr=subprocess.DEVNULL)
    ):
        raise Stop(f"system packages are missing; paste this and start again:\n  sudo {shlex.join(install)}")
    print(f"dev: installing {' '.join(missing)}", file=sys.stderr, flush=True)
    with tempfile.TemporaryFile() as log:
        variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # The lists of packages are fetched only when those at hand do not suffice.
        for command in (install, ["apt-get", "update"], install):
            code = subprocess.call([*rights, *command], stdout=log, stderr=subprocess.STDOUT, env=variables)
            if code == 0 and command is install:
                return
        log.seek(0)
        sys.stderr.write(log.read().decode(errors="replace")[-3000:])
    raise Stop(f"the packages could not be installed; try it by hand:\n  {shlex.join([*rights, *install])}")


def _install() -> None:
    """Make ``.venv`` hold the versions of the lock; costs one comparison when it does already."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest() + f" {sys.version_info[:2]} {ROOT}"
    found = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if found == wanted and PYTHON.exists():
        return
    # Another Python or a moved folder: such an environment cannot be mended, only made anew.
    stale = bool(found) and found.split(" ", 1)[1:] != wanted.split(" ", 1)[1:]
    uv = shutil.which("uv")
    print(f"dev: installing {LOCK.name} into .venv ({'uv' if uv else 'pip'})", file=sys.stderr, flush=True)
    with contextlib.suppress(FileNotFoundError):
        STAMP.unlink()
    if not (uv and _install_with_uv(uv, stale)):
        _install_with_pip(stale)
    STAMP.write_text(wanted, encoding="utf-8")


def _install_with_uv(uv: str, stale: bool) -> bool:
    """False where uv could not: it may lack the index settings that pip has."""
    how = "--clear" if stale else "--allow-existing"
    install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(LOCK)]
    make = [uv, "venv", "--quiet", how, "--python", sys.executable, str(VENV)]
    return subprocess.call(make) == 0 and subprocess.call(install) == 0


def _install_with_pip(stale: bool) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        _system_packages([package])
    make = [sys.executable, "-m", "venv", *(["--clear"] if stale else []), str(VENV)]
    if subprocess.call(make):
        raise Stop("the virtual environment could not be made; the reason stands above")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--require-hashes", "-r", str(LOCK)]):
        raise Stop("the libraries could not be installed; the reason stands above")


def _python(*arguments: str, **variables: str) -> int:
    """Run the environment's Python where the user stands, so that relative paths mean what he typed."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    # PYTHONSAFEPATH: nor shall a json.py that lies there take the place of Python's own.
    ours = {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
    return subprocess.call([str(PYTHON), *arguments], env={**os.environ, **ours, **variables})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
