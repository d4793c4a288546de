"""What the boxes of the card ask for: a first answer, another colleague, something about a low mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from crm_desktop.kinds import Op
from crm_desktop.services import feedback, request_list, requests
from crm_desktop.ui import icons
from crm_desktop.ui.card.whom_menu import ask_whom
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session


class AlertDeeds:
    """Carries them out over one card; ``run`` does a command and tells of it by its ``Op``."""

    def __init__(
        self, over: QWidget, session: Session, run: Callable[[Callable[[], object], Op], object]
    ) -> None:
        self._over, self._store, self._run = over, session.store, run

    def answer(self, request_id: bytes) -> None:
        """The client got a first answer."""
        self._run(lambda: requests.answer(self._store, request_id), Op.EDIT_REQUEST)

    def hand_over(self, request_id: bytes, over: QWidget) -> None:
        """Ask who takes care of it from now on."""

        def chosen(colleague_id: bytes | None, _name: str) -> None:
            self._run(
                lambda: requests.hand_over(self._store, [request_id], colleague_id), Op.HAND_OVER_REQUEST
            )

        found = request_list.row(self._store, request_id)
        ask_whom(over, self._store, {found.responsible_id} if found else (), chosen)

    def act(self, mark_id: bytes) -> None:
        """What can be done about a low mark, as a menu."""
        menu = QMenu(self._over)
        menu.setObjectName("mark_menu")
        complain = menu.addAction(icons.icon("message-square"), tr("Make it a complaint"))
        about = tr("Not satisfied")
        complain.triggered.connect(
            lambda: self._run(lambda: feedback.make_complaint(self._store, mark_id, about), Op.ADD_REQUEST)
        )
        seen = menu.addAction(icons.icon("check"), trc("button", "Seen"))
        seen.triggered.connect(
            lambda: self._run(lambda: feedback.seen(self._store, mark_id), Op.EDIT_FEEDBACK)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())
