"""Who wrote what over what, and what of it must be found again when all have synced (I2, I4, I8).

Every text that somebody writes is a token that stands nowhere else. In the end the token of each event stands on the
server, or was replaced by an event that had seen it, or is listed as a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from crm_desktop.storage.row_json import decode_value

Content = dict[str, dict[bytes, dict[str, Any]]]
"""Rows by table and id."""
Place = tuple[str, bytes, str]
"""Table, row, column."""


@dataclass(frozen=True)
class Event:
    """Somebody wrote ``token`` into ``place`` where ``over`` had stood."""

    number: int
    laptop: str
    place: Place
    token: Any
    over: Any


def lost(events: Collection[Event], content: Content) -> list[str]:
    """The events of which nothing is left, in words."""
    replaced = {(event.place, event.over) for event in events}
    gave_way = listed(content)
    found = []
    for event in events:
        known = (event.place, event.token)
        now = standing(content, event.place)
        if now != event.token and known not in gave_way and known not in replaced:
            found.append(f"lost: {event}, there is {now}")
    return found


def listed(content: Content) -> set[tuple[Place, Any]]:
    """The values that the list of conflicts holds, with where they stood."""
    return {
        ((row["tbl"], row["row_id"], row["field"]), decode_value(row["loser"]))
        for row in content["conflict"].values()
    }


def standing(content: Content, place: Place) -> Any:
    """What stands in a place; None where there is no such row."""
    table, id_, column = place
    return content[table].get(id_, {}).get(column)


def with_oneself(events: Iterable[Event], content: Content, restless: Collection[str] = ()) -> list[str]:
    """Conflicts between two values of one laptop, which was never copied nor put back, in words."""
    hands: dict[Any, set[str]] = defaultdict(set)
    for event in events:  # who undoes puts back what another may have written first
        hands[event.token].add(event.laptop)
    found = []
    for row in content["conflict"].values():
        loser, winner = decode_value(row["loser"]), decode_value(row["winner"])
        hand = hands.get(loser, set())
        alone = len(hand) == 1 and hand == hands.get(winner) and not hand & {*restless}
        if row["kind"] == "both_changed" and alone:
            found.append(f"{hand} in conflict with himself: {loser} {winner}")
    return found
