"""Payments: money received from clients, owed by them, or given back to them.

A payment with ``paid_on`` was made, any other is planned, and what is planned is what is owed: nothing else is
(ADR 0015). What is planned for a deal that was lost is off, and owed again when the deal is opened again; what is to be
given back of it stays owed (``owed``). Amounts above nought come from the client, below nought they go to it. Paying a
part of a planned payment makes a payment of its own (``part_of``) and lessens the planned one.

What cannot be is refused: nought, a day of payment that is yet to come, more given back of a deal than is known to
have come in for it or to have been agreed. A payment in another currency than its deal's is taken: it stands beside the
deal and does not count to what of it is paid (``payment_plans``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import (
    DayAhead,
    NumberRefused,
    PaymentMade,
    RecordEmpty,
    RecordNotFound,
    RefundTooLarge,
)
from crm_desktop.kinds import Op

# Named here too: the window knows no models.
from crm_desktop.models.amounts import LARGEST_AMOUNT as LARGEST_AMOUNT
from crm_desktop.models.amounts import currency_code
from crm_desktop.models.days import check_day
from crm_desktop.services import stage_rules, writing
from crm_desktop.services.drafts import PaymentDraft
from crm_desktop.services.living import living_client

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_FIELDS = ("client_id", "amount", "currency", "due_on", "paid_on", "note", "deal_id")


@dataclass(frozen=True, slots=True)
class Paid:
    """What became of a planned payment: the payment made, what is still planned, and what came beyond it.

    Minor units of its currency, without sign.
    """

    payment_id: bytes
    rest: int
    over: int


def add(store: Store, draft: PaymentDraft) -> bytes:
    """Add a payment, planned until it has ``paid_on``; returns its id. The first ones may move the client on
    (``stage_rules``). A client that was merged into another stands for that one.

    Raises:
        RecordEmpty: an amount of nought.
        NumberRefused: an amount that nobody pays.
        CurrencyRefused: no currency of ISO 4217.
        DateRefused, DayAhead: a day that is none, or one of payment that is yet to come.
        RefundTooLarge: more given back of a deal than came in.
        ClientInBin: the client lies in the bin.
        RecordNotFound: the client is not in the base, or the deal is not the client's.
    """
    with store.change(Op.ADD_PAYMENT):
        values = _values(store, replace(draft, client_id=living_client(store, draft.client_id)))
        _check_made(store, values)
        payment_id = writing.insert(store, "payment", values)
        _made(store, values)
        return payment_id


def edit(store: Store, payment_id: bytes, draft: PaymentDraft) -> None:
    """Make a payment what the draft says; writes only what differs. Raises as ``add``."""
    with store.change(Op.EDIT_PAYMENT):
        before = writing.live_row(store, "payment", payment_id)
        values = _values(store, draft)
        if any(before[name] != values[name] for name in ("amount", "currency", "deal_id", "paid_on")):
            _check_made(store, values, payment_id)
        came_before = before["paid_on"] is not None and before["amount"] > 0
        if writing.update(store, "payment", payment_id, values) and not came_before:
            _made(store, values)


def pay(store: Store, payment_id: bytes, on: str | None = None, amount: int | None = None) -> Paid:
    """A planned payment was made on a day (None: today), all of it or ``amount`` of it.

    ``amount`` is in minor units and has no sign: the direction is the payment's. Less than was planned makes a payment
    of its own and leaves the rest planned; more is taken as it came and told (``over``).

    Raises:
        PaymentMade: it was made already.
        NumberRefused: the amount is not above nought, or one that nobody pays.
        DateRefused, DayAhead, RefundTooLarge, RecordNotFound: as ``add``.
    """
    with store.change(Op.PAY):
        row = writing.live_row(store, "payment", payment_id)
        if row["paid_on"] is not None:
            raise PaymentMade(id=payment_id, paid_on=row["paid_on"])
        planned = abs(row["amount"])
        made = planned if amount is None else amount
        if not 0 < made <= LARGEST_AMOUNT:
            raise NumberRefused(field="amount", value=made, least=1, most=LARGEST_AMOUNT)
        sign = 1 if row["amount"] > 0 else -1
        values = {name: row[name] for name in _FIELDS} | {"amount": sign * made}
        values["paid_on"] = _today(store) if on is None else on
        check_day("paid_on", values["paid_on"])
        _check_made(store, values, payment_id)
        if made < planned:
            made_id = writing.insert(store, "payment", values | {"part_of": payment_id})
            writing.update(store, "payment", payment_id, {"amount": sign * (planned - made)})
        else:
            made_id = payment_id
            writing.update(store, "payment", payment_id, values)
        _made(store, values)
    return Paid(made_id, max(planned - made, 0), max(made - planned, 0))


def delete(store: Store, payment_id: bytes) -> None:
    """Move a payment to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_PAYMENT):
        writing.delete(store, "payment", payment_id)


