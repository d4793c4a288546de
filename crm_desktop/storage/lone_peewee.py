"""peewee without the drivers of database servers that it looks for when it is imported.

It takes psycopg in where it is installed, and that costs every start what only the exchange with a shared base needs
(90 ms and 10 MB). Whoever in this package or above it wants peewee takes it from here.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

_DRIVERS = frozenset({"psycopg", "psycopg2", "pymysql", "MySQLdb"})


class _Refusing(MetaPathFinder):
    """Says on one thread that there are no drivers; others that import them meanwhile get them."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: object = None) -> None:
        if name in _DRIVERS and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(name)


@contextmanager
def _without_drivers() -> Iterator[None]:
    refusing = _Refusing()
    sys.meta_path.insert(0, refusing)
    try:
        yield
    finally:
        sys.meta_path.remove(refusing)


with _without_drivers():
    import peewee as peewee
