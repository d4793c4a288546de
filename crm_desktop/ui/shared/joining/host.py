"""How the window comes to joining: the dialog, and where it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.joining.dialog import JoinDialog

DUPLICATES, SHARED = "duplicates", "shared"
"""Pages of the window (``ui.places``, which knows the window; this package must not)."""


def open_joining(parent: QWidget, session: Session, go: Callable[[str], object]) -> JoinDialog:
    """Show the dialog, or bring forward the one that is open.

    ``go`` shows a page of the window: the shared base with its differences, or the duplicates. Once the base belongs to
    a shared one, ``session.signals.membership`` tells so with the password that was used.
    """
    from crm_desktop.ui.shared.joining.administrator import AdministratorDialog
    from crm_desktop.ui.shared.joining.dialog import JoinDialog

    open_one = parent.findChild(JoinDialog)
    if open_one is not None and open_one.isVisible():
        open_one.raise_()
        open_one.activateWindow()
        return open_one
    dialog = JoinDialog(parent, session)
    dialog.differences_wanted.connect(lambda: go(SHARED))
    dialog.duplicates_wanted.connect(lambda: go(DUPLICATES))
    dialog.administrator_wanted.connect(lambda: AdministratorDialog(dialog).open())
    dialog.open()
    return dialog


def open_moving(parent: QWidget, session: Session, password: str = "") -> QDialog | None:
    """Show where the shared base is, to be changed; nothing for a base that belongs nowhere.

    ``password``: in use now, where the program has it in memory. A change is told by ``session.signals.membership``.
    """
    from crm_desktop.sync.membership import membership
    from crm_desktop.ui.shared.joining.moving import MoveDialog

    belongs = membership(session.store)
    if belongs is None:
        return None
    dialog = MoveDialog(parent, session, belongs, password)
    dialog.open()
    return dialog
