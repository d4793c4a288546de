"""What a line says and can do, whatever it is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """Something that can be done with a line.

    Attributes:
        name: stable id, part of the button's object name.
        text: the word on the button and in the menu.
        run: does it.
        letter: the letter that does it; empty for none.
        look: of the button; empty: it stands in the menu only.
    """

    name: str
    text: str
    run: Callable[[], object]
    letter: str = ""
    look: str = ""


@dataclass(frozen=True)
class LineWords:
    """What a line shows and can do.

    Attributes:
        id: what the line is of; the same thing keeps its line when the page is read again.
        when: at the left, ``tone`` its colour (a name of ``theme.Colours``).
        title: strong; ``title_tone`` its colour.
        beside: quiet, after the title.
        alert: under them, not to be overlooked.
        detail: after the alert, quiet.
        sentence: the whole as a screen reader says it.
        deeds: what can be done, the first being what comes first to mind.
        open: opens what the line is of.
    """

    id: str
    title: str
    sentence: str
    deeds: tuple[Deed, ...]
    open: Callable[[], object]
    when: str = ""
    tone: str = "text"
    title_tone: str = "text"
    beside: str = ""
    alert: str = ""
    detail: str = ""
