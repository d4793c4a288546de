"""How some sample deals are paid beyond the usual: an advance and instalments, money given back, what is off.

What happens to a deal follows from its id and is not drawn: the clients of a seed are to stay who they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id
from crm_desktop.kinds import DealState
from crm_desktop.services.demo import workdays
from crm_desktop.services.payment_plans import monthly

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_ADVANCE, _INSTALMENTS = 3, 2
"""An advance is a third; the rest comes in so many parts, a month apart."""


@dataclass(frozen=True, slots=True)
class Sale:
    """A deal: its sum in minor units, when it began and ended or is expected to, and whether all of it is paid."""

    deal_id: bytes
    amount: int
    state: DealState
    begun: str
    ends: str
    is_paid: bool = False


def add_instalments(scene: Scene, subject: Subject, sale: Sale) -> None:
    """One in four open deals is paid in parts; of lost ones some have an advance to be given back, of won ones few."""
    chance = int.from_bytes(sale.deal_id[-2:], "big")
    if sale.state is DealState.OPEN and chance % 4 == 0:
        _in_parts(scene, subject, sale)
    elif sale.state is DealState.LOST and chance % 5 < 2:
        _lost(scene, subject, sale, given=chance % 5 == 0)
    elif sale.state is DealState.WON and sale.is_paid and chance % 25 == 0:
        back = min(workdays.day_from(date.fromisoformat(sale.ends), 20), scene.days.today.isoformat())
        _add(scene, subject, sale, 9, -sale.amount // 10, None, back)


def _in_parts(scene: Scene, subject: Subject, sale: Sale) -> None:
    advance = sale.amount // _ADVANCE
    _add(scene, subject, sale, 0, advance, sale.begun, sale.begun)
    rest = sale.amount - advance
    days = monthly(max(date.fromisoformat(sale.ends), scene.days.today), _INSTALMENTS)
    for number, due in enumerate(days, start=1):
        part = (
            rest // _INSTALMENTS
            if number < _INSTALMENTS
            else rest - rest // _INSTALMENTS * (_INSTALMENTS - 1)
        )
        _add(scene, subject, sale, number, part, due, None)


def _lost(scene: Scene, subject: Subject, sale: Sale, *, given: bool) -> None:
    """``given``: an advance came, and is to be given back; else money was planned that nobody waits for any more."""
    advance = sale.amount // _ADVANCE
    if not given:
        _add(scene, subject, sale, 0, advance, sale.ends, None)
        return
    _add(scene, subject, sale, 0, advance, sale.begun, sale.begun)
    back = workdays.day_from(date.fromisoformat(sale.ends), 10)
    paid = back if back < scene.days.today.isoformat() else None
    _add(scene, subject, sale, 1, -advance, back, paid)


def _add(
    scene: Scene, subject: Subject, sale: Sale, number: int, amount: int, due: str | None, paid: str | None
) -> None:
    payment_id = link_id(b"sample payment", sale.deal_id, bytes([number]))
    scene.rows.add(
        "payment", payment_id, subject.id, sale.deal_id, amount, subject.pack["currency"], due, paid
    )
