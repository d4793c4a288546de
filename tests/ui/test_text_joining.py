"""What joining would do and has done, in words, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.sync.connection import Place
from crm_desktop.sync.engine import Synced
from crm_desktop.sync.joining import Counts, JoinCase, Joined, Outlook
from crm_desktop.sync.telling import Phase
from crm_desktop.ui import text, text_joining

PLACE = Place("crm", "anna", made=True, joins=True, owns=False, server=15)


@pytest.fixture(params=text.LANGUAGES, autouse=True)
def language(request):
    text.set_language(request.param)
    yield request.param
    text.set_language("en")


@pytest.mark.parametrize("case", JoinCase)
def test_every_case_has_a_title_and_a_sentence(case):
    outlook = Outlook(case, Counts(5, 7, 1), Counts(), (), PLACE)
    assert text_joining.case_title(case)
    assert text_joining.outlook_words(outlook).endswith(".")


def test_no_two_cases_are_told_alike():
    assert len({text_joining.case_title(case) for case in JoinCase}) == len(JoinCase)


@pytest.mark.parametrize("phase", Phase)
def test_every_step_has_a_name(phase):
    assert text_joining.phase_title(phase)


def test_counts_are_told_with_their_plurals(language):
    told = text_joining.counted(Counts(1, 1204, 0))
    assert (
        told
        == {
            "en": "1 client, 1,204 contacts, 0 deals",
            "ru": "1 клиент, 1\u00a0204 контакта, 0 сделок",
            "lt": "1 klientas, 1\u00a0204 kontaktai, 0 sandorių",
        }[language]
    )


def test_an_empty_base_is_told_as_such():
    assert not any(sign.isdigit() for sign in text_joining.counted(Counts()))


def test_many_colleagues_are_cut_short():
    told = text_joining.colleagues(tuple("ABCDEFG"))
    assert "A, B, C, D" in told
    assert "3" in told
    assert text_joining.colleagues(()) == ""
    assert "Anna" in text_joining.colleagues(("Anna",))


def test_what_the_server_did_not_take_is_told():
    plain = Joined(JoinCase.GIVE, Synced(came=3, went=5), Path("x"), password_kept=True)
    refused = Joined(JoinCase.GIVE, Synced(came=3, went=5, refused=2), Path("x"), password_kept=True)
    assert (
        len(text_joining.joined_lines(refused, Counts(1)))
        == len(text_joining.joined_lines(plain, Counts(1))) + 1
    )
    assert "2" in text_joining.joined_lines(refused, Counts(1))[-1]
    assert "2" in text_joining.differences(2)
