"""Payments from JSON: one written down, a planned one paid whole or in part, the rest of a deal planned in parts.

``{"client": "7", "amount": 5000, "currency": "EUR", "due_on": "2026-12-01"}`` writes one down;
``{"pays": ID, "amount": 2000, "paid_on": "2026-11-20"}`` pays a planned one, without an amount all of it;
``{"deal": ID, "plan": 3, "first": "2026-12-01"}`` plans the rest of a deal: by a number equal parts a month apart,
by ``"percent": [30, 70]`` shares of it, by ``"amounts": [20000, 35000]`` parts of one's own. Sums are minor units.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crm_desktop import ids
from crm_desktop.cli import drafts
from crm_desktop.command_errors import JsonKeyMissing, JsonKeyUnknown, JsonValueRefused
from crm_desktop.models.days import check_day
from crm_desktop.services import payment_plans, payments
from crm_desktop.services.payment_plans import Part

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_WAYS = ("plan", "percent", "amounts")


def add_payment(store: Store, given: Mapping[str, Any]) -> dict[str, Any]:
    """Do what the object says; what is told of it: ``id`` (of the payment made), or ``ids`` of those planned.

    Raises JsonKeyMissing, JsonKeyUnknown, JsonValueRefused, and what ``payments`` and ``payment_plans`` raise.
    """
    if "pays" in given:
        return _pay(store, given)
    if any(way in given for way in _WAYS):
        return _plan(store, given)
    return {"id": payments.add(store, drafts.payment(store, given))}


def _pay(store: Store, given: Mapping[str, Any]) -> dict[str, Any]:
    _check_keys(given, ("pays", "amount", "paid_on"))
    amount, day = given.get("amount"), given.get("paid_on")
    if amount is not None:
        _whole("amount", amount)
    paid = payments.pay(store, _id("pays", given["pays"]), _text("paid_on", day), amount)
    return {"id": paid.payment_id, "rest": paid.rest, "over": paid.over}


def _plan(store: Store, given: Mapping[str, Any]) -> dict[str, Any]:
    _check_keys(given, ("deal", *_WAYS, "first", "note"))
    if not given.get("deal"):
        raise JsonKeyMissing(key="deal")
    deal_id = _id("deal", given["deal"])
    rest = payment_plans.of_deal(store, deal_id).rest
    note = _text("note", given.get("note")) or ""
    return {"ids": payment_plans.plan_for_deal(store, deal_id, _parts(given, rest), note)}


def _parts(given: Mapping[str, Any], rest: int) -> tuple[Part, ...]:
    way, *more = (way for way in _WAYS if way in given)
    if more:
        raise JsonValueRefused(key=more[0], value=given[more[0]], expected=way)
    day = _text("first", given.get("first"))
    check_day("first", day)
    first = date.fromisoformat(day) if day else None
    if way == "plan":
        return payment_plans.by_month(rest, _whole(way, given[way]), first)
    each = given[way]
    if not isinstance(each, list):
        raise JsonValueRefused(key=way, value=each, expected="[]")
    days = payment_plans.monthly(first, len(each))
    if way == "percent":
        return payment_plans.by_percent(rest, [_basis_points(share) for share in each], days)
    sign = -1 if rest < 0 else 1
    return tuple(Part(sign * _whole(way, amount), on) for amount, on in zip(each, days, strict=True))


def _basis_points(share: Any) -> int:
    if isinstance(share, bool) or not isinstance(share, int | float):
        raise JsonValueRefused(key="percent", value=share, expected="30, 12.5")
    points = Decimal(str(share)) * 100
    if not points.is_finite() or points != points.to_integral_value():
        raise JsonValueRefused(key="percent", value=share, expected="30, 12.5")
    return int(points)


def _whole(key: str, value: Any) -> int:
    if type(value) is not int:  # a bool is an int to isinstance
        raise JsonValueRefused(key=key, value=value, expected="0")
    return value


def _text(key: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise JsonValueRefused(key=key, value=value, expected='"..."')
    return value or None


def _id(key: str, value: Any) -> bytes:
    try:
        return ids.from_text(_text(key, value) or "")
    except ValueError:
        raise JsonValueRefused(key=key, value=value, expected=ids.to_text(bytes(16))) from None


def _check_keys(given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in given:
        if key not in known:
            raise JsonKeyUnknown(key=key, known=", ".join(known))
