"""What a line of the history, of the requests or of the money says: a title, a badge, a date and some texts.

Free of widgets: painted by ``entry_delegate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind, DealState, Direction, Outcome
from crm_desktop.services.feedback import LOW
from crm_desktop.ui import formats, text_kinds, text_money, text_requests
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.tones import tone_of

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.drafts import DealDraft, FeedbackDraft, PaymentDraft, RequestDraft
    from crm_desktop.services.payment_plans import DealMoney
    from crm_desktop.services.stage_history import NamedStage, StageChange
    from crm_desktop.services.timeline import TimelineEntry

OUTCOME_TONES = {
    Outcome.SUCCESSFUL: "well",
    Outcome.FAILED: "failed",
    Outcome.NO_ANSWER: "quiet",
    Outcome.CANCELLED: "quiet",
}
"""Held well is pink, failed is blue: as in the paper diary."""


@dataclass(frozen=True, slots=True)
class EntryDeed:
    """Something that can be done with a line: its stable name, its letter, and the word in the menu."""

    name: str
    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        id: the id of the record.
        table: ``activity``, ``request``, ``deal``, ``payment``, ``feedback`` or ``stage_change``.
        title: what it is, bold.
        badge: a word on a tinted ground, or nothing.
        tone: the ground of the badge.
        when: the date at the right.
        texts: (quiet word before, text) for each paragraph.
        foot: small quiet words below.
        deeds: what can be done with it besides editing and removing.
        told: the program tells it: it is looked at, and neither edited nor removed.
    """

    id: bytes
    table: str
    title: str
    badge: str
    tone: str
    when: str
    texts: tuple[tuple[str, str], ...]
    foot: str = ""
    deeds: tuple[EntryDeed, ...] = ()
    told: bool = False

    def spoken(self) -> str:
        """The whole line as a screen reader says it, and as it is copied."""
        head = ", ".join(part for part in (self.title, self.badge, self.when) if part)
        body = " ".join(f"{word}: {text}" if word else text for word, text in self.texts)
        return " ".join(part for part in (f"{head}.", body, self.foot) if part)


def activity_title(kind: ActivityKind, direction: Direction) -> str:
    """``Call in``, ``Meeting``: the kind, with who began where that is known."""
    word = text_kinds.activity_kind(kind)
    if direction is Direction.NONE:
        return word
    return trc("kind of contact and its direction", "{kind}, {direction}", kind=word,
               direction=text_kinds.direction(direction))  # fmt: skip


def of_activity(entry: TimelineEntry, now: str, today: date) -> Entry:
    """A line of the history; ``now`` is the UTC instant as text."""
    badge, tone = _activity_badge(entry, now, today)
    foot = []
    if entry.of_person:
        foot.append(entry.of_person)
    if entry.place:
        foot.append(entry.place)
    if entry.minutes:
        foot.append(ntr("{n} minute", "{n} minutes", entry.minutes))
    if entry.responsible:
        foot.append(entry.responsible)
    if entry.moves:
        foot.append(ntr("moved once", "moved {n} times", entry.moves))
    texts = (
        (tr("Wanted"), entry.wanted),
        (tr("Offered"), entry.offered),
        (tr("Result") if entry.wanted or entry.offered else "", entry.result),
    )
    return Entry(
        entry.id,
        "activity",
        activity_title(entry.kind, entry.direction),
        badge,
        tone,
        formats.moment(entry.at, today),
        tuple((word, text.strip()) for word, text in texts if text.strip()),
        " · ".join(foot),
    )


def _activity_badge(entry: TimelineEntry, now: str, today: date) -> tuple[str, str]:
    if entry.outcome is not Outcome.NONE:
        return text_kinds.outcome(entry.outcome), OUTCOME_TONES[entry.outcome]
    if entry.held_at is not None:
        return "", "quiet"
    if entry.repeats:
        return tr("repeats"), "accent"  # when it began says nothing of when it comes next
    missed = entry.at < (today.isoformat() if entry.all_day else now)
    return (tr("missed"), "care") if missed else (tr("planned"), "accent")


