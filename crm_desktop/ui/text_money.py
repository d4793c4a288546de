"""Words for payments, prices, rates and the rules that move clients on. Free of Qt: the command line uses them too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop import errors
from crm_desktop.kinds import StageRole, StageWhy
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from crm_desktop.services.card_rows import CardPrice, Owed
    from crm_desktop.services.payment_plans import DealMoney
    from crm_desktop.services.payments import Paid
    from crm_desktop.services.stage_rules import MovedOn


def _refund(facts: Mapping[str, Any]) -> str:
    if not facts.get("most"):
        return tr(
            "All that came in for this deal was given back already. Without a deal it can be written down."
        )
    most = formats.money(facts["most"], facts["currency"])
    return tr(
        "No more than {amount} came in for this deal: that is the most to give back of it.", amount=most
    )


def _ahead(facts: Mapping[str, Any]) -> str:
    day = formats.day(str(facts.get("value")))
    if facts.get("field") == "closed_on":
        return tr(
            "{day} is yet to come: no deal was closed on that day. Leave it open until then, or write when it was "
            "closed.",
            day=day,
        )
    return tr(
        "{day} is yet to come: nobody has paid on that day. Leave the payment planned, or write when the money came.",
        day=day,
    )


def _parts(facts: Mapping[str, Any]) -> str:
    most, planned = (
        formats.money(abs(facts.get(name, 0)), str(facts.get("currency", ""))) for name in ("most", "planned")
    )
    return tr(
        "The payments come to {planned}, but only {most} are left to be planned.", planned=planned, most=most
    )


SENTENCES: Mapping[type[errors.UserError], Callable[[Mapping[str, Any]], str]] = {
    errors.RateRefused: lambda f: tr(
        "“{value}” is no rate. Write how much one {currency} is worth, like 0.92.",
        value=f.get("value"),
        currency=f.get("currency"),
    ),
    errors.DayAhead: _ahead,
    errors.RefundTooLarge: _refund,
    errors.PartsTooLarge: _parts,
    errors.PaymentMade: lambda f: tr("This was paid already, {day}.", day=formats.day(str(f.get("paid_on")))),
}
"""What to tell about errors of money (``text_errors``)."""


def stage_why(why: str) -> str:
    """By which rule a stage changed; empty where somebody changed it."""
    return {
        StageWhy.FIRST_PAYMENT.value: tr("by the rule: first purchase"),
        StageWhy.MANY_PAYMENTS.value: tr("by the rule: number of purchases"),
        StageWhy.IMPORT.value: tr("from a list"),
        StageWhy.MERGE.value: tr("by merging"),
    }.get(why, "")


def moved_on(moved: Iterable[MovedOn]) -> str:
    """Whom the rules moved on, to be told in passing: ``now a regular``."""
    return ", ".join(_moved(each) for each in moved)


def _moved(each: MovedOn) -> str:
    stage = text_kinds.stage(each.name, each.role)
    if each.count == 1:
        return tr("Stage now: {stage}", stage=stage)
    return ntr("{n} client now at: {stage}", "{n} clients now at: {stage}", each.count, stage=stage)


def with_moved(told: str, moved: Iterable[MovedOn]) -> str:
    """What was told, and whom the rules moved on with it."""
    return " · ".join(part for part in (told, moved_on(moved)) if part)


def preview(counts: Mapping[StageRole, int], names: Mapping[StageRole, str]) -> str:
    """Who would be moved on now: ``12 clients → Regular``."""
    if not any(counts.values()):
        return tr("Nobody would be moved on now.")
    return "\n".join(
        ntr("{n} client would come to “{stage}” now.", "{n} clients would come to “{stage}” now.", count,
            stage=names[role])
        for role, count in counts.items()
        if count
    )  # fmt: skip


def paid(paid: Paid, currency: str) -> str:
    """What became of a planned payment, for a toast."""
    if paid.rest:
        return tr("Part paid, {amount} still planned", amount=formats.money(paid.rest, currency))
    if paid.over:
        return tr("Paid, {amount} more than was planned", amount=formats.money(paid.over, currency))
    return tr("Paid")


def paid_of(money: DealMoney) -> str:
    """How a deal is paid: ``paid €300 of €500``."""
    came = -money.paid if money.amount < 0 else money.paid
    amount = formats.money(abs(money.amount), money.currency)
    sums = (
        tr("paid {paid} of {amount}", paid=formats.money(came, money.currency), amount=amount)
        if came >= 0
        else tr("{paid} went back, {amount} agreed", paid=formats.money(-came, money.currency), amount=amount)
    )
    others = ", ".join(formats.money(amount, currency) for currency, amount in money.others)
    return f"{sums}, + {others}" if others else sums


def off_words(sums: Iterable[tuple[str, int]]) -> str:
    """What is not owed any more, since a deal was lost, by currency; empty for nothing."""
    shown = ", ".join(formats.money(amount, currency) for currency, amount in sums)
    return tr("{sum} planned, not owed any more", sum=shown) if shown else ""


def in_parts(money: DealMoney, today: date) -> tuple[str, str]:
    """How a deal that is paid in parts stands, and what comes next or is late."""
    if money.off:
        gone = off_words([(money.currency, abs(money.off))])
        return (paid_of(money), gone) if money.paid else (gone, "")
    if money.overdue:
        return paid_of(money), tr(
            "overdue {amount}", amount=formats.money(abs(money.overdue), money.currency)
        )
    if money.next_due is None:
        return paid_of(money), ""
    amount = formats.money(abs(money.next_amount), money.currency)
    return paid_of(money), tr(
        "next {amount}, {day}", amount=amount, day=formats.moment(money.next_due, today)
    )


def owed(owed: Owed) -> str:
    """What is owed in one currency, both directions: ``owes €50, we owe €20``."""
    parts = []
    if owed.amount:
        parts.append(tr("owes {amount}", amount=formats.money(owed.amount, owed.currency)))
    if owed.we_owe:
        parts.append(tr("we owe {amount}", amount=formats.money(owed.we_owe, owed.currency)))
    return ", ".join(parts)


def owed_note(owed: Owed, today: date) -> str:
    """Beside what is owed: what of it is late, and what comes next and when."""
    parts = []
    late = owed.overdue or owed.we_overdue
    if late:
        parts.append(tr("overdue {amount}", amount=formats.money(late, owed.currency)))
    if owed.next_on:
        day = formats.moment(owed.next_on, today)
        amount = formats.money(abs(owed.next_amount), owed.currency)
        if abs(owed.next_amount) == owed.amount + owed.we_owe:
            parts.append(tr("due {day}", day=day))
        elif owed.next_amount < 0:
            parts.append(tr("next we pay {amount}, {day}", amount=amount, day=day))
        else:
            parts.append(tr("next {amount}, {day}", amount=amount, day=day))
    return " · ".join(parts)


def price(price: CardPrice) -> str:
    """A personal price: ``roses €2.50``."""
    shown = f"{price.item} {formats.money(price.amount, price.currency)}"
    return f"{shown} ({price.note})" if price.note else shown
