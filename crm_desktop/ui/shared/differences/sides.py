"""Both sides of a difference beside each other, or below each other where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QWidget

from crm_desktop.kinds import ConflictKind
from crm_desktop.services.difference_fields import Editor
from crm_desktop.ui import text_difference_values, text_differences, theme
from crm_desktop.ui.shared.differences.side_card import SideCard
from crm_desktop.ui.shared.differences.word_diff import compare, marked
from crm_desktop.ui.text import trc

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm_desktop.services.difference_rows import Difference

_BESIDE, _BESIDE_SHORT, _SHORT = 430, 250, 20
"""Narrower than this the two sides stand below each other; values of few letters need less room."""


class Sides(QWidget):
    """What stands, and the other value; hidden for what has no values: records that came and went."""

    def __init__(self) -> None:
        super().__init__()
        self.stands, self.other = SideCard("difference_stands"), SideCard("difference_other")
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(10)
        self._pair.addWidget(self.stands, 1)
        self._pair.addWidget(self.other, 1)

    def show_difference(self, difference: Difference) -> None:
        """Show both values, with who gave them and when."""
        shown = difference.field not in ("deleted", "merged_into") and not difference.record.gone
        self.setVisible(shown)
        if not shown:
            return
        said = (difference.stands, difference.other)
        values = [text_difference_values.shown(difference, each.value) for each in said]
        rich = difference.editor is Editor.PARAGRAPH
        if rich:
            ground = theme.colours(QGuiApplication.palette()).mark
            values = [marked(pieces, ground) for pieces in compare(*values)]
        titles = _titles(difference)
        is_number = difference.kind is ConflictKind.NUMBER
        for place, card in enumerate((self.stands, self.other)):
            given = "" if is_number else text_differences.given(said[place])
            card.show_side(titles[place], values[place], _parts(difference, place), given, rich=rich)
            if isinstance(said[place].value, bytes):
                card.show_picture(said[place].value)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        longest = max(len(card.words()) for card in (self.stands, self.other))
        wide = self.width() >= (_BESIDE_SHORT if longest <= _SHORT else _BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._pair.direction() != direction:
            self._pair.setDirection(direction)


def _titles(difference: Difference) -> tuple[str, str]:
    if difference.kind is ConflictKind.NUMBER:
        return trc("difference", "The new one"), trc("difference", "The old one")
    stood = trc("difference", "Stood then") if difference.answered_at else trc("difference", "Stands now")
    return stood, trc("difference", "The other")


def _parts(difference: Difference, place: int) -> str:
    """What goes with the value, a line each; the parts of a name say nothing new beside it."""
    if difference.field == "name":
        return ""
    lines = []
    for part in difference.parts:
        value = text_difference_values.text(difference, (part.stands, part.other)[place], part.field)
        if value and part.field != "currency":
            lines.append(f"{text_difference_values.field(difference, part.field)}: {value}")
    return "\n".join(lines)
