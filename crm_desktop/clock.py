"""What time it is, as an argument: whoever needs the time is given a ``Clock``, and tests give their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the present instant."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def utc_text(instant: datetime) -> str:
    """``YYYY-MM-DDTHH:MM:SS.mmmZ`` (RFC 3339 in UTC, milliseconds): the form in the database; sorts as text.

    Raises ValueError for a naive datetime: an instant without a zone is no instant.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_utc_text(text: str) -> datetime:
    """The instant written by ``utc_text`` (any RFC 3339 offset is understood). Raises ValueError otherwise."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"no time zone in {text!r}")
    return instant.astimezone(UTC)
