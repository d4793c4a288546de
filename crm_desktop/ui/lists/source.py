"""The list service with its store bound, as the model of a list wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import lists

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from crm_desktop.services.lists import ClientQuery, ClientRow, Page
    from crm_desktop.ui.session import Session


class ClientSource:
    """Clients of one base."""

    def __init__(self, session: Session) -> None:
        self._store = session.store

    def first_page(self, query: ClientQuery, limit: int) -> Page:
        """The first ``limit`` rows and how many there are so far."""
        return lists.first_page(self._store, query, limit, brief=True)

    def order(self, query: ClientQuery, cancelled: Callable[[], bool]) -> array[int]:
        """The places of all rows in their order; for a background thread."""
        return lists.order(self._store, query, cancelled)

    def rows(self, positions: Sequence[int], query: ClientQuery) -> list[ClientRow | None]:
        """The rows at some places."""
        return lists.rows(self._store, positions, query)
