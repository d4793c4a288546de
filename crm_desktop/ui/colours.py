"""The two sets of colours: those of the sketches, with text darkened or lightened to a contrast of 4.5 (WCAG AA)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """One set of named colours, as ``#rrggbb``; a name ending in ``_soft`` is the ground of its namesake."""

    ground: str
    side: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    quiet: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    well: str
    well_soft: str
    failed: str
    failed_soft: str
    care: str
    care_soft: str
    late: str
    late_soft: str
    plum: str
    plum_soft: str
    mark: str
    focus: str


LIGHT = Colours(
    ground="#ffffff",
    side="#f6f7f8",
    raised="#ffffff",
    hover="#f1f3f4",
    line="#e7e9ec",
    edge="#d6dadf",
    text="#1f2328",
    quiet="#646b76",
    accent="#2f6f5e",
    accent_hover="#275d4f",
    accent_soft="#e6f1ed",
    on_accent="#ffffff",
    well="#b52e63",
    well_soft="#fde8f0",
    failed="#2f62b3",
    failed_soft="#e5eefb",
    care="#8a5a0f",
    care_soft="#fdf3de",
    late="#b83226",
    late_soft="#fdecea",
    plum="#7347a8",
    plum_soft="#f1eafa",
    mark="#fbe7b8",
    focus="#2f6f5e",
)

DARK = Colours(
    ground="#1e2124",
    side="#181a1d",
    raised="#25292d",
    hover="#282c30",
    line="#2c3035",
    edge="#3c4248",
    text="#e6e8ea",
    quiet="#98a1ab",
    accent="#6fc2a9",
    accent_hover="#84d0b9",
    accent_soft="#21352f",
    on_accent="#10211b",
    well="#f08bb1",
    well_soft="#3a2230",
    failed="#8fb5f2",
    failed_soft="#1f2c42",
    care="#e5b566",
    care_soft="#382d18",
    late="#f08a7e",
    late_soft="#3b2320",
    plum="#c3a5f2",
    plum_soft="#31284a",
    mark="#5a4717",
    focus="#6fc2a9",
)
