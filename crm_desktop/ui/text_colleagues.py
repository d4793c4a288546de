"""Words about colleagues: what each has in hand, what changed hands, what stands in a history then. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from crm_desktop.services.colleagues import InHand


def clients(n: int) -> str:
    """So many clients."""
    return ntr("{n} client", "{n} clients", n)


def contacts(n: int) -> str:
    """So many planned contacts."""
    return ntr("{n} planned contact", "{n} planned contacts", n)


def deals(n: int) -> str:
    """So many open deals."""
    return ntr("{n} open deal", "{n} open deals", n)


def requests(n: int) -> str:
    """So many open requests."""
    return ntr("{n} open request", "{n} open requests", n)


def in_hand(found: InHand) -> str:
    """What somebody is responsible for; nothing that is none."""
    parts = [
        word(n)
        for n, word in (
            (found.clients, clients),
            (found.contacts, contacts),
            (found.deals, deals),
            (found.requests, requests),
        )
        if n
    ]
    return " · ".join(parts) if parts else tr("nothing in hand")


def handed_over(moved: InHand, name: str) -> str:
    """What changed hands, told right after it; ``name`` empty: nobody has it now."""
    if not moved:
        return tr("Nothing changed hands")
    who = name or trc("with whom", "nobody")
    return tr("Handed over to {name}: {what}", name=who, what=in_hand(moved))


def note(name: str, said: str) -> str:
    """What the history of a client says of it."""
    first = tr("Handed over to {name}.", name=name) if name else tr("Nobody is responsible any more.")
    return f"{first}\n{said}" if said else first


def stays() -> str:
    """What does not change hands."""
    return tr(
        "What was held, won or resolved stays where it is: it says who did it. Reminders go along with what they "
        "remind of."
    )
