"""Step 2: tiles that filter, rows read as they are seen, decisions for one row and for all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from crm_desktop.exchange.importing.staging import Action, Verdict
from crm_desktop.ui.importing.rows_model import CLIENT, REASON, ROW
from crm_desktop.ui.importing.tiles import Shown


def rows(driver):
    model = driver.page.rehearsal.model
    return [int(model.index(place, ROW).data()) for place in range(model.rowCount())]


def brought_twice(driver, list_file):
    """The list is in the base, and stands on the second step again."""
    driver.bring(list_file)
    driver.check()
    driver.run()
    driver.bring(list_file)
    driver.check()


def test_tiles_count_and_filter(driver, list_file, qtbot):
    driver.bring(list_file)
    driver.check()
    rehearsal = driver.page.rehearsal
    assert rows(driver) == [4, 5, 6, 7, 8]
    tile = rehearsal.tiles.tile(Shown(Verdict.REJECTED))
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert rows(driver) == [8]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert rows(driver) == [4, 5, 6, 7, 8]
    assert not rehearsal.tiles.tile(Shown(Verdict.SAME)).isEnabled()
    rehearsal.tiles.choose(Shown(look=True))
    assert rows(driver) == [6]


def test_what_the_deals_come_to_stands_under_the_tiles(driver, list_file, tmp_path):
    driver.bring(list_file)
    driver.check()
    assert driver.page.rehearsal.findChild(QLabel, "import_worth").isHidden()
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "Order No;Customer;Order Date;Product;Sales;Status\n1;Vera Fox;2024-01-02;Rose;1200.50 €;Shipped\n"
        "1;Vera Fox;2024-01-02;Vase;30 €;Shipped\n2;Ann Cat;2024-01-03;Lily;7 €;Pending\n",
        encoding="utf-8",
    )
    driver.bring(orders)
    driver.check()
    worth = driver.page.rehearsal.findChild(QLabel, "import_worth")
    assert not worth.isHidden()
    assert worth.text() == "2 deals · Won: €1,230.50 · Open: €7"
    model = driver.page.rehearsal.model
    reasons = [model.index(place, REASON).data() for place in range(model.rowCount())]
    assert "Another row of the same order" in reasons
    driver.run()
    words = [each.text() for each in driver.page.result.findChildren(QLabel)]
    assert any("2 deals · Won: €1,230.50 · Open: €7" in text for text in words), words


def test_reasons_stand_in_words(driver, list_file):
    driver.bring(list_file)
    driver.check()
    model = driver.page.rehearsal.model
    assert model.index(3, REASON).data() == "Same client as in row 4: same phone"
    assert "Nobody" in model.index(4, REASON).data()
    assert model.index(4, CLIENT).data() == "Kaunas | tulpės"


def test_the_model_keeps_qts_rules(driver, list_file):
    driver.bring(list_file)
    driver.check()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(driver.page.rehearsal.model, mode)
    driver.page.rehearsal.tiles.choose(Shown(Verdict.NEW))
    driver.page.rehearsal.tiles.choose(Shown())
    tester.deleteLater()


def test_a_row_stands_beside_the_client_it_means(driver, list_file):
    brought_twice(driver, list_file)
    assert driver.counts() == {"same": 3, "duplicate": 1, "rejected": 1}
    pane = driver.page.rehearsal.pane
    driver.page.rehearsal.table.choose(0)
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisibleTo(pane)]
    assert "On the card of Kazlauskienė Rasa" in words


def test_one_row_is_brought_as_a_new_client(driver, list_file, qtbot):
    brought_twice(driver, list_file)
    rehearsal = driver.page.rehearsal
    rehearsal.table.choose(1)
    combo = rehearsal.pane.decision.choice
    combo.setCurrentIndex(combo.findData(Action.NEW))
    combo.activated.emit(combo.currentIndex())
    driver.settled()
    assert driver.counts() == {"same": 2, "new": 1, "duplicate": 1, "rejected": 1}
    assert rehearsal.rehearsed.staging.row(1).action is Action.NEW


def test_all_known_clients_are_updated(driver, list_file, tmp_path):
    driver.bring(list_file)
    driver.check()
    driver.run()
    newer = tmp_path / "newer.csv"
    newer.write_text("Name,Phone,Birthday\nPetrauskas Jonas,+37069811223,1975-11-03\n", encoding="utf-8")
    driver.bring(newer)
    driver.check()
    assert driver.counts() == {"same": 1}
    driver.page.rehearsal._decide_all(0, Action.UPDATE)
    driver.settled()
    assert driver.counts() == {"completes": 1}
    assert driver.page.rehearsal.model.row(0).changes == ("birthday",)


def test_what_is_typed_is_not_lost_by_judging_anew(driver, list_file, qtbot):
    driver.bring(list_file)
    driver.check()
    rehearsal = driver.page.rehearsal
    rehearsal.table.choose(2)
    qtbot.keyClicks(rehearsal.pane.cell(2), "x")
    rehearsal._make_stale(at_once=True)
    qtbot.wait(700)
    assert rehearsal.pane.cell(2).isModified()
    qtbot.keyClick(rehearsal.pane.cell(2), Qt.Key.Key_Escape)
    assert rehearsal.pane.cell(2).text() == "dalia(at)pastas"
    driver.settled()


def test_many_rows_are_read_in_windows(driver, tmp_path):
    path = tmp_path / "many.csv"
    lines = "".join(f"Client{n:05},+3706{n:07}\n" for n in range(3000))
    path.write_text(f"Name,Phone\n{lines}", encoding="utf-8")
    driver.bring(path)
    driver.check()
    model = driver.page.rehearsal.model
    assert model.rowCount() == 3000
    assert model.index(2999, CLIENT).data() == "Client02999"
    assert len(model._windows) < 5
