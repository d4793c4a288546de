"""Saved views: a query of the list of clients, or of deals, with its columns, both opaque JSON here.

A view is its user's own, and never leaves this laptop, until it is shared with colleagues. Shared and own are two rows:
``share`` puts a row of its own for all in the place of the private one, ``unshare`` the other way round. So a row that
was never shared was never sent, what is edited after a view was taken back stays here, and to the others a view that
is shared no more is one that was deleted.
"""

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
    """A saved view; ``query`` and ``columns`` are what the lists wrote.

    ``shared``: all colleagues have it; ``shared_by`` is the one whose it is and ``sharer`` that colleague's name, where
    somebody was named.
    """

    id: bytes
    name: str
    query: Mapping[str, Any]
    columns: tuple[Any, ...]
    shared: bool = False
    shared_by: bytes | None = None
    sharer: str = ""

    @property
    def of(self) -> str:
        """``CLIENTS`` or ``DEALS``; a newer program may have views of something else."""
        return str(self.query.get("of", CLIENTS))


def views(store: Store) -> list[View]:
    """All saved views in their order: the user's own, and those that are shared."""
    found = store.read(
        "SELECT v.id, v.name, v.query, v.columns, v.shared, v.shared_by, COALESCE(c.name, '')"
        " FROM view v LEFT JOIN colleague c ON c.id = v.shared_by WHERE v.deleted = 0 ORDER BY v.rank, v.rid"
    )
    return [
        View(id_, name, json.loads(query), tuple(json.loads(columns)), bool(shared), by, sharer)
        for id_, name, query, columns, shared, by, sharer in found
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


def share(store: Store, view_id: bytes, by: bytes | None = None) -> bytes:
    """Have all colleagues see a view from now on; returns its id, which is another then. ``by``: whose it is.

    One that is shared already stays as it is. Raises RecordNotFound.
    """
    return _become(store, view_id, Op.SHARE_VIEW, {"shared": 1, "shared_by": by})


def unshare(store: Store, view_id: bytes) -> bytes:
    """Take a view back: it stays here and disappears at the colleagues'; returns its id, which is another then.

    One that is not shared stays as it is. Raises RecordNotFound.
    """
    return _become(store, view_id, Op.UNSHARE_VIEW, {"shared": 0, "shared_by": None})


def reorder(store: Store, ids: Sequence[bytes]) -> None:
    """Put the views into this order; those not named follow."""
    with store.change(Op.SAVE_VIEW):
        reorder_rows(store, "view", ids)


def delete(store: Store, view_id: bytes) -> None:
    """Move a view to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_VIEW):
        writing.delete(store, "view", view_id)


def _become(store: Store, view_id: bytes, op: Op, said: dict[str, Any]) -> bytes:
    """Another row in the place of a view's; the old one lies in the bin."""
    with store.change(op):
        row = writing.live_row(store, "view", view_id)
        if row["shared"] == said["shared"]:
            return view_id
        writing.delete(store, "view", view_id)
        return writing.insert(
            store, "view", {name: row[name] for name in ("name", "query", "columns", "rank")} | said
        )


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
