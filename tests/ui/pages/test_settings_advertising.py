"""What advertising cost, and its campaigns, are written down in the settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton

from crm_desktop.errors import NameEmpty, NumberRefused, PeriodRefused
from crm_desktop.services import campaigns, dictionaries, operations
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import CostDraft
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.pages.settings_advertising import AdvertisingEditor


@pytest.fixture
def advert(base):
    return dictionaries.add(base.store, Dictionary.SOURCE, "Advert")


@pytest.fixture
def editor(qtbot, session, told, advert):
    made = AdvertisingEditor(session, told)
    qtbot.addWidget(made)
    made.reload()
    made.show()
    session.signals.changed.connect(lambda _changes: made.reload())
    return made


def find(editor, kind, name):
    """The widget as it is now: those of before a change wait to be deleted."""
    return editor.findChildren(kind, name)[-1]


def write(qtbot, editor, **fields):
    for name, text in fields.items():
        field = find(editor, QLineEdit, name)
        field.clear()
        qtbot.keyClicks(field, text)


def press(editor, name):
    find(editor, QPushButton, name).click()


def test_a_cost_is_written_down_with_the_keyboard(qtbot, editor, base, advert):
    write(
        qtbot, editor, cost_amount="300", cost_on="01.11.2026", cost_until="30.11.2026", cost_note="leaflets"
    )
    qtbot.keyClick(find(editor, QLineEdit, "cost_note"), Qt.Key.Key_Return)
    (cost,) = campaigns.costs(base.store)
    assert (cost.source_id, cost.amount, cost.on_day, cost.until_day) == (
        advert,
        300_00,
        "2026-11-01",
        "2026-11-30",
    )
    assert find(editor, QLineEdit, "cost_amount").text() == ""
    assert any("leaflets" in shown.text() for shown in editor.findChildren(QLabel))


def test_a_cost_is_changed_in_place_removed_and_taken_back(qtbot, editor, base, advert, told):
    cost = campaigns.add_cost(base.store, CostDraft(advert, 500, "EUR", "2026-11-02", note="printing"))
    find(editor, QToolButton, f"cost_{cost.hex()}_edit").click()
    assert find(editor, QPushButton, "cost_line_save").text() == "Save"
    write(qtbot, editor, cost_amount="7.50")
    press(editor, "cost_line_save")
    (changed,) = campaigns.costs(base.store)
    assert (changed.id, changed.amount, changed.note) == (cost, 750, "printing")
    assert find(editor, QPushButton, "cost_line_save").text() == "Add"
    find(editor, QToolButton, f"cost_{cost.hex()}_delete").click()
    assert campaigns.costs(base.store) == []
    assert told.words == ["Removed. Ctrl+Z takes it back."]
    operations.undo(base.store)
    assert len(campaigns.costs(base.store)) == 1


def test_a_change_is_given_up(qtbot, editor, base, advert):
    cost = campaigns.add_cost(base.store, CostDraft(advert, 500, "EUR", "2026-11-02"))
    find(editor, QToolButton, f"cost_{cost.hex()}_edit").click()
    press(editor, "cost_line_cancel")
    write(qtbot, editor, cost_amount="1")
    press(editor, "cost_line_save")
    assert sorted(each.amount for each in campaigns.costs(base.store)) == [100, 500]


def test_a_campaign_takes_costs_of_its_own(qtbot, editor, base, advert):
    write(qtbot, editor, campaign_name="Spring", campaign_from="01.03.2026")
    press(editor, "campaign_line_save")
    (campaign,) = campaigns.campaigns(base.store)
    assert (campaign.name, campaign.starts_on, campaign.ends_on) == ("Spring", "2026-03-01", None)
    find(editor, EntryChoice, "cost_of").choose((advert, campaign.id))
    write(qtbot, editor, cost_amount="20", cost_on="02.03.2026")
    press(editor, "cost_line_save")
    (cost,) = campaigns.costs(base.store)
    assert cost.campaign == "Spring"
    find(editor, QToolButton, f"campaign_{campaign.id.hex()}_edit").click()
    write(qtbot, editor, campaign_name="Summer")
    press(editor, "campaign_line_save")
    assert campaigns.costs(base.store)[0].campaign == "Summer"
    find(editor, QToolButton, f"campaign_{campaign.id.hex()}_delete").click()
    assert campaigns.campaigns(base.store) == []


@pytest.mark.parametrize(
    ("fields", "button", "error"),
    [
        ({}, "cost_line_save", NumberRefused),
        ({"cost_amount": "much"}, "cost_line_save", NumberRefused),
        ({"cost_amount": "5", "cost_until": "01.01.2020"}, "cost_line_save", PeriodRefused),
        ({}, "campaign_line_save", NameEmpty),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(qtbot, editor, base, told, fields, button, error):
    write(qtbot, editor, **fields)
    press(editor, button)
    assert [type(problem) for problem in told.problems] == [error]
    assert campaigns.costs(base.store) == []
    assert campaigns.campaigns(base.store) == []
    for name, text in fields.items():
        assert find(editor, QLineEdit, name).text() == text


def test_old_costs_are_shown_when_asked_for(qtbot, editor, base, advert):
    with base.store.change("edit_costs"):
        for day in range(1, 29):
            for amount in (1, 2):
                campaigns.add_cost(base.store, CostDraft(advert, amount, "EUR", f"2026-02-{day:02}"))
    assert find(editor, QPushButton, "costs_all").text() == "Show 6 older ones"
    press(editor, "costs_all")

    def shown():
        buttons = [each for each in editor.findChildren(QToolButton) if each.objectName().endswith("_edit")]
        return sum(1 for each in buttons if each.isVisible())

    qtbot.waitUntil(lambda: shown() == 56)


def test_without_sources_it_says_what_comes_first(qtbot, session, told, base):
    made = AdvertisingEditor(session, told)
    qtbot.addWidget(made)
    made.show()
    made.reload()
    assert any("come from" in each.text() for each in made.findChildren(QLabel) if each.isVisible())
    assert not find(made, QLineEdit, "cost_amount").isVisible()
    name = find(made, QLineEdit, "first_source")
    press(made, "add_first_source")
    assert dictionaries.entries(base.store, Dictionary.SOURCE) == []
    name.setText(" Advert ")
    name.returnPressed.emit()
    assert [entry.name for entry in dictionaries.entries(base.store, Dictionary.SOURCE)] == ["Advert"]
    assert find(made, QLineEdit, "cost_amount").isVisible()
    assert not name.isVisible()
    operations.undo(base.store)
    made.reload()
    assert (name.isVisible(), name.text()) == (True, "")


def test_a_first_source_that_cannot_be_written_is_told(qtbot, session, told, monkeypatch):
    def fail(*_given):
        raise ValueError

    made = AdvertisingEditor(session, told)
    qtbot.addWidget(made)
    made.reload()
    monkeypatch.setattr(dictionaries, "add", fail)
    find(made, QLineEdit, "first_source").setText("Advert")
    press(made, "add_first_source")
    assert len(told.problems) == 1


def test_what_is_gone_already_is_told(editor, base, advert, told):
    cost = campaigns.add_cost(base.store, CostDraft(advert, 500, "EUR", "2026-11-02"))
    remove = find(editor, QToolButton, f"cost_{cost.hex()}_delete")
    editor._session.signals.blockSignals(True)
    campaigns.delete_cost(base.store, cost)
    editor._session.signals.blockSignals(False)
    remove.click()
    assert len(told.problems) == 1
