"""What stands in the diary: texts filled from the words of a pack, prepared once and then drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.services.demo.chance import pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from crm_desktop.services.demo.packs import Pack, Trade

MOST_TEXTS = 4000
"""Different entries prepared per language and trade; a million entries then repeat each some forty times."""


class Entry(NamedTuple):
    """A held contact: how, who began, what was wanted, offered and reached, and how it ended."""

    kind: str
    direction: str
    wanted: str
    offered: str
    result: str
    outcome: str


class Plan(NamedTuple):
    """A contact to come."""

    kind: str
    wanted: str


class Trouble(NamedTuple):
    """A request: complaint, wish or inquiry, and how it was resolved in the end."""

    kind: str
    text: str
    resolution: str


class Offer(NamedTuple):
    """A kind of deal with its usual price range in whole units of the currency."""

    title: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Diary:
    """The texts of one language and trade."""

    entries: Sequence[Entry]
    plans: Sequence[Plan]
    troubles: Sequence[Trouble]
    offers: Sequence[Offer]
    likes: Sequence[str]
    notes: Sequence[str]


def make_diary(rng: Random, pack: Pack, trade: Trade, size: int) -> Diary:
    """Texts for a base of about ``size`` entries."""
    section = pack[trade.value]
    words = section["words"]
    count = max(40, min(MOST_TEXTS, size))
    return Diary(
        entries=[
            Entry(*(filled(rng, part, words) for part in pick(rng, section["entries"]))) for _ in range(count)
        ],
        plans=[
            Plan(*(filled(rng, part, words) for part in pick(rng, section["plans"])))
            for _ in range(count // 8)
        ],
        troubles=[Trouble(*(filled(rng, part, words) for part in row)) for row in section["requests"] * 8],
        offers=[Offer(*row) for row in section["deals"]],
        likes=[filled(rng, text, words) for text in section["likes"] * 4],
        notes=section["notes"],
    )


class _Draw(dict[str, str]):
    """A mapping that draws a word for each place of a template anew."""

    def __init__(self, rng: Random, words: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._rng, self._words = rng, words

    def __missing__(self, place: str) -> str:
        return pick(self._rng, self._words[place])


def filled(rng: Random, template: str, words: Mapping[str, Sequence[str]]) -> str:
    """The template with its ``{places}`` drawn from ``words``, beginning as a sentence does."""
    if "{" not in template:
        return template
    text = template.format_map(_Draw(rng, words))
    return text[:1].upper() + text[1:]
