"""A base is opened at once; where long work comes first, behind a small window that says what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from crm_desktop import paths
from crm_desktop.errors import BaseNeedsTime
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.base import Base


class Opening(Protocol):
    """``services.base.open_base`` with all but the patience given."""

    def __call__(self, *, patient: bool) -> Base: ...


def opened(opening: Opening, before_wait: Callable[[], object] = lambda: None) -> Base:
    """The open base; ``before_wait`` is called where the user is about to see that they have to wait.

    Raises:
        BaseUnusable: what stops it (its subclasses say what).
    """
    try:
        return opening(patient=False)
    except BaseNeedsTime as slow:
        # Imported here: hardly any start has to wait.
        from crm_desktop.ui.waiting import wait_while

        before_wait()
        ready = wait_while(slow, lambda: _made_ready(opening))
        return replace(opening(patient=True), recovered=ready.recovered)


def _made_ready(opening: Opening) -> Base:
    """Do the long work, and close again: a connection belongs to the thread that made it."""
    base = opening(patient=True)
    base.store.close()
    return base


def ask_base(parent: QWidget, proposed: Path) -> Path | None:
    """The base that the user names, perhaps one to be made; None where they thought better of it."""
    from PySide6.QtWidgets import QFileDialog

    name, _kind = QFileDialog.getSaveFileName(
        parent,
        tr("Open a base, or name a new one"),
        str(proposed),
        tr("Bases of clients (*.crm);;All files (*)"),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not name:
        return None
    return Path(name) if Path(name).suffix else Path(name).with_suffix(paths.BASE_SUFFIX)
