"""Deals: sales in the making, won or lost.

State and stage say the same: a stage has a role (``deal_stages``), and who closes a deal moves it to the stage of its
pipeline that goes with that. A deal has no stage where its pipeline has none of the role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import DayAhead, RecordEmpty
from crm_desktop.kinds import DealState, Op, PlanStart
from crm_desktop.models.amounts import currency_code
from crm_desktop.models.days import check_day
from crm_desktop.services import deal_items, deal_stages, plan_starts, stage_rules, writing
from crm_desktop.services.drafts import DealDraft
from crm_desktop.services.living import living_client

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_FIELDS = (
    "client_id", "title", "amount", "currency", "expected_on", "closed_on", "notes", "stage_id", "cost", "lost_reason",
    "responsible_id", "source_id",
)  # fmt: skip


def add(store: Store, draft: DealDraft) -> bytes:
    """Add a deal; returns its id. One won or lost was closed today unless the draft says when.

    Without a stage it stands in the first one of its state; a stage of won or lost deals makes an open draft so.
    A deal won begins the plans that wait for it (``services.plan_starts``) and moves its client on where a rule says so
    (``services.stage_rules``), in the same operation. A client that was merged into another stands for that one.

    Raises:
        RecordEmpty: neither a title nor an amount, or an item without a name.
        CurrencyRefused: an amount without a currency of ISO 4217.
        DateRefused, DayAhead: a day that is none, or one of closing that is yet to come.
        NumberRefused: a sum that no base holds.
        ClientInBin: the client lies in the bin.
        RecordNotFound: the client, the stage, the colleague or the source is not in the base.
    """
    with store.change(Op.ADD_DEAL) as change:
        if draft.stage_id is not None and draft.state is DealState.OPEN:
            draft = replace(draft, state=DealState(_role(store, draft.stage_id)))
        draft = replace(draft, client_id=living_client(store, draft.client_id))
        values = _values(store, draft, None) | {"stage_id": stage_for(store, draft.stage_id, draft.state)}
        deal_id = writing.insert(store, "deal", values | {"created_at": utc_text(store.clock.now())})
        deal_items.write(store, deal_id, draft.items)
        begin_plans(store, deal_id, values, DealState.OPEN.value)
        if is_won_now(values, DealState.OPEN.value):
            stage_rules.apply(store, change, [draft.client_id])
        return deal_id


def edit(store: Store, deal_id: bytes, draft: DealDraft) -> None:
    """Make a deal what the draft says; writes only what differs. Raises as ``add``.

    Where the draft has another state than the deal, the stage follows it; else another stage takes the state along.
    What was paid and planned of the deal, and marks given for it, go along to another client.
    """
    with store.change(Op.EDIT_DEAL) as change:
        before = writing.live_row(store, "deal", deal_id)
        stage = draft.stage_id or before["stage_id"]
        if stage is not None and stage != before["stage_id"] and draft.state == before["state"]:
            draft = replace(draft, state=DealState(_role(store, stage)))
        if draft.client_id != before["client_id"]:
            draft = replace(draft, client_id=living_client(store, draft.client_id))
            for table in ("payment", "feedback"):
                change.execute(
                    f"UPDATE {table} SET client_id = ?1 WHERE deal_id = ?2 AND client_id <> ?1",
                    (draft.client_id, deal_id),
                )
        values = _values(store, draft, before["closed_on"])
        if stage is not None or draft.state != before["state"]:
            stage = stage_for(store, stage, draft.state)
        values["stage_id"] = stage
        if stage != before["stage_id"]:
            values["moved_at"] = utc_text(store.clock.now())
        writing.update(store, "deal", deal_id, values)
        deal_items.write(store, deal_id, draft.items)
        begin_plans(store, deal_id, values, before["state"])
        if is_won_now(values, before["state"]):
            stage_rules.apply(store, change, [draft.client_id])


def delete(store: Store, deal_id: bytes) -> None:
    """Move a deal to the bin; its payments stay with the client. Raises RecordNotFound."""
    with store.change(Op.DELETE_DEAL):
        writing.delete(store, "deal", deal_id)


def of(store: Store, client_id: bytes) -> list[tuple[bytes, DealDraft]]:
    """All deals of a client with their ids: the open ones first, then the newest."""
    found = store.read(
        f"SELECT id, state, {', '.join(_FIELDS)} FROM deal"
        " WHERE client_id = ? AND deleted = 0 ORDER BY state <> 'open', created_at DESC, rid DESC",
        (client_id,),
    )
    items = deal_items.of(store, [row[0] for row in found])
    return [(row[0], _draft(row[1], row[2:], items.get(row[0], ()))) for row in found]


def draft_of(store: Store, deal_id: bytes) -> DealDraft:
    """The deal as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "deal", deal_id)
    items = deal_items.of(store, [deal_id]).get(deal_id, ())
    return _draft(row["state"], [row[name] for name in _FIELDS], items)


