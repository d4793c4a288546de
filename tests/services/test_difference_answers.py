from __future__ import annotations

import pytest

from crm_desktop.errors import DifferenceAnswered, DifferenceMoved, NameTaken, RecordNotFound
from crm_desktop.kinds import DealState, DifferenceAnswer, Op, StageRole
from crm_desktop.services import deal_stages, difference_answers, differences, operations
from crm_desktop.services.base import stage_id
from tests.services.differing import meet
from tests.sync.laptops import open_laptop


@pytest.fixture
def laptop(tmp_path):
    made = open_laptop(tmp_path)
    yield made
    made.store.close()


def open_ones(laptop):
    return list(differences.window(laptop.store).rows)


def the_one(laptop):
    (found,) = open_ones(laptop)
    return found


def answered(laptop):
    (found,) = differences.window(laptop.store, answered=True).rows
    return found.answer, found.answered_by


def use(laptop):
    found = the_one(laptop)
    difference_answers.use_other(laptop.store, found.id, found.seen)


def test_what_stands_is_kept_and_undone_it_is_asked_again(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "a"}, {"notes": "b"}))
    found = the_one(laptop)
    assert difference_answers.keep(laptop.store, found.ids) == difference_answers.Answered(1)
    assert (laptop.value("client", client, "notes"), open_ones(laptop)) == ("b", [])
    assert answered(laptop) == (DifferenceAnswer.KEPT, "Ona")
    assert operations.can_undo(laptop.store).op == Op.ANSWER_DIFFERENCES
    operations.undo(laptop.store)
    assert open_ones(laptop) == [found]


def test_the_other_value_takes_its_place_and_undone_both_are_as_before(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "a"}, {"notes": "b"}))
    before = the_one(laptop)
    use(laptop)
    assert (laptop.value("client", client, "notes"), open_ones(laptop)) == ("a", [])
    assert answered(laptop) == (DifferenceAnswer.USED, "Ona")
    operations.undo(laptop.store)
    assert (laptop.value("client", client, "notes"), open_ones(laptop)) == ("b", [before])
    operations.redo(laptop.store)
    assert (laptop.value("client", client, "notes"), open_ones(laptop)) == ("a", [])


def test_an_answer_to_what_is_not_there_any_more_is_refused_and_writes_nothing(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "a"}, {"notes": "b"}))
    shown = the_one(laptop)
    laptop.update("client", client, notes="newer")
    with pytest.raises(DifferenceMoved) as raised:
        difference_answers.use_other(laptop.store, shown.id, shown.seen)
    assert raised.value.facts["now"] == "newer"
    assert (laptop.value("client", client, "notes"), len(open_ones(laptop))) == ("newer", 1)
    use(laptop)  # having seen the newest
    assert laptop.value("client", client, "notes") == "a"
    with pytest.raises(DifferenceAnswered) as refused:
        difference_answers.use_other(laptop.store, shown.id, shown.seen)
    assert refused.value.facts["by"] == "Ona"
    with pytest.raises(RecordNotFound):
        difference_answers.use_other(laptop.store, b"n" * 16, ())


def test_a_third_value_takes_the_place_of_both(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"birthday": "1976-05-17"}, {"birthday": "1976-05-18"}))
    found = the_one(laptop)
    difference_answers.write(laptop.store, found.id, found.seen, "--05-19")
    assert laptop.value("client", client, "birthday") == "--05-19"
    assert answered(laptop) == (DifferenceAnswer.WRITTEN, "Ona")


def test_an_answer_that_the_difference_does_not_know_is_refused(laptop):
    tag = laptop.insert("tag", name="VIP")
    meet(laptop, ("tag", tag, {"name": "Very"}, {"deleted": 1}))
    found = the_one(laptop)
    with pytest.raises(RecordNotFound):
        difference_answers.use_other(laptop.store, found.id, found.seen)
    assert difference_answers.use_others(laptop.store, found.ids).left == found.ids
    difference_answers.keep(laptop.store, found.ids)
    assert answered(laptop) == (DifferenceAnswer.SEEN, "Ona")


# Both -------------------------------------------------------------------------------------------------------------


def keep_both(laptop, note=""):
    found = the_one(laptop)
    difference_answers.keep_both(laptop.store, found.id, found.seen, note)


