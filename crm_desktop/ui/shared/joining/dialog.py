"""Joining a shared base, on one screen: fields, a test, what would happen, how far it is, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.sync.failures import ServerAddressRefused, SyncError
from crm_desktop.sync.machine import suggested_name
from crm_desktop.sync.membership import membership
from crm_desktop.ui.shared.fitting import FittingDialog
from crm_desktop.ui.shared.joining import asking
from crm_desktop.ui.shared.joining.form import JoinForm, Typed
from crm_desktop.ui.shared.joining.outlook_box import OutlookBox
from crm_desktop.ui.shared.joining.progress_page import ProgressPage
from crm_desktop.ui.shared.joining.result_page import ResultPage
from crm_desktop.ui.shared.work import Phases, Work
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import failure_text
from crm_desktop.ui.widgets.buttons import button, label, restyle

if TYPE_CHECKING:
    from crm_desktop.sync.join_facts import Counts, Joined, Outlook
    from crm_desktop.ui.session import Session

_WIDTH = 640


class JoinDialog(FittingDialog):
    """Leads a base into a shared one.

    Signals:
        differences_wanted, duplicates_wanted: the user goes on to what a join left to be looked at.
        administrator_wanted: what the administrator has to do is to be shown.
    """

    differences_wanted = Signal()
    duplicates_wanted = Signal()
    administrator_wanted = Signal()

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent, "join", tr("Join a shared base"), _WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._work = Work(session)
        self.destroyed.connect(self._work.forget)
        self._tested: Typed | None = None
        self._form = JoinForm(suggested_name())
        self._outlook = OutlookBox()
        self._status = label("", "quiet", wrap=True)
        self._status.setObjectName("join_status")
        self._progress, self._result = ProgressPage(), ResultPage()
        self._phases = Phases(self._progress.step)
        self._first = QWidget()
        self._buttons = self._make_buttons()
        self._build()
        self._connect()
        self._show_form()
        asking.key_store(session, lambda there: self._form.show_key_store(there=there))

    def test(self) -> None:
        """Ask the server what is there, without changing anything."""
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
        self._buttons["join_test"].setEnabled(False)
        self._work.start(
            asking.outlook(self._session.store, typed),
            done=lambda outlook: self.show_outlook(typed, outlook),
            failed=self._not_looked,
            stopped=self._show_form,
        )

    def show_outlook(self, typed: Typed, outlook: Outlook) -> None:
        """Say what joining would do with what was typed, and offer it."""
        self._say("")
        self._tested = typed
        self._outlook.show_outlook(outlook, paths.shown(self._session.store.path.parent))
        self._outlook.show()
        self.fit()
        self._buttons["join_test"].setEnabled(True)
        self._buttons["join_go"].setEnabled(True)
        self._buttons["join_go"].setFocus(Qt.FocusReason.OtherFocusReason)

    def join(self) -> None:
        """Do what the test said."""
        typed = self._tested
        if typed is None or self._work.is_busy:
            return
        self._show_page(self._progress)
        self._progress.begin()
        self._show_buttons("join_stop")
        self._work.start(
            asking.deed(self._session.store, typed, self._phases),
            done=lambda done: self._joined(typed, *done),
            failed=self._not_joined,
            stopped=lambda: self._not_joined(None),
            progress=self._phases.show,
        )

    def reject(self) -> None:
        """Escape, Cancel or the cross: stop a join that runs, else go."""
        if self._work.is_busy and self._progress.isVisibleTo(self):
            self._stop()
        else:
            self._work.forget()
            super().reject()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _make_buttons(self) -> dict[str, QPushButton]:
        made = (
            button(
                "join_administrator",
                tr("For the administrator…"),
                look="link",
                clicked=self.administrator_wanted.emit,
            ),
            button("join_cancel", tr("Cancel"), clicked=self.reject),
            button("join_test", tr("Test the connection"), clicked=self.test),
            button("join_go", tr("Join"), look="primary", clicked=self.join),
            button("join_stop", tr("Stop"), clicked=self._stop),
            button("join_close", tr("Close"), look="primary", clicked=self.accept),
        )
        return {each.objectName(): each for each in made}

    def _build(self) -> None:
        words = tr(
            "Everybody keeps the whole base and works with it offline too; what is new meets in one PostgreSQL "
            "database. Its address and your login come from whoever looks after it."
        )
        inside = QVBoxLayout(self._first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(label(words, "quiet", wrap=True))
        inside.addWidget(self._form)
        inside.addWidget(self._status)
        inside.addWidget(self._outlook)
        row = QHBoxLayout()
        for number, each in enumerate(self._buttons.values()):
            row.addWidget(each)
            if number == 0:
                row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(label(tr("Join a shared base"), "title"))
        for page in (self._first, self._progress, self._result):
            column.addWidget(page)
        column.addStretch(1)
        column.addLayout(row)

    def _connect(self) -> None:
        self._form.edited.connect(self._forget_outlook)
        self._form.given.connect(self._go_on)
        for way in (self._result.differences_wanted, self._result.duplicates_wanted):
            way.connect(self.accept)
        self._result.differences_wanted.connect(self.differences_wanted)
        self._result.duplicates_wanted.connect(self.duplicates_wanted)

    def _go_on(self) -> None:
        """The return key: the test first, and the deed when it went well."""
        if self._tested is None:
            self.test()
        else:
            self.join()

    def _show_form(self) -> None:
        self._show_page(self._first)
        self._forget_outlook()
        self._show_buttons("join_administrator", "join_cancel", "join_test", "join_go")

    def _forget_outlook(self) -> None:
        """What was tested is not what stands in the fields any more."""
        self._tested = None
        self._outlook.hide()
        self._say("")
        self._buttons["join_test"].setEnabled(True)
        self._buttons["join_go"].setEnabled(False)
        if self._work.is_busy and self._first.isVisibleTo(self):
            self._work.forget()

    def _not_looked(self, error: Exception) -> None:
        self._forget_outlook()
        if isinstance(error, SyncError):
            self._form.show_trouble(error)
        else:
            self._say(failure_text(error), "late")

    def _joined(self, typed: Typed, joined: Joined, now: Counts) -> None:
        self._result.show_joined(joined, now, kept_wanted=typed.keep)
        self._show_result()
        self._session.signals.membership.emit(typed.password)

    def _not_joined(self, error: Exception | None) -> None:
        """Stopped by the user (None) or by what went wrong: begun, it goes on by itself; else nothing was done."""
        typed = self._tested
        if typed is not None and membership(self._session.store) is not None:
            words = tr("You stopped it.") if error is None else failure_text(error)
            self._result.show_cut_off(words)
            self._show_result()
            self._session.signals.membership.emit(typed.password)
            return
        self._show_form()
        if isinstance(error, SyncError):
            self._form.show_trouble(error)
        elif error is not None:
            self._say(failure_text(error), "late")
        else:
            self._say(tr("Stopped. Nothing was changed, here or there."))

    def _show_result(self) -> None:
        self._show_page(self._result)
        self._show_buttons("join_close")
        self._buttons["join_close"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        self._buttons["join_stop"].setEnabled(False)
        self._work.cancel()

    def _show_page(self, page: QWidget) -> None:
        for each in (self._first, self._progress, self._result):
            each.setVisible(each is page)
        self.fit()

    def _show_buttons(self, *names: str) -> None:
        for name, each in self._buttons.items():
            each.setVisible(name in names)
        self._buttons["join_stop"].setEnabled(True)
        if "join_stop" in names:
            self._buttons["join_stop"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str, look: str = "quiet") -> None:
        self._status.setProperty("look", look)
        restyle(self._status)
        self._status.setText(words)
        self._status.setVisible(bool(words))
