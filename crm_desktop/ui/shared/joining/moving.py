"""The shared base is found elsewhere now: another address, login, password or authority, tried before it is used."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.errors import KeystoreMissing
from crm_desktop.sync.failures import ServerAddressRefused, ServerPutBack, SyncError
from crm_desktop.ui.shared.fitting import FittingDialog
from crm_desktop.ui.shared.joining import asking
from crm_desktop.ui.shared.joining.form import JoinForm, Typed
from crm_desktop.ui.shared.work import Work
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import failure_text
from crm_desktop.ui.widgets.buttons import button, label, restyle

if TYPE_CHECKING:
    from crm_desktop.background.runner import Progress
    from crm_desktop.services.base import Store
    from crm_desktop.sync.membership import Membership
    from crm_desktop.ui.session import Session

_WIDTH = 640


class MoveDialog(FittingDialog):
    """Changes where the shared base is to be found, if it is the same one."""

    def __init__(
        self, parent: QWidget | None, session: Session, belongs: Membership, password: str = ""
    ) -> None:
        """``password``: in use until now, where the program has it in memory."""
        super().__init__(parent, "move", tr("Where the shared base is"), _WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._belongs, self._known = session, belongs, password
        self._work = Work(session)
        self.destroyed.connect(self._work.forget)
        self._form = JoinForm(belongs.device)
        self._form.show_address(belongs.address)
        self._status = label("", "quiet", wrap=True)
        self._status.setObjectName("move_status")
        self._use = button("move_use", tr("Use this address"), look="primary", clicked=self.use)
        self._build()
        self._say("")
        self._form.given.connect(self.use)
        self._form.edited.connect(lambda: self._say(""))
        asking.key_store(session, lambda there: self._form.show_key_store(there=there))

    def use(self) -> None:
        """Try it, and use it from now on if the same shared base is there."""
        if self._work.is_busy:
            return
        self._form.forget_trouble()
        try:
            typed = self._form.read()
        except ServerAddressRefused as error:
            self._form.show_trouble(error)
            return
        self._form.hide_password()
        self._say(tr("Asking the server…"))
        self._use.setEnabled(False)
        store, belongs, known = self._session.store, self._belongs, self._known
        self._work.start(
            lambda progress: move(store, belongs, typed, known, progress),
            done=self._moved,
            failed=self._failed,
        )

    def reject(self) -> None:
        """Leave everything as it was."""
        self._work.forget()
        super().reject()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        words = tr(
            "Where the server has moved, its certificate comes from somebody else, or you have another login. It has "
            "to be the same shared base; to go to another one, leave this one first."
        )
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("move_cancel", tr("Cancel"), clicked=self.reject))
        row.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(label(tr("Where the shared base is"), "title"))
        column.addWidget(label(words, "quiet", wrap=True))
        column.addWidget(self._form)
        column.addWidget(self._status)
        column.addStretch(1)
        column.addLayout(row)

    def _moved(self, password: str) -> None:
        self._session.signals.membership.emit(password)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._use.setEnabled(True)
        self._say("")
        if isinstance(error, SyncError):
            self._form.show_trouble(error)
        else:
            self._say(failure_text(error), "late")

    def _say(self, words: str, look: str = "quiet") -> None:
        self._use.setEnabled(not self._work.is_busy)
        self._status.setProperty("look", look)
        restyle(self._status)
        self._status.setText(words)
        self._status.setVisible(bool(words))


def move(store: Store, belongs: Membership, typed: Typed, known: str, progress: Progress) -> str:
    """Note the new address if the same shared base is there; the password used. On a thread.

    Raises:
        ServerForeign: another base is there.
        SyncError: why it cannot be reached.
    """
    from crm_desktop.services.colleagues import change_login
    from crm_desktop.sync.joining import look_ahead
    from crm_desktop.sync.membership import change_address, keep_password, name_device, password_of

    password = typed.password or known or password_of(belongs.address) or ""
    asking.reach(typed.address, password, progress)
    with suppress(ServerPutBack):  # the same one, of an earlier day: the exchange will ask about that
        look_ahead(store, typed.address, password)
    address = asking.with_kept_authority(typed.address)
    with store.transaction():
        change_address(store, address)
        if address.user != belongs.address.user:
            change_login(store, address.user)
        if typed.device and typed.device != belongs.device:
            name_device(store, typed.device)
    if typed.keep:
        with suppress(KeystoreMissing):  # it is asked for at the next start, as where there is none
            keep_password(address, password)
    return password
