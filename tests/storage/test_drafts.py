from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.storage import drafts
from crm_desktop.storage.drafts import Draft
from crm_desktop.storage.operations import operations
from tests.storage.library import open_library


class Ticking:
    def __init__(self):
        self.instant = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self):
        self.instant += timedelta(minutes=1)
        return self.instant


@pytest.fixture
def store(base):
    store = open_library(base, clock=Ticking())
    yield store
    store.close()


def test_a_draft_is_kept_replaced_and_dropped(store):
    drafts.keep(store, "book/new", {"title": "Ąžuolas", "pages": [1, None]})
    drafts.keep(store, "shelf/7", "text")
    drafts.keep(store, "book/new", {"title": "Ąžuolai"})
    assert drafts.kept(store) == [
        Draft("book/new", {"title": "Ąžuolai"}, "2026-01-01T00:03:00.000Z"),
        Draft("shelf/7", "text", "2026-01-01T00:02:00.000Z"),
    ]
    drafts.drop(store, "shelf/7")
    assert [draft.key for draft in drafts.kept(store)] == ["book/new"]
    assert operations(store, 10) == []


def test_a_draft_goes_with_the_change_that_saves_it_or_stays_with_its_failure(store):
    def fail():
        with store.change("save"):
            drafts.drop(store, "form")
            raise KeyError

    drafts.keep(store, "form", 1)
    with pytest.raises(KeyError):
        fail()
    assert len(drafts.kept(store)) == 1
    with store.change("save"):
        drafts.drop(store, "form")
    assert drafts.kept(store) == []


def test_a_draft_survives_the_end_of_the_program(base):
    store = open_library(base)
    drafts.keep(store, "form", [1])
    store.close()
    store = open_library(base)
    assert drafts.kept(store)[0].value == [1]
    store.close()


def test_whether_there_is_any(store):
    assert not drafts.any_kept(store)
    drafts.keep(store, "book/new", {})
    assert drafts.any_kept(store)
