from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.kinds import ClientKind, DealState, Op, Outcome
from crm_desktop.models.schema import TABLES
from crm_desktop.services import clients
from crm_desktop.services.demo import make_demo, shares_for
from crm_desktop.services.demo.making import LONG_HISTORY, LONG_HISTORY_FROM
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.storage import undo
from tests.services.demo.conftest import TODAY


def content(store):
    """All rows of all tables, without the local row numbers."""
    tables = {spec.name: ", ".join(("id", *spec.columns)) for spec in TABLES if spec.name != "colleague"}
    return {name: store.read(f"SELECT {columns} FROM {name} ORDER BY id") for name, columns in tables.items()}


def test_the_same_seed_gives_the_same_base_and_another_seed_another(new_store):
    stores = [new_store() for _ in range(3)]
    for store, seed in zip(stores, (7, 7, 8), strict=True):
        make_demo(store, 60, seed=seed, today=TODAY)
    assert content(stores[0]) == content(stores[1])
    assert content(stores[0])["client"] != content(stores[2])["client"]


def test_a_small_base_shows_every_kind_of_open_matter(store):
    made = make_demo(store, 200, languages=shares_for("lt"))
    today, week = TODAY.isoformat(), (TODAY + timedelta(days=7)).isoformat()
    assert len(made) == len(set(made)) == 200

    def count(sql):
        return store.read(f"SELECT COUNT(*) FROM {sql}")[0][0]

    assert 800 <= count("activity WHERE held_at IS NOT NULL") <= 1200
    assert count(f"activity WHERE held_at IS NULL AND planned_at >= '{today}' AND planned_at < '{week}'") > 2
    assert count(f"activity WHERE held_at IS NULL AND planned_at < '{today}'") > 2
    assert count("request WHERE resolved_at IS NULL") > 2
    assert count(f"payment WHERE paid_on IS NULL AND due_on < '{today}'") > 0
    assert count("client WHERE birthday LIKE '--%'") > 5
    assert count(f"client WHERE substr(birthday, -5) = '{TODAY:%m-%d}'") > 0
    assert count("client WHERE language = 'lt'") > 120
    assert {kind for (kind,) in store.read("SELECT DISTINCT kind FROM client")} == set(ClientKind)
    assert {state for (state,) in store.read("SELECT DISTINCT state FROM deal")} == set(DealState)
    assert {Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER} <= {
        outcome for (outcome,) in store.read("SELECT DISTINCT outcome FROM activity")
    }


def test_every_instant_of_the_past_is_past_and_every_date_exists(store):
    make_demo(store, 400)
    for (held,) in store.read("SELECT held_at FROM activity WHERE held_at IS NOT NULL"):
        assert date.fromisoformat(held[:10]) < TODAY
        assert date.fromisoformat(held[:10]).weekday() < 5
    for (day,) in store.read(
        "SELECT birthday FROM client WHERE birthday <> '' UNION SELECT date FROM named_date"
    ):
        date.fromisoformat(day.replace("--", "2000-") if day.startswith("--") else day)
    for deal_made, closed in store.read("SELECT created_at, closed_on FROM deal WHERE closed_on IS NOT NULL"):
        assert closed >= deal_made[:10]


def test_a_large_base_has_one_client_with_a_long_history(store):
    first, *_ = make_demo(store, LONG_HISTORY_FROM, activities_per_client=1)
    ((entries,),) = store.read(
        "SELECT COUNT(*) FROM activity WHERE client_id = ? AND held_at IS NOT NULL", (first,)
    )
    assert entries == LONG_HISTORY


def test_references_hold_and_numbers_follow_those_given_out(store):
    clients.add(store, ClientDraft(name="Ona"))
    make_demo(store, 90)
    assert store.read("PRAGMA foreign_key_check") == []
    assert store.read("SELECT MIN(number), MAX(number), COUNT(DISTINCT number) FROM client") == [(1, 91, 91)]


def test_a_second_sample_reuses_the_lists(store):
    make_demo(store, 30)
    lists = store.read("SELECT name FROM tag UNION ALL SELECT name FROM field ORDER BY 1")
    make_demo(store, 30)
    assert store.read("SELECT name FROM tag UNION ALL SELECT name FROM field ORDER BY 1") == lists
    assert store.read("SELECT COUNT(*) FROM client") == [(60,)]


def test_it_is_one_operation_that_can_be_undone(store):
    before = content(store)
    make_demo(store, 30)
    assert undo.undo(store).undone_op == Op.MAKE_SAMPLE
    assert content(store) == before


@pytest.mark.parametrize("step", [20, 40])
def test_a_cancel_leaves_nothing(store, step):
    before = content(store)

    def cancel(done, total):
        assert total == 40
        if done == step:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        make_demo(store, 20, progress=cancel)
    assert content(store) == before
    assert store.read("SELECT COUNT(*) FROM client_list") == [(0,)]


def test_everybody_is_in_the_list(store):
    made = make_demo(store, 50)
    assert {id_ for (id_,) in store.read("SELECT client_id FROM client_list")} == set(made)


def test_no_history_where_none_is_asked_for(store):
    make_demo(store, 25, activities_per_client=0)
    assert store.read("SELECT COUNT(*) FROM activity") == [(0,)]


@pytest.mark.parametrize("counts", [(-1, 5), (5, -1)])
def test_counts_cannot_be_negative(store, counts):
    with pytest.raises(ValueError, match="negative"):
        make_demo(store, counts[0], activities_per_client=counts[1])


@pytest.mark.parametrize("language", ["ru", "lt", "en"])
def test_shares_favour_the_reader_and_add_up(language):
    shares = shares_for(language)
    assert max(shares, key=shares.__getitem__) == language
    assert sum(shares.values()) == pytest.approx(1)
