"""From properties to cards: where one begins and ends, cards inside cards, and cards that are damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.exchange.vcards.lines import Property

MOST_PROPERTIES = 5_000
"""Properties kept of one card: a person has some dozens."""

NO_BEGIN, NO_END = "card_damaged", "card_cut"


@dataclass(slots=True)
class Card:
    """One card. ``damage``: NO_BEGIN (it may be anything) or NO_END (its end is missing), '' for a whole one.

    ``left_out`` counts properties beyond ``MOST_PROPERTIES``.
    """

    properties: list[Property] = field(default_factory=list)
    damage: str = ""
    left_out: int = 0

    def add(self, found: Property) -> None:
        """Take one more property."""
        if len(self.properties) < MOST_PROPERTIES:
            self.properties.append(found)
        else:
            self.left_out += 1


def cards(found: Iterable[Property]) -> Iterator[Card]:
    """The cards of a file; text outside of any card is a damaged one, so that nothing is dropped in silence."""
    card: Card | None = None
    depth = 0
    for each in found:
        head, value = each
        mark = value.strip().upper() if head and head.name in ("BEGIN", "END") else b""
        if head is None or not mark:
            if depth:
                continue
            card = card or Card(damage=NO_BEGIN)
            card.add(each)
        elif head.name == "BEGIN" and card and not card.damage and (depth or _awaits_agent(card)):
            depth += 1
        elif head.name == "BEGIN":
            if card:
                yield _cut(card)
            card = Card() if mark == b"VCARD" else Card([each], NO_BEGIN)
        elif depth:
            depth -= 1
        elif card or mark != b"VCARD":
            card = card or Card(damage=NO_BEGIN)
            yield card
            card = None
    if card:
        yield _cut(card)


def _awaits_agent(card: Card) -> bool:
    """Version 2.1 puts the card of an agent right behind ``AGENT:``."""
    last = card.properties[-1] if card.properties else None
    return bool(last and last.head and last.head.name == "AGENT" and not last.value.strip())


def _cut(card: Card) -> Card:
    card.damage = card.damage or NO_END
    return card
