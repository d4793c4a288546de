"""Changes of a whole series, or of it from one occurrence on (ADR 0008).

"This and later" ends the template before the occurrence and makes a second one; "all" changes the template. What has a
row of its own - held, moved, cancelled, deleted - stays where it is; only the moment it stands for follows its series,
so that it goes on to name, and to take away, the same occurrence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import to_text
from crm_desktop.models import rule_edits
from crm_desktop.models.series_parts import part_uid, read_part
from crm_desktop.services import participants, series, writing
from crm_desktop.services.recurrence import (
    Series,
    last_occurrence,
    next_occurrence,
    occurrences,
    stored_moment,
    wall_time,
    zone_of,
)

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

Row = Mapping[str, Any]

_NOT_COPIED = frozenset({"rid", "id", "rev", "deleted", "uid", "ical", "series_id", "occurrence_at"})
_NEAR = timedelta(days=15)
"""How far an occurrence may lie from where its series went, by the month ("the second Tuesday") or year."""
_NONE = timedelta()


def own_row(store: Store, change: Change, template: Row, occurrence: str) -> bytes:
    """The row of its own of an occurrence, made if there is none yet, inside the open change.

    Raises:
        RecordNotFound: the series has no such occurrence, or it lies in the bin.
    """
    found = _own(store, template, occurrence)
    if found is not None:
        return bytes(writing.live_row(store, "activity", found)["id"])
    if not template["rule"] or next_occurrence(series_of(template), occurrence) != occurrence:
        raise RecordNotFound(table="activity", id=template["id"])
    own = series.occurrence_values(template, occurrence)
    own |= {"planned_at": occurrence, "created_at": utc_text(store.clock.now())}
    return _copied(store, change, template, own)


def present_row(store: Store, template: Row, occurrence: str) -> Row:
    """An occurrence's own row, the template where it has none. Raises RecordNotFound: it lies in the bin."""
    found = _own(store, template, occurrence)
    return template if found is None else writing.live_row(store, "activity", found)


def is_first(template: Row, occurrence: str) -> bool:
    """Whether nothing of the series comes before the occurrence."""
    return last_occurrence(series_of(template), occurrence) is None


def series_of(template: Row) -> Series:
    """The series of which a row is the template."""
    return Series(template["planned_at"], template["zone"], template["rule"], bool(template["all_day"]))


def change_all(store: Store, template: Row, occurrence: str, values: Row) -> bytes:
    """Change a whole series, inside the open change; returns the template's id.

    ``values`` are the columns that change; their ``planned_at`` is where ``occurrence`` goes: all others go as far. A
    ``rule`` among them is the user's own; without one the days named by the rule follow the move.

    Raises:
        SeriesNotMoved: they cannot (``models.rule_edits``).
    """
    old = series_of(template)
    new = _changed(old, occurrence, old.rule, values)
    before, after = wall_time(occurrence, zone_of(old)), wall_time(new.start, zone_of(new))
    start = wall_time(old.start, zone_of(old)) + (after - before)
    if occurrence != old.start and ("rule" in values or before.date() != after.date()):
        start = rule_edits.start_near(new.rule, start)
    planned_at = stored_moment(start, zone_of(new)) or new.start
    writing.update(store, "activity", template["id"], {**values, "planned_at": planned_at, "rule": new.rule})
    _rename_own(store, template, template["id"], after - before, _NONE if "rule" in values else _NEAR)
    return bytes(template["id"])


def change_later(store: Store, change: Change, template: Row, occurrence: str, values: Row) -> bytes:
    """As ``change_all``, from ``occurrence`` on: the id of the template that now goes on."""
    old = series_of(template)
    if is_first(template, occurrence):
        return change_all(store, template, occurrence, values)
    cut = wall_time(occurrence, zone_of(old))
    rest = rule_edits.rest(old.rule, cut, _made(old, occurrence), zone_of(old))
    new = _changed(old, occurrence, rest, values)
    own = {"planned_at": new.start, "rule": new.rule, "uid": _part_uid(template, cut)}
    new_id = _copied(store, change, template, {**values, **own})
    end_before(store, template, occurrence)
    after = wall_time(new.start, zone_of(new))
    _rename_own(store, template, new_id, after - cut, _NONE if "rule" in values else _NEAR, occurrence)
    return new_id


def end_before(store: Store, template: Row, occurrence: str) -> None:
    """Have a series end before an occurrence, inside the open change."""
    old = series_of(template)
    zone = zone_of(old)
    rule = rule_edits.ended(old.rule, wall_time(occurrence, zone), zone)
    writing.update(store, "activity", template["id"], {"rule": rule})


