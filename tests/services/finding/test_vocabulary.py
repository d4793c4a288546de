from __future__ import annotations

from crm_desktop.services.finding.vocabulary import similar_beginnings
from tests.services.finding.people import add


def test_one_mistake_of_any_kind_is_forgiven(store):
    add(store, "Petrauskas")
    assert similar_beginnings(store, "petr", wait=False) == ()
    for typed in ("petruskas", "petraauskas", "petrauskes", "petruaskas", "pterau"):
        assert any("petrauskas".startswith(word) for word in similar_beginnings(store, typed, wait=True)), (
            typed
        )
    assert similar_beginnings(store, "petruskas", wait=False) != ()
    assert similar_beginnings(store, "petrkses", wait=True) == ()


def test_an_empty_base_has_no_words(store):
    assert similar_beginnings(store, "petras", wait=True) == ()


def test_the_words_are_read_anew_after_a_change(store):
    assert similar_beginnings(store, "zuikis", wait=True) == ()
    add(store, "Zuikas")
    assert similar_beginnings(store, "zuikis", wait=False) == ()
    assert similar_beginnings(store, "zuikis", wait=True) == ("zuikas",)
