from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.cli.arguments import command_first, complaint, count, day


@pytest.mark.parametrize(
    ("argparse_says", "we_say"),
    [
        ("the following arguments are required: --to", "--to is missing"),
        ("unrecognized arguments: --bse x", "--bse x means nothing here"),
        ("argument COMMAND: invalid choice: 'x' (choose from 'undo', 'redo')", "x is none of undo, redo"),
        ("argument --lang: invalid choice: 'x' (choose from en, ru)", "x is none of en, ru"),
        ("argument --base: expected one argument", "--base needs a value"),
        ("argument --limit: invalid count value: 'x'", "x does not fit --limit"),
        ("something new", "something new"),
    ],
)
def test_complaints_are_put_in_our_words(argparse_says, we_say):
    assert complaint(argparse_says) == we_say


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("--base a.crm search ona", "search --base a.crm ona"),
        ("--base=a.crm --json --lang lt show 1", "show --base=a.crm --json --lang lt 1"),
        ("search ona --base a.crm", "search ona --base a.crm"),
        ("--help", "--help"),
        ("--base", "--base"),
    ],
)
def test_options_may_stand_before_the_command(typed, understood):
    assert command_first(typed.split()) == understood.split()


def test_values_of_arguments():
    assert count("0") == 0
    assert day("2026-11-21") == date(2026, 11, 21)
    for reader, text in ((count, "-1"), (count, "x"), (day, "21.11.2026")):
        with pytest.raises(ValueError, match=text):
            reader(text)
