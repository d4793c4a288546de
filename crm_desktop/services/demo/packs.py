"""The words a sample base is made of, one pack per language: ``resources/demo/<language>.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crm_desktop import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("ru", "lt", "en")


class Trade(StrEnum):
    """What the client buys; the value is the section of the pack with its texts."""

    FLOWERS = "flowers"
    VENTILATION = "ventilation"


@dataclass(frozen=True, slots=True)
class City:
    """``code`` is the area code without trunk prefix; ``postal`` a pattern that takes a seeded number."""

    name: str
    region: str
    code: str
    postal: str
    weight: int


@dataclass(frozen=True, eq=False)
class Pack:
    """All words of one language. ``words`` is the JSON as written; what is used per row has a property.

    Two packs are never equal, which makes a pack a key of caches.
    """

    language: str
    words: Mapping[str, Any]

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """The cities, each as often as it weighs: an equal choice among them is a weighted one."""
        return tuple(City(**city) for city in self.words["cities"] for _ in range(city["weight"]))

    @cached_property
    def latin(self) -> dict[int, str]:
        """The translation table into Latin letters for e-mail addresses (lower case)."""
        return str.maketrans(self.words["latin"])

    def __getitem__(self, key: str) -> Any:
        return self.words[key]


def load(language: str) -> Pack:
    """The pack of a language. Raises FileNotFoundError for a language that has none."""
    text = paths.resource(f"demo/{language}.json").read_text(encoding="utf-8")
    return Pack(language, json.loads(text))
