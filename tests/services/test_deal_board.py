from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.kinds import DealState, Op
from crm_desktop.services import deal_board, deal_moves, deal_stages, deals, writing
from crm_desktop.services.deal_board import Closed
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.filters import Filter, FilterOp
from tests.services.deal_bases import some_deals


@pytest.fixture
def made(store):
    return some_deals(store)


def shown(board):
    return {
        column.stage.word if column.stage else None: (
            column.count, column.sums, [card.title for card in column.cards]
        )
        for column in board.columns
    }  # fmt: skip


def test_a_column_for_each_open_stage_those_expected_first_on_top(store, made):
    board = deal_board.board(store, "")
    assert shown(board) == {
        "new": (2, (("EUR", 50_000), ("RUB", 9_000_000)), ["Wedding flowers", "Вентиляция"]),
        "offer": (1, (("EUR", 10_000),), ["Žibintai"]),
        "terms": (1, (("EUR", 1),), [""]),
    }
    assert replace(board.won, cards=()) == Closed(DealState.WON, 1, (("JPY", 70_000),))
    assert [card.title for card in board.won.cards] == ["Yen"]
    assert board.lost == Closed(DealState.LOST)


def test_the_rest_of_a_column_is_counted(store, made):
    deal_moves.move(store, [made["Žibintai"]], first_id("new"))
    count, _, titles = shown(deal_board.board(store, "", cards=2))["new"]
    assert (count, titles) == (3, ["Wedding flowers", "Вентиляция"])
    assert shown(deal_board.board(store, ""))["new"][2] == ["Wedding flowers", "Вентиляция", "Žibintai"]


def test_what_was_closed_last_stands_first_and_no_more_than_fits(store, made):
    some = deals.draft_of(store, made["Yen"])
    for day in range(1, 17):
        deals.add(store, replace(some, title=str(day), closed_on=f"2026-11-{day:02}"))
    deals.add(store, replace(some, title="October", closed_on="2026-10-31"))
    won = deal_board.board(store, "").won
    assert won.count == 17
    assert [card.title for card in won.cards] == ["Yen", *(str(day) for day in range(16, 5, -1))]


def test_narrowed_as_the_list_is_but_not_by_columns(store, made):
    filters = (Filter("overdue", FilterOp.YES), Filter("deal_state", FilterOp.IS, ("won",)))
    assert shown(deal_board.board(store, "", "ona", filters))["new"] == (
        1,
        (("EUR", 50_000),),
        ["Wedding flowers"],
    )
    assert deal_board.board(store, "", "ona").won.count == 0


def test_each_pipeline_has_its_own_board(store, made):
    deal_stages.add_pipeline(store, "Export")
    stages = deal_stages.stages(store, "Export")
    deal_moves.move(store, [made["Žibintai"]], stages[0].id)
    deal_moves.move(store, [made["Wedding flowers"]], stages[2].id)
    board = deal_board.board(store, "Export")
    assert [(column.stage, column.count) for column in board.columns] == [(stages[0], 1)]
    assert (board.won.count, board.lost.count) == (0, 1)
    assert deal_board.board(store, "").won.count == 1


def test_deals_without_a_stage_stand_first_in_the_first_pipeline(store, made):
    deal_stages.add_pipeline(store, "Export")
    with store.change(Op.EDIT_DEAL):
        for title in ("Žibintai", "Yen"):
            writing.update(store, "deal", made[title], {"stage_id": None})
    board = deal_board.board(store, "")
    assert board.columns[0].stage is None
    assert [card.title for card in board.columns[0].cards] == ["Žibintai"]
    assert board.won.count == 1
    assert [column.stage for column in deal_board.board(store, "Export").columns] == [
        deal_stages.stages(store, "Export")[0]
    ]
