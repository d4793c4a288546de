"""What a changed server asks, in words and in every language."""

from __future__ import annotations

import pytest

from crm_desktop.sync.parting import Parting
from crm_desktop.sync.returning import Returned
from crm_desktop.sync.snapshot import Point
from crm_desktop.ui import text, text_parting
from crm_desktop.ui.text_parting import RETURN, TAKE


@pytest.fixture(params=text.LANGUAGES, autouse=True)
def language(request):
    text.set_language(request.param)
    yield request.param
    text.set_language("en")


def _found(count, at="2026-05-12T09:00:00.000Z"):
    beyond = tuple(("client", number.to_bytes(16, "big")) for number in range(count))
    return Parting(b"e" * 16, True, 5, 9, Point(5, b"p" * 16) if at else None, at, beyond)


@pytest.mark.parametrize("count", [1, 2, 5, 21, 312])
def test_the_day_and_the_number_are_told(count):
    told = text_parting.put_back(_found(count))
    assert "12:00" in told
    assert f" {count} " in told
    assert f" {count} " in text_parting.emptied(_found(count))


def test_where_nothing_is_newer_no_number_is_told():
    assert " 0 " not in text_parting.put_back(_found(0))


def test_where_no_common_day_is_remembered_none_is_invented():
    told = text_parting.put_back(_found(3, at=""))
    assert " 3 " in told
    assert ":" not in told


def test_the_answers_are_told_apart():
    assert text_parting.answer_word(RETURN) != text_parting.answer_word(TAKE)
    assert text_parting.answer_words(RETURN) != text_parting.answer_words(TAKE)


def test_what_was_done_is_told_with_its_place():
    assert "7" in text_parting.returned(Returned(rows=7))
    told = text_parting.taken(Returned(rows=7), "~/copy.backup")
    assert "7" in told
    assert "~/copy.backup" in told
