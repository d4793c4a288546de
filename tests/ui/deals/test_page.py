"""The page of deals as a person uses it."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton

from crm_desktop.kinds import DealState, Op
from crm_desktop.services import deal_board, deal_stages, deals, operations, payments
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.drafts import PaymentDraft
from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.ui.deals.head import BOARD, LIST
from crm_desktop.ui.deals.page import DealsPage
from crm_desktop.ui.deals.reason_popup import ReasonPopup


def titles(page):
    return {
        column.stage.word if column.stage else "": [row.title for row in column.cards.cards.rows]
        for column in page.board.columns
    }


def listed(page):
    page.list.model.ensure(0, page.list.model.rowCount())
    return [page.list.model.row(number).title for number in range(page.list.model.rowCount())]


def column(page, word):
    return next(each for each in page.board.columns if each.stage is not None and each.stage.word == word)


def key(qtbot, widget, pressed, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, pressed, modifier)


def test_the_board_tells_count_sums_and_what_is_overdue(page):
    assert titles(page) == {"new": ["Wedding flowers", "Вентиляция"], "offer": ["Žibintai"], "terms": [""]}
    new = column(page, "new")
    assert new.accessibleName() == "New, 2 deals, €500 + 90,000\u00a0₽"
    first = new.cards.cards.words(0)
    assert (first.title, first.client, first.amount, first.when, first.late) == (
        "Wedding flowers", "Ona Petraitė", "€500", "1 Nov, overdue", True
    )  # fmt: skip
    assert new.cards.cards.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == first.spoken()
    assert new.cards.cards.words(1).person == "Jonas"
    assert column(page, "terms").cards.cards.words(0).title == "Иванов Пётр"
    assert page.board.won.accessibleName() == "Won, 1 deal, 70,000\u00a0JPY"
    assert page.filter_bar._total.text() == "4"


def test_the_keys_go_between_cards_and_open_one(qtbot, page, made, called):
    page.enter_list()
    new, offer, terms = (column(page, word).cards for word in ("new", "offer", "terms"))
    new.choose(1)
    key(qtbot, new, Qt.Key.Key_Right)
    assert page.board.chosen_ids() == [made["Žibintai"]] or offer.chosen() == [made["Žibintai"]]
    key(qtbot, offer, Qt.Key.Key_Right)
    key(qtbot, terms, Qt.Key.Key_Return)
    assert called.calls[-1] == ("open_deal", made[""])
    key(qtbot, terms, Qt.Key.Key_Right)  # behind the last stage stands what was won
    assert page.board.chosen_ids() == [made["Yen"]]
    assert page.current().title == "Yen"
    key(qtbot, page.board.won.cards, Qt.Key.Key_Right)  # there is nothing beyond
    assert page.board.won.cards.chosen() == [made["Yen"]]
    key(qtbot, page.board.won.cards, Qt.Key.Key_Left)
    key(qtbot, terms, Qt.Key.Key_Left)
    assert offer.chosen() == [made["Žibintai"]]


def test_ctrl_and_an_arrow_carry_the_card(qtbot, page, store, made, told):
    new = column(page, "new").cards
    new.choose(0)
    key(qtbot, new, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert titles(page)["offer"] == ["Wedding flowers", "Žibintai"]
    assert told.words == ["Deal moved"]
    offer = column(page, "offer").cards
    assert offer.chosen() == [made["Wedding flowers"]]
    key(qtbot, offer, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    terms = column(page, "terms").cards
    key(
        qtbot, terms, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier
    )  # beyond the last stage it is won
    assert deals.draft_of(store, made["Wedding flowers"]).state is DealState.WON
    assert page.board.won.cards.chosen() == [made["Wedding flowers"]]
    operations.undo(store)
    assert titles(page)["terms"] == ["Wedding flowers", ""]
    assert column(page, "terms").cards.chosen() == [made["Wedding flowers"]]  # the focus goes with the card
    assert column(page, "terms").cards.hasFocus()
    new = column(page, "new").cards
    new.choose(0)
    key(qtbot, new, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)  # before the first there is nothing
    assert titles(page)["new"] == ["Вентиляция"]


def test_dropped_cards_go_where_they_were_dropped(page, store, made, told):
    column(page, "terms").dropped.emit([made["Wedding flowers"], made["Žibintai"]])
    assert told.words == ["2 deals moved"]
    assert page.board.chosen_ids() == [made["Wedding flowers"]]
    assert deals.draft_of(store, made["Žibintai"]).stage_id == first_id("terms")
    page.board.won.dropped.emit([made["Žibintai"]])
    assert deals.draft_of(store, made["Žibintai"]).state is DealState.WON


def test_what_was_won_is_opened_again_by_keys_and_by_the_mouse(qtbot, page, store, made, told):
    won = page.board.won.cards
    assert [won.cards.words(row).title for row in range(won.cards.rowCount())] == ["Yen"]
    assert won.cards.words(0).when == "19 Nov"
    won.choose(0)
    key(qtbot, won, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert deals.draft_of(store, made["Yen"]).stage_id == first_id("terms")
    operations.undo(store)
    won.choose(0)
    key(qtbot, won, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)  # there is nothing beyond
    column(page, "new").dropped.emit([made["Yen"]])
    assert deals.draft_of(store, made["Yen"]).state is DealState.OPEN
    assert told.words == ["Deal moved", "Deal moved"]


def test_cards_put_back_where_they_stood_are_not_moved(page, store, made, told):
    before = operations.recent(store)[0]
    column(page, "new").dropped.emit([made["Wedding flowers"]])
    page.board.won.dropped.emit([made["Yen"]])
    assert (operations.recent(store)[0], told.words) == (before, [])
    column(page, "offer").dropped.emit([made["Wedding flowers"], made["Žibintai"]])
    assert told.words == ["Deal moved"]  # the other one stood there


def test_what_is_carried_is_seen(page, made):
    cards = column(page, "new").cards
    cards.choose(0)
    alone = cards._ghost(1)
    cards.selectAll()
    both = cards._ghost(2)
    assert (both.width() - alone.width(), both.height() - alone.height()) == (
        5 * both.devicePixelRatio(),
        5 * both.devicePixelRatio(),
    )
    assert alone.toImage().pixelColor(alone.width() // 2, alone.height() // 2).alpha() == 255
    full = cards.grab().toImage()
    cards._show_carried(frozenset({0, 1}))
    assert cards.grab().toImage() != full
    cards._show_carried(frozenset())
    assert cards.grab().toImage() == full


def test_cards_are_as_wide_with_a_scroll_bar_as_without(qtbot, page, store, made):
    cards = column(page, "new").cards
    qtbot.waitUntil(lambda: not cards.verticalScrollBar().isVisible())
    wide = cards.viewport().width()
    some = deals.draft_of(store, made["Wedding flowers"])
    with store.change(Op.ADD_DEAL):
        for _ in range(9):
            deals.add(store, some)
    qtbot.waitUntil(lambda: cards.verticalScrollBar().isVisible())
    assert cards.viewport().width() == wide


def test_what_was_lost_tells_what_is_not_owed_any_more(qtbot, page, store, made, told):
    deal = made["Wedding flowers"]
    client = deals.draft_of(store, deal).client_id
    for amount in (20_000, 5_000):
        payments.add(store, PaymentDraft(client, amount, "EUR", "2026-12-01", deal_id=deal))
    page.board.close_wanted.emit([deal], DealState.LOST)
    page.findChildren(ReasonPopup)[-1].findChild(QPushButton, "lost_done").click()
    assert told.words == ["Deal lost · €250 planned, not owed any more"]
    page.board.close_wanted.emit([made["Žibintai"]], DealState.WON)
    assert told.words[-1] == "Deal won"


def test_what_is_lost_asks_why_and_may_be_left(qtbot, page, store, made):
    page.board.lost.dropped.emit([made["Žibintai"]])
    (popup,) = page.findChildren(ReasonPopup)
    assert popup.accessibleName() == "Why was the deal lost?"
    popup.close()
    assert deals.draft_of(store, made["Žibintai"]).state is DealState.OPEN
    page.board.lost.dropped.emit([made["Žibintai"]])
    popup = page.findChildren(ReasonPopup)[-1]
    reason = popup.findChild(QComboBox, "lost_reason")
    assert [reason.itemText(n) for n in range(reason.count())] == ["dear"]
    reason.setEditText("too late")
    key(qtbot, reason.lineEdit(), Qt.Key.Key_Return)
    assert deals.draft_of(store, made["Žibintai"]).lost_reason == "too late"


def test_delete_moves_the_card_to_the_bin(qtbot, page, made, told):
    new = column(page, "new").cards
    new.choose(0)
    key(qtbot, new, Qt.Key.Key_Delete)
    assert titles(page)["new"] == ["Вентиляция"]
    assert told.words == ["Deal moved to the bin"]


def test_the_search_narrows_both_when_the_typing_pauses(qtbot, page):
    page.search("wed")
    qtbot.waitUntil(lambda: titles(page)["new"] == ["Wedding flowers"])
    assert titles(page)["offer"] == []
    page.go(LIST)
    assert listed(page) == ["Wedding flowers"]
    page.search("nothing such")
    page.enter_list()
    assert page._places.currentWidget() is page._empty
    assert page._empty.accessibleName() == "No deal fits"
    page._clear.click()
    assert len(listed(page)) == 6


def test_where_deals_are_many_the_board_is_narrowed_on_a_thread(qtbot, page, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.deal_list._MANY", 5)
    threads = []
    read = deal_board.board
    monkeypatch.setattr(
        deal_board, "board", lambda *asked: threads.append(threading.current_thread()) or read(*asked)
    )
    page.search("wed")
    qtbot.waitUntil(lambda: titles(page)["new"] == ["Wedding flowers"])
    page.search("")
    qtbot.waitUntil(lambda: len(titles(page)["new"]) == 2)
    assert [thread is threading.main_thread() for thread in threads] == [False, True]


def test_a_board_that_is_not_wanted_any_more_is_not_shown(qtbot, page, session, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.deal_list._MANY", 5)
    page.search("wed")
    page.enter_list()  # does not wait for the pause
    page.go(LIST)
    qtbot.waitUntil(lambda: not session.runner.busy())
    assert page._places.currentWidget() is page.list
    assert listed(page) == ["Wedding flowers"]


def test_more_cards_than_fit_lead_to_the_list(qtbot, page, store, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.deal_board.CARDS", 1)
    monkeypatch.setattr("crm_desktop.services.deal_board.board.__defaults__", ("", (), 1))
    page.shown(stale=False)
    rest = column(page, "new")._rest
    assert rest.text() == "1 more"
    rest.click()
    assert page.head.view() == LIST
    assert listed(page) == ["Вентиляция", "Wedding flowers"]
    page.go(BOARD)
    page.board.won._rest.click()
    assert page.filter_bar.filters()[-2:] == (
        Filter("deal_state", FilterOp.IS, ("won",)),
        Filter("closed", FilterOp.THIS_MONTH),
    )


def test_the_list_has_its_totals_and_keeps_its_order(qtbot, make_page, made, session):
    page = make_page()
    told: list[Any] = []
    page.layout_changed.connect(told.append)
    page.go(LIST)
    assert listed(page)[0] == ""
    page.list._sort("client")
    assert listed(page)[0] == "Old wish"
    page.list._sort("client")
    qtbot.waitUntil(lambda: page.list._totals.accessibleName() != "")
    assert page.list._totals.accessibleName() == (
        "6 deals · €600.01 + 70,000\u00a0JPY + 90,000\u00a0₽ · profit €300 + 70,000\u00a0JPY · 4 without a cost"
    )
    layout = told[-1]
    assert (layout["view"], layout["sort"], layout["descending"]) == (LIST, "client", True)
    session.settings.update(columns={"deals": layout})
    again = make_page()
    assert again.head.view() == LIST
    assert listed(again) == listed(page)


def test_several_in_the_list_are_moved_and_handed_over(qtbot, page, store, made, told):
    page.go(LIST)
    page.list.table.selectAll()
    assert page.list.bar.isVisible()
    assert page.list.bar.accessibleName() == "6 deals selected"
    responsible = page.list.bar.findChild(QPushButton, "deals_responsible").menu()
    responsible.aboutToShow.emit()
    assert [action.text() for action in responsible.actions()] == ["Jonas", "Ona", "", "None"]
    responsible.actions()[0].trigger()
    assert told.words[-1] == "6 deals saved"
    stage = page.list.bar.findChild(QPushButton, "deals_stage").menu()
    stage.aboutToShow.emit()
    assert [action.text() for action in stage.actions()] == [
        "New",
        "Offer made",
        "Agreeing terms",
        "Won",
        "Lost",
    ]
    page.list.table.selectAll()
    stage.actions()[1].trigger()
    assert told.words[-1] == "6 deals moved"
    assert store.read("SELECT DISTINCT stage_id FROM deal") == [(first_id("offer"),)]
    page.list.table.selectAll()
    page.list.bar.findChild(QPushButton, "deals_won").click()
    assert store.read("SELECT DISTINCT state FROM deal") == [("won",)]


def test_the_menu_of_a_deal(qtbot, page, made, called):
    new = column(page, "new").cards
    new.choose(0)
    new.menu_wanted.emit(QPoint(10, 10))
    menu = page.findChild(QMenu, "deal_menu")
    words = {action.text(): action for action in menu.actions()}
    for text, call in (("Open the deal", "open_deal"), ("Plan a contact", "plan")):
        words[text].trigger()
        assert called.calls[-1] == (call, made["Wedding flowers"])
    words["Show the client"].trigger()
    assert called.calls[-1][0] == "show_client"
    words["Won"].trigger()
    menu.close()
    assert titles(page)["new"] == ["Вентиляция"]


def test_each_pipeline_has_its_board(page, store, made):
    deal_stages.add_pipeline(store, "Export")
    pipelines = page.findChild(QComboBox, "deals_pipeline")
    assert [pipelines.itemText(n) for n in range(pipelines.count())] == ["Sales", "Export"]
    page._choose_pipeline("Export")
    assert [each.stage.pipeline for each in page.board.columns] == ["Export"]
    page.board.closed_wanted.emit(DealState.WON)
    assert [each.values for each in page.filter_bar.filters() if each.field == "pipeline"] == [("Export",)]
    page.filter_bar.set_filters(())
    page.go(BOARD)
    for stage in deal_stages.stages(store, "Export"):
        deal_stages.delete(store, stage.id)
    assert set(titles(page)) == {"new", "offer", "terms"}


def test_an_empty_base_says_how_to_begin(make_page, called):
    page = make_page()
    assert page._empty.accessibleName() == "No deals yet"
    page._new.click()
    assert called.calls[-1] == ("new_deal",)


def test_many_are_changed_beside_the_window(qtbot, page, store, made, told, called):
    client = deals.draft_of(store, made["Yen"]).client_id
    with store.change(Op.ADD_DEAL) as change:
        change.executemany(
            "INSERT INTO deal(id, client_id, title, stage_id) VALUES (?, ?, 'x', ?)",
            ((place.to_bytes(16, "big"), client, first_id("new")) for place in range(100)),
        )
    page.go(LIST)
    page.list.table.selectAll()
    page.list.bar.findChild(QPushButton, "deals_delete").click()
    assert called.calls[-1] == ("working", "Saving…")
    qtbot.waitUntil(lambda: told.words == ["106 deals moved to the bin"])
    assert called.calls[-1] == ("working", "")


def test_faults_are_told(page, made, told, monkeypatch):
    from crm_desktop.services import deal_moves

    def fail(*_given):
        raise ValueError

    monkeypatch.setattr(deal_moves, "delete", fail)
    page._doing.delete([made["Yen"]])
    assert isinstance(told.problems[0], ValueError)
    assert isinstance(page, DealsPage)


def test_columns_beyond_the_edge_come_into_sight_while_deals_are_carried(qtbot, page, store, made):
    for number in range(6):
        deal_stages.add(store, f"Step {number}", pipeline="")
    bar = page.board._area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == 0
    page.board.columns[-1].entered.emit()
    assert bar.value() > 0
    page.board.columns[0].entered.emit()
    assert bar.value() == 0
    assert page.board.won.isVisible()  # beside what scrolls
