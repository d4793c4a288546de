from __future__ import annotations

import pytest

from crm_desktop.errors import NameEmpty, NameTaken, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import dictionaries, operations, views
from crm_desktop.services.dictionaries import Dictionary
from tests.services.content import content, newest_op

QUERY = {"text": "ėžys", "filters": [{"field": "stage", "values": ["a"]}], "sort": "name"}


def test_a_view_comes_back_as_it_was_saved(store):
    view = views.save(store, " VIP  Vilnius ", QUERY, [{"id": "name", "width": 200}])
    assert views.views(store) == [views.View(view, "VIP Vilnius", QUERY, ({"id": "name", "width": 200},))]
    assert newest_op(store) == Op.SAVE_VIEW
    assert views.views(store)[0].of == views.CLIENTS


def test_saving_again_replaces_and_saving_the_same_writes_nothing(store):
    view = views.save(store, "A", QUERY)
    before = content(store)
    assert views.save(store, "a", {"text": ""}, view_id=view) == view
    assert [(found.name, found.query) for found in views.views(store)] == [("a", {"text": ""})]
    operations.undo(store)
    assert content(store) == before
    count = store.read("SELECT COUNT(*) FROM operation")
    views.save(store, "A", dict(reversed(QUERY.items())), view_id=view)
    assert store.read("SELECT COUNT(*) FROM operation") == count


def test_names_order_and_the_bin(store):
    a, b = views.save(store, "A", {}), views.save(store, "B", {})
    views.rename(store, a, "C")
    views.reorder(store, [b, a])
    assert [(view.id, view.name) for view in views.views(store)] == [(b, "B"), (a, "C")]
    with pytest.raises(NameTaken) as caught:
        views.rename(store, a, "b")
    assert caught.value.facts == {"table": "view", "name": "b", "id": b}
    with pytest.raises(NameEmpty):
        views.save(store, " ", {})
    views.delete(store, a)
    assert newest_op(store) == Op.DELETE_VIEW
    assert [view.id for view in views.views(store)] == [b]
    for command in (
        lambda: views.rename(store, a, "x"),
        lambda: views.save(store, "x", {}, view_id=a),
        lambda: views.delete(store, b"x" * 16),
    ):
        with pytest.raises(RecordNotFound):
            command()


def test_a_view_is_shared_and_taken_back_and_keeps_what_it_is(store):
    anna = dictionaries.add(store, Dictionary.COLLEAGUE, "Anna")
    first, own = views.save(store, "First", {}), views.save(store, "Mine", QUERY, [{"id": "name"}])
    views.save(store, "Last", {})
    shared = views.share(store, own, anna)
    assert newest_op(store) == Op.SHARE_VIEW
    assert shared != own
    assert views.views(store)[1] == views.View(shared, "Mine", QUERY, ({"id": "name"},), True, anna, "Anna")
    assert views.share(store, shared, None) == shared
    with pytest.raises(RecordNotFound):
        views.share(store, own)
    back = views.unshare(store, shared)
    assert newest_op(store) == Op.UNSHARE_VIEW
    assert back not in (own, shared)
    assert views.views(store)[1] == views.View(back, "Mine", QUERY, ({"id": "name"},))
    assert views.unshare(store, first) == first
    assert [view.name for view in views.views(store)] == ["First", "Mine", "Last"]


def test_sharing_can_be_taken_back_and_never_turns_a_private_row_into_a_shared_one(store):
    own = views.save(store, "Mine", QUERY)
    shared = views.share(store, own)
    store.connection.execute("UPDATE view SET rev = 5 WHERE id = ?", (shared,))  # the server knows it
    operations.undo(store)
    assert [view.id for view in views.views(store)] == [own]
    assert store.read("SELECT shared, deleted FROM view WHERE id = ?", (shared,)) == [(1, 1)]
    operations.redo(store)
    assert [view.id for view in views.views(store)] == [shared]
    assert store.read("SELECT shared, deleted FROM view WHERE id = ?", (own,)) == [(0, 1)]
