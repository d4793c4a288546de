"""What an empty list says: why nobody is in it, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import listing
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.ui.session import Session


def empty_words(session: Session, query: ClientQuery) -> tuple[str, str, bool]:
    """The title and the text, and whether the base holds all clients but the list is still being made."""
    if listing.is_being_made(session.store):
        text = tr("Nobody is lost: for another language all names are put in order anew, once.")
        return tr("The list is being prepared"), text, True
    if query.text:
        title = tr("Nobody found for “{text}”", text=query.text)
        text = tr("Part of a name, a number, an e-mail or a note is enough, in any keyboard layout.")
    elif query.filters:
        title, text = tr("Nobody fits these filters"), tr("Drop one of them to see more.")
    else:
        title, text = tr("No clients yet"), tr("Bring your list, or write the first client yourself.")
    return title, text, False
