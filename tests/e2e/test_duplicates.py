"""Scene 10, by keyboard alone: two cards of one person are found, merged with nothing lost, and parted again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.kinds import PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.duplicates.apart import pairs_apart
from tests.e2e.conftest import CTRL

Key = Qt.Key


def person(store, name, phone, **rest):
    return clients.add(store, ClientDraft(name=name, points=(PointDraft(PointKind.PHONE, phone),), **rest))


def live(program):
    return program.desk.session.store.read("SELECT COUNT(*) FROM client WHERE deleted = 0")[0][0]


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_found_judged_merged_and_taken_back(start, language):
    program, keyboard = start(language)
    store = program.desk.session.store
    ona = person(store, "Ona Petraitė", "+370 612 34567", price_terms="10 %", birthday="1980-05-17")
    other = person(store, "Ona Petraite", "+370 612 34567", price_terms="5 %")
    person(store, "Петрова Мария", "+7 903 555-01-02")
    person(store, "Иванов Иван", "+7 903 555-01-02")
    person(store, "Ivanov Ivan", "+7 903 555-01-02")
    keyboard.key(Key.Key_D, CTRL)
    page = program.desk.window.page("duplicates")
    keyboard.until(lambda: page.view.pairs.rowCount() == 2)
    keyboard.tab_to("compare")
    keyboard.key(Key.Key_Right)
    keyboard.key(Key.Key_Return)
    assert live(program) == 4
    draft = clients.draft_of(store, ona)
    assert (draft.price_terms, draft.birthday) == ("5 %", "1980-05-17")
    assert "10 %" in draft.notes
    # On to the next pair at once: they are two, and nobody asks again.
    keyboard.key(Key.Key_Delete)
    assert len(pairs_apart(store)) == 1
    keyboard.until(lambda: page.view.pairs.rowCount() == 0)
    keyboard.key(Key.Key_Z, CTRL)
    keyboard.key(Key.Key_Z, CTRL)
    assert live(program) == 5
    assert clients.draft_of(store, other).price_terms == "5 %"
    keyboard.until(lambda: page.view.pairs.rowCount() == 2)


def test_selected_clients_are_merged_and_parted_from_the_card(start):
    program, keyboard = start()
    store = program.desk.session.store
    for name in ("Ona A", "Ona B", "Ona C"):
        person(store, name, "+370 612 34567")
    keyboard.key(Key.Key_2, CTRL)
    page = program.desk.clients_page()
    keyboard.until(lambda: page.table.model().rowCount() == 3)
    keyboard.tab_to("clients")
    page.table.selectAll()
    keyboard.key(Key.Key_M, CTRL)
    assert program.desk.window.guest().objectName() == "merge_sheet"
    keyboard.until(lambda: keyboard.focus().objectName() == "compare")
    keyboard.key(Key.Key_Return)
    assert live(program) == 1
    assert program.desk.window.guest() is None
    keyboard.calm()
    card = page.card()
    keyboard.until(lambda: card.client_id is not None)
    card._do("part")
    (menu,) = [child for child in card.children() if child.objectName() == "card_parting"]
    assert len(menu.actions()) == 2
    menu.actions()[0].trigger()
    menu.close()
    assert live(program) == 2
