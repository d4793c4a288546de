from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.kinds import ConflictKind, DifferenceAnswer
from crm_desktop.services import difference_answers, differences
from crm_desktop.services.card_rows import ClientLink
from crm_desktop.services.difference_fields import Both, Editor
from crm_desktop.services.difference_rows import Difference, Part, Said
from tests.services.differing import BEA_AT, meet, server_row
from tests.sync.laptops import known_to_server, open_laptop, snapshot

KEPT, USED, BOTH, WRITTEN, SEEN = DifferenceAnswer
MINE_AT = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def laptop(tmp_path):
    made = open_laptop(tmp_path)
    yield made
    made.store.close()


def the_one(laptop):
    (found,) = differences.window(laptop.store).rows
    return found


def test_a_base_that_never_shared_has_none(laptop):
    client = laptop.client()
    assert differences.count_open(laptop.store) == 0
    assert differences.count_of_client(laptop.store, client) == 0
    assert differences.window(laptop.store) == differences.Window((), None)


def test_both_values_with_who_and_when(laptop):
    client = laptop.client("Ona Petraitė")
    meet(laptop, ("client", client, {"notes": "mine"}, {"notes": "hers"}))
    found = the_one(laptop)
    assert (found.kind, found.table, found.row_id, found.field) == (
        ConflictKind.BOTH_CHANGED, "client", client, "notes",
    )  # fmt: skip
    assert found.stands == Said("hers", "Bea", BEA_AT)
    assert found.other == Said("mine", "Ona", MINE_AT)
    assert (found.base, found.moved, found.answer, found.answered_at) == ("", False, None, "")
    assert found.record.client == ClientLink(client, "Ona Petraitė")
    assert found.answers == (KEPT, USED, BOTH, WRITTEN)
    assert (found.both, found.editor) == (Both.JOIN, Editor.PARAGRAPH)
    assert differences.count_open(laptop.store) == differences.count_of_client(laptop.store, client) == 1


def test_ids_are_told_by_their_names(laptop):
    first, second, third = (laptop.insert("source", name=name) for name in ("Fair", "Site", "Friend"))
    client = laptop.client()
    laptop.update("client", client, source_id=first)
    meet(laptop, ("client", client, {"source_id": second}, {"source_id": third}))
    found = the_one(laptop)
    assert (found.base, found.stands.value, found.other.value) == ("Fair", "Friend", "Site")
    assert (found.seen, found.other_raw, found.editor) == ((third,), second, Editor.CHOICE)


def test_a_name_and_its_parts_are_one_difference(laptop):
    client = laptop.client("Ona Jonaitė")
    mine = {"name": "Ona Petraitė", "family": "Petraitė", "given": "Ona"}
    theirs = {"name": "Ana Jonaitė", "family": "Jonaitė", "given": "Ana"}
    meet(laptop, ("client", client, mine, theirs))
    found = the_one(laptop)
    assert (found.field, len(found.ids)) == ("name", 3)
    assert found.parts == (
        Part("family", "Jonaitė", "Petraitė", "Petraitė"),
        Part("given", "Ana", "Ona", "Ona"),
    )
    assert differences.count_open(laptop.store) == 1
    assert differences.read(laptop.store, found.ids[::-1]) == [found]
    (row,) = differences.of_record(laptop.store, found.record)
    assert differences.alike(laptop.store, found) == [row]
    assert row in found.ids


def test_what_belongs_to_a_card_is_told_under_it(laptop):
    client = laptop.client("Ona", points=1)
    ((point,),) = laptop.store.read("SELECT id FROM contact_point")
    deal = laptop.insert("deal", client_id=client, title="Vases", currency="EUR")
    item = laptop.insert("deal_item", deal_id=deal, name="Vase", price=100)
    meet(
        laptop,
        ("contact_point", point, {"value": "1"}, {"value": "2"}),
        ("deal_item", item, {"price": 300}, {"price": 200}),
    )
    found = {each.table: each for each in differences.window(laptop.store).rows}
    assert (found["contact_point"].subject, found["contact_point"].record.table) == ("phone", "client")
    row = found["deal_item"]
    assert (row.record.table, row.record.name, row.record.client) == (
        "deal",
        "Vases",
        ClientLink(client, "Ona"),
    )
    assert (row.subject, row.currency, row.editor) == ("Vase", "EUR", Editor.MONEY)
    assert differences.of_record(laptop.store, row.record) == [row.id]
    assert differences.of_record(laptop.store, found["contact_point"].record) == [found["contact_point"].id]
    assert differences.count_of_client(laptop.store, client) == 2


