"""What the page of deals asks others to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.ui.lists.table import ClientTable


@dataclass(frozen=True)
class DealCalls:
    """Handed in by ``host``.

    Attributes:
        open_deal: the form of a deal, by its id.
        new_deal: the form of a new one.
        show_client: the client in the list of clients.
        plan: the form of a planned contact about a deal.
        save: offers to save the deals at these places (None: all that the list shows) as a file.
        copy: puts the selected rows of the list on the clipboard.
    """

    open_deal: Callable[[bytes], object]
    new_deal: Callable[[], object]
    show_client: Callable[[bytes], object]
    plan: Callable[[bytes], object]
    save: Callable[[Sequence[int] | None], object]
    copy: Callable[[ClientTable], object]
