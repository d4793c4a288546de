"""What has to be said to reach a shared base: where, as whom, with which password, and what this device is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from crm_desktop.sync import failures
from crm_desktop.sync.address import ServerAddress, is_this_computer
from crm_desktop.sync.typed_address import read_address
from crm_desktop.ui.shared.joining.fields import Answering, AuthorityField, PasswordField, line_field
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_sync_errors import trouble
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.sync.failures import SyncError
    from crm_desktop.sync.typed_address import TypedAddress

USUAL_PORT = 5432

_ADDRESS, _DATABASE, _USER, _PASSWORD, _AUTHORITY = "address", "database", "user", "password", "authority"

_FIELD_OF: Mapping[type[SyncError], str] = {
    failures.ServerPasswordRefused: _PASSWORD,
    failures.ServerPasswordNeeded: _PASSWORD,
    failures.ServerEntryRefused: _USER,
    failures.ServerRoleRefused: _USER,
    failures.DeviceShutOut: _USER,
    failures.ServerDatabaseMissing: _DATABASE,
    failures.ServerEncodingRefused: _DATABASE,
    failures.ServerEmpty: _DATABASE,
    failures.ServerForeign: _DATABASE,
    failures.ServerPutBack: _DATABASE,
    failures.ServerOutdated: _DATABASE,
    failures.ProgramTooOld: _DATABASE,
}
"""Beside which field a failure is told; those that are missing concern the server."""


def field_of(error: SyncError) -> str:
    """The field that a failure is about."""
    why = str(error.facts.get("why", ""))
    if isinstance(error, failures.ServerCertificateRefused):
        return _AUTHORITY if why in ("authority", "file") else _ADDRESS
    if isinstance(error, failures.ServerAddressRefused):
        return why if why in (_DATABASE, _USER) else _ADDRESS
    return _FIELD_OF.get(type(error), _ADDRESS)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, whole. ``keep``: the password is to be kept in the key store."""

    address: ServerAddress
    password: str = field(repr=False)
    device: str
    keep: bool


