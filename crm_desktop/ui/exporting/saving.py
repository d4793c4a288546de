"""What is to be saved and where: read from the list and the choices, carried out on a thread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.ui.text import language, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from crm_desktop.background.runner import Progress
    from crm_desktop.exchange.exporting.files import Saved
    from crm_desktop.exchange.exporting.lists import ListColumn
    from crm_desktop.services.base import Store
    from crm_desktop.services.filters import ClientQuery

SUFFIXES = (".xlsx", ".csv", ".vcf")
"""The formats on offer, in their order."""

# What Windows refuses in a file name; the name may travel there on a stick from any other system.
_REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_STEM = 120


@dataclass(frozen=True)
class Wanted:
    """An export as the user asked for it.

    Attributes:
        query: the list as it stands.
        places: the places of the selected clients; None for the whole list.
        columns: the columns on the screen, left to right; None for everything on the cards.
    """

    query: ClientQuery
    places: Sequence[int] | None
    columns: Sequence[ListColumn] | None


def save(store: Store, wanted: Wanted, path: Path, progress: Progress) -> Saved:
    """Write the file and return how many clients are in it, and how many texts were cut. For a background thread.

    Raises:
        FileNotWritten: the folder is missing or full, or the file is open elsewhere.
        Cancelled: the user stopped it; no file is left.
    """
    from crm_desktop.exchange.exporting.cards import write_cards
    from crm_desktop.exchange.exporting.clients import clients_table
    from crm_desktop.exchange.exporting.files import write_tables
    from crm_desktop.exchange.exporting.lists import list_table
    from crm_desktop.services.lists import order
    from crm_desktop.services.picked import ids_at

    # One picture of the base from the first row to the last, whatever is changed meanwhile.
    with store.snapshot():
        places = order(store, wanted.query, progress.cancelled) if wanted.places is None else wanted.places
        progress.step(0, len(places))
        if path.suffix == ".vcf":
            return write_cards(
                path, store, ids_at(store, places), lambda done: progress.step(done, len(places))
            )
        name = tr("Clients")
        if wanted.columns is None:
            table = clients_table(store, ids_at(store, places), name, language())
        else:
            table = list_table(store, places, wanted.columns, name)
        return write_tables(path, [table], lambda done: progress.step(done, len(places)))


def proposed_stem(view: str, today: date) -> str:
    """A file name without its suffix: what the list is called, and the day in the form that sorts."""
    return f"{safe_stem(view) or tr('Clients')} {today.isoformat()}"


def safe_stem(text: str) -> str:
    """The text as any file system takes it for a name; empty where nothing is left of it."""
    return " ".join(_REFUSED.sub(" ", text).split()).strip(" .")[:_LONGEST_STEM].strip(" .")


def file_in(folder: Path, typed: str, suffix: str) -> Path | None:
    """The file that a typed name means in a folder; None where the name says nothing.

    A name that ends in the other format's suffix loses it: the format was chosen beside it.
    """
    stem = typed.strip()
    for known in SUFFIXES:
        if stem.lower().endswith(known):
            stem = stem[: -len(known)]
    stem = safe_stem(stem)
    return folder / f"{stem}{suffix}" if stem else None
