"""Payments: money received from clients, owed by them, or given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.errors import RecordEmpty, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.models.amounts import currency_code
from crm_desktop.models.days import check_day
from crm_desktop.services import writing
from crm_desktop.services.drafts import PaymentDraft

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def add(store: Store, draft: PaymentDraft) -> bytes:
    """Add a payment, owed until it has ``paid_on``; returns its id.

    Raises:
        RecordEmpty: an amount of zero.
        CurrencyRefused: no currency of ISO 4217.
        DateRefused: a day that is none.
        RecordNotFound: the client is not in the base, or the deal is not the client's.
    """
    with store.change(Op.ADD_PAYMENT):
        return writing.insert(store, "payment", _values(store, draft))


def edit(store: Store, payment_id: bytes, draft: PaymentDraft) -> None:
    """Make a payment what the draft says; writes only what differs. Raises as ``add``."""
    with store.change(Op.EDIT_PAYMENT):
        writing.live_row(store, "payment", payment_id)
        writing.update(store, "payment", payment_id, _values(store, draft))


def delete(store: Store, payment_id: bytes) -> None:
    """Move a payment to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_PAYMENT):
        writing.delete(store, "payment", payment_id)


def of(store: Store, client_id: bytes) -> list[tuple[bytes, PaymentDraft]]:
    """All payments of a client with their ids: those owed first by due day, then the newest."""
    found = store.read(
        "SELECT id, client_id, amount, currency, due_on, paid_on, note, deal_id FROM payment"
        " WHERE client_id = ? AND deleted = 0"
        " ORDER BY paid_on IS NOT NULL, CASE WHEN paid_on IS NULL THEN due_on END, paid_on DESC, rid DESC",
        (client_id,),
    )
    return [(id_, PaymentDraft(*rest)) for id_, *rest in found]


def draft_of(store: Store, payment_id: bytes) -> PaymentDraft:
    """The payment as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "payment", payment_id)
    names = ["client_id", "amount", "currency", "due_on", "paid_on", "note", "deal_id"]
    return PaymentDraft(**{name: row[name] for name in names})


def _values(store: Store, draft: PaymentDraft) -> dict[str, Any]:
    if (
        draft.deal_id is not None
        and writing.row(store, "deal", draft.deal_id)["client_id"] != draft.client_id
    ):
        raise RecordNotFound(table="deal", id=draft.deal_id)
    if not draft.amount:
        raise RecordEmpty(table="payment", field="amount")
    check_day("due_on", draft.due_on)
    check_day("paid_on", draft.paid_on)
    return {
        "client_id": draft.client_id,
        "deal_id": draft.deal_id,
        "amount": draft.amount,
        "currency": currency_code("currency", draft.currency, needed=True),
        "due_on": draft.due_on or None,
        "paid_on": draft.paid_on or None,
        "note": draft.note.strip(),
    }
