"""Parting a card again: the clients that were merged into it, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.services.duplicates.parting import MergedClient, merged_into, part
from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class PartingMenu(QMenu):
    """One line for each client that was merged into the card, the newest first."""

    def __init__(self, parent: QWidget, session: Session, tell: Tell, undo: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setObjectName("card_parting")
        self._session, self._tell, self._undo = session, tell, undo
        self.aboutToHide.connect(self.deleteLater)  # after the choice: the event loop deletes

    def offer(self, client_id: bytes, at: QPoint) -> None:
        """Show who can be parted from this client; where nobody can, say so."""
        self.clear()
        found = [merged for merged in merged_into(self._session.store, client_id) if merged.can_part]
        if not found:
            self._tell.done(tr("No other card was merged into this one"))
            self.deleteLater()
            return
        for merged in found:
            action = self.addAction(merged_words(merged))
            action.triggered.connect(lambda _checked=False, id_=merged.id: self._part(id_))
        self.popup(at)
        self.setActiveAction(self.actions()[0])
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _part(self, client_id: bytes) -> None:
        try:
            result = part(self._session.store, client_id)
        except Exception as error:
            self._tell.problem(error)
            return
        if result.kept:
            self._tell.notice(
                ntr(
                    "Parted again. {n} thing was changed since and stays as it is.",
                    "Parted again. {n} things were changed since and stay as they are.",
                    len(result.kept),
                )
            )
        else:
            self._tell.done(tr("Parted again"), self._undo)


def merged_words(merged: MergedClient) -> str:
    """Who it was and when it was merged."""
    number = "" if merged.number is None else tr("No {number}", number=merged.number)
    when = tr("merged {when}", when=formats.moment(merged.at)) if merged.at else ""
    return " · ".join(filter(None, (merged.name, number, when)))
