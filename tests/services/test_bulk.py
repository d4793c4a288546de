from __future__ import annotations

import pytest

from crm_desktop.kinds import Op
from crm_desktop.services import clients, mass_edit, operations
from crm_desktop.services.bulk import CHUNK, in_bulk
from tests.services.content import content


@pytest.fixture
def many(store):
    ids = [place.to_bytes(16, "big") for place in range(2 * CHUNK + 1)]
    with store.change(Op.IMPORT) as change:
        change.executemany(
            "INSERT INTO client(id, name) VALUES (?, ?)", ((id_, f"C{id_.hex()}") for id_ in ids)
        )
    return ids


def test_thousands_are_one_operation_in_chunks(store, many):
    before = content(store)
    steps = []
    assert mass_edit.set_field(store, many, "likes", "x", progress=lambda *step: steps.append(step)) == len(
        many
    )
    assert steps == [(CHUNK, len(many)), (2 * CHUNK, len(many)), (len(many), len(many))]
    (operation,) = operations.recent(store, 1)
    assert (operation.op, operation.rows, operation.info) == (
        Op.CHANGE_CLIENTS,
        len(many),
        {"count": len(many)},
    )
    operations.undo(store)
    assert content(store) == before


def test_a_cancel_takes_everything_back(store, many):
    before = content(store)

    def cancel(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        mass_edit.set_field(store, many, "likes", "x", progress=cancel)
    assert content(store) == before


def test_thousands_go_to_the_bin_and_back(store, many):
    before = content(store)
    clients.delete(store, many)
    assert store.read("SELECT COUNT(*) FROM client WHERE deleted = 0") == [(0,)]
    clients.restore(store, many)
    assert content(store) == before


def test_nothing_to_do_leaves_no_operation(store):
    before = store.read("SELECT * FROM operation")
    assert in_bulk(store, Op.CHANGE_CLIENTS, [], lambda change, ids: None) == 0
    assert store.read("SELECT * FROM operation") == before