def test_two_texts_become_one(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "likes tea"}, {"notes": "has a dog"}))
    keep_both(laptop)
    assert laptop.value("client", client, "notes") == "has a dog\n\nlikes tea"
    assert answered(laptop) == (DifferenceAnswer.BOTH, "Ona")


def test_two_phones_stand_beside_each_other(laptop):
    client = laptop.client(points=1)
    ((point,),) = laptop.store.read("SELECT id FROM contact_point")
    meet(laptop, ("contact_point", point, {"value": "+370 612 34567"}, {"value": "+370 612 99999"}))
    keep_both(laptop)
    rows = laptop.store.read(
        "SELECT value, key, client_id FROM contact_point WHERE deleted = 0 ORDER BY rank, rid"
    )
    assert rows == [("+370 612 99999", "", client), ("+370 612 34567", "+37061234567", client)]
    operations.undo(laptop.store)
    assert laptop.store.read("SELECT value FROM contact_point WHERE deleted = 0") == [("+370 612 99999",)]
    keep_both(laptop)
    assert laptop.store.read("SELECT COUNT(*) FROM contact_point WHERE deleted = 0") == [(2,)]


def test_what_cannot_stand_twice_goes_into_the_history(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"birthday": "1976-05-17"}, {"birthday": "1976-05-18"}))
    found = the_one(laptop)
    keep_both(laptop, "Birthday, by Ona: 17 May 1976")
    assert laptop.value("client", client, "birthday") == "1976-05-18"
    notes = laptop.store.read("SELECT client_id, kind, held_at, result FROM activity")
    assert notes == [(client, "note", found.found_at, "Birthday, by Ona: 17 May 1976")]


def test_of_a_deal_the_note_stands_with_the_deal(laptop):
    client = laptop.client()
    deal = laptop.insert("deal", client_id=client, title="Vases", currency="EUR")
    meet(laptop, ("deal", deal, {"amount": 100}, {"amount": 200}))
    keep_both(laptop, "Amount, by Ona: 1")
    assert laptop.store.read("SELECT client_id, deal_id FROM activity") == [(client, deal)]


# Values follow the rules of their field ---------------------------------------------------------------------------


def test_a_name_comes_with_its_parts(laptop):
    client = laptop.client("Ona Jonaitė")
    mine = {"name": "Ona Petraitė", "family": "Petraitė", "given": "Ona"}
    meet(laptop, ("client", client, mine, {"name": "Ana Jonaitė", "family": "Jonaitė", "given": "Ana"}))
    use(laptop)
    row = laptop.row("client", client)
    assert (row["name"], row["family"], row["given"]) == ("Ona Petraitė", "Petraitė", "Ona")
    assert laptop.store.read("SELECT name FROM client_list") == [("Ona Petraitė",)]


def test_kinds_and_flags_come_back(laptop):
    client = laptop.client()
    mine = {"gender": "female", "preferred_channel": "sms", "vip": 1}
    meet(laptop, ("client", client, mine, {"gender": "male", "preferred_channel": "email", "vip": 0}))
    for found in open_ones(laptop):
        difference_answers.use_other(laptop.store, found.id, found.seen)
    row = laptop.row("client", client)
    assert (row["gender"], row["preferred_channel"], row["vip"]) == ("female", "sms", 1)


def test_a_stage_of_a_client_is_noted_in_its_story(laptop):
    client = laptop.client()
    wanted, other = stage_id(StageRole.REGULAR), stage_id(StageRole.PARTNER)
    meet(laptop, ("client", client, {"stage_id": wanted}, {"stage_id": other}))
    use(laptop)
    assert laptop.value("client", client, "stage_id") == wanted
    assert laptop.store.read("SELECT from_id, to_id FROM stage_change") == [(other, wanted)]


