"""Who changed what: of a field, of a record, of the whole card."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from crm_desktop.kinds import Channel
from crm_desktop.services import clients


def entries(dialog):
    model = dialog.view.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def opened(card):
    return card.findChild(QDialog, "field_history")


def test_the_history_of_a_field_by_the_key_h(card, store, ivanov):
    draft = clients.draft_of(store, ivanov)
    clients.edit(store, ivanov, replace(draft, likes="white vases", preferred_channel=Channel.SMS))
    card.show_client(ivanov)
    line = next(line for line in card.page.facts.lines() if line.fact().id == "fact_likes")
    QTest.keyClick(line, Qt.Key.Key_H)
    newest, oldest = entries(opened(card))
    assert newest.texts == (("From", "blue vases"), ("To", "white vases"))
    assert newest.foot == "Ona · Edited a client"
    assert oldest.badge == "added"
    opened(card).close()


def test_the_history_of_the_whole_card_has_words_for_everything(card, store, ivanov):
    draft = clients.draft_of(store, ivanov)
    phone = replace(draft.points[0], note="before lunch")
    clients.edit(
        store,
        ivanov,
        replace(
            draft,
            preferred_channel=Channel.SMS,
            do_not_contact=True,
            discount_bp=750,
            birthday="--11-28",
            points=(phone, *draft.points[1:]),
            tags=(),
        ),
    )
    card.show_client(ivanov)
    card.page.command.emit("history")
    found = entries(opened(card))
    said = {entry.title: entry.texts for entry in found if entry.badge == "changed"}
    assert said["Preferred channel"] == (("From", "Phone"), ("To", "SMS"))
    assert said["Do not contact"] == (("From", "no"), ("To", "yes"))
    assert said["Discount"] == (("From", "nothing"), ("To", "7.5 %"))
    assert said["Birthday"] == (("From", "28 Nov 1976"), ("To", "28 Nov"))
    assert said["Phone: note"] == (("From", "after lunch"), ("To", "before lunch"))
    assert ("Tag", "removed") in {(entry.title, entry.badge) for entry in found}
    opened(card).close()


def test_the_history_of_an_entry(card, store, ivanov):
    card.show_client(ivanov)
    view = card.page.parts.history.view
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_H)
    assert [entry.badge for entry in entries(opened(card))] == ["added"]
    opened(card).close()
