from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QLineEdit

from crm_desktop.ui import text
from crm_desktop.ui.qt_words import QtWords


@pytest.fixture
def speak(qapp):
    words = QtWords(qapp)

    def in_language(code):
        text.set_language(code)
        words.speak(code)

    yield in_language
    in_language("en")
    words.deleteLater()


def menu_words(qtbot):
    line = QLineEdit("Ona")
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    return words


@pytest.mark.parametrize("code", ["ru", "lt"])
def test_the_menu_of_a_field_speaks_our_words(speak, qtbot, code):
    speak(code)
    shown = menu_words(qtbot)
    assert shown[:2] == [text.tr("Undo"), text.tr("Do again")]
    assert {text.tr(word) for word in ("Cut", "Copy", "Paste", "Delete")} < set(shown)
    assert text.trc("text field", "Select all") in shown


def test_words_we_do_not_have_come_from_qt(speak):
    speak("ru")
    assert QCoreApplication.translate("QFileDialog", "Find Directory") == "Найти каталог"
    assert QCoreApplication.translate("QNobody", "Never seen") == "Never seen"


def test_keys_keep_the_names_on_the_keyboard(speak):
    speak("lt")
    shown = [
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        for key in ("Ctrl+Z", "Del", "Return")
    ]
    assert shown == ["Ctrl+Z", "Del", "Enter"]
    assert QKeySequence("Ctrl+Return") == QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return)


def test_calendars_follow_and_english_comes_back(speak, qtbot):
    speak("ru")
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    assert calendar.locale().language() is QLocale.Language.Russian
    speak("en")
    assert QCoreApplication.translate("QLineEdit", "&Copy") == "&Copy"
    assert QLocale().name() == "en_GB"
