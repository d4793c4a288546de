from __future__ import annotations

from random import Random

import pytest

from crm_desktop.services.demo.diary import MOST_TEXTS, filled, make_diary
from crm_desktop.services.demo.packs import LANGUAGES, Trade, load


@pytest.mark.parametrize("trade", Trade)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_keeps_an_open_place(language, trade):
    diary = make_diary(Random(1), load(language), trade, 1000)
    texts = [part for row in (*diary.entries, *diary.plans, *diary.troubles) for part in row]
    texts += [*diary.likes, *diary.notes]
    assert not [text for text in texts if "{" in text or "}" in text]
    assert len(set(diary.entries)) > 300


def test_as_many_texts_as_the_base_needs():
    pack = load("en")
    assert len(make_diary(Random(1), pack, Trade.FLOWERS, 0).entries) == 40
    assert len(make_diary(Random(1), pack, Trade.FLOWERS, 10**7).entries) == MOST_TEXTS


def test_a_filled_text_begins_as_a_sentence_and_draws_each_place_anew():
    words = {"a": ["one", "two", "three"]}
    texts = {filled(Random(seed), "{a} and {a}", words) for seed in range(200)}
    assert len(texts) == 9
    assert all(text[0].isupper() for text in texts)
    assert filled(Random(1), "as written", words) == "as written"