def test_a_deal_is_what_its_stage_says(laptop):
    client = laptop.client()
    won, offer = deal_stages.first_id("won"), deal_stages.first_id("offer")
    deal = laptop.insert("deal", client_id=client, title="Vases", stage_id=deal_stages.first_id("new"))
    mine = {"stage_id": won, "state": "won", "closed_on": "2026-11-20"}
    meet(laptop, ("deal", deal, mine, {"stage_id": offer, "state": "open"}))
    row = laptop.row("deal", deal)
    assert (row["stage_id"], row["state"]) == (offer, "won")  # field by field they met so
    use(laptop)
    row = laptop.row("deal", deal)
    assert (row["stage_id"], row["state"], row["closed_on"]) == (won, DealState.WON, "2026-11-20")
    assert row["moved_at"] is not None
    meet(laptop, ("deal", deal, {"stage_id": offer}, {"stage_id": deal_stages.first_id("terms")}))
    use(laptop)
    row = laptop.row("deal", deal)
    assert (row["stage_id"], row["state"], row["closed_on"]) == (offer, DealState.OPEN, None)


def test_a_deal_that_was_lost_keeps_its_reason(laptop):
    deal = laptop.insert(
        "deal", client_id=laptop.client(), title="Vases", stage_id=deal_stages.first_id("new")
    )
    lost = {
        "stage_id": deal_stages.first_id("lost"),
        "state": "lost",
        "lost_reason": "price",
        "closed_on": "2026-11-19",
    }
    meet(laptop, ("deal", deal, lost, {"stage_id": deal_stages.first_id("terms"), "lost_reason": "x"}))
    use(laptop)
    row = laptop.row("deal", deal)
    assert (row["state"], row["lost_reason"]) == (DealState.LOST, "price")
    meet(laptop, ("deal", deal, {"title": "a"}, {"title": "b"}))
    use(laptop)
    assert laptop.row("deal", deal)["title"] == "a"


def test_an_entry_of_a_list_that_was_merged_stands_for_the_one_that_was_kept(laptop):
    fair, fairs, site = (laptop.insert("source", name=name) for name in ("Fair", "Fairs", "Site"))
    client = laptop.client()
    meet(laptop, ("client", client, {"source_id": fairs}, {"source_id": site}))
    laptop.update("source", fairs, deleted=1, merged_into=fair)
    use(laptop)
    assert laptop.value("client", client, "source_id") == fair


def test_an_entry_of_a_list_in_the_bin_is_refused(laptop):
    fair, site = (laptop.insert("source", name=name) for name in ("Fair", "Site"))
    client = laptop.client()
    meet(laptop, ("client", client, {"source_id": fair}, {"source_id": site}))
    laptop.update("source", fair, deleted=1)
    found = the_one(laptop)
    with pytest.raises(RecordNotFound):
        use(laptop)
    assert difference_answers.use_others(laptop.store, found.ids) == difference_answers.Answered(0, found.ids)
    assert (laptop.value("client", client, "source_id"), the_one(laptop)) == (site, found)


def test_a_client_that_was_merged_stands_for_the_one_that_was_kept(laptop):
    one, other, kept, client = (laptop.client(name) for name in ("One", "Other", "Kept", "Ona"))
    meet(laptop, ("client", client, {"referrer_id": one}, {"referrer_id": other}))
    laptop.update("client", one, deleted=1, merged_into=kept)
    use(laptop)
    assert laptop.value("client", client, "referrer_id") == kept


def test_names_of_lists_stand_once(laptop):
    first, second = laptop.insert("tag", name="a"), laptop.insert("tag", name="Friend")
    meet(laptop, ("tag", first, {"name": "friend"}, {"name": "b"}))
    with pytest.raises(NameTaken):
        use(laptop)
    laptop.update("tag", second, name="Foe")
    use(laptop)
    assert laptop.value("tag", first, "name") == "friend"


@pytest.mark.parametrize(("table", "values"), [("deal_stage", {}), ("field", {}), ("plan_template", {})])
def test_other_names_come_back(laptop, table, values):
    id_ = laptop.insert(table, name="x", **values)
    meet(laptop, (table, id_, {"name": "mine"}, {"name": "hers"}))
    use(laptop)
    assert laptop.value(table, id_, "name") == "mine"


def test_own_fields_take_what_their_kind_takes(laptop):
    client, field = laptop.client(), laptop.insert("field", name="Size", kind="number")
    from crm_desktop.ids import link_id

    value = laptop.insert("field_value", link_id(client, field), client_id=client, field_id=field, value="1")
    meet(laptop, ("field_value", value, {"value": "2"}, {"value": "3"}))
    use(laptop)
    assert laptop.value("field_value", value, "value") == "2"


