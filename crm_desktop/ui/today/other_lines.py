"""Lines of what waits beside the planned contacts: silent clients, birthdays, requests, payments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReminderKind
from crm_desktop.ui import formats, text_kinds, text_requests, text_today
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.attention import Due, Waiting
    from crm_desktop.services.attention_dates import Kept
    from crm_desktop.services.feedback import LowMark
    from crm_desktop.services.silence import Slipping
    from crm_desktop.ui.today.doing import Doing


def slipping_line(row: Slipping, doing: Doing) -> LineWords:
    """A client nobody spoke to for longer than its group allows."""
    beside = text_today.slipping_beside(row)
    return LineWords(
        id=f"slipping_{row.client_id.hex()}",
        title=row.name,
        beside=beside,
        detail=row.phone,
        sentence=tr("{name}: {silence}.", name=row.name, silence=beside),
        deeds=_client_deeds(row.client_id, doing, call_look="row"),
        open=lambda: doing.open_client(row.client_id),
    )


def occasion_line(row: Kept, today: date, doing: Doing) -> LineWords:
    """A birthday or a named date."""
    label = row.label or tr("Birthday")
    ahead = row.on > today
    greeted = Deed(
        "greeted", trc("button", "Greeted"), lambda: doing.greeted(row), "D", "" if ahead else "row"
    )
    return LineWords(
        id=f"{row.kind.value}_{row.subject_id.hex()}_{row.on}",
        title=row.client,
        beside=text_today.occasion_beside(row, today),
        title_tone="text" if row.on >= today or row.kind is not ReminderKind.BIRTHDAY else "care",
        sentence=text_today.occasion_sentence(row, today),
        deeds=(
            greeted,
            *_client_deeds(
                row.client_id, doing, wanted=label, on=max(row.on, today), call_look="row" if ahead else ""
            ),
        ),
        open=lambda: doing.open_client(row.client_id),
    )


def waiting_line(row: Waiting, now: datetime, doing: Doing) -> LineWords:
    """A request that nobody answered, or that is not resolved."""
    by = text_requests.lateness(row.due_at, row.answered_at, now)
    late = by if text_requests.is_late(row.due_at, now) else ""
    answered = Deed("answered", trc("button", "Answered"), lambda: doing.answered(row), "A", "row")
    resolved = Deed(
        "resolved",
        trc("button", "Resolved"),
        lambda: doing.resolved(row),
        "D",
        "row" if row.answered_at else "",
    )
    return LineWords(
        id=f"request_{row.id.hex()}",
        when=text_today.waited(row.received_at, now),
        tone=text_requests.tone(row.received_at, row.due_at, now),
        title=row.client,
        beside=text_kinds.request_kind(row.kind).lower(),
        alert=late,
        detail=" · ".join(
            part
            for part in (
                text_today.waiting_detail(row, now.astimezone().date()),
                text_requests.channel(row.channel),
            )
            if part
        ),
        sentence=text_today.sentence(
            text_today.waiting_sentence(row, now), f"{late[:1].upper()}{late[1:]}." if late else ""
        ),
        deeds=(
            *(() if row.answered_at else (answered,)),
            resolved,
            Deed("hand_over", tr("Hand over…"), lambda: doing.whom_wanted(row), "H"),
            *_client_deeds(row.client_id, doing, wanted=text_today.short(row.text)),
        ),
        open=lambda: doing.open_client(row.client_id),
    )


def low_line(row: LowMark, now: datetime, doing: Doing) -> LineWords:
    """A client that was not satisfied, until somebody acts."""
    return LineWords(
        id=f"mark_{row.id.hex()}",
        when=text_requests.mark_of_five(row.mark),
        tone="late",
        title=row.client,
        beside=formats.ago(row.at, now.astimezone().date()),
        detail=" · ".join(
            part for part in (text_today.short(row.comment), text_today.short(row.about)) if part
        ),
        sentence=text_requests.low_mark(row, now),
        deeds=(
            Deed("complaint", tr("Make it a complaint"), lambda: doing.made_complaint(row), "K", "row"),
            Deed("seen", trc("button", "Seen"), lambda: doing.seen(row), "D", "row"),
            *_client_deeds(row.client_id, doing, wanted=text_today.short(row.comment)),
        ),
        open=lambda: doing.open_client(row.client_id),
    )


def due_line(row: Due, today: date, doing: Doing) -> LineWords:
    """A payment that is due or late."""
    amount, when = formats.money(abs(row.amount), row.currency), text_today.due_beside(row, today)
    if row.amount < 0:
        when = tr("to be paid by us, {when}", when=when)
    late = date.fromisoformat(row.due_on) < today
    part: tuple[Deed, ...] = ()
    if doing.hosts.pay_part is not None:
        part = (Deed("pay_part", tr("Paid in part…"), lambda: doing.pay_part(row), "P"),)
    return LineWords(
        id=f"payment_{row.id.hex()}",
        title=amount,
        title_tone="late" if late else "text",
        beside=when,
        detail=" · ".join(part for part in (row.client, text_today.short(row.note)) if part),
        sentence=tr("{amount} of {name}, {when}.", amount=amount, name=row.client, when=when),
        deeds=(
            Deed("paid", trc("button", "Paid"), lambda: doing.paid(row), "D", "row"),
            *part,
            *_client_deeds(row.client_id, doing),
        ),
        open=lambda: doing.open_client(row.client_id),
    )


def _client_deeds(
    client_id: bytes, doing: Doing, *, wanted: str = "", on: date | None = None, call_look: str = ""
) -> tuple[Deed, ...]:
    """What can be done with any client."""
    found = []
    if doing.hosts.plan_activity is not None:
        found.append(
            Deed("call", tr("Plan a call"), lambda: doing.plan(client_id, wanted, on), "N", call_look)
        )
    if doing.hosts.open_card is not None:
        found.append(Deed("card", tr("Open the card"), lambda: doing.open_client(client_id), "C"))
    return tuple(found)
