"""What a person may have to type for an answer: the own password, or login and password of the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from crm_desktop.sync.failures import ServerPasswordNeeded, ServerPasswordRefused
from crm_desktop.sync.membership import membership
from crm_desktop.ui.shared.joining.fields import PasswordField, line_field
from crm_desktop.ui.shared.parting.question import Given, Needs
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session


class LoginFields(QWidget):
    """Shown as far as they are needed.

    Signals:
        given: the return key was pressed in one.
    """

    given = Signal()

    def __init__(self, session: Session, password: str) -> None:
        """``password``: of the own login, where it is known already."""
        super().__init__()
        belongs = membership(session.store)
        self._user = belongs.address.user if belongs is not None else ""
        self._known = password
        self._needs = Needs.NOTHING
        self._own = PasswordField("parting_password")
        self._keep = QCheckBox(tr("Remember the password on this computer"))
        self._keep.setObjectName("parting_keep")
        self._keep.setChecked(True)
        self._owner = line_field("parting_owner", tr("Login of the owner"))
        self._owner.setText(self._user)
        self._owner_password = PasswordField("parting_owner_password")
        self._form = QFormLayout()
        self._build()

    def ask(self, needs: Needs) -> None:
        """Show what is needed."""
        self._needs = needs
        self._show(own=needs is Needs.OWN_LOGIN)

    def failed(self, error: Exception) -> None:
        """The own password was refused or is missing: ask for it beside what is asked already."""
        if not isinstance(error, ServerPasswordNeeded | ServerPasswordRefused):
            return
        is_own = error.facts.get("user") == self._user
        if is_own and (self._needs is not Needs.OWNER_LOGIN or self._owner.text().strip() != self._user):
            self._show(own=True)
            self._own.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> str:
        """The own password, where it was typed here; as the owner's, where that is oneself."""
        own, owner = self._own.line.text(), self._owner.text().strip()
        is_owner = self._needs is Needs.OWNER_LOGIN and owner in ("", self._user)
        return own or (self._owner_password.line.text() if is_owner else "")

    def given_now(self) -> Given:
        """What stands in them; the owner is the own login where nothing else was typed."""
        owner = self._owner.text().strip() or self._user
        password = self.typed() or self._known or None
        return Given(password, self._keep.isChecked(), owner, self._owner_password.line.text())

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(9)
        form.setHorizontalSpacing(20)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(tr("Login of the owner"), "quiet"), self._owner)
        form.addRow(label(tr("Password"), "quiet"), self._owner_password)
        form.addRow(label(tr("Password of {user}", user=self._user), "quiet"), self._own)
        form.addRow("", self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        for each in (self._owner, self._owner_password.line, self._own.line):
            each.returnPressed.connect(self.given)
        self._own.line.setAccessibleName(tr("Password of {user}", user=self._user))

    def _show(self, *, own: bool) -> None:
        owner = self._needs is Needs.OWNER_LOGIN
        for row, is_shown in (
            (self._owner, owner),
            (self._owner_password, owner),
            (self._own, own),
            (self._keep, own and self._needs is Needs.OWN_LOGIN),
        ):
            self._form.setRowVisible(row, is_shown)
        self.setVisible(owner or own)
        self.setFocusProxy(self._own if own else self._owner_password)
