"""Clients that may be the same as the one being typed, with a way to open each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from crm_desktop.services.similar import Likeness
from crm_desktop.ui import formats
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, restyle
from crm_desktop.ui.widgets.page_frame import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.similar import SimilarClient


class SimilarBox(QFrame):
    """Amber for probable duplicates, quiet for mere namesakes.

    Signals:
        open_client: carries the id of the client to open.
        merge_into: what was typed belongs on the card of this client; carries its id.
    """

    open_client = Signal(object)
    merge_into = Signal(object)

    def __init__(self, *, can_merge: bool = False) -> None:
        """``can_merge``: what is being typed is new, and may go onto the card of a client that is there."""
        super().__init__()
        self._can_merge = can_merge
        self.setObjectName("similar")
        self._shown: Sequence[SimilarClient] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 10, 8)
        self._column.setSpacing(2)
        self.hide()

    def show_similar(self, found: Sequence[SimilarClient]) -> None:
        """Show these; none hides the box."""
        if found == self._shown:
            return
        self._shown = list(found)
        clear(self._column)
        sure = any(client.is_duplicate for client in found)
        self.setProperty("look", "notice-care" if sure else "notice-info")
        restyle(self)
        title = tr("This client may be there already") if sure else tr("There is somebody of this name")
        self.setAccessibleName(title)
        self._column.addWidget(label(title, "strong"))
        for client in found:
            row = QHBoxLayout()
            row.addWidget(ElidedLabel(similar_words(client)), 1)
            opened = button("similar_open", tr("Open"), look="link")
            opened.setAccessibleName(tr("Open {name}", name=client.name))
            opened.clicked.connect(lambda _checked=False, id_=client.id: self.open_client.emit(id_))
            row.addWidget(opened)
            if self._can_merge and client.is_duplicate:
                into = button("similar_merge", tr("Put it on this card"), look="link")
                into.setAccessibleName(tr("Put it on the card of {name}", name=client.name))
                into.clicked.connect(lambda _checked=False, id_=client.id: self.merge_into.emit(id_))
                row.addWidget(into)
            self._column.addLayout(row)
        self.setVisible(bool(found))

    def shown(self) -> list[bytes]:
        """The ids of the clients shown."""
        return [client.id for client in self._shown]


def similar_words(client: SimilarClient) -> str:
    """Who it is, and what they share with the one being typed."""
    why = {
        Likeness.PHONE: tr("the same phone"),
        Likeness.EMAIL: tr("the same e-mail"),
        Likeness.NAME_AND_BIRTHDAY: tr("the same name and birthday"),
        Likeness.NAME: tr("the same name"),
        Likeness.NAME_SPELLING: tr("the same name in another spelling"),
    }[client.likeness]
    value = formats.birthday(client.value) if client.likeness is Likeness.NAME_AND_BIRTHDAY else client.value
    of_name = client.likeness in (Likeness.NAME, Likeness.NAME_SPELLING)
    shared = why if of_name else f"{why}: {value}"
    number = "" if client.number is None else tr("No {number}", number=client.number)
    return " · ".join(part for part in (client.name, number, client.company, shared) if part)
