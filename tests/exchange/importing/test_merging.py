"""Completing fills gaps and adds; updating lets the list win; neither empties anything, and twice is once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.importing.merging import completed, difference
from crm_desktop.exchange.importing.record import Entity, Point
from crm_desktop.models.limits import LONGEST_TEXT

word = st.sampled_from(["", "Ona", "Petraitė", "ona", "Jonas", "rožės", "lelijos"])
some = st.sampled_from(["Ona", "Petraitė", "rožės", "arbata"])
points = st.lists(
    st.builds(Point, st.sampled_from(["phone", "email", "site"]), st.sampled_from(["", "work"]), some),
    max_size=3,
)
cards = st.builds(
    Entity, st.just("person"), word, word, word, word, word, word, word,
    st.sampled_from(["", "1990-05-17", "--05-17"]),
    st.dictionaries(st.sampled_from(["notes", "likes", "language"]), some, max_size=3),
    st.dictionaries(st.sampled_from(["stage", "source"]), some, max_size=2), points,
    st.lists(st.tuples(some, st.just("2020-01-01")), max_size=2), st.lists(some, max_size=2),
    st.lists(some, max_size=2), st.dictionaries(some, some, max_size=2),
    st.lists(st.tuples(st.just("amocrm"), some), max_size=1), word,
)  # fmt: skip


@given(cards, cards)
def test_completing_twice_is_completing_once(old, new):
    once, _ = completed(old, new)
    twice, delta = completed(once, new)
    assert delta.changes() == ()
    assert twice == once


@given(cards, cards)
def test_completing_overwrites_nothing(old, new):
    merged, _ = completed(old, new)
    assert set(old.points) <= set(merged.points)
    assert set(old.tags) <= set(merged.tags)
    assert old.fields.items() <= merged.fields.items()
    assert old.lists.items() <= merged.lists.items()
    for name, value in old.values.items():
        assert value in merged.values[name]
    for part in ("prefix", "family", "given", "middle", "suffix", "nickname", "employer"):
        assert getattr(old, part) in ("", getattr(merged, part))


@given(cards, cards)
def test_updating_lets_the_list_win_but_empties_nothing(old, new):
    delta = difference(old, new, update=True)
    assert all(delta.columns.values())
    assert all(delta.lists.values())
    assert delta.differs == []
    assert {**old.lists, **delta.lists} == {**old.lists, **new.lists}
    assert {**old.fields, **delta.fields} == {**old.fields, **new.fields}


def test_a_name_that_was_half_known_is_completed_whole():
    old = Entity(name="Petraitė", family="Petraitė")
    new = Entity(name="Petraitė Ona", family="Petraitė", given="Ona")
    delta = difference(old, new)
    assert (delta.columns, delta.differs) == ({"given": "Ona", "name": "Petraitė Ona"}, [])


def test_a_text_that_is_full_takes_nothing_more_and_says_so():
    old = Entity(name="Ona", values={"notes": "x" * LONGEST_TEXT})
    delta = difference(old, Entity(name="Ona", values={"notes": "rožės"}))
    assert (delta.columns, delta.differs) == ({}, ["notes"])
