"""The setting of the calendar on a server: off, with the form that turns it on; on, with what it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.clock import utc_text
from crm_desktop.errors import CalendarEmptied, CalendarPasswordNeeded, CalendarPasswordRefused, UserError
from crm_desktop.exchange.remote.chosen import Chosen, chosen, with_chosen
from crm_desktop.ui import formats, text_remote
from crm_desktop.ui.remote.server_form import ServerForm
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text, fault_text
from crm_desktop.ui.text_kinds import field
from crm_desktop.ui.widgets.buttons import button, label, restyle
from crm_desktop.ui.widgets.page_frame import Card, clear

if TYPE_CHECKING:
    from crm_desktop.background.runner import Progress
    from crm_desktop.exchange.remote.outcome import Difference
    from crm_desktop.ui.remote.elsewhere import Elsewhere
    from crm_desktop.ui.remote.exchanging import Exchanging
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_MOST_SHOWN = 12


class ServerCard(Card):
    """Works at once, like every setting."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__(tr("Both ways: a calendar on a server (CalDAV)"))
        self._session, self._tell = session, tell
        self._elsewhere: Elsewhere | None = None
        words = tr(
            "Planned contacts go into the calendar, and what is changed there comes back. Where both sides changed "
            "the same, yours stays and it is listed here. Each exchange can be taken back with one click."
        )
        self.column.addWidget(label(words, "quiet", wrap=True))
        self.form = ServerForm(session)
        self.form.chosen.connect(self._turn_on)
        self.column.addWidget(self.form)
        self._running = QWidget()
        self.column.addWidget(self._running)
        self._build_running()

    def meet(self, elsewhere: Elsewhere) -> None:
        """Show from now on what becomes of the exchange."""
        self._elsewhere = elsewhere
        elsewhere.exchanging.changed.connect(self._show_status)

    def reload(self) -> None:
        """Show what is set now."""
        choice = self._choice()
        self.form.setVisible(not choice.has_server)
        self._running.setVisible(choice.has_server)
        if choice.has_server:
            name = choice.calendar_name or choice.calendar
            self._where.setText(
                tr(
                    "“{calendar}” at {server}, as {user}",
                    calendar=name,
                    server=choice.address,
                    user=choice.user,
                )
            )
        else:
            self.form.show_choice(choice)
        self._show_status()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build_running(self) -> None:
        column = QVBoxLayout(self._running)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._where = label("", "strong", wrap=True)
        self._where.setObjectName("elsewhere_where")
        self._status = label("", "small", wrap=True)
        self._status.setObjectName("elsewhere_status")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Exchanging…"))
        self._password = QLineEdit()
        self._password.setObjectName("elsewhere_password_again")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(tr("Password"))
        self._password.setPlaceholderText(tr("Password"))
        self._password.returnPressed.connect(self._use_password)
        self._use = button("elsewhere_use_password", tr("Use this password"), clicked=self._use_password)
        password = QHBoxLayout()
        password.addWidget(self._password, 1)
        password.addWidget(self._use)
        self._now = button("elsewhere_now", tr("Exchange now"), clicked=self._exchange)
        self._accept = button(
            "elsewhere_accept", tr("Take them out here too"), look="danger", clicked=self._accept_emptied
        )
        self._off = button("elsewhere_off", tr("Turn off"), look="quiet", clicked=self._turn_off)
        buttons = QHBoxLayout()
        for each in (self._now, self._accept, self._off):
            buttons.addWidget(each)
        buttons.addStretch(1)
        self._differences = QVBoxLayout()
        self._differences.setSpacing(4)
        for part in (self._where, self._status, self._bar):
            column.addWidget(part)
        for layout in (password, buttons, self._differences):
            column.addLayout(layout)

    def _exchanging(self) -> Exchanging | None:
        return self._elsewhere.exchanging if self._elsewhere is not None else None

    def _choice(self) -> Chosen:
        return chosen(self._session.settings.current.elsewhere, self._session.store.path)

    def _turn_on(self, choice: Chosen, password: str) -> None:
        if not self._save(choice):
            return
        if password:
            self._keep_password(choice, password)
        if (exchanging := self._exchanging()) is not None:
            exchanging.start(password)
        self.reload()

    def _turn_off(self) -> None:
        choice = self._choice()
        self._save(replace(choice, is_on=False))
        if (exchanging := self._exchanging()) is not None:
            exchanging.start()

        def forget(progress: Progress) -> None:
            from crm_desktop.exchange.remote.passwords import forget

            with progress.outside():
                forget(choice.address, choice.user)

        self._session.runner.start(forget, is_outside=True)
        self.reload()

    def _keep_password(self, choice: Chosen, password: str) -> None:
        """Into the key store, on a thread: it may ask the user to be unlocked."""

        def keep(progress: Progress) -> bool:
            from crm_desktop.exchange.remote.passwords import keep

            with progress.outside():
                return keep(choice.address, choice.user, password)

        def told(is_kept: bool) -> None:
            if not is_kept:
                self._tell.notice(
                    tr(
                        "This computer has no key store, so the password is not kept anywhere: "
                        "it is asked for again after each start."
                    )
                )

        self._session.runner.start(keep, done=told, is_outside=True)

    def _save(self, choice: Chosen) -> bool:
        settings, base = self._session.settings, self._session.store.path
        try:
            settings.update(elsewhere=with_chosen(settings.current.elsewhere, base, choice))
        except UserError as error:
            self._tell.problem(error)
            return False
        return True

    def _use_password(self) -> None:
        password, exchanging = self._password.text(), self._exchanging()
        if password and exchanging is not None:
            self._password.clear()
            self._keep_password(self._choice(), password)
            exchanging.start(password)

    def _exchange(self) -> None:
        if (exchanging := self._exchanging()) is not None:
            exchanging.run()

    def _accept_emptied(self) -> None:
        if (exchanging := self._exchanging()) is not None:
            exchanging.run(accept_emptied=True)

    def _show_status(self) -> None:
        exchanging = self._exchanging()
        problem = exchanging.problem if exchanging is not None else None
        is_busy = exchanging is not None and exchanging.is_busy
        done, total = (exchanging.progress if exchanging is not None else None) or (0, 0)
        self._bar.setVisible(is_busy)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._now.setEnabled(exchanging is not None and not is_busy)
        wants_password = isinstance(problem, CalendarPasswordNeeded | CalendarPasswordRefused) and not is_busy
        self._password.setVisible(wants_password)
        self._use.setVisible(wants_password)
        self._accept.setVisible(isinstance(problem, CalendarEmptied) and not is_busy)
        self._status.setText(_words(exchanging))
        self._status.setProperty("look", "late" if problem is not None and not is_busy else "small")
        restyle(self._status)
        self._show_differences(exchanging.differences if exchanging is not None else [])

    def _show_differences(self, differences: list[Difference]) -> None:
        clear(self._differences)
        if not differences:
            return
        self._differences.addWidget(label(text_remote.differs(len(differences)), "strong", wrap=True))
        for each in differences[:_MOST_SHOWN]:
            words = tr(
                "{title}. {field}: here “{mine}”, in the calendar “{theirs}”",
                title=each.title,
                field=field(each.column),
                mine=_value(each.mine),
                theirs=_value(each.theirs),
            )
            self._differences.addWidget(label(words, "small", wrap=True))


def _words(exchanging: Exchanging | None) -> str:
    """What became of it, in a few sentences."""
    if exchanging is None:
        return ""
    if exchanging.is_busy:
        return tr("Exchanging…")
    if (problem := exchanging.problem) is not None:
        return error_text(problem) if isinstance(problem, UserError) else fault_text()
    outcome, at = exchanging.outcome, exchanging.done_at
    if outcome is None or at is None:
        return ""
    when, what = formats.moment(utc_text(at)), text_remote.exchanged(outcome)
    words = [tr("Last exchange {when}: {what}.", when=when, what=what)]
    if outcome.unreadable:
        words.append(text_remote.unreadable(len(outcome.unreadable)))
    if outcome.refused:
        words.append(text_remote.refused(", ".join(outcome.refused[:_MOST_SHOWN])))
    return " ".join(words)


def _value(value: object) -> str:
    """A value of a contact as it is read; a moment in the time here."""
    text = "" if value is None else str(value)
    if text[10:11] == "T" and text.endswith("Z"):
        return formats.moment(text)
    return " ".join(text.split())
