"""Which contacts the calendar shows, and what its colours say: chosen in a small popup, remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import colleagues
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.ui import text_kinds
from crm_desktop.ui.calendar_preferences import Bars
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session

_NOBODY = ""


@dataclass(frozen=True)
class CalendarFilter:
    """``kinds`` empty: all; ``people`` empty: everybody; ``written``: also letters and notes that nobody planned."""

    kinds: tuple[ActivityKind, ...] = ()
    people: tuple[bytes | None, ...] = ()
    written: bool = False
    bars: Bars = Bars.STATE

    @classmethod
    def from_settings(cls, stored: Mapping[str, Any]) -> CalendarFilter:
        """The filter as it was left; what cannot be used is left out."""
        kinds, people, bars = stored.get("kinds"), stored.get("people"), stored.get("bars")
        known = {kind.value: kind for kind in ActivityKind}
        return cls(
            tuple(known[each] for each in kinds if isinstance(each, str) and each in known)
            if isinstance(kinds, list)
            else (),
            tuple(_person(each) for each in people if isinstance(each, str))
            if isinstance(people, list)
            else (),
            stored.get("written") is True,
            Bars(bars) if isinstance(bars, str) and bars in set(Bars) else Bars.STATE,
        )

    def stored(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "kinds": [kind.value for kind in self.kinds],
            "people": [_NOBODY if each is None else each.hex() for each in self.people],
            "written": self.written,
            "bars": self.bars.value,
        }

    @property
    def is_set(self) -> bool:
        """Whether anything is left out that is shown else."""
        return len(self.kinds) not in (0, len(ActivityKind)) or bool(self.people)


People = tuple[bytes | None, ...]


def mine(session: Session) -> People:
    """Whose contacts are shown at first: mine, and what nobody has; everybody's (empty) for one who is alone."""
    me = session.base.me
    return (me, None) if me is not None and colleagues.others(session.store) else ()


def at_first(session: Session, chosen: CalendarFilter) -> CalendarFilter:
    """The filter that was left: where nobody was chosen and everybody not asked for, mine."""
    everybody = session.settings.current.calendar.get("everybody") is True
    return chosen if chosen.people or everybody else replace(chosen, people=mine(session))


def kept(session: Session, chosen: CalendarFilter) -> dict[str, Any]:
    """What to remember: that it is mine, and not who I am, for that a shared base may tell otherwise."""
    people = () if chosen.people == mine(session) else chosen.people
    return {**replace(chosen, people=people).stored(), "everybody": not chosen.people}


def _person(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) or None
    except ValueError:
        return None


class FilterPopup(QFrame):
    """Signals: changed: carries the ``CalendarFilter`` after every click."""

    changed = Signal(object)

    def __init__(self, parent: QWidget, session: Session, standing: CalendarFilter) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("calendar_filter_popup")
        self.setAccessibleName(tr("Which contacts"))
        self.setProperty("look", "raised")
        self._standing = standing
        self._kinds = {kind: QCheckBox(text_kinds.activity_kind(kind)) for kind in ActivityKind}
        self._written = QCheckBox(tr("Also letters, messages and notes that nobody planned"))
        self._written.setObjectName("calendar_written")
        self._written.setAccessibleName(self._written.text())
        self._written.setChecked(standing.written)
        self._written.toggled.connect(self._tell)
        working = [entry for entry in entries(session.store, Dictionary.COLLEAGUE) if entry.active]
        people: list[tuple[bytes | None, str]] = [(entry.id, entry.name) for entry in working]
        if people:
            people.append((None, tr("Nobody in particular")))
        self._people = {id_: QCheckBox(name) for id_, name in people}
        self._bars = ChoiceRow(
            "calendar_bars",
            tr("Colours"),
            [
                (Bars.STATE, trc("colours of the calendar", "How it went")),
                (Bars.KIND, trc("colours of the calendar", "Kind")),
                (Bars.PERSON, trc("colours of the calendar", "Person")),
            ],
        )
        self._bars.choose(standing.bars)
        self._bars.told.changed.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(label(tr("Kinds of contact"), "section"))
        column.addLayout(self._grid("kind", self._kinds, standing.kinds))
        column.addWidget(self._written)
        if len(self._people) > 2:
            column.addWidget(label(tr("Who is responsible"), "section"))
            column.addLayout(self._grid("person", self._people, standing.people))
        column.addWidget(label(tr("Colours"), "section"))
        column.addWidget(self._bars)
        column.addWidget(button("calendar_filter_all", tr("Show all"), look="link", clicked=self._clear))

    def open_below(self, widget: QWidget) -> None:
        """Show it under a button, its right edge under the button's."""
        self.adjustSize()
        corner = widget.mapToGlobal(widget.rect().bottomRight()) - QPoint(self.width(), -6)
        self.move(corner)
        self.show()
        next(iter(self._kinds.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _grid(self, name: str, boxes: Mapping[Any, QCheckBox], chosen: tuple[Any, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for number, (value, box) in enumerate(boxes.items()):
            box.setObjectName(f"calendar_{name}_{number}")
            box.setAccessibleName(box.text())
            # Nothing chosen means all of them, and looks so.
            box.setChecked(not chosen or value in chosen)
            box.toggled.connect(self._tell)
            grid.addWidget(box, number // 3, number % 3)
        return grid

    def _tell(self, _on: bool = True) -> None:
        self._standing = replace(
            self._standing,
            kinds=_chosen(self._kinds),
            people=_chosen(self._people),
            written=self._written.isChecked(),
            bars=self._bars.value(),
        )
        self.changed.emit(self._standing)

    def _clear(self) -> None:
        self._written.blockSignals(True)
        self._written.setChecked(False)
        self._written.blockSignals(False)
        for box in (*self._kinds.values(), *self._people.values()):
            box.blockSignals(True)
            box.setChecked(True)
            box.blockSignals(False)
        self._tell()


def _chosen(boxes: Mapping[Any, QCheckBox]) -> tuple[Any, ...]:
    """The values whose boxes are checked; all of them, or none: no filter."""
    found = tuple(value for value, box in boxes.items() if box.isChecked())
    return () if len(found) == len(boxes) else found
