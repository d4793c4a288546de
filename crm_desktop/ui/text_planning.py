"""Words of planned contacts: how long something takes, and how long before it reminds. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.text import grouped, ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOUR, _DAY, _WEEK = 60, 24 * 60, 7 * 24 * 60


def length(minutes: int) -> str:
    """How long something takes: ``45 min``, ``1 h 30 min``, ``2 days``."""
    if minutes and minutes % _WEEK == 0:
        n = minutes // _WEEK
        return ntr("{count} week", "{count} weeks", n, count=grouped(n))
    if minutes and minutes % _DAY == 0:
        n = minutes // _DAY
        return ntr("{count} day", "{count} days", n, count=grouped(n))
    return _clock(minutes)


def leads(minutes: Sequence[int]) -> str:
    """How long before it reminds: ``15 min before, 1 day before``."""
    return ", ".join(_lead(lead) for lead in minutes)


def _lead(minutes: int) -> str:
    # Days and weeks are bent after "before" in Russian and Lithuanian, so they are texts of their own.
    if minutes == 0:
        return trc("reminder", "at its time")
    if minutes % _WEEK == 0:
        return ntr("{n} week before", "{n} weeks before", minutes // _WEEK)
    if minutes % _DAY == 0:
        return ntr("{n} day before", "{n} days before", minutes // _DAY)
    return tr("{length} before", length=_clock(minutes))


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    parts = [trc("length", "{n} h", n=hours)] if hours else []
    if rest or not hours:
        parts.append(trc("length", "{n} min", n=rest))
    return " ".join(parts)
