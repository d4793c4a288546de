"""How the rows of a list are painted: the name strong, what was found marked and explained, quiet lines.

All rows in sight are painted in one go, column by column. Cell by cell, through a delegate, Qt makes an option and an
index for each, and the fonts change with every cell: twice the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLine, QRect, QSize

from crm_desktop.ui import formats
from crm_desktop.ui.lists.reasons import marked, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPainter

    from crm_desktop.ui.lists.columns import Column, Names
    from crm_desktop.ui.lists.pens import Pens, Type

ROW_HEIGHT = 38
LEFT = 16
RIGHT = 8
_BAR = 3
_NAME_SHARE = 0.7
_LEAST_REASON = 40


@dataclass(frozen=True, slots=True)
class Strip:
    """A column in sight: where it begins and how wide it is, in logical pixels of the viewport."""

    column: Column
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row in sight: what it shows (None while there is none), its top in the viewport, how it stands out."""

    row: Any
    top: int
    chosen: bool = False
    hovered: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be painted.

    Attributes:
        strips: the columns in sight, left to right.
        lines: the rows in sight, top to bottom; all are ``height`` high.
        names: the words behind the ids that rows carry.
        shown: the ids of all columns that are not hidden.
    """

    strips: Sequence[Strip]
    lines: Sequence[Line]
    height: int
    names: Names
    shown: frozenset[str]


def paint(painter: QPainter, picture: Picture, pens: Pens) -> None:
    """Paint the rows on a ground that is there already."""
    _paint_grounds(painter, picture, pens)
    filled = [(line.row, line.top) for line in picture.lines if line.row is not None]
    for strip in picture.strips:
        paint_column = _PAINTED.get(strip.column.paint, _paint_words)
        paint_column(painter, strip, filled, picture, pens)


def natural_width(column: Column, rows: Sequence[Any], names: Names, pens: Pens) -> int:
    """How wide a column is to be for none of these rows to be cut, in logical pixels."""
    metrics = (pens.strong if column.paint == "name" else pens.text).metrics
    widest = max((metrics.horizontalAdvance(column.words(row, names)) for row in rows), default=0)
    return widest + LEFT + 2 * RIGHT


def _paint_grounds(painter: QPainter, picture: Picture, pens: Pens) -> None:
    if not picture.strips:
        return
    left = picture.strips[0].left
    right = picture.strips[-1].left + picture.strips[-1].width
    rules = []
    for line in picture.lines:
        if line.chosen or line.hovered:
            ground = pens.chosen if line.chosen else pens.hover
            painter.fillRect(QRect(left, line.top, right - left, picture.height), ground)
        bottom = line.top + picture.height - 1
        rules.append(QLine(left, bottom, right - 1, bottom))
        if line.current:
            painter.fillRect(QRect(left, line.top, _BAR, picture.height - 1), pens.bar)
    painter.setPen(pens.line)
    painter.drawLines(rules)


_Rows = list[tuple[Any, int]]
"""Rows of the list's own service, with their tops."""


class _Hand:
    """Writes lines in one font; rows are ``height`` high."""

    def __init__(self, painter: QPainter, type_: Type, height: int, mark: QColor) -> None:
        self._painter, self._type, self._mark = painter, type_, mark
        self._over = (height - 1 - type_.height) // 2
        self._ink: QColor | None = None
        painter.setFont(type_.font)

    def write(
        self, left: int, top: int, room: int, text: str, ink: QColor, spans: Sequence[tuple[int, int]] = ()
    ) -> int:
        """Write a line, cut where there is no room, with some spans of it marked; return its width."""
        type_, over = self._type, top + self._over
        shown, width = type_.fit(text, room)
        for first, last in spans:
            start, end = type_.width(shown[:first]), type_.width(shown[: min(last, len(shown))])
            if end > start:
                self._painter.fillRect(left + start, over, end - start, type_.height, self._mark)
        if ink is not self._ink:
            self._painter.setPen(ink)
            self._ink = ink
        # At a point: into a rectangle Qt lays each line out anew before it draws it.
        self._painter.drawText(left, over + type_.ascent, shown)
        return width


def _paint_words(painter: QPainter, strip: Strip, rows: _Rows, picture: Picture, pens: Pens) -> None:
    """A column of plain texts, figures or dates."""
    column, late = strip.column, strip.column.late
    left, room = strip.left + LEFT, strip.width - LEFT - RIGHT
    type_ = {"figures": pens.figures, "strong": pens.strong}.get(column.paint, pens.text)
    hand = _Hand(painter, type_, picture.height, pens.mark)
    for row, top in rows:
        words = column.words(row, picture.names)
        ink = pens.ink if words else pens.quiet
        if late is not None and late(row, pens.today):
            ink = pens.late
        spans = marked(row.match, column.id, words) if row.match else ()
        hand.write(left, top, room, words or formats.DASH, ink, spans)


def _paint_badges(painter: QPainter, strip: Strip, rows: _Rows, picture: Picture, pens: Pens) -> None:
    left = strip.left + LEFT
    size = QSize(strip.width - LEFT - RIGHT, picture.height - 1)
    density = painter.deviceTransform().m11()
    for row, top in rows:
        stage = strip.column.badge(row, picture.names)
        if stage is not None:
            painter.drawPixmap(left, top, pens.badge(stage.name, stage.tone, size, density))


def _paint_names(painter: QPainter, strip: Strip, rows: _Rows, picture: Picture, pens: Pens) -> None:
    """The names, and behind them why somebody was found where no marked letters in sight say it."""
    left, room = strip.left + LEFT, strip.width - LEFT - RIGHT
    reasons: list[tuple[str, Sequence[tuple[int, int]], int, int]] = []
    hand = _Hand(painter, pens.strong, picture.height, pens.mark)
    for row, top in rows:
        name = row.name or row.phone or row.email or formats.DASH
        if row.match is None:
            hand.write(left, top, room, name, pens.ink)
            continue
        why, why_spans = reason(row.match, picture.shown)
        own = max(int(room * _NAME_SHARE), room - pens.text.width(f" · {why}")) if why else room
        used = hand.write(left, top, own, name, pens.ink, marked(row.match, "name", name))
        if why and room - used > _LEAST_REASON:
            reasons.append((f" · {why}", [(first + 3, last + 3) for first, last in why_spans], top, used))
    hand = _Hand(painter, pens.text, picture.height, pens.mark)
    for why, why_spans, top, used in reasons:
        hand.write(left + used, top, room - used, why, pens.quiet, why_spans)


_PAINTED = {"name": _paint_names, "badge": _paint_badges}