def lost_reasons(store: Store, limit: int = 20) -> list[str]:
    """Why deals were lost so far, the most frequent reason first."""
    found = store.read(
        "SELECT lost_reason FROM deal WHERE state = 'lost' AND lost_reason <> '' AND deleted = 0"
        " GROUP BY lost_reason ORDER BY COUNT(*) DESC, lost_reason LIMIT ?",
        (limit,),
    )
    return [reason for (reason,) in found]


def client_name(store: Store, client_id: bytes) -> str:
    """Whose deal it is, by name. Raises RecordNotFound."""
    return str(writing.row(store, "client", client_id)["name"])


def stage_for(store: Store, stage_id: bytes | None, state: DealState) -> bytes | None:
    """The stage where it goes with the state, else the first one of its pipeline that does; None for no such.

    Where a deal has had no stage, it is the first one of any pipeline. Raises RecordNotFound.
    """
    if stage_id is None:
        return deal_stages.first_of(store, state)
    row = writing.live_row(store, "deal_stage", stage_id)
    if row["role"] == state.value:
        return stage_id
    return deal_stages.first_of(store, state, row["pipeline"])


def today(store: Store) -> str:
    """The day of the user's calendar: the machine's zone, not UTC's."""
    return store.clock.now().astimezone().date().isoformat()


def is_won_now(values: dict[str, Any], before: str) -> bool:
    """Whether a deal that was in the state ``before`` is won with these values."""
    return bool(values["state"] == DealState.WON.value != before)


def begin_plans(store: Store, deal_id: bytes, values: dict[str, Any], before: str) -> None:
    """Inside the open change: plan what follows a deal that was won just now; ``before`` is its state until now."""
    if is_won_now(values, before):
        plan_starts.begin(
            store,
            PlanStart.DEAL_WON,
            deal_id,
            values["client_id"],
            date.fromisoformat(values["closed_on"]),
            responsible_id=values["responsible_id"],
        )


def _role(store: Store, stage_id: bytes) -> str:
    return str(writing.live_row(store, "deal_stage", stage_id)["role"])


def _draft(state: str, values: Sequence[Any], items: Sequence[Any]) -> DealDraft:
    fields: dict[str, Any] = dict(zip(_FIELDS, values, strict=True))
    return DealDraft(state=DealState(state), items=tuple(items), **fields)


def _values(store: Store, draft: DealDraft, closed_on: str | None) -> dict[str, Any]:
    """The columns; ``closed_on`` is the day that stands there, which may lie ahead where an import brought it."""
    title = " ".join(draft.title.split())
    amount, cost = deal_items.sums(draft)
    if not title and not amount and not draft.items:
        raise RecordEmpty(table="deal", field="title")
    check_day("expected_on", draft.expected_on)
    check_day("closed_on", draft.closed_on)
    if draft.closed_on and draft.closed_on > today(store) and draft.closed_on != closed_on:
        raise DayAhead(field="closed_on", value=draft.closed_on)
    return {
        "client_id": draft.client_id,
        "title": title,
        "amount": amount,
        "currency": currency_code("currency", draft.currency, needed=amount != 0 or bool(cost)),
        "state": draft.state.value,
        "expected_on": draft.expected_on or None,
        "closed_on": None if draft.state is DealState.OPEN else draft.closed_on or today(store),
        "notes": draft.notes,
        "cost": cost,
        "lost_reason": " ".join(draft.lost_reason.split()) if draft.state is DealState.LOST else "",
        "responsible_id": draft.responsible_id,
        "source_id": draft.source_id,
    }
