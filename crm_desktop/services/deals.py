"""Deals: sales in the making, won or lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordEmpty
from crm_desktop.kinds import DealState, Op, PlanStart
from crm_desktop.models.amounts import currency_code
from crm_desktop.models.days import check_day
from crm_desktop.services import plan_starts, writing
from crm_desktop.services.drafts import DealDraft

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def add(store: Store, draft: DealDraft) -> bytes:
    """Add a deal; returns its id. One won or lost was closed today unless the draft says when.

    A deal won begins the plans that wait for it (``services.plan_starts``), in the same operation.

    Raises:
        RecordEmpty: neither a title nor an amount.
        CurrencyRefused: an amount without a currency of ISO 4217.
        DateRefused: a day that is none.
        RecordNotFound: the client is not in the base.
    """
    with store.change(Op.ADD_DEAL):
        values = _values(store, draft) | {"created_at": utc_text(store.clock.now())}
        deal_id = writing.insert(store, "deal", values)
        _begin_plans(store, deal_id, values, DealState.OPEN.value)
        return deal_id


def edit(store: Store, deal_id: bytes, draft: DealDraft) -> None:
    """Make a deal what the draft says; writes only what differs. Raises as ``add``."""
    with store.change(Op.EDIT_DEAL):
        before = writing.live_row(store, "deal", deal_id)
        values = _values(store, draft) | {"stage_id": _stage(store, before["stage_id"], draft.state)}
        writing.update(store, "deal", deal_id, values)
        _begin_plans(store, deal_id, values | {"responsible_id": before["responsible_id"]}, before["state"])


def delete(store: Store, deal_id: bytes) -> None:
    """Move a deal to the bin; its payments stay with the client. Raises RecordNotFound."""
    with store.change(Op.DELETE_DEAL):
        writing.delete(store, "deal", deal_id)


def of(store: Store, client_id: bytes) -> list[tuple[bytes, DealDraft]]:
    """All deals of a client with their ids: the open ones first, then the newest."""
    found = store.read(
        "SELECT id, client_id, title, amount, currency, state, expected_on, closed_on, notes FROM deal"
        " WHERE client_id = ? AND deleted = 0 ORDER BY state <> 'open', created_at DESC, rid DESC",
        (client_id,),
    )
    return [
        (id_, DealDraft(client, title, amount, currency, DealState(state), *rest))
        for id_, client, title, amount, currency, state, *rest in found
    ]


def draft_of(store: Store, deal_id: bytes) -> DealDraft:
    """The deal as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "deal", deal_id)
    names = ["client_id", "title", "amount", "currency", "expected_on", "closed_on", "notes"]
    return DealDraft(state=DealState(row["state"]), **{name: row[name] for name in names})


def _begin_plans(store: Store, deal_id: bytes, values: dict[str, Any], before: str) -> None:
    """Plan what follows a deal that was won just now."""
    if values["state"] == DealState.WON.value != before:
        day = date.fromisoformat(values["closed_on"])
        plan_starts.begin(
            store,
            PlanStart.DEAL_WON,
            deal_id,
            values["client_id"],
            day,
            responsible_id=values.get("responsible_id"),
        )


def _stage(store: Store, stage_id: bytes | None, state: DealState) -> bytes | None:
    """The deal's stage where it goes with the state, else the first one of its pipeline that does; None for no such."""
    found = store.read(
        "SELECT other.id FROM deal_stage mine JOIN deal_stage other ON other.pipeline = mine.pipeline"
        " WHERE mine.id = ? AND other.role = ? AND other.deleted = 0 ORDER BY other.id <> mine.id, other.rank LIMIT 1",
        (stage_id, state.value),
    )
    return found[0][0] if found else None


def _values(store: Store, draft: DealDraft) -> dict[str, Any]:
    title = " ".join(draft.title.split())
    if not title and not draft.amount:
        raise RecordEmpty(table="deal", field="title")
    check_day("expected_on", draft.expected_on)
    check_day("closed_on", draft.closed_on)
    closed = draft.closed_on or None
    if draft.state is DealState.OPEN:
        closed = None
    elif closed is None:
        # A day of the user's calendar: the machine's zone, not UTC's.
        closed = store.clock.now().astimezone().date().isoformat()
    return {
        "client_id": draft.client_id,
        "title": title,
        "amount": draft.amount,
        "currency": currency_code("currency", draft.currency, needed=draft.amount != 0),
        "state": draft.state.value,
        "expected_on": draft.expected_on or None,
        "closed_on": closed,
        "notes": draft.notes,
    }
