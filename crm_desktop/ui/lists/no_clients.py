"""What stands where the list of clients has nobody: why, and the way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.ui.actions import Actions
    from crm_desktop.ui.session import Session


class NoClients(EmptyState):
    """Says why nobody is in the list."""

    def __init__(self, session: Session, actions: Actions) -> None:
        clear = button("clear_all", tr("Show all clients"), clicked=actions["clear_filters"].trigger)
        bring = button("bring_first", tr("Bring a list…"), icon="import", clicked=actions["import"].trigger)
        super().__init__("clients_empty", "search", "", "", (clear, bring))
        self._session, self._clear, self._bring = session, clear, bring

    def say_why(self, query: ClientQuery) -> None:
        """Nobody is found by the query, or the base has nobody yet."""
        from crm_desktop.ui.lists.empty_words import empty_words  # seldom seen

        title, text, in_making = empty_words(self._session, query)
        self.show_words(title, text)
        narrowed = bool(query.text or query.filters)
        self._clear.setVisible(narrowed and not in_making)
        self._bring.setVisible(not narrowed and not in_making)
