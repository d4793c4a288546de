"""A drop-down list over the entries of one of the user's lists: stages, sources, colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.session import Session


_NOBODY_AND_ME = 2


class EntryChoice(QComboBox):
    """Values with their words; the wheel passes through to the page unless the list has the focus."""

    def __init__(self, name: str, title: str, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._values = [value for value, _ in choices]
        for _, word in choices:
            self.addItem(word)

    def value(self) -> Any:
        """What is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: Any) -> None:
        """Choose; a value that is not in the list chooses the first, "nothing"."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def refill(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer these from now on; what is chosen stays so where it is among them, else the first is."""
        chosen = self.value()
        self.clear()
        self._values = [value for value, _ in choices]
        self.addItems([word for _, word in choices])
        self.choose(chosen)

    def start_anew(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer these, and nothing of what was offered before."""
        self.clear()
        self._values.clear()
        for value, word in choices:
            self.offer(value, word)

    def offer(self, value: Any, word: str) -> None:
        """Add a choice that is not there yet."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(word)

    def wheelEvent(self, event: Any) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def colleague_choices(session: Session, standing: bytes | None) -> list[tuple[bytes | None, str]]:
    """Those who work here, nobody first; ``standing`` stays choosable after they left."""
    found = entries(session.store, Dictionary.COLLEAGUE)
    kept = [(entry.id, entry.name) for entry in found if entry.active or entry.id == standing]
    return [(None, tr("nobody")), *kept]


def asks_whom(choices: Sequence[tuple[bytes | None, str]]) -> bool:
    """Whether a choice of colleagues is one: who works alone is not asked who does it."""
    return len(choices) > _NOBODY_AND_ME


def stage_choices(session: Session) -> list[tuple[bytes | None, str]]:
    """The stages in their order, none first."""
    found = entries(session.store, Dictionary.STAGE)
    return [(None, tr("none")), *((entry.id, text_kinds.stage(entry.name, entry.role)) for entry in found)]


def source_choices(session: Session) -> list[tuple[bytes | None, str]]:
    """The sources in their order, none first."""
    return [
        (None, tr("not known")),
        *((entry.id, entry.name) for entry in entries(session.store, Dictionary.SOURCE)),
    ]
