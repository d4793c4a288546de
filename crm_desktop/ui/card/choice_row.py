"""A row of chips of which one is chosen: arrows move, a letter or the chip's number chooses, Tab passes the row as one
field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.folding import fold
from crm_desktop.ui.widgets.buttons import button, restyle
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

Value = TypeVar("Value")

_NOTHING = -1
_BOLDER = 6


def with_mnemonics(words: Sequence[str]) -> list[str]:
    """The words with an ``&`` before a letter that no other word of the row has: Alt and that letter chooses it."""
    used: set[str] = set()
    marked: list[str] = []
    for word in words:
        plain = word.replace("&", "&&")
        for place, letter in enumerate(plain):
            if letter.isalpha() and fold(letter) not in used:
                used.add(fold(letter))
                plain = f"{plain[:place]}&{plain[place:]}"
                break
        marked.append(plain)
    return marked


class _Told(QObject):
    """Signals of a generic widget: Qt's own classes cannot be generic."""

    changed = Signal()


class ChoiceRow(QWidget, Generic[Value]):
    """Chips in a row. ``told.changed`` says that the user chose another one."""

    def __init__(
        self,
        name: str,
        title: str,
        choices: Sequence[tuple[Value, str]],
        *,
        nothing: Value | None = None,
        mnemonics: bool = False,
    ) -> None:
        """Take (value, word) pairs.

        ``nothing`` is the value while no chip is chosen: a row that has one begins so, and a second click or Delete
        goes back to it. ``mnemonics``: Alt and a letter choose from anywhere in the form (one row of a form can have
        them, else letters would meet).
        """
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.told = _Told(self)
        self._values = [value for value, _ in choices]
        self._words = [word for _, word in choices]
        self._buttons: list[QPushButton] = []
        flow = FlowLayout(self, gap=5)
        shown = (
            with_mnemonics(self._words) if mnemonics else [word.replace("&", "&&") for word in self._words]
        )
        for number, text in enumerate(shown):
            chip = button(f"{name}_{number}", text, look="chip")
            chip.setCheckable(True)
            chip.setAccessibleName(self._words[number])
            chip.setAccessibleDescription(title)
            chip.clicked.connect(lambda _checked=False, place=number: self._click(place))
            chip.installEventFilter(self)
            self._buttons.append(chip)
            flow.addWidget(chip)
        self._nothing = nothing
        self._chosen = -2
        self._choose(0 if nothing is None else _NOTHING, told=False)

    def value(self) -> Value:
        """What is chosen."""
        if self._chosen == _NOTHING:
            assert self._nothing is not None
            return self._nothing
        return self._values[self._chosen]

    def choose(self, value: Value) -> None:
        """Choose without telling."""
        if value in self._values:
            self._choose(self._values.index(value), told=False)
        elif value == self._nothing and value is not None:
            self._choose(_NOTHING, told=False)

    def name(self, value: Value, word: str) -> None:
        """Give a chip another word."""
        place = self._values.index(value)
        self._words[place] = word
        self._buttons[place].setText(word.replace("&", "&&"))
        self._buttons[place].setAccessibleName(word)

    def keep_one_row(self) -> None:
        """Never break the row: it stands beside other things and is as wide as its chips."""
        flow = self.layout()
        assert isinstance(flow, FlowLayout)  # made so
        for chip in self._buttons:
            chip.ensurePolished()
        # The chosen chip is written bold, whichever it is.
        self.setFixedWidth(flow.in_one_row() + _BOLDER * len(self._buttons))

    def focus_in(self) -> None:
        """Take the focus."""
        self._buttons[max(self._chosen, 0)].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QKeyEvent

        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # any QEvent

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            start = self._chosen if self._chosen >= 0 else -1 if step > 0 else 0
            self._choose((start + step) % len(self._buttons), told=True)
            self.focus_in()
            return True
        if self._nothing is not None and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._choose(_NOTHING, told=True)
            return True
        if event.text().isdecimal() and 1 <= int(event.text()) <= len(self._buttons):
            self._choose(int(event.text()) - 1, told=True)
            self.focus_in()
            return True
        letter = fold(event.text())
        if letter.isalpha() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            order = [(self._chosen + 1 + n) % len(self._words) for n in range(len(self._words))]
            for place in order:
                if fold(self._words[place]).startswith(letter):
                    self._choose(place, told=True)
                    self.focus_in()
                    return True
        return False

    def _click(self, place: int) -> None:
        again = place == self._chosen and self._nothing is not None
        self._choose(_NOTHING if again else place, told=True)

    def _choose(self, place: int, *, told: bool) -> None:
        changed = place != self._chosen
        self._chosen = place
        for number, chip in enumerate(self._buttons):
            on = number == place
            chip.setChecked(on)
            stop = number == max(place, 0)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
            if chip.property("set") != ("true" if on else "false"):
                chip.setProperty("set", "true" if on else "false")
                restyle(chip)
        if changed and told:
            self.told.changed.emit()
