"""The sheet of the export: which clients, what of them, which format, under which name. It stays until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop import paths
from crm_desktop.ui.exporting.saving import SUFFIXES, file_in
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

_WIDTH = 476
_ADDRESS_BOOK = SUFFIXES.index(".vcf")


class ExportSheet(QDialog):
    """Asks what to save; knows nothing of how.

    Signals:
        save_wanted: everything is chosen; ``file``, ``only_selected`` and ``everything`` say what.
        folder_wanted: another folder should be chosen.
        stop_wanted: the work under way should stop.
    """

    save_wanted = Signal()
    folder_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget, *, found: str, selected: str, folder: Path, stem: str) -> None:
        """Take the words for the whole list and for the selection (empty: nothing to choose), folder and name."""
        super().__init__(parent)
        self.setObjectName("export_sheet")
        self.setWindowTitle(tr("Save the list as a file"))
        self._folder = folder
        self._work: ProgressStrip | None = None
        who = [("export_found", found), ("export_selected", selected)]
        self._who = self._group("export_who", who if selected else [])
        columns = ("export_columns", tr("The columns of the list, as shown"))
        cards = ("export_cards", tr("Everything on the cards: all phones, addresses, own fields"))
        self._what = self._group("export_what", [columns, cards])
        excel = ("export_xlsx", tr("Excel workbook (.xlsx)"))
        text = ("export_csv", tr("Text table (.csv)"))
        cards = ("export_vcf", tr("Address book for telephones and mail (.vcf)"))
        self._format = self._group("export_format", [excel, text, cards])
        self.name = QLineEdit(stem)
        self.name.setObjectName("export_name")
        self.name.setAccessibleName(tr("Name of the file"))
        self._place = ElidedLabel(paths.shown(folder), "quiet", Qt.TextElideMode.ElideMiddle)
        self._place.setObjectName("export_folder")
        self._trouble = label("", "late", wrap=True)
        self._trouble.setObjectName("export_trouble")
        self._replaces = label(
            tr("A file of this name is there already. It will be replaced."), "care", wrap=True
        )
        self._replaces.setObjectName("export_replaces")
        self._column = QVBoxLayout(self)
        self._choices = QWidget()
        self._build(found)
        self.name.textChanged.connect(lambda _text: self._check())
        self._format.idToggled.connect(lambda _id, _on: self._check())
        if selected:
            self._who.button(1).setChecked(True)
        self._check()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    # --------------------------------------------------------------------------------------------------------- chosen

    def only_selected(self) -> bool:
        """Whether only the selected clients are wanted."""
        return self._who.checkedId() == 1

    def everything(self) -> bool:
        """Whether everything on the cards is wanted, not only the columns of the list."""
        return self._what.checkedId() == 1

    def file(self) -> Path | None:
        """The file to write; None while the name says nothing."""
        return file_in(self._folder, self.name.text(), SUFFIXES[self._format.checkedId()])

    def folder(self) -> Path:
        """The folder it will lie in."""
        return self._folder

    def show_folder(self, folder: Path) -> None:
        """Take another folder."""
        self._folder = folder
        self._place.setText(paths.shown(folder))
        self._check()

    # ----------------------------------------------------------------------------------------------------------- work

    def show_work(self) -> ProgressStrip:
        """The choices rest, a strip tells how far it is; Cancel and Escape stop the work."""
        self._trouble.hide()
        self._choices.setEnabled(False)
        self._save.hide()
        self._cancel.hide()
        self._work = ProgressStrip("export_work", tr("Saving the file"), self.stop_wanted.emit)
        self._column.addWidget(self._work)
        return self._work

    def show_choices(self, trouble: str = "") -> None:
        """The work ended without a file: choose again; ``trouble`` says what was in the way."""
        if self._work is not None:
            self._column.removeWidget(self._work)
            self._work.deleteLater()
            self._work = None
        self._choices.setEnabled(True)
        self._save.show()
        self._cancel.show()
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._check()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Escape, Cancel or the cross: stop the work that runs, else go."""
        if self._work is not None:
            self.stop_wanted.emit()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._save.isVisible():
            self._save.click()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _group(self, name: str, items: Sequence[tuple[str, str]]) -> QButtonGroup:
        group = QButtonGroup(self)
        group.setObjectName(name)
        for number, (id_, words) in enumerate(items):
            choice = QRadioButton(words)
            choice.setObjectName(id_)
            choice.setAccessibleName(words)
            choice.setChecked(number == 0)
            group.addButton(choice, number)
        return group

    def _build(self, found: str) -> None:
        self._column.setContentsMargins(22, 20, 22, 18)
        self._column.setSpacing(12)
        # A least width of the dialog itself would let wide words be cut; this one lets it grow with them.
        self._column.addStrut(_WIDTH)
        self._column.addWidget(label(tr("Save the list as a file"), "title"))
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        parts = [(tr("Which clients"), self._who)] if self._who.buttons() else []
        if not parts:
            column.addWidget(label(found, "quiet"))
            column.addSpacing(8)
        parts += [(tr("What of them"), self._what), (tr("Format"), self._format)]
        for title, group in parts:
            column.addWidget(label(title, "section"))
            for choice in group.buttons():
                column.addWidget(choice)
            column.addSpacing(8)
        column.addWidget(label(tr("Name of the file"), "section"))
        column.addWidget(self.name)
        column.addWidget(self._replaces)
        place = QHBoxLayout()
        place.addWidget(label(tr("in"), "quiet"))
        place.addWidget(self._place, 1)
        change = button("export_change_folder", tr("Another folder…"), clicked=self.folder_wanted.emit)
        place.addWidget(change)
        column.addLayout(place)
        self._column.addWidget(self._choices)
        self._column.addWidget(self._trouble)
        self._trouble.hide()
        self._column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self._cancel = button("export_cancel", tr("Cancel"), clicked=self.reject)
        self._save = button("export_save", tr("Save"), look="primary", clicked=self.save_wanted.emit)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        return row

    def _check(self) -> None:
        file = self.file()
        # An address book holds whole cards: there is nothing to choose.
        is_book = self._format.checkedId() == _ADDRESS_BOOK
        if is_book:
            self._what.button(1).setChecked(True)
        for choice in self._what.buttons():
            choice.setEnabled(not is_book)
        self._save.setEnabled(file is not None)
        self._replaces.setVisible(file is not None and file.exists())
