"""Lists and search brought up to date beside the window: in another language, or after very many rows came at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.text import language, tr

if TYPE_CHECKING:
    from crm_desktop.background.runner import Runner, Task
    from crm_desktop.ui.desk import Desk


class ListCare:
    """One per program; it reports to the window it was asked for last."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._desk: Desk | None = None
        self._task: Task[bool] | None = None

    def follow(self, desk: Desk) -> None:
        """Bring the lists of this window up to date, in the language of the user, where they are not."""
        from crm_desktop.services import listing

        was_under_way = self._task is not None
        if self._task is not None:
            self._task.forget()  # what it has not done, the next one does
        self._desk, store, code = desk, desk.session.store, language()

        def told(done: int, total: int) -> None:
            if self._desk is desk and total:
                desk.window.status.show_work(
                    tr("Names are put in order: {percent} %", percent=100 * done // total)
                )

        def done(needed: bool) -> None:
            self._task = None
            if (needed or was_under_way) and self._desk is desk:
                desk.window.status.show_work("")
                desk.reload_lists()

        self._task = self._runner.start(
            lambda progress: listing.ensure(store, code, progress.step), done=done, progress=told
        )
