from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import NotUndoable
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ClientKind
from crm_desktop.services import clients, dictionaries, listing
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.finding.documents import compose
from crm_desktop.services.finding.touched import _OWNERS
from crm_desktop.services.lists import ClientQuery, first_page, order
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.storage.undo import redo, undo
from tests.services.finding.people import add, child, edit, put


def _names(store, **query):
    return [row.name for row in first_page(store, ClientQuery(**query)).rows]


@pytest.fixture
def lithuanian(store):
    listing.ensure(store, "lt")
    return store


def test_a_client_is_listed_with_its_own_commit(lithuanian):
    for name in ("Žukas", "Adomas", "Yla", "Jonas"):
        add(lithuanian, name)
    assert _names(lithuanian) == ["Adomas", "Yla", "Jonas", "Žukas"]
    assert listing.verify(lithuanian) == []


def test_an_undone_change_is_undone_in_the_lists(lithuanian):
    client = add(lithuanian, "Adomas", phones=["+37061234567"])
    edit(lithuanian, "UPDATE client SET name = 'Zita' WHERE id = ?", client)
    edit(lithuanian, "UPDATE client SET deleted = 1 WHERE id = ?", client)
    assert (_names(lithuanian), _names(lithuanian, bin=True)) == ([], ["Zita"])
    undo(lithuanian)
    undo(lithuanian)
    assert _names(lithuanian, text="adom") == ["Adomas"]
    undo(lithuanian)
    assert _names(lithuanian) == _names(lithuanian, text="612") == []
    redo(lithuanian)
    assert _names(lithuanian, text="612") == ["Adomas"]
    assert listing.verify(lithuanian) == []


def test_a_company_renamed_is_renamed_at_its_people(lithuanian):
    company = add(lithuanian, "UAB Rožė", kind="company")
    add(lithuanian, "Ona", company=company)
    edit(lithuanian, "UPDATE client SET name = 'UAB Tulpė' WHERE id = ?", company)
    assert first_page(lithuanian, ClientQuery("ona")).rows[0].company == "UAB Tulpė"
    edit(lithuanian, "UPDATE client SET deleted = 1 WHERE id = ?", company)
    assert first_page(lithuanian, ClientQuery("ona")).rows[0].company is None
    assert listing.verify(lithuanian) == []


def test_a_row_that_goes_over_to_another_client_is_seen_at_both(lithuanian):
    one, other = add(lithuanian, "Ona", phones=["+37061111111"]), add(lithuanian, "Jonas")
    edit(lithuanian, "UPDATE contact_point SET client_id = ?", other)
    edit(lithuanian, "UPDATE client SET merged_into = ? WHERE id = ?", other, one)
    assert _names(lithuanian, text="611") == _names(lithuanian) == ["Jonas"]
    assert listing.verify(lithuanian) == []


def test_what_is_no_part_of_a_client_is_let_pass(lithuanian):
    add(lithuanian, "Ona")
    before = lithuanian.read("SELECT changed_at FROM client_list")
    put(lithuanian, "view", name="mine")
    assert lithuanian.read("SELECT changed_at FROM client_list") == before


def test_changed_is_when_it_was_changed_and_survives_a_rebuild(lithuanian, clock):
    client = add(lithuanian, "Ona", created_at="2020-01-01T00:00:00.000Z")
    clock.at = clock.at.replace(year=2027)
    edit(lithuanian, "UPDATE client SET notes = 'x' WHERE id = ?", client)
    listing.rebuild(lithuanian, "ru")
    (row,) = first_page(lithuanian, ClientQuery()).rows
    assert (row.created, row.changed) == ("2020-01-01T00:00:00.000Z", "2027-11-20T10:00:00.000Z")


