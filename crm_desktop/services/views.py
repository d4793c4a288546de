"""Saved views: a query of the list of clients, or of deals, with its columns, both opaque JSON here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import NameEmpty, NameTaken
from crm_desktop.folding import fold
from crm_desktop.kinds import Op
from crm_desktop.models.ranks import STEP
from crm_desktop.services import writing
from crm_desktop.services.dictionaries import reorder_rows

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


CLIENTS, DEALS = "clients", "deals"
"""What a view is of; the query says so under ``of``, one of clients need not."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view; ``query`` and ``columns`` are what the lists wrote."""

    id: bytes
    name: str
    query: Mapping[str, Any]
    columns: tuple[Any, ...]

    @property
    def of(self) -> str:
        """``CLIENTS`` or ``DEALS``; a newer program may have views of something else."""
        return str(self.query.get("of", CLIENTS))


def views(store: Store) -> list[View]:
    """All saved views in their order."""
    found = store.read("SELECT id, name, query, columns FROM view WHERE deleted = 0 ORDER BY rank, rid")
    return [
        View(id_, name, json.loads(query), tuple(json.loads(columns))) for id_, name, query, columns in found
    ]


def save(
    store: Store,
    name: str,
    query: Mapping[str, Any],
    columns: Sequence[Any] = (),
    *,
    view_id: bytes | None = None,
) -> bytes:
    """Save a view under a name, a new one or ``view_id`` again; returns its id.

    Raises:
        NameEmpty, NameTaken: the name.
        RecordNotFound: ``view_id`` is not there.
    """
    with store.change(Op.SAVE_VIEW):
        values = {"name": _free_name(store, name, view_id), "query": _json(query), "columns": _json(columns)}
        if view_id is not None:
            writing.live_row(store, "view", view_id)
            writing.update(store, "view", view_id, values)
            return view_id
        highest = store.read("SELECT MAX(rank) FROM view WHERE deleted = 0")[0][0]
        return writing.insert(store, "view", values | {"rank": (highest or 0) + STEP})


def rename(store: Store, view_id: bytes, name: str) -> None:
    """Give a view another name. Raises NameEmpty, NameTaken, RecordNotFound."""
    with store.change(Op.SAVE_VIEW):
        writing.live_row(store, "view", view_id)
        writing.update(store, "view", view_id, {"name": _free_name(store, name, view_id)})


def reorder(store: Store, ids: Sequence[bytes]) -> None:
    """Put the views into this order; those not named follow."""
    with store.change(Op.SAVE_VIEW):
        reorder_rows(store, "view", ids)


def delete(store: Store, view_id: bytes) -> None:
    """Move a view to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_VIEW):
        writing.delete(store, "view", view_id)


def _free_name(store: Store, name: str, view_id: bytes | None) -> str:
    clean = " ".join(name.split())
    if not fold(clean):
        raise NameEmpty(table="view")
    for view in views(store):
        if view.id != view_id and fold(view.name) == fold(clean):
            raise NameTaken(table="view", name=clean, id=view.id)
    return clean


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