def own_rows(store: Store, template: Row, since: str = "") -> list[bytes]:
    """The rows of occurrences at or after ``since`` that were not held and do not lie in the bin."""
    found = store.read(
        "SELECT id FROM activity WHERE series_id = ? AND occurrence_at >= ? AND held_at IS NULL AND deleted = 0",
        (template["id"], since),
    )
    return [id_ for (id_,) in found]


def moved_since_parted(part: Row) -> timedelta:
    """How far a series goes, by the clock on the wall, from the one that it was parted from; nothing for any other."""
    found = read_part(part["uid"])
    if found is None:
        return _NONE
    zone = zone_of(series_of(part))
    return wall_time(part["planned_at"], zone) - wall_time(found.cut, zone if "T" in found.cut else None)


def _part_uid(template: Row, cut: datetime) -> str:
    """The UID of what goes on for a series from ``cut`` on (on the wall); of a part it names the whole series."""
    own = template["uid"] or to_text(template["id"])
    found = read_part(own)
    at = stored_moment(cut - moved_since_parted(template), zone_of(series_of(template)))
    return part_uid(found.origin if found else own, at) if at else ""


def _own(store: Store, template: Row, occurrence: str) -> bytes | None:
    found = store.read(
        "SELECT id FROM activity WHERE series_id = ? AND occurrence_at = ? ORDER BY deleted, rid LIMIT 1",
        (template["id"], occurrence),
    )
    return found[0][0] if found else None


def _changed(old: Series, occurrence: str, rule: str, values: Row) -> Series:
    """The series that starts where the occurrence goes; ``rule`` is what it repeats by so far."""
    start = values.get("planned_at", occurrence)
    new = Series(start, values.get("zone", old.zone), rule, bool(values.get("all_day", old.all_day)))
    if "rule" in values:
        return Series(new.start, new.zone, values["rule"], new.all_day)
    zones = (zone_of(old), zone_of(new))
    moved = rule_edits.shifted(rule, wall_time(occurrence, zones[0]), wall_time(start, zones[1]), zones)
    return Series(new.start, new.zone, moved, new.all_day)


def _made(old: Series, occurrence: str) -> list[int]:
    """How often each rule of the series took place before the occurrence; the start is the first time of each."""
    rules = [line for line in old.rule.split("\n") if line.startswith("RRULE:")]
    counted = (Series(old.start, old.zone, rule, old.all_day) for rule in rules)
    return [sum(1 for _ in occurrences(each, old.start, occurrence)) for each in counted]


def _copied(store: Store, change: Change, template: Row, values: Row) -> bytes:
    """A second row with the template's columns and clients, but for ``values``."""
    columns = {name: value for name, value in template.items() if name not in _NOT_COPIED}
    row_id = writing.insert(store, "activity", {**columns, **values})
    participants.link(change, [(row_id, each) for each in participants.further(store, template["id"])])
    return row_id


def _rename_own(
    store: Store, old: Row, new_id: bytes, delta: timedelta, slack: timedelta, since: str = ""
) -> None:
    """Have the own rows of a template, at or after ``since``, name the occurrences of the new one that theirs became.

    An occurrence became the one at ``delta`` from it, or the nearest within ``slack``. Where nothing repeats any more
    the rows become contacts of their own.
    """
    found = store.read(
        "SELECT id, occurrence_at FROM activity WHERE series_id = ? AND occurrence_at >= ? ORDER BY occurrence_at",
        (old["id"], since),
    )
    new = writing.row(store, "activity", new_id)
    if not new["rule"]:
        for row_id, _ in found:
            writing.update(store, "activity", row_id, {"series_id": None, "occurrence_at": None, "uid": ""})
    elif found:
        zone = zone_of(series_of(old))
        moments = [wall_time(occurrence, zone) + delta for _, occurrence in found]
        names = _nearest(series_of(new), moments, slack)
        for (row_id, _), name in zip(found, names, strict=True):
            writing.update(
                store, "activity", row_id, {"series_id": new_id, "occurrence_at": name, "uid": new["uid"]}
            )


def _nearest(new: Series, moments: Sequence[datetime], slack: timedelta) -> list[str]:
    """For each time on the wall (in order) the nearest occurrence within ``slack``, else that time itself."""
    zone = zone_of(new)
    first, last = (stored_moment(moment, zone) or new.start for moment in (moments[0], moments[-1]))
    margin = timedelta(days=slack.days + 2)
    low = stored_moment(wall_time(first, zone, -margin), zone) or new.start
    high = stored_moment(wall_time(last, zone, margin), zone) or last
    places = [(wall_time(each, zone), each) for each in occurrences(new, low, high)]
    names = []
    for moment in moments:
        at = bisect_left(places, (moment, ""))
        near = min(places[max(0, at - 1) : at + 1], key=lambda place: abs(place[0] - moment), default=None)
        if near is not None and abs(near[0] - moment) <= slack:
            names.append(near[1])
        else:
            names.append(stored_moment(moment, zone) or new.start)
    return names
