"""Words of the everyday exchange with the shared base: the status line and the page. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text
from crm_desktop.errors import UserError
from crm_desktop.ui import formats
from crm_desktop.ui.standing import Phase, Standing
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.text_errors import error_text, fault_text
from crm_desktop.ui.text_popups import since

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from crm_desktop.sync.devices import Device
    from crm_desktop.sync.membership import Membership

_FRESH_S = 60
"""So long an exchange is spoken of as being now."""


def status_texts(standing: Standing, now: datetime) -> tuple[str, ...]:
    """The part of the status line, the fullest wording first."""
    words: Mapping[Phase, Callable[[], tuple[str, ...]]] = {
        Phase.EXCHANGING: lambda: (tr("Shared base: exchanging…"), tr("Exchanging…")),
        Phase.ANSWER: lambda: (tr("Shared base: needs your answer"), tr("Needs your answer")),
        Phase.SIGN_IN: lambda: (tr("Shared base: the password is needed"), tr("Password needed")),
        Phase.OFFLINE: lambda: _offline(standing, now),
        Phase.TROUBLE: lambda: (tr("Shared base: the exchange does not work"), tr("Exchange does not work")),
        Phase.UNSENT: lambda: _unsent(standing.waiting),
        Phase.CURRENT: lambda: _current(standing, now),
        Phase.NEVER: lambda: (tr("Shared base: nothing exchanged yet"), tr("Nothing exchanged yet")),
    }
    return words[standing.phase]()


def spoken(standing: Standing, now: datetime) -> str:
    """The same for a screen reader: without what changes by itself."""
    if standing.phase is Phase.CURRENT:
        return tr("Shared base: up to date")
    return status_texts(standing, now)[0]


def _unsent(count: int) -> tuple[str, ...]:
    return (
        ntr("Shared base: {n} edit not sent yet", "Shared base: {n} edits not sent yet", count),
        waiting(count),
    )


def waiting(count: int) -> str:
    """How much is to be sent."""
    return ntr("{n} edit not sent yet", "{n} edits not sent yet", count)


def _offline(standing: Standing, now: datetime) -> tuple[str, ...]:
    when = _when(standing.offline_since, now)
    head, brief = tr("Shared base: offline since {when}", when=when), tr("Offline since {when}", when=when)
    return (f"{head} · {waiting(standing.waiting)}", head, brief) if standing.waiting else (head, brief)


def _when(moment: str, now: datetime) -> str:
    """The time; of another day with the day."""
    today = now.astimezone().date()
    if parse_utc_text(moment).astimezone().date() == today:
        return formats.clock_time(moment)
    return formats.moment(moment, today)


def _current(standing: Standing, now: datetime) -> tuple[str, ...]:
    age = (now - parse_utc_text(standing.state.last_ok_at)).total_seconds()
    if age < _FRESH_S:
        return tr("Shared base: up to date"), tr("Up to date")
    return tr("Shared base: up to date {ago}", ago=since(age)), tr("Up to date {ago}", ago=since(age))


# ------------------------------------------------------------------------------------------------------------ the page


def headline(standing: Standing, now: datetime) -> str:
    """How it stands, in a few words."""
    return status_texts(standing, now)[1 if standing.phase is not Phase.OFFLINE else -1]


def details(standing: Standing) -> str:
    """When it last went well, and what waits."""
    last = standing.state.last_ok_at
    parts = [tr("Last exchange {when}", when=formats.moment(last)) if last else tr("Nothing exchanged yet")]
    if standing.waiting:
        if standing.phase is not Phase.UNSENT:  # the headline says so
            parts.append(waiting(standing.waiting))
    elif last:
        parts.append(tr("everything sent"))
    if standing.state.refused:
        parts.append(could_not(standing.state.refused))
    return " · ".join(parts)


def could_not(count: int) -> str:
    """How many rows the server does not take."""
    return ntr("{n} could not be sent", "{n} could not be sent", count)


def where(belongs: Membership) -> str:
    """Where the shared base is, and as whom one goes there."""
    address = belongs.address
    return tr(
        "“{database}” at {host}, as {user}. This computer is called “{device}” there.",
        database=address.database,
        host=address.host,
        user=address.user,
        device=belongs.device,
    )


def problem_text(problem: Exception) -> str:
    """What stopped it, and what to do."""
    return error_text(problem) if isinstance(problem, UserError) else fault_text()


def clock_off(seconds: int) -> str:
    """How far this computer's clock is from the server's; it decides nothing, but times are shown by it."""
    minutes = max(1, round(abs(seconds) / 60))
    if seconds > 0:
        return ntr(
            "The clock of this computer is {n} minute behind that of the server. Set it right: times of calls and "
            "visits are shown by it. Nothing is lost by it.",
            "The clock of this computer is {n} minutes behind that of the server. Set it right: times of calls and "
            "visits are shown by it. Nothing is lost by it.",
            minutes,
        )
    return ntr(
        "The clock of this computer is {n} minute ahead of that of the server. Set it right: times of calls and "
        "visits are shown by it. Nothing is lost by it.",
        "The clock of this computer is {n} minutes ahead of that of the server. Set it right: times of calls and "
        "visits are shown by it. Nothing is lost by it.",
        minutes,
    )


def compared(repaired: int) -> str:
    """What a comparison came to."""
    if not repaired:
        return tr("Everything here is as it is on the server.")
    return ntr(
        "{n} entry was not as it is on the server. It is now; what stood here is in its history.",
        "{n} entries were not as they are on the server. They are now; what stood here is in their history.",
        repaired,
    )


def last_seen(device: Device) -> str:
    """When a device was there last."""
    return tr("last seen {when}", when=formats.moment(device.last_seen))


def device_line(device: Device) -> str:
    """Whose device it is, and how far it is."""
    parts = [
        device.person,
        last_seen(device),
        ntr("{n} exchange behind", "{n} exchanges behind", device.behind)
        if device.behind
        else tr("up to date"),
    ]
    if device.program:
        parts.append(trc("version", "program {version}", version=device.program))
    words = " · ".join(filter(None, parts))
    return words[:1].upper() + words[1:]
