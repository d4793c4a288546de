"""The rehearsal as a workbench: reasons as a filter, decisions, another client, other meanings; all by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.staging import Action, Verdict
from crm_desktop.ui.importing.meaning_popup import Meaning, MeaningPopup
from crm_desktop.ui.importing.tiles import Shown
from crm_desktop.ui.importing.wizard import Step

HEADER = "Name,Phone,Shoes\n"


@pytest.fixture
def many(tmp_path):
    path = tmp_path / "many.csv"
    lines = "".join(f"Client{n:02} Nobody,+3706120{n:04},{n}\n" for n in range(20))
    path.write_text(HEADER + lines + "Client03 Nobody,+37061200003,x\n,,77\n,,78\n", encoding="utf-8")
    return path


@pytest.fixture
def bench(driver, many):
    driver.bring(many)
    driver.check()
    return driver.page.rehearsal


def menu_words(bench, opened):
    opened()
    menu = next(each for each in bench.findChildren(QMenu) if each.isVisible())
    found = {action.text(): action for action in menu.actions()}
    menu.close()
    return found


def rows(bench):
    return [bench.model.row(place) for place in range(bench.model.rowCount())]


def test_rows_of_one_reason_are_shown_alone(driver, bench):
    found = menu_words(bench, bench.bench._open_reasons)
    assert "Not among the clients yet  (20)" in found
    assert "Same phone  (1)" in found
    bench.bench._choose_reason("phone")
    assert [row.name for row in rows(bench)] == ["Client03 Nobody"]
    assert bench.bench._reason.text().startswith("Why: Same phone")
    bench.tiles.choose(Shown(Verdict.NEW))
    assert bench.bench.reason is None
    assert bench.model.rowCount() == 20


def test_a_reason_that_no_row_has_any_more_is_dropped(driver, bench):
    bench.bench._choose_reason("phone")
    choice = bench.pane.decision.choice
    choice.setCurrentIndex(choice.findData(Action.SKIP))
    choice.activated.emit(choice.currentIndex())
    driver.settled()
    assert bench.bench.reason is None
    assert driver.counts()["rejected"] >= 1
    assert "duplicate" not in driver.counts()


def test_a_decision_for_all_rows_alike(driver, bench):
    bench.table.choose(2)
    box = bench.pane.decision
    assert box.scope.itemText(1) == "All 20 rows like this"
    box.scope.setCurrentIndex(1)
    box.choice.setCurrentIndex(box.choice.findData(Action.SKIP))
    box.choice.activated.emit(box.choice.currentIndex())
    driver.wait(bench._settle.isActive)
    driver.settled()
    assert driver.counts()["new"] == 1  # the row that repeated one of them
    bench.tiles.choose(Shown(Verdict.REJECTED))
    box = bench.pane.decision
    box.scope.setCurrentIndex(1)
    box.choice.activated.emit(0)
    driver.wait(bench._settle.isActive)
    driver.settled()
    assert driver.counts()["new"] == 20


def test_an_import_waits_for_what_is_being_decided(driver, bench):
    bench.table.choose(2)
    bench._decide_alike(Action.SKIP)
    assert bench._is_deciding
    driver.run()
    assert driver.page.result.result.json()["new"] == 1


def test_another_client_is_chosen_for_a_row(driver, bench, session, many):
    driver.run()
    driver.bring(many)
    driver.check()
    bench = driver.page.rehearsal
    bench.table.choose(0)
    field = bench.pane.decision.client
    assert field.text() == "Client00 Nobody"
    ((other,),) = session.store.read("SELECT id FROM client WHERE name = 'Client07 Nobody'")
    field.show_client(other, "Client07 Nobody")
    field.picked.emit()
    driver.settled()
    row = bench.model.row(0)
    assert (row.match, row.verdict, row.look) == (other, Verdict.COMPLETES, False)
    assert bench.pane.decision.client.text() == "Client07 Nobody"
    field = bench.pane.decision.client
    field.picked.emit()  # the same once more is no decision
    assert not bench._settle.isActive()


def test_columns_mean_something_else_and_what_was_decided_stays(driver, bench):
    bench.table.choose(4)
    bench._decide_alike(None)
    driver.wait(bench._settle.isActive)
    bench.rehearsed.staging.decide(4, Action.SKIP)
    bench.rehearsed.staging.mend(0, 2, 0, "Somebody Else")
    found = menu_words(bench, bench.bench._open_columns)
    assert [words for words in found if words.startswith("Shoes → ")]
    driver.page.columns.ask_meaning(0, 2, QPoint(10, 10), bench.table)
    popup = bench.findChild(MeaningPopup)
    popup.chosen.emit(Meaning(Target("note")))
    popup.close()
    driver.settled()
    assert driver.page._step() is Step.CHECK
    assert bench.rehearsed.plans[0].columns[2].target == Target("note")
    assert bench.model.row(0).name == "Somebody Else"
    assert bench.model.row(0).record.main.values["notes"] == "0"
    assert bench.model.row(4).reason == "left_out"
    assert driver.page.columns.touched()


def test_where_nothing_is_left_to_bring_in_the_columns_are_asked_again(driver, bench):
    for section in range(3):
        driver.page.columns.set_meaning(section, Meaning(Target("ignore")))
    assert driver.page._step() is Step.COLUMNS


def test_a_header_in_the_row_asks_for_its_meaning(driver, bench, qtbot):
    bench.table.choose(0)
    header = bench.pane.findChild(object, "import_meaning_2")
    with qtbot.waitSignal(bench.meaning_wanted) as asked:
        qtbot.mouseClick(header, Qt.MouseButton.LeftButton)
    assert asked.args[:2] == [0, 2]
    popup = bench.findChild(MeaningPopup)
    assert popup is not None
    popup.close()


def test_keys_go_into_the_row_and_back(driver, bench, qtbot):
    bench.table.choose(1)
    bench.table.setFocus()
    qtbot.waitUntil(bench.pane.cell(0).isVisible)
    QTest.keyClick(bench.table, Qt.Key.Key_F2)
    assert bench.pane.cell(0) is bench.focusWidget()
    QTest.keyClick(bench.pane.cell(0), Qt.Key.Key_Escape)
    assert bench.focusWidget() is bench.table
    QTest.keyClick(bench.table, Qt.Key.Key_F4)
    assert bench.focusWidget() is bench.pane.decision.choice
    QTest.keyClick(bench.pane.decision.choice, Qt.Key.Key_Escape)
    assert bench.focusWidget() is bench.table
    assert driver.page._step() is Step.CHECK


def test_meanings_of_last_time_are_said_and_read_anew(driver, many, session):
    driver.bring(many)
    driver.page.columns.set_meaning(2, Meaning(Target("note")))
    driver.check()
    driver.run()
    driver.bring(many)
    columns = driver.page.columns
    assert "as you set them last time" in columns.notice.text()
    assert columns.plans()[0].columns[2].target == Target("note")
    columns._read_anew()
    driver.wait(lambda: not columns.is_reading())
    assert columns.plans()[0].columns[2].target != Target("note")
    assert columns.notice.isHidden()
    assert session.store.read("SELECT count(*) FROM import_mapping") == [(0,)]
    columns._tell.last_undo()
    assert columns.plans()[0].columns[2].target == Target("note")
    assert columns.touched()
