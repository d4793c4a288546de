"""A row of chips of which several may be chosen: arrows move, the space bar chooses, Tab passes the row as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.ui.widgets.buttons import button, restyle
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Value = TypeVar("Value")

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Told(QObject):
    """Signals of a generic widget: Qt's own classes cannot be generic."""

    changed = Signal(object)


class MultiRow(QWidget, Generic[Value]):
    """Chips in a row. ``told.changed`` carries the value whose chip the user pressed."""

    def __init__(self, name: str, title: str, choices: Sequence[tuple[Value, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.told = _Told(self)
        self._values = [value for value, _ in choices]
        self._chips: list[QPushButton] = []
        flow = FlowLayout(self, gap=5)
        for number, (value, word) in enumerate(choices):
            chip = button(f"{name}_{number}", word.replace("&", "&&"), look="chip")
            chip.setCheckable(True)
            chip.setAccessibleName(word)
            chip.setAccessibleDescription(title)
            chip.clicked.connect(lambda _checked=False, value=value: self._pressed(value))
            chip.installEventFilter(self)
            self._chips.append(chip)
            flow.addWidget(chip)
        self._stop_at(0)

    def values(self) -> list[Value]:
        """What is chosen, in the order of the chips."""
        return [value for value, chip in zip(self._values, self._chips, strict=True) if chip.isChecked()]

    def choose(self, values: Iterable[Value]) -> None:
        """Choose these and no others, without telling."""
        wanted = set(values)
        for value, chip in zip(self._values, self._chips, strict=True):
            chip.setChecked(value in wanted)
            self._dress(chip)

    def name(self, value: Value, word: str) -> None:
        """Give a chip another word."""
        chip = self._chips[self._values.index(value)]
        chip.setText(word.replace("&", "&&"))
        chip.setAccessibleName(word)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, QPushButton):
                place = (self._chips.index(watched) + step) % len(self._chips)
                self._stop_at(place)
                self._chips[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _pressed(self, value: Value) -> None:
        place = self._values.index(value)
        self._dress(self._chips[place])
        self._stop_at(place)
        self.told.changed.emit(value)

    def _stop_at(self, place: int) -> None:
        for number, chip in enumerate(self._chips):
            here = Qt.FocusPolicy.StrongFocus if number == place else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(here)

    def _dress(self, chip: QPushButton) -> None:
        on = "true" if chip.isChecked() else "false"
        if chip.property("set") != on:
            chip.setProperty("set", on)
            restyle(chip)
