"""How a contact is painted: a block with its time, whom it is with and what about, or one line of that."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPen

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.ink import BAR, KIND_ICONS, LOOKS, RADIUS, Look, bar_tone

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from crm_desktop.services.calendar import CalendarEntry, EntryRef
    from crm_desktop.ui.calendar.ink import Ink
    from crm_desktop.ui.calendar.shapes import Block, Chip, More
    from crm_desktop.ui.calendar_preferences import Bars
    from crm_desktop.ui.lists.pens import Type

_LEFT, _RIGHT, _TOP, _GAP = BAR + 5, 5, 3, 4
_FOR_TIME = 7
"""A block narrower than so many icons says whom rather than when: when it is, its place says."""
_FEWEST = 3
"""Fewer letters of a name say nothing: a mark stands in their place."""
_MOST_COUNTED = 99
_MORE = Look("hover", "", "hover", "quiet")


class Words:
    """What the blocks of the entries say, worked out once each."""

    def __init__(self) -> None:
        self._kept: dict[EntryRef, tuple[str, str, str]] = {}

    def of(self, entry: CalendarEntry) -> tuple[str, str, str]:
        """The time ('' of what takes the whole day), the title, and what it is about."""
        found = self._kept.get(entry.ref)
        if found is None:
            time = "" if entry.all_day else text_entries.clock(entry.start)
            found = self._kept[entry.ref] = (time, text_entries.title(entry), text_entries.about(entry))
        return found

    def forget(self) -> None:
        """Others are shown now."""
        self._kept.clear()


def paint_block(painter: QPainter, block: Block, ink: Ink, words: Words, bars: Bars) -> None:
    """Paint the block with its ground, at its place."""
    look, rect = LOOKS[block.entry.state], block.rect
    if rect.width() <= BAR or rect.height() <= 1:
        return  # in a window too small to show anything
    density = painter.deviceTransform().m11()
    ends = (block.begins, block.ends) if block.line else (True, True)
    painter.drawPixmap(
        rect.topLeft(), ink.ground(look, bar_tone(block.entry, bars), rect.size(), ends, density)
    )
    if block.line:
        _paint_line(painter, block, look, ink, words)
    else:
        _paint_texts(painter, block, look, ink, words)


def paint_ring(painter: QPainter, rect: QRect, ink: Ink, *, strong: bool = True) -> None:
    """A ring around what is selected; weaker where the keyboard is elsewhere."""
    painter.save()
    painter.setRenderHints(painter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink.colour("focus" if strong else "edge"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    painter.restore()


def paint_chip(painter: QPainter, chip: Chip, ink: Ink) -> None:
    """A birthday or a named date with a present before it, a holiday with a star."""
    rect = chip.rect
    tone, icon = ("plum", "gift") if chip.occasion else ("late", "star")
    density = painter.deviceTransform().m11()
    painter.drawPixmap(
        rect.left() + 3, rect.top() + (rect.height() - ink.side) // 2, ink.icon(icon, tone, density)
    )
    left = rect.left() + 3 + ink.side + _GAP
    room = rect.right() - 2 - left
    words = chip.words
    if chip.occasion is not None and ink.small.width(words) > room:
        # The years are what a short margin must not cut off.
        name, tail = text_entries.occasion_short(chip.occasion)
        words = ink.small.fit(name, max(0, room - ink.small.width(tail)))[0] + tail
    _write(painter, ink.small, words, left, _base(rect, ink.small), room, ink.colour(tone))


def paint_more(painter: QPainter, more: More, ink: Ink) -> None:
    """How many found no room, quiet; beside blocks of hours on a ground of its own."""
    rect, type_ = more.rect, ink.small_strong
    if rect.height() > ink.line and rect.width() > BAR:
        density = painter.deviceTransform().m11()
        painter.drawPixmap(rect.topLeft(), ink.ground(_MORE, _MORE.bar, rect.size(), (True, True), density))
    words = text_entries.more(more.count)
    if type_.width(words) > rect.width() - 8:
        words = f"+{more.count}"
        if type_.width(words) > rect.width() - 8:
            words = f"{_MOST_COUNTED}+"  # the tool tip has the number
    _write(painter, type_, words, rect.left() + 6, _base(rect, type_), rect.width() - 8, ink.colour("quiet"))


def _paint_line(painter: QPainter, block: Block, look: Look, ink: Ink, words: Words) -> None:
    time, title, about = words.of(block.entry)
    rect = block.rect
    type_ = ink.small_struck if look.struck else ink.small_strong
    if not block.begins or rect.width() < _FOR_TIME * ink.side:
        time = ""
    need = type_.width(title) + (ink.small.width(time) + _GAP if time else 0)
    left, base = rect.left() + _LEFT, _base(rect, ink.small)
    right = _marks_begin(block, look, ink, need)
    marked = can_be_read(type_, title, right - left)
    if not marked:
        # Three letters of whom it is with come before the mark, which only repeats what the colour says.
        right = rect.right() - _RIGHT + 3
    for_time = ink.small.width(time) + _GAP if time else 0
    # Where its place says when, the time stands beside a whole name only.
    if not can_be_read(type_, title, right - left - for_time, whole=block.placed):
        time, for_time = "", 0
    if not can_be_read(type_, title, right - left):
        _paint_mark_alone(painter, block, look, ink)
        return
    if marked:
        _paint_marks(painter, block, look, ink, rect.top() + (rect.height() - ink.side) // 2, need)
    if time:
        _write(
            painter, ink.small, time, left, base, right - left, ink.colour("quiet" if look.struck else "text")
        )
        left += for_time
    left += _write(painter, type_, title, left, base, right - left, ink.colour(look.ink))
    if about and right - left > 3 * ink.side:
        _write(painter, ink.small, f" · {about}", left, base, right - left, ink.colour("quiet"))


def _paint_texts(painter: QPainter, block: Block, look: Look, ink: Ink, words: Words) -> None:
    time, title, about = words.of(block.entry)
    rect = block.rect
    if rect.width() < _FOR_TIME * ink.side:
        _paint_narrow(painter, block, look, ink, words)
        return
    type_ = ink.struck if look.struck else ink.strong
    left, top = rect.left() + _LEFT, rect.top() + _TOP
    right = _paint_marks(painter, block, look, ink, top + 1, 4 * ink.side)
    room, bottom = rect.right() - _RIGHT - left, rect.bottom() - 1
    if not block.begins:
        time = ""
    head, foot = (f"{time} {title}" if time else title), about
    if type_.width(head) > right - left:
        # The name first: its place says when, too.
        head, foot = title, " · ".join(filter(None, (time, about)))
    # Whom it is with comes before what about.
    most = min(2, max(1, (bottom - top) // type_.height))
    for number, line in enumerate(wrapped(type_, head, right - left, room, most)):
        width = right - left if number == 0 else room
        _write(painter, type_, line, left, top + type_.ascent, width, ink.colour(look.ink))
        top += type_.height
    type_ = ink.small_struck if look.struck else ink.small
    lines = (bottom - top) // type_.height
    if foot and lines > 0:
        for line in wrapped(type_, foot, room, room, lines):
            _write(painter, type_, line, left, top + type_.ascent, room, ink.colour(look.ink))
            top += type_.height


def _paint_narrow(painter: QPainter, block: Block, look: Look, ink: Ink, words: Words) -> None:
    """Beside others there is room for a few letters: the name has it, at the foot stand the mark and the time."""
    time, title, _ = words.of(block.entry)
    rect, type_ = block.rect, ink.small_struck if look.struck else ink.small_strong
    left, top, right = rect.left() + _LEFT, rect.top() + _TOP, rect.right() - 2
    if not can_be_read(type_, title, right - left):
        _paint_mark_alone(painter, block, look, ink)
        return
    foot = rect.bottom() - ink.side - 2
    for line in wrapped(type_, title, right - left, right - left, max(1, (foot - top) // type_.height)):
        _write(painter, type_, line, left, top + type_.ascent, right - left, ink.colour(look.ink))
        top += type_.height
    end = _paint_marks(painter, block, look, ink, foot, ink.small.width(time))
    if time and block.begins and ink.small.width(time) <= end - left:
        base = foot + (ink.side - ink.small.height) // 2 + ink.small.ascent
        _write(painter, ink.small, time, left, base, end - left, ink.colour("quiet"))


def _paint_mark_alone(painter: QPainter, block: Block, look: Look, ink: Ink) -> None:
    """What became of it, else its kind, where not even three letters have room."""
    rect = block.rect
    name, colour = (look.mark, look.bar) if look.mark else (KIND_ICONS[block.entry.kind], "quiet")
    room = rect.width() - BAR
    if room >= ink.side:
        top = rect.top() + (min(rect.height(), ink.line) - ink.side) // 2
        left = rect.left() + BAR + (room - ink.side) // 2
        painter.drawPixmap(left, top, ink.icon(name, colour, painter.deviceTransform().m11()))


def can_be_read(type_: Type, text: str, room: int, *, whole: bool = False) -> bool:
    """Whether a line of ``room`` logical pixels shows the text, or at least its first three letters; ``whole``: all."""
    if type_.width(text) <= room:
        return True
    return (
        not whole and room > 0 and len(type_.fit(text, room)[0].rstrip("\N{HORIZONTAL ELLIPSIS}")) >= _FEWEST
    )


def _marks_begin(block: Block, look: Look, ink: Ink, need: int) -> int:
    """Where the icons at the right begin, beside which ``need`` logical pixels of words want to stand."""
    return block.rect.right() - _RIGHT + 1 - len(_marks(block, look, ink, need)) * (ink.side + 2)


def _marks(block: Block, look: Look, ink: Ink, need: int) -> list[tuple[str, str]]:
    """The icons at the right and their colours: what became of it always, its kind and that it repeats where ``need``
    is left for words.
    """
    room = block.rect.width() - _LEFT - _RIGHT + 1
    wanted = [
        (look.mark, look.bar, ink.side),
        (KIND_ICONS[block.entry.kind], "quiet", need + _GAP),
        ("repeat" if block.entry.repeats else "", "quiet", need + _GAP),
    ]
    found: list[tuple[str, str]] = []
    for name, colour, least in wanted:
        if name and room - ink.side >= least:
            found.append((name, colour))
            room -= ink.side + 2
    return found


def _paint_marks(painter: QPainter, block: Block, look: Look, ink: Ink, top: int, need: int) -> int:
    """Paint the icons at the right (``_marks``); returns where they begin."""
    density = painter.deviceTransform().m11()
    right = block.rect.right() - _RIGHT + 2
    for name, colour in _marks(block, look, ink, need):
        painter.drawPixmap(right - ink.side, top, ink.icon(name, colour, density))
        right -= ink.side + 2
    return right - 1


def _write(painter: QPainter, type_: Type, text: str, left: int, base: int, room: int, colour: object) -> int:
    """Write a line at its base line, cut where there is no room; returns its width."""
    if room <= 0:
        return 0
    shown, width = type_.fit(text, room)
    painter.setFont(type_.font)
    painter.setPen(colour)
    painter.drawText(left, base, shown)
    return width


def _base(rect: QRect, type_: Type) -> int:
    return rect.top() + (rect.height() - type_.height) // 2 + type_.ascent


@lru_cache(maxsize=4096)
def wrapped(type_: Type, text: str, first: int, room: int, lines: int) -> tuple[str, ...]:
    """The text broken at its spaces into at most ``lines``; the first has ``first`` pixels, the others ``room``.

    The last line holds all that is left, to be cut where it is written; so does a word that is longer than a line.
    """
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1:
        width = first if not found else room
        if type_.fit(rest, width)[0] == rest:
            break
        words = rest.split(" ")
        count = 1
        while count < len(words) and type_.width(" ".join(words[: count + 1])) <= width:
            count += 1
        found.append(" ".join(words[:count]))
        rest = " ".join(words[count:])
    return tuple([*found, rest] if rest else found)
