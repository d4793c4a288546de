"""The whole program over a new file, driven by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from crm_desktop.app import Application
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text, theme

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


class StrayWindows(QObject):
    """Remembers every window that shows itself and is neither the program's, nor a dialog, nor a menu."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowType()
            if kind == Qt.WindowType.Window and not isinstance(watched, QMainWindow):
                self.seen.append(watched.objectName() or str(watched))
        return False


class Keyboard:
    """Keys as the user presses them: they go to the window, which gives them to whatever has the focus."""

    def __init__(self, qtbot, program):
        self._bot = qtbot
        self._program = program

    def key(self, key, modifiers=NONE):
        QTest.keyClick(self._program.desk.window.windowHandle(), key, modifiers)

    def type(self, words):
        """Letters of any script, to the widget with the focus."""
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, NONE, letter)
                QApplication.sendEvent(self.focus(), event)

    def find(self, words):
        self.key(Qt.Key.Key_F, CTRL)
        self.key(Qt.Key.Key_A, CTRL)
        self.type(words)

    def tab_to(self, name, most=40):
        """Press Tab until the widget of that name has the focus."""
        passed = []
        for _ in range(most):
            if self.focus().objectName() == name:
                return
            passed.append(self.focus().objectName())
            self.key(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never comes to {name}, only to {passed}")

    def focus(self):
        """What has the focus; fails where nothing has it."""
        widget = QApplication.focusWidget()
        assert widget is not None, "the focus is lost"
        return widget

    def calm(self):
        self._bot.waitUntil(lambda: not self._program._runner.busy(), timeout=20_000)

    def until(self, check):
        self._bot.waitUntil(check, timeout=20_000)


@pytest.fixture
def stray(qapp):
    made = StrayWindows()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    assert made.seen == []


@pytest.fixture
def start(qapp, qtbot, tmp_path, stray):
    """Starts the program in a language over the base of this test; started again, the one before has ended."""
    running: list[Application] = []

    def begin(language="en"):
        while running:
            running.pop().close()
        text.set_language(language)
        theme.load_fonts()
        theme.apply(qapp, "light")
        settings = SettingsFile(tmp_path / "settings.json")
        settings.update(user_name="Ona")
        program = Application(qapp, settings, None)
        running.append(program)
        window = program.open(tmp_path / "clients.crm").window
        window.resize(1280, 800)
        window.activateWindow()
        with qtbot.waitActive(window):
            window.show()
        keyboard = Keyboard(qtbot, program)
        keyboard.calm()
        return program, keyboard

    yield begin
    for program in running:
        program.close()
    text.set_language("en")
