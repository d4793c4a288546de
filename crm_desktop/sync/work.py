"""What a rule of the server sees of the rows of a push on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from crm_desktop.sync.known import Known, Wanted
    from crm_desktop.sync.merge import Conflict, Row
    from crm_desktop.sync.snapshot import RowKey


class Work(Protocol):
    """The rows of a push on their way (``reconciling``)."""

    rows: dict[RowKey, dict[str, Any]]
    known: Known
    wanted: Wanted

    def server(self, key: RowKey) -> Row | None:
        """The server's row."""
        ...

    def tell(self, key: RowKey, conflict: Conflict) -> None:
        """List what met."""
        ...
