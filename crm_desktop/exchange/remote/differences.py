"""What was changed here in an event that stands elsewhere: which of its properties have to be written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.calendars.alarms import are_as_written
from crm_desktop.exchange.calendars.writing import told_rule
from crm_desktop.exchange.importing.event_plan import CANCELLED, said_of
from crm_desktop.kinds import Outcome
from crm_desktop.models.rules import Repetition, parse_repetition

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.exchange.calendars.writing import DiaryEntry

_TIME = ("DTSTART", "DTEND", "DURATION")
_REPETITION = ("RRULE", "RDATE", "EXDATE")
_TEXT = ("SUMMARY", "DESCRIPTION")
_REMINDERS = ("X-CRM-REMINDERS",)
_OWN = ("X-CRM-KIND",)
"""Only what we write for ourselves, which goes along with any change."""

_PROPERTIES = {
    "kind": _OWN,
    "planned_at": _TIME,
    "all_day": _TIME,
    "minutes": _TIME,
    "zone": (*_TIME, *_REPETITION),
    "rule": _REPETITION,
    "place": ("LOCATION",),
    "wanted": _TEXT,
    "offered": _OWN,
    "result": _TEXT,
    "reminders": ("VALARM",),
}
_NOT_TOLD = frozenset({"DIGEST", "CREATED", "KEPT", "REMINDERS"})
"""Reminders are compared by what they say, and by the alarms (``alarms_drifted``)."""


def is_ours(entry: EventEntry) -> bool:
    """Whether the event stands there as this program wrote it."""
    return "PLANNED" in entry.own


def changed_properties(
    here: DiaryEntry, fresh: EventEntry, there: EventEntry, unknown: tuple[str, ...]
) -> set[str]:
    """The properties of the event ``there`` that no longer say what stands ``here``.

    ``fresh`` is the event that the contact here makes; ``unknown`` are those of the event who are no clients.
    """
    row = row_of(here)
    said = said_of(there, row, there, unknown, here.morning)
    names = {
        name
        for column, properties in _PROPERTIES.items()
        if row[column] != said[column]
        for name in properties
    }
    if _repetition(fresh.rule) != _repetition(there.rule):
        names.update(_REPETITION)
    if "VALARM" in names and (fresh.alarms, fresh.all_day) == (there.alarms, there.all_day):
        names.remove("VALARM")
        names.update(_REMINDERS if is_ours(there) else ())
    names |= _end(here, there)
    if is_ours(there):
        own = {name for name in fresh.own.keys() | there.own.keys() if name not in _NOT_TOLD}
        different = {name for name in own if fresh.own.get(name) != there.own.get(name)}
        names |= {f"X-CRM-{name}" for name in different}
        if "CLIENTS" in different:
            names.add("SUMMARY")
    return names


def alarms_drifted(fresh: EventEntry, there: EventEntry) -> bool:
    """Whether an event still has the alarms that we wrote, and we would write others by now, by the rules of the base.

    Nobody changed the contact then. Those that somebody else set are his.
    """
    own = there.own.get("REMINDERS", "")
    is_written = are_as_written(own, there.alarms, all_day=there.all_day)
    return is_written and fresh.alarms != there.alarms


def row_of(here: DiaryEntry) -> dict[str, Any]:
    """The columns of the activity that comparisons need."""
    row = {name: getattr(here, name) for name in (*_PROPERTIES, "held_at", "outcome", "direction")}
    return {**row, "rule": told_rule(here.rule, here.without, here.zone, all_day=here.all_day)}


def moves_in_time(names: set[str]) -> bool:
    """Whether these properties say that it takes place at another time (RFC 5546: a new SEQUENCE)."""
    return not names.isdisjoint((*_TIME, *_REPETITION))


def _end(here: DiaryEntry, there: EventEntry) -> set[str]:
    """Held and how, or cancelled. An event of others knows the latter alone."""
    is_cancelled = here.outcome == Outcome.CANCELLED
    names = {"STATUS"} if is_cancelled != (there.status == CANCELLED) else set()
    if not is_ours(there) and here.outcome and not is_cancelled:
        names.update(_OWN)
    return names


def _repetition(rule: str) -> Repetition | None:
    """A rule, however it is written; readers let none through that cannot be read."""
    return parse_repetition(rule) if rule else None
