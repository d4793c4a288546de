"""The rules of the house that no linter knows, and those that one knows, run where everybody runs them."""

from __future__ import annotations

import ast
import os
import re
import string
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devtools.catalogues import FOLDER, LANGUAGES, collect, read_catalogue, untranslated

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "crm_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))
OWN_CODE = [
    ROOT / "dev.py",
    *MODULES,
    *(
        path
        for name in ("benchmarks", "devtools", "screenshots")
        for path in sorted((ROOT / name).rglob("*.py"))
    ),
]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
# These cost a tenth of a second together or more; the first painted window does not need them.
HEAVY = (
    "apscheduler",
    "babel",
    "charset_normalizer",
    "dateutil",
    "msoffcrypto",
    "openpyxl",
    "peewee",
    "phonenumbers",
    "plyer",
    "python_calamine",
    "rapidfuzz",
    "sqlite_utils",
)
# Parts of the program that a first picture without search, filter, fault or change does not need.
LATER = (
    "concurrent.futures",
    "logging.handlers",
    "uuid",
    "PySide6.QtSvg",
    "crm_desktop.exchange",
    "crm_desktop.models.dates",
    "crm_desktop.models.phones",
    "crm_desktop.services.card_rows",
    "crm_desktop.services.finding.explain",
    "crm_desktop.services.finding.filter_sql",
    "crm_desktop.services.finding.sorting",
    "crm_desktop.services.finding.tiers",
    "crm_desktop.services.operations",
    "crm_desktop.storage.take_back",
    "crm_desktop.ui.card",
    "crm_desktop.ui.crash",
    "crm_desktop.ui.importing",
    "crm_desktop.ui.palette",
    "crm_desktop.ui.qt_words",
)
CRM_WORDS = re.compile(
    r"\b(activit(y|ies)|birthdays?|campaigns?|clients?|compan(y|ies)|contacts?|deals?|e-?mails?|payments?"
    r"|phones?|reminders?|stages?)\b",
    re.IGNORECASE,
)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls_in(path: Path) -> list[tuple[str, ast.Call]]:
    """Every call of a module with the last part of the called name."""
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found.append((name, node))
    return found


