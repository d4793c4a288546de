"""Asking a person what is to become of it, when the server is not what it was or does not let this laptop in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.sync.failures import SyncError
    from crm_desktop.ui.session import Session


def ask_parting(parent: QWidget, session: Session, error: SyncError, password: str = "") -> None:
    """Show the question that ``error`` puts, or bring forward the one that is open.

    ``password``: of the own login, where the program has it in memory only. When it was answered,
    ``session.signals.exchange`` asks for an exchange; ``membership`` tells another password, or that the base has left.
    """
    # Imported here: the dialog and the look at the server are wanted rarely, and never by a base that works alone.
    from crm_desktop.ui.shared.parting.dialog import PartingDialog
    from crm_desktop.ui.shared.parting.questions import question

    for each in parent.findChildren(PartingDialog):
        if each.isVisible():
            each.raise_()
            each.activateWindow()
            return
    PartingDialog(parent, session, question(session.store, error), password).open()