def test_a_long_change_indexes_at_its_end(lithuanian):
    steps = []
    ids = [uuid7() for _ in range(listing.CHUNK + 3)]
    with lithuanian.long_change("import", derive=False) as work:
        with work.chunk() as change:
            change.executemany(
                "INSERT INTO client(id, name, created_at) VALUES (?, ?, '2026-01-01')",
                ((id_, f"Jonas {i % 7}") for i, id_ in enumerate(ids)),
            )
        listing.index_new(lithuanian, ids, lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[0] == (len(ids) // 2, len(ids))  # all are read; then they are written
    assert steps[-1] == (len(ids), len(ids))
    assert len(order(lithuanian, ClientQuery("jon"))) == len(ids)
    assert listing.verify(lithuanian) == []
    undo(lithuanian)
    assert lithuanian.read("SELECT COUNT(*) FROM client_text") == [(0,)]
    assert listing.verify(lithuanian) == []


def test_a_write_between_reading_and_indexing_is_not_lost(lithuanian, monkeypatch):
    client = add(lithuanian, "Ona")
    overtaken: list[object] = []

    def compose_and_be_overtaken(connection, ids, language):
        documents = compose(connection, ids, language)
        if not overtaken:
            overtaken.append(f"Zita {len(overtaken)}")
            with monkeypatch.context() as undisturbed:
                undisturbed.setattr(listing, "compose", compose)
                edit(lithuanian, "UPDATE client SET name = ? WHERE id = ?", overtaken[-1], client)
        return documents

    monkeypatch.setattr(listing, "compose", compose_and_be_overtaken)
    listing.index_new(lithuanian, [client])
    assert _names(lithuanian) == overtaken == ["Zita 0"]
    assert listing.verify(lithuanian) == []


@pytest.mark.parametrize("meanwhile", ["nothing", "edited", "told", "another language"])
def test_documents_composed_by_who_made_them_are_taken_unless_overtaken(lithuanian, monkeypatch, meanwhile):
    """Read back is only what somebody else wrote to, what the maker says it changed, or all in a new language."""
    with lithuanian.long_change("import", derive=False) as work:
        with work.chunk() as change:
            ids = [child(change, "client", name=name) for name in ("Ona", "Zita", "Rasa")]
        with listing.spool_for(lithuanian, work.operation) as spool:
            spool.add(compose(lithuanian.connection, ids, spool.language))
            told = ids[1:2] if meanwhile == "told" else []
            if meanwhile == "edited":
                edit(lithuanian, "UPDATE client SET name = 'Birutė' WHERE id = ?", ids[1])
            elif meanwhile == "told":
                with work.chunk() as change:
                    change.execute("UPDATE client SET name = 'Birutė' WHERE id = ?", told)
            elif meanwhile == "another language":
                listing.rebuild(lithuanian, "ru")
            again: list[bytes] = []

            def composing(connection, some, language):
                again.extend(some)
                return compose(connection, some, language)

            monkeypatch.setattr(listing, "compose", composing)
            listing.index_new(lithuanian, told, spool=spool)
    read_back = {"nothing": [], "edited": ids[1:2], "told": ids[1:2], "another language": sorted(ids)}
    assert again == read_back[meanwhile]
    middle = "Birutė" if meanwhile in ("edited", "told") else "Zita"
    assert sorted(_names(lithuanian)) == sorted(["Ona", middle, "Rasa"])
    assert listing.verify(lithuanian) == []


def test_indexing_takes_out_who_is_a_client_no_more(lithuanian):
    one, other = add(lithuanian, "Ona"), add(lithuanian, "Jonas")
    with lithuanian.long_change("import", derive=False) as work:
        with work.chunk() as change:
            change.execute("UPDATE client SET merged_into = ? WHERE id = ?", (other, one))
        steps = []
        listing.index_new(lithuanian, [one, other], lambda *step: steps.append(step))
    assert _names(lithuanian) == ["Jonas"]
    assert steps[-1] == (2, 2)
    assert listing.verify(lithuanian) == []


def test_ensure_works_once_for_each_language_and_finishes_what_was_cut_off(store):
    add(store, "Žukas")
    add(store, "Zuza")
    assert listing.ensure(store, "ru")
    assert not listing.ensure(store, "ru")
    assert _names(store) == ["Žukas", "Zuza"]
    assert listing.ensure(store, "lt")
    assert _names(store) == ["Zuza", "Žukas"]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        listing.rebuild(store, "lt", stop)
    assert listing.ensure(store, "lt")
    assert listing.verify(store) == []


def test_every_difference_is_found(lithuanian):
    ona, jonas, zita, vanished = (add(lithuanian, name) for name in ("Ona", "Jonas", "Zita", "Zuza"))
    connection = lithuanian.connection
    connection.execute("UPDATE client_list SET pos = 1000 WHERE client_id = ?", (jonas,))
    connection.execute("UPDATE client_text SET pos = 1000 WHERE main LIKE 'jonas %'")
    connection.execute("UPDATE client_list SET phone = '1' WHERE client_id = ?", (ona,))
    connection.execute("DELETE FROM client_list WHERE client_id = ?", (zita,))
    connection.execute("UPDATE client_list SET client_id = ? WHERE client_id = ?", (uuid7(), vanished))
    connection.execute("UPDATE client_text SET skeleton = 'other' WHERE main LIKE 'ona %'")
    found = listing.verify(lithuanian)
    for fault in ("different", "missing", "left over", "out of order", "index find_script"):
        assert any(line.startswith(fault) for line in found), (fault, found)
    listing.rebuild(lithuanian, "lt")
    assert listing.verify(lithuanian) == []


NAMES = st.sampled_from(["", "Ona", "Jonas", "Žukas", "Иванов", "ёлка", "Ona Ona", "Yla", "zita", "O'Brien"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES, NAMES),
        st.tuples(st.sampled_from(["rename", "bin", "restore", "phone", "unphone", "tag", "untag", "act", "held",
                                   "join", "leave", "employ", "jobless", "meet", "vanish", "field", "request"]),
                  st.integers(0, 9), NAMES),
        st.tuples(st.sampled_from(["undo", "redo"]), st.none(), st.none()),
    ),
    max_size=30,
)  # fmt: skip
CHANGES = {
    "rename": "UPDATE client SET name = :text WHERE id = :id",
    "bin": "UPDATE client SET deleted = 1 WHERE id = :id",
    "restore": "UPDATE client SET deleted = 0 WHERE id = :id",
    "unphone": "DELETE FROM contact_point WHERE client_id = :id",
    "untag": "UPDATE client_tag SET deleted = 1 WHERE client_id = :id",
    "leave": "UPDATE employment SET deleted = 1 WHERE person_id = :id",
    "jobless": "UPDATE employment SET company_id = NULL WHERE person_id = :id",
    "employ": "UPDATE employment SET company_id = :id",
    "held": "UPDATE activity SET held_at = '2026-01-01', result = :text WHERE client_id = :id",
}


ADDED: dict[str, tuple[str, Callable[..., dict]]] = {
    "phone": ("contact_point", lambda text, **_: {"kind": "phone", "value": "8 612 3", "key": "+3706123"}),
    "tag": ("client_tag", lambda tag, **_: {"tag_id": tag}),
    "field": ("field_value", lambda field, text, **_: {"field_id": field, "value": text}),
    "act": ("activity", lambda text, **_: {"kind": "call", "planned_at": "2026-02-01", "wanted": text}),
    "request": ("request", lambda text, **_: {"kind": "wish", "text": text, "received_at": "2026-01-01"}),
}


def _step(store, tag, field, kind, which, text):
    if kind in {"undo", "redo"}:
        with suppress(NotUndoable):
            (undo if kind == "undo" else redo)(store)
        return
    if kind == "add":
        add(store, which, notes=text)
        return
    ids = [id_ for (id_,) in store.read("SELECT id FROM client ORDER BY rid")]
    if ids:
        id_ = ids[which % len(ids)]
        with store.change(kind) as change:
            if kind in CHANGES:
                values = {"id": id_, "text": text} if ":text" in CHANGES[kind] else {"id": id_}
                change.execute(CHANGES[kind], values)
            elif kind in ADDED:
                table, columns = ADDED[kind]
                child(change, table, client_id=id_, **columns(tag=tag, field=field, text=text))
            elif kind == "join":
                child(change, "employment", person_id=id_, company_id=ids[0], job_title=text)
            elif kind == "meet":
                for (activity_id,) in store.read("SELECT id FROM activity LIMIT 1"):
                    child(change, "activity_client", activity_id=activity_id, client_id=id_)
            else:
                _vanish(change, id_)


def _vanish(change, id_):
    change.execute("PRAGMA defer_foreign_keys = 1")
    for table, column in _OWNERS.items():
        change.execute(f"DELETE FROM {table} WHERE {column} = ?", (id_,))
    change.execute("DELETE FROM employment WHERE company_id = ?", (id_,))
    change.execute("DELETE FROM client WHERE id = ?", (id_,))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=STEPS)
