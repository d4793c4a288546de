"""A deal that is paid in parts: what of it is paid and planned, and how the rest is parted.

Parts are whole minor units, rounded towards nought, and the last one takes what is left: together they are the sum that
was parted, always.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING

from crm_desktop.errors import DateRefused, NumberRefused, PartsTooLarge, RecordEmpty
from crm_desktop.kinds import Op
from crm_desktop.models.amounts import LARGEST_AMOUNT
from crm_desktop.models.days import check_day
from crm_desktop.services import writing
from crm_desktop.services.owed import OWED

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

MOST_PARTS = 60
"""Five years of monthly payments."""

WHOLE_BP = 10_000
"""All of a sum, in basis points."""


@dataclass(frozen=True, slots=True)
class Part:
    """One payment to come: minor units of the deal's currency, due on a day (None: nobody said)."""

    amount: int
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class DealMoney:
    """How a deal is paid, in minor units of ``currency``; negative amounts where we owe.

    Attributes:
        paid: what came in, less what was given back.
        planned: what payments are planned to bring and is owed (``services.owed``).
        overdue: of that what was due before today.
        next_due, next_amount: the next planned payment that has a day; None and 0 for no such.
        others: what was paid in other currencies, by currency; it stands beside the deal.
        lost: the deal was lost, and nothing more is to come of it.
        off: what was planned for it and is not owed, since it was lost.
    """

    deal_id: bytes
    title: str
    amount: int
    currency: str
    paid: int
    planned: int
    overdue: int
    next_due: str | None
    next_amount: int
    others: tuple[tuple[str, int], ...]
    lost: bool = False
    off: int = 0

    @property
    def rest(self) -> int:
        """What is neither paid nor planned; nought where more is than was agreed, and of a lost deal."""
        if self.lost:
            return 0
        left = self.amount - self.paid - self.planned
        return left if (left > 0) == (self.amount > 0) else 0


def by_month(total: int, count: int, first: date | None) -> tuple[Part, ...]:
    """Equal payments, one a month from ``first`` on (None: on no day).

    Raises NumberRefused unless there are 1 to 60 of them, DateRefused for months that no calendar has.
    """
    _check_count(count)
    return _parted(total, [1] * count, monthly(first, count))


def monthly(first: date | None, count: int) -> list[str | None]:
    """Days a month apart; the 31st is the last day of shorter months. None each where nobody named the first.

    Raises DateRefused for months that no calendar has.
    """
    return [None if first is None else _months_later(first, number) for number in range(count)]


def by_percent(total: int, shares_bp: Sequence[int], days: Sequence[str | None]) -> tuple[Part, ...]:
    """Payments of so many basis points of a sum; the last one takes what the others leave, whatever it says.

    Raises NumberRefused for shares that are not above nought, that come to more than all, or for too many of them.
    """
    _check_count(len(shares_bp))
    for share in (*shares_bp, sum(shares_bp)):
        if not 0 < share <= WHOLE_BP:
            raise NumberRefused(field="share", value=share, least=1, most=WHOLE_BP)
    amounts = [_towards_nought(total * share, WHOLE_BP) for share in shares_bp]
    if sum(shares_bp) == WHOLE_BP:
        amounts[-1] = total - sum(amounts[:-1])
    return tuple(Part(amount, day) for amount, day in zip(amounts, days, strict=True))


def plan_for_deal(store: Store, deal_id: bytes, parts: Sequence[Part], note: str = "") -> list[bytes]:
    """Plan payments of a deal in its currency, as one operation; their ids.

    Raises:
        RecordNotFound: no such deal.
        RecordEmpty: the deal has no sum to be paid, or a part has none.
        NumberRefused: not 1 to 60 parts, or one in the other direction.
        DateRefused: a day that is none.
        PartsTooLarge: more than is left to be paid.
    """
    _check_count(len(parts))
    with store.change(Op.PLAN_PAYMENTS, info={"count": len(parts)}):
        row = writing.live_row(store, "deal", deal_id)
        if not row["amount"] or not row["currency"]:
            raise RecordEmpty(table="deal", field="amount")
        _check_parts(parts, of_deal(store, deal_id))
        shared = {"client_id": row["client_id"], "deal_id": deal_id, "currency": row["currency"]}
        return [
            writing.insert(
                store, "payment", shared | {"amount": part.amount, "due_on": part.due_on or None, "note": note.strip()}
            )
            for part in parts
        ]  # fmt: skip


def of_deal(store: Store, deal_id: bytes) -> DealMoney:
    """How one deal is paid. Raises RecordNotFound."""
    row = writing.live_row(store, "deal", deal_id)
    return next(money for money in of_client(store, row["client_id"], (deal_id,)))


