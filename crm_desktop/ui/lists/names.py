"""The words behind the ids that rows of a list carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.ui import text_kinds
from crm_desktop.ui.lists.columns import Names, Stage
from crm_desktop.ui.tones import tone_of

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session

TABLES = ("stage", "source", "colleague", "tag", "client_group", "field")
"""Changes of these make the words old."""


def read_names(session: Session) -> Names:
    """Stages, sources and colleagues of the base, in the words of the user."""
    store = session.store
    stages = {
        entry.id: Stage(text_kinds.stage(entry.name, entry.role), tone_of(entry.colour))
        for entry in entries(store, Dictionary.STAGE)
    }
    sources = {entry.id: entry.name for entry in entries(store, Dictionary.SOURCE)}
    colleagues = {entry.id: entry.name for entry in entries(store, Dictionary.COLLEAGUE)}
    if len(colleagues) == 1:
        colleagues = {}  # who works alone knows who it is
    return Names(stages, sources, colleagues)
