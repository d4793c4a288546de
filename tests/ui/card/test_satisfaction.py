"""Satisfaction on the card: asked in passing, written in words, shown, and acted on where it is low."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.kinds import ActivityKind, Outcome, RequestKind
from crm_desktop.services import activities, clients, feedback, requests
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, FeedbackDraft, RequestDraft
from crm_desktop.ui.card.feedback_form import FeedbackForm


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona"))


def entries(card):
    model = card.page.parts._money_model
    return [model.index(row).data() for row in range(model.rowCount())]


def fact(card):
    for each in card.page.facts.findChildren(object):
        if each.objectName() == "fact_satisfaction":
            return each
    return None


def test_it_stands_on_the_card_and_among_the_requests(card, ona, store):
    card.show_client(ona)
    assert fact(card) is None
    feedback.add(store, FeedbackDraft(ona, 4, "kind and quick"))
    card.page.parts.show_tab(2)
    assert entries(card)[0].startswith("Satisfaction, ★★★★☆ 4 of 5, today")
    assert fact(card) is not None
    feedback.add(store, FeedbackDraft(ona, 5))
    from crm_desktop.services.card import card as read
    from crm_desktop.ui.card.facts import on_top

    shown = next(
        each for each in on_top(read(store, ona), store.clock.now().date()) if each.id == "fact_satisfaction"
    )
    assert (shown.text.split(",")[0], shown.note) == ("★★★★★ 5 of 5", "on average 4.5 of 2 marks")


def test_a_low_mark_is_an_alert_until_it_is_a_complaint_or_seen(card, ona, store, told):
    card.show_client(ona)
    mark = feedback.add(store, FeedbackDraft(ona, 1, "never again"))
    (alert,) = card.page.alerts.words()
    assert alert.startswith("Not satisfied: ★☆☆☆☆ 1 of 5")
    card.page.alerts._boxes[0]._act.click()
    menu = card.findChild(QMenu, "mark_menu")
    assert [action.text() for action in menu.actions()] == ["Make it a complaint", "Seen"]
    menu.actions()[0].trigger()
    menu.close()
    ((_, complaint),) = requests.of(store, ona)
    assert (complaint.kind, complaint.text) == (RequestKind.COMPLAINT, "never again")
    other = feedback.add(store, FeedbackDraft(ona, 2))
    card.page.alerts.act_wanted.emit(other)
    menu = card.findChildren(QMenu, "mark_menu")[-1]
    menu.actions()[1].trigger()
    menu.close()
    assert not feedback.low_marks(store, 5).total
    assert mark != other


def test_it_is_asked_after_a_contact_that_went_well_and_one_key_answers(qtbot, card, ona, store, told):
    card.show_client(ona)
    activities.add(
        store,
        ActivityDraft(ona, ActivityKind.MEETING, held_at="2026-11-21T13:00:00Z", outcome=Outcome.SUCCESSFUL),
    )
    card._saved("add_activity")
    marks = card.page.marks
    assert not marks.isHidden()
    assert marks.accessibleName() == "How satisfied is Ona? 1 not at all, 5 very"
    qtbot.keyClick(marks, Qt.Key.Key_5)
    ((_, given),) = feedback.of(store, ona)
    assert given.mark == 5
    assert given.activity_id is not None
    card._saved("add_activity")
    assert marks.isHidden()  # that contact has its mark


def test_a_request_that_is_resolved_in_its_form_asks_as_well(qtbot, card, ona, store):
    request = requests.add(store, RequestDraft(ona, text="chipped"))
    card.show_client(ona)
    card.page.alerts.opened.emit(request)
    form = card.page.form()
    form._standing.choose("resolved")
    form.save()
    assert not card.page.marks.isHidden()
    card.page.marks._words.click()
    assert isinstance(card.page.form(), FeedbackForm)
    card.page.form()._mark.choose(2)
    card.page.form()._comment.set_text("too slow")
    card.page.form().save()
    ((_, given),) = feedback.of(store, ona)
    assert (given.mark, given.comment, given.request_id) == (2, "too slow", request)


def test_a_mark_is_edited_deleted_and_needs_to_be_one(card, ona, store):
    mark = feedback.add(store, FeedbackDraft(ona, 4))
    card.show_client(ona)
    card._do("feedback")
    card.page.form().save()
    assert "Satisfaction" in card.page.form().error()
    card.page.close_form()
    card.page.parts.show_tab(2)
    entry = card.page.parts._money_model._entries[0]
    card._edit_entry(entry)
    card.page.form()._mark.choose(3)
    card.page.form().save()
    assert feedback.draft_of(store, mark).mark == 3
    card._remove_entry(entry)
    assert feedback.of(store, ona) == []
