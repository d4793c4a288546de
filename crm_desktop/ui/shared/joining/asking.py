"""What the dialog has done beside the window: a look at the server, the join itself, a look at the key store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.background.runner import Progress
    from crm_desktop.services.base import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.join_facts import Counts, Joined, Outlook
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.joining.form import Typed
    from crm_desktop.ui.shared.work import Phases

_FALLBACK_NAME = "CRM Desktop"


def key_store(session: Session, told: Callable[[bool], object]) -> None:
    """Say whether this computer has a key store; the look at it takes a while and may wait for the system."""

    def look(progress: Progress) -> bool:
        from crm_desktop.keystore import has_store

        with progress.outside():
            return has_store()

    session.runner.start(look, done=told, is_outside=True)


def reach(address: ServerAddress, password: str, progress: Progress) -> None:
    """Connect and hang up: whoever closes the program meanwhile need not wait for a server that hangs.

    Raises ``SyncError`` as ``connect`` does.
    """
    from crm_desktop.sync.connection import connect

    with progress.outside():
        connect(address, password).close()


def outlook(store: Store, typed: Typed) -> Callable[[Progress], Outlook]:
    """The look at the server, to be done on a thread."""

    def work(progress: Progress) -> Outlook:
        from crm_desktop.sync.joining import look_ahead

        reach(typed.address, typed.password, progress)
        return look_ahead(store, typed.address, typed.password)

    return work


def deed(store: Store, typed: Typed, phases: Phases) -> Callable[[Progress], tuple[Joined, Counts]]:
    """The join, to be done on a thread; and what the base holds after it."""

    def work(progress: Progress) -> tuple[Joined, Counts]:
        from crm_desktop.sync.joining import counts_here, join

        joined = join(
            store,
            with_kept_authority(typed.address),
            typed.password,
            typed.device or _FALLBACK_NAME,
            keep_password=typed.keep,
            telling=phases.telling(progress),
        )
        return joined, counts_here(store)

    return work


def with_kept_authority(address: ServerAddress) -> ServerAddress:
    """The address with a copy of its certificates of our own: what was chosen may lie on a stick."""
    if address.ca_file is None:
        return address
    from crm_desktop.sync.authority import keep_authority

    return replace(address, ca_file=keep_authority(address.ca_file, address.host))
