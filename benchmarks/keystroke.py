"""From a key in the search box to the repainted rows."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from benchmarks.child import measured
from benchmarks.figure import Figure, median, percentile
from benchmarks.terms import terms
from benchmarks.window import milliseconds, window_over

if TYPE_CHECKING:
    from pathlib import Path


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Every key of some hundred typed terms: names, fragments, phones, the wrong layout, the other script."""
    taken = measured("benchmarks.keystroke", "type_terms", base=str(base))
    most = 2.0 if clients <= 300_000 else 3.0
    middle = median(taken["keys"])
    note = (
        f"{len(taken['keys'])} keys, median {middle:.1f} ({middle / taken['floor']:.2f}x), worst"
        f" {max(taken['keys']):.0f} ms; our own repaint {taken['own']:.1f} ms"
    )
    return [
        Figure(
            "keystroke to painted rows, p95",
            percentile(taken["keys"], 0.95),
            "ms",
            taken["floor"],
            most,
            note=note,
        )
    ]


def type_terms(base: str) -> dict[str, object]:
    """Type each term key by key, as the window gets them, and empty the box after it."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    keys: list[float] = []
    with window_over(base) as window:
        store = window.desk.session.store
        search = window.desk.window.search
        floors: list[float] = []
        own: list[float] = []

        def press(letter: str) -> None:
            # An event as the platform sends it; QTest knows no letters but English ones.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                window.app.sendEvent(search, event)
            window.app.processEvents()

        for term in terms(store, Random(5), 60):
            for letter in term:
                keys.append(milliseconds(partial(press, letter)))
            search.clear()
            window.settle()
            # The card of whom the list stands on comes in the pause after a word, not with the first key of the next.
            window.desk.clients_page().show_card_now()
            window.settle()
            # Taken all along: what else runs on the machine slows both down.
            with window.plain_table() as plain:
                milliseconds(plain.repaint)
                floors.append(milliseconds(plain.repaint))
            own.append(milliseconds(window.table.viewport().repaint))
    return {"keys": keys, "floor": median(floors), "own": median(own)}
