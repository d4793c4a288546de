from __future__ import annotations

import pytest

from crm_desktop.errors import RecordNotFound, TextNotStorable, TextTooLong
from crm_desktop.kinds import Op
from crm_desktop.services import writing
from tests.services.content import operation_rows


def test_a_row_from_its_coming_to_the_bin(store):
    with store.change(Op.EDIT_LISTS):
        source = writing.insert(store, "source", {"name": "a"})
    assert writing.live_row(store, "source", source)["name"] == "a"
    with store.change(Op.EDIT_LISTS):
        assert writing.update(store, "source", source, {"name": "b", "rank": 0}) is True
        assert writing.update(store, "source", source, {"name": "b"}) is False
    assert operation_rows(store) == [("source", "update")]
    with store.change(Op.EDIT_LISTS):
        assert writing.delete(store, "source", source) is True
        assert writing.delete(store, "source", source) is False
    assert writing.row(store, "source", source)["deleted"] == 1
    with pytest.raises(RecordNotFound) as caught:
        writing.live_row(store, "source", source)
    assert caught.value.facts == {"table": "source", "id": source}


def test_an_id_of_ones_own(store):
    with store.change(Op.EDIT_LISTS):
        assert writing.insert(store, "source", {"name": "a"}, b"s" * 16) == b"s" * 16


def test_what_a_row_refers_to_must_be_there(store):
    with store.change(Op.EDIT_CLIENT):
        client = writing.insert(store, "client", {"name": "a", "stage_id": None})
        with pytest.raises(RecordNotFound) as caught:
            writing.insert(store, "client", {"name": "b", "stage_id": b"x" * 16})
        assert caught.value.facts == {"table": "stage", "id": b"x" * 16}
        with pytest.raises(RecordNotFound):
            writing.update(store, "client", client, {"referrer_id": b"x" * 16})


def test_what_cannot_be_stored_is_refused(store):
    with store.change(Op.EDIT_LISTS):
        source = writing.insert(store, "source", {"name": "a"})
        with pytest.raises(TextTooLong):
            writing.insert(store, "source", {"name": "x" * 501})
        with pytest.raises(TextNotStorable):
            writing.update(store, "source", source, {"name": "a\0"})
        with pytest.raises(RecordNotFound):
            writing.update(store, "source", b"x" * 16, {"name": "a"})
