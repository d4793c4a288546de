"""A push against a real server: what is written, what is told, what is refused."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from crm_desktop.ids import link_id
from crm_desktop.sync import pushing, server_sql
from crm_desktop.sync.known import Fate, Known
from crm_desktop.sync.pushing import RowsRefused
from crm_desktop.sync.tables import synced_tables
from tests.sync.batches import Sending, edited, id_of, new, row_of

if TYPE_CHECKING:
    from crm_desktop.sync.snapshot import FrozenRow

ONA, JONAS, RASA = id_of("ona"), id_of("jonas"), id_of("rasa")
VIP, GOOD = id_of("vip"), id_of("good")


@pytest.fixture
def a(log_in, shared):
    return Sending(log_in(shared), "a")


@pytest.fixture
def b(log_in, shared):
    return Sending(log_in(shared, "jonas"), "b")


def client(id_, **values):
    return new("client", id_, **{"name": id_.decode().strip("_"), **values})


def tagged(client_id, tag_id, **values):
    return new("client_tag", link_id(client_id, tag_id), client_id=client_id, tag_id=tag_id, **values)


def test_every_table_takes_its_rows_and_gives_them_back_as_they_were(a):
    """Parents first, every column of every table filled."""
    rows: list[FrozenRow] = []
    ids: dict[str, bytes] = {}
    for table in synced_tables():
        ids[table.name] = id_of(table.name)
        values: dict[str, object] = {}
        for column in table.columns:
            if column.name in ("merged_into", "deleted"):
                continue
            if column.references:
                values[column.name] = ids[column.references]
            else:
                values[column.name] = {
                    "uuid": id_of("any"),
                    "bytea": b"\x00\xff\\x",
                    "text": 'Ėjo "ё"\\ \t\n\'😀\x7f',
                    "bigint": {"number": 7, "shared": 1}.get(column.name, -(2**53) + 1),
                }[column.type.value]
        rows.append(new(table.name, ids[table.name], **values))
    a.send(*rows)
    for row in rows:
        assert a.row(row.table, row.id) == {"rev": 1, **row.mine}


def test_rows_in_a_stream_are_the_same_as_single_ones(a, monkeypatch):
    monkeypatch.setattr(pushing, "COPY_FROM", 3)
    rows = [client(id_of(f"c{n}"), number=n + 1, vip=n % 2, notes="ž" * n) for n in range(7)]
    photo = new("photo", id_of("p"), client_id=rows[0].id, mime="image/png", data=b"\x00\xff")
    assert a.send(*rows, photo).differs is False
    for row in (*rows, photo):
        assert a.row(row.table, row.id) == {"rev": 1, **row.mine}


def test_a_push_counts_once_however_often_it_comes(a):
    first = a.send(client(ONA), push_id=b"1" * 16)
    again = a.send(client(ONA, name="something else"), push_id=b"1" * 16)
    assert (first.rev, first.known, again.rev, again.known) == (1, False, 1, True)
    assert a.row("client", ONA)["name"] == "ona"
    assert a.send(client(JONAS)).rev == 2
    assert a.connection.info.transaction_status == 0


def test_a_row_whose_merge_changed_nothing_gets_the_revision_too(a, b):
    """Or its sender would never hear that the server holds something else (I10)."""
    a.send(client(ONA))
    base = a.row("client", ONA)
    a.send(edited("client", ONA, base, notes="a"))
    pushed = b.send(edited("client", ONA, base, notes="b"))
    assert pushed.differs
    assert a.row("client", ONA)["rev"] == pushed.rev == 3
    assert b.told() == [("both_changed", "client", ONA, "notes", "a", "b")]


def test_fields_meet_one_by_one(a, b):
    a.send(client(ONA))
    base = a.row("client", ONA)
    a.send(edited("client", ONA, base, notes="a"))
    b.send(edited("client", ONA, base, likes="b"))
    row = a.row("client", ONA)
    assert (row["notes"], row["likes"]) == ("a", "b")
    assert a.told() == []


def test_that_revisions_are_equal_says_nothing_of_contents(a):
    """After an acknowledgement the base is what was sent; the server may have made something else of it (I14)."""
    a.send(client(ONA, notes="of the server"))
    sent = {name: value for name, value in a.row("client", ONA).items() if name != "rev"} | {
        "notes": "as sent"
    }
    a.send(edited("client", ONA, sent, likes="roses"))
    row = a.row("client", ONA)
    assert (row["notes"], row["likes"]) == ("of the server", "roses")
    assert a.told() == []


# --- lives ---


def test_a_delete_that_did_not_know_of_a_new_child_is_refused(a, b):
    a.send(client(ONA))
    b.look()
    a.look()
    a.send(new("activity", id_of("call"), client_id=ONA, kind="call"))
    b.send(edited("client", ONA, b.row("client", ONA), deleted=1))
    assert b.row("client", ONA)["deleted"] == 0
    assert b.told() == [("delete_refused", "client", ONA, "deleted", 0, 1)]


def test_a_delete_that_knew_the_child_stands(a, b):
    a.send(client(ONA), new("activity", id_of("call"), client_id=ONA, kind="call"))
    b.look()
    assert not b.send(edited("client", ONA, b.row("client", ONA), deleted=1)).differs
    assert b.row("client", ONA)["deleted"] == 1
    # One's own children, sent a moment ago and not pulled yet, are known.
    a.look()
    a.send(client(JONAS))
    a.send(new("activity", id_of("visit"), client_id=JONAS, kind="visit"))
    a.send(edited("client", JONAS, a.row("client", JONAS), deleted=1))
    assert a.row("client", JONAS)["deleted"] == 1
    assert a.told() == []


def test_a_copy_of_a_base_with_its_device_id_does_not_know_what_the_other_copy_sent(a, log_in, shared):
    twin = Sending(log_in(shared, "jonas"), "a")
    a.send(client(ONA))
    twin.look()
    a.send(new("activity", id_of("call"), client_id=ONA, kind="call"))
    twin.send(edited("client", ONA, twin.row("client", ONA), deleted=1))
    assert a.row("client", ONA)["deleted"] == 0


def test_a_delete_along_with_the_unseen_child_stands(a, b):
    a.send(client(ONA))
    b.look()
    call = new("activity", id_of("call"), client_id=ONA, kind="call")
    a.send(call)
    b.send(
        edited("client", ONA, b.row("client", ONA), deleted=1),
        edited("activity", call.id, call.mine, deleted=1),
    )
    assert b.row("client", ONA)["deleted"] == 1


def test_new_work_brings_a_deleted_client_back(a, b):
    a.send(client(ONA))
    a.send(edited("client", ONA, a.row("client", ONA), deleted=1))
    b.send(new("activity", id_of("call"), client_id=ONA, kind="call"))
    assert b.row("client", ONA)["deleted"] == 0
    assert b.told() == [("revived", "client", ONA, "deleted", 0, 1)]


def test_who_knew_that_it_was_deleted_brings_nothing_back(a, b):
    """The bin of a laptop that joins is not emptied into the lists of the others."""
    call = new("activity", id_of("call"), client_id=ONA, kind="call")
    b.send(client(ONA, deleted=1), call)
    assert b.row("client", ONA)["deleted"] == 1
    b.dead.add(("client", ONA))
    b.send(edited("activity", call.id, call.mine, result="x"))
    assert b.row("client", ONA)["deleted"] == 1
    assert b.told() == []


def test_a_whole_line_of_owners_comes_back(a, b):
    deal = new("deal", id_of("deal"), client_id=ONA)
    a.send(client(ONA), deal)
    a.send(
        edited("client", ONA, a.row("client", ONA), deleted=1), edited("deal", deal.id, deal.mine, deleted=1)
    )
    b.send(new("deal_item", id_of("item"), deal_id=deal.id, name="vase"))
    assert b.row("deal", deal.id)["deleted"] == b.row("client", ONA)["deleted"] == 0
    assert [told[:3] for told in b.told()] == [("revived", "client", ONA), ("revived", "deal", deal.id)]


def test_a_client_that_comes_back_gives_way_where_its_number_was_given_away(a, b):
    a.send(client(ONA, number=5))
    a.send(edited("client", ONA, a.row("client", ONA), deleted=1))
    a.send(client(JONAS, number=5))
    b.send(new("activity", id_of("call"), client_id=ONA, kind="call"))
    assert (b.row("client", ONA)["deleted"], b.row("client", ONA)["number"]) == (0, 6)
    assert ("number", "client", ONA, "number", 6, 5) in b.told()


# --- merges ---


def merged(sending, loser, winner):
    return edited("client", loser, sending.row("client", loser), deleted=1, merged_into=winner)


def test_what_hangs_on_a_merged_client_goes_over_also_what_the_merger_never_saw(a, b):
    call = id_of("call")
    a.send(client(ONA), client(JONAS))
    b.look()
    a.send(new("activity", call, client_id=ONA, kind="call"))
    b.send(merged(b, ONA, JONAS))
    assert b.row("activity", call)["client_id"] == JONAS
    assert b.row("activity", call)["rev"] == 3
    # And what comes later for the one that is gone.
    a.send(new("activity", id_of("late"), client_id=ONA, kind="call"))
    assert a.row("activity", id_of("late"))["client_id"] == JONAS
    assert a.told() == []


def test_links_of_a_merged_client_are_made_anew_and_the_old_ones_stay_as_tombstones(a, b):
    a.send(new("tag", VIP, name="VIP"), new("tag", GOOD, name="Good"), client(ONA), client(JONAS))
    a.send(tagged(ONA, VIP), tagged(JONAS, GOOD), tagged(ONA, GOOD))
    b.send(merged(b, ONA, JONAS))
    assert a.ids("client_tag", live=True) == {link_id(JONAS, VIP), link_id(JONAS, GOOD)}
    assert a.row("client_tag", link_id(ONA, VIP))["deleted"] == 1
    a.send(tagged(ONA, VIP))
    assert a.ids("client_tag", live=True) == {link_id(JONAS, VIP), link_id(JONAS, GOOD)}


def test_a_link_in_the_bin_comes_back_when_a_merge_brings_the_same(a, b):
    a.send(new("tag", VIP, name="VIP"), client(ONA), client(JONAS), tagged(JONAS, VIP, deleted=1))
    a.send(tagged(ONA, VIP))
    b.send(merged(b, ONA, JONAS))
    assert a.ids("client_tag", live=True) == {link_id(JONAS, VIP)}


def test_a_value_that_has_no_place_after_a_merge_is_listed(a, b):
    size = id_of("size")

    def value(owner, text):
        return new("field_value", link_id(owner, size), client_id=owner, field_id=size, value=text)

    a.send(new("field", size, name="Size", kind="text"), client(ONA), client(JONAS), value(JONAS, "L"))
    b.look()
    a.send(value(ONA, "XL"))
    b.send(merged(b, ONA, JONAS))
    assert a.row("field_value", link_id(JONAS, size))["value"] == "L"
    assert a.told() == [("merged", "field_value", link_id(JONAS, size), "value", "L", "XL")]


def test_that_two_are_two_is_said_of_what_they_became(a, b):
    a.send(client(ONA), client(JONAS), client(RASA))

    def apart(one, other):
        one, other = sorted((one, other))
        return new("not_duplicate", link_id(one, other), one_id=one, other_id=other)

    a.send(apart(ONA, RASA), apart(ONA, JONAS))
    b.send(merged(b, ONA, JONAS))
    assert a.ids("not_duplicate", live=True) == {link_id(*sorted((JONAS, RASA)))}


def test_of_two_merges_into_each_other_the_later_is_dropped(a, b):
    a.send(client(ONA), client(JONAS))
    one, other = merged(a, ONA, JONAS), merged(a, JONAS, ONA)
    a.send(one)
    b.send(other)
    assert a.row("client", ONA)["merged_into"] == JONAS
    assert (a.row("client", JONAS)["merged_into"], a.row("client", JONAS)["deleted"]) == (None, 0)
    assert a.told() == [("merged_elsewhere", "client", JONAS, "merged_into", None, ONA)]


def test_dropping_a_merge_restores_what_the_server_had_and_no_more(a, b):
    """The client that was to be merged lay in the bin: there it stays (I12)."""
    a.send(client(ONA), client(JONAS))
    other = merged(a, JONAS, ONA)
    a.send(merged(a, ONA, JONAS))
    a.look()
    a.send(edited("client", JONAS, a.row("client", JONAS), deleted=1))
    b.send(other)
    row = a.row("client", JONAS)
    assert (row["deleted"], row["merged_into"]) == (1, None)


def test_a_circle_within_one_push_is_broken_once(a):
    a.send(client(ONA), client(JONAS))
    a.send(merged(a, ONA, JONAS), merged(a, JONAS, ONA))
    lives = {id_ for id_ in (ONA, JONAS) if not a.row("client", id_)["deleted"]}
    assert len(lives) == 1
    assert len(a.told()) == 1


def test_new_rows_in_a_circle_live(a):
    a.send(client(ONA, deleted=1, merged_into=JONAS), client(JONAS, deleted=1, merged_into=ONA))
    assert a.ids("client", live=True) == {ONA} or a.ids("client", live=True) == {JONAS}


def test_a_circle_that_another_tool_made_holds_nobody_up(a):
    a.send(client(ONA), client(JONAS), client(RASA))
    for loser, winner in ((ONA, JONAS), (JONAS, ONA)):
        a.connection.execute(
            "UPDATE crm.client SET deleted = true, merged_into = %s WHERE id = %s",
            (winner.hex(), loser.hex()),
        )
    a.send(new("activity", id_of("call"), client_id=ONA, kind="call"), merged(a, RASA, ONA))
    assert a.row("activity", id_of("call"))["client_id"] in (ONA, JONAS)
    assert a.row("client", RASA)["merged_into"] in (ONA, JONAS)


def test_a_long_line_of_merges_is_followed_to_its_end(a, b):
    a.send(client(ONA), client(JONAS), client(RASA))
    a.send(merged(a, ONA, JONAS))
    a.send(merged(a, JONAS, RASA))
    b.send(new("activity", id_of("call"), client_id=ONA, kind="call"))
    assert b.row("activity", id_of("call"))["client_id"] == RASA
    b.send(client(id_of("x"), deleted=1, merged_into=ONA))
    assert b.row("client", id_of("x"))["merged_into"] == RASA


def test_work_on_a_client_merged_into_a_deleted_one_brings_that_back(a, b):
    a.send(client(ONA), client(JONAS))
    a.send(merged(a, ONA, JONAS))
    a.send(edited("client", JONAS, a.row("client", JONAS), deleted=1))
    b.dead.add(("client", JONAS))
    b.send(new("activity", id_of("call"), client_id=ONA, kind="call"))
    assert b.row("client", JONAS)["deleted"] == 0


def test_merging_into_a_client_that_was_deleted_meanwhile_brings_it_back(a, b):
    a.send(client(ONA), client(JONAS))
    merge = merged(a, ONA, JONAS)
    a.send(edited("client", JONAS, a.row("client", JONAS), deleted=1))
    b.send(merge)
    assert (b.row("client", JONAS)["deleted"], b.row("client", ONA)["merged_into"]) == (0, JONAS)


# --- names and numbers ---


def test_a_tag_made_twice_is_one_and_its_links_follow(a, b):
    a.send(new("tag", VIP, name="VIP"), client(ONA))
    pushed = b.send(new("tag", GOOD, name="vip"), tagged(ONA, GOOD))
    assert pushed.differs
    assert a.row("tag", GOOD)["merged_into"] == VIP
    assert a.ids("tag", live=True) == {VIP}
    assert a.ids("client_tag", live=True) == {link_id(ONA, VIP)}
    assert a.told() == []


def test_a_tag_that_comes_back_under_a_name_that_is_taken_becomes_that_one(a, b):
    a.send(new("tag", VIP, name="VIP"), client(ONA))
    a.send(edited("tag", VIP, a.row("tag", VIP), deleted=1))
    a.send(new("tag", GOOD, name="vip"))
    b.send(tagged(ONA, VIP))
    assert a.row("tag", VIP)["merged_into"] == GOOD
    assert a.ids("client_tag", live=True) == {link_id(ONA, GOOD)}


def test_two_of_one_name_in_one_push_are_one(a):
    a.send(new("tag", VIP, name="ВИП"), new("tag", GOOD, name="вип"))
    assert len(a.ids("tag", live=True)) == 1


def test_a_tag_renamed_to_the_name_of_another_takes_its_links_along(a, b):
    a.send(new("tag", VIP, name="VIP"), new("tag", GOOD, name="Good"), client(ONA))
    a.send(tagged(ONA, GOOD))
    b.send(edited("tag", GOOD, b.row("tag", GOOD), name="VIP"))
    assert a.row("tag", GOOD)["merged_into"] == VIP
    assert a.ids("client_tag", live=True) == {link_id(ONA, VIP)}


def test_two_tags_may_exchange_their_names(a):
    a.send(new("tag", VIP, name="VIP"), new("tag", GOOD, name="Good"))
    a.send(
        edited("tag", VIP, a.row("tag", VIP), name="Good"),
        edited("tag", GOOD, a.row("tag", GOOD), name="VIP"),
    )
    assert (a.row("tag", VIP)["name"], a.row("tag", GOOD)["name"]) == ("Good", "VIP")
    assert a.ids("tag", live=True) == {VIP, GOOD}


def test_stages_without_names_are_not_alike(a):
    a.send(new("stage", VIP, role="client"), new("stage", GOOD, role="regular"))
    assert a.ids("stage", live=True) == {VIP, GOOD}


def test_fields_of_one_name_and_two_kinds_stay_two(a, b):
    a.send(new("field", VIP, name="Size", kind="text"))
    b.send(new("field", GOOD, name="size", kind="number"))
    assert a.ids("field", live=True) == {VIP, GOOD}


def test_the_second_client_of_a_number_gets_a_new_one_and_that_is_told(a, b):
    a.send(client(ONA, number=1042))
    b.send(client(JONAS, number=1042), client(RASA, number=1043))
    assert (b.row("client", ONA)["number"], b.row("client", RASA)["number"]) == (1042, 1043)
    assert b.row("client", JONAS)["number"] == 1044
    assert b.told() == [("number", "client", JONAS, "number", 1044, 1042)]


def test_a_client_without_a_number_gets_one(a):
    a.send(client(ONA, number=7), client(JONAS))
    assert a.row("client", JONAS)["number"] == 8
    assert a.told() == []
    a.send(edited("client", JONAS, a.row("client", JONAS), number=None))
    assert a.row("client", JONAS)["number"] is None


def test_numbers_given_out_once_are_not_given_again(a, b):
    a.send(client(ONA))
    a.send(edited("client", ONA, a.row("client", ONA), number=None))
    a.send(client(JONAS))
    assert a.row("client", JONAS)["number"] == 2


def test_two_clients_may_exchange_their_numbers(a):
    a.send(client(ONA, number=1), client(JONAS, number=2))
    a.send(
        edited("client", ONA, a.row("client", ONA), number=2),
        edited("client", JONAS, a.row("client", JONAS), number=1),
    )
    assert (a.row("client", ONA)["number"], a.row("client", JONAS)["number"]) == (2, 1)
    assert a.told() == []


@pytest.mark.parametrize("way", ["single", "stream"])
def test_what_one_gives_up_another_of_the_same_push_may_take(a, monkeypatch, way):
    monkeypatch.setattr(pushing, "COPY_FROM", 1 if way == "stream" else 500)
    a.send(
        client(ONA, number=1),
        client(JONAS, number=2),
        new("tag", VIP, name="VIP"),
        new("tag", GOOD, name="Good"),
    )
    a.send(
        edited("client", ONA, a.row("client", ONA), deleted=1),
        edited("client", JONAS, a.row("client", JONAS), number=3),
        edited("tag", VIP, a.row("tag", VIP), deleted=1),
        edited("tag", GOOD, a.row("tag", GOOD), name="Very good"),
        client(RASA, number=1),
        client(id_of("milda"), number=2),
        new("tag", id_of("t1"), name="vip"),
        new("tag", id_of("t2"), name="good"),
    )
    assert [a.row("client", id_)["number"] for id_ in (ONA, JONAS, RASA, id_of("milda"))] == [1, 3, 1, 2]
    assert a.ids("tag", live=True) == {GOOD, id_of("t1"), id_of("t2")}
    assert a.row("tag", VIP)["name"] == "VIP"
    assert a.told() == []


def test_a_number_given_up_by_a_delete_is_free(a):
    a.send(client(ONA, number=1))
    a.send(edited("client", ONA, a.row("client", ONA), deleted=1), client(JONAS, number=1))
    assert a.row("client", JONAS)["number"] == 1


# --- rows that cannot be stored ---


def _refused(sending, *rows):
    with pytest.raises(RowsRefused) as caught:
        sending.send(*rows)
    assert sending.connection.info.transaction_status == 0
    assert sending.ids("client") == set()
    return [row.id for row, _ in caught.value.rows]


def test_texts_that_no_database_keeps_are_refused_before_anything_is_sent(a):
    rows = [client(id_of("nul"), notes="a\0b"), client(ONA), client(id_of("half"), notes="\ud83d")]
    told = new("conflict", id_of("told"), tbl="client", row_id=ONA, field="notes", loser="x" * 500_000)
    assert _refused(a, told, *rows, client(id_of("long"), notes="x" * 100_001)) == [
        id_of("nul"),
        id_of("half"),
        id_of("long"),
    ]


def test_a_row_that_only_the_server_refuses_is_found_among_many(a):
    """Its own limits are the last line: here a picture is too big."""
    rows = [client(id_of(f"c{n}")) for n in range(9)]
    photo = new("photo", id_of("p"), client_id=rows[3].id, mime="x", data=b"x" * 3_000_001)
    more = [new("activity", id_of(f"a{n}"), client_id=rows[0].id, kind="call") for n in range(9)]
    assert _refused(a, *rows, photo, *more) == [photo.id]
    a.send(*rows, *more)
    assert len(a.ids("activity")) == 9


def test_rows_that_refer_to_nothing_are_refused_with_those_that_refer_to_them(a):
    deal = new("deal", id_of("deal"), client_id=id_of("nobody"))
    item = new("deal_item", id_of("item"), deal_id=deal.id, name="vase")
    assert _refused(a, client(ONA), deal, item) == [deal.id, item.id]
    lost = client(JONAS, deleted=1, merged_into=id_of("nobody"))
    assert _refused(a, client(ONA), lost) == [JONAS]


def test_a_row_of_the_server_that_now_refers_to_nothing_does_not_pull_others_along(a):
    deal = new("deal", id_of("deal"), client_id=ONA)
    a.send(client(ONA), deal)
    item = new("deal_item", id_of("item"), deal_id=deal.id, name="vase")
    with pytest.raises(RowsRefused) as caught:
        a.send(edited("deal", deal.id, deal.mine, source_id=id_of("nowhere")), item)
    assert [row.id for row, _ in caught.value.rows] == [deal.id]


def test_other_errors_are_no_fault_of_a_row(a, server, shared):
    with server.admin(shared) as admin:
        admin.execute("REVOKE INSERT ON crm.client FROM crm_sync")
        try:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                a.send(client(ONA))
        finally:
            admin.execute("GRANT INSERT ON crm.client TO crm_sync")


# --- two at once ---


def test_two_pushes_at_once_go_one_after_the_other(a, b):
    """The second waits for the lock, and then merges into what the first wrote."""
    a.send(client(ONA))
    base = a.row("client", ONA)
    a.connection.execute("BEGIN")
    a.connection.execute(server_sql.BEGIN_PUSH, (b"x".hex() * 16, id_of("a").hex(), "a"))
    sent = threading.Thread(target=lambda: b.send(edited("client", ONA, base, notes="b")))
    sent.start()
    while not a.connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
        pass
    a.connection.execute("UPDATE crm.client SET notes = 'a' WHERE id = %s", (ONA.hex(),))
    a.connection.execute("COMMIT")
    sent.join()
    assert a.row("client", ONA)["notes"] == "a"
    assert a.told() == [("both_changed", "client", ONA, "notes", "a", "b")]


def test_what_is_known_of_a_row():
    known = Known()
    key = ("client", ONA)
    assert (known.has(key), known.fate(key)) == (False, None)
    known.fates[key] = Fate(False, None)
    known.asked.add(key)
    assert (known.has(key), known.fate(key)) == (True, Fate(False, None))


def test_rows_made_for_tests_are_whole():
    assert row_of("client")["kind"] == "person"
