"""Times of lists as instants of the base."""

from __future__ import annotations

from datetime import UTC, datetime

from crm_desktop.clock import utc_text


def instant_of(moment: datetime) -> str:
    """Times in lists are the local time of whoever wrote them; without a zone that is this computer's."""
    return utc_text(moment.astimezone(UTC))
