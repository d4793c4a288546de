"""The keyboard, on one page: made from the table of commands, so it is never out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.page_frame import Card, PageFrame

if TYPE_CHECKING:
    from crm_desktop.changes import Changes
    from crm_desktop.ui.actions import Actions


class KeysPage(PageFrame):
    """All shortcuts, and what the keys do in a list."""

    def __init__(self, actions: Actions) -> None:
        super().__init__("page_keys", tr("Keyboard"), tr("Everything here works without a mouse."))
        everywhere = [
            (command.text.replace("…", ""), [_shown(key) for key in command.keys])
            for command in actions.table.values()
            if command.keys
        ]
        self.column.addWidget(_box(tr("Everywhere"), everywhere))
        self.column.addWidget(_box(tr("In the list"), _in_list()))
        self.column.addStretch(1)

    def shown(self, *, stale: bool) -> None:
        """Nothing to read."""

    def changed(self, changes: Changes) -> None:
        """Nothing to read."""

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()


def _in_list() -> list[tuple[str, list[str]]]:
    return [
        (tr("Type to search, from anywhere in the list"), [tr("Any letter")]),
        (tr("From the search into the list"), [_shown("Down"), _shown("Return")]),
        (tr("Clear the search"), [_shown("Esc")]),
        (tr("Open the client"), [_shown("Return")]),
        (tr("Copy rows for a spreadsheet"), [_shown("Ctrl+C")]),
        (tr("Select all"), [_shown("Ctrl+A")]),
        (tr("Select several"), [_shown("Shift+Down"), tr("Ctrl and click")]),
        (tr("Move to the bin"), [_shown("Del")]),
    ]


def _shown(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _box(title: str, lines: list[tuple[str, list[str]]]) -> Card:
    card = Card(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    for row, (text, keys) in enumerate(lines):
        grid.addWidget(label(text, wrap=True), row, 0)
        shown = QLabel(" · ".join(keys))
        shown.setProperty("look", "quiet")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(shown, row, 1)
    grid.setColumnStretch(0, 1)
    card.column.addLayout(grid)
    return card
