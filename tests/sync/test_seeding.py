"""Very many new rows: everything goes, nothing before what it refers to, nothing twice."""

from __future__ import annotations

import random

import pytest

from crm_desktop.sync import freezing, history, seeding, unsent
from crm_desktop.sync.acknowledging import acknowledge
from crm_desktop.sync.applying import apply
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.known import references
from crm_desktop.sync.snapshot import Point
from crm_desktop.sync.tables import synced_table
from tests.sync.laptops import open_laptop, snapshot, synced


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
    client, other = laptop.client("Ona", points=2), laptop.new_id()
    laptop.insert("client", other, name="Rasa")
    batch = next(each for each in _pushes(laptop, Limits()) if any(row.id == client for row in each.rows))
    (row,) = [row for row in batch.rows if row.id == client]
    freezing.refuse(laptop.store, row, "no")
    freezing.thaw(laptop.store)
    sent = {(row.table, row.id) for batch in _pushes(laptop, Limits()) for row in batch.rows}
    assert ("client", other) in sent
    assert ("client", client) not in sent
    assert not any(table == "contact_point" for table, _ in sent)


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


def _seed(laptop, table="client"):
    """The first push that has rows of a table, frozen without a copy."""
    seed, rev = freezing.freeze_many(laptop.store), 1
    while table not in seed.rows:
        seed, rev = freezing.freeze_many(laptop.store, arrived=Point(rev, seed.push_id)), rev + 1
    return seed, rev


def test_what_was_frozen_without_a_copy_stays_what_it_was(laptop):
    """Edited, thrown away or untouched since: written out, it is what was frozen."""
    ids = [laptop.insert("client", name=f"Client {number}", number=number + 1) for number in range(3)]
    seed, _ = _seed(laptop)
    before = {id_: laptop.row("client", id_) for id_ in ids}
    laptop.update("client", ids[0], name="Edited")
    laptop.update("client", ids[0], name="Edited again")
    laptop.update("client", ids[1], deleted=1)
    batch = freezing.waiting(laptop.store)
    assert batch.push_id == seed.push_id
    sent = {row.id: row.mine for row in batch.rows if row.table == "client"}
    names = synced_table("client").names
    assert sent == {id_: {name: row[name] for name in names} for id_, row in before.items()}
    assert sent == {row[0]: dict(zip(names, row[1:-2], strict=True)) for row in seed.rows["client"]}
    assert freezing.waiting(laptop.store) == batch


def test_what_was_edited_since_is_unsent_when_the_seed_has_arrived(laptop):
    client, other = laptop.client("Ona"), laptop.client("Rasa")
    seed, rev = _seed(laptop)
    laptop.update("client", client, name="Ona Petraitė")
    assert freezing.freeze_many(laptop.store, arrived=Point(rev, seed.push_id)) is None
    assert history.position(laptop.store.connection).cursor == rev
    (row,) = freezing.freeze(laptop.store).rows
    assert row.base is not None
    assert (row.id, row.base_rev, row.base["name"], row.mine["name"]) == (client, rev, "Ona", "Ona Petraitė")
    assert laptop.value("client", other, "rev") == rev


def test_a_pull_that_brings_a_row_under_way_meets_what_was_frozen(laptop):
    """The same file on another laptop was quicker: equal rows are one, and the push still is what it was."""
    client, other = laptop.client("Ona"), laptop.client("Rasa")
    seed, _ = _seed(laptop)
    theirs = {name: laptop.row("client", client)[name] for name in synced_table("client").names}
    apply(laptop.store, snapshot(9, {"client": [(client, 9, theirs)]}))
    assert laptop.value("client", client, "rev") == 9
    batch = freezing.waiting(laptop.store)
    assert batch.push_id == seed.push_id
    assert {client, other} <= {row.id for row in batch.rows}


def test_nothing_is_frozen_beside_a_seed(laptop):
    laptop.client("Ona")
    _seed(laptop)
    laptop.client("Rasa")
    assert freezing.freeze_many(laptop.store) is None


@pytest.mark.parametrize(("table", "column", "parent"), [
    ("client_tag", "tag_id", "tag"), ("contact_point", "client_id", "client"), ("client", "stage_id", "stage"),
])  # fmt: skip
def test_rows_that_refer_to_one_that_became_another_need_a_decision(laptop, table, column, parent):
    client = laptop.client("Ona")
    gone = laptop.insert(parent, name="Old")
    laptop.update(parent, gone, deleted=1, merged_into=laptop.insert(parent, name="New"))
    values = {"contact_point": {"kind": "phone"}, "client_tag": {"client_id": client}}.get(table, {})
    laptop.insert(table, **values, **{column: gone})
    assert not _seed(laptop, table)[0].plain


def test_who_was_brought_back_needs_a_decision(laptop):
    client = laptop.insert("client", name="Ona", deleted=1)
    laptop.store.connection.execute("UPDATE client SET rev = 1")
    laptop.update("client", client, deleted=0)
    laptop.insert("contact_point", client_id=client, kind="phone")
    assert not _seed(laptop, "contact_point")[0].plain
