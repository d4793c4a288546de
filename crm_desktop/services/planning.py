"""The plan of a contact changes: moved, made longer, cancelled, deleted - once, or with the rest of its series.

``activity_id`` is a single contact, the row of its own of an occurrence, or the template of a series together with
``occurrence``, the moment at which that takes place; without it the occurrence that is due is meant. The scope tells
how much of a series follows; for a contact that is in none it means nothing. Contacts for many clients at once are
planned by ``services.planning_many``, lengths and overlaps stand in ``services.lengths``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import ContactHeld, RecordEmpty, RecordNotFound
from crm_desktop.kinds import Op, Outcome
from crm_desktop.models.days import planned_time
from crm_desktop.services import activities, moves, series, series_edits, writing
from crm_desktop.services.lengths import check_minutes

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ActivityDraft
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

Row = Mapping[str, Any]


class Scope(StrEnum):
    """How much of a series a change means: this occurrence, it and all later ones, or the whole."""

    THIS = "this"
    LATER = "later"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class _Target:
    """What is to change: its row (the template's for an occurrence without one), its series and moment there."""

    row: Row
    template: Row | None
    occurrence: str

    @property
    def series(self) -> Row:
        assert self.template is not None
        return self.template

    @property
    def has_row(self) -> bool:
        """Whether the one contact has a row of its own, be it single or an occurrence."""
        return self.template is None or self.row["id"] != self.template["id"]

    def follows(self, scope: Scope) -> bool:
        """Whether more than the one contact changes."""
        return self.template is not None and scope is not Scope.THIS


def move(
    store: Store,
    activity_id: bytes,
    to: str,
    *,
    all_day: bool | None = None,
    minutes: int | None = None,
    occurrence: str | None = None,
    scope: Scope = Scope.THIS,
) -> bytes:
    """Plan a contact for another time; the id of the row that stands there now.

    ``to`` is a UTC instant, or a day where ``all_day`` (None: as it was). Where the local day changes a move is kept.
    ``minutes`` None leaves the length. An occurrence moved alone gets a row of its own; with ``LATER`` and ``ALL`` the
    wall clock time of the others changes as this one's does, and the weekday or day of the month that the rule names
    follows, where it names just one.

    Raises:
        RecordNotFound: there is no such contact or occurrence.
        ContactHeld: it was held.
        DateRefused, RecordEmpty: ``to`` is no such time, or empty.
        NumberRefused: the length is none.
        SeriesNotMoved: the rule names several days; this one alone can be moved.
    """
    check_minutes(minutes)
    with store.change(Op.MOVE_ACTIVITY) as change:
        target = _target(store, activity_id, occurrence)
        days = bool(target.row["all_day"]) if all_day is None else all_day
        planned = planned_time("planned_at", to, all_day=days)
        if planned is None:
            raise RecordEmpty(table="activity", field="planned_at")
        values: dict[str, Any] = {"planned_at": planned, "all_day": int(days)}
        if minutes is not None:
            values["minutes"] = minutes
        return _change(store, change, target, values, scope)


def resize(
    store: Store,
    activity_id: bytes,
    minutes: int,
    *,
    occurrence: str | None = None,
    scope: Scope = Scope.THIS,
) -> bytes:
    """Give a planned contact another length; the id of its row. Raises as ``move``."""
    check_minutes(minutes)
    with store.change(Op.EDIT_ACTIVITY) as change:
        target = _target(store, activity_id, occurrence)
        return _change(store, change, target, {"minutes": minutes}, scope)


def edit(
    store: Store,
    activity_id: bytes,
    draft: ActivityDraft,
    *,
    occurrence: str | None = None,
    scope: Scope = Scope.THIS,
) -> bytes:
    """Make a planned contact what the draft says; the id of the row that stands there now.

    Its ``planned_at`` is the time of the occurrence that the user saw. Where the draft's rule is the template's, its
    days follow a move as they do in ``move``; another rule holds as it is, and none ends the repetition.

    Raises:
        As ``move`` and ``activities.add``.
    """
    with store.change(Op.EDIT_ACTIVITY) as change:
        target = _target(store, activity_id, occurrence)
        if not target.follows(scope) or draft.held_at is not None:
            row_id = _row_of(store, change, target)
            activities.edit(store, row_id, replace(draft, rule="") if target.template is not None else draft)
            return row_id
        values = activities.checked_values(draft, utc_text(store.clock.now()))
        if values["planned_at"] is None:
            raise RecordEmpty(table="activity", field="planned_at")
        if values["rule"] == target.series["rule"]:
            del values["rule"]
        row_id = _change(store, change, target, values, scope)
        activities.finish(store, change, row_id, draft)
        return row_id


def cancel(
    store: Store, activity_id: bytes, *, occurrence: str | None = None, scope: Scope = Scope.THIS
) -> None:
    """A planned contact will not take place: it stays in the diary, struck through, and is cancelled from now on.

    Later occurrences do not take place without leaving rows; a series cancelled as a whole stays as one. Raises
    RecordNotFound, ContactHeld.
    """
    with store.change(Op.EDIT_ACTIVITY) as change:
        target = _target(store, activity_id, occurrence)
        for row_id in _ended(store, change, target, scope):
            now = store.clock.now()
            days = writing.row(store, "activity", row_id)["all_day"]
            held_at = now.astimezone().date().isoformat() if days else utc_text(now)
            writing.update(
                store, "activity", row_id, {"outcome": Outcome.CANCELLED.value, "held_at": held_at}
            )


def delete(
    store: Store, activity_id: bytes, *, occurrence: str | None = None, scope: Scope = Scope.THIS
) -> None:
    """Move a contact to the bin, or a series from here on, or the whole of it; what else of it was held stays.

    Raises RecordNotFound.
    """
    with store.change(Op.DELETE_ACTIVITY) as change:
        target = _target(store, activity_id, occurrence, held_too=True)
        for row_id in _ended(store, change, target, scope):
            writing.delete(store, "activity", row_id)


def own_row(store: Store, activity_id: bytes, occurrence: str) -> bytes:
    """Inside an open change: the row of its own of an occurrence, made where there was none. Raises RecordNotFound."""
    with store.change(Op.EDIT_ACTIVITY) as change:
        return series_edits.own_row(
            store, change, writing.live_row(store, "activity", activity_id), occurrence
        )


def _target(store: Store, activity_id: bytes, occurrence: str | None, *, held_too: bool = False) -> _Target:
    row: Row = writing.live_row(store, "activity", activity_id)
    template: Row | None = None
    moment = row["occurrence_at"] or ""
    if row["rule"] and row["held_at"] is None:
        template = row
        found = occurrence or series.due(series.template_of(store, row), store.clock.now())
        if found is None:
            raise RecordNotFound(table="activity", id=activity_id)
        moment, row = found, series_edits.present_row(store, row, found)
    elif row["series_id"] and moment:
        series_row = writing.row(store, "activity", row["series_id"])
        goes_on = series_row["rule"] and series_row["held_at"] is None and not series_row["deleted"]
        template = series_row if goes_on else None
    if row["held_at"] is not None and not held_too:
        raise ContactHeld(id=row["id"], held_at=row["held_at"])
    return _Target(row, template, moment)


def _change(store: Store, change: Change, target: _Target, values: dict[str, Any], scope: Scope) -> bytes:
    """Write ``values`` to the contact and to whatever of its series the scope means; the id of its row."""
    before = target.row["planned_at"] if target.has_row else target.occurrence
    if not target.follows(scope):
        row_id = _row_of(store, change, target)
    elif scope is Scope.LATER:
        row_id = series_edits.change_later(store, change, target.series, target.occurrence, values)
    else:
        row_id = series_edits.change_all(store, target.series, target.occurrence, values)
    if target.has_row:
        row_id = target.row["id"]
    if target.has_row or not target.follows(scope):
        writing.update(store, "activity", row_id, {name: values[name] for name in values if name != "rule"})
    moves.record(store, row_id, before, values.get("planned_at", before))
    return row_id


def _row_of(store: Store, change: Change, target: _Target) -> bytes:
    """The row of the one contact, made now for an occurrence that had none."""
    if target.has_row:
        return bytes(target.row["id"])
    return series_edits.own_row(store, change, target.series, target.occurrence)


def _ended(store: Store, change: Change, target: _Target, scope: Scope) -> list[bytes]:
    """The rows to cancel or delete; a series that goes on until here is told so."""
    if not target.follows(scope):
        return [_row_of(store, change, target)]
    if scope is Scope.ALL or series_edits.is_first(target.series, target.occurrence):
        rows = [*series_edits.own_rows(store, target.series), target.series["id"]]
        return rows if not target.has_row else list(dict.fromkeys([target.row["id"], *rows]))
    here = _row_of(store, change, target)
    rows = series_edits.own_rows(store, target.series, target.occurrence)
    series_edits.end_before(store, target.series, target.occurrence)
    return list(dict.fromkeys([here, *rows]))
