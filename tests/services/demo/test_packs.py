from __future__ import annotations

import string

import pytest

from crm_desktop.kinds import ActivityKind, Direction, Outcome, RequestKind
from crm_desktop.services.demo.packs import LANGUAGES, Trade, load


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_packs_have_the_same_parts(language):
    assert set(load(language).words) == set(load("ru").words)


@pytest.mark.parametrize("trade", Trade)
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_use_known_kinds_and_known_places(language, trade):
    section = load(language)[trade.value]
    for kind, direction, _wanted, _offered, _result, outcome in section["entries"]:
        ActivityKind(kind), Direction(direction), Outcome(outcome)
    for kind, _wanted in section["plans"]:
        ActivityKind(kind)
    for kind, _text, _resolution in section["requests"]:
        RequestKind(kind)
    texts = [
        *section["likes"],
        *(part for rows in ("entries", "plans", "requests") for row in section[rows] for part in row),
    ]
    places = {place for text in texts for _, place, _, _ in string.Formatter().parse(text) if place}
    assert places == set(section["words"])


def test_cities_come_as_often_as_they_weigh():
    cities = load("lt").cities
    assert sum(city.name == "Vilnius" for city in cities) > sum(city.name == "Palanga" for city in cities)


def test_a_language_without_a_pack():
    with pytest.raises(FileNotFoundError):
        load("xx")