def of_client(store: Store, client_id: bytes, deal_ids: Sequence[bytes] | None = None) -> list[DealMoney]:
    """How the deals of a client are paid, or only ``deal_ids``: of all deals those that any payment belongs to."""
    today = store.clock.now().astimezone().date().isoformat()
    which = (
        "id IN (SELECT deal_id FROM payment WHERE client_id = ?1 AND deleted = 0)"
        if deal_ids is None
        else f"id IN ({', '.join('?' * len(deal_ids))})"
    )
    found = store.read(
        f"SELECT id, title, amount, currency, state = 'lost' FROM deal WHERE client_id = ?1 AND deleted = 0 AND {which}"
        " ORDER BY state <> 'open', created_at DESC, rid DESC",
        (client_id, *(deal_ids or ())),
    )
    sums = _sums(store, client_id, today)
    return [_money(row, sums, _next_of(store, row[0], row[3], today)) for row in found]


def _money(
    row: tuple[bytes, str, int, str, int],
    sums: dict[tuple[bytes, str], tuple[int, int, int, int]],
    upcoming: tuple[str | None, int],
) -> DealMoney:
    deal_id, title, amount, currency, lost = row
    paid, planned, overdue, off = sums.get((deal_id, currency), (0, 0, 0, 0))
    others = sorted(
        (code, paid_in) for (of, code), (paid_in, *_) in sums.items() if of == deal_id and code != currency
    )
    beside = tuple(pair for pair in others if pair[1])
    return DealMoney(
        deal_id, title, amount, currency, paid, planned, overdue, *upcoming, beside, bool(lost), off
    )


def _sums(store: Store, client_id: bytes, today: str) -> dict[tuple[bytes, str], tuple[int, int, int, int]]:
    """By deal and currency: paid, planned, of that overdue, and what is planned but not owed."""
    found = store.read(
        "SELECT deal_id, currency, SUM(IIF(paid_on IS NULL, 0, amount)), SUM(IIF(owed, amount, 0)),"
        " SUM(IIF(owed AND due_on < ?, amount, 0)), SUM(IIF(owed OR paid_on IS NOT NULL, 0, amount))"
        f" FROM (SELECT p.*, {OWED} AS owed FROM payment p"
        " WHERE p.client_id = ? AND p.deal_id IS NOT NULL AND p.deleted = 0) GROUP BY deal_id, currency",
        (today, client_id),
    )
    return {(deal_id, currency): tuple(sums) for deal_id, currency, *sums in found}


def _next_of(store: Store, deal_id: bytes, currency: str, today: str) -> tuple[str | None, int]:
    """The next planned payment of a deal from today on; the day and the amount."""
    found = store.read(
        "SELECT p.due_on, p.amount FROM payment p WHERE p.deal_id = ? AND p.currency = ? AND p.due_on >= ?"
        f" AND {OWED} ORDER BY p.due_on, p.rid LIMIT 1",
        (deal_id, currency, today),
    )
    return found[0] if found else (None, 0)


def _check_parts(parts: Sequence[Part], money: DealMoney) -> None:
    direction = 1 if money.amount > 0 else -1
    for part in parts:
        if not part.amount:
            raise RecordEmpty(table="payment", field="amount")
        if not 0 < part.amount * direction <= LARGEST_AMOUNT:
            raise NumberRefused(field="amount", value=part.amount, least=1, most=LARGEST_AMOUNT)
        check_day("due_on", part.due_on)
    planned = sum(part.amount for part in parts)
    if abs(planned) > abs(money.rest):
        raise PartsTooLarge(field="amount", planned=planned, most=money.rest, currency=money.currency)


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_PARTS:
        raise NumberRefused(field="parts", value=count, least=1, most=MOST_PARTS)


def _parted(total: int, weights: Sequence[int], days: Sequence[str | None]) -> tuple[Part, ...]:
    whole = sum(weights)
    amounts = [_towards_nought(total * weight, whole) for weight in weights]
    amounts[-1] = total - sum(amounts[:-1])
    return tuple(Part(amount, day) for amount, day in zip(amounts, days, strict=True))


def _towards_nought(number: int, divisor: int) -> int:
    """Divided, what is left over being dropped."""
    quotient = abs(number) // divisor
    return quotient if number >= 0 else -quotient


def _months_later(day: date, months: int) -> str:
    """The same day so many months later, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        raise DateRefused(field="due_on", value=f"{year}-{month + 1:02}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).isoformat()
