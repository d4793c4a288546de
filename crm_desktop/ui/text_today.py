"""Words of the page of today. Free of Qt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind, Channel, ReminderKind, RequestKind
from crm_desktop.services.attention_contacts import Timing
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import language, ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_desktop.services.attention import Before, Due, DueSum, Waiting
    from crm_desktop.services.attention_contacts import DayContacts, TodayContact
    from crm_desktop.services.attention_dates import Kept
    from crm_desktop.services.attention_week import DayCount
    from crm_desktop.services.silence import Slipping

_LETTERS = 160
"""Of a long text so much is shown; the rest stands on the card."""
_NEAR_DAYS = 7
_WEEKS_FROM, _MONTHS_FROM, _YEARS_FROM = 14, 61, 731
_MONTH_DAYS, _YEAR_DAYS = 30.44, 365.25


def summary(contacts: DayContacts, held: int = 0) -> str:
    """The line under the date: ``3 meetings, 2 calls. 1 thing is late.`` ``held`` contacts were held that day."""
    counts = dict(contacts.kinds)
    meetings, calls = counts.pop(ActivityKind.MEETING, 0), counts.pop(ActivityKind.CALL, 0)
    visits, tasks = counts.pop(ActivityKind.VISIT, 0), counts.pop(ActivityKind.TASK, 0)
    others = sum(counts.values())
    named = [
        words
        for n, words in (
            (meetings, ntr("{n} meeting", "{n} meetings", meetings)),
            (calls, ntr("{n} call", "{n} calls", calls)),
            (visits, ntr("{n} visit", "{n} visits", visits)),
            (tasks, ntr("{n} task", "{n} tasks", tasks)),
            (others, ntr("{n} other contact", "{n} other contacts", others)),
        )
        if n
    ]
    nothing = tr("Nothing more is planned for today.") if held else tr("Nothing is planned for today.")
    planned = f"{', '.join(named)}." if named else nothing
    late = contacts.late.total + contacts.passed
    return sentence(planned, ntr("{n} thing is late.", "{n} things are late.", late) if late else "")


def sentence(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return " ".join(part for part in parts if part)


def lasting(days: int) -> str:
    """A stretch of days in the unit that people would say: ``5 days``, ``6 weeks``, ``4 months``.

    With no-break spaces: they also tell these messages from others that read the same in English and not in Russian.
    """
    if days < _WEEKS_FROM:
        return ntr("{n} day", "{n} days", days)
    if days < _MONTHS_FROM:
        return ntr("{n} week", "{n} weeks", days // 7)
    if days < _YEARS_FROM:
        return ntr("{n} month", "{n} months", int(days / _MONTH_DAYS))
    return ntr("{n} year", "{n} years", int(days / _YEAR_DAYS))


def waited(received_at: str, now: datetime) -> str:
    """For how long somebody waits, at least a minute: ``20 min``, ``3 h``, ``2 days``."""
    gone = max(timedelta(minutes=1), now - datetime.fromisoformat(received_at).astimezone(UTC))
    minutes = int(gone / timedelta(minutes=1))
    if minutes < 60:
        return tr("{n} min", n=minutes)
    if minutes < 24 * 60:
        return trc("hours waited", "{n} h", n=minutes // 60)
    return lasting(gone.days)


def near_day(on: date, today: date) -> str:
    """A day near today: ``today``, ``yesterday``, ``Fri``, farther off ``5 Oct``."""
    if abs((on - today).days) <= 1:
        return formats.ago(on.isoformat(), today)
    if abs((on - today).days) < _NEAR_DAYS:
        return formats.weekday(on)
    return formats.day(on.isoformat(), today)


def short(text: str) -> str:
    """A text of several lines as one, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS].rstrip()}…"


# ------------------------------------------------------------------------------------------------------------ contacts


def contact_when(contact: TodayContact, today: date) -> str:
    """Its time; of an earlier day the day."""
    if contact.day() != today:
        return near_day(contact.day(), today)
    return trc("contact", "all day") if contact.all_day else formats.clock_time(contact.planned_at)


def contact_title(contact: TodayContact) -> str:
    """With whom; what it is about where it is with nobody."""
    return contact.client or short(contact.wanted) or text_kinds.activity_kind(contact.kind)


def contact_beside(contact: TodayContact) -> str:
    """What stands beside the name: the kind, and how many take part besides."""
    parts = []
    if contact.client or contact.wanted:
        parts.append(text_kinds.activity_kind(contact.kind).lower())
    if contact.further:
        parts.append(ntr("with {n} more", "with {n} more", contact.further))
    return " · ".join(parts)


def contact_alert(before: Before | None) -> str:
    """What must not be overlooked before it."""
    if before is None:
        return ""
    parts = [tr("Do not contact")] if before.do_not_contact else []
    if before.request is not None:
        kind = {
            RequestKind.COMPLAINT: tr("Open complaint"),
            RequestKind.INQUIRY: tr("Open question"),
            RequestKind.WISH: tr("Unmet wish"),
        }[before.request]
        parts.append(f"{kind}: {short(before.request_text)}")
    return " · ".join(parts)


