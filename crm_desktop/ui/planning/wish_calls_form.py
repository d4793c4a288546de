"""Calls for the clients whose wish can be met: as for many clients, and the wishes are answered with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.wishes import clients_of, plan_calls
from crm_desktop.ui import text_requests
from crm_desktop.ui.planning.many_form import ManyForm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.services.bulk import Progress
    from crm_desktop.services.drafts import ActivityDraft
    from crm_desktop.services.planning_many import Spread
    from crm_desktop.ui.session import Session


class WishCallsForm(ManyForm):
    """What the calls are for stands there already."""

    def __init__(self, session: Session, wish_ids: Sequence[bytes], asked: str) -> None:
        """``asked`` is what was wished for, in the words in which it was looked for."""
        self._wish_ids = list(wish_ids)
        clients = list(clients_of(session.store, self._wish_ids))
        super().__init__(session, clients, text_requests.wish_purpose(asked))

    def _planner(self, draft: ActivityDraft, spread: Spread) -> Callable[[Progress | None], int]:
        store, wishes = self.session.store, self._wish_ids
        return lambda progress: len(plan_calls(store, wishes, draft, spread=spread, progress=progress).ids)
