"""The settings of reminders: how this computer tells of them, and when all who share the base are reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.settings import EVERY_DAY
from crm_desktop.ui.card.multi_row import MultiRow
from crm_desktop.ui.pages.settings_reminder_rules import ReminderRules
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_repeats import weekday_letters
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.calm_fields import CalmTime
from crm_desktop.ui.widgets.flow_layout import FlowLayout
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.background.notifier import Posted
    from crm_desktop.ui.program import Program
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 720
_QUIET = ("22:00", "07:00")
"""Quiet hours that are offered first."""
_FORM = "HH:mm"


class ReminderSettings(QWidget):
    """Each choice works at once; there is nothing to save."""

    def __init__(self, session: Session, tell: Tell, program: Program) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(0, 20, 0, 20)
        cards.setSpacing(16)
        self.device = DeviceReminders(session, tell, program)
        self.rules = ReminderRules(session, tell)
        for card in (self.device, self.rules):
            card.setMaximumWidth(_WIDEST)
            cards.addWidget(card)
        cards.addStretch(1)
        area.setWidget(inside)
        column.addWidget(area)

    def reload(self) -> None:
        """Show what is set now."""
        self.device.reload()
        self.rules.reload()


class DeviceReminders(Card):
    """Pop-ups, quiet hours, the tray, and starting with the computer: of this computer alone."""

    def __init__(self, session: Session, tell: Tell, program: Program) -> None:
        super().__init__(tr("On this computer"))
        self._session = session
        self._tell = tell
        self._program = program
        self._gone = gone = set[str]()
        self.destroyed.connect(lambda _object: gone.add("gone"))
        self._popups = _switch("setting_popups", tr("Pop-ups on the desktop"), self._keep_popups)
        self._quiet = _switch("setting_quiet", tr("Quiet hours"), self._keep_quiet)
        self._from = _time("setting_quiet_from", tr("Quiet hours begin"), self._keep_hours)
        self._until = _time("setting_quiet_until", tr("Quiet hours end"), self._keep_hours)
        self._days: MultiRow[int] = MultiRow(
            "setting_quiet_days", tr("Days on which quiet hours begin"), list(enumerate(weekday_letters()))
        )
        self._days.told.changed.connect(lambda _day: self._keep_days())
        self._tray = _switch(
            "setting_tray", tr("Go on in the tray when the window is closed"), self._keep_tray
        )
        self._tray_hint = _hint()
        self._login = _switch("setting_login", tr("Start with the computer"), self._keep_login)
        self._login_hint = _hint()
        self._test = button("setting_popup_test", tr("Show one now"), clicked=self._try_popup)
        self._result = _hint()
        self._result.setObjectName("setting_popup_result")
        self._build()
        self._test.setVisible(program.show_popup is not None)

    def reload(self) -> None:
        """Show what is set now; the state of starting at login is asked of the system."""
        current = self._session.settings.current
        for box, on in (
            (self._popups, current.popups),
            (self._quiet, bool(current.quiet_from and current.quiet_until)),
            (self._tray, current.close_to_tray),
        ):
            _show(box, on=on)
        for field, value, offered in zip(
            (self._from, self._until), (current.quiet_from, current.quiet_until), _QUIET, strict=True
        ):
            field.blockSignals(True)
            field.setTime(QTime.fromString(value or offered, _FORM))
            field.blockSignals(False)
            field.setEnabled(self._quiet.isChecked())
        self._days.choose(current.quiet_days)
        self._days.setVisible(self._quiet.isChecked())
        self._say("")
        self._show_tray()
        self._show_login()

    # ----------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        self.column.addLayout(_row(self._popups, self._test))
        self.column.addWidget(self._result)
        dash = label("–", "quiet")
        self.column.addLayout(_row(self._quiet, self._from, dash, self._until))
        days = QHBoxLayout()
        days.setContentsMargins(26, 0, 0, 0)  # under the words of the switch
        days.addWidget(self._days)
        self.column.addLayout(days)
        self.column.addWidget(
            _hint(
                tr("Reminders stay in the reminder window until you answer them, with or without a pop-up.")
            )
        )
        self.column.addSpacing(6)
        for box, hint in ((self._tray, self._tray_hint), (self._login, self._login_hint)):
            self.column.addWidget(box)
            self.column.addWidget(hint)

    def _show_tray(self) -> None:
        asked = self._program.tray_there
        self._tray.setVisible(asked is not None)
        there = asked is not None and asked()
        self._tray.setEnabled(there)
        self._tray_hint.setVisible(asked is not None)
        self._tray_hint.setText(
            tr("Reminders come then too. “Quit” in the menu ends the program.")
            if there
            else tr("This desktop has no tray: closing the window ends the program, and its reminders wait.")
        )

    def _show_login(self) -> None:
        from crm_desktop.background.autostart import State, login_place, state

        found = state(login_place())
        _show(self._login, on=found is State.ON)
        self._login_hint.setText(
            tr("It should start, but the program is not where it was. Switch it on again.")
            if found is State.BROKEN
            else tr("So no reminder waits for you to open the program.")
        )

    def _try_popup(self) -> None:
        if self._program.show_popup is None:
            return
        self._say(tr("Trying…"))
        self._program.show_popup(
            tr("A reminder looks like this"),
            tr("In the program it stays until you answer it."),
            self._show_result,
        )

    def _show_result(self, posted: Posted) -> None:
        from crm_desktop.ui.text_popups import what_became_of

        # The answer may come after the window was built anew in another language.
        if not self._gone:
            self._say(what_became_of(posted))

    def _say(self, words: str) -> None:
        """What became of the pop-up that was tried; no room is kept for it before."""
        self._result.setText(words)
        self._result.setVisible(bool(words))

    def _keep_popups(self, on: bool) -> None:
        self._update_hours(popups=on)

    def _keep_tray(self, on: bool) -> None:
        self._update(close_to_tray=on)

    def _keep_quiet(self, on: bool) -> None:
        for field in (self._from, self._until):
            field.setEnabled(on)
        self._days.setVisible(on)
        if on:
            self._keep_hours()
        else:
            self._update_hours(quiet_from="", quiet_until="")

    def _keep_hours(self) -> None:
        if self._quiet.isChecked():
            self._update_hours(
                quiet_from=self._from.time().toString(_FORM), quiet_until=self._until.time().toString(_FORM)
            )

    def _keep_days(self) -> None:
        days = tuple(self._days.values())
        if days:
            self._update_hours(quiet_days=days)
        else:
            # On no day at all: they are off, and every day when they are switched on again.
            self._quiet.setChecked(False)
            self._update_hours(quiet_days=EVERY_DAY)
            self._days.choose(EVERY_DAY)

    def _keep_login(self, on: bool) -> None:
        from crm_desktop.background.autostart import login_place, switch_off, switch_on

        try:
            (switch_on if on else switch_off)(login_place())
        except Exception as error:
            self._tell.problem(error)
        self._show_login()

    def _update_hours(self, **changes: object) -> None:
        self._update(**changes)
        if self._program.popups_changed is not None:
            self._program.popups_changed()

    def _update(self, **changes: object) -> None:
        try:
            self._session.settings.update(**changes)
        except Exception as error:
            self._tell.problem(error)


def _switch(name: str, words: str, call: Callable[[bool], object]) -> QCheckBox:
    made = QCheckBox(words)
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.toggled.connect(call)
    return made


def _time(name: str, words: str, call: Callable[[], object]) -> QTimeEdit:
    made = CalmTime()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.timeChanged.connect(lambda _time: call())
    return made


def _hint(words: str = "") -> QLabel:
    return label(words, "small", wrap=True)


def _row(*widgets: QWidget) -> FlowLayout:
    """A row that breaks where it has no room."""
    row = FlowLayout(gap=10)
    tallest = max(widget.sizeHint().height() for widget in widgets)
    for widget in widgets:
        widget.setMinimumHeight(tallest)  # all in the middle of the row
        row.addWidget(widget)
    return row


def _show(box: QCheckBox, *, on: bool) -> None:
    box.blockSignals(True)
    box.setChecked(on)
    box.blockSignals(False)