def test_what_was_edited_on_a_merged_card_is_for_the_one_that_was_kept(laptop):
    kept, merged = laptop.client("Ona P."), laptop.client("Ona Petraitė")
    laptop.update("client", kept, notes="of the other card")
    known_to_server(laptop)
    laptop.update("client", merged, notes="blue vases")
    theirs = server_row(laptop, "client", merged) | {"deleted": 1, "merged_into": kept, "notes": ""}
    from crm_desktop.sync.applying import apply

    apply(laptop.store, snapshot(9, {"client": [(merged, 9, theirs)]}))
    found = the_one(laptop)
    assert (found.kind, found.row_id) == (ConflictKind.EDITED_AFTER_MERGE, kept)
    assert (found.stands.value, found.stands.by, found.other.value) == (
        "of the other card",
        "Ona",
        "blue vases",
    )
    assert found.record.client == ClientLink(kept, "Ona P.")
    assert not found.moved
    assert differences.count_of_client(laptop.store, kept) == 1
    assert differences.of_record(laptop.store, found.record) == [found.id]


def test_what_changed_since_is_shown_as_it_stands(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"likes": "mine"}, {"likes": "hers"}))
    laptop.store.who = "Jonas"
    laptop.update("client", client, likes="newest")
    found = the_one(laptop)
    assert found.moved
    assert (found.stands.value, found.stands.by) == ("newest", "Jonas")
    laptop.update("client", client, likes="mine")
    assert the_one(laptop).answers == (SEEN,)


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        ({"notes": "x"}, {"deleted": 1}, ConflictKind.REVIVED),
        ({"deleted": 1}, {"notes": "x"}, ConflictKind.DELETE_REFUSED),
    ],
)
def test_an_edit_beat_a_delete(laptop, mine, theirs, kind):
    client = laptop.client()
    meet(laptop, ("client", client, mine, theirs))
    found = the_one(laptop)
    assert (found.kind, found.field, found.answers) == (kind, "deleted", (KEPT, USED))
    who = ("Ona", "Bea") if kind is ConflictKind.REVIVED else ("Bea", "Ona")
    assert (found.stands.by, found.other.by) == who
    assert not found.record.deleted


def test_an_entry_of_a_list_comes_and_goes_in_its_list_alone(laptop):
    tag = laptop.insert("tag", name="VIP")
    meet(laptop, ("tag", tag, {"name": "Very"}, {"deleted": 1}))
    found = the_one(laptop)
    assert (found.record.table, found.record.name, found.record.client) == ("tag", "Very", None)
    assert found.answers == (SEEN,)


def test_a_merge_that_was_dropped_is_a_notice(laptop):
    one, other, third = (laptop.client(name) for name in ("One", "Other", "Third"))
    meet(laptop, ("client", one, {"deleted": 1, "merged_into": other}, {"deleted": 1, "merged_into": third}))
    found = the_one(laptop)
    assert (found.kind, found.field) == (ConflictKind.MERGED_ELSEWHERE, "merged_into")
    assert (found.stands.value, found.other.value, found.answers) == ("Third", "Other", (SEEN,))


def test_a_row_that_is_gone_is_a_notice(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "a"}, {"notes": "b"}))
    with laptop.store.transaction() as connection:
        connection.execute("UPDATE conflict SET row_id = ?", (b"g" * 16,))
    found = the_one(laptop)
    assert (found.record.gone, found.answers, found.seen) == (True, (SEEN,), (None,))


