"""What one exchange with a calendar did, for the user to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """Both sides changed the same: ``mine`` stands, ``theirs`` was in the calendar. ``column`` of ``activity``."""

    activity_id: bytes
    title: str
    column: str
    mine: Any
    theirs: Any


@dataclass(slots=True)
class Outcome:
    """How many contacts were added, changed and removed here, and events there.

    ``unreadable`` are resources that nobody can read, ``refused`` contacts (by their first words) that the server did
    not take; both are tried again next time, and nothing is done to them.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    sent: int = 0
    updated: int = 0
    deleted: int = 0
    operation: int | None = None
    differences: list[Difference] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def here(self) -> int:
        """How many contacts of the base it touched."""
        return self.added + self.changed + self.removed

    @property
    def there(self) -> int:
        """How many events of the calendar it touched."""
        return self.sent + self.updated + self.deleted
