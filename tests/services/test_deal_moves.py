from __future__ import annotations

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import DealState, Op, PlanStart
from crm_desktop.services import clients, deal_moves, deal_stages, deals, dictionaries, operations, plans
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DealDraft
from tests.services.content import content, newest_op


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def three(store, client):
    return [deals.add(store, DealDraft(client, title)) for title in "abc"]


def standing(store, ids):
    return [
        (draft.stage_id, draft.state, draft.closed_on, draft.lost_reason)
        for draft in (deals.draft_of(store, id_) for id_ in ids)
    ]


def test_many_go_to_a_stage_at_once_and_come_back_at_once(store, three):
    before = content(store)
    assert deal_moves.move(store, three, first_id("offer")) == 3
    assert standing(store, three) == [(first_id("offer"), DealState.OPEN, None, "")] * 3
    assert newest_op(store) == Op.MOVE_DEALS
    operations.undo(store)
    assert content(store) == before


def test_a_stage_of_won_deals_wins_and_a_lost_one_takes_its_reason(store, clock, three):
    deal_moves.move(store, three[:1], first_id("won"))
    deal_moves.move(store, three[1:2], first_id("lost"), " too  dear")
    assert standing(store, three[:2]) == [
        (first_id("won"), DealState.WON, "2026-11-20", ""),
        (first_id("lost"), DealState.LOST, "2026-11-20", "too dear"),
    ]
    clock.at = clock.at.replace(day=25)
    deal_moves.move(store, three[1:2], first_id("lost"), "asked too late")
    assert standing(store, three[1:2]) == [(first_id("lost"), DealState.LOST, "2026-11-20", "asked too late")]
    assert store.read("SELECT moved_at FROM deal WHERE id = ?", three[1:2]) == [("2026-11-20T10:00:00.000Z",)]
    deal_moves.move(store, three[:2], first_id("terms"))
    assert standing(store, three[:2]) == [(first_id("terms"), DealState.OPEN, None, "")] * 2


def test_where_they_stand_already_nothing_is_written(store, three):
    before = content(store)
    deal_moves.move(store, three, first_id("new"))
    assert content(store) == before
    assert operations.can_undo(store) is not None
    assert newest_op(store) == Op.ADD_DEAL


def test_won_by_moving_begins_the_plans(store, three):
    step = plans.StepDraft(after=2, wanted="Satisfied?")
    plans.save(store, plans.TemplateDraft("After the sale", (step,), PlanStart.DEAL_WON))
    deal_moves.close(store, three[:2], DealState.WON)
    assert store.read("SELECT COUNT(*) FROM activity") == [(2,)]
    operations.undo(store)
    assert store.read("SELECT COUNT(*) FROM activity WHERE deleted = 0") == [(0,)]


def test_each_is_closed_in_its_own_pipeline(store, client, three):
    deal_stages.add_pipeline(store, "Export")
    other = deal_stages.stages(store, "Export")
    deal_moves.move(store, three[:1], other[0].id)
    assert deal_moves.close(store, three, DealState.LOST, "war") == 3
    assert [stage for stage, *_ in standing(store, three)] == [
        other[2].id,
        first_id("lost"),
        first_id("lost"),
    ]
    deal_moves.close(store, three, DealState.OPEN)
    assert [stage for stage, *_ in standing(store, three)] == [other[0].id, first_id("new"), first_id("new")]


def test_handed_over_and_thrown_away(store, three):
    jonas = dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
    assert deal_moves.hand_over(store, three[:2], jonas) == 2
    assert [deals.draft_of(store, id_).responsible_id for id_ in three] == [jonas, jonas, None]
    deal_moves.hand_over(store, three, None)
    assert deals.draft_of(store, three[0]).responsible_id is None
    before = content(store)
    assert deal_moves.delete(store, three) == 3
    assert store.read("SELECT COUNT(*) FROM deal WHERE deleted = 0") == [(0,)]
    operations.undo(store)
    assert content(store) == before


def test_a_thousand_are_one_operation_with_progress(store, client):
    with store.change(Op.ADD_DEAL) as change:
        change.executemany(
            "INSERT INTO deal(id, client_id, title, stage_id) VALUES (?, ?, 'x', ?)",
            ((bytes([place // 256, place % 256]) * 8, client, first_id("new")) for place in range(1001)),
        )
    ids = [row[0] for row in store.read("SELECT id FROM deal")]
    told = []
    assert deal_moves.move(store, ids, first_id("offer"), progress=lambda *at: told.append(at)) == 1001
    assert told == [(500, 1001), (1000, 1001), (1001, 1001)]
    assert store.read("SELECT DISTINCT stage_id FROM deal") == [(first_id("offer"),)]
    operations.undo(store)
    assert store.read("SELECT DISTINCT stage_id FROM deal") == [(first_id("new"),)]


def test_where_nothing_is_there_to_go_to(store, three):
    with pytest.raises(RecordNotFound):
        deal_moves.move(store, three, b"x" * 16)
    with pytest.raises(RecordNotFound):
        deal_moves.hand_over(store, three, b"x" * 16)


def test_from_one_lost_stage_to_another_a_deal_keeps_its_reason(store, three):
    other = deal_stages.add(store, "Lost to a rival", DealState.LOST)
    deal_moves.close(store, three, DealState.LOST, "too dear")
    deal_moves.move(store, three[:2], other)
    deal_moves.move(store, three[2:], other, "too late")
    assert [row[3] for row in standing(store, three)] == ["too dear", "too dear", "too late"]
    deal_moves.close(store, three, DealState.OPEN)
    assert [row[3] for row in standing(store, three)] == ["", "", ""]
