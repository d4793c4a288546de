from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.kinds import ClientKind, Op
from crm_desktop.services import clients, listing
from crm_desktop.services.by_name import named
from crm_desktop.services.drafts import ClientDraft

PERSON, COMPANY = ClientKind.PERSON, ClientKind.COMPANY


def test_whole_names_as_people_compare_them(store):
    shop = clients.add(store, ClientDraft(COMPANY, name="UAB „Žalias sodas“"))
    clients.add(store, ClientDraft(COMPANY, name="UAB „Žalias sodas ir ko“"))
    clients.add(store, ClientDraft(PERSON, name="UAB Žalias sodas"))
    assert named(store, 'uab  "zalias SODAS"', COMPANY) == [shop]
    assert named(store, "žalias sodas", COMPANY) == []
    assert named(store, " ", COMPANY) == []
    clients.delete(store, [shop])
    assert named(store, "UAB „Žalias sodas“", COMPANY) == []


def test_the_oldest_comes_first(store):
    ids = [clients.add(store, ClientDraft(name="Ona")) for _ in range(3)]
    assert named(store, "ona", PERSON) == ids


def test_a_name_without_words_is_found_too(store):
    odd = clients.add(store, ClientDraft(COMPANY, name="+++"))
    assert named(store, "+++", COMPANY) == [odd]


def test_clients_of_the_open_change_are_seen(store):
    with store.change(Op.IMPORT):
        ona = clients.add(store, ClientDraft(name="Ona"))
        assert named(store, "ONA", PERSON) == [ona]
        assert named(store, "Ona", COMPANY) == []


def test_an_index_that_is_being_rebuilt_is_not_trusted(store):
    ona = clients.add(store, ClientDraft(name="Ona"))
    with store.transaction() as connection:
        connection.execute("UPDATE derived_state SET complete = 0")
        connection.execute("DELETE FROM client_list")
    assert named(store, "Ona", PERSON) == [ona]


@pytest.mark.parametrize("language", ["lt", "ru"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(name=st.text(min_size=1, max_size=12))
def test_whoever_was_saved_is_found_by_the_name(store, language, name):
    clean = " ".join(name.split())
    if not clean.isprintable() or not clean:
        return
    listing.ensure(store, language)
    client = clients.add(store, ClientDraft(COMPANY, name=clean))
    from crm_desktop.folding import fold

    if fold(clean):
        assert client in named(store, clean, COMPANY)
