"""Step 1: what is found in real files, changed in menus, and what is said of files that cannot be read."""

from __future__ import annotations

import io
from dataclasses import replace

import msoffcrypto
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.kinds import FieldKind
from crm_desktop.ui.importing.meaning_popup import Meaning, MeaningPopup
from crm_desktop.ui.importing.reading_bar import encoding_name


def targets(driver):
    return [str(column.target) for column in driver.page.columns.plans()[0].columns]


def meanings(driver):
    return [heading.meaning for heading in driver.page.columns.table.preview.headings]


def cell(driver, row, column):
    model = driver.page.columns.table.preview
    return model.cell(model.index(row, column))


def trouble(driver):
    label = driver.page.columns.trouble.findChild(QLabel, "import_trouble_text")
    return label.text() if label.isVisible() else ""


def workbook(path, rows, name="Klientai"):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_the_list_is_understood_by_itself(driver, list_file):
    driver.bring(list_file)
    plan = driver.page.columns.plans()[0]
    assert (plan.table.header_row, plan.book.encoding, plan.book.separator) == (3, "cp1257", ";")
    assert meanings(driver) == ["Whole name", "Phone", "E-mail", "Birthday", "City", "Own field, text"]
    assert (cell(driver, 0, 0).text, cell(driver, 0, 0).below) == ("Kazlauskienė Rasa", "Kazlauskienė · Rasa")
    assert cell(driver, 0, 1).below == "+37061234567"
    assert cell(driver, 0, 3).below == "12 Mar 1968"
    assert cell(driver, 2, 2).care
    assert cell(driver, 2, 3).care


def test_another_meaning_is_shown_at_once(driver, list_file):
    driver.bring(list_file)
    driver.page.columns.set_meaning(5, Meaning(Target("own", "Mėgstamos gėlės"), FieldKind.CHOICE))
    assert meanings(driver)[5] == "Own field, one of a list"
    driver.page.columns.set_meaning(3, Meaning(Target("ignore")))
    assert meanings(driver)[3] == "Left out"
    assert targets(driver)[3] == "ignore"


def test_a_table_of_which_nothing_is_taken_is_not_brought_in(driver, list_file):
    driver.bring(list_file)
    for section in range(6):
        driver.page.columns.set_meaning(section, Meaning(Target("ignore")))
    assert driver.page.columns.plans() == []
    driver.page.columns.set_meaning(0, Meaning(Target("name.full")))
    assert driver.page.columns.files[0].tables[0].touched


def test_the_choice_is_found_by_typing_and_taken_by_return(driver, list_file, qtbot):
    driver.bring(list_file)
    table = driver.page.columns.table
    table.setCurrentIndex(table.preview.index(0, 5))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    popup = driver.page.columns.findChild(MeaningPopup)
    qtbot.keyClicks(popup.line, "likes")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert targets(driver)[5] == "likes"


def test_the_header_stands_in_another_row(driver, list_file):
    driver.bring(list_file)
    driver.page.columns.reading.header_chosen.emit(4)
    driver.wait(lambda: not driver.page.columns.is_reading())
    assert driver.page.columns.plans()[0].headers[0] == "Kazlauskienė Rasa"
    driver.page.columns.reading.header_chosen.emit(0)
    driver.wait(lambda: not driver.page.columns.is_reading())
    assert driver.page.columns.plans()[0].table.header_row is None


def test_other_letters_and_another_separator(driver, list_file):
    driver.bring(list_file)
    columns = driver.page.columns
    columns.reading.encoding_chosen.emit("cp1251")
    driver.wait(lambda: not columns.is_reading())
    assert "Kazlauskienл" in cell(driver, 0, 0).text
    columns.reading.separator_chosen.emit(",")
    driver.wait(lambda: not columns.is_reading())
    assert columns.files[0].tables[0].plan.book.separator == ","


def test_phones_of_another_country(driver, session, tmp_path):
    path = tmp_path / "phones.csv"
    path.write_text("Имя,Телефон\nИван,8 495 913-01-68\n", encoding="utf-8")
    driver.bring(path)
    driver.page.columns.reading.region_chosen.emit("RU")
    assert cell(driver, 0, 1).below == "+74959130168"


def test_sensitive_columns_are_left_out_unless_wanted(driver, tmp_path, qtbot):
    path = workbook(
        tmp_path / "people.xlsx",
        [
            ["Vardas", "Pavardė", "Asmens kodas"],
            ["Ona", "Petraitė", "48403150001"],
            ["Jonas", "Jonaitis", "38501010002"],
        ],
    )
    driver.bring(path)
    assert meanings(driver)[2] == "Left out: sensitive"
    notice = driver.page.columns.notice
    assert notice.isVisible()
    qtbot.mouseClick(notice.findChild(QPushButton, "notice_action"), Qt.MouseButton.LeftButton)
    assert targets(driver)[2] == "own:Asmens kodas"
    assert not notice.isVisible()


