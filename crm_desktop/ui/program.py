"""What only the whole program can do, as the window and its settings ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """Handed in by ``app.py``.

    Attributes:
        set_theme: ``light``, ``dark`` or ``system``; at once.
        set_language: ``en``, ``ru`` or ``lt``; builds the window anew.
        set_font_scale: factor on all type; at once.
        open_base: asks for another base and opens it.
        make_sample: fills the base with invented clients, in the background.
        quit: ends the program.
    """

    set_theme: Callable[[str], object]
    set_language: Callable[[str], object]
    set_font_scale: Callable[[float], object]
    open_base: Callable[[], object]
    make_sample: Callable[[], object]
    quit: Callable[[], object]
