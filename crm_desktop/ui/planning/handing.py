"""Handing over from a window: reads how much it is beside the window, asks, does it, tells it with Undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import colleagues, handing_over
from crm_desktop.services.colleagues import InHand
from crm_desktop.ui.planning.form_sheet import over
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress
    from crm_desktop.services.colleagues import Colleague
    from crm_desktop.ui.card.side_sheet import SideSheet
    from crm_desktop.ui.colleagues.hand_over_form import HandOverForm
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class Handing:
    """One for each window."""

    def __init__(
        self,
        session: Session,
        window: QWidget,
        tell: Tell,
        undo: Callable[[], object],
        working: Callable[[str], object],
    ) -> None:
        """Take what forms stand over, what takes the last operation back, and what says that something is done."""
        self._session, self._window, self._tell = session, window, tell
        self._undo, self._working = undo, working
        self._sheet: SideSheet | None = None

    def of_clients(self, client_ids: Sequence[bytes]) -> None:
        """Ask to whom these clients go."""
        ids, store = list(client_ids), self._session.store
        if not ids:
            return
        self._session.runner.start(
            lambda _progress: handing_over.foreseen(store, ids),
            done=lambda found: self._ask(found, client_ids=ids),
            failed=self._tell.problem,
        )

    def of_person(self, person: Colleague) -> None:
        """Ask to whom all goes that a colleague has."""
        store = self._session.store
        self._session.runner.start(
            lambda _progress: colleagues.in_hand(store),
            done=lambda found: self._ask(found.get(person.id, InHand()), person=person),
            failed=self._tell.problem,
        )

    # ---------------------------------------------------------------------------------------------------------- inside

    def _ask(
        self, in_hand: InHand, *, client_ids: Sequence[bytes] = (), person: Colleague | None = None
    ) -> None:
        from crm_desktop.ui.colleagues.hand_over_form import HandOverForm  # rarely wanted

        if self._sheet is not None:
            return
        form = HandOverForm(self._session, in_hand, client_ids=client_ids, person=person)
        form.saved.connect(lambda _op: self._saved(form))
        form.left.connect(self._close)
        form.problem.connect(self._tell.problem)
        form.long_work.connect(self._work)
        self._sheet = sheet = over(self._window, form)
        sheet.destroyed.connect(lambda: self._forget(sheet))

    def _saved(self, form: HandOverForm) -> None:
        told, written = form.told, form.written
        self._close()
        self._tell.done(told, self._undo if written else None)

    def _work(
        self, work: Callable[[Callable[[int, int], None]], InHand], words: Callable[[InHand], str]
    ) -> None:
        self._close()
        self._working(tr("Saving…"))

        def run(progress: Progress) -> InHand:
            return work(progress.step)

        def done(moved: InHand) -> None:
            self._working("")
            self._tell.done(words(moved), self._undo if moved else None)

        def failed(error: Exception) -> None:
            self._working("")
            self._tell.problem(error)

        self._session.runner.start(run, done=done, failed=failed)

    def _close(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.close_sheet()

    def _forget(self, sheet: SideSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None  # it went with its window
