"""Words of joining a shared base: what it would do, how far it is, what it did. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from crm_desktop.sync.join_facts import JoinCase
from crm_desktop.sync.telling import Phase
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.join_facts import Counts, Joined, Outlook

_MOST_NAMES = 4


def counted(counts: Counts) -> str:
    """How much stands in a base, in one line."""
    if not counts:
        return tr("nothing yet")
    return ", ".join(
        (
            ntr("{n} client", "{n} clients", counts.clients),
            ntr("{n} contact", "{n} contacts", counts.activities),
            ntr("{n} deal", "{n} deals", counts.deals),
        )
    )


def case_title(case: JoinCase) -> str:
    """What joining comes to, in a few words."""
    return _CASES[case][0]()


def outlook_words(outlook: Outlook) -> str:
    """What joining would do, for a person who has to say yes to it."""
    return _CASES[outlook.case][1]()


_CASES: Mapping[JoinCase, tuple[Callable[[], str], Callable[[], str]]] = {
    JoinCase.GIVE: (
        lambda: tr("Your base fills the shared one"),
        lambda: tr(
            "The shared base is empty. Everything of yours is sent there; whoever joins later gets it from there."
        ),
    ),
    JoinCase.TAKE: (
        lambda: tr("The shared base comes here"),
        lambda: tr(
            "Your base is empty. The whole shared base is brought here, so that it works offline too."
        ),
    ),
    JoinCase.SAME: (
        lambda: tr("Two copies of one base meet"),
        lambda: tr(
            "Both come from the same base. What is equal stays as it is; where a field differs, the shared base’s "
            "value stays and yours is listed under “Differences”, to be chosen from."
        ),
    ),
    JoinCase.UNITE: (
        lambda: tr("Two bases become one"),
        lambda: tr(
            "Everything of both is put together, here and there. Nobody is merged by itself: clients who may be the "
            "same are for you to look at under “Duplicates”. A client number that is taken there gets a new one."
        ),
    ),
    JoinCase.MAKE: (
        lambda: tr("Your base begins the shared one"),
        lambda: tr(
            "The database is empty, and you may make the shared base in it. It is made, and everything of yours is "
            "sent there; whoever joins later gets it from there."
        ),
    ),
}


def colleagues(names: tuple[str, ...]) -> str:
    """Who shares the base already; '' for nobody."""
    if not names:
        return ""
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    listed = ", ".join(shown)
    if more > 0:
        return ntr(
            "{names} and {n} more share it already.",
            "{names} and {n} more share it already.",
            more,
            names=listed,
        )
    return ntr("{names} shares it already.", "{names} share it already.", len(names), names=listed)


def copy_first(folder: Path | str) -> str:
    """That a copy is saved before anything happens; ``folder`` as people read it."""
    return tr("Before that, a checked copy of your base is laid aside in “{folder}”.", folder=folder)


def phase_title(phase: Phase) -> str:
    """What is going on."""
    return _PHASES[phase]()


_PHASES: Mapping[Phase, Callable[[], str]] = {
    Phase.BACKUP: lambda: tr("Laying a copy of your base aside"),
    Phase.READ: lambda: tr("Fetching from the shared base"),
    Phase.WRITE: lambda: tr("Writing into your base"),
    Phase.SEND: lambda: tr("Sending to the shared base"),
    Phase.LISTS: lambda: tr("Getting lists and search ready"),
}


def joined_lines(joined: Joined, now: Counts) -> list[str]:
    """What a join did, line by line; ``now``: what stands in the base after it."""
    synced = joined.synced
    fetched = ntr(
        "{n} entry was fetched from the shared base.",
        "{n} entries were fetched from the shared base.",
        synced.came,
    )
    sent = ntr("{n} entry was sent there.", "{n} entries were sent there.", synced.went)
    moved = [words for words, count in ((fetched, synced.came), (sent, synced.went)) if count]
    lines = [tr("In your base now: {counts}.", counts=counted(now)), *([" ".join(moved)] if moved else [])]
    if synced.refused:
        lines.append(
            ntr(
                "{n} entry was not taken by the server and stays here; it is listed under “Shared base”.",
                "{n} entries were not taken by the server and stay here; they are listed under “Shared base”.",
                synced.refused,
            )
        )
    return lines


def differences(count: int) -> str:
    """How many differences are to be looked at."""
    return ntr("{n} difference is to be looked at.", "{n} differences are to be looked at.", count)
