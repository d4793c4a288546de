"""A row of a calendar, made into a record: an event, or somebody's birthday where a feed of birthdays tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from crm_desktop.exchange.calendars.entries import Fault, read_entry
from crm_desktop.exchange.calendars.events import MEANINGS
from crm_desktop.exchange.calendars.wording import YearlyDay, yearly_day
from crm_desktop.exchange.importing.record import Entity, Problem, Record
from crm_desktop.kinds import ClientKind
from crm_desktop.models.limits import LONGEST_NAME
from crm_desktop.models.names import display_name, natural_order, split_name

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.hints import Column
    from crm_desktop.exchange.importing.record import RawRow

_COMPONENT = MEANINGS.index("event.component")


class EventCleaner:
    """Makes records of the rows of one calendar; columns that were given another meaning are left out."""

    def __init__(self, columns: Sequence[Column], now: datetime) -> None:
        self._fields = [
            (column.index, column.target.field)
            for column in columns
            if column.target.field == MEANINGS[column.index]
        ]
        self._places = {field: index for index, field in self._fields}
        self._today = now.astimezone().date()

    def __call__(self, raw: RawRow) -> Record | str:
        """The record, or the one-word reason why nothing can be made of the row."""
        cells = {field: raw.cells[index] for index, field in self._fields}
        cells[MEANINGS[_COMPONENT]] = raw.cells[_COMPONENT]
        read = read_entry(cells)
        if isinstance(read, str):
            return read
        entry, faults = read
        problems = [self._problem(fault) for fault in faults]
        if entry.all_day and entry.form == "VEVENT" and not entry.own:
            yearly = "FREQ=YEARLY" in entry.rule
            day = yearly_day(entry.title, date.fromisoformat(entry.start), yearly=yearly, today=self._today)
            if day is not None:
                return Record(_celebrant(day), problems=problems, by_name=True)
        return Record(Entity(), problems=problems, event=entry)

    def _problem(self, fault: Fault) -> Problem:
        return Problem(self._places.get(fault.field, -1), fault.code, fault.text)


def _celebrant(day: YearlyDay) -> Entity:
    name = split_name(day.name[:LONGEST_NAME], None)
    shown = (
        day.name[:LONGEST_NAME]
        if not (name.family and name.given)
        else display_name(name, natural_order(name))
    )
    entity = Entity(
        ClientKind.PERSON,
        shown,
        name.prefix,
        name.family,
        name.given,
        name.middle,
        name.suffix,
        name.nickname,
    )
    if day.label:
        entity.dates.append((day.label, day.day))
    else:
        entity.birthday = day.day
    return entity
