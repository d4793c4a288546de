"""Keeps what a form holds while it is being typed: a crash or a closed window takes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from crm_desktop.services import unsaved

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.unsaved import Unsaved
    from crm_desktop.ui.session import Session

_PAUSE_MS = 700
"""Written when the typing pauses: each write is a commit."""


class KeptDraft(QObject):
    """The unsaved content of one form."""

    def __init__(self, parent: QObject, session: Session, key: str, content: Callable[[], Any]) -> None:
        """``content`` gives what the form holds now, or None where it holds nothing worth keeping."""
        super().__init__(parent)
        self._store = session.store
        self._key = key
        self._content = content
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.write)

    @property
    def key(self) -> str:
        """Under what the content is kept."""
        return self._key

    def found(self) -> Unsaved | None:
        """What an earlier form of this key left unsaved."""
        return unsaved.get(self._store, self._key)

    def touched(self) -> None:
        """Something was typed: keep it soon."""
        self._timer.start()

    def write(self) -> None:
        """Keep the content now."""
        self._timer.stop()
        content = self._content()
        if content is None:
            unsaved.drop(self._store, self._key)
        else:
            unsaved.put(self._store, self._key, content)

    def close(self) -> None:
        """The form goes away unsaved: what is not written yet is written now."""
        if self._timer.isActive():
            self.write()

    def drop(self) -> None:
        """The form was saved or given up."""
        self._timer.stop()
        unsaved.drop(self._store, self._key)
