"""peewee on the store's own connections: models and raw SQL of one thread share one connection and transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.storage.lone_peewee import peewee

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from crm_desktop.storage.connections import Connections


class StoreDatabase(peewee.SqliteDatabase):
    """A peewee database that borrows its connections and never closes them."""

    def __init__(self, path: Path, connections: Connections) -> None:
        self._connections = connections
        super().__init__(str(path))

    def _connect(self) -> sqlite3.Connection:
        connection = self._connections.get()
        self._add_conn_hooks(connection)  # type: ignore[attr-defined]  # peewee's own SQL functions (date_part, ...)
        return connection

    def begin(self, lock_type: str | None = None) -> None:
        """Begin, or have nothing begun: an interrupt may strike when the write lock is taken already, and nobody would
        let go of it.
        """
        try:
            super().begin(lock_type)
        except BaseException:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Roll back, unless SQLite has done so itself: a full disk or an interrupt end the whole transaction, and the
        error they raise must not be hidden by that of a second rollback.
        """
        if self._connections.get().in_transaction:
            super().rollback()

    def _close(self, conn: sqlite3.Connection) -> None:
        """Leave it open: the store closes it, with its thread or with itself."""