class JoinForm(QWidget):
    """The fields.

    Signals:
        edited: something else stands in them.
        given: the return key was pressed in one.
    """

    edited = Signal()
    given = Signal()

    def __init__(self, device: str) -> None:
        """``device``: the name proposed for this one."""
        super().__init__()
        self._address = line_field("join_address", tr("Server"), "crm.example.com")
        self._database = line_field("join_database", tr("Database"), "crm")
        self._user = line_field("join_user", tr("Your login"), tr("as the administrator told you"))
        self._password = PasswordField("join_password")
        self._keep = QCheckBox(tr("Remember the password on this computer"))
        self._keep.setObjectName("join_keep")
        self._keep.setChecked(True)
        self._no_store = label("", "small", wrap=True)
        self._authority = AuthorityField("join_authority")
        self._encrypted = QCheckBox(tr("Encrypt the connection"))
        self._encrypted.setObjectName("join_encrypted")
        self._encrypted.setChecked(True)
        self._device = line_field("join_device", tr("This device is called"))
        self._device.setText(device)
        self._answers = {
            _ADDRESS: Answering("join_address", self._address),
            _DATABASE: Answering("join_database", self._database),
            _USER: Answering("join_user", self._user),
            _PASSWORD: Answering("join_password", self._password),
            _AUTHORITY: Answering("join_authority", self._authority),
        }
        self._form = QFormLayout()
        self._build()
        self._connect()
        self._length = 0
        self._show_near()

    def read(self) -> Typed:
        """What stands in the fields.

        Raises:
            ServerAddressRefused: it is no address, or one of its parts is missing.
        """
        self._spread(whole=True)
        typed = read_address(self._address.text())
        is_encrypted = self._encrypted.isChecked() or not is_this_computer(typed.host)
        address = ServerAddress(
            typed.host,
            self._database.text().strip(),
            self._user.text().strip(),
            typed.port or USUAL_PORT,
            self._authority.path(),
            is_encrypted,
        )
        address.check()
        keep = self._keep.isEnabled() and self._keep.isChecked()
        return Typed(address, self._password.line.text(), self._device.text().strip(), keep)

    def show_address(self, address: ServerAddress) -> None:
        """Fill in what is known."""
        self._address.setText(_shown(address.host, address.port))
        self._database.setText(address.database)
        self._user.setText(address.user)
        self._authority.take(address.ca_file)
        self._encrypted.setChecked(address.encrypted)
        self._show_near()

    def show_key_store(self, *, there: bool) -> None:
        """Whether this computer can keep the password."""
        self._keep.setEnabled(there)
        if not there:
            self._keep.setChecked(False)
            self._no_store.setText(
                tr("This computer has no key store, so the password is asked for at each start.")
            )
        self._form.setRowVisible(self._keep, there)
        self._form.setRowVisible(self._no_store, not there)

    def show_trouble(self, error: SyncError) -> None:
        """Say what is wrong beside the field it is about, and put the keys there."""
        self.forget_trouble()
        answering = self._answers[field_of(error)]
        answering.show_trouble(trouble(error))
        answering.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_trouble(self) -> None:
        """Nothing is wrong as far as anybody knows."""
        for each in self._answers.values():
            each.show_trouble("")

    def hide_password(self) -> None:
        """Put the dots back over it."""
        self._password.hide_again()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        form = self._form
        form.setVerticalSpacing(9)
        form.setHorizontalSpacing(20)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.addRow(label(tr("Server"), "quiet"), self._answers[_ADDRESS])
        form.addRow("", self._encrypted)
        form.addRow(label(tr("Database"), "quiet"), self._answers[_DATABASE])
        form.addRow(label(tr("Your login"), "quiet"), self._answers[_USER])
        form.addRow(label(tr("Password"), "quiet"), self._answers[_PASSWORD])
        form.addRow("", self._keep)
        form.addRow("", self._no_store)
        form.addRow(label(tr("Server is vouched for by"), "quiet"), self._answers[_AUTHORITY])
        form.addRow(label(tr("This device is called"), "quiet"), self._device)
        form.setRowVisible(self._no_store, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def _connect(self) -> None:
        self._address.textEdited.connect(self._address_edited)
        self._address.editingFinished.connect(lambda: self._spread(whole=True))
        for line in (self._address, self._database, self._user, self._password.line, self._device):
            line.returnPressed.connect(self.given)
        for line in (self._address, self._database, self._user, self._password.line):
            line.textEdited.connect(lambda _text: self._has_changed())
        self._authority.edited.connect(self._has_changed)
        self._encrypted.toggled.connect(lambda _on: self._has_changed())

    def _has_changed(self) -> None:
        self.forget_trouble()
        self.edited.emit()

    def _address_edited(self, text: str) -> None:
        # What arrives in one go was pasted: a password in it is not to be seen for longer than a blink.
        is_pasted = len(text) > self._length + 1
        self._length = len(text)
        if is_pasted:
            self._spread(whole=False)
        self._show_near()

    def _spread(self, *, whole: bool) -> None:
        """Put the parts of a link where they belong; ``whole``: nobody is typing in it any more."""
        text = self._address.text()
        if "://" not in text and "=" not in text:
            return
        try:
            typed = read_address(text)
        except failures.ServerAddressRefused:
            if whole and "@" in text:
                self._address.setText(
                    text.rpartition("@")[2]
                )  # whatever it is, a password before it stays unseen
            return
        self._take(typed)

    def _take(self, typed: TypedAddress) -> None:
        # setText also forgets what Ctrl+Z would bring back: the link with the password in it.
        self._address.setText(_shown(typed.host, typed.port or USUAL_PORT))
        self._length = len(self._address.text())
        for line, part in (
            (self._database, typed.database),
            (self._user, typed.user),
            (self._password.line, typed.password),
        ):
            if part:
                line.setText(part)
        if typed.ca_file is not None and typed.ca_file.is_file():
            self._authority.take(typed.ca_file)
        self._show_near()
        self._has_changed()

    def _show_near(self) -> None:
        """Only towards this very computer one may do without encryption."""
        try:
            near = is_this_computer(read_address(self._address.text()).host)
        except failures.ServerAddressRefused:
            near = False
        self._form.setRowVisible(self._encrypted, near)


def _shown(host: str, port: int) -> str:
    """An address as it is typed: the usual port goes without saying."""
    if port == USUAL_PORT:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
