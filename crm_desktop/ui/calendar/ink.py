"""What the calendar is painted with: fonts, colours, the looks of the states, grounds drawn once and copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPen, QPixmap

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import icons, theme
from crm_desktop.ui.calendar_preferences import Bars
from crm_desktop.ui.lists.pens import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.calendar import CalendarEntry

RADIUS = 5
BAR = 3
_KEPT = 1024
_SHADE = 90
"""Alpha of grounds laid over others: the day of today, hours without work."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: names of colours (``edge`` may be none), the icon that marks it, struck through or not."""

    ground: str
    edge: str
    bar: str
    ink: str
    mark: str = ""
    struck: bool = False


LOOKS: Mapping[EntryState, Look] = {
    EntryState.PLANNED: Look("raised", "edge", "accent", "text"),
    EntryState.OVERDUE: Look("care_soft", "care", "care", "text", "triangle-alert"),
    EntryState.SUCCESSFUL: Look("well_soft", "", "well", "text", "check"),
    EntryState.FAILED: Look("failed_soft", "", "failed", "text", "x"),
    EntryState.NO_ANSWER: Look("hover", "", "quiet", "text", "circle-help"),
    EntryState.CANCELLED: Look("ground", "edge", "quiet", "quiet", "ban", struck=True),
    EntryState.HELD: Look("hover", "", "quiet", "text", "circle-check"),
}
"""Held well is pink, failed is blue, as in the diary of paper; each has a mark beside its colour."""

KIND_ICONS: Mapping[ActivityKind, str] = {
    ActivityKind.CALL: "phone",
    ActivityKind.MEETING: "users",
    ActivityKind.VISIT: "footprints",
    ActivityKind.EMAIL: "mail",
    ActivityKind.LETTER: "file-text",
    ActivityKind.SMS: "message-square",
    ActivityKind.CHAT: "message-square",
    ActivityKind.NOTE: "sticky-note",
    ActivityKind.TASK: "list-todo",
}
KIND_TONES: Mapping[ActivityKind, str] = {
    ActivityKind.CALL: "failed",
    ActivityKind.MEETING: "accent",
    ActivityKind.VISIT: "plum",
    ActivityKind.TASK: "care",
}
"""Colours of the bars by kind; those that are only written are quiet."""
TONES = ("accent", "plum", "care", "failed", "late", "well")
"""Colours of the bars by person."""


def tone_of_person(person: bytes | None) -> str:
    """The colour of a colleague, the same on every laptop; quiet where nobody is responsible."""
    return TONES[int.from_bytes(person[-2:]) % len(TONES)] if person else "quiet"


class Ink:
    """Fonts and their measures, colours and drawn grounds of one palette and font; sizes in logical pixels."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.colours = theme.colours(palette)
        small, strong = theme.variant(font, "small"), theme.variant(font, "strong")
        self.text, self.strong = Type(font), Type(strong)
        self.small = Type(theme.variant(small, "figures"))
        self.small_strong = Type(theme.variant(small, "strong"))
        self.number = Type(theme.variant(font, "title"))
        self.struck, self.small_struck = Type(_struck(strong)), Type(_struck(small))
        self.line = self.small.height + 3
        self.side = max(10, self.small.height - 3)
        self._grounds: dict[tuple[object, ...], QPixmap] = {}
        self._colours: dict[str, QColor] = {}

    def colour(self, name: str) -> QColor:
        """A colour of ``theme.Colours`` by its name."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(getattr(self.colours, name))
        return found

    def shade(self, name: str) -> QColor:
        """The colour, half to be seen through."""
        found = QColor(self.colour(name))
        found.setAlpha(_SHADE)
        return found

    def icon(self, name: str, colour: str, density: float, side: int = 0) -> QPixmap:
        """A small icon in a named colour."""
        return icons.pixmap(name, getattr(self.colours, colour), side or self.side, density)

    def ground(self, look: Look, bar: str, size: QSize, ends: tuple[bool, bool], density: float) -> QPixmap:
        """The ground of a block with its bar; ``ends``: whether it is round at its beginning and at its end."""
        key = (look.ground, look.edge, bar, size.width(), size.height(), ends, density)
        drawn = self._grounds.get(key)
        if drawn is None:
            if len(self._grounds) >= _KEPT:
                self._grounds.clear()
            drawn = self._grounds[key] = self._draw_ground(look, bar, size, ends, density)
        return drawn

    def _draw_ground(
        self, look: Look, bar: str, size: QSize, ends: tuple[bool, bool], density: float
    ) -> QPixmap:
        drawn = QPixmap(size * density)
        drawn.setDevicePixelRatio(density)
        drawn.fill(Qt.GlobalColor.transparent)
        box = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, RADIUS, RADIUS)
        for round_end, left in zip(ends, (0.5, size.width() / 2), strict=True):
            if not round_end:
                path.addRect(QRectF(left, 0.5, size.width() / 2 - 0.5, size.height() - 1))
        path = path.simplified()
        with QPainter(drawn) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(path, self.colour(look.ground))
            if ends[0]:
                painter.setClipPath(path)
                painter.fillRect(QRectF(0, 0, BAR + 0.5, size.height()), self.colour(bar))
                painter.setClipping(False)
            if look.edge:
                painter.setPen(QPen(self.colour(look.edge), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(path)
                if ends[0]:
                    painter.setClipPath(path)
                    painter.fillRect(QRectF(0, 0, BAR + 0.5, size.height()), self.colour(bar))
        return drawn


def bar_tone(entry: CalendarEntry, bars: Bars) -> str:
    """The name of the colour of an entry's bar."""
    if bars is Bars.KIND:
        return KIND_TONES.get(entry.kind, "quiet")
    if bars is Bars.PERSON:
        return tone_of_person(entry.responsible_id)
    return LOOKS[entry.state].bar


def _struck(font: QFont) -> QFont:
    made = QFont(font)
    made.setStrikeOut(True)
    return made
