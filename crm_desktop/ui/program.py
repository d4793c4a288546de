"""What only the whole program can do, as the window and its settings ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.background.notifier import Posted


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
        show_popup: shows a title and a text by a pop-up and tells what became of it; None: nobody shows pop-ups.
        popups_changed: when pop-ups are wanted was changed: the watch has to look again.
        order_names: brings lists and search up to date where they are behind, in the background.
        tray_there: whether the program stands in the tray; None: it has none.
    """

    set_theme: Callable[[str], object]
    set_language: Callable[[str], object]
    set_font_scale: Callable[[float], object]
    open_base: Callable[[], object]
    make_sample: Callable[[], object]
    quit: Callable[[], object]
    show_popup: Callable[[str, str, Callable[[Posted], object]], object] | None = None
    popups_changed: Callable[[], object] | None = None
    order_names: Callable[[], object] | None = None
    tray_there: Callable[[], bool] | None = None
