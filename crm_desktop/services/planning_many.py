"""The same contact planned for many clients, spread over days: "call these two hundred, thirty a day from nine on"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.errors import NumberRefused
from crm_desktop.ids import uuid7
from crm_desktop.kinds import Op
from crm_desktop.services import activities, writing
from crm_desktop.services.bulk import CHUNK, Progress, in_bulk
from crm_desktop.services.lengths import minutes_of
from crm_desktop.services.work_days import WORK_DAYS

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ActivityDraft
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_MOST_A_DAY = 10_000
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Spread:
    """Over which days and times contacts are spread; times are those of this computer's clock.

    Attributes:
        first: the first day.
        a_day: so many on a day; None: as many as fit (all of them on the first day, where nothing limits them).
        weekdays: only on these (0: Monday).
        at: the time of the day's first; None: they take the whole day.
        every: minutes from one to the next; 0: all of a day at the same time.
        until: none begins later than that.
    """

    first: date
    a_day: int | None = None
    weekdays: tuple[int, ...] = WORK_DAYS
    at: time | None = None
    every: int = 0
    until: time | None = None


@dataclass(frozen=True, slots=True)
class PlannedMany:
    """The contacts planned, in the order of their clients, and how many clients were left out, and why."""

    ids: tuple[bytes, ...]
    do_not_contact: int = 0
    deleted: int = 0


def plan_for(
    store: Store,
    client_ids: Sequence[bytes],
    draft: ActivityDraft,
    *,
    spread: Spread,
    also: Callable[[Change, Sequence[bytes]], object] | None = None,
    progress: Progress | None = None,
) -> PlannedMany:
    """Plan the draft for each of the clients, as one operation; its own client and time mean nothing.

    Clients who do not want to be contacted, or lie in the bin, are left out. ``also`` is told of the others and may
    write for them in the same operation. Thousands belong on a background thread; ``progress`` as in ``bulk.in_bulk``.

    Raises:
        NumberRefused: a spread over no day or no time.
        As ``activities.add``.
    """
    distinct = list(dict.fromkeys(client_ids))
    wanted, shy = willing(store, distinct)
    moments = list(_first(slots(spread), len(wanted)))
    columns = _columns(store, draft, spread)
    rows = [(uuid7(), client, moment) for client, moment in zip(wanted, moments, strict=True)]
    names = ", ".join(columns)
    sql = f"INSERT INTO activity(id, client_id, planned_at, {names}) VALUES (?, ?, ?{', ?' * len(columns)})"

    def write(change: Change, chunk: Sequence[tuple[bytes, bytes, str]]) -> None:
        change.executemany(sql, [(*row, *columns.values()) for row in chunk])
        if also is not None:
            also(change, [client for _, client, _ in chunk])

    in_bulk(store, Op.PLAN_CONTACTS, rows, write, progress=progress)
    return PlannedMany(tuple(id_ for id_, _, _ in rows), shy, len(distinct) - len(wanted) - shy)


def willing(store: Store, clients: Sequence[bytes]) -> tuple[list[bytes], int]:
    """Those of distinct ``clients`` to contact, in their order, and how many do not want it."""
    known: dict[bytes, bool] = {}
    for start in range(0, len(clients), CHUNK):
        chunk = clients[start : start + CHUNK]
        slots_ = ", ".join("?" * len(chunk))
        known |= dict(
            store.read(f"SELECT id, do_not_contact FROM client WHERE id IN ({slots_}) AND deleted = 0", chunk)
        )
    return [each for each in clients if known.get(each) == 0], sum(map(bool, known.values()))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How contacts would be spread: on so many days, the first and the last of them."""

    days: int
    first: date
    last: date


def foreseen(count: int, spread: Spread) -> Foreseen:
    """How ``count`` contacts, one at least, would be spread. Raises NumberRefused as ``plan_for``."""
    a_day = len(_times(spread))
    needed = -(-count // a_day)
    days = list(islice(_days(spread), needed))
    if len(days) < needed:
        raise NumberRefused(field="first", value=count, least=1, most=_MOST_A_DAY)
    return Foreseen(needed, days[0], days[-1])


def slots(spread: Spread) -> Iterator[str]:
    """The times of one contact after another, as ``Activity.planned_at`` has them, until the calendar ends.

    A time that the clocks skip comes an hour later. Raises NumberRefused.
    """
    times = _times(spread)
    return (
        day.isoformat() if moment is None else utc_text(datetime.combine(day, moment).astimezone())
        for day in _days(spread)
        for moment in times
    )


def _times(spread: Spread) -> Sequence[time | None]:
    """The times of a day, one for each contact."""
    _check("a_day", spread.a_day, 1, _MOST_A_DAY)
    _check("every", spread.every, 0, _MINUTES_A_DAY)
    if not spread.weekdays or not set(spread.weekdays) <= set(range(7)):
        raise NumberRefused(field="weekdays", value=len(spread.weekdays), least=1, most=7)
    most = spread.a_day or _MOST_A_DAY
    if spread.at is None or not spread.every:
        return [spread.at] * most
    begin = spread.at.hour * 60 + spread.at.minute
    end = _MINUTES_A_DAY - 1 if spread.until is None else spread.until.hour * 60 + spread.until.minute
    if end < begin:
        raise NumberRefused(field="until", value=f"{spread.until:%H:%M}", least=begin, most=_MINUTES_A_DAY)
    minutes = range(begin, end + 1, spread.every)[:most]
    return [time(minute // 60, minute % 60) for minute in minutes]


def _check(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise NumberRefused(field=name, value=value, least=least, most=most)


def _days(spread: Spread) -> Iterator[date]:
    day = spread.first
    while day < date.max - timedelta(days=1):  # its midnight must exist everywhere
        if day.weekday() in spread.weekdays:
            yield day
        day += timedelta(days=1)


def _first(moments: Iterator[str], count: int) -> Iterator[str]:
    """So many of them. Raises NumberRefused: the calendar ends before."""
    for _ in range(count):
        moment = next(moments, None)
        if moment is None:
            raise NumberRefused(field="first", value=count, least=1, most=_MOST_A_DAY)
        yield moment


def _columns(store: Store, draft: ActivityDraft, spread: Spread) -> dict[str, object]:
    """What all of the contacts have in common."""
    now = utc_text(store.clock.now())
    minutes = draft.minutes
    if minutes is None and spread.at is not None:
        minutes = minutes_of(store, draft.kind)
    common = replace(
        draft, planned_at=next(slots(spread)), all_day=spread.at is None, held_at=None, minutes=minutes
    )
    values = activities.checked_values(common, now)
    del values["client_id"], values["planned_at"]
    writing.check(store, "activity", values)
    return {**values, "created_at": now}