def test_after_anything_the_lists_equal_the_data(steps, store):
    tag, field = put(store, "tag", name="VIP"), put(store, "field", name="Size")
    for step in steps:
        _step(store, tag, field, *step)
    assert listing.verify(store) == []


def test_a_broken_full_text_table_is_named(lithuanian):
    add(lithuanian, "Ona")
    lithuanian.connection.execute("UPDATE client_text SET history = 'talked'")
    assert listing.verify(lithuanian)[-1] == "index find_history differs from its texts"
    with pytest.raises(sqlite3.DatabaseError):
        lithuanian.connection.execute(
            "INSERT INTO find_history(find_history, rank) VALUES ('integrity-check', 1)"
        )


# What is written without deriving --------------------------------------------------------------------------------


def write_behind(store, *statements):
    """As a sync writes very many rows: nothing is derived, and what was left out is noted."""
    with remote_change(store, "sync", derive=False) as remote:
        for sql, params in statements:
            remote.change.execute(sql, params)
        listing.leave_behind(remote.change.connection, remote.change.entries_before)


@pytest.fixture
def people(store):
    return [clients.add(store, ClientDraft(name=f"Client {number}")) for number in range(6)]


def test_what_was_left_behind_is_caught_up_with(store, people):
    company = clients.add(store, ClientDraft(name="Smith & Co", kind=ClientKind.COMPANY))
    new = uuid7()
    write_behind(
        store,
        ("UPDATE client SET name = 'Zoe' WHERE id = ?", (people[0],)),
        ("INSERT INTO client(id, name) VALUES (?, 'New')", (new,)),
        ("INSERT INTO employment(id, person_id, company_id) VALUES (?, ?, ?)", (uuid7(), people[1], company)),
    )
    assert listing.verify(store) != []
    assert listing.is_being_made(store)
    told: list[tuple[int, int]] = []
    assert listing.ensure(store, "en", lambda done, count: told.append((done, count)))
    assert listing.verify(store) == []
    assert not listing.is_being_made(store)
    assert told[-1][0] == told[-1][1]
    assert not listing.ensure(store, "en")