def test_windows_hold_all_of_them_once_the_newest_first(laptop):
    clients = [laptop.client(f"C{n}") for n in range(6)]
    for group in (clients[:2], clients[2:]):
        meet(
            laptop,
            *(("client", each, {"notes": "a", "likes": "a"}, {"notes": "b", "likes": "b"}) for each in group),
        )
        laptop.store.clock.at += timedelta(hours=1)
    seen: list[Difference] = []
    after = None
    while True:
        window = differences.window(laptop.store, after=after, limit=3)
        assert len({each.row_id for each in window.rows}) <= 2
        seen += window.rows
        after = window.after
        if after is None:
            break
    assert len(seen) == len({each.id for each in seen}) == 12
    assert [each.found_at for each in seen] == sorted((each.found_at for each in seen), reverse=True)
    assert {each.row_id for each in seen[8:]} == set(clients[:2])
    together = [each.row_id for each in seen]
    assert together == sorted(together, key=together.index)


def test_answered_ones_are_listed_by_when_they_were(laptop):
    one, other = laptop.client("One"), laptop.client("Other")
    meet(laptop, *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in (one, other)))
    for client in (other, one):
        (found,) = (each for each in differences.window(laptop.store).rows if each.row_id == client)
        difference_answers.keep(laptop.store, found.ids)
        laptop.store.clock.at += timedelta(hours=1)
    listed = differences.window(laptop.store, answered=True).rows
    assert [each.row_id for each in listed] == [one, other]
    assert {(each.answer, each.answered_by) for each in listed} == {(KEPT, "Ona")}
    assert differences.window(laptop.store).rows == ()
    assert [each.row_id for each in differences.window(laptop.store, answered=True, limit=1).rows] == [one]


@pytest.mark.parametrize(
    ("table", "values", "field", "name"),
    [
        ("request", {"kind": "wish", "received_at": "2026-11-20"}, "text", "wish"),
        ("activity", {"kind": "call", "held_at": "2026-11-20"}, "result", "call"),
        ("deal", {"title": "Vases"}, "notes", "Vases"),
        ("payment", {"amount": 5, "currency": "EUR"}, "note", ""),
        ("deal_stage", {"name": "Fitting"}, "colour", "Fitting"),
        ("stage", {"name": "", "role": "own"}, "colour", "own"),
        (
            "currency_rate",
            {"currency": "USD", "per": "EUR", "since": "2026-01-01", "rate": "1"},
            "rate",
            "USD / EUR",
        ),
        ("plan_template", {"name": "After sale"}, "starts", "After sale"),
    ],
)
def test_what_records_are_called(laptop, table, values, field, name):
    client = (
        {"client_id": laptop.client("Ona")} if table in ("request", "activity", "deal", "payment") else {}
    )
    id_ = laptop.insert(table, **values, **client)
    meet(laptop, (table, id_, {field: "2"}, {field: "3"}))
    found = the_one(laptop)
    assert (found.record.table, found.record.id, found.record.name) == (table, id_, name)
    assert (found.record.client is None) is (not client)
    assert differences.of_record(laptop.store, found.record) == list(found.ids)


def test_a_cost_is_called_by_its_source_and_a_step_by_its_plan(laptop):
    source, plan = laptop.insert("source", name="Fair"), laptop.insert("plan_template", name="After sale")
    cost = laptop.insert("source_cost", source_id=source, on_day="2026-11-01", amount=1, currency="EUR")
    step = laptop.insert("plan_step", template_id=plan, kind="call")
    meet(
        laptop,
        ("source_cost", cost, {"amount": 2}, {"amount": 3}),
        ("plan_step", step, {"after": 2}, {"after": 3}),
    )
    names = {each.table: each.record.name for each in differences.window(laptop.store).rows}
    assert names == {"source_cost": "Fair", "plan_step": "After sale"}


