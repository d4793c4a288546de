"""Scrolling through the whole list: by frames, by pages, and jumping anywhere."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.child import measured
from benchmarks.figure import Figure, median, percentile
from benchmarks.window import milliseconds, window_over

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FRAME_MS = 16.0


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """The 99th percentile of all frames must fit the 60 frames of a second."""
    taken = measured("benchmarks.scroll", "scroll", base=str(base))
    return [
        Figure(
            "list painted again as it stands",
            taken["own"],
            "ms",
            taken["floor"],
            note="Qt's own table: the floor",
        ),
        *_frames(taken),
    ]


def _frames(taken: dict[str, Any]) -> list[Figure]:
    return [
        Figure(
            f"{name}, p99", percentile(taken[name], 0.99), "ms", taken["floor"], limit=_FRAME_MS,
            note=f"median {median(taken[name]):.1f} ms",
        )
        for name in ("scroll by 3 rows", "scroll by a page", "jump anywhere")
    ]  # fmt: skip


def scroll(base: str) -> dict[str, Any]:
    """Move the scroll bar and paint, some hundred times each way."""
    rng = Random(7)
    with window_over(base) as window:
        bar, viewport = window.table.verticalScrollBar(), window.table.viewport()
        floor, own = window.plain_ms(), window.repaint_ms()

        def go(value: int) -> None:
            bar.setValue(value)
            viewport.repaint()

        def frames(values: Iterable[int]) -> list[float]:
            return [milliseconds(partial(go, value)) for value in values]

        end = bar.maximum()
        return {
            "floor": floor,
            "own": own,
            "scroll by 3 rows": frames(end // 3 + n * bar.singleStep() * 3 for n in range(300)),
            "scroll by a page": frames(end // 3 + n * bar.pageStep() for n in range(200)),
            "jump anywhere": frames(rng.randint(0, end) for _ in range(200)),
        }
