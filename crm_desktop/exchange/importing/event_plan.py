"""What becomes of an event: a new activity, changes in the one it is known by, or nothing.

An event is known by its UID and, within a series, by the moment it stands for. The activity keeps the component as it
was last read, so a second import compares three: what the calendar said then, what it says now, and what the user has
made of it since. Only what the calendar has changed is changed; where both did, the user's stays and the row is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.exchange.calendars.alarms import reminders_of
from crm_desktop.exchange.calendars.entries import EventEntry, entry_of
from crm_desktop.exchange.calendars.writing import told_rule
from crm_desktop.exchange.importing.event_series import (
    is_gone_on_for,
    kept_exception,
    kept_series,
    occurrence_in,
    parted_at,
    place_of,
    until,
)
from crm_desktop.exchange.importing.fitting import cut
from crm_desktop.ids import from_text
from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.models.limits import LONGEST_TEXT
from crm_desktop.services import series
from crm_desktop.services.recurrence import Series
from crm_desktop.services.reminders.rules import rules

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.event_people import Company, Finder
    from crm_desktop.storage.store import Store

CANCELLED = "CANCELLED"

KNOWN_IDS = (
    "SELECT id FROM activity WHERE uid = ?1 AND uid <> '' AND occurrence_at IS ?2"
    " UNION SELECT id FROM activity WHERE id = ?3 AND ?2 IS NULL"
    " UNION SELECT id FROM activity WHERE occurrence_at = ?2 AND series_id IN"
    " (SELECT id FROM activity WHERE uid = ?1 AND uid <> '' UNION SELECT ?3)"
)
"""The activities that an event may be: UID, occurrence (or NULL), id of our own. Each part by its own index: an OR of
all would read every activity."""

_COMPARED = (
    "kind",
    "planned_at",
    "all_day",
    "minutes",
    "zone",
    "rule",
    "place",
    "wanted",
    "offered",
    "result",
    "reminders",
)
_READ = ("id", "client_id", *_COMPARED, "held_at", "outcome", "ical", "deleted", "direction")
_KINDS = frozenset(kind.value for kind in ActivityKind)
_DIRECTIONS = frozenset(direction.value for direction in Direction)
_OUTCOMES = frozenset(outcome.value for outcome in Outcome)


@dataclass(slots=True)
class EventPlan:
    """``activity`` is the known one (None: new); ``values`` its new columns; ``links`` the clients to be added."""

    company: Company
    activity: bytes | None = None
    values: dict[str, Any] = field(default_factory=dict)
    links: tuple[bytes, ...] = ()
    theirs: dict[str, Any] = field(default_factory=dict)
    """What both sides changed, as the calendar has it; the user's stays."""
    in_bin: bool = False
    is_covered: bool = False
    """It is of a series that the user parted or moved, and of no contact there: that series stands for it."""

    @property
    def differs(self) -> bool:
        """Both sides changed something."""
        return bool(self.theirs)


def plan_event(
    store: Store,
    finder: Finder,
    entry: EventEntry,
    now: datetime,
    *,
    overwrite: bool = False,
    anew: bool = False,
    base: EventEntry | None = None,
) -> EventPlan:
    """What to do with the event; ``overwrite``: the calendar wins, ``anew``: it is added though it is known.

    ``base`` is the event as it was last exchanged; without it, as the activity keeps it from the last import.
    """
    company = finder.company_of(entry)
    morning = rules(store).morning_minutes
    row = None if anew else known_here(store, entry)
    if row is None:
        place = None if anew else place_of(store, entry)
        if (place and not place.is_free) or not (
            anew or entry.occurrence or not is_gone_on_for(store, entry)
        ):
            return EventPlan(company, is_covered=True)
        values = new_values(entry, company, now, morning)
        if place:
            values |= {"series_id": place.series, "uid": place.uid, "occurrence_at": place.occurrence}
        return EventPlan(company, None, values, company.clients)
    if row["deleted"]:
        return EventPlan(company, row["id"], in_bin=True)
    if row["rule"]:
        without = series.left_out(store, row["id"])
        row["rule"] = told_rule(row["rule"], without, row["zone"], all_day=bool(row["all_day"]))
    before = base or entry_of(row["ical"]) or _as_its_series(store, entry)
    people_before = () if before is None else finder.company_of(before).clients
    present = _clients(store, row)
    links = tuple(
        client
        for client in company.clients
        if client not in present and (not present or client not in people_before)
    )
    plan = EventPlan(company, row["id"], links=links)
    if base is not None or row["ical"] != entry.component or before is None:
        _compare(plan, row, before, entry, now, morning, overwrite=overwrite)
        if entry.rule and not entry.occurrence:
            _keep_parted(store, plan, row, before, entry)
    return plan


def known(store: Store, entry: EventEntry) -> dict[str, Any] | None:
    """The activity that the event is, by column; those of our own that never had a UID are known by their id."""
    try:
        own = from_text(entry.uid)
    except ValueError:
        own = b""
    return _row(store, KNOWN_IDS, (entry.uid, entry.occurrence or None, own))


