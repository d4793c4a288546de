"""What a form holds before it is saved, kept so that a crash or a power cut does not take it.

On this device only and outside the journal: nothing is a fact until it is saved. Keys are the form's own
("client:new", "client:<id>", "activity:new:<client>"); values are drafts, alone or nested in plain values.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.services.draft_json import decoded, encoded
from crm_desktop.storage import drafts

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """An unfinished form: its key, what it held, and when that was put there (UTC)."""

    key: str
    value: Any
    at: str


def put(store: Store, key: str, value: Any) -> None:
    """Keep what a form holds now, in place of what it held before. Raises TypeError for what is no draft."""
    drafts.keep(store, key, encoded(value))


def get(store: Store, key: str) -> Unsaved | None:
    """What the form of that key held, if it was neither saved nor given up."""
    return next((unsaved for unsaved in all_unsaved(store) if unsaved.key == key), None)


def drop(store: Store, key: str) -> None:
    """Forget it: the form was saved or given up. Inside a change it goes with the change's commit."""
    drafts.drop(store, key)


def any_unsaved(store: Store) -> bool:
    """Whether any form is unfinished; cheap enough for every start."""
    return drafts.any_kept(store)


def all_unsaved(store: Store) -> list[Unsaved]:
    """All unfinished forms, the newest first: offered at the start after a crash.

    One that an other version of the program wrote and this one cannot read is left out (and kept).
    """
    found: list[Unsaved] = []
    for draft in drafts.kept(store):
        try:
            found.append(Unsaved(draft.key, decoded(draft.value), draft.at))
        except (KeyError, TypeError, ValueError):
            _log.warning("The unsaved form %s is of another version", draft.key)
    return found
