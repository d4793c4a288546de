"""The page of duplicates by keyboard: search, compare, choose, merge, part, keep apart, skip, all certain ones."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from crm_desktop.kinds import Gender, PointKind
from crm_desktop.services import clients, operations
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.duplicates.apart import pairs_apart
from crm_desktop.ui import text
from crm_desktop.ui.duplicates.merge_sheet import MergeSheet
from crm_desktop.ui.duplicates.page import DuplicatesPage


def ona(store, phone, **rest):
    values = {"name": "Ona Petraitė", "points": (PointDraft(PointKind.PHONE, phone),)} | rest
    return clients.add(store, ClientDraft(**values))


@pytest.fixture
def store(base):
    return base.store


@pytest.fixture
def twice(store):
    """Ona twice, and Jonas perhaps twice."""
    made = {
        "ona": ona(store, "861234567", birthday="1980-05-17", price_terms="10 %"),
        "other": ona(store, "861234567", price_terms="5 %", gender=Gender.FEMALE),
        "jonas": ona(store, "861111111", name="Jonas Kazlauskas"),
        "j": ona(store, "861111111", name="J. Kazlauskas"),
    }
    ona(store, "862222222", name="Somebody Else")
    return made


@pytest.fixture
def opened() -> list[bytes]:
    """The clients whose cards the page asked for."""
    return []


@pytest.fixture
def page(qtbot, session, told, opened):
    def undo():
        operations.undo(session.store)

    made = DuplicatesPage(session, told, undo, opened.append)
    qtbot.addWidget(made)
    session.signals.changed.connect(made.changed)
    made.resize(1000, 640)
    made.show()
    yield made
    session.signals.changed.disconnect(made.changed)
    made.stop()


@pytest.fixture
def found(qtbot, page, twice):
    page.shown(stale=False)
    qtbot.waitUntil(lambda: page.view.pairs.rowCount() == 2)
    return page


def press(widget, key):
    QTest.keyClick(widget, key)


def of(page, name):
    return page.findChild(QPushButton, name)


def test_an_empty_base_says_so(qtbot, page):
    page.shown(stale=False)
    qtbot.waitUntil(lambda: page._searched)
    assert page._empty.accessibleName()
    assert of(page, "duplicates_search").text() == "Search again"
    assert not of(page, "duplicates_certain").isVisible()
    page.shown(stale=True)
    page.merge()
    page.not_the_same()
    page.skip()
    page.swap()
    page._open_both()


def test_merge_with_a_choice_by_keyboard_and_undo(qtbot, found, told, store, twice):
    table = found.view.table
    assert found.view.list.currentIndex().row() == 0
    table.setFocus()
    # The keys begin at the first field in which they differ; left and right choose.
    assert table.model().line(table.currentIndex().row()).field == "price_terms"
    press(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == 2
    press(table, Qt.Key.Key_Right)
    press(table, Qt.Key.Key_Up)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Return)
    draft = clients.draft_of(store, twice["ona"])
    assert (draft.price_terms, draft.gender, draft.birthday) == ("5 %", Gender.FEMALE, "1980-05-17")
    assert "10 %" in draft.notes
    assert found.view.pairs.rowCount() == 1
    assert told.words[-1]
    told.last_undo()
    qtbot.waitUntil(lambda: found.view.pairs.rowCount() == 2)
    assert found.view.list.currentIndex().row() == 0
    assert clients.draft_of(store, twice["other"]).price_terms == "5 %"


def test_not_the_same_is_remembered_and_taken_back(qtbot, found, told, store, twice):
    press(found.view.list, Qt.Key.Key_Delete)
    assert len(pairs_apart(store)) == 1
    assert [pair.one.name for pair in found.view.pairs.pairs] == ["Jonas Kazlauskas"]
    told.last_undo()
    qtbot.waitUntil(lambda: found.view.pairs.rowCount() == 2)
    assert pairs_apart(store) == set()


def test_skip_puts_the_pair_at_the_end_and_return_in_the_list_merges(found, store, twice):
    press(found.view.list, Qt.Key.Key_Space)
    assert [pair.one.name for pair in found.view.pairs.pairs] == ["Jonas Kazlauskas", "Ona Petraitė"]
    press(found.view.list, Qt.Key.Key_Return)
    assert clients.draft_of(store, twice["jonas"]).name == "Jonas Kazlauskas"
    assert found.view.pairs.rowCount() == 1


def test_the_other_card_may_stay(found, store, twice):
    of(found, "duplicates_swap").click()
    assert found.view.model.headerData(1, Qt.Orientation.Horizontal).startswith("No 2")
    of(found, "duplicates_merge").click()
    assert store.read("SELECT merged_into FROM client WHERE id = ?", (twice["ona"],)) == [(twice["other"],)]


def test_both_cards_are_opened(found, opened, twice):
    of(found, "duplicates_open").click()
    assert opened == [twice["ona"], twice["other"]]


def test_a_click_chooses_and_empty_values_cannot_be_chosen(qtbot, found):
    model, table = found.view.model, found.view.table
    rows = {line.field: row for row, line in enumerate(model.comparison.lines)}
    terms, born = rows["price_terms"], rows["birthday"]
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(model.index(terms, 2)).center()
    )
    assert model.chosen(terms) == 1
    assert not model.choose(born, 1)
    assert not model.choose(rows["phone"], 1)
    assert model.chosen(rows["phone"]) == -1
    press(table, Qt.Key.Key_A)


def test_what_a_screen_reader_hears(found):
    model = found.view.model
    rows = {line.field: row for row, line in enumerate(model.comparison.lines)}

    def spoken(field, column):
        return model.index(rows[field], column).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken("price_terms", 0) == "Price terms: they differ"
    assert spoken("price_terms", 1) == "Price terms: 10 %, stays"
    assert spoken("price_terms", 2) == "Price terms: 5 %, goes into the notes"
    assert spoken("birthday", 2) == "Birthday: empty"
    assert spoken("phone", 1) == "Phone: 861234567, stays"
    assert spoken("phone", 0) == "Phone"
    index = found.view.pairs.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Ona Petraitė: certain; Same name")
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("Same name")
    for child in found.findChildren(QPushButton):
        assert child.accessibleName()
        assert child.objectName()


def test_all_certain_ones_with_a_preview_and_undo(qtbot, found, told, store, twice):
    certain = of(found, "duplicates_certain")
    assert certain.text() == "Merge 1 certain pair…"
    certain.click()
    assert found._confirm.isVisible()
    of(found, "duplicates_confirm_no").click()
    assert not found._confirm.isVisible()
    certain.click()
    of(found, "duplicates_confirm_yes").click()
    qtbot.waitUntil(lambda: found._task is None)
    assert [pair.one.name for pair in found.view.pairs.pairs] == ["Jonas Kazlauskas"]
    assert store.read("SELECT merged_into FROM client WHERE id = ?", (twice["other"],)) == [(twice["ona"],)]
    told.last_undo()
    qtbot.waitUntil(lambda: found.view.pairs.rowCount() == 2)


def test_three_of_one_person_are_two_judgements(qtbot, page, store):
    ids = [ona(store, "861234567") for _ in range(3)]
    page.shown(stale=False)
    qtbot.waitUntil(lambda: page.view.pairs.rowCount() == 3)
    page.merge()
    assert page.view.pairs.rowCount() == 1
    page.merge()
    assert page.view.pairs.rowCount() == 0
    assert store.read("SELECT COUNT(*) FROM client WHERE deleted = 0") == [(1,)]
    assert len(ids) == 3


def test_who_is_deleted_elsewhere_is_judged_no_more(qtbot, found, store, twice):
    clients.delete(store, [twice["other"]])
    qtbot.waitUntil(lambda: found.view.pairs.rowCount() == 1)
    clients.delete(store, [twice["j"]])
    qtbot.waitUntil(lambda: found.view.pairs.rowCount() == 0)


def test_problems_are_told(found, told, store, twice):
    with store.change("x") as change:
        change.execute("UPDATE client SET kind = 'company' WHERE id = ?", (twice["other"],))
    found.merge()
    assert told.problems


def test_a_cancelled_search_goes_back(qtbot, page, twice):
    page.search()
    page.search()
    page._cancel()
    qtbot.waitUntil(lambda: page._task is None)
    assert page.view.pairs.rowCount() in {0, 2}


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_it_paints_in_every_language(qtbot, session, told, twice, language):
    text.set_language(language)
    page = DuplicatesPage(session, told, lambda: None)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.shown(stale=False)
    qtbot.waitUntil(lambda: page.view.pairs.rowCount() == 2)
    page.view.table.setFocus()
    image = page.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, 900, 5) for y in range(0, 600, 5)}) > 20
    assert isinstance(image, QImage)


def test_merging_a_selection_of_three(qtbot, session, told, store, twice):
    merged: list[bytes] = []
    sheet = MergeSheet(session, told, lambda: None, [twice["j"], twice["other"], twice["ona"]])
    qtbot.addWidget(sheet)
    sheet.merged.connect(merged.append)
    sheet.show()
    sheet.setFocus()
    assert QApplication.focusWidget() in {None, sheet.table}
    assert sheet.model.columnCount() == 4
    press(sheet.table, Qt.Key.Key_Return)
    assert merged == [twice["ona"]]
    sheet.merge()
    assert told.problems


def test_esc_leaves_the_merging_of_a_selection(qtbot, session, told, twice):
    sheet = MergeSheet(session, told, lambda: None, [twice["ona"], twice["other"]])
    qtbot.addWidget(sheet)
    with qtbot.waitSignal(sheet.left):
        press(sheet, Qt.Key.Key_Escape)
    press(sheet, Qt.Key.Key_A)
