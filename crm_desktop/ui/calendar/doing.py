"""What the calendar changes: each is one command, told in a toast with Undo. A series asks how much of it is meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Op, Outcome
from crm_desktop.services import activities, planning, quick_entry, today
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.plan_starts import begun_last
from crm_desktop.services.planning import Scope
from crm_desktop.ui import formats, text_kinds, text_operations
from crm_desktop.ui.calendar.scope_popup import ask_scope
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.desk import Desk


class Doing(QObject):
    """The commands of one calendar page.

    Signals:
        refused: something did not go through; what is shown must be read again.
    """

    refused = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._session, self._hosts = desk.session, desk.hosts
        self._tell, self._undo = desk.window.tell, desk.undoing.take_back_last
        self._store = desk.session.store
        self._over: QWidget = desk.window

    def open(self, activity_id: bytes, occurrence: str | None) -> None:
        """Open the form of a contact."""
        if self._hosts.open_activity is not None:
            self._hosts.open_activity(activity_id, occurrence, False)

    def tell(self, activity_id: bytes, occurrence: str | None, outcome: Outcome | None) -> None:
        """Tell how it went; without an outcome the form asks."""
        if outcome is not None:
            words = text_kinds.outcome(outcome)
            self._run(
                lambda: today.hold(self._store, activity_id, occurrence, outcome),
                f"{words[:1].upper()}{words[1:]}",
            )
        elif self._hosts.open_activity is not None:
            self._hosts.open_activity(activity_id, occurrence, True)

    def ask_move(self, activity_id: bytes, occurrence: str | None) -> None:
        """Ask for the new time."""
        if self._hosts.move_activity is not None:
            self._hosts.move_activity(activity_id, occurrence)

    def move(self, activity_id: bytes, occurrence: str | None, to: datetime | date, all_day: bool) -> None:
        """Let it stand elsewhere."""
        stored = utc_text(to) if isinstance(to, datetime) else to.isoformat()
        here = self._store.clock.now().astimezone().date()
        words = tr("Moved to {when}", when=formats.moment(stored, here))
        self._of_series(
            occurrence,
            lambda scope: planning.move(
                self._store, activity_id, stored, all_day=all_day, occurrence=occurrence, scope=scope
            ),
            words,
        )

    def resize(self, activity_id: bytes, occurrence: str | None, minutes: int) -> None:
        """Let it last so long."""
        self._of_series(
            occurrence,
            lambda scope: planning.resize(
                self._store, activity_id, minutes, occurrence=occurrence, scope=scope
            ),
            tr("It lasts {n} min now", n=minutes),
        )

    def cancel(self, activity_id: bytes, occurrence: str | None) -> None:
        """It is not going to take place."""
        words = text_kinds.outcome(Outcome.CANCELLED)
        self._of_series(
            occurrence,
            lambda scope: planning.cancel(self._store, activity_id, occurrence=occurrence, scope=scope),
            f"{words[:1].upper()}{words[1:]}",
        )

    def delete(self, activity_id: bytes, occurrence: str | None) -> None:
        """Move it to the bin."""
        self._of_series(
            occurrence,
            lambda scope: planning.delete(self._store, activity_id, occurrence=occurrence, scope=scope),
            text_operations.op_done(Op.DELETE_ACTIVITY, 1),
        )

    def add(self, start: datetime | date, minutes: int | None, all_day: bool) -> None:
        """Open the form of a new contact there."""
        if self._hosts.plan_activity is not None:
            self._hosts.plan_activity(self.draft(start, minutes, all_day=all_day))

    def draft(self, start: datetime | date, minutes: int | None, *, all_day: bool) -> ActivityDraft:
        """A new contact at a time, as far as it is known."""
        return ActivityDraft(
            kind=ActivityKind.MEETING,
            planned_at=utc_text(start) if isinstance(start, datetime) else start.isoformat(),
            all_day=all_day,
            minutes=minutes,
            responsible_id=self._session.base.me,
        )

    def save(self, draft: ActivityDraft, new_client: str = "") -> bool:
        """Write a new contact, with a client of this name who is new too; says whether it went well."""
        if new_client:
            return self._run(
                lambda: quick_entry.add_with_client(self._store, draft, new_client),
                tr("Written, and {name} is a client now", name=new_client),
            )
        return self._run(
            lambda: activities.add(self._store, draft), text_operations.op_done(Op.PLAN_CONTACTS, 1)
        )

    def _of_series(self, occurrence: str | None, command: Callable[[Scope], object], words: str) -> None:
        if occurrence is None:
            self._run(lambda: command(Scope.THIS), words)
        else:
            ask_scope(self._over, lambda scope: self._run(lambda: command(scope), words), self.refused.emit)

    def _run(self, command: Callable[[], object], words: str) -> bool:
        try:
            command()
        except Exception as error:
            self._tell.problem(error)
            self.refused.emit()
            return False
        self._tell.done(text_operations.with_steps(words, begun_last(self._store)), self._undo)
        return True