def test_sheets_are_taken_and_left(driver, tmp_path):
    path = tmp_path / "sheets.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    for sheet, names in (
        (book.active, ("Ona Petraitė", "Jonas Jonaitis")),
        (book.create_sheet("Old"), ("Petras Petrauskas",)),
    ):
        sheet.append(["Name", "Phone"])
        for name in names:
            sheet.append([name, "+37061234567"])
    book.save(path)
    driver.bring(path)
    tables = driver.page.columns.tables
    assert tables.isVisible()
    assert len(driver.page.columns.plans()) == 2
    tables.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert [plan.sheet.name for plan in driver.page.columns.plans()] == ["Clients"]
    tables.setCurrentRow(1)
    assert cell(driver, 0, 0).text == "Petras Petrauskas"


def test_a_table_of_no_clients_says_so(driver, tmp_path):
    path = workbook(tmp_path / "stock.xlsx", [["Article", "Amount"], *[[f"Vase {n}", n] for n in range(20)]])
    driver.bring(path)
    assert driver.page.columns.plans() == []
    assert driver.page.columns.notice.isVisible()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), "no table"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(200), "damaged"),
        ("blank.csv", b"\n\n  \n", ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why(driver, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    driver.bring(path)
    assert trouble(driver)
    assert words in trouble(driver)
    assert driver.page.columns.plans() == []


def test_a_missing_file_can_be_tried_again(driver, tmp_path, list_file, qtbot):
    path = tmp_path / "later.csv"
    driver.bring(path)
    assert "later.csv" in trouble(driver)
    path.write_bytes(list_file.read_bytes())
    qtbot.mouseClick(driver.page.columns.findChild(QPushButton, "import_again"), Qt.MouseButton.LeftButton)
    driver.wait(lambda: not driver.page.columns.is_reading())
    assert trouble(driver) == ""
    assert len(driver.page.columns.plans()) == 1


def test_one_bad_file_does_not_keep_the_others_out(driver, tmp_path, list_file, qtbot):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    driver.bring(bad, list_file)
    assert len(driver.page.columns.plans()) == 1
    driver.page.columns.tables.setCurrentRow(0)
    qtbot.mouseClick(
        driver.page.columns.findChild(QPushButton, "import_leave_file"), Qt.MouseButton.LeftButton
    )
    assert [file.path for file in driver.page.columns.files] == [list_file]


def locked(tmp_path, password):
    plain = workbook(tmp_path / "plain.xlsx", [["Name", "Phone"], ["Ona Petraitė", "+37061234567"]])
    path = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(io.BytesIO(source.read())).encrypt(password, target)
    with path.open("rb") as made:
        assert msoffcrypto.OfficeFile(made).is_encrypted()
    return path


def test_a_locked_workbook_asks_for_its_password(driver, tmp_path, qtbot):
    driver.bring(locked(tmp_path, "gėlės"))
    columns = driver.page.columns
    field = columns.trouble._password
    assert field.isVisible()
    qtbot.keyClicks(field, "wrong")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    driver.wait(lambda: not columns.is_reading())
    assert "password" in trouble(driver)
    field.setText("gėlės")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    driver.wait(lambda: not columns.is_reading())
    assert len(columns.plans()) == 1
    driver.check()
    assert driver.counts() == {"new": 1}


def test_encodings_are_named_by_their_letters():
    assert encoding_name("cp1257") == "Baltic (cp1257)"
    assert encoding_name("utf-8-sig") == "UTF-8"


def test_the_same_file_is_opened_once(driver, list_file):
    driver.bring(list_file)
    driver.bring(list_file)
    assert len(driver.page.columns.files) == 1
    assert replace(driver.page.columns.files[0]).path == list_file


def test_what_was_unusual_about_the_file_is_said(driver, tmp_path, qtbot):
    path = tmp_path / "hidden.xlsx"
    book = openpyxl.Workbook()
    for row in (("Vardas", "Telefonas"), ("Ona", "+37061234567"), ("Jonas", "+37061234568")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    driver.bring(path)
    found = driver.page.columns.findChild(QLabel, "import_found")
    assert found.text() == "hidden.xlsx · 2 rows · 1 row is hidden in the file; it was read too"
