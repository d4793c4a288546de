"""The whole way of a list through the page: columns, check, result; back, stopped, taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from crm_desktop.exchange.importing.plan import saved_mapping
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui.importing.wizard import Step


def names(session):
    return sorted(row.name for row in first_page(session.store, ClientQuery(), 100).rows)


def written(session):
    return session.store.read("SELECT COUNT(*) FROM client")[0][0]


def press(driver, name):
    button = driver.page.findChild(QPushButton, name)
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_list_goes_through_three_steps(driver, session, list_file):
    driver.bring(list_file)
    assert driver.page.steps.step() == Step.COLUMNS
    driver.check()
    assert driver.counts() == {"new": 3, "duplicate": 1, "rejected": 1}
    assert names(session) == []  # nothing is written before the last step
    driver.run()
    assert names(session) == ["Kazlauskienė Rasa", "Petrauskas Jonas", "Žukauskaitė Dalia"]
    assert driver.page.findChild(QPushButton, "import_save_rejects") is not None


def test_return_goes_on_and_escape_goes_back(driver, session, list_file, qtbot):
    page = driver.page
    driver.bring(list_file)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    driver.settled()
    assert page.steps.step() == Step.CHECK
    qtbot.keyClick(page.rehearsal.table, Qt.Key.Key_Escape)
    assert page.steps.step() == Step.COLUMNS
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    driver.settled()
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: page.result.result is not None)
    assert len(names(session)) == 3
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.is_begun()


def test_escape_on_the_first_step_leaves_nothing_behind(driver, list_file, qtbot):
    driver.bring(list_file)
    assert driver.page.is_begun()
    with qtbot.waitSignal(driver.page.left):
        qtbot.keyClick(driver.page, Qt.Key.Key_Escape)
    assert not driver.page.is_begun()
    assert driver.page.columns.plans() == []


def test_the_clients_of_the_import_are_shown(driver, session, list_file, qtbot):
    driver.bring(list_file)
    driver.check()
    driver.run()
    with qtbot.waitSignal(driver.page.show_wanted) as shown:
        press(driver, "import_show")
    found = first_page(session.store, shown.args[0], 100).rows
    assert len(found) == 3


def test_the_result_offers_to_take_the_list_back(driver, list_file):
    driver.bring(list_file)
    driver.check()
    driver.run()
    written = driver.page.result.result.written
    press(driver, "import_take_back")
    assert [row.seq for row in driver.taken_back] == [written.operation]


def test_a_stopped_import_is_taken_back_whole_and_can_be_gone_on_with(driver, session, tmp_path):
    path = tmp_path / "many.csv"
    rows = "".join(f"Client{n:05},+3706{n:07}\n" for n in range(4000))
    path.write_text(f"Name,Phone\n{rows}", encoding="utf-8")
    driver.bring(path)
    driver.check()
    driver.page.go_on()
    driver.wait(lambda: written(session) > 0)
    driver.page.result.cancel()
    driver.wait(lambda: not driver.page.result.is_busy())
    assert driver.page.result.result is None
    assert written(session) == 0
    press(driver, "import_back_to_rows")
    assert driver.page.steps.step() == Step.CHECK
    assert driver.counts() == {"new": 4000}
    driver.run()
    assert written(session) == 4000


def test_a_cancelled_rehearsal_goes_back_to_the_columns(driver, tmp_path):
    path = tmp_path / "many.csv"
    rows = "".join(f"Client{n:05},+3706{n:07}\n" for n in range(6000))
    path.write_text(f"Name,Phone\n{rows}", encoding="utf-8")
    driver.bring(path)
    driver.page.go_on()
    driver.page.rehearsal.cancel()
    driver.wait(lambda: driver.page.steps.step() == Step.COLUMNS)
    driver.check()
    assert driver.counts() == {"new": 6000}


def test_a_mended_cell_is_judged_at_once(driver, session, list_file):
    driver.bring(list_file)
    driver.check()
    rehearsal = driver.page.rehearsal
    rehearsal.table.choose(4)
    field = rehearsal.pane.cell(0)
    driver.qtbot.keyClicks(field, "Vaitkus Petras")
    driver.qtbot.keyClick(field, Qt.Key.Key_Return)
    driver.settled()
    assert driver.page.steps.step() == Step.CHECK  # Return in a cell only takes the cell over
    assert driver.counts() == {"new": 4, "duplicate": 1}
    driver.run()
    assert "Vaitkus Petras" in names(session)


def test_what_was_typed_counts_even_if_the_import_is_started_at_once(driver, session, list_file):
    driver.bring(list_file)
    driver.check()
    rehearsal = driver.page.rehearsal
    rehearsal.table.choose(4)
    field = rehearsal.pane.cell(0)
    driver.qtbot.keyClicks(field, "Vaitkus Petras")
    field.editingFinished.emit()
    driver.run()
    assert "Vaitkus Petras" in names(session)


def test_mended_cells_stay_when_a_meaning_is_changed(driver, list_file):
    driver.bring(list_file)
    driver.check()
    rehearsal = driver.page.rehearsal
    rehearsal.rehearsed.staging.mend(0, 8, 0, "Vaitkus Petras")
    driver.page.go_back()
    driver.check()
    assert driver.counts() == {"new": 4, "duplicate": 1}


def test_meanings_set_once_are_known_the_next_time(driver, session, list_file):
    from crm_desktop.exchange.columns.fields import Target
    from crm_desktop.ui.importing.meaning_popup import Meaning

    driver.bring(list_file)
    driver.page.columns.set_meaning(5, Meaning(Target("likes")))
    headers = driver.page.columns.plans()[0].headers
    assert saved_mapping(session.store, headers) == {}
    driver.check()
    driver.run()
    assert saved_mapping(session.store, headers)["Mėgstamos gėlės"] == "likes"
    driver.bring(list_file)
    assert str(driver.page.columns.plans()[0].columns[5].target) == "likes"
    assert driver.page.columns.files[0].tables[0].remembered


def test_files_brought_together_or_later_make_one_import(driver, session, list_file, tmp_path):
    other = tmp_path / "second.csv"
    other.write_text("Name,Phone\nStankevičius Tomas,+37062077889\n", encoding="utf-8")
    driver.bring(list_file)
    driver.check()
    driver.bring(other)
    assert driver.page.steps.step() == Step.COLUMNS
    assert [file.path for file in driver.page.columns.files] == [list_file, other]
    driver.check()
    driver.run()
    assert len(names(session)) == 4


def test_while_a_list_is_written_another_has_to_wait(driver, told, list_file):
    driver.bring(list_file)
    driver.check()
    driver.page.go_on()
    driver.page.bring([list_file])
    assert told.words
    driver.wait(lambda: driver.page.result.result is not None)


def test_the_user_who_looks_elsewhere_hears_that_it_is_done(driver, told, list_file, qtbot):
    driver.bring(list_file)
    driver.check()
    driver.page.hide()
    driver.run()
    assert told.words
    with qtbot.waitSignal(driver.page.show_wanted):
        told.last_undo()


def test_a_list_of_nobody_cannot_be_brought_in(driver, tmp_path):
    path = tmp_path / "nobody.csv"
    path.write_text("Name,Phone,City\n,,Vilnius\n,,Kaunas\n", encoding="utf-8")
    driver.bring(path)
    driver.check()
    assert driver.counts() == {"rejected": 2}
    driver.page.go_on()
    assert driver.page.steps.step() == Step.CHECK


def test_an_import_outlives_its_page(driver, session, list_file):
    from shiboken6 import Shiboken

    driver.bring(list_file)
    driver.check()
    driver.page.go_on()
    assert driver.page.result.is_busy()
    driver.page.close_sessions()  # as the window does when it is built anew in another language
    Shiboken.delete(driver.page.result)
    driver.wait(lambda: not session.runner.busy())
    driver.qtbot.wait(50)
    assert len(names(session)) == 3
    driver.page.close_sessions = lambda: None
