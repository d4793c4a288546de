"""Words of a language score better in it than in another."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.reading.letters import log_likelihood


@pytest.mark.parametrize(
    ("better", "language", "worse", "other"),
    [
        ("Москва", "ru", "МОСКвА", "ru"),
        ("Москва", "ru", "Моcквa", "ru"),
        ("Киев", "ru", "ãîðîä", "west"),
        ("žąsis", "lt", "þàsis", "west"),
        ("のうぎょう", "ja", "ﾉｳｷﾞｮ", "ja"),
        ("名無し", "ja", "鄕雋綣", "west"),
        ("„“–", "lt", "º±½", "lt"),
        ("º±½", "west", "\x81\ufffd\x90", "west"),
    ],
)
def test_better(better: str, language: str, worse: str, other: str) -> None:
    assert log_likelihood(better, language) > log_likelihood(worse, other)


def test_ascii_says_nothing() -> None:
    assert log_likelihood("Jonas;Vilnius", "lt") == 0
