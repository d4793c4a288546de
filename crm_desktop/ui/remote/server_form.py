"""Choosing a calendar on a server: address, user and password, a test that says what is wrong, and which calendar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.exchange.remote.chosen import Chosen
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_errors import failure_text
from crm_desktop.ui.widgets.ask import ask_text
from crm_desktop.ui.widgets.buttons import button, label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.exchange.remote.server import Place, Server
    from crm_desktop.ui.session import Session


class ServerForm(QWidget):
    """What has to be said before contacts are exchanged.

    Signals:
        chosen: all is said: the ``Chosen`` and the password.
    """

    chosen = Signal(object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._choice = Chosen()
        self._task: Task[list[Place]] | None = None
        self._has_answered = False
        self._address = _field("elsewhere_address", tr("Address of the server"))
        self._address.setPlaceholderText("https://calendar.example.com/")
        self._user = _field("elsewhere_user", tr("User name"))
        self._password = _field("elsewhere_password", tr("Password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._calendars = QComboBox()
        self._calendars.setObjectName("elsewhere_calendars")
        self._calendars.setAccessibleName(tr("Calendar"))
        self._mine = QCheckBox(tr("Only my own contacts, and those of nobody"))
        self._mine.setObjectName("elsewhere_mine")
        self._test = button("elsewhere_test", tr("Test the connection"), clicked=self.test)
        self._make = button("elsewhere_make", tr("Make a new one…"), look="quiet", clicked=self._make_one)
        self._on = button("elsewhere_on", tr("Turn on"), look="primary", clicked=self._finish)
        self._status = label("", "small", wrap=True)
        self._status.setObjectName("elsewhere_test_status")
        self._form = QFormLayout()
        self._build()
        for field in (self._address, self._user, self._password):
            field.textEdited.connect(lambda _text: self._forget_places())
            field.returnPressed.connect(self.test)

    def show_choice(self, choice: Chosen) -> None:
        """Fill in what is known already."""
        self._choice = choice
        self._address.setText(choice.address)
        self._user.setText(choice.user)
        self._password.clear()
        self._mine.setChecked(choice.mine)
        self._forget_places()

    def test(self) -> None:
        """Ask the server for its calendars."""
        self._ask(lambda server: server.places())

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        form = self._form
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(24)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in (self._address, self._user, self._password):
            form.addRow(label(field.accessibleName(), "quiet"), field)
        test = QHBoxLayout()
        test.addWidget(self._test)
        test.addStretch(1)
        form.addRow("", test)
        form.addRow("", self._status)
        self._row = QWidget()
        calendars = QHBoxLayout(self._row)
        calendars.setContentsMargins(0, 0, 0, 0)
        calendars.addWidget(self._calendars, 1)
        calendars.addWidget(self._make)
        form.addRow(label(tr("Calendar"), "quiet"), self._row)
        form.addRow("", self._mine)
        self._last = QWidget()
        last = QHBoxLayout(self._last)
        last.setContentsMargins(0, 0, 0, 0)
        last.addWidget(self._on)
        last.addStretch(1)
        form.addRow("", self._last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def _forget_places(self) -> None:
        self._has_answered = False
        self._calendars.clear()
        self._say("")
        self._show_places()

    def _show_places(self) -> None:
        """What comes after the test is seen after it alone."""
        is_there = self._has_answered and self._calendars.count() > 0
        self._calendars.setVisible(is_there)
        for row, is_shown in (
            (self._row, self._has_answered),
            (self._mine, is_there),
            (self._last, is_there),
        ):
            self._form.setRowVisible(row, is_shown)

    def _account(self) -> tuple[str, str, str]:
        return self._address.text().strip(), self._user.text().strip(), self._password.text()

    def _ask(self, ask: Callable[[Server], list[Place]], choose: str = "") -> None:
        """Have ``ask`` done with the server on a thread, and show the calendars it gives; ``choose`` by its name."""
        if self._task is not None:
            return
        address, user, password = self._account()
        self._say(tr("Asking the server…"))
        self._test.setEnabled(False)

        def work(progress: Progress) -> list[Place]:
            # Imported on the thread: the library costs a quarter of a second.
            from crm_desktop.exchange.remote.passwords import password_of
            from crm_desktop.exchange.remote.server import Server
            from crm_desktop.exchange.remote.transport import Account

            with progress.outside():
                known = password or password_of(address, user) or ""
            with Server(Account(address, user, known), waiting=progress.outside) as server:
                return ask(server)

        self._task = self._session.runner.start(
            work,
            done=lambda places: self._found(places, choose),
            failed=self._failed,
            is_outside=True,  # a server that hangs holds up nothing
        )

    def _found(self, places: list[Place], choose: str) -> None:
        self._ended()
        self._has_answered = True
        self._calendars.clear()
        for place in places:
            self._calendars.addItem(place.name, place.url)
        wanted = self._calendars.findData(self._choice.calendar)
        named = self._calendars.findText(choose) if choose else -1
        self._calendars.setCurrentIndex(max(0, wanted, named) if places else -1)
        if places:
            self._say(ntr("It works: {n} calendar found.", "It works: {n} calendars found.", len(places)))
        else:
            self._say(tr("It works, but there is no calendar yet. Make a new one."))
        self._show_places()

    def _failed(self, error: Exception) -> None:
        self._ended()
        self._say(failure_text(error), "late")
        self._show_places()

    def _ended(self) -> None:
        self._task = None
        self._test.setEnabled(True)

    def _make_one(self) -> None:
        name = ask_text(
            self, "elsewhere_new", tr("A new calendar"), tr("Its name, as the telephone shows it"), "CRM"
        )
        if name:

            def make(server: Server) -> list[Place]:
                server.make(name)
                return server.places()

            self._ask(make, name)

    def _finish(self) -> None:
        address, user, password = self._account()
        choice = replace(
            self._choice,
            address=address,
            user=user,
            calendar=str(self._calendars.currentData() or ""),
            calendar_name=self._calendars.currentText(),
            mine=self._mine.isChecked(),
            is_on=True,
        )
        if choice.has_server:
            self.chosen.emit(choice, password)

    def _say(self, words: str, look: str = "small") -> None:
        self._status.setProperty("look", look)
        restyle(self._status)
        self._status.setText(words)
        self._form.setRowVisible(self._status, bool(words))


def _field(name: str, words: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made