def known_here(store: Store, entry: EventEntry) -> dict[str, Any] | None:
    """As ``known``; of an exception also the row that it is in a series which the user parted or moved."""
    row = known(store, entry)
    if row is not None or not entry.occurrence:
        return row
    kept = kept_exception(store, entry)
    if kept is not None:
        return _row(store, "?", (kept,))
    place = place_of(store, entry)
    if place is None:
        return None
    at_place = "SELECT id FROM activity WHERE series_id = ? AND occurrence_at = ?"
    return _row(store, at_place, (place.series, place.occurrence))


def _row(store: Store, ids: str, params: tuple[Any, ...]) -> dict[str, Any] | None:
    """One of the activities of these ids, by column; one that is not in the bin where there is one."""
    found = store.read(
        f"SELECT {', '.join(_READ)} FROM activity WHERE id IN ({ids}) ORDER BY deleted, rid LIMIT 1", params
    )
    return dict(zip(_READ, found[0], strict=True)) if found else None


def new_values(entry: EventEntry, company: Company, now: datetime, morning: int) -> dict[str, Any]:
    """The columns of the activity that the event becomes, but for its clients and its series."""
    values = _said(entry, held_at := _held_at(entry, now), company.unknown, morning)
    direction, outcome = entry.own.get("DIRECTION", ""), entry.own.get("OUTCOME", "")
    if entry.status == CANCELLED:
        outcome = Outcome.CANCELLED.value
    return {
        **values,
        "held_at": held_at,
        "direction": direction if direction in _DIRECTIONS else "",
        "outcome": outcome if outcome in _OUTCOMES else "",
        "uid": entry.uid,
        "occurrence_at": entry.occurrence or None,
        "ical": entry.component if not entry.own or "KEPT" in entry.own else "",
    }


def _said(entry: EventEntry, held_at: str | None, unknown: tuple[str, ...], morning: int) -> dict[str, Any]:
    """The columns that follow from the event alone, where it is known whether it took place."""
    wanted, result = _texts(entry, unknown, held=held_at is not None)
    own = entry.own
    minutes = own.get("MINUTES", "")
    return {
        "kind": entry.kind if entry.kind in _KINDS else ActivityKind.MEETING.value,
        "planned_at": (own["PLANNED"] or None) if "PLANNED" in own else entry.start,
        "all_day": int(entry.all_day),
        "minutes": (int(minutes) if minutes.isdecimal() else None) if "MINUTES" in own else entry.minutes,
        "zone": own.get("ZONE", entry.zone),
        "rule": _rule_of(entry),
        "place": entry.place,
        "wanted": wanted,
        "offered": entry.own.get("OFFERED", ""),
        "result": result,
        "reminders": reminders_of(
            own.get("REMINDERS", ""), entry.alarms, all_day=entry.all_day, morning=morning
        ),
    }


def _texts(entry: EventEntry, unknown: tuple[str, ...], *, held: bool) -> tuple[str, str]:
    """What it is about, and what came of it: a description of what is past tells the latter.

    Whoever takes part and is no client stands at the end of the former, to be read and found.
    """
    if "WANTED" in entry.own:
        return entry.own["WANTED"], entry.own.get("RESULT", "")
    text = entry.text if entry.text != entry.title else ""
    about = [entry.title] if held else [entry.title, text]
    others = ", ".join(unknown)
    wanted = "\n".join(filter(None, (*about, others if others not in text else "")))
    return cut(wanted, LONGEST_TEXT), cut(text, LONGEST_TEXT) if held else ""


def _held_at(entry: EventEntry, now: datetime) -> str | None:
    """When it took place: what is past did, unless it is a task, which stays until somebody has done it."""
    if "HELD" in entry.own:
        return entry.own["HELD"] or None
    if entry.status == CANCELLED:
        return entry.start
    if entry.form == "VTODO":
        if entry.status != "COMPLETED" and not entry.completed:
            return None
        done = entry.completed or utc_text(now)
        return done[:10] if entry.all_day else done
    if entry.rule and not entry.occurrence:
        return series.over_at(Series(entry.start, entry.zone, entry.rule, entry.all_day), now)
    return entry.start if _is_over(entry, now) else None


def _is_over(entry: EventEntry, now: datetime) -> bool:
    length = timedelta(minutes=entry.minutes or 0)  # of an end that was a date, so none beyond the calendar
    if entry.all_day:
        last = date.fromisoformat(entry.start) + max(length - timedelta(days=1), timedelta())
        return last < now.astimezone().date()
    return parse_utc_text(entry.start) + length <= now


def _clients(store: Store, row: dict[str, Any]) -> set[bytes]:
    linked = store.read(
        "SELECT client_id FROM activity_client WHERE activity_id = ? AND deleted = 0", (row["id"],)
    )
    return {client for (client,) in linked} | ({row["client_id"]} if row["client_id"] else set())


