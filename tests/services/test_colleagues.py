from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import NameTaken, RecordNotFound
from crm_desktop.kinds import ActivityKind, RequestKind
from crm_desktop.services import activities, clients, colleagues, deals, dictionaries, operations, requests
from crm_desktop.services.base import open_base
from crm_desktop.services.colleagues import InHand
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DealDraft, RequestDraft


def named(store):
    return {each.name: each for each in colleagues.people(store)}


def add(store, *names, login=""):
    made = [dictionaries.add(store, Dictionary.COLLEAGUE, name) for name in names]
    with store.change("test") as change:
        change.executemany("UPDATE colleague SET login = ? WHERE id = ?", [(login, id_) for id_ in made])
    return made[0]


def test_before_anything_is_shared_the_settings_say_who_sits_here(base, store):
    jonas = add(store, "Jonas")
    assert colleagues.me(store) == base.me == named(store)["Ona"].id
    assert (colleagues.my_name(store), [each.is_me for each in colleagues.people(store)]) == (
        "Ona",
        [False, True],
    )
    assert colleagues.others(store) == {jonas}
    store.who = "Jonas"
    assert (base.me, colleagues.others(store)) == (jonas, frozenset((named(store)["Ona"].id,)))
    store.who = ""
    assert (base.me, colleagues.my_name(store), colleagues.others(store)) == (None, "", frozenset())


def test_one_alone_is_not_several(store):
    assert not colleagues.are_several(store)
    add(store, "Jonas")
    assert colleagues.are_several(store)


def test_who_left_stands_at_the_end_and_is_told_of_here(store):
    rasa = add(store, "Rasa", "Jonas")
    dictionaries.set_active(store, rasa, active=False)
    assert [each.name for each in colleagues.people(store)] == ["Jonas", "Ona", "Rasa"]
    assert colleagues.others(store) == {named(store)["Jonas"].id}


def test_a_login_is_noted_on_my_row_and_outlives_another_name_in_the_settings(base, store):
    me = base.me
    assert colleagues.take_login(store, me, "ona") == me
    assert colleagues.take_login(store, me, "ona") == me  # twice is once
    assert named(store)["Ona"].login == "ona"
    store.close()
    again = open_base(store.path, who="Somebody else")
    assert (again.me, again.store.who) == (me, "Ona")
    assert not any(each.name == "Somebody else" for each in colleagues.people(again.store))
    again.store.close()


def test_the_settings_call_me_otherwise_at_once_where_a_login_says_who_i_am(base, store):
    assert not colleagues.call_me(store, "Ona P.")
    colleagues.take_login(store, base.me, "ona")
    assert colleagues.call_me(store, "Ona P.")
    assert (store.who, named(store)["Ona P."].is_me) == ("Ona P.", True)


def test_without_a_name_the_login_is_the_name(store):
    store.who = ""
    made = colleagues.take_login(store, None, "ona.p")
    assert (named(store)["ona.p"].id, colleagues.me(store)) == (made, made)
    assert colleagues.take_login(store, None, "ona.p") == made


def test_who_was_written_down_under_the_login_is_meant(store):
    boris = add(store, "Boris")
    store.who = ""
    assert colleagues.take_login(store, None, "boris") == boris


def test_my_other_laptop_is_me_under_whatever_name(base, store):
    other = add(store, "Ona Petrova", login="ona")
    me = base.me
    assert colleagues.take_login(store, me, "ona") == other == base.me
    # Both are one person: what the sync makes of it (``sync.people``) is followed.
    with store.change("sync") as change:
        change.execute("UPDATE colleague SET deleted = 1, merged_into = ? WHERE id = ?", (me, other))
    assert base.me == me


def test_who_opens_a_copy_of_a_colleagues_file_is_somebody_else(base, store):
    anna = base.me
    colleagues.take_login(store, anna, "ona")
    store.who = "Jonas"
    jonas = colleagues.take_login(store, base.me, "jonas")
    assert {each.name: each.login for each in colleagues.people(store)} == {"Ona": "ona", "Jonas": "jonas"}
    assert base.me == jonas != anna


def test_a_namesake_is_told_apart_by_the_login(base, store):
    colleagues.take_login(store, base.me, "ona")
    namesake = colleagues.take_login(store, base.me, "ona2")
    assert named(store)["Ona (ona2)"].id == namesake == base.me


