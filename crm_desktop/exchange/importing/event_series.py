"""An exception of a calendar's series, and where that occurrence lies in the series as they stand here.

"This and later" parts a series, and a move of all takes its occurrences to other moments (``services.series_edits``).
The calendar it came from knows nothing of that, and goes on to speak of its own occurrences. What the user made of the
series stands: an exception is judged as the contact that its occurrence became, and where there is none such the
user's series covers it, so that no contact comes twice (ADR 0013).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import RuleRefused
from crm_desktop.exchange.calendars.entries import EventEntry, entry_of
from crm_desktop.ids import from_text
from crm_desktop.models.rule_edits import ended
from crm_desktop.models.series_parts import read_part, uids_of_parts
from crm_desktop.services.recurrence import (
    Series,
    next_occurrence,
    occurrences,
    stored_moment,
    wall_time,
    zone_of,
)
from crm_desktop.services.series_edits import moved_since_parted, series_of

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Row = Mapping[str, Any]

_READ = ("id", "uid", "planned_at", "zone", "rule", "all_day", "ical", "deleted")
_SELECT = (
    f"SELECT {', '.join(_READ)} FROM activity WHERE occurrence_at IS NULL AND planned_at IS NOT NULL AND "
)


class Place(NamedTuple):
    """Where an occurrence of a calendar's series lies here.

    ``series`` is the template it belongs to, and ``uid`` that one's; ``occurrence`` its moment there. ``is_free``: the
    user left it where it was, so that an exception that is new may become a row of its own there.
    """

    series: bytes
    uid: str
    occurrence: str
    is_free: bool


class _Standing(NamedTuple):
    """A series as it stands here: the template it was brought in as (None: not any more), and its parts in order."""

    origin: Row | None
    parts: list[Row]


def series_in(entry: EventEntry) -> Series:
    """The series that an event is."""
    return Series(entry.start, entry.zone, entry.rule, entry.all_day)


def occurrence_in(series: EventEntry, at: str) -> EventEntry:
    """An occurrence as its series says it."""
    own = {name: value for name, value in series.own.items() if name not in {"PLANNED", "RULE", "MOVES"}}
    return series._replace(occurrence=at, start=at, rule="", own=own)


def takes_place(series: Series, at: str) -> bool:
    """Whether the series has an occurrence at this moment."""
    if not series.rule:
        return False
    try:
        return any(moment == at for moment in occurrences(series, at, _after(at)))
    except RuleRefused:
        return False


def place_of(store: Store, entry: EventEntry) -> Place | None:
    """Where the occurrence lies that the event is an exception of; None where nothing was parted or moved."""
    standing = _standing(store, entry.uid)
    moment = _moment_here(standing, entry)
    if moment is None:
        return None
    begun = [each for each in (standing.origin, *standing.parts) if each and _begins(each, moment)]
    if not begun:
        return None
    row = begun[-1]
    series = series_of(row)
    at = stored_moment(moment + moved_since_parted(row), zone_of(series)) or entry.occurrence
    is_free = at == entry.occurrence and not row["deleted"] and takes_place(series, at)
    return Place(row["id"], row["uid"], at, is_free)


def is_gone_on_for(store: Store, entry: EventEntry) -> bool:
    """Whether parts of the series are here, though it is not."""
    return any(not part["deleted"] for part in _standing(store, entry.uid).parts)


def kept_exception(store: Store, entry: EventEntry) -> bytes | None:
    """The row that an exception became, as its kept component tells, whatever its series became since."""
    named = [line for line in entry.component.split("\n") if line.startswith("RECURRENCE-ID")]
    origin, parts = _standing(store, entry.uid)
    for template in (origin, *parts) if named else ():
        for id_, ical in store.read(
            "SELECT id, ical FROM activity WHERE series_id = ? AND occurrence_at IS NOT NULL AND instr(ical, ?) > 0"
            " ORDER BY deleted, rid",
            (template["id"] if template else b"", named[0]),
        ):
            kept = entry_of(ical)
            if kept is not None and (kept.uid, kept.occurrence) == (entry.uid, entry.occurrence):
                return bytes(id_)
    return None


def parted_at(store: Store, uid: str, template: Row) -> datetime | None:
    """Where the user parted the series that ``template`` is here, by its wall; None where it goes on to its end."""
    before = read_part(uid)
    here = {**template, "uid": uid}
    for part in _standing(store, uid).parts:
        if before is None or _cut(part) > _cut(here):
            return _cut(part) + moved_since_parted(here)
    return None


def until(rule: str, cut: datetime, template: Row) -> str:
    """The rule of a calendar's series as far as ``template`` goes here, which was parted at ``cut``."""
    series = replace(series_of(template), rule=rule)
    zone = zone_of(series)
    try:
        goes_on = next_occurrence(series, stored_moment(cut, zone) or series.start) is not None
        return ended(rule, cut, zone) if goes_on else rule
    except RuleRefused:  # our own word for it, which somebody changed
        return rule


def kept_series(store: Store, uid: str) -> EventEntry | None:
    """The series as the calendar told it last; None where the base keeps nothing of that."""
    found = store.read(
        "SELECT ical FROM activity WHERE uid = ? AND uid <> '' AND occurrence_at IS NULL AND ical <> '' LIMIT 1",
        (uid,),
    )
    return entry_of(found[0][0]) if found else None


def _standing(store: Store, uid: str) -> _Standing:
    part = read_part(uid)
    origin = part.origin if part else uid
    try:
        own = from_text(origin)
    except ValueError:
        own = b""
    whole = store.read(
        f"{_SELECT} id IN (SELECT id FROM activity WHERE uid = ? AND uid <> '' UNION SELECT ?)"
        " ORDER BY deleted, rid LIMIT 1",
        (origin, own),
    )
    parts = store.read(f"{_SELECT} uid >= ? AND uid < ? AND uid <> ''", uids_of_parts(origin))
    rows = [dict(zip(_READ, values, strict=True)) for values in parts]
    return _Standing(
        dict(zip(_READ, whole[0], strict=True)) if whole else None,
        sorted((row for row in rows if read_part(row["uid"])), key=lambda row: str(read_part(row["uid"]))),
    )


def _moment_here(standing: _Standing, entry: EventEntry) -> datetime | None:
    """When the occurrence of the event takes place by the wall of the whole series here; None where as there."""
    origin = standing.origin
    template = next((part for part in standing.parts if part["uid"] == entry.uid), origin)
    first = next(iter(standing.parts), origin)
    if template is None:
        template = first
    if template is None or not entry.occurrence:
        return None
    moved = -moved_since_parted(template)
    if template is origin and (kept := entry_of(template["ical"])) is not None and kept.uid == entry.uid:
        zone = zone_of(series_of(template))
        moved = wall_time(template["planned_at"], zone) - wall_time(kept.start, zone)
    if not (standing.parts or moved):
        return None
    return wall_time(entry.occurrence, zone_of(series_of(template))) + moved


def _begins(row: Row, moment: datetime) -> bool:
    """Whether a template goes on for the whole series at this time on its wall."""
    return read_part(row["uid"]) is None or _cut(row) <= moment


def _cut(part: Row) -> datetime:
    found = read_part(part["uid"])
    assert found is not None  # parts alone are asked
    return wall_time(found.cut, zone_of(series_of(part)) if "T" in found.cut else None)


def _after(at: str) -> str:
    if "T" not in at:
        return (date.fromisoformat(at) + timedelta(days=1)).isoformat()
    return utc_text(parse_utc_text(at) + timedelta(milliseconds=1))
