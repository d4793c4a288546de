"""What is done to selected clients: at once for a few, beside the window for many; told in a toast with Undo.

The services are imported where they are called: a start changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import Op
from crm_desktop.ui import text_operations
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

AT_ONCE = 50
"""More clients than these are changed on a thread, so that the window stays alive."""


class Selection:
    """Commands on several clients."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        undo: Callable[[], object],
        working: Callable[[str], object],
    ) -> None:
        """Take what takes the last operation back, and what says that something is being done (empty: no more)."""
        self._session = session
        self._tell = tell
        self._undo = undo
        self._working = working

    def delete(self, ids: Sequence[bytes]) -> None:
        """Move clients to the bin."""
        from crm_desktop.services import clients

        store = self._session.store
        self._run(ids, Op.DELETE_CLIENTS, lambda: clients.delete(store, ids))

    def set_field(self, ids: Sequence[bytes], field: str, value: bytes | None) -> None:
        """Set stage, responsible or source of clients."""
        from crm_desktop.services import mass_edit

        store = self._session.store
        self._run(ids, Op.CHANGE_CLIENTS, lambda: mass_edit.set_field(store, ids, field, value))

    def mark(self, ids: Sequence[bytes], which: str, entry_id: bytes, *, add: bool) -> None:
        """Put a tag on clients, or clients into a group; or take it off."""
        from crm_desktop.services import mass_edit
        from crm_desktop.services.dictionaries import Dictionary

        store = self._session.store
        change = mass_edit.add_mark if add else mass_edit.remove_mark
        self._run(ids, Op.CHANGE_CLIENTS, lambda: change(store, ids, Dictionary(which), entry_id))

    def _run(self, ids: Sequence[bytes], op: Op, change: Callable[[], object]) -> None:
        if not ids:
            return
        if len(ids) <= AT_ONCE:
            try:
                change()
            except Exception as error:
                self._tell.problem(error)
            else:
                self._done(op, len(ids))
            return
        self._working(tr("Saving…"))
        self._session.runner.start(
            lambda _progress: change(),
            done=lambda _none: self._ended(lambda: self._done(op, len(ids))),
            failed=lambda error: self._ended(lambda: self._tell.problem(error)),
        )

    def _ended(self, call: Callable[[], object]) -> None:
        self._working("")
        call()

    def _done(self, op: Op, count: int) -> None:
        self._tell.done(text_operations.op_done(op, count), self._undo)
