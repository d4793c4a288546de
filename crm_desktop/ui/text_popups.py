"""Words about reminders as the frame tells them: when they were checked, what became of a pop-up, start at login.

Free of Qt: ``doctor`` says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.background.autostart import State
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from crm_desktop.background.notifier import Posted

LATE_S = 90
"""Reminders that were not checked for longer are not being watched: the line says so in another colour."""

_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400


def since(seconds: float) -> str:
    """How long ago, in the largest fitting unit: ``2 s ago``, ``3 min ago``."""
    whole = max(0, int(seconds))
    if whole < LATE_S:
        return tr("{n} s ago", n=whole)
    if whole < _HOUR_S:
        return tr("{n} min ago", n=whole // _MINUTE_S)
    if whole < _DAY_S:
        return tr("{n} h ago", n=whole // _HOUR_S)
    return ntr("{n} day ago", "{n} days ago", whole // _DAY_S)


def status_texts(age_s: float | None, following: str, due: int, problem: str = "") -> tuple[str, ...]:
    """The line about reminders, the fullest wording first, each shorter than the one before.

    Args:
        age_s: seconds since the last look; None before the first one.
        following: when the next reminder comes, in words; empty for none.
        due: so many wait for an answer.
        problem: what does not work, in words.
    """
    short = [problem] if problem else []
    if age_s is None:
        unchecked = tr("Reminders not checked yet")
        return (" · ".join([*short, unchecked]), unchecked, tr("Not checked yet"))[0 if short else 1 :]
    ago = since(age_s)
    if age_s > LATE_S:
        late = tr("Reminders last checked {ago}", ago=ago)
        return " · ".join([*short, late]), *([late] if short else []), ago
    if due:
        head = ntr("{n} reminder due", "{n} reminders due", due)
        checked = tr("checked {ago}", ago=ago)
        full = tr("{head} · {checked}, next {when}", head=head, checked=checked, when=following)
        plain = f"{head} · {checked}"
        parts = [full, plain] if following else [plain]
        return (
            *(" · ".join([*short, part]) for part in parts),
            *([" · ".join([*short, head])] if short else []),
            head,
        )
    if following:
        texts = (
            tr("Reminders checked {ago}, next {when}", ago=ago, when=following),
            trc("reminders", "Checked {ago}, next {when}", ago=ago, when=following),
            trc("reminders", "Next {when}", when=following),
        )
    else:
        texts = (
            tr("Reminders checked {ago}, none ahead", ago=ago),
            tr("Reminders checked {ago}", ago=ago),
            trc("reminders", "None ahead"),
        )
    return (f"{problem} · {texts[0]}", f"{problem} · {texts[-1]}", problem) if problem else texts


def spoken(following: str, due: int, late_since: str, problem: str = "") -> str:
    """The same for a screen reader: without what changes every second."""
    head = ntr("{n} reminder due", "{n} reminders due", due) if due else tr("Reminders")
    parts = [
        problem,
        head,
        trc("reminders", "Next {when}", when=following) if following else "",
        tr("last checked at {time}", time=late_since) if late_since else "",
    ]
    return ", ".join(filter(None, parts))


def why_not_shown(reason: Reason) -> str:
    """Why the desktop showed no pop-up, and where the user can do something about it, what."""
    return {
        Reason.NO_BUS: tr("this session has no message bus (D-Bus)"),
        Reason.NO_SERVICE: tr("no notification service is running"),
        Reason.SILENT: tr("the notification service does not answer"),
        Reason.NO_PROGRAM: tr("the program that shows pop-ups is missing (notify-send)"),
        Reason.LETTERS: tr("the session cannot show these letters (LC_ALL)"),
        Reason.REFUSED: tr("the system refused it"),
    }[reason]


def what_became_of(posted: Posted) -> str:
    """What became of a pop-up that was tried."""
    if posted.reason is None:
        return tr("The desktop has shown it.")
    why = why_not_shown(posted.reason)
    if posted.how.startswith("tray"):
        return tr("Shown by the tray, because {why}.", why=why)
    return tr("It could not be shown: {why}. The reminder window shows every reminder all the same.", why=why)


def login_state(state: State) -> str:
    """Whether the program starts with the computer."""
    return {
        State.OFF: tr("does not start with the computer"),
        State.ON: tr("starts with the computer"),
        State.BROKEN: tr("should start with the computer, but the entry leads to a program that is gone"),
    }[state]
