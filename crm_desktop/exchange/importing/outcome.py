"""Which clients an import met, by what became of their rows: what the page of past imports shows later.

New clients stand in the journal already. Of the others the journal knows only those that were changed, and nothing
of those that were the same, repeated, or to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.staging import Verdict

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.staging import Staging
    from crm_desktop.storage.long_change import LongChange

LOOK = "look"
"""The verdict under which clients of rows to be looked at are kept, beside the verdict of the row."""

_PORTION = 2000
"""Rows in one transaction: some 10 ms."""


def remember_clients(work: LongChange, staging: Staging, by_row: Mapping[int, bytes]) -> None:
    """Keep the clients of all rows that are not simply new; ``by_row`` are those that rows were written to."""
    with work.chunk() as change:
        # What an import that was cut off has left: nothing refers to it.
        change.execute(
            "DELETE FROM import_client WHERE operation > COALESCE((SELECT max(operation) FROM import_run), 0)"
        )
    rows = _rows(work.operation, staging, by_row)
    while portion := list(islice(rows, _PORTION)):
        with work.chunk() as change:
            change.executemany("INSERT OR IGNORE INTO import_client VALUES (?,?,?)", portion)


def _rows(operation: int, staging: Staging, by_row: Mapping[int, bytes]) -> Iterator[tuple[int, str, bytes]]:
    for number, verdict, match, twin, look in staging.outcomes():
        client = match or by_row.get(number if twin is None else twin)
        if client is None:
            continue  # an event of a calendar belongs to nobody, or to several
        if verdict != Verdict.NEW:
            yield operation, verdict, client
        if look:
            yield operation, LOOK, client