def at(path: Path, node: ast.AST | None = None) -> str:
    line = getattr(node, "lineno", 1)
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def test_each_layer_imports_only_what_stands_below_it():
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_modules_can_be_read_at_one_sitting():
    lengths = {at(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OWN_CODE}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_fit_on_a_screen():
    long = {
        f"{at(path, node)} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in OWN_CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


def test_words_are_literal_where_they_are_looked_up():
    """``tr(f"...")`` or ``tr(name)`` is never found by the extraction, hence never translated."""
    texts_of = {"tr": slice(0, 1), "ntr": slice(0, 2), "trc": slice(0, 2)}
    wrong = [
        at(path, call)
        for path in MODULES
        for name, call in calls_in(path)
        if name in texts_of
        and not all(
            isinstance(text, ast.Constant) and isinstance(text.value, str)
            for text in call.args[texts_of[name]]
        )
    ]
    assert wrong == []


def test_the_event_loop_is_neither_pumped_nor_put_to_sleep():
    wrong = [
        f"{at(path, call)} {name}"
        for path in MODULES
        for name, call in calls_in(path)
        if name == "processEvents" or (name in {"sleep", "msleep", "usleep"} and "ui" in path.parts)
    ]
    assert wrong == []


def test_the_application_object_is_passed_not_looked_up():
    allowed = {PACKAGE / "app.py", PACKAGE / "ui" / "application.py"}
    wrong = [
        at(path, node)
        for path in MODULES
        if path not in allowed
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "instance"
        and isinstance(node.value, ast.Name)
        and node.value.id in {"QApplication", "QCoreApplication", "QGuiApplication"}
    ]
    assert wrong == []


def test_nothing_that_triggers_do_not_see():
    """INSERT OR REPLACE fires no update trigger; sqlite-utils' transform() drops a table's triggers in silence."""
    replaces = [
        at(path)
        for path in MODULES
        if re.search(r"\b(INSERT OR REPLACE|REPLACE INTO)\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
        and not _only_in_comments(path)
    ]
    transforms = [
        at(path, call)
        for path in MODULES
        if "ui" not in path.parts
        for name, call in calls_in(path)
        if name == "transform"
    ]
    assert replaces + transforms == []


def _only_in_comments(path: Path) -> bool:
    """Whether no text of the module but its docstrings names the forbidden statement; comments are not in the tree."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return not any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and re.search(r"\b(INSERT OR REPLACE|REPLACE INTO)\b", node.value, re.IGNORECASE)
        for node in ast.walk(tree_of(path))
    )


def test_storage_knows_no_word_of_the_trade():
    wrong = [
        f"{path.relative_to(ROOT).as_posix()}:{number} {found.group()}"
        for path in sorted((PACKAGE / "storage").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := CRM_WORDS.search(line))
    ]
    assert wrong == []


def test_every_module_says_what_it_is_for():
    assert [at(path) for path in OWN_CODE if not ast.get_docstring(tree_of(path))] == []


@pytest.mark.parametrize(
    ("module", "banned"),
    [
        ("crm_desktop.app", (*HEAVY, *LATER)),
        ("crm_desktop.ui.main_window", HEAVY),
        ("crm_desktop.storage.store", HEAVY),
        ("crm_desktop.cli", (*HEAVY, "PySide6")),
    ],
)
def test_the_start_loads_nothing_heavy(module, banned):
    if not _exists(module):
        pytest.skip(f"{module} is not there")
    program = f"import sys, {module}; print(*(m for m in {banned!r} if m in sys.modules))"
    # Without the coverage that follows processes: it imports things of its own.
    unwatched = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=unwatched, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")


def test_what_is_imported_before_qt_does_without_it():
    program = (
        "import sys; from importlib import import_module; from crm_desktop.__main__ import WITHOUT_QT;"
        "[import_module(name) for name in WITHOUT_QT]; print('PySide6' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "False", "")


def _exists(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


# ---------------------------------------------------------------------------------------------------- translations


@pytest.fixture(scope="module")
def found_texts() -> Catalog:
    return collect(PACKAGE)


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = FOLDER / f"{request.param}.po"
    if not path.exists():
        pytest.skip(f"no catalogue for {request.param}")
    return read_catalogue(path, request.param)


def test_all_languages_have_a_catalogue_or_none_has():
    assert {path.stem for path in FOLDER.glob("*.po")} in (set(), set(LANGUAGES))


def test_every_text_is_translated(catalogue):
    assert untranslated(catalogue) == []


def test_the_catalogue_holds_the_texts_of_the_code(catalogue, found_texts):
    """Run ``dev.py i18n`` when this fails."""
    assert _texts(catalogue) == _texts(found_texts)


def test_translations_have_the_places_of_their_text(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        allowed = [_places(text) for text in texts]
        # A plural form may leave the number out, as in "one client"; it must not invent a place.
        wanted = set.union(*allowed)
        needed = set.intersection(*allowed) - ({"n"} if len(texts) > 1 else set())
        wrong += [
            f"{texts[0]!r} -> {each!r}" for each in strings if each and not needed <= _places(each) <= wanted
        ]
    assert wrong == []


def _texts(catalogue: Catalog) -> set[tuple[object, object]]:
    return {
        (message.context, tuple(message.id) if isinstance(message.id, list) else message.id)
        for message in catalogue
        if message.id
    }


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# ---------------------------------------------------------------------------------------------------- the project


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=;\[ ]", each, maxsplit=1)[0].lower() for each in requirements}


def test_every_dependency_says_what_it_is_for(project):
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    named = _names(project["project"]["dependencies"]) | _names(project["dependency-groups"]["dev"])
    assert {name for name in named if f"`{name}`" not in told} == set()


def test_only_what_is_declared_is_imported(project):
    """What comes along with a dependency may go with its next version."""
    import importlib.metadata

    declared = _names(project["project"]["dependencies"])
    providers = importlib.metadata.packages_distributions()
    imported = {
        (at(path, node), name.split(".")[0])
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    foreign = {
        (place, name) for place, name in imported if name not in {*sys.stdlib_module_names, "crm_desktop"}
    }
    wrong = [
        f"{place} {name}"
        for place, name in sorted(foreign)
        if not declared & {each.lower().replace("_", "-") for each in providers.get(name, ())}
    ]
    assert wrong == []


def test_the_lock_holds_every_dependency_with_hashes_and_no_place(project):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(
        re.findall(r"^([a-z0-9][a-z0-9._-]*)==\S+(.*?)(?=^[a-z0-9]|\Z)", lock, re.MULTILINE | re.DOTALL)
    )
    named = _names(project["project"]["dependencies"]) | _names(project["dependency-groups"]["dev"])
    assert named - set(locked) == set()
    assert [name for name, rest in locked.items() if "--hash=sha256:" not in rest] == []
    assert not re.search(r"://|^\s*--(?!hash)|\s/\w", lock, re.MULTILINE)


def test_the_qt_that_crashes_on_this_python_is_kept_out():
    """PySide6 6.12 drops references to None and True on Python 3.11: a few hundred signals end the program."""
    import PySide6

    version = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    assert sys.version_info >= (3, 12) or version < (6, 12)


def test_the_version_stands_once(project):
    import crm_desktop

    assert crm_desktop.__version__ == project["project"]["version"]
