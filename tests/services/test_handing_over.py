from __future__ import annotations

import pytest

from crm_desktop.errors import RecordNotFound, TextTooLong
from crm_desktop.kinds import ActivityKind, DealState, Op, Outcome, RequestKind
from crm_desktop.services import (
    activities,
    clients,
    colleagues,
    deals,
    dictionaries,
    field_history,
    handing_over,
    operations,
    requests,
)
from crm_desktop.services.colleagues import InHand
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DealDraft, RequestDraft
from crm_desktop.services.handing_over import Along


@pytest.fixture
def people(store):
    return [dictionaries.add(store, Dictionary.COLLEAGUE, name) for name in ("Anna", "Boris", "Rasa")]


def busy_client(store, name, person, *, tasks=None):
    """A client of ``person`` with one thing of each kind open and one of each done, all of ``tasks``."""
    tasks = person if tasks is None else tasks
    client = clients.add(store, ClientDraft(name=name, responsible_id=person))
    call = ActivityDraft(
        client, ActivityKind.CALL, planned_at="2026-12-01", all_day=True, responsible_id=tasks
    )
    activities.add(store, call)
    held = activities.add(store, call)
    activities.hold(store, held, Outcome.SUCCESSFUL)
    cancelled = activities.add(store, call)
    with store.change(Op.EDIT_ACTIVITY) as change:
        change.execute("UPDATE activity SET outcome = 'cancelled' WHERE id = ?", (cancelled,))
    deals.add(store, DealDraft(client, "open", responsible_id=tasks))
    deals.add(store, DealDraft(client, "won", state=DealState.WON, responsible_id=tasks))
    requests.add(store, RequestDraft(client, RequestKind.WISH, "open", responsible_id=tasks))
    requests.resolve(
        store, requests.add(store, RequestDraft(client, RequestKind.WISH, "x", responsible_id=tasks))
    )
    return client


def held_by(store, person):
    return {
        table: store.read(f"SELECT COUNT(*) FROM {table} WHERE responsible_id = ?", (person,))[0][0]
        for table in ("client", "activity", "deal", "request")
    }


def test_a_client_goes_with_what_is_open_and_comes_back_with_one_undo(base, store, people):
    anna, boris, rasa = people
    client = busy_client(store, "Ona", anna)
    other = busy_client(store, "Rima", rasa, tasks=anna)
    deals.add(store, DealDraft(client, "of a third", responsible_id=rasa))
    before = held_by(store, anna)
    assert handing_over.foreseen(store, [client, client]) == InHand(1, 1, 1, 1)
    done = handing_over.of_clients(store, [client], boris, Along(), " Anna → Boris ")
    assert done == InHand(1, 1, 1, 1)
    assert held_by(store, boris) == {"client": 1, "activity": 1, "deal": 1, "request": 1}
    assert colleagues.in_hand(store)[rasa] == InHand(clients=1, deals=1)
    assert store.read("SELECT responsible_id FROM client WHERE id = ?", (other,)) == [(rasa,)]
    notes = store.read("SELECT client_id, result, held_at <> '' FROM activity WHERE kind = 'note'")
    assert notes == [(client, "Anna → Boris", 1)]
    assert store.read("SELECT responsible_id FROM activity WHERE kind = 'note'") == [(base.me,)]
    (change,) = [c for c in field_history.of(store, client) if c.field == "responsible_id"]
    assert (change.old, change.new) == ("Anna", "Boris")
    operations.undo(store)
    assert held_by(store, anna) == before
    assert store.read("SELECT 1 FROM activity WHERE kind = 'note'") == []


@pytest.mark.parametrize(
    ("along", "moved"),
    [
        (Along(contacts=False), InHand(1, 0, 1, 1)),
        (Along(deals=False), InHand(1, 1, 0, 1)),
        (Along(requests=False), InHand(1, 1, 1, 0)),
    ],
)
def test_what_goes_along_is_chosen(store, people, along, moved):
    client = busy_client(store, "Ona", people[0])
    assert handing_over.of_clients(store, [client], people[1], along) == moved
    assert colleagues.in_hand(store)[people[1]] == moved


def test_all_that_somebody_has(store, people):
    """Also what is to be done for clients of others; and nobody may get it."""
    anna, boris, rasa = people
    busy_client(store, "Ona", anna)
    busy_client(store, "Rima", rasa, tasks=anna)
    gone = clients.add(store, ClientDraft(name="In the bin", responsible_id=anna))
    clients.delete(store, [gone])
    assert handing_over.of_person(store, anna, boris, Along(), "note") == InHand(1, 2, 2, 2)
    assert anna not in colleagues.in_hand(store)
    assert len(store.read("SELECT 1 FROM activity WHERE kind = 'note'")) == 1
    assert handing_over.of_person(store, boris, None, Along()) == InHand(1, 2, 2, 2)
    assert held_by(store, boris)["client"] == 0


def test_who_has_it_already_keeps_it_without_a_word(store, people):
    client = busy_client(store, "Ona", people[0])
    newest = operations.recent(store, 1)[0].seq
    assert not handing_over.of_clients(store, [client], people[0], Along(), "note")
    assert not handing_over.of_person(store, people[0], people[0], Along(), "note")
    assert operations.recent(store, 1)[0].seq == newest


def test_a_client_of_nobody_goes_alone(store, people):
    client = clients.add(store, ClientDraft(name="Nobody's"))
    activities.add(store, ActivityDraft(client, planned_at="2026-12-01", all_day=True))
    assert handing_over.of_clients(store, [client], people[0], Along()) == InHand(clients=1)


def test_thousands_are_one_operation_with_progress(store, people):
    many = [bytes([1, n // 256, n % 256]).ljust(16, b"_") for n in range(1200)]
    with store.change(Op.IMPORT) as change:
        change.executemany("INSERT INTO client(id, name) VALUES (?, 'x')", ((id_,) for id_ in many))
    steps = []
    progress = lambda done, total: steps.append((done, total))  # noqa: E731
    done = handing_over.of_clients(store, many, people[0], Along(), "n", progress)
    assert (done.clients, steps) == (1200, [(500, 1200), (1000, 1200), (1200, 1200)])
    assert operations.can_undo(store).op == Op.HAND_OVER


def test_refusals_write_nothing(store, people):
    client = busy_client(store, "Ona", people[0])
    with pytest.raises(RecordNotFound):
        handing_over.of_clients(store, [client], b"nobody".ljust(16), Along())
    with pytest.raises(TextTooLong):
        handing_over.of_clients(store, [client], people[1], Along(), "x" * 100_001)
    assert colleagues.in_hand(store)[people[0]].clients == 1


def test_finding_all_of_one_person_uses_the_index(store):
    found = store.read(
        "EXPLAIN QUERY PLAN SELECT t.id FROM client_list l CROSS JOIN client t ON t.id = l.client_id"
        " WHERE l.responsible_id = ?1 AND t.deleted = 0",
        (b"x",),
    )
    assert any("client_list_responsible" in row[3] for row in found)
