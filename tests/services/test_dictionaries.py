from __future__ import annotations

import pytest

from crm_desktop.errors import EntryInUse, NameEmpty, NameTaken, NumberRefused, RecordNotFound
from crm_desktop.kinds import Op, StageRole
from crm_desktop.services import activities, clients, dictionaries, links, operations
from crm_desktop.services.base import stage_id
from crm_desktop.services.bulk import CHUNK
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from tests.services.content import content, newest_op, operation_rows

TAG, GROUP, STAGE, SOURCE, COLLEAGUE = (
    Dictionary.TAG,
    Dictionary.GROUP,
    Dictionary.STAGE,
    Dictionary.SOURCE,
    Dictionary.COLLEAGUE,
)
VISITOR = stage_id(StageRole.VISITOR)


def names(store, which):
    return [entry.name for entry in dictionaries.entries(store, which)]


def known(store, which, name):
    found = dictionaries.find(store, which, name)
    assert found is not None
    return found


@pytest.mark.parametrize("which", list(Dictionary))
def test_add_rename_delete_undo(store, which):
    before = content(store)
    entry = dictionaries.add(store, which, "  Naujas   vardas ")
    assert newest_op(store) == Op.EDIT_LISTS
    assert "Naujas vardas" in names(store, which)
    dictionaries.rename(store, which, entry, "Kitas")
    assert dictionaries.find(store, which, "KITAS") == entry
    dictionaries.delete(store, which, entry)
    assert dictionaries.find(store, which, "Kitas") is None
    for _ in range(3):
        operations.undo(store)
    assert content(store) == before


def test_names_are_unique_as_people_read_them(store):
    entry = dictionaries.add(store, TAG, "Žalia")
    with pytest.raises(NameTaken) as caught:
        dictionaries.add(store, TAG, "ZALIA")
    assert caught.value.facts == {"table": "tag", "name": "ZALIA", "id": entry}
    other = dictionaries.add(store, TAG, "Ёж")
    with pytest.raises(NameTaken):
        dictionaries.rename(store, TAG, other, "žalia")
    dictionaries.rename(store, TAG, entry, "ŽALIA")
    assert names(store, TAG) == ["ŽALIA", "Ёж"]
    with pytest.raises(NameEmpty) as empty:
        dictionaries.add(store, TAG, " \t")
    assert empty.value.facts == {"table": "tag"}


def test_ranked_lists_keep_the_users_order(store):
    a, b, c = (dictionaries.add(store, SOURCE, name) for name in "abc")
    dictionaries.reorder(store, SOURCE, [c, a])
    assert names(store, SOURCE) == ["c", "a", "b"]
    assert operation_rows(store) == [("source", "update")]
    dictionaries.reorder(store, SOURCE, [b, b"gone" * 4, c, b])
    assert names(store, SOURCE) == ["b", "c", "a"]


def test_ensure_adds_what_is_missing_in_the_open_operation(store):
    vip = dictionaries.add(store, TAG, "VIP")
    with store.change(Op.IMPORT):
        ids = dictionaries.ensure(store, TAG, ["vip", " ", "Naujas", "naujas ", "VIP"])
    assert ids["vip"] == ids["VIP"] == vip
    assert ids["Naujas"] == ids["naujas "]
    assert set(ids) == {"vip", "Naujas", "naujas ", "VIP"}
    assert newest_op(store) == Op.IMPORT
    assert operation_rows(store) == [("tag", "insert")]


def test_colours(store):
    tag = dictionaries.add(store, TAG, "a", colour="red")
    dictionaries.recolour(store, TAG, tag, "blue")
    assert dictionaries.entries(store, TAG)[0].colour == "blue"


def test_silence(store):
    group = dictionaries.add(store, GROUP, "Močiutės", longest_silence_days=14)
    assert dictionaries.entries(store, GROUP)[0].longest_silence_days == 14
    dictionaries.set_silence(store, group, ideal=7, longest=None)
    entry = dictionaries.entries(store, GROUP)[0]
    assert (entry.ideal_silence_days, entry.longest_silence_days) == (7, None)
    for days in (0, 3651):
        with pytest.raises(NumberRefused):
            dictionaries.set_silence(store, group, ideal=None, longest=days)
        with pytest.raises(NumberRefused):
            dictionaries.set_silence(store, group, ideal=days, longest=None)
        with pytest.raises(NumberRefused):
            dictionaries.add(store, GROUP, f"g{days}", longest_silence_days=days)


def test_colleagues_may_leave(store):
    me = known(store, COLLEAGUE, "ona")
    dictionaries.set_active(store, me, active=False)
    assert dictionaries.entries(store, COLLEAGUE)[0].active is False


def test_a_role_belongs_to_one_stage(store):
    own = dictionaries.add(store, STAGE, "Draugas", colour="red")
    dictionaries.set_role(store, own, StageRole.REGULAR)
    stages = {stage.id: stage for stage in dictionaries.entries(store, STAGE)}
    assert stages[own].role is StageRole.REGULAR
    assert (stages[stage_id(StageRole.REGULAR)].role, stages[stage_id(StageRole.REGULAR)].name) == (
        StageRole.OWN,
        "regular",
    )
    dictionaries.set_role(store, own, StageRole.OWN)
    assert [stage.role for stage in dictionaries.entries(store, STAGE)].count(StageRole.REGULAR) == 0


