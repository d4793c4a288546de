"""The answers to a reminder: each is one command, told in the window with Undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from crm_desktop.kinds import ActivityKind, Op, ReminderKind
from crm_desktop.services import planning, reminders, requests, today
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.plan_starts import begun_last
from crm_desktop.ui import text_kinds, text_operations, text_reminders
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from crm_desktop.kinds import Outcome
    from crm_desktop.services.reminders import DueReminder
    from crm_desktop.ui.desk import Desk


class Answering:
    """What can be answered, over one window of the program."""

    def __init__(self, desk: Desk, over: QWidget, bring_up: Callable[[], object]) -> None:
        """``over``: where menus open; ``bring_up``: shows the main window, in which forms open."""
        self._desk, self._over, self._bring_up = desk, over, bring_up
        self._store = desk.session.store

    def open(self, reminder: DueReminder) -> None:
        """Open what it is about: the contact, else the client's card."""
        hosts = self._desk.hosts
        if reminder.ref.kind is ReminderKind.CONTACT and hosts.open_activity is not None:
            self._bring_up()
            hosts.open_activity(reminder.ref.subject_id, self._occurrence(reminder), False)
        else:
            self.open_card(reminder)

    def open_card(self, reminder: DueReminder) -> None:
        """Open the card of the client whom it is about."""
        if reminder.client_id is not None and self._desk.hosts.open_card is not None:
            self._desk.hosts.open_card(reminder.client_id)

    def tell(self, reminder: DueReminder) -> None:
        """Open the form that asks how it went."""
        if self._desk.hosts.open_activity is not None:
            self._bring_up()
            self._desk.hosts.open_activity(reminder.ref.subject_id, self._occurrence(reminder), True)

    def move(self, reminder: DueReminder) -> None:
        """Ask for its new time."""
        if self._desk.hosts.move_activity is not None:
            self._bring_up()
            self._desk.hosts.move_activity(reminder.ref.subject_id, self._occurrence(reminder))

    def hold(self, reminder: DueReminder, outcome: Outcome) -> None:
        """It took place, and ended so."""
        subject, occurrence = reminder.ref.subject_id, self._occurrence(reminder)
        words = f"{text_reminders.title(reminder)}: {text_kinds.outcome(outcome) or tr('done')}"
        self._run(lambda: today.hold(self._store, subject, occurrence, outcome), words)

    def cancel(self, reminder: DueReminder) -> None:
        """It is not going to take place."""
        subject, occurrence = reminder.ref.subject_id, self._occurrence(reminder)
        words = tr("{name}: cancelled", name=text_reminders.title(reminder))
        self._run(lambda: planning.cancel(self._store, subject, occurrence=occurrence), words)

    def answered(self, reminder: DueReminder) -> None:
        """The client got a first answer."""
        words = tr("{name}: answered", name=reminder.client)
        self._run(lambda: requests.answer(self._store, reminder.ref.subject_id), words)

    def resolved(self, reminder: DueReminder) -> None:
        """The client waits no more."""
        words = tr("{name}: resolved", name=reminder.client)
        self._run(lambda: requests.resolve(self._store, reminder.ref.subject_id), words)

    def plan(self, reminder: DueReminder) -> None:
        """Plan a call with the client."""
        if self._desk.hosts.plan_activity is not None:
            self._bring_up()
            me = self._desk.session.base.me
            self._desk.hosts.plan_activity(
                ActivityDraft(reminder.client_id, ActivityKind.CALL, responsible_id=me)
            )

    def handle(self, given: Sequence[DueReminder]) -> None:
        """They are dealt with."""
        refs = [reminder.ref for reminder in given]
        words = text_operations.op_done(Op.ANSWER_REMINDER, len(refs))
        self._run(lambda: reminders.handle(self._store, refs, self._store.clock.now()), words)

    def ask_snooze(self, given: Sequence[DueReminder]) -> None:
        """Ask for how long to put them off."""
        menu = QMenu(self._over)
        menu.setObjectName("snooze_menu")
        now = self._store.clock.now()
        one = given[0] if len(given) == 1 else None
        for number, choice in enumerate(text_reminders.snoozes(one, now), start=1):
            action = menu.addAction(f"&{number}  {choice.text}")
            action.triggered.connect(lambda _on=False, until=choice.until: self.snooze(given, until))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(
            QCursor.pos() if self._over.underMouse() else self._over.mapToGlobal(self._over.rect().center())
        )

    def snooze(self, given: Sequence[DueReminder], until: datetime) -> None:
        """Put them off."""
        try:
            reminders.snooze(self._store, [each.ref for each in given], until, self._store.clock.now())
        except Exception as error:
            self._desk.window.tell.problem(error)

    @staticmethod
    def _occurrence(reminder: DueReminder) -> str | None:
        return reminder.ref.moment if reminder.occurrence else None

    def _run(self, command: Callable[[], object], words: str) -> None:
        try:
            command()
        except Exception as error:
            self._desk.window.tell.problem(error)
        else:
            told = text_operations.with_steps(words, begun_last(self._store))
            self._desk.window.tell.done(told, self._desk.undoing.take_back_last)
