"""Rules that move buyers on: switched on here, seen before they are applied."""

from __future__ import annotations

import pytest

from crm_desktop.kinds import StageRole
from crm_desktop.services import clients, dictionaries, operations, payments, stage_rules
from crm_desktop.services.base import stage_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, PaymentDraft
from crm_desktop.services.stage_rules import Rules
from crm_desktop.ui.pages.settings_stages import StageRules


@pytest.fixture
def card(qtbot, session, told):
    made = StageRules(session, told)
    qtbot.addWidget(made)
    made.reload()
    made.show()
    return made


@pytest.fixture
def buyer(base):
    who = clients.add(base.store, ClientDraft(name="Ona", stage_id=stage_id(StageRole.VISITOR)))
    payments.add(base.store, PaymentDraft(who, 100, "EUR", paid_on="2026-01-01"))
    return who


def test_both_are_off_at_first_and_nobody_is_counted(card):
    assert not card._client.isChecked()
    assert not card._regular.isChecked()
    assert not card._purchases.isEnabled()
    assert not card._preview.isVisible()
    assert not card._apply.isVisible()


def test_whom_a_rule_would_move_is_told_and_moved_when_asked(qtbot, card, base, buyer, told):
    card._client.click()
    assert stage_rules.rules(base.store) == Rules(client=True)
    qtbot.waitUntil(lambda: card._preview.text() == "1 client would come to “Client” now.")
    assert clients.draft_of(base.store, buyer).stage_id == stage_id(StageRole.VISITOR)
    card._apply.click()
    qtbot.waitUntil(lambda: card._preview.text() == "Nobody would be moved on now.")
    assert clients.draft_of(base.store, buyer).stage_id == stage_id(StageRole.CLIENT)
    assert told.words == ["Client changed"]
    assert not card._apply.isVisible()
    operations.undo(base.store)
    assert clients.draft_of(base.store, buyer).stage_id == stage_id(StageRole.VISITOR)


def test_the_number_of_purchases_is_kept(qtbot, card, base):
    card._regular.click()
    assert stage_rules.rules(base.store) == Rules(regular=3)
    card._purchases.setValue(7)
    assert stage_rules.rules(base.store) == Rules(regular=7)
    card._regular.click()
    assert stage_rules.rules(base.store) == Rules()
    assert not card._purchases.isEnabled()


def test_the_words_are_the_users_own(card, base):
    dictionaries.rename(base.store, Dictionary.STAGE, stage_id(StageRole.CLIENT), "Pirkėjas")
    card.reload()
    assert card._client.text() == "“Visitor” becomes “Pirkėjas” at the first purchase"
