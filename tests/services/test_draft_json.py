from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import ActivityKind, ClientKind, PointKind
from crm_desktop.services.draft_json import from_json, to_json
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DateDraft, PointDraft

_text = st.text(max_size=8)
_drafts = st.builds(
    ClientDraft,
    kind=st.sampled_from(ClientKind),
    name=_text,
    stage_id=st.none() | st.binary(max_size=16),
    do_not_contact=st.booleans(),
    number=st.none() | st.integers(),
    points=st.lists(st.builds(PointDraft, st.sampled_from(PointKind), _text, id=st.binary()), max_size=2).map(
        tuple
    ),
    dates=st.lists(st.builds(DateDraft, _text, _text), max_size=2).map(tuple),
    fields=st.dictionaries(st.binary(max_size=4), _text, max_size=2),
)
_plain = (
    st.none() | st.booleans() | st.integers() | _text | st.binary(max_size=4) | st.sampled_from(ActivityKind)
)
_any = st.recursive(
    _plain | _drafts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(_plain, inner, max_size=3)
    ),
    max_leaves=6,
)


@given(_any)
def test_everything_comes_back_as_what_it_was(value):
    back = from_json(to_json(value))
    assert back == value
    assert repr(back) == repr(value)  # kinds, tuples and booleans too, which == takes for others


def test_an_activity_comes_back():
    draft = ActivityDraft(b"c", ActivityKind.VISIT, all_day=True, minutes=5)
    assert from_json(to_json([draft])) == [draft]


@pytest.mark.parametrize("value", [object(), {1, 2}, {"a": object()}, ClientDraft])
def test_what_is_no_draft_is_refused(value):
    with pytest.raises(TypeError):
        to_json(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"$draft": "LeadDraft", "items": {}}',
        '{"$draft": "annotations", "items": {}}',
        '{"$kind": "ClientKind", "value": "robot"}',
        '{"$draft": "PointDraft", "items": {"colour": "red"}}',
    ],
)
def test_drafts_of_another_version_are_told_apart(text):
    with pytest.raises((TypeError, ValueError)):
        from_json(text)
