"""One file of the watched folder: rehearsed, so that it can be said what would come of it, and brought in whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Result
from crm_desktop.exchange.importing.session import Session as ImportSession
from crm_desktop.services import facts
from crm_desktop.ui.text import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.background.runner import Progress
    from crm_desktop.background.watched_folder import Dropped
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.services.base import Store


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits. ``counts`` are those of ``session.Result.json``; ``error`` is why it cannot be read."""

    file: Dropped
    counts: Mapping[str, int] = field(default_factory=dict)
    error: UserError | None = None

    @property
    def is_ready(self) -> bool:
        """Whether one click can bring it in: something of it goes in."""
        return self.error is None and self.counts.get("read", 0) > self.counts.get("rejected", 0)


def rehearse(store: Store, file: Dropped, progress: Progress) -> Waiting:
    """Say what would come of a file; for a background thread."""
    try:
        with _session(store, file) as session:
            session.rehearse(progress.step)
            counts = Result(session.summary, None).json()
    except UserError as error:
        return Waiting(file, error=error)
    return Waiting(file, {name: count for name, count in counts.items() if isinstance(count, int)})


def bring(store: Store, file: Dropped, progress: Progress) -> Result:
    """Bring a file in, judged anew: the base may have changed since it was rehearsed.

    Raises:
        UserError: it cannot be read any more, or nothing of it goes in.
    """
    with _session(store, file) as session:
        session.rehearse(progress.step)
        return session.run(progress.step)


def _session(store: Store, file: Dropped) -> ImportSession:
    region = facts.region(store)
    plans: list[TablePlan] = plan_file(store, file.path, region, language())
    return ImportSession(store, plans, region)
