"""What the card asks of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Calls:
    """Handed to the card by whoever shows it.

    Attributes:
        open_client: shows another client where the card stands.
        open_window: opens a client in a window of its own.
        edit_client: opens the form of a client.
        undo: takes the last operation back (the button of a toast).
        show_differences: shows what differs between colleagues about a client; None: there is no place for it.
    """

    open_client: Callable[[bytes], object]
    open_window: Callable[[bytes], object]
    edit_client: Callable[[bytes], object]
    undo: Callable[[], object]
    show_differences: Callable[[bytes], object] | None = None
