"""Words of the import: whatever can be chosen, judged or wrong has its word."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from crm_desktop.exchange import importing
from crm_desktop.exchange.columns.fields import FIELDS, Target
from crm_desktop.exchange.importing import cleaning
from crm_desktop.exchange.importing.staging import Action, StagedRow, Verdict
from crm_desktop.kinds import PointKind
from crm_desktop.services.duplicates import likeness
from crm_desktop.ui import text_import

PROBLEMS = (
    "nothing bad_amount bad_price bad_date bad_email damaged_phone does_not_fit name_cut text_cut notes_cut"
).split()
REASONS = (
    "external_id number phone email name_birthday name_company company_name same_name name_only same_row similar"
    " same_deal shared_key differs chosen skipped left_out"
).split()


def row(verdict, reason, changes=(), twin=None):
    return StagedRow(5, 0, 9, verdict, reason, None, twin, changes, None, False, "person", "Ona", (), None)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_word(name):
    words = text_import.target_name(Target(name))
    assert words
    assert "." not in words


def test_every_meaning_on_offer_is_read():
    unread = {target.field for target in text_import.known_targets()} - cleaning._READERS.keys()
    assert unread == {"ignore"} & unread


def test_no_meaning_is_offered_twice():
    names = [text_import.target_name(target) for target in text_import.known_targets()]
    assert len(set(names)) == len(names)


def test_labels_are_words():
    assert text_import.target_name(Target.parse("phone.mobile")) == "Phone (mobile)"
    assert text_import.target_name(Target.parse("messenger.whatsapp")) == "WhatsApp"
    assert text_import.target_name(Target.parse("own:Code")) == "Own field “Code”"
    assert text_import.target_name(Target.parse("name.full.contact")) == "Whole name (contact of the company)"


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words(verdict):
    assert text_import.verdict(verdict)
    assert text_import.verdict_sentence(verdict, 2)


@pytest.mark.parametrize("action", Action)
def test_every_action_has_words(action):
    assert text_import.action(action)
    assert text_import.decision(action)


def _given_by_the_core():
    """The words that the import itself hands out as problems of cells and as reasons of rows."""
    problems, reasons = {"nothing"}, set()
    for path in (*Path(importing.__path__[0]).glob("*.py"), Path(likeness.__file__)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in ("problem", "Problem"):
                problems |= _words(node.args[1]) if len(node.args) > 1 else set()
            elif isinstance(node, ast.FunctionDef) and node.name in (
                "same_client",
                "_shared_key",
                "twin",
                "_find",
            ):
                for part in ast.walk(node):
                    if isinstance(part, ast.Return | ast.Assign):
                        reasons |= _words(part)
            elif isinstance(node, ast.Assign) and any(
                isinstance(name, ast.Attribute) and name.attr == "reason" for name in _targets(node)
            ):
                reasons |= _words(node.value)
    return problems, reasons - {"", "number_", "email_"}


def _called(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _targets(node):
    return [part for target in node.targets for part in ast.walk(target)]


def _words(node):
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_every_code_of_the_core_has_words():
    problems, reasons = _given_by_the_core()
    assert problems == set(PROBLEMS)
    assert reasons | {PointKind.PHONE, PointKind.EMAIL} == set(REASONS)


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_is_the_reason(code):
    assert text_import.reason(row(Verdict.NEW, code)) == text_import.problem(code) != "Look at this row"


@pytest.mark.parametrize("code", REASONS)
def test_how_a_client_is_known(code):
    assert text_import.reason(row(Verdict.SAME, code))


def test_what_a_row_adds_is_named():
    shown = text_import.reason(row(Verdict.COMPLETES, "phone", ("birthday", "email", "own:INN")))
    assert shown == "Adds birthday, e-mail, INN (same phone)"


def test_a_repeated_row_names_the_first():
    assert (
        text_import.reason(row(Verdict.DUPLICATE, "email", twin=1), 7)
        == "Same client as in row 7: same e-mail"
    )
    assert text_import.reason(row(Verdict.DUPLICATE, "", twin=1)) == "Said before in the list"


@pytest.mark.parametrize("why", ["no_columns", "no_client_column", "lookup", "json_cells", "other"])
def test_a_table_of_nothing_says_why(why):
    assert text_import.why_nothing(why)


def test_programs_by_their_names():
    assert text_import.program_name("outlook_ru") == "Outlook"
    assert text_import.program_name("unheard_of") == "unheard_of"


def test_cut_texts_are_counted_in_words():
    assert text_import.cut_texts(0) == ""
    assert text_import.cut_texts(1).startswith("1 text was too long")
    assert text_import.cut_texts(3).startswith("3 texts were too long")