def _compare(
    plan: EventPlan,
    row: dict[str, Any],
    before: EventEntry | None,
    entry: EventEntry,
    now: datetime,
    morning: int,
    *,
    overwrite: bool,
) -> None:
    """Fill in what the event changes in the activity ``row``."""
    unknown = plan.company.unknown
    new = said_of(entry, row, before or entry, unknown, morning)
    old = said_of(before, row, before, unknown, morning) if before else {name: row[name] for name in new}
    if before is not None and _has_same_alarms(before, entry):
        new["reminders"] = old["reminders"]
    for name, value in new.items():
        if value == old[name] or value == row[name]:
            continue
        if row[name] == old[name] or overwrite:
            plan.values[name] = value
        else:
            plan.theirs[name] = value
    if "HELD" in entry.own:
        _own_end(plan, row, before, entry)
    elif "planned_at" in plan.values or _is_cancelled(before) != _is_cancelled(entry):
        _end(plan, row, before, entry, now)
    if plan.values and not entry.own:
        plan.values["ical"] = entry.component


def _as_its_series(store: Store, entry: EventEntry) -> EventEntry | None:
    """An exception of which the base keeps nothing, as its series told that occurrence when it was last brought in."""
    kept = kept_series(store, entry.uid) if entry.occurrence else None
    return occurrence_in(kept, entry.occurrence) if kept is not None else None


def _keep_parted(
    store: Store, plan: EventPlan, row: dict[str, Any], before: EventEntry | None, entry: EventEntry
) -> None:
    """A series that the user parted goes on to its end here: what the calendar changed behind it is told, not done."""
    cut_at = parted_at(store, entry.uid, row)
    if cut_at is None:
        return
    plan.values.pop("rule", None)
    plan.theirs.pop("rule", None)
    new_rule, old_rule = _rule_of(entry), _rule_of(before or entry)
    new = until(new_rule, cut_at, row)
    if new == row["rule"] == new_rule or new_rule == old_rule:
        return
    is_as_it_was = row["rule"] in (old_rule, until(old_rule, cut_at, row))
    if is_as_it_was and new != row["rule"]:
        plan.values["rule"] = new
    else:
        plan.theirs["rule"] = new_rule


def _rule_of(entry: EventEntry) -> str:
    """The rule as the base has it; an occurrence has none."""
    return entry.own.get("RULE", "" if entry.occurrence else entry.rule)


def said_of(
    entry: EventEntry, row: dict[str, Any], before: EventEntry, unknown: tuple[str, ...], morning: int
) -> dict[str, Any]:
    """What the event says of the columns of the activity ``row``, which was told to be held here or by a calendar."""
    told_held = row["wanted"] != _texts(before, unknown, held=False)[0]
    return _said(entry, row["held_at"] if told_held else None, unknown, morning)


def _has_same_alarms(before: EventEntry, entry: EventEntry) -> bool:
    """Whether nothing new is said of alarms; some servers drop what we wrote beside them."""
    is_told = "REMINDERS" in entry.own
    return not is_told and (before.alarms, before.all_day) == (entry.alarms, entry.all_day)


def responsible_of(store: Store, entry: EventEntry) -> bytes | None:
    """The colleague that our own export names, if the base has one of that name."""
    name = entry.own.get("RESPONSIBLE", "")
    found = store.read(
        "SELECT id FROM colleague WHERE name = ? AND deleted = 0 ORDER BY rid LIMIT 1", (name,)
    )
    return found[0][0] if name and found else None


def own_end(entry: EventEntry) -> dict[str, Any]:
    """How it ended, as an event of ours tells."""
    return {
        "held_at": entry.own.get("HELD") or None,
        "outcome": entry.own.get("OUTCOME", ""),
        "direction": entry.own.get("DIRECTION", ""),
    }


def _own_end(plan: EventPlan, row: dict[str, Any], before: EventEntry | None, entry: EventEntry) -> None:
    """The end that an event of ours tells, unless it told so before: then what the user told since stays."""
    known = own_end(before) if before is not None and "HELD" in before.own else {}
    plan.values |= {
        name: value
        for name, value in own_end(entry).items()
        if value and value not in (row[name], known.get(name))
    }


def _end(
    plan: EventPlan, row: dict[str, Any], before: EventEntry | None, entry: EventEntry, now: datetime
) -> None:
    """Moved or cancelled in the calendar: an end that only an import told follows; one that the user told stays."""
    told_by_user = row["outcome"] not in {"", Outcome.CANCELLED.value}
    by_import = row["held_at"] is None or (before is not None and row["held_at"] == before.start)
    if told_by_user or not by_import:
        if _is_cancelled(entry):
            plan.theirs["outcome"] = Outcome.CANCELLED.value
        return
    ended = {
        "held_at": _held_at(entry, now),
        "outcome": Outcome.CANCELLED.value if _is_cancelled(entry) else "",
    }
    plan.values |= {name: value for name, value in ended.items() if value != row[name]}


def _is_cancelled(entry: EventEntry | None) -> bool:
    return entry is not None and entry.status == CANCELLED