def test_thrown_away_and_brought_back(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"deleted": 1}, {"notes": "x"}))
    use(laptop)
    assert laptop.value("client", client, "deleted") == 1
    operations.undo(laptop.store)
    assert laptop.value("client", client, "deleted") == 0


# Many -------------------------------------------------------------------------------------------------------------


def test_many_at_once_leave_what_moved(laptop):
    clients = [laptop.client(f"C{n}") for n in range(3)]
    meet(laptop, *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in clients))
    laptop.update("client", clients[1], notes="newer")
    ids = [each.id for each in open_ones(laptop)]
    done = difference_answers.use_others(laptop.store, ids)
    assert (done.count, [each.row_id for each in open_ones(laptop)]) == (2, [clients[1]])
    assert done.left == tuple(each.id for each in open_ones(laptop))
    assert [laptop.value("client", each, "notes") for each in clients] == ["a", "newer", "a"]
    assert difference_answers.keep(laptop.store, ids).count == 1  # of those answered already nothing changes
    operations.undo(laptop.store)
    operations.undo(laptop.store)
    assert [laptop.value("client", each, "notes") for each in clients] == ["b", "newer", "b"]
    assert len(open_ones(laptop)) == 3


def test_hundreds_go_in_portions_and_can_be_cancelled(laptop):
    clients = [laptop.client(f"C{n}") for n in range(501)]
    meet(laptop, *(("client", each, {"notes": "a"}, {"notes": "b"}) for each in clients))
    ids = [id_ for (id_,) in laptop.store.read("SELECT id FROM conflict")]
    told = []
    done = difference_answers.use_others(laptop.store, ids, lambda *so_far: told.append(so_far))
    assert (done.count, told[0], told[-1]) == (501, (10, 501), (501, 501))
    assert laptop.store.read("SELECT DISTINCT notes FROM client") == [("a",)]
    operations.undo(laptop.store)
    assert differences.count_open(laptop.store) == 501

    def stop(*_):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        difference_answers.use_others(laptop.store, ids[:30], stop)
    with pytest.raises(InterruptedError):
        difference_answers.keep(laptop.store, ids, stop)
    assert differences.count_open(laptop.store) == 501


def test_a_plan_of_a_whole_day_is_one(laptop):
    contact = laptop.insert(
        "activity", client_id=laptop.client(), kind="call", planned_at="2026-11-24T09:00:00.000Z"
    )
    meet(
        laptop,
        (
            "activity",
            contact,
            {"planned_at": "2026-11-25T09:00:00.000Z"},
            {"planned_at": "2026-11-26T09:00:00.000Z"},
        ),
    )
    found = the_one(laptop)
    difference_answers.write(laptop.store, found.id, found.seen, "2026-11-27")
    row = laptop.row("activity", contact)
    assert (row["planned_at"], row["all_day"]) == ("2026-11-27", 1)


def test_a_note_that_was_taken_back_is_written_again(laptop):
    client = laptop.client()
    meet(laptop, ("client", client, {"birthday": "1976-05-17"}, {"birthday": "1976-05-18"}))
    keep_both(laptop, "Birthday")
    with laptop.store.transaction() as connection:
        connection.execute("UPDATE activity SET rev = 7")  # it was sent: undo moves it to the bin
    operations.undo(laptop.store)
    assert laptop.store.read("SELECT deleted FROM activity") == [(1,)]
    keep_both(laptop, "Birthday")
    assert laptop.store.read("SELECT deleted, result FROM activity") == [(0, "Birthday")]


def test_what_is_nobodys_has_no_history_for_a_note(laptop):
    contact = laptop.insert("activity", kind="task", planned_at="2026-11-24")
    meet(laptop, ("activity", contact, {"outcome": "failed"}, {"outcome": "successful"}))
    assert DifferenceAnswer.BOTH not in the_one(laptop).answers


def test_a_phone_gets_the_key_of_its_value(laptop):
    client = laptop.client(points=1)
    ((point,),) = laptop.store.read("SELECT id FROM contact_point")
    meet(laptop, ("contact_point", point, {"value": "+370 612 34567"}, {"value": "+370 612 99999"}))
    use(laptop)
    row = laptop.row("contact_point", point)
    assert (row["client_id"], row["value"], row["key"]) == (client, "+370 612 34567", "+37061234567")
