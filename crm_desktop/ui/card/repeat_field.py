"""How a contact repeats: the usual ways in a list, any other below it, and when it ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import DateRefused, NumberRefused
from crm_desktop.services.repeating import (
    LAST,
    MOST,
    WORK_DAYS,
    Repeat,
    Unit,
    nth_of,
    read_repeat,
    written,
)
from crm_desktop.services.typed_time import read_when
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.card.multi_row import MultiRow
from crm_desktop.ui.card.when_field import typed_text
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.text_repeats import nth_words, repeat_words, rule_words, weekday_letters
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.clock import Clock

_NEVER, _OWN, _KEPT = "", "own", "kept"
_ENDLESS, _UNTIL, _COUNT = "", "until", "count"
_SAME_DAY, _NTH, _LAST_DAY = "day", "nth", "last"
_NARROW = 56


def _usual(start: date) -> Mapping[str, Repeat]:
    """The ways people repeat, for a contact that begins on ``start``."""
    return {
        "daily": Repeat(Unit.DAY),
        "work": Repeat(Unit.WEEK, weekdays=WORK_DAYS),
        "weekly": Repeat(Unit.WEEK),
        "second": Repeat(Unit.WEEK, 2),
        "monthly": Repeat(Unit.MONTH),
        "nth": Repeat(Unit.MONTH, nth=nth_of(start)),
        "yearly": Repeat(Unit.YEAR),
    }


class RepeatField(QWidget):
    """Holds the text of ``ActivityDraft.rule``.

    Signals:
        edited: changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, clock: Clock, name: str = "activity_repeat") -> None:
        super().__init__()
        self.setObjectName(name)
        self._clock = clock
        self._start = clock.now().astimezone().date()
        self._rule = ""
        self._touched = False
        self.choice = EntryChoice(f"{name}_choice", tr("Repeats"), self._choices())
        self._own = _OwnRepeat(name)
        self._end = _End(name, clock)
        self._words = label("", "small", wrap=True)
        self._words.setObjectName(f"{name}_words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.choice, self._own, self._end, self._words):
            column.addWidget(widget)
        self.setFocusProxy(self.choice)
        self.choice.activated.connect(lambda _index: self._changed())
        self._own.edited.connect(self._changed)
        self._end.edited.connect(self._changed)
        self._show_parts()

    def rule(self) -> str:
        """The text for the draft.

        Raises:
            DateRefused, NumberRefused: what ends it is no date, or no number.
        """
        if not self._touched:
            return self._rule
        chosen = self.choice.value()
        if chosen == _NEVER:
            return ""
        if chosen == _KEPT:
            return self._rule
        return written(self._repeat(), self._rule)

    def text(self) -> str:
        """The rule as far as it can be told, for the draft of the form."""
        try:
            return self.rule()
        except (DateRefused, NumberRefused):
            return self._rule

    def words(self) -> str:
        """How it repeats, in words; nothing where it does not."""
        return self._words.text()

    def show_rule(self, rule: str, start: date | None = None) -> None:
        """Show a rule of the base; it stays to the letter until another is chosen."""
        self._rule = rule
        self._touched = False
        self._start = start or self._start
        repeat = read_repeat(rule, self._start)
        if not rule:
            self.choice.choose(_NEVER)
        elif repeat is None or repeat.month_day > 0:
            self.choice.offer(_KEPT, rule_words(rule, self._start))
            self.choice.choose(_KEPT)
        else:
            plain = Repeat(repeat.unit, repeat.interval, repeat.weekdays, repeat.nth, repeat.month_day)
            key = next((key for key, usual in _usual(self._start).items() if usual == plain), _OWN)
            self.choice.choose(key)
            self._own.show_repeat(repeat, self._start)
            self._end.show_end(repeat)
        self._name_choices()
        self._show_parts()

    def set_start(self, start: date) -> None:
        """The contact begins on another day."""
        if start != self._start:
            self._start = start
            self._own.set_start(start)
            self._name_choices()
            self._show_parts()

    def _repeat(self) -> Repeat:
        chosen = self.choice.value()
        often = self._own.repeat(self._start) if chosen == _OWN else _usual(self._start)[chosen]
        until, count = self._end.read(self._start)
        return Repeat(often.unit, often.interval, often.weekdays, often.nth, often.month_day, until, count)

    def _choices(self) -> list[tuple[str, str]]:
        usual = [(key, repeat_words(repeat, self._start)) for key, repeat in _usual(self._start).items()]
        return [(_NEVER, trc("repeats", "never")), *usual, (_OWN, trc("repeats", "another way…"))]

    def _name_choices(self) -> None:
        for place, (_, words) in enumerate(self._choices()):
            self.choice.setItemText(place, words)

    def _changed(self) -> None:
        self._touched = True
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        chosen = self.choice.value()
        if chosen == _OWN and self._own.isHidden():
            self._own.set_start(self._start)
        self._own.setVisible(chosen == _OWN)
        self._end.setVisible(chosen not in {_NEVER, _KEPT})
        words = ""
        if chosen not in {_NEVER, _KEPT}:
            try:
                words = repeat_words(self._repeat(), self._start)
            except (DateRefused, NumberRefused):
                words = tr("not understood")
        self._words.setText(words)
        self._words.setVisible(bool(words) and words != self.choice.currentText())


class _OwnRepeat(QWidget):
    """Every so many days, weeks, months or years, and on which days."""

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._often = QLineEdit("1")
        self._often.setObjectName(f"{name}_interval")
        self._often.setAccessibleName(tr("Every how many"))
        self._often.setFixedWidth(_NARROW)
        self._unit = EntryChoice(f"{name}_unit", tr("Days, weeks, months or years"), _units())
        self._days: MultiRow[int] = MultiRow(
            f"{name}_days", tr("On which days"), list(enumerate(weekday_letters()))
        )
        self._place = EntryChoice(f"{name}_place", tr("On which day of the month"), _places())
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(trc("repeats", "every"), "quiet"))
        row.addWidget(self._often)
        row.addWidget(self._unit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._days)
        column.addWidget(self._place)
        self._often.textEdited.connect(lambda _text: self.edited.emit())
        self._unit.activated.connect(lambda _index: self._unit_changed())
        self._days.told.changed.connect(lambda _day: self.edited.emit())
        self._place.activated.connect(lambda _index: self.edited.emit())
        self._show_parts()

    def repeat(self, start: date) -> Repeat:
        """What is said. Raises NumberRefused."""
        text = self._often.text().strip()
        if not text.isdecimal() or not 1 <= int(text) <= MOST:
            raise NumberRefused(field="rule", value=text, least=1, most=MOST)
        unit = self._unit.value()
        days = tuple(self._days.values()) if unit is Unit.WEEK else ()
        place = self._place.value() if unit is Unit.MONTH else _SAME_DAY
        return Repeat(
            unit,
            int(text),
            () if days == (start.weekday(),) else days,
            nth_of(start) if place == _NTH else None,
            LAST if place == _LAST_DAY else 0,
        )

    def show_repeat(self, repeat: Repeat, start: date) -> None:
        """Show a repetition of a contact that begins on ``start``."""
        self._often.setText(str(repeat.interval))
        self._unit.choose(repeat.unit)
        self._days.choose(repeat.weekdays or (start.weekday(),))
        place = _NTH if repeat.nth else _LAST_DAY if repeat.month_day == LAST else _SAME_DAY
        self._place.choose(place)
        self.set_start(start)
        self._show_parts()

    def set_start(self, start: date) -> None:
        """The contact begins on another day."""
        if not self._days.values():
            self._days.choose((start.weekday(),))
        for place, (_, words) in enumerate(_places(start)):
            self._place.setItemText(place, words)

    def _unit_changed(self) -> None:
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        self._days.setVisible(self._unit.value() is Unit.WEEK)
        self._place.setVisible(self._unit.value() is Unit.MONTH)


