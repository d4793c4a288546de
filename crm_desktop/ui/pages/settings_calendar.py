"""The settings of the calendar: what is common to all who plan in it, and how this computer shows the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import holidays, lengths, work_days
from crm_desktop.ui import formats, text_kinds, text_planning
from crm_desktop.ui.calendar_preferences import MONDAY, SUNDAY, Preferences, View, from_settings
from crm_desktop.ui.card.multi_row import MultiRow
from crm_desktop.ui.formats_words import WORDS
from crm_desktop.ui.text import language, tr, trc
from crm_desktop.ui.text_repeats import weekday_letters
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.calm_fields import CalmChoice, CalmTime
from crm_desktop.ui.widgets.page_frame import Card, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 720
_MIDNIGHT = 24
_KINDS = (ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.TASK)
_LENGTHS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240)
_BY_REGION = ""
"""The country nobody chose: that of the base."""


class CalendarSettings(QWidget):
    """Each choice works at once; there is nothing to save."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self._session, self._tell = session, tell
        self._country = _choice("setting_holidays", tr("Public holidays of"), ())
        self._country.activated.connect(lambda _i: self._keep_country())
        self._country_hint = label("", "small", wrap=True)
        self._country_hint.setObjectName("setting_holidays_next")
        self._work_days: MultiRow[int] = MultiRow(
            "setting_work_days", tr("Work days"), list(enumerate(weekday_letters()))
        )
        self._work_days.told.changed.connect(lambda _day: self._keep_work_days())
        self._lengths = {kind: self._length(kind) for kind in _KINDS}
        self._start = _choice("setting_week_start", tr("A week begins on"), _starts())
        self._start.activated.connect(lambda _i: self._keep(week_start=self._start.currentData()))
        self._view = _choice("setting_first_view", tr("The calendar opens with"), _views())
        self._view.activated.connect(lambda _i: self._keep(first_view=self._view.currentData()))
        self.hours = HoursField()
        self.hours.edited.connect(lambda: self._keep(work=list(self.hours.hours())))
        self._build()

    def reload(self) -> None:
        """Show what is set now."""
        self._name_countries()
        store = self._session.store
        chosen = holidays.chosen_country(store)
        if self._country.findData(chosen) < 0:
            self._country.addItem(chosen, chosen)  # one that a newer library knows
        _choose(self._country, chosen)
        self._country_hint.setText(self._next_holiday())
        self._work_days.choose(work_days.work_days(store))
        for kind, box in self._lengths.items():
            _choose_length(box, lengths.minutes_of(store, kind))
        stored = self._session.settings.current.calendar
        preferences = from_settings(stored)
        _choose(self._start, preferences.week_start)
        _choose(self._view, stored.get("first_view"))
        self.hours.show_hours(preferences.work)

    # ----------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        common, here = (self._work_days, self._country), (self._start, self._view, self.hours)
        fields = (*common, *self._lengths.values(), *here)
        words = {field: label(field.accessibleName(), "quiet") for field in fields}
        # One edge for the fields of all the boxes: they are read as one column.
        edge = max(each.sizeHint().width() for each in words.values())
        for each in words.values():
            each.setMinimumWidth(edge)
        shared = _card(tr("For all who share this base"), {words[field]: field for field in common})
        shared.column.addWidget(self._country_hint)
        usual = _card(
            tr("How long a contact usually takes"), {words[field]: field for field in self._lengths.values()}
        )
        usual.column.insertWidget(
            1, label(tr("Where nothing else is said; for all who share this base."), "small", wrap=True)
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 20, 0, 20)
        column.setSpacing(16)
        for card in (shared, usual, _card(tr("On this computer"), {words[field]: field for field in here})):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def _name_countries(self) -> None:
        """Fill the list when it is first seen: the library and the names of the countries take a moment to load."""
        if self._country.count():
            return
        known = holidays.countries(language())
        region = dict(known).get(holidays.region(self._session.store), "")
        automatic = tr("As the base: {country}", country=region) if region else tr("As the base")
        self._country.addItem(automatic, _BY_REGION)
        self._country.addItem(trc("public holidays", "None"), holidays.NOWHERE)
        self._country.insertSeparator(self._country.count())
        for code, name in known:
            self._country.addItem(name, code)

    def _next_holiday(self) -> str:
        """The next one, so that it is seen what was chosen."""
        today = self._session.store.clock.now().astimezone().date()
        found = holidays.next_holiday(self._session.store, today, language())
        if found is None:
            return tr("The calendar shows no public holidays.")
        day, name = found
        return tr("The next holiday: {day}, {name}", day=formats.full_day(day.isoformat()), name=name)

    def _keep_country(self) -> None:
        try:
            holidays.choose_country(self._session.store, self._country.currentData())
        except Exception as error:
            self._tell.problem(error)
        self._country_hint.setText(self._next_holiday())

    def _length(self, kind: ActivityKind) -> QComboBox:
        offered = [(text_planning.length(minutes), minutes) for minutes in _LENGTHS]
        box = _choice(f"setting_length_{kind}", text_kinds.activity_kind(kind), offered)
        box.activated.connect(lambda _i: self._keep_length(kind))
        return box

    def _keep_length(self, kind: ActivityKind) -> None:
        try:
            lengths.choose_minutes(self._session.store, kind, self._lengths[kind].currentData())
        except Exception as error:
            self._tell.problem(error)

    def _keep_work_days(self) -> None:
        try:
            work_days.choose_work_days(self._session.store, self._work_days.values())
        except Exception as error:
            self._tell.problem(error)
        # Somebody who works on no day plans on the usual ones, and sees so.
        self._work_days.choose(work_days.work_days(self._session.store))

    def _keep(self, **changes: object) -> None:
        settings = self._session.settings
        kept = {
            name: value
            for name, value in {**settings.current.calendar, **changes}.items()
            if value is not None
        }
        try:
            settings.update(calendar=kept)
        except Exception as error:
            self._tell.problem(error)


