"""Entities written as rows, and numbers given."""

from __future__ import annotations

from crm_desktop.exchange.importing.merging import difference
from crm_desktop.exchange.importing.names import Names
from crm_desktop.exchange.importing.record import Entity, HistoryEntry, Point
from crm_desktop.exchange.importing.rows import Rows
from crm_desktop.kinds import Op
from tests.exchange.importing.bringing import clients, entities

NOW = "2026-11-21T10:00:00.000Z"


def written(store, *cards):
    """The ids of these clients, written together."""
    with store.change(Op.IMPORT) as change:
        names = Names(store)
        for card in cards:
            names.ensure(change, "tag", card.tags)
        rows = Rows(names, NOW)
        ids = [rows.add_client(card) for card in cards]
        rows.number(store)
        rows.write(change)
    return ids


def numbered(store):
    return dict(store.read("SELECT name, number FROM client"))


def test_the_nameless_are_shown_by_what_they_have(store):
    written(
        store,
        Entity(nickname="Onutė"),
        Entity(points=[Point("phone", "", "8 612 34567", "+37061234567")]),
        Entity(),
    )
    assert [name for (name,) in store.read("SELECT name FROM client ORDER BY rid")] == [
        "Onutė",
        "8 612 34567",
        "",
    ]


def test_numbers_are_kept_where_free_and_given_where_not(store):
    written(
        store,
        Entity(name="A", values={"number": "7"}),
        Entity(name="B"),
        Entity(name="C", values={"number": "7"}),
    )
    written(store, Entity(name="D", values={"number": "7"}), Entity(name="E", values={"number": "100"}))
    numbers = numbered(store)
    assert (numbers["A"], numbers["E"]) == (7, 100)
    assert len(set(numbers.values())) == 5
    assert min(numbers.values()) > 0


def test_a_number_of_each_own_needs_no_new_one(store):
    written(store, Entity(name="A", values={"number": "5"}), Entity(name="B", values={"number": "6"}))
    assert numbered(store) == {"A": 5, "B": 6}


def test_values_are_kept_and_empty_ones_are_nothing(store):
    card = Entity(
        name="Ona",
        values={"discount_bp": "250", "do_not_contact": "1", "created_at": "2020-01-01T00:00:00.000Z"},
    )
    written(store, card, Entity(name="Jonas"))
    sql = "SELECT name, discount_bp, do_not_contact, created_at FROM client ORDER BY rid"
    assert store.read(sql) == [("Ona", 250, 1, "2020-01-01T00:00:00.000Z"), ("Jonas", None, 0, NOW)]


def test_a_link_in_the_bin_is_taken_out_again(store):
    (ona,) = written(store, Entity(name="Ona", tags=["vip"]))
    with store.change("untag") as change:
        change.execute("UPDATE client_tag SET deleted = 1")
    old = clients(store)["Ona"]
    assert old.tags == []
    with store.change(Op.IMPORT) as change:
        rows = Rows(Names(store), NOW)
        rows.change_client(ona, old, difference(old, Entity(name="Ona", tags=["vip"])), [])
        rows.write(change)
    assert clients(store)["Ona"].tags == ["vip"]
    assert store.read("SELECT COUNT(*) FROM client_tag") == [(1,)]


def test_updating_replaces_the_one_point_of_its_label(store):
    (ona,) = written(store, Entity(name="Ona", points=[Point("phone", "work", "1", "+1")]))
    (old,) = entities(store)
    new = Entity(name="Ona", points=[Point("phone", "work", "2", "+2")], values={"language": "lt"})
    with store.change(Op.IMPORT) as change:
        rows = Rows(Names(store), NOW)
        point_ids = [id_ for (id_,) in store.read("SELECT id FROM contact_point")]
        rows.change_client(ona, old, difference(old, new, update=True), point_ids)
        rows.write(change)
    (changed,) = entities(store)
    assert ([point.key for point in changed.points], changed.values["language"]) == (["+2"], "lt")


def test_history_is_planned_or_held(store):
    (ona,) = written(store, Entity(name="Ona"))
    with store.change(Op.IMPORT) as change:
        rows = Rows(Names(store), NOW)
        rows.add_activity(ona, HistoryEntry("call", "2030-01-01T10:00:00.000Z", True, "paskambinti", ""))
        rows.add_activity(ona, HistoryEntry("visit", "2020-01-01T10:00:00.000Z", False, "kirpimas", "patiko"))
        rows.write(change)
    assert store.read("SELECT kind, planned_at, held_at, wanted, result FROM activity ORDER BY rid") == [
        ("call", "2030-01-01T10:00:00.000Z", None, "paskambinti", ""),
        ("visit", None, "2020-01-01T10:00:00.000Z", "kirpimas", "patiko"),
    ]


def test_lists_and_dates_of_a_client_that_is_there(store):
    (ona,) = written(store, Entity(name="Ona"))
    (old,) = entities(store)
    new = Entity(name="Ona", lists={"source": "rekomendacija"}, dates=[("vardadienis", "--07-26")])
    with store.change(Op.IMPORT) as change:
        names = Names(store)
        names.ensure(change, "source", ["rekomendacija"])
        rows = Rows(names, NOW)
        rows.change_client(ona, old, difference(old, new), [])
        rows.write(change)
    (changed,) = entities(store)
    assert (changed.lists["source"], changed.dates) == ("rekomendacija", [("vardadienis", "--07-26")])


def test_a_deal_with_nothing_new_is_not_touched(store):
    (ona,) = written(store, Entity(name="Ona"))
    with store.change(Op.IMPORT):
        rows = Rows(Names(store), NOW)
        rows.change_deal(bytes(16), ona, {})
        assert rows.changed == set()
        rows.change_deal(bytes(16), ona, {"title": "Vazos"})
        assert rows.changed == {ona}
