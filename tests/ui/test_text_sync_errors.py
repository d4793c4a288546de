"""Whatever stops the exchange has words in every language: what happened, what to do, and that nothing is lost."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from crm_desktop.sync import failures
from crm_desktop.ui import text, text_sync_errors
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.text_sync_errors import SENTENCES, trouble

FACTS = {
    "host": "crm.example.com", "port": 5432, "user": "anna", "database": "crm", "role": "crm_sync", "version": 14,
    "needed": 15, "encoding": "LATIN1", "path": Path("/home/anna/ca.pem"), "code": "XX000", "reason": "PANIC: internal",
    "rev": 5, "known": 9, "oldest": 4, "mine": 3,
}  # fmt: skip


def _kinds() -> list[type[failures.SyncError]]:
    return [
        each
        for each in vars(failures).values()
        if inspect.isclass(each) and issubclass(each, failures.SyncError)
    ]


def _whys() -> list[tuple[type[failures.SyncError], str]]:
    """Each reason that the class's own docstring names after ``why``, and no reason at all."""
    found = []
    for kind in _kinds():
        _, _, told = (kind.__doc__ or "").partition("``why``:")
        found += [(kind, why) for why in dict.fromkeys(re.findall(r'"(\w+)"', told.split("``reason``")[0]))]
        found.append((kind, ""))
    return found


def _raised() -> set[tuple[str, str]]:
    """Every ``Kind(..., why="word")`` that is written down in the engine."""
    folder = Path(failures.__file__).parent
    calls = [
        node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]  # fmt: skip
    return {
        (ast.unparse(call.func), str(keyword.value.value))
        for call in calls
        for keyword in call.keywords
        if keyword.arg == "why" and isinstance(keyword.value, ast.Constant)
    }


@pytest.fixture(params=text.LANGUAGES, autouse=True)
def language(request):
    text.set_language(request.param)
    yield request.param
    text.set_language("en")


def _error(kind: type[failures.SyncError], why: str) -> failures.SyncError:
    return kind(**FACTS, **({"why": why} if why else {}))


def test_every_failure_has_a_sentence():
    assert set(_kinds()) == set(SENTENCES)


def test_the_reasons_that_the_engine_gives_are_those_that_are_walked():
    walked = {(kind.__name__, why) for kind, why in _whys()}
    named = {kind.__name__ for kind in _kinds()}
    assert {pair for pair in _raised() if pair[0] in named} <= walked
    assert len(walked) > 35


def test_each_reason_has_words_of_its_own():
    told = [(kind, trouble(_error(kind, why))) for kind, why in _whys() if why]
    assert len({words for _, words in told}) == len(told)


@pytest.mark.parametrize(("kind", "why"), _whys(), ids=lambda part: getattr(part, "__name__", part))
def test_a_failure_says_what_happened_and_how_work_goes_on(kind, why):
    error = _error(kind, why)
    short, whole = trouble(error), error_text(error)
    assert whole.startswith(short)
    assert whole.endswith(".")
    assert len(whole) > len(short) + 30
    for words in (short, whole):
        assert not words[0].islower()
        assert "{" not in words
        assert "None" not in words
        assert "PANIC" not in words
        assert kind.__name__ not in words


@pytest.mark.parametrize(("kind", "why"), _whys(), ids=lambda part: getattr(part, "__name__", part))
def test_facts_that_are_missing_do_not_hide_the_failure(kind, why):
    assert trouble(kind(**({"why": why} if why else {})))


def test_every_sentence_is_translated(language):
    text.set_language("en")
    english = {pair: error_text(_error(*pair)) for pair in _whys()}
    text.set_language(language)
    same = [pair for pair in _whys() if error_text(_error(*pair)) == english[pair]]
    assert bool(same) == (language == "en")


def test_a_failure_of_another_module_is_told_by_its_base():
    class Odd(failures.ServerUnreachable):
        pass

    assert "crm.example.com" in trouble(Odd(host="crm.example.com", why="lost"))


def test_the_words_need_no_qt():
    tree = ast.parse(Path(text_sync_errors.__file__).read_text())
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [module for module in modules if module.startswith("PySide6")]