def of(store: Store, client_id: bytes) -> list[tuple[bytes, PaymentDraft]]:
    """All payments of a client with their ids: those planned first by due day, then the newest."""
    found = store.read(
        f"SELECT id, {', '.join(_FIELDS)} FROM payment WHERE client_id = ? AND deleted = 0"
        " ORDER BY paid_on IS NOT NULL, CASE WHEN paid_on IS NULL THEN due_on END, paid_on DESC, rid DESC",
        (client_id,),
    )
    return [(id_, PaymentDraft(*rest)) for id_, *rest in found]


def draft_of(store: Store, payment_id: bytes) -> PaymentDraft:
    """The payment as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "payment", payment_id)
    return PaymentDraft(**{name: row[name] for name in _FIELDS})


def _values(store: Store, draft: PaymentDraft) -> dict[str, Any]:
    if (
        draft.deal_id is not None
        and writing.row(store, "deal", draft.deal_id)["client_id"] != draft.client_id
    ):
        raise RecordNotFound(table="deal", id=draft.deal_id)
    if not draft.amount:
        raise RecordEmpty(table="payment", field="amount")
    if abs(draft.amount) > LARGEST_AMOUNT:
        raise NumberRefused(field="amount", value=draft.amount, least=-LARGEST_AMOUNT, most=LARGEST_AMOUNT)
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


def _check_made(store: Store, values: dict[str, Any], payment_id: bytes | None = None) -> None:
    """Refuse a payment made on a day to come, and more given back of a deal than came in for it or was agreed."""
    if values["paid_on"] is None:
        return
    if values["paid_on"] > _today(store):
        raise DayAhead(field="paid_on", value=values["paid_on"])
    if values["amount"] > 0 or values["deal_id"] is None:
        return
    ((received, returned),) = store.read(
        "SELECT COALESCE(SUM(MAX(amount, 0)), 0), COALESCE(SUM(MAX(-amount, 0)), 0) FROM payment"
        " WHERE deal_id = ? AND currency = ? AND paid_on IS NOT NULL AND deleted = 0 AND id IS NOT ?",
        (values["deal_id"], values["currency"], payment_id),
    )
    deal = writing.row(store, "deal", values["deal_id"])
    # Many write a sale down and not how it was paid: what was agreed counts as received.
    agreed = abs(deal["amount"]) if deal["currency"] == values["currency"] else 0
    known = max(received, agreed)
    most = known - returned
    if known and -values["amount"] > most:
        raise RefundTooLarge(field="amount", most=max(most, 0), currency=values["currency"])


def _made(store: Store, values: dict[str, Any]) -> None:
    """What follows from money that came."""
    if values["paid_on"] is not None and values["amount"] > 0:
        change = store.open_change
        assert change is not None  # it is part of the operation that wrote it
        stage_rules.apply(store, change, [values["client_id"]])


def _today(store: Store) -> str:
    """The day of the user's calendar: the machine's zone, not UTC's."""
    return store.clock.now().astimezone().date().isoformat()
