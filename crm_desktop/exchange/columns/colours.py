"""Names of the colours that people mark rows with, in the languages of the program."""

from __future__ import annotations

import colorsys
import tomllib
from functools import cache
from typing import Any

from crm_desktop.paths import resource

_GREY = 0.12
"""Distance of the strongest from the weakest of red, green and blue, below which a colour is a shade of grey."""
_DARK = 0.15
_GOLD = 42
"""Degrees from which a light orange is taken for yellow."""
# Hues in degrees up to which a colour has its name; red begins and ends the circle.
_HUES = (
    (14, "red"), (46, "orange"), (68, "yellow"), (165, "green"), (200, "light_blue"), (255, "blue"), (290, "purple"),
    (340, "pink"), (360, "red"),
)  # fmt: skip


@cache
def _words() -> dict[str, Any]:
    with resource("presets/colours.toml").open("rb") as file:
        return tomllib.load(file)


def colour_name(rgb: str, language: str) -> str:
    """The name of a colour given as RRGGBB."""
    words = _words()["names"][_name(rgb)]
    return str(words.get(language, words["en"]))


def heading(name: str, language: str) -> str:
    """The heading of a column added by the import: "colour" or "company"."""
    words = _words()["headings"][name]
    return str(words.get(language, words["en"]))


def _name(rgb: str) -> str:
    red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, _ = colorsys.rgb_to_hls(red, green, blue)
    if light < _DARK:
        return "black"
    if max(red, green, blue) - min(red, green, blue) < _GREY:
        return "grey"
    name = next(name for end, name in _HUES if hue * 360 <= end)
    if name == "red" and light > 0.7:
        return "pink"
    if name == "orange" and hue * 360 > _GOLD and light > 0.8:
        return "yellow"
    return "brown" if name == "orange" and light < 0.4 else name
