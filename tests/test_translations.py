"""The translations as they lie in ``resources/i18n``: what would break a sentence, whatever it says."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import pytest

from crm_desktop.paths import resource
from devtools.catalogues import LANGUAGES, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

QUOTES = {"lt": ("„", "“"), "ru": ("«", "»")}


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request) -> Catalog:
    return read_catalogue(resource(f"i18n/{request.param}.po"), request.param)


def _forms(message: Message) -> list[tuple[str, str]]:
    """Each translation of a message with the English it stands for: the plural where there is one."""
    english = message.id if isinstance(message.id, str) else message.id[1]
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [(english, form) for form in forms if form]


def _translated(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    for message in catalogue:
        if message.id:
            yield from _forms(message)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_place_of_a_message_is_filled_and_no_other(catalogue):
    wrong = [(english, text) for english, text in _translated(catalogue) if _places(english) != _places(text)]
    assert not wrong


@pytest.mark.parametrize("end", [".", "…", ":", " "])
def test_a_message_ends_as_the_english_one_does(catalogue, end):
    """What opens something keeps its ellipsis, a sentence its full stop, what is continued its colon or space."""
    wrong = [text for english, text in _translated(catalogue) if english.endswith(end) > text.endswith(end)]
    assert not wrong


def test_quotes_and_ellipses_are_those_of_the_language(catalogue):
    opening, closing = QUOTES[str(catalogue.locale)]
    foreign = set("\"'“”„«»") - {opening, closing}
    wrong = [
        text
        for _, text in _translated(catalogue)
        if foreign & set(text) or "..." in text or text.count(opening) != text.count(closing)
    ]
    assert not wrong


def test_the_test_sees_what_it_is_for():
    assert _places("{n} of {total}") == {"n", "total"}
    assert _places("{{n}}") == set()
