"""What a join did, or how it stands where it was cut off; and the ways to what is to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.sync.join_facts import JoinCase
from crm_desktop.ui import icons, text_joining
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from crm_desktop.sync.join_facts import Counts, Joined

_PICTURE = 28


class ResultPage(QWidget):
    """Shown at the end.

    Signals:
        differences_wanted, duplicates_wanted: where to go from here.
    """

    differences_wanted = Signal()
    duplicates_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("join_result")
        self._picture = QLabel()
        self._title = label("", "title", wrap=True)
        self._words = label("", wrap=True)
        self._words.setObjectName("join_result_words")
        self._differences = label("")
        self._look = button(
            "join_differences", tr("Look at them"), look="link", clicked=self.differences_wanted.emit
        )
        self._same = label(tr("Clients of both bases may be the same."))
        self._compare = button(
            "join_duplicates", tr("Look for duplicates"), look="link", clicked=self.duplicates_wanted.emit
        )
        self._small = label("", "small", wrap=True)
        self._small.setObjectName("join_result_small")
        self._build()

    def show_joined(self, joined: Joined, now: Counts, *, kept_wanted: bool) -> None:
        """Say what was done. ``now``: what the base holds; ``kept_wanted``: the password was to be remembered."""
        lines = text_joining.joined_lines(joined, now)
        self._show("circle-check", "accent", tr("You share one base now"), "\n".join(lines))
        count = joined.synced.conflicts
        self._differences.setText(text_joining.differences(count))
        for each in (self._differences, self._look):
            each.setVisible(bool(count))
        for each in (self._same, self._compare):
            each.setVisible(joined.case is JoinCase.UNITE)
        small = [
            tr("From now on the exchange goes on by itself, whenever there is a network."),
            tr("The copy of your base as it was lies in {file}.", file=paths.shown(joined.backup)),
        ]
        if kept_wanted and not joined.password_kept:
            small.append(tr("The key store did not take the password: it is asked for at each start."))
        self._small.setText("\n".join(small))

    def show_cut_off(self, words: str) -> None:
        """Say that it goes on later; ``words``: what stopped it."""
        self._show("clock", "care", tr("Joining goes on by itself"), words)
        for each in (self._differences, self._look, self._same, self._compare):
            each.hide()
        self._small.setText(
            tr(
                "What came or went so far stays. The rest follows with the next exchange, also after a restart."
            )
        )

    # ---------------------------------------------------------------------------------------------------------- inside

    def _show(self, icon: str, colour: str, title: str, words: str) -> None:
        self._picture.setPixmap(icons.icon(icon, colour).pixmap(_PICTURE, _PICTURE))
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._picture)
        top.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._words)
        for words, way in ((self._differences, self._look), (self._same, self._compare)):
            row = QHBoxLayout()
            row.addWidget(words)
            row.addWidget(way)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self._small)