class HoursField(QWidget):
    """From which hour to which one works; whole hours, the first before the last.

    Signals:
        edited: the user has chosen other hours.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Working hours"))
        self._from = _hour("setting_work_from", tr("Work begins"))
        self._until = _hour("setting_work_until", tr("Work ends"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._from, label("–", "quiet"), self._until):
            row.addWidget(widget)
        row.addStretch(1)
        self._from.timeChanged.connect(lambda _time: self._edited(self._from))
        self._until.timeChanged.connect(lambda _time: self._edited(self._until))

    def hours(self) -> tuple[int, int]:
        """The first hour of work and the one in which it is over; midnight is 24."""
        return self._from.time().hour(), self._until.time().hour() or _MIDNIGHT

    def show_hours(self, hours: tuple[int, int]) -> None:
        """Show these."""
        for field, hour in zip((self._from, self._until), hours, strict=True):
            field.blockSignals(True)
            field.setTime(QTime(hour % _MIDNIGHT, 0))
            field.blockSignals(False)

    def _edited(self, changed: QTimeEdit) -> None:
        first, last = self.hours()
        if first >= last:
            # Whoever moves one end past the other pushes it along.
            last = min(first + 1, _MIDNIGHT) if changed is self._from else last
            first = first if changed is self._from else last - 1
        self.show_hours((first, last))
        self.edited.emit()


def _card(title: str, fields: Mapping[QLabel, QWidget]) -> Card:
    """A box of fields by their words."""
    card = Card(title)
    card.setMaximumWidth(_WIDEST)
    form = QFormLayout()
    form.setVerticalSpacing(14)
    form.setHorizontalSpacing(24)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for words, field in fields.items():
        form.addRow(words, field)
    card.column.addLayout(form)
    return card


def _starts() -> Sequence[tuple[str, object]]:
    days = WORDS[language()].full_days
    automatic = days[Preferences().first_weekday()]
    return (
        (tr("As usual here: {day}", day=automatic), None),
        (_begun(days[MONDAY]), MONDAY),
        (_begun(days[SUNDAY]), SUNDAY),
    )


def _views() -> Sequence[tuple[str, object]]:
    return (
        (tr("What was shown last"), None),
        (tr("Day"), View.DAY.value),
        (tr("Week"), View.WEEK.value),
        (tr("Month"), View.MONTH.value),
        (trc("view of the calendar", "Agenda"), View.AGENDA.value),
    )


def _begun(word: str) -> str:
    return f"{word[:1].upper()}{word[1:]}"


def _choice(name: str, words: str, items: Sequence[tuple[str, object]]) -> QComboBox:
    made = CalmChoice()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(18)
    for text, value in items:
        made.addItem(text, value)
    return made


def _choose(box: QComboBox, value: object) -> None:
    # findData finds no None.
    box.setCurrentIndex(next((n for n in range(box.count()) if box.itemData(n) == value), 0))


def _choose_length(box: QComboBox, minutes: int) -> None:
    """Show a length, also one that is not offered: a colleague or an import may have set it."""
    if box.findData(minutes) < 0:
        box.addItem(text_planning.length(minutes), minutes)
    box.setCurrentIndex(box.findData(minutes))


def _hour(name: str, words: str) -> QTimeEdit:
    made = CalmTime()
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made
