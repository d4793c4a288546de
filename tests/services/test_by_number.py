from __future__ import annotations

import pytest

from crm_desktop import ids
from crm_desktop.errors import ClientNotFound
from crm_desktop.services import clients
from crm_desktop.services.base import open_base
from crm_desktop.services.by_number import by_number_or_id
from crm_desktop.services.drafts import ClientDraft


@pytest.fixture
def store(tmp_path):
    base = open_base(tmp_path / "base.crm")
    yield base.store
    base.store.close()


@pytest.mark.parametrize("text", ["857389", "№ 857389", "No 857389", "nr. 857389", "#857389", " №857389 "])
def test_every_way_to_write_a_number(store, text):
    client = clients.add(store, ClientDraft(name="Ona", number=857389))
    assert by_number_or_id(store, text) == client


def test_an_id_of_a_client_in_the_bin(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    clients.delete(store, [client])
    assert by_number_or_id(store, ids.to_text(client)) == client
    assert by_number_or_id(store, "1") == client


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "№",
        "-1",
        "²",
        "9" * 5000,
        "0" * 5000,
        "0" * 5000 + "x",
        "00000000-0000-7000-8000-000000000000",
        "Ona",
    ],
)
def test_nobody_is_meant(store, text):
    clients.add(store, ClientDraft(name="Ona"))
    with pytest.raises(ClientNotFound) as caught:
        by_number_or_id(store, text)
    assert caught.value.facts == {"text": text}
