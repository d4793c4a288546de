"""Activities: contacts that were held and contacts that are planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordEmpty
from crm_desktop.kinds import ActivityKind, Direction, Op, Outcome, PlanStart
from crm_desktop.models.days import planned_time
from crm_desktop.models.rules import parse_repetition
from crm_desktop.services import moves, participants, plan_starts, series, writing
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.lengths import check_minutes

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


def add(store: Store, draft: ActivityDraft) -> bytes:
    """Add a history entry or a planned contact, with its next step in the same operation; returns its id.

    One that was held begins the plans that wait for it (``services.plan_starts``), in the same operation too.
    Without any time it was held now. ``planned_at`` and ``held_at`` are UTC instants, or days where it is all-day.

    Raises:
        RecordNotFound: a client is not in the base.
        RecordEmpty: a note without a word, a series without its beginning.
        ValueRefused: a time that is none, minutes beyond a year, a text too long, a rule that is none.
    """
    with store.change(Op.ADD_ACTIVITY) as change:
        now = utc_text(store.clock.now())
        values = checked_values(draft, now)
        activity_id = writing.insert(store, "activity", values | {"created_at": now})
        finish(store, change, activity_id, draft)
        _begin_plans(store, activity_id, values, {})
        return activity_id


def edit(store: Store, activity_id: bytes, draft: ActivityDraft) -> None:
    """Make an activity what the draft says, and plan the draft's next step; writes only what differs.

    A plan that goes to another day is kept as a move. Of a series that goes on one occurrence is held, the one that is
    due: it gets a row of its own, and the series stays.

    Raises:
        RecordNotFound: the activity or a client is not there.
        RecordEmpty, ValueRefused: as ``add``.
    """
    with store.change(Op.EDIT_ACTIVITY) as change:
        row = writing.live_row(store, "activity", activity_id)
        now = utc_text(store.clock.now())
        values = checked_values(draft, now)
        occurrence = _due(store, row) if row["rule"] and draft.rule and draft.held_at else None
        if occurrence is not None:
            own = series.occurrence_values(row, occurrence) | {"planned_at": occurrence, "created_at": now}
            activity_id = writing.insert(store, "activity", values | own)
        else:
            writing.update(store, "activity", activity_id, values)
            if row["held_at"] is None and values["held_at"] is None and not (row["rule"] or values["rule"]):
                moves.record(store, activity_id, row["planned_at"], values["planned_at"])
        finish(store, change, activity_id, draft)
        _begin_plans(store, activity_id, values, row if occurrence is None else {})


def hold(
    store: Store,
    activity_id: bytes,
    outcome: Outcome,
    *,
    result: str | None = None,
    held_at: str | None = None,
) -> None:
    """Tell how a planned contact ended; held now unless ``held_at`` says when. Without ``result`` that text stays.

    Raises:
        RecordNotFound: it is not there.
        ValueRefused: as ``add``.
    """
    draft = draft_of(store, activity_id)
    if held_at is None:
        now = store.clock.now()
        held_at = now.astimezone().date().isoformat() if draft.all_day else utc_text(now)
    result = draft.result if result is None else result
    edit(store, activity_id, replace(draft, outcome=outcome, result=result, held_at=held_at))


def delete(store: Store, activity_id: bytes) -> None:
    """Move an activity to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_ACTIVITY):
        writing.delete(store, "activity", activity_id)


def draft_of(store: Store, activity_id: bytes) -> ActivityDraft:
    """The activity as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "activity", activity_id)
    names = [
        "client_id",
        "planned_at",
        "held_at",
        "minutes",
        "place",
        "wanted",
        "offered",
        "result",
        "responsible_id",
        "zone",
        "rule",
        "reminders",
        "deal_id",
    ]
    return ActivityDraft(
        further=participants.further(store, activity_id),
        kind=ActivityKind(row["kind"]),
        direction=Direction(row["direction"]),
        outcome=Outcome(row["outcome"]),
        all_day=bool(row["all_day"]),
        **{name: row[name] for name in names},
    )


def checked_values(draft: ActivityDraft, now: str) -> dict[str, Any]:
    """The columns of the activity that a draft says; without any time it was held ``now``. Raises as ``add``."""
    planned = planned_time("planned_at", draft.planned_at, all_day=draft.all_day)
    held = planned_time("held_at", draft.held_at, all_day=draft.all_day)
    all_day = draft.all_day
    if planned is None and held is None:
        held, all_day = now, False
    check_minutes(draft.minutes)
    texts = {name: getattr(draft, name).strip() for name in ("wanted", "offered", "result")}
    if draft.kind is ActivityKind.NOTE and not any(texts.values()):
        raise RecordEmpty(table="activity", field="result")
    if draft.rule:
        parse_repetition(draft.rule)
        if planned is None:
            raise RecordEmpty(table="activity", field="planned_at")
    return {
        "client_id": draft.client_id or next(iter(draft.further), None),
        "kind": draft.kind.value,
        "direction": draft.direction.value,
        "planned_at": planned,
        "held_at": held,
        "all_day": int(all_day),
        "minutes": draft.minutes,
        "place": " ".join(draft.place.split()),
        **texts,
        "outcome": draft.outcome.value,
        "responsible_id": draft.responsible_id,
        "zone": draft.zone,
        "rule": draft.rule,
        "reminders": draft.reminders,
        "deal_id": draft.deal_id,
    }


def finish(store: Store, change: Change, activity_id: bytes, draft: ActivityDraft) -> None:
    """Inside the open change: have the draft's further clients, and no others, take part, and plan its next step."""
    _link(store, change, activity_id, draft)
    _plan_next(store, draft, utc_text(store.clock.now()))


def _begin_plans(
    store: Store, activity_id: bytes, values: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """Plan what follows a contact that was held just now, or of which another end was told just now."""
    told = ("held_at", "outcome", "kind")
    if values["held_at"] is None or all(before.get(name) == values[name] for name in told):
        return
    plan_starts.begin(
        store,
        PlanStart.HELD,
        activity_id,
        values["client_id"],
        moves.local_day(values["held_at"]),
        responsible_id=values["responsible_id"],
        kind=values["kind"],
        outcome=values["outcome"],
    )


def _due(store: Store, row: Mapping[str, Any]) -> str | None:
    """The occurrence of a series that is due; None where the row is none that goes on."""
    if row["held_at"] is not None:
        return None
    return series.due(series.template_of(store, row), store.clock.now())


def _link(store: Store, change: Change, activity_id: bytes, draft: ActivityDraft) -> None:
    first = draft.client_id or next(iter(draft.further), None)
    wanted = dict.fromkeys(client_id for client_id in draft.further if client_id != first)
    present = participants.further(store, activity_id)
    for client_id in wanted:
        writing.row(store, "client", client_id)
    participants.link(change, [(activity_id, each) for each in wanted if each not in present])
    participants.unlink(change, [(activity_id, each) for each in present if each not in wanted])


def _plan_next(store: Store, draft: ActivityDraft, now: str) -> None:
    """The follow-up of the same form: the same client and colleague, at its own time."""
    if draft.next_at is None:
        return
    follow_up = ActivityDraft(
        client_id=draft.client_id,
        kind=draft.next_kind,
        planned_at=planned_time("next_at", draft.next_at, all_day=draft.next_all_day),
        all_day=draft.next_all_day,
        wanted=draft.next_wanted,
        responsible_id=draft.responsible_id,
        deal_id=draft.deal_id,
    )  # of the one client: whoever else took part need not come to the next step
    writing.insert(store, "activity", checked_values(follow_up, now) | {"created_at": now})
