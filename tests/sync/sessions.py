"""Whether what each laptop saw, one after the other, can be told of one server (T13).

By place (a column of a row) the server has had values in one order. A laptop that has seen a value never sees an older
one (monotonic reads), having written one it sees that or a newer one (read your writes), and what it wrote over another
comes after that other on the server (writes follow reads). What was never acknowledged, or gave way in a conflict, was
never the server's: it says nothing of the order, and the ledger looks after it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.sync.ledger import Event, Place

Did = tuple[Literal["wrote", "saw"], Place, Any]
"""What a laptop did; it ``saw`` what stood there after a sync where nothing of its own was unsent."""

Orders = Mapping[Place, Sequence[Any]]
"""What each place has held on the server, in its order."""


@dataclass
class Diary:
    """What laptops did, in their order."""

    of: dict[str, list[Did]] = field(default_factory=lambda: defaultdict(list))
    _last: dict[tuple[str, Place], Any] = field(default_factory=dict)

    def wrote(self, laptop: str, place: Place, token: Any) -> None:
        self.of[laptop].append(("wrote", place, token))
        self._last.pop((laptop, place), None)

    def saw(self, laptop: str, place: Place, token: Any) -> None:
        """Note it unless it is the same as the last time."""
        if self._last.get((laptop, place), self) != token:
            self._last[laptop, place] = token
            self.of[laptop].append(("saw", place, token))


def violations(diary: Mapping[str, Sequence[Did]], events: Iterable[Event], orders: Orders) -> list[str]:
    """What cannot have been, in words."""
    found = [words for laptop, did in diary.items() for words in _backwards(laptop, did, orders)]
    of_token: dict[tuple[Place, Any], list[Event]] = defaultdict(list)
    for event in events:
        of_token[event.place, event.token].append(event)
    for (place, token), (event, *again) in of_token.items():
        over = of_token.get((place, event.over), ())
        if again or len(over) != 1 or over[0].laptop == event.laptop:
            continue  # put back by an undo; or never seen on the server, only here
        order = orders.get(place, ())
        if token in order and event.over in order and order.index(event.over) > order.index(token):
            found.append(f"written before what it replaced: {event}")
    return found


def _backwards(laptop: str, did: Sequence[Did], orders: Orders) -> list[str]:
    reached: dict[Place, int] = defaultdict(int)
    written: dict[Place, Any] = {}
    times = Counter((place, token) for what, place, token in did if what == "wrote")
    found = []
    for what, place, token in did:
        if what == "wrote":
            written[place] = token  # what it had written before and not sent yet is no one's
            continue
        order = orders.get(place, ())
        own = written.pop(place, None)
        for value in (own, token):
            if value is not None and (
                value is token or times[place, value] == 1
            ):  # else an undo may have sent it
                at = next((at for at in range(reached[place], len(order)) if order[at] == value), None)
                if at is not None:
                    reached[place] = at
                elif value is token and token in order:
                    found.append(f"{laptop} saw {token} in {place} after {order[reached[place]]}: {order}")
    return found
