"""The list of clients as it stands - filters, order, columns, or only what is selected - as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import order, rows
from crm_desktop.ui.printing.list_pages import ListPages
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.paper import Document


def clients_document(desk: Desk) -> Document:
    """What the page of clients shows."""
    page = desk.clients_page()
    store, model = desk.session.store, page.table.window_model
    columns = [model.columns[number] for number in page.table.shown_columns()]
    names = model.names
    chosen = page.table.selected_count() > 1
    places: Sequence[int] = (
        model.positions(page.table.selected_spans()) if chosen else order(store, page.query)
    )
    nothing_searched = ClientQuery()  # why a row matched does not go on paper

    def read(first: int, count: int) -> list[list[str]]:
        found = rows(store, places[first : first + count], nothing_searched)
        return [[column.words(row, names) for column in columns] for row in found if row is not None]

    today = store.clock.now().astimezone().date()
    title = desk.views.current_name() or tr("Clients")
    return ListPages(title, [column.title for column in columns], len(places), read, today).document()