def test_rows_without_a_name_and_rows_that_are_gone_have_none(laptop):
    client = laptop.client()
    deals = [laptop.insert("deal", client_id=client, title=title) for title in ("Vases", "Roses")]
    payment = laptop.insert("payment", client_id=client, amount=1, currency="EUR")
    rest = laptop.insert("payment", client_id=client, amount=1, currency="EUR")
    meet(
        laptop,
        (
            "payment",
            payment,
            {"deal_id": deals[0], "part_of": rest},
            {"deal_id": deals[1], "part_of": payment},
        ),
    )
    found = {each.field: each for each in differences.window(laptop.store).rows}
    assert (found["deal_id"].stands.value, found["deal_id"].other.value) == ("Roses", "Vases")
    assert (found["part_of"].stands.value, found["part_of"].other.value) == ("", "")
    with laptop.store.transaction() as connection:
        gone = '{"$blob":"' + "AB" * 16 + '"}'
        connection.execute("UPDATE conflict SET loser = ? WHERE field = 'deal_id'", (gone,))
    assert differences.read(laptop.store, found["deal_id"].ids)[0].other.value == ""


def test_of_the_values_of_own_fields_their_kind_is_known(laptop):
    from crm_desktop.ids import link_id

    client, field = laptop.client(), laptop.insert("field", name="Size", kind="number")
    value = laptop.insert("field_value", link_id(client, field), client_id=client, field_id=field, value="1")
    meet(laptop, ("field_value", value, {"value": "2"}, {"value": "3"}))
    found = the_one(laptop)
    assert (found.subject, found.own_kind, found.record.table) == ("Size", "number", "client")


def test_what_changed_behind_the_journal_has_no_author(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"likes": "mine"}, {"likes": "hers"}))
    with laptop.store.transaction() as connection:
        connection.execute("UPDATE client SET likes = 'newest'")
        connection.execute("DELETE FROM journal")
    assert the_one(laptop).stands == Said("newest", "", "")


def test_what_only_a_newer_program_knows_waits_for_it(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "a", "likes": "a"}, {"notes": "b", "likes": "b"}))
    with laptop.store.transaction() as connection:
        connection.execute("UPDATE conflict SET field = 'newer' WHERE field = 'likes'")
    assert {each.field: each.answers for each in differences.window(laptop.store).rows}["newer"] == (SEEN,)
    with laptop.store.transaction() as connection:
        connection.execute("UPDATE conflict SET tbl = 'newer' WHERE field = 'newer'")
    assert [each.field for each in differences.window(laptop.store).rows] == ["notes"]
    assert differences.count_open(laptop.store) == differences.count_of_client(laptop.store, client) == 1
    with laptop.store.transaction() as connection:
        connection.execute("UPDATE conflict SET kind = 'newer'")
    assert differences.window(laptop.store).rows == ()


def test_what_is_not_there_is_left_out(laptop):
    assert differences.read(laptop.store, [b"n" * 16]) == []


def test_all_like_one(laptop):
    clients = [laptop.client(f"C{n}") for n in range(3)]
    meet(
        laptop,
        *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in clients[:2]),
        ("client", clients[2], {"likes": "a"}, {"likes": "b"}),
    )
    first = next(each for each in differences.window(laptop.store).rows if each.field == "notes")
    found = differences.read(laptop.store, differences.alike(laptop.store, first))
    assert {each.row_id for each in found} == set(clients[:2])


def test_the_list_is_read_by_its_indexes(laptop):
    def plan(sql):
        return " ".join(row[3] for row in laptop.store.read(f"EXPLAIN QUERY PLAN {sql}"))

    where = "resolved_at IS NULL AND deleted = 0"
    assert "conflict_open" in plan(
        f"SELECT id FROM conflict WHERE {where} ORDER BY found_at DESC, row_id LIMIT 5"
    )
    where = "resolved_at IS NOT NULL AND deleted = 0"
    assert "conflict_answered" in plan(
        f"SELECT id FROM conflict WHERE {where} ORDER BY resolved_at DESC, row_id LIMIT 5"
    )