def test_what_was_left_behind_twice_is_caught_up_with_once(store, people):
    write_behind(store, ("UPDATE client SET name = 'Zoe' WHERE id = ?", (people[0],)))
    write_behind(store, ("UPDATE client SET name = 'Yan' WHERE id = ?", (people[1],)))
    assert listing.ensure(store, "en")
    assert listing.verify(store) == []
    assert not listing.ensure(store, "en")


def test_what_is_left_behind_while_it_is_caught_up_with_is_not_forgotten(store, people):
    write_behind(store, ("UPDATE client SET name = 'Zoe' WHERE id = ?", (people[0],)))
    more = [("UPDATE client SET name = 'Yan' WHERE id = ?", (people[1],))]

    def meanwhile(_done, _count):
        if more:
            write_behind(store, more.pop())

    listing.ensure(store, "en", meanwhile)
    assert listing.is_being_made(store)
    assert listing.ensure(store, "en")
    assert listing.verify(store) == []
    assert not listing.is_being_made(store)


def test_a_base_of_which_most_was_left_behind_is_made_anew(store):
    write_behind(store, *(("INSERT INTO client(id, name) VALUES (?, 'N')", (uuid7(),)) for _ in range(5)))
    assert listing.ensure(store, "en")
    assert listing.verify(store) == []
    assert not listing.is_being_made(store)


def test_groups_with_other_days_are_caught_up_with(store):
    group = dictionaries.add(store, Dictionary.GROUP, "Friends")
    dictionaries.set_silence(store, group, ideal=None, longest=10)
    client = clients.add(store, ClientDraft(name="Ona", groups=("Friends",)))
    before = store.read("SELECT slips_at FROM client_list WHERE client_id = ?", (client,))
    write_behind(store, ("UPDATE client_group SET longest_silence_days = 20 WHERE id = ?", (group,)))
    assert listing.ensure(store, "en")
    assert store.read("SELECT slips_at FROM client_list WHERE client_id = ?", (client,)) > before
    assert listing.verify(store) == []
