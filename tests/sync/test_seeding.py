"""Very many new rows: everything goes, nothing before what it refers to, nothing twice."""

from __future__ import annotations

import random

import pytest

from crm_desktop.sync import freezing, seeding, unsent
from crm_desktop.sync.acknowledging import acknowledge
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.known import references
from tests.sync.laptops import open_laptop, synced


@pytest.fixture
def laptop(tmp_path, monkeypatch):
    monkeypatch.setattr(seeding, "MANY", 1)
    made = open_laptop(tmp_path)
    yield made
    made.store.close()


def _fill(laptop, rng, clients):
    """Clients recommended by any other, also a later one; contacts of a series; payments that are parts of others."""
    ids = [laptop.insert("client", name=f"Client {number}") for number in range(clients)]
    laptop.update("client", ids[0], deleted=1, merged_into=ids[-1])
    for id_ in ids:
        laptop.update("client", id_, referrer_id=rng.choice([None, *ids]))
    for _ in range(clients):
        client = rng.choice(ids)
        deal = laptop.insert("deal", client_id=client)
        first = laptop.insert("activity", client_id=client, kind="call", deal_id=deal)
        laptop.insert("activity", client_id=client, kind="call", series_id=first)
        laptop.insert("payment", client_id=client, amount=5, currency="EUR", deal_id=rng.choice([None, deal]))
        laptop.insert("photo", client_id=client, mime="image/png", data=rng.randbytes(rng.randrange(3000)))
    return ids


def _pushes(laptop, limits):
    """All pushes, one by one, as a server that takes everything would get them."""
    rev = 0
    while batch := freezing.freeze(laptop.store, limits):
        rev += 1
        yield batch
        acknowledge(laptop.store, rev)


@pytest.mark.parametrize("seed", range(5))
def test_everything_goes_once_and_after_what_it_refers_to(laptop, seed):
    rng = random.Random(seed)
    _fill(laptop, rng, 40)
    before = synced(laptop.store)
    there: dict = {}
    for batch in _pushes(laptop, Limits(rows=rng.choice([7, 23, 500]), bytes=20_000)):
        assert len(batch.rows) <= 500
        for row in batch.rows:
            assert row.base is None
            assert (row.table, row.id) not in there
            there[row.table, row.id] = row.mine
        for row in batch.rows:
            into = row.mine.get("merged_into")
            named = [parent for _, parent in references((row.table, row.id), row.mine)]
            assert all(parent in there for parent in [*named, *([(row.table, into)] if into else [])])
    assert {key: row for key, row in there.items() if key[0] != "view"} == {
        (name, id_): row for name, rows in before.items() for id_, row in rows.items() if name != "view"
    }
    assert unsent.count(laptop.store.connection) == 0


def test_rows_that_refer_to_each_other_in_a_ring_go_together(laptop):
    one, other = laptop.new_id(), laptop.new_id()
    laptop.insert("client", one, name="One")
    laptop.insert("client", other, name="Other", referrer_id=one)
    laptop.update("client", one, referrer_id=other)
    sent = [{(row.table, row.id) for row in batch.rows} for batch in _pushes(laptop, Limits())]
    assert any({("client", one), ("client", other)} <= each for each in sent)


def test_what_the_server_refuses_stays_with_what_hangs_on_it(laptop):
    client = laptop.client("Ona", points=2)
    batch = freezing.freeze(laptop.store)
    (row,) = [row for row in batch.rows if row.id == client]
    freezing.refuse(laptop.store, row, "no")
    freezing.thaw(laptop.store)
    sent = {row.table for batch in _pushes(laptop, Limits()) for row in batch.rows}
    assert "client" not in sent
    assert "contact_point" not in sent
    assert "stage" in sent


def test_views_that_are_not_shared_stay(laptop):
    laptop.insert("view", name="Mine")
    shared = laptop.insert("view", name="Ours", shared=1)
    sent = {row.id for batch in _pushes(laptop, Limits()) for row in batch.rows if row.table == "view"}
    assert sent == {shared}


def test_a_row_larger_than_a_push_goes_alone(laptop):
    ids = [laptop.insert("client", name=f"Client {n}", notes="x" * 90_000) for n in range(3)]
    sent = [[row.id for row in batch.rows] for batch in _pushes(laptop, Limits(bytes=50_000))]
    for id_ in ids:
        assert [id_] in sent


def test_on_a_usual_day_actions_are_kept_together(laptop, monkeypatch):
    assert seeding.are_many(laptop.store.connection)
    monkeypatch.setattr(seeding, "MANY", 1_000)
    assert not seeding.are_many(laptop.store.connection)
