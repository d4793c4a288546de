"""What a report of all times leaves out, because its day must be a slip of the keyboard.

Notes: ``ever_is`` (the first day and the last that count).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.reports.options import ends_of, ever
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store


def cut_off(store: Store, options: Options, ends: str, today: date) -> tuple[Note, ...]:
    """``ever_is``, where "all" leaves records out that ``ends`` knows of (as for ``options.ever``)."""
    if options.period is not PeriodName.ALL:
        return ()
    span = ever(store, ends, today)
    if ends_of(store, ends, today) == (span.first, span.last):
        return ()
    return (Note("ever_is", (span.first.isoformat(), span.last.isoformat())),)
