"""The colours that people choose for stages and tags, and what each is called among the colours of the window.

Free of Qt: the command line tells of changes with the words that the card has.
"""

from __future__ import annotations

_TONES = {
    "grey": "quiet",
    "green": "accent",
    "blue": "failed",
    "pink": "well",
    "purple": "plum",
    "amber": "care",
    "red": "late",
}
"""A chosen colour -> the pair of ``theme.Colours`` that it is drawn with."""


def tone_of(colour: str) -> str:
    """The tone for a chosen colour; quiet where none was chosen or nobody knows it."""
    return _TONES.get(colour, "quiet")