def test_a_row_that_is_gone_is_nobody(base, store):
    colleagues.take_login(store, base.me, "ona")
    with store.change("test") as change:
        change.execute("UPDATE colleague SET deleted = 1")
    assert base.me is None
    with store.change("test") as change:
        change.execute("UPDATE colleague SET merged_into = id")
    assert base.me is None


def test_in_a_shared_base_who_has_no_laptop_is_told_of_by_the_others(base, store):
    """His reminders would be shown nowhere."""
    colleagues.take_login(store, base.me, "ona")
    add(store, "Only written down")
    jonas = add(store, "Jonas", login="jonas")
    assert colleagues.others(store) == {jonas}


def test_what_is_in_hand(base, store):
    jonas, me = add(store, "Jonas"), base.me
    mine = clients.add(store, ClientDraft(name="Mine", responsible_id=me))
    his = clients.add(store, ClientDraft(name="His", responsible_id=jonas))
    gone = clients.add(store, ClientDraft(name="Gone", responsible_id=jonas))
    for client in (mine, gone):
        planned = ActivityDraft(
            client, ActivityKind.CALL, planned_at="2026-11-27", all_day=True, responsible_id=jonas
        )
        activities.add(store, planned)
        activities.add(store, replace(planned, held_at="2026-11-20", planned_at=None))
        deals.add(store, DealDraft(client, "Deal", responsible_id=jonas))
        requests.add(store, RequestDraft(client, RequestKind.WISH, "vase", responsible_id=jonas))
    requests.resolve(store, requests.add(store, RequestDraft(his, RequestKind.WISH, "x", responsible_id=me)))
    clients.delete(store, [gone])
    assert colleagues.in_hand(store) == {me: InHand(clients=1), jonas: InHand(1, 1, 1, 1)}
    assert InHand(requests=1)
    assert not InHand()


def test_a_new_name_is_who_i_am_from_now_on(base, store):
    colleagues.rename(store, base.me, "Ona Petrova")
    assert (store.who, colleagues.my_name(store)) == ("Ona Petrova", "Ona Petrova")
    jonas = add(store, "Jonas")
    colleagues.rename(store, jonas, "Jonas P.")
    assert store.who == "Ona Petrova"


def test_two_rows_of_one_person_become_one(base, store):
    written, joined = add(store, "Boris P."), add(store, "Boris Petrov", login="boris")
    client = clients.add(store, ClientDraft(name="His", responsible_id=written))
    colleagues.are_one(store, written, joined)
    assert store.read("SELECT responsible_id FROM client WHERE id = ?", (client,)) == [(joined,)]
    assert "Boris P." not in named(store)
    operations.undo(store)
    assert store.read("SELECT responsible_id FROM client WHERE id = ?", (client,)) == [(written,)]
    with pytest.raises(NameTaken):
        colleagues.are_one(store, joined, written)
    with pytest.raises(RecordNotFound):
        colleagues.are_one(store, written, written)


def test_filters_offer_me_first_and_who_left_last(base, store):
    from crm_desktop.services import deal_filters, filters

    left = add(store, "Anna")
    dictionaries.set_active(store, left, active=False)
    add(store, "Jonas")
    for fields in (filters.filter_fields(store), deal_filters.filter_fields(store)):
        (field,) = [each for each in fields if each.id == "responsible"]
        assert [(each.name, each.role) for each in field.choices] == [
            ("Ona", filters.ME),
            ("Jonas", ""),
            ("Anna", ""),
        ]


def test_another_login_of_mine_is_no_other_person(base, store):
    me = base.me
    colleagues.take_login(store, me, "ona")
    colleagues.change_login(store, "ona.p")
    assert (base.me, named(store)["Ona"].login, len(colleagues.people(store))) == (me, "ona.p", 1)
    jonas = add(store, "Jonas", login="jonas")
    colleagues.change_login(store, "jonas")
    assert base.me == jonas
    with store.change("test") as change:
        change.execute("UPDATE colleague SET deleted = 1")
    store.who = ""
    colleagues.change_login(store, "rasa")
    assert (base.me, colleagues.my_name(store)) == (named(store)["rasa"].id, "rasa")
