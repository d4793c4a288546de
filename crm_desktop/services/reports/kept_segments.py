"""The segments of buyers as lists filter by them: kept in the table ``client_segment``, with the day they are of.

A filter must answer at once, and a segment depends on what all others bought; so it is worked out once a day, whenever
the report is made, and when a list asks for it after something was sold (``ui.segment_care``). The table is neither
journaled nor synced: every laptop works it out from the same sales.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.garbage import rare_collections
from crm_desktop.services.reports.scoring import scored
from crm_desktop.storage import meta

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from crm_desktop.storage.store import Store

_DAY = "segments_day"
_BATCH = 2000
_COLUMNS = "client_id, segment, recency, frequency, money"
_PUT = (
    f"INSERT INTO client_segment({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT(client_id) DO UPDATE SET"
    " segment = excluded.segment, recency = excluded.recency, frequency = excluded.frequency, money = excluded.money"
)


def kept_day(store: Store) -> str | None:
    """The day (YYYY-MM-DD) as of which the segments are kept; None before the first time."""
    return meta.get(store, _DAY)


def keep_daily(store: Store, now: datetime) -> bool:
    """Work the segments out where they are not of today; whether it was done. For a background thread."""
    if kept_day(store) == _today(now).isoformat():
        return False
    keep(store, now)
    return True


def keep(store: Store, now: datetime, check: Callable[[], None] = lambda: None) -> None:
    """Work the segments out as of today and write what differs, a few thousand rows at a time; the day comes last.

    ``check`` may raise to stop it: then it is done anew another time, for the day is not written.
    """
    today = _today(now)
    with store.snapshot(), store.stoppable(check), rare_collections:
        wanted = {
            one.client_id: (one.client_id, one.segment.value, one.recency, one.frequency, one.money)
            for one in scored(store, today)
        }
        kept = {row[0]: row for row in store.cursor(f"SELECT {_COLUMNS} FROM client_segment")}
    differing = [row for client_id, row in wanted.items() if kept.get(client_id) != row]
    gone = [(client_id,) for client_id in kept if client_id not in wanted]
    for sql, rows in (
        ("DELETE FROM client_segment WHERE client_id = ?", gone),
        (_PUT, differing),
    ):
        for start in range(0, len(rows), _BATCH):
            check()
            with store.transaction() as connection:
                connection.executemany(sql, rows[start : start + _BATCH])
    meta.put(store, _DAY, today.isoformat())


def _today(now: datetime) -> date:
    return now.astimezone().date()
