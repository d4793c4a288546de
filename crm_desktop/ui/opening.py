"""A base is opened at once; where long work comes first, behind a small window that says what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from crm_desktop.errors import BaseNeedsTime

if TYPE_CHECKING:
    from collections.abc import Callable

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
