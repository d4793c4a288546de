"""Figures as a table for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.figure import Figure

_WORDS = {True: "ok", False: "MISS", None: ""}
_HEAD = ("what", "figure", "floor", "ratio", "goal", "", "")


def as_json(figures: Sequence[Figure]) -> str:
    """A list of objects, one a figure."""
    return json.dumps([{**asdict(each), "ratio": each.ratio, "ok": each.ok} for each in figures], indent=2)


def as_table(figures: Sequence[Figure]) -> str:
    """Columns as wide as they need to be."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    floor = "" if figure.floor is None else _amount(figure.floor, figure.unit)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    goal = f"{figure.most:g}x" if figure.most is not None else ""
    if figure.limit is not None:
        goal = _amount(figure.limit, figure.unit)
    return (
        figure.name, _amount(figure.value, figure.unit), floor, ratio, f"<= {goal}" if goal else "", _WORDS[figure.ok],
        figure.note,
    )  # fmt: skip


def _amount(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or unit == "" else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".replace(",", " ").strip()