def test_a_stage_with_a_role_may_go_back_to_its_word(store):
    visitor = stage_id(StageRole.VISITOR)
    dictionaries.rename(store, STAGE, visitor, "Lankytojas")
    dictionaries.rename(store, STAGE, visitor, " ")
    assert dictionaries.entries(store, STAGE)[0].name == ""
    own = dictionaries.add(store, STAGE, "Draugas")
    with pytest.raises(NameEmpty):
        dictionaries.rename(store, STAGE, own, "")


def test_what_is_in_use_is_replaced_or_taken_off_by_the_users_word(store):
    one, two = (dictionaries.add(store, SOURCE, name) for name in ("a", "b"))
    client = clients.add(store, ClientDraft(name="A", source_id=one))
    gone = clients.add(store, ClientDraft(name="B", source_id=one))
    clients.delete(store, [gone])
    assert dictionaries.usage(store, SOURCE) == {one: 1}
    with pytest.raises(EntryInUse) as caught:
        dictionaries.delete(store, SOURCE, one)
    assert caught.value.facts == {"table": "source", "name": "a", "count": 1}
    dictionaries.delete(store, SOURCE, one, replace_by=two)
    assert [clients.draft_of(store, id_).source_id for id_ in (client, gone)] == [two, two]
    dictionaries.delete(store, SOURCE, two, clear=True)
    assert clients.draft_of(store, client).source_id is None
    operations.undo(store)
    operations.undo(store)
    assert clients.draft_of(store, client).source_id == one


@pytest.mark.parametrize(("which", "field"), [(TAG, "tags"), (GROUP, "groups")])
def test_a_replaced_tag_stands_once(store, which, field):
    tagged = (
        (lambda *names: ClientDraft(name="A", tags=names))
        if field == "tags"
        else (lambda *names: ClientDraft(name="A", groups=names))
    )
    both, one = clients.add(store, tagged("a", "b")), clients.add(store, tagged("a"))
    a, b = (known(store, which, name) for name in "ab")
    dictionaries.delete(store, which, a, replace_by=b)
    assert getattr(clients.draft_of(store, both), field) == ("b",)
    assert getattr(clients.draft_of(store, one), field) == ("b",)
    assert dictionaries.usage(store, which) == {b: 2}
    dictionaries.delete(store, which, b, clear=True)
    assert getattr(clients.draft_of(store, one), field) == ()


def test_a_colleague_is_replaced_everywhere(store):
    me, other = known(store, COLLEAGUE, "Ona"), dictionaries.add(store, COLLEAGUE, "Jonas")
    client = clients.add(store, ClientDraft(name="A", responsible_id=me))
    activities.add(store, ActivityDraft(client, responsible_id=me))
    assert dictionaries.usage(store, COLLEAGUE) == {me: 2}
    dictionaries.delete(store, COLLEAGUE, me, replace_by=other)
    assert dictionaries.usage(store, COLLEAGUE) == {other: 2}


def test_entries_that_are_not_there(store):
    tag = dictionaries.add(store, TAG, "a")
    with pytest.raises(RecordNotFound):
        dictionaries.delete(store, TAG, tag, replace_by=tag)
    with pytest.raises(RecordNotFound):
        dictionaries.delete(store, TAG, tag, replace_by=b"x" * 16)
    dictionaries.delete(store, TAG, tag)
    for command in (
        lambda: dictionaries.delete(store, TAG, tag),
        lambda: dictionaries.rename(store, TAG, tag, "b"),
        lambda: dictionaries.set_role(store, tag, StageRole.OWN),
        lambda: dictionaries.set_silence(store, tag, ideal=None, longest=3),
    ):
        with pytest.raises(RecordNotFound):
            command()


def test_what_stands_on_thousands_is_taken_off_in_one_operation(store):
    tag, other = dictionaries.add(store, TAG, "a"), dictionaries.add(store, TAG, "b")
    ids = [place.to_bytes(16, "big") for place in range(CHUNK + 5)]
    with store.change(Op.IMPORT) as change:
        change.executemany(
            "INSERT INTO client(id, name, stage_id) VALUES (?, 'x', ?)", ((id_, VISITOR) for id_ in ids)
        )
        links.add(change, TAG, ids, tag)
    before = content(store)
    steps = []
    dictionaries.delete(store, TAG, tag, replace_by=other, progress=lambda *step: steps.append(step))
    assert steps == [(CHUNK, CHUNK + 5), (CHUNK + 5, CHUNK + 5)]
    assert dictionaries.usage(store, TAG) == {other: CHUNK + 5}
    operations.undo(store)
    assert content(store) == before
    dictionaries.delete(store, STAGE, VISITOR, clear=True)
    assert dictionaries.usage(store, STAGE) == {}
    operations.undo(store)
    assert content(store) == before
