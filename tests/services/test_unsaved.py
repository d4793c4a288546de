from __future__ import annotations

import logging

import pytest

from crm_desktop.services import clients, unsaved
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.storage import drafts


def test_a_form_survives_the_program(store, clock):
    draft = ClientDraft(name="Ona", fields={b"f": "x"})
    unsaved.put(store, "client:new", {"draft": ClientDraft(name="On"), "seen": None})
    clock.at = clock.at.replace(minute=1)
    unsaved.put(store, "client:new", {"draft": draft, "seen": None})
    clock.at = clock.at.replace(minute=2)
    unsaved.put(store, "activity:new", "text")
    again = open_base(store.path)
    assert [(found.key, found.value, found.at) for found in unsaved.all_unsaved(again.store)] == [
        ("activity:new", "text", "2026-11-20T10:02:00.000Z"),
        ("client:new", {"draft": draft, "seen": None}, "2026-11-20T10:01:00.000Z"),
    ]
    again.store.close()


def test_what_was_saved_or_given_up_is_gone(store):
    unsaved.put(store, "a", "x")
    unsaved.drop(store, "a")
    unsaved.drop(store, "a")
    assert unsaved.get(store, "a") is None
    unsaved.put(store, "b", "y")
    found = unsaved.get(store, "b")
    assert found is not None
    assert found.value == "y"


def test_a_form_is_forgotten_with_the_commit_that_saves_it(store):
    unsaved.put(store, "a", "x")

    def save_and_fail():
        with store.change("add_client"):
            clients.add(store, ClientDraft(name="A"))
            unsaved.drop(store, "a")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        save_and_fail()
    assert unsaved.get(store, "a") is not None


def test_a_form_of_another_version_is_left_alone(store, caplog):
    drafts.keep(store, "old", {"$draft": "LeadDraft", "items": {}})
    with caplog.at_level(logging.WARNING):
        assert unsaved.all_unsaved(store) == []
    assert "old" in caplog.text
    assert [draft.key for draft in drafts.kept(store)] == ["old"]
