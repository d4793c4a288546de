"""Qt's own words in the user's language: menus of text fields, its file dialog, months of calendars, names of keys.

Qt brings its Russian whole and a Lithuanian of long ago. What people meet daily stands in our own catalogue and goes
before Qt's; keys keep the names that are printed on the keyboards sold there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QCoreApplication

_CATALOGUES = {"ru": "qtbase_ru", "lt": "qt_lt"}
_LOCALES = {"en": "en_GB", "ru": "ru_RU", "lt": "lt_LT"}
_KEYS = {"Return": "Enter", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


class QtWords(QTranslator):
    """One for the program; ``speak`` again when the language changes."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._of_qt = QTranslator(app)
        self._words: Mapping[str, str] = {}

    def speak(self, code: str) -> None:
        """Let Qt speak the language from now on; what it has shown already stays until it is shown anew."""
        for translator in (self, self._of_qt):
            self._app.removeTranslator(translator)
        QLocale.setDefault(QLocale(_LOCALES[code]))
        catalogue = _CATALOGUES.get(code)
        if catalogue is None:
            return
        if self._of_qt.load(catalogue, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._app.installTranslator(self._of_qt)
        self._words = _words()
        self._app.installTranslator(self)

    def isEmpty(self) -> bool:
        return False

    # None lets Qt ask the next catalogue; an empty text would be taken for the word.
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        del disambiguation, n
        if context == "QShortcut":
            return _KEYS.get(sourceText, sourceText)
        return self._words.get(sourceText.replace("&", ""))


def _words() -> dict[str, str]:
    """By Qt's English word without its mnemonic mark."""
    return {
        "Undo": tr("Undo"),
        "Redo": tr("Do again"),
        "Cut": tr("Cut"),
        "Copy": tr("Copy"),
        "Paste": tr("Paste"),
        "Delete": tr("Delete"),
        "Select All": trc("text field", "Select all"),
        "Open": tr("Open"),
        "Save": tr("Save"),
        "Cancel": tr("Cancel"),
        "Close": tr("Close"),
        "Yes": tr("Yes"),
        "No": tr("No"),
        **_of_the_file_dialog(),
    }


def _of_the_file_dialog() -> dict[str, str]:
    """Qt's own one, shown where the system brings none."""
    return {
        "Look in:": tr("Look in:"),
        "File name:": tr("File name:"),
        "Files of type:": tr("Files of type:"),
        "Directory:": tr("Folder:"),
        "Choose": tr("Choose"),
        "Folder": tr("Folder"),
        "File": tr("File"),
        "Name": trc("column", "Name"),
        "Size": tr("Size"),
        "Kind": tr("Kind"),
        "Type": tr("Kind"),
        "Date Modified": tr("Changed"),
        "Computer": tr("Computer"),
        "Back": tr("Back"),
        "Forward": tr("Forward"),
        "Parent Directory": tr("One folder up"),
        "Create New Folder": tr("New folder"),
        "New Folder": tr("New folder"),
        "List View": tr("As a list"),
        "Detail View": tr("With details"),
    }
