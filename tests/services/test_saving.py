"""The form of a client as one operation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import PhotoRefused
from crm_desktop.services import clients, operations, photos
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.saving import save_client

PICTURE = b"\xff\xd8\xff" + b"x" * 100


def test_a_new_client_with_a_picture_is_one_operation(store):
    client = save_client(store, None, ClientDraft(name="Ona"), photo=PICTURE)
    assert photos.photo(store, client).data == PICTURE
    operations.undo(store)
    assert store.read("SELECT 1 FROM client WHERE deleted = 0") == []
    assert store.read("SELECT 1 FROM photo") == []


def test_an_edit_with_a_picture_is_one_operation(store):
    client = save_client(store, None, ClientDraft(name="Ona"))
    seen = clients.draft_of(store, client)
    assert save_client(store, client, replace(seen, notes="x"), seen=seen, photo=PICTURE) == client
    operations.undo(store)
    assert clients.draft_of(store, client).notes == ""
    assert photos.photo(store, client) is None


def test_an_empty_picture_takes_it_away_and_none_leaves_it(store):
    client = save_client(store, None, ClientDraft(name="Ona"), photo=PICTURE)
    save_client(store, client, clients.draft_of(store, client))
    assert photos.photo(store, client) is not None
    save_client(store, client, clients.draft_of(store, client), photo=b"")
    assert photos.photo(store, client) is None


def test_a_refused_picture_writes_nothing(store):
    with pytest.raises(PhotoRefused):
        save_client(store, None, ClientDraft(name="Ona"), photo=b"no picture")
    assert store.read("SELECT 1 FROM client") == []