class _End(QWidget):
    """Without end, until a day, or so many times."""

    edited = Signal()

    def __init__(self, name: str, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._how = EntryChoice(f"{name}_end", tr("When it ends"), _ends())
        self._line = QLineEdit()
        self._line.setObjectName(f"{name}_end_value")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._how, 1)
        row.addWidget(self._line, 1)
        self._how.activated.connect(lambda _index: self._how_changed())
        self._line.textEdited.connect(lambda _text: self.edited.emit())
        self._show_line()

    def read(self, start: date) -> tuple[date | None, int | None]:
        """Until when, how often. Raises DateRefused, NumberRefused."""
        how, text = self._how.value(), self._line.text().strip()
        if how == _UNTIL:
            when = read_when(text, self._clock.now(), ahead=True)
            if when is None or when.day < start:
                raise DateRefused(field="rule", value=text)
            return when.day, None
        if how == _COUNT:
            if not text.isdecimal() or not 1 <= int(text) <= MOST:
                raise NumberRefused(field="rule", value=text, least=1, most=MOST)
            return None, int(text)
        return None, None

    def show_end(self, repeat: Repeat) -> None:
        """Show the end of a repetition."""
        self._how.choose(_UNTIL if repeat.until else _COUNT if repeat.count else _ENDLESS)
        text = typed_text(repeat.until.isoformat()) if repeat.until else str(repeat.count or "")
        self._line.setText(text)
        self._show_line()

    def _how_changed(self) -> None:
        today = self._clock.now().astimezone().date()
        suggested = {_UNTIL: typed_text((today + timedelta(days=91)).isoformat()), _COUNT: "10"}
        self._line.setText(suggested.get(self._how.value(), ""))
        self._show_line()
        self._line.selectAll()
        self.edited.emit()

    def _show_line(self) -> None:
        how = self._how.value()
        self._line.setVisible(how != _ENDLESS)
        self._line.setAccessibleName(tr("Last day") if how == _UNTIL else tr("How many times in all"))


def _units() -> list[tuple[Any, str]]:
    return [
        (Unit.DAY, trc("every n", "days")),
        (Unit.WEEK, trc("every n", "weeks")),
        (Unit.MONTH, trc("every n", "months")),
        (Unit.YEAR, trc("every n", "years")),
    ]


def _places(start: date | None = None) -> list[tuple[str, str]]:
    return [
        (_SAME_DAY, tr("on day {day}", day=start.day) if start else ""),
        (_NTH, nth_words(nth_of(start)) if start else ""),
        (_LAST_DAY, tr("on the last day")),
    ]


def _ends() -> list[tuple[str, str]]:
    return [
        (_ENDLESS, trc("repeats", "without end")),
        (_UNTIL, trc("repeats", "until the day")),
        (_COUNT, trc("repeats", "so many times")),
    ]
