from __future__ import annotations

import pytest

from crm_desktop.services.reports import who
from crm_desktop.services.reports.options import Options
from tests.services.reports.writing import client, insert


@pytest.fixture
def people(store):
    """One that everything is said of, one that nothing is, and one like the first in the bin."""
    said = {
        "source_id": insert(store, "source", name="Advert"),
        "stage_id": insert(store, "stage", name="Supplier"),
        "responsible_id": insert(store, "colleague", name="Ona"),
    }
    known, gone = client(store, "Known", **said), client(store, "Gone", deleted=1, **said)
    client(store, "Unknown")
    tag, group = insert(store, "tag", name="tag"), insert(store, "client_group", name="group")
    for one in (known, gone):
        insert(store, "client_tag", client_id=one, tag_id=tag)
        insert(store, "group_member", client_id=one, group_id=group)
    return {
        "source": said["source_id"],
        "stage": said["stage_id"],
        "person": said["responsible_id"],
        "tag": tag,
        "group": group,
    }


def names(store, condition, values):
    return [row[0] for row in store.read(f"SELECT c.name FROM client c WHERE {condition} ORDER BY 1", values)]


@pytest.mark.parametrize("option", ["source", "stage", "tag", "group"])
def test_clients_of_something(store, people, option):
    options = Options(**{option: people[option]})
    assert names(store, *who.clients(options)) == ["Known"]
    assert names(store, *who.in_care(options)) == ["Known"]
    assert names(store, *who.owned(options, "c.id")) == ["Known"]
    assert names(store, *who.owned(options, "c.id", in_bin=True)) == ["Gone"]
    assert who.restricts(options)


def test_without_options_all_that_live(store, people):
    assert names(store, *who.clients(Options())) == ["Known", "Unknown"]
    assert names(store, *who.owned(Options(), "c.id")) == ["Known", "Unknown"]
    assert names(store, *who.owned(Options(), "c.id", in_bin=True)) == ["Gone"]
    assert not who.restricts(Options(person=people["person"]))


def test_in_the_care_of_a_person(store, people):
    assert names(store, *who.in_care(Options(person=people["person"]))) == ["Known"]
    assert names(store, *who.clients(Options(person=people["person"]))) == ["Known", "Unknown"]


def test_a_tag_that_was_taken_off_does_not_count(store, people):
    with store.change("import") as change:
        change.execute("UPDATE client_tag SET deleted = 1")
        change.execute("UPDATE group_member SET deleted = 1")
    assert names(store, *who.clients(Options(tag=people["tag"]))) == []
    assert names(store, *who.clients(Options(group=people["group"]))) == []


def test_names_of_many(store):
    ids = [client(store, f"Client {number}") for number in range(3)]
    assert who.names(store, ids * 300) == {id_: f"Client {number}" for number, id_ in enumerate(ids)}
    assert who.names(store, []) == {}