def contact_detail(contact: TodayContact, mine: bytes | None) -> str:
    """What it is about, where, and what to know of the client."""
    # Where the number is to be called it comes first, in one piece.
    phone = contact.phone.replace(" ", "\N{NO-BREAK SPACE}") if contact.kind is ActivityKind.CALL else ""
    parts = [phone, short(contact.wanted) if contact.client else "", contact.place]
    if contact.moves:
        parts.append(moved(contact.moves))
    parts += wishes(contact.before)
    if contact.responsible and contact.responsible_id != mine:
        parts.append(tr("with {name}", name=contact.responsible))
    return " · ".join(part for part in parts if part)


def moved(times: int) -> str:
    """How often it was put off."""
    return tr("moved twice") if times == 2 else ntr("moved once", "moved {n} times", times)


def wishes(before: Before | None) -> list[str]:
    """Tastes, and how the client wishes to be spoken to; its language where it is not the program's."""
    if before is None:
        return []
    parts = []
    if before.channel != Channel.ANY:
        parts.append(tr("prefers: {channel}", channel=text_kinds.channel(before.channel).lower()))
    if before.hours:
        parts.append(tr("best time: {hours}", hours=before.hours))
    if before.language and before.language != language():
        parts.append(tr("speaks: {language}", language=text_kinds.language_name(before.language)))
    whole = [part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts]
    return [*whole, tr("likes: {likes}", likes=short(before.likes))] if before.likes.strip() else whole


def contact_sentence(contact: TodayContact, today: date) -> str:
    """The whole line as it is read aloud, without what stands under it."""
    when = contact_when(contact, today)
    kind = text_kinds.activity_kind(contact.kind)
    states = {
        Timing.LATE: tr("Late."),
        Timing.PASSED: tr("Its time is over."),
        Timing.NOW: tr("It is on now."),
        Timing.AHEAD: "",
    }
    if contact.client:
        told = tr("{kind} with {name}, {when}.", kind=kind, name=contact.client, when=when)
    else:
        told = tr("{kind}: {about}, {when}.", kind=kind, about=short(contact.wanted) or _nothing(), when=when)
    return sentence(told, states[contact.timing])


def _nothing() -> str:
    """Said where there is nothing to say."""
    return tr("nothing written")


# -------------------------------------------------------------------------------------------------------------- others


def slipping_beside(row: Slipping) -> str:
    """The group, and for how long nobody spoke to the client: ``Regular · 4 months, allowed 2 months``."""
    since = lasting(row.since_days)
    if row.last_contact is None:
        told = tr("never spoken to, here for {since}", since=since)
    else:
        allowed = lasting(row.allowed_days or 0)
        told = tr("{since}, allowed {allowed}", since=since, allowed=allowed)
    return " · ".join(part for part in (row.group, told) if part)


def occasion_beside(row: Kept, today: date) -> str:
    """When, and how old: ``yesterday, 50``; of a named date its name."""
    when = near_day(row.on, today)
    if row.kind is ReminderKind.BIRTHDAY:
        return when if row.years is None else tr("{when}, {years}", when=when, years=row.years)
    label = row.label or tr("date to remember")
    if not row.years:
        return tr("{label}, {when}", label=label, when=when)
    years = ntr("{n} year", "{n} years", row.years)
    return tr("{label}, {when}, {years}", label=label, when=when, years=years)


def occasion_sentence(row: Kept, today: date) -> str:
    """The line as it is read aloud."""
    if row.kind is ReminderKind.BIRTHDAY:
        return tr("Birthday: {name}, {when}.", name=row.client, when=occasion_beside(row, today))
    return f"{row.client}, {occasion_beside(row, today)}."


def waiting_detail(row: Waiting, today: date) -> str:
    """What it is about, who has it, and whether anybody answered."""
    parts = [
        short(row.text),
        tr("with {name}", name=row.responsible) if row.responsible else tr("nobody has it"),
    ]
    if row.answered_at:
        parts.append(tr("answered {when}", when=formats.ago(row.answered_at, today)))
    return " · ".join(parts)


def waiting_sentence(row: Waiting, now: datetime) -> str:
    """The line as it is read aloud."""
    kind = text_kinds.request_kind(row.kind)
    return tr(
        "{kind} of {name}, waits {long}.", kind=kind, name=row.client, long=waited(row.received_at, now)
    )


def due_beside(row: Due, today: date) -> str:
    """When it is due, or for how long it is late."""
    on = date.fromisoformat(row.due_on)
    if on < today:
        return tr("late {days}", days=lasting((today - on).days))
    return tr("due {when}", when=near_day(on, today))


def due_totals(sums: Iterable[DueSum]) -> str:
    """What all payments come to, by currency."""
    parts = []
    for each in sums:
        if each.late:
            parts.append(tr("{amount} late", amount=formats.money(each.late, each.currency)))
        if each.soon:
            parts.append(tr("{amount} soon", amount=formats.money(each.soon, each.currency)))
    return " · ".join(parts)


def week_counts(count: DayCount) -> str:
    """How the contacts of some days ended: ``8 held, 6 well, 1 failed``."""
    parts = [ntr("{n} held", "{n} held", count.held)]
    if count.well:
        parts.append(ntr("{n} well", "{n} well", count.well))
    if count.failed:
        parts.append(ntr("{n} failed", "{n} failed", count.failed))
    return ", ".join(parts)


def week_before(count: DayCount) -> str:
    """The same days of the week before."""
    return tr("Last week by then: {counts}", counts=week_counts(count))
