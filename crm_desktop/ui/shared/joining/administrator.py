"""What the administrator of a PostgreSQL server has to do before anybody joins: the script, the line, and how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import FileNotWritten
from crm_desktop.sync.server_roles import hba_line
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.shared.fitting import FittingDialog
from crm_desktop.ui.shared.joining.fields import line_field
from crm_desktop.ui.shared.joining.logins import logins, script
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

_WIDTH = 760
_LINES_SHOWN = 9
_HBA_LINES = 2


def ask_script_file(parent: QWidget) -> Path | None:
    """Where the script is to be saved; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    proposed = first_folder("") / "crm-desktop.sql"
    name, _kind = QFileDialog.getSaveFileName(parent, tr("Save the script"), str(proposed), "SQL (*.sql)")
    parent.activateWindow()  # where no window manager gives the keys back
    return Path(name) if name else None


class AdministratorDialog(FittingDialog):
    """Makes the script from the names typed in; nothing is sent anywhere."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "administrator", tr("For the administrator"), _WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._database = line_field("administrator_database", tr("Database"))
        self._database.setText("crm")
        self._people = line_field("administrator_people", tr("Colleagues"), tr("Anna, Jonas"))
        self._network = QComboBox()
        self._network.setObjectName("administrator_network")
        self._network.setAccessibleName(tr("They come"))
        self._network.addItem(tr("from the server’s own network"), "samenet")
        self._network.addItem(tr("from anywhere"), "all")
        self._script = _text("administrator_script", tr("The script"), _LINES_SHOWN)
        self._line = _text("administrator_line", tr("The line for pg_hba.conf"), _HBA_LINES)
        self._told = label("", "small", wrap=True)
        self._told.setObjectName("administrator_told")
        self._build()
        for field in (self._database, self._people):
            field.textChanged.connect(lambda _text: self._show())
        self._network.currentIndexChanged.connect(lambda _index: self._show())
        self._show()
        self._people.setFocus()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        column.addWidget(label(tr("For the administrator"), "title"))
        column.addWidget(label(_how(), "quiet", wrap=True))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(20)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(tr("Colleagues"), "quiet"), self._people)
        form.addRow(label(tr("Database"), "quiet"), self._database)
        form.addRow(label(tr("They come"), "quiet"), self._network)
        column.addLayout(form)
        for text, copy in (
            (self._script, self._copy_button("administrator_copy_script", self._script)),
            (self._line, self._copy_button("administrator_copy_line", self._line)),
        ):
            row = QHBoxLayout()
            row.addWidget(label(text.accessibleName(), "section"))
            row.addStretch(1)
            row.addWidget(copy)
            if text is self._script:
                row.addWidget(
                    button("administrator_save", tr("Save as a file…"), look="quiet", clicked=self._save)
                )
            column.addLayout(row)
            column.addWidget(text)
        last = QHBoxLayout()
        last.addWidget(self._told, 1)
        last.addWidget(button("administrator_close", tr("Close"), look="primary", clicked=self.accept))
        column.addLayout(last)

    def _copy_button(self, name: str, text: QPlainTextEdit) -> QPushButton:
        made = button(name, tr("Copy"), look="quiet", icon="copy", clicked=lambda: self._copy(text))
        made.setAccessibleName(tr("Copy: {what}", what=text.accessibleName()))
        return made

    def _show(self) -> None:
        people = logins(self._people.text()) or ("anna",)
        database = self._database.text().strip() or "crm"
        self._script.setPlainText(script(database, people))
        self._line.setPlainText(hba_line(database, str(self._network.currentData())))
        self._told.clear()

    def _copy(self, text: QPlainTextEdit) -> None:
        QGuiApplication.clipboard().setText(text.toPlainText())
        self._told.setText(tr("Copied."))

    def _save(self) -> None:
        path = ask_script_file(self)
        if path is None:
            return
        try:
            path.write_text(self._script.toPlainText(), encoding="utf-8")
        except OSError as error:
            self._told.setText(error_text(FileNotWritten(path=path, why=error.strerror or "")))
        else:
            self._told.setText(tr("Saved as “{file}”.", file=path.name))


def _how() -> str:
    return " ".join(
        (
            tr(
                "Needed is PostgreSQL 15 or newer with encryption on (ssl = on) and a certificate made out for the "
                "server’s name."
            ),
            tr(
                "Run the script once as a superuser, with a password of your own in each place marked so; it makes "
                "the database, the roles and a login for each colleague."
            ),
            tr("Put the line above the others in pg_hba.conf and have the server read it again."),
            tr(
                "The first colleague named joins first and makes the shared base; the others follow with their login, "
                "their password and, if your company signs its own certificates, its CA file."
            ),
        )
    )


def _text(name: str, words: str, lines: int) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * lines + 22)
    return made
