"""The card as a whole: what it shows, what its buttons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from crm_desktop.kinds import ClientKind, StageRole
from crm_desktop.services import activities, clients, payments, requests, stage_rules, timeline
from crm_desktop.services.base import stage_id
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, EmploymentDraft, PaymentDraft, PriceDraft
from crm_desktop.ui.card.calls import Calls
from crm_desktop.ui.card.card_view import CardView
from crm_desktop.ui.card.history_dialog import HistoryDialog
from crm_desktop.ui.card.history_model import Shown


def words(card):
    return {line.fact().id: line.fact() for line in card.page.facts.lines()}


def place_of(card):
    return card._places.currentWidget().objectName()


def settle(qtbot, card):
    qtbot.waitUntil(lambda: card.page.parts.history.view.isVisible())


def test_nobody_is_chosen_at_first(card):
    assert place_of(card) == "card_empty"


def test_what_the_ringing_phone_needs_stands_above_the_fold(qtbot, card, ivanov):
    card.show_client(ivanov)
    settle(qtbot, card)
    shown = words(card)
    assert next(iter(shown)) == "fact_likes"
    assert shown["fact_salutation"].text == "Иван Петрович"
    assert shown["fact_phone_1"].text == "+370 612 34567"
    assert shown["fact_phone_1"].note == "after lunch"
    assert shown["fact_owes"].text == "owes €1,240"
    assert shown["fact_next"].text == "Meeting, Tue 24 Nov 16:00"
    assert shown["fact_birthday_near"].text == "in 7 days"
    assert card.page.alerts.words() == [
        "Open complaint, 2 days, answer late by 1\u00a0day. vases arrived chipped\nWith Ona."
    ]
    assert card.page.head.badges() == ["VIP"]
    history = card.page.parts.history.view
    third = history.visualRect(history.model().index(2, 0))
    bottom = history.viewport().mapTo(card, third.topLeft()).y()
    assert bottom < card.height(), "the last three contacts stand above the fold"
    assert card.page.verticalScrollBar().maximum() == 0, "without scrolling"


def test_who_is_marked_and_tagged_as_important_has_one_badge_for_it(qtbot, card, ivanov, store):
    clients.edit(store, ivanov, replace(clients.draft_of(store, ivanov), vip=True, tags=("vip", "wholesale")))
    card.show_client(ivanov)
    settle(qtbot, card)
    assert card.page.head.badges() == ["VIP", "wholesale"]


def test_the_history_begins_with_the_last_contact_and_leaves_out_what_is_ahead(card, ivanov):
    card.show_client(ivanov)
    model = card.page.parts.history.view.model()
    assert [model.entry(row).texts[0][1] for row in range(model.rowCount())] == [
        "3 days ago", "10 days ago", "20 days ago", "30 days ago",
    ]  # fmt: skip


def test_a_click_on_a_phone_copies_it(qtbot, card, ivanov, told):
    card.show_client(ivanov)
    line = card.page.facts.findChild(QWidget, "fact_phone_1")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "+370 612 34567"
    assert told.words == ["Copied: +370 612 34567"]


def test_the_employer_opens_its_card(qtbot, card, ivanov, called, store):
    card.show_client(ivanov)
    qtbot.mouseClick(card.findChild(QPushButton, "card_company"), Qt.MouseButton.LeftButton)
    ((what, company),) = called
    assert what == "client"
    assert clients.draft_of(store, company).name == "UAB Rasa"


def test_a_company_lists_its_people_and_their_contacts(card, ivanov, store, called):
    company = clients.draft_of(store, ivanov).employments[0].company_id
    card.show_client(company)
    card.page.parts.show_tab(3)
    lines = card.page.parts.findChild(QWidget, "people").lines()
    assert [line.fact().text for line in lines] == ["Иванов Иван Петрович"]
    assert card.page.parts.history.view.model().rowCount() == 4
    QTest.keyClick(lines[0], Qt.Key.Key_Return)
    assert called == [("client", ivanov)]


def test_a_change_elsewhere_is_shown_and_the_place_kept(card, ivanov, store):
    card.show_client(ivanov)
    view = card.page.parts.history.view
    view.setCurrentIndex(view.model().index(1, 0))
    activities.add(store, ActivityDraft(ivanov, result="just now"))
    assert view.model().entry(0).texts[0][1] == "just now"
    assert view.current_entry().texts[0][1] == "10 days ago"


def test_a_client_that_vanished_says_so(card, store, people, session):
    from crm_desktop.services import operations

    client = people["Petrova"]
    card.show_client(client)
    card.show_client(b"\0" * 16)
    assert place_of(card) == "card_gone"
    fresh = clients.add(store, ClientDraft(name="Short"))
    card.show_client(fresh)
    operations.undo(store)
    assert place_of(card) in {"card_gone", "card_page"}


def test_to_the_bin_and_back(qtbot, card, ivanov, store, told):
    card.show_client(ivanov)
    card.page.findChild(QMenu, "card_menu")
    card.page.command.emit("delete")
    assert told.words[-1] == "Client moved to the bin"
    assert card.page.findChild(QWidget, "card_in_bin").isVisible()
    assert not card.findChild(QPushButton, "card_log").isVisible()
    card.log_contact()
    assert card.page.form() is None, "nothing is written onto a deleted client"
    qtbot.mouseClick(card.findChild(QPushButton, "card_in_bin_act"), Qt.MouseButton.LeftButton)
    assert not card.page.findChild(QWidget, "card_in_bin").isVisible()


def test_do_not_contact_and_an_overdue_debt_are_red(card, store, ivanov):
    clients.edit(store, ivanov, ClientDraft(**_changed(clients.draft_of(store, ivanov), do_not_contact=True)))
    payments.add(store, PaymentDraft(ivanov, 5000, "EUR", due_on="2026-11-01"))
    card.show_client(ivanov)
    first, *_, last = card.page.alerts.words()
    assert first.startswith("Do not contact")
    assert last == "Overdue €50. since 1 Nov"


def _changed(draft, **values):
    from dataclasses import fields

    return {field.name: getattr(draft, field.name) for field in fields(draft)} | values


def test_the_alert_opens_the_request_and_it_is_resolved(qtbot, card, ivanov, store, told):
    card.show_client(ivanov)
    qtbot.mouseClick(card.page.alerts.findChild(QPushButton, "alert_open"), Qt.MouseButton.LeftButton)
    form = card.page.form()
    assert form.objectName() == "request_form"
    form._standing.choose("resolved")
    form._resolution.set_text("sent new ones")
    form.save()
    ((_, draft),) = requests.of(store, ivanov)
    assert (draft.resolution, draft.resolved_at) == ("sent new ones", "2026-11-21T14:00:00.000Z")
    assert card.page.alerts.words() == []
    assert told.words == ["Request saved"]


def test_the_alert_is_answered_and_handed_over_in_place(qtbot, card, ivanov, store, told):
    anna = ensure(store, Dictionary.COLLEAGUE, ["Anna"])["Anna"]
    card.show_client(ivanov)
    ((request, _),) = requests.of(store, ivanov)
    card.page.alerts.findChild(QPushButton, "alert_answer").click()
    assert requests.draft_of(store, request).answered_at is not None
    assert card.page.alerts.findChild(QPushButton, "alert_answer").isHidden()
    card.page.alerts.findChild(QPushButton, "alert_hand_over").click()
    menu = card.findChild(QMenu, "hand_over_menu")
    next(action for action in menu.actions() if action.text().endswith("Anna")).trigger()
    menu.close()
    assert requests.draft_of(store, request).responsible_id == anna
    assert told.words == ["Request saved", "Request handed over"]
    assert "With Anna." in card.page.alerts.words()[0]


def test_a_request_that_went_meanwhile_is_not_handed_over(card, ivanov, store, told):
    ensure(store, Dictionary.COLLEAGUE, ["Anna"])
    card.show_client(ivanov)
    ((request, _),) = requests.of(store, ivanov)
    requests.delete(store, request)
    card.page.alerts.hand_over_wanted.emit(request, card)
    menu = card.findChild(QMenu, "hand_over_menu")
    menu.actions()[0].trigger()
    menu.close()
    assert len(told.problems) == 1


def test_an_entry_is_deleted_with_a_toast(qtbot, card, ivanov, store, told, called):
    card.show_client(ivanov)
    view = card.page.parts.history.view
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.model().rowCount() == 3
    assert told.words == ["History entry moved to the bin"]
    told.last_undo()
    assert called == [("undo", None)]


def test_an_entry_is_edited_with_return(qtbot, card, ivanov, store):
    card.show_client(ivanov)
    view = card.page.parts.history.view
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    form = card.page.form()
    form.rows.result.set_text("called back")
    qtbot.keyClick(form.rows.result, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert card.page.form() is None
    entry = timeline.page(store, ivanov, held=True)[1]
    assert (entry.result, entry.at) == ("called back", "2026-11-11T14:00:00.000Z")


def test_switching_the_client_keeps_what_was_typed(card, ivanov, people):
    card.show_client(ivanov)
    card.log_contact()
    card.page.form().rows.wanted.set_text("tulips")
    card.show_client(people["Petrova"])
    assert card.page.form() is None
    card.show_client(ivanov)
    card.log_contact()
    form = card.page.form()
    assert form.findChild(QWidget, "form_draft").isVisible()
    form.findChild(QPushButton, "draft_continue").click()
    assert form.rows.wanted.text() == "tulips"


def test_logging_again_goes_back_to_the_open_form(card, ivanov):
    card.show_client(ivanov)
    card.log_contact()
    form = card.page.form()
    card.log_contact()
    assert card.page.form() is form
    card.log_contact(planned=True)
    assert card.page.form() is not form


@pytest.mark.parametrize(
    ("command", "form"),
    [
        ("request", "request_form"),
        ("payment", "payment_form"),
        ("deal", "deal_form"),
        ("plan", "activity_form"),
    ],
)
def test_the_menu_opens_the_small_forms(card, ivanov, command, form):
    card.show_client(ivanov)
    card.page.command.emit(command)
    assert card.page.form().objectName() == form


def test_the_whole_card_is_copied_as_text(card, ivanov):
    card.show_client(ivanov)
    card.page.command.emit("copy")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Иванов Иван Петрович\nLikes: blue vases\n")
    assert "Address: Gedimino 5, Vilnius" in text
    assert "Wedding: 5 Jun 2001" in text


def test_edit_and_window_ask_the_window(card, ivanov, called):
    card.show_client(ivanov)
    card.page.command.emit("edit")
    card.page.command.emit("window")
    assert called == [("edit", ivanov), ("window", ivanov)]


def test_a_merged_client_leads_to_the_other(card, store, ivanov, people, called):
    with store.change("edit_client") as change:
        change.execute("UPDATE client SET merged_into = ? WHERE id = ?", (people["Petrova"], ivanov))
    card.show_client(ivanov)
    assert card.page.findChild(QWidget, "card_merged").isVisible()
    card.page.command.emit("merged")
    assert called == [("client", people["Petrova"])]


def test_everything_that_takes_the_focus_has_a_name(card, ivanov):
    card.show_client(ivanov)
    for widget in card.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


def test_a_company_without_people_has_no_tab_for_them(card, store):
    alone = clients.add(store, ClientDraft(kind=ClientKind.COMPANY, name="UAB Alone"))
    card.show_client(alone)
    assert not card.page.parts._tabs.isTabVisible(3)
    clients.add(store, ClientDraft(name="Ona", employments=(EmploymentDraft(alone),)))
    assert card.page.parts._tabs.isTabVisible(3)


def test_a_new_payment_is_seen_at_once_and_can_be_edited_and_removed(qtbot, card, ivanov, store, told):
    card.show_client(ivanov)
    card.page.command.emit("payment")
    form = card.page.form()
    form._amount.line.setText("99")
    form.save()
    view = card.page.parts.findChild(QWidget, "money")
    assert view.isVisible()
    shown = [
        view.model().index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(view.model().rowCount())
    ]
    expected = [("request", "Complaint"), ("payment", "€99"), ("payment", "€1,240")]
    assert [(entry.table, entry.title) for entry in shown] == expected
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert told.words[-1] == "Payment moved to the bin"
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert card.page.form()._amount.text() == "1240"


def by_rule(store, client):
    """Somebody made the client a visitor, and a payment made it a client."""
    store.clock.at += timedelta(minutes=2)  # what a client is written down with is no change
    stage_rules.set_rules(store, stage_rules.Rules(client=True))
    clients.edit(
        store, client, replace(clients.draft_of(store, client), stage_id=stage_id(StageRole.VISITOR))
    )
    payments.add(store, PaymentDraft(client, 100, "EUR", paid_on=store.clock.at.date().isoformat()))


def test_the_history_tells_how_the_client_went_on_and_why(qtbot, card, ivanov, store, told):
    by_rule(store, ivanov)
    card.show_client(ivanov)
    view = card.page.parts.history.view
    shown = [view.model().entry(row) for row in range(view.model().rowCount())]
    assert [(entry.title, entry.badge) for entry in shown[:2]] == [("Stage", "Client"), ("Stage", "Visitor")]
    assert shown[0].texts == (("", "Stage before: Visitor"),)
    assert shown[0].foot == "by the rule: first purchase · Ona"
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Delete)  # it is told, and not somebody's to remove
    assert told.words == []
    qtbot.keyClick(view, Qt.Key.Key_Return)
    (dialog,) = card.findChildren(HistoryDialog)
    assert "by the rule: first purchase" in dialog.view.model().index(0, 0).data()
    dialog.close()


def test_changes_of_the_stage_stand_among_the_contacts_page_by_page(card, ivanov, store):
    for number in range(70):
        at = f"2026-10-{number % 28 + 1:02}T{number // 28 + 8:02}:00:00.000Z"
        activities.add(store, ActivityDraft(ivanov, held_at=at, result=str(number)))
    store.clock.at = datetime(2026, 10, 15, 12, tzinfo=UTC)
    by_rule(store, ivanov)
    store.clock.at = datetime(2026, 11, 21, 14, tzinfo=UTC)
    card.show_client(ivanov)
    model = card.page.parts.history.view.model()
    first = model.rowCount()
    while model.canFetchMore():
        model.fetchMore()
    assert model.rowCount() > first
    entries = [model.entry(row) for row in range(model.rowCount())]
    told = [place for place, entry in enumerate(entries) if entry.table == "stage_change"]
    assert len(told) == 2
    newer = timeline.page(store, ivanov, held=True, limit=100)
    assert told[0] == sum(entry.at > "2026-10-15T12" for entry in newer)


def test_the_history_narrowed_shows_contacts_alone(card, ivanov, store):
    by_rule(store, ivanov)
    card.show_client(ivanov)
    model = card.page.parts.history.view.model()
    model.show_history(ivanov, Shown(text="vases"))
    assert {model.entry(row).table for row in range(model.rowCount())} <= {"activity"}


def test_what_is_told_has_no_edit_in_its_menu(qtbot, card, ivanov, store):
    by_rule(store, ivanov)
    card.show_client(ivanov)
    view = card.page.parts.history.view
    for row, most in (
        (0, {"Copy", "History of changes"}),
        (2, {"Edit", "Copy", "History of changes", "Delete"}),
    ):
        view.setCurrentIndex(view.model().index(row, 0))
        QApplication.sendEvent(
            view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
        )
        menu = view.findChildren(QMenu)[-1]
        assert {action.text() for action in menu.actions()} == most
        menu.close()


def test_after_money_was_written_down_the_keyboard_goes_on_in_its_list(qtbot, card, ivanov):
    card.show_client(ivanov)
    card.page.command.emit("payment")
    card.page.form()._amount.line.setText("99")
    card.page.form().save()
    view = card.page.parts.findChild(QWidget, "money")
    qtbot.waitUntil(view.hasFocus)
    assert view.currentIndex().row() == 0


def test_prices_of_ones_own_stand_above_the_fold(card, ivanov, store):
    draft = clients.draft_of(store, ivanov)
    clients.edit(store, ivanov, replace(draft, price_terms="pays later\nand asks"))
    card.show_client(ivanov)
    assert words(card)["fact_prices_near"].text == "pays later"
    prices = tuple(PriceDraft(name, 250, "EUR") for name in ("Roses", "Filter", "Vase"))
    clients.edit(store, ivanov, replace(draft, discount_bp=750, price_terms="pays later", prices=prices))
    fact = words(card)["fact_prices_near"]
    assert (fact.text, fact.note) == ("\u22127.5 %", "pays later, Roses €2.50, Filter €2.50, 1 more")


def test_one_quiet_line_leads_to_what_differs_between_colleagues(qtbot, session, told, ivanov, store):
    asked: list[bytes] = []

    def nothing(*_):
        pass

    card = CardView(session, told, Calls(nothing, nothing, nothing, nothing, asked.append))
    qtbot.addWidget(card)
    session.signals.changed.connect(card.changed)
    card.show()
    card.show_client(ivanov)
    line = card.page.differences
    assert not line.isVisible()
    with store.change("sync") as change:
        change.executemany(
            "INSERT INTO conflict(id, tbl, row_id, field, kind, found_at)"
            " VALUES (?, 'client', ?, ?, 'both_changed', '2026')",
            ((bytes([n]) * 16, ivanov, field) for n, field in enumerate(("notes", "likes", "name", "given"))),
        )
    assert line.isVisible()
    assert line.text() == "3 differences to look at"  # a name and its parts are one
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert asked == [ivanov]
    session.signals.changed.disconnect(card.changed)