def of_stage_change(change: StageChange, today: date) -> Entry:
    """A line of the history: the client went from one stage to another, and why."""
    before = tr("Stage before: {stage}", stage=_stage(change.before)) if change.before else ""
    return Entry(
        change.id,
        "stage_change",
        text_kinds.field("stage_id"),
        _stage(change.after) if change.after else tr("None"),
        tone_of(change.colour),
        formats.moment(change.at, today),
        (("", before),) if before else (),
        " · ".join(filter(None, (text_money.stage_why(change.why), change.who))),
        told=True,
    )


def _stage(stage: NamedStage) -> str:
    return text_kinds.stage(stage.name, stage.role)


def of_request(id_: bytes, draft: RequestDraft, today: date) -> Entry:
    """A line of the requests."""
    texts = [("", draft.text)]
    if draft.resolution:
        texts.append((tr("Resolved"), draft.resolution))
    open_ = draft.resolved_at is None
    parts = [text_requests.channel(draft.channel)]
    parts += [] if open_ else [tr("resolved {when}", when=formats.moment(draft.resolved_at or "", today))]
    foot = " · ".join(part for part in parts if part)
    return Entry(
        id_,
        "request",
        text_kinds.request_kind(draft.kind),
        tr("open") if open_ else tr("resolved"),
        "care" if open_ else "quiet",
        formats.moment(draft.received_at, today),
        tuple(texts),
        foot,
    )


def of_feedback(id_: bytes, draft: FeedbackDraft, today: date) -> Entry:
    """A line of the marks."""
    return Entry(
        id_,
        "feedback",
        tr("Satisfaction"),
        f"{text_requests.stars(draft.mark)} {text_requests.mark_of_five(draft.mark)}",
        "care" if draft.mark <= LOW else "accent",
        formats.moment(draft.at, today),
        (("", draft.comment),) if draft.comment else (),
    )


_DEAL_TONES = {DealState.OPEN: "plum", DealState.WON: "accent", DealState.LOST: "quiet"}


def of_deal(id_: bytes, draft: DealDraft, today: date, money: DealMoney | None = None) -> Entry:
    """A line of the deals; ``money``: what of it is paid and planned, where any payment belongs to it."""
    shown = [formats.money(draft.amount, draft.currency)] if draft.amount else []
    if draft.expected_on and draft.state is DealState.OPEN:
        shown.append(tr("expected {day}", day=formats.day(draft.expected_on, today)))
    texts = [("", ", ".join(shown)), ("", draft.notes.strip())]
    foot = " · ".join(filter(None, text_money.in_parts(money, today))) if money else ""
    plan = EntryDeed("plan_payments", "p", tr("Plan the payments…"))
    return Entry(
        id_,
        "deal",
        draft.title or tr("Deal"),
        text_kinds.deal_state(draft.state),
        _DEAL_TONES[draft.state],
        formats.day(draft.closed_on, today) if draft.closed_on else "",
        tuple(pair for pair in texts if pair[1]),
        foot,
        (plan,) if draft.amount and draft.state is not DealState.LOST else (),
    )


def of_payment(id_: bytes, draft: PaymentDraft, today: date, deal: str = "", *, off: bool = False) -> Entry:
    """A line of the payments; ``deal``: for which one, ``off``: that one was lost."""
    if off:
        badge, tone, when = trc("payment", "not owed"), "quiet", ""
    elif draft.paid_on:
        badge, tone, when = trc("payment", "paid"), "accent", formats.day(draft.paid_on, today)
    elif draft.due_on and draft.due_on < today.isoformat():
        badge, tone, when = (
            trc("payment", "overdue"),
            "late",
            tr("due {day}", day=formats.day(draft.due_on, today)),
        )
    else:
        due = tr("due {day}", day=formats.day(draft.due_on, today)) if draft.due_on else ""
        badge, tone, when = trc("payment", "owed"), "care", due
    if draft.amount < 0 and draft.paid_on:
        badge, tone = trc("payment", "paid out"), "quiet"
    elif draft.amount < 0 and not off:
        badge = trc("payment", "we owe")
    texts = (("", draft.note),) if draft.note else ()
    deeds = (
        EntryDeed("paid", "d", tr("Paid today")),
        EntryDeed("pay_part", "p", tr("Paid in part…")),
    )
    # The badge says which way it goes.
    title = formats.money(abs(draft.amount), draft.currency)
    foot = " · ".join(filter(None, (deal, tr("the deal was lost") if off else "")))
    return Entry(id_, "payment", title, badge, tone, when, texts, foot, () if draft.paid_on else deeds)
