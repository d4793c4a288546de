"""How long contacts take: what they usually take, what they may take, and which of them overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import series
from crm_desktop.services.common import set_setting, setting

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

LONGEST_MINUTES = 366 * 24 * 60
"""A year: longer than any fair, journey or leave that stands in a calendar as one."""

SETTING = "usual_minutes"
"""The common setting that says otherwise: minutes by kind."""

_USUAL = {ActivityKind.CALL: 15, ActivityKind.MEETING: 60, ActivityKind.VISIT: 60, ActivityKind.TASK: 30}
_WRITTEN = 15
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clash:
    """A planned contact that overlaps another; ``planned_at`` is a UTC instant, ``occurrence``: one of a series."""

    id: bytes
    client: str
    kind: ActivityKind
    planned_at: str
    minutes: int
    occurrence: bool = False


def usual_minutes(kind: ActivityKind) -> int:
    """How long a contact of this kind takes where nobody said otherwise: an hour to meet, a quarter to call."""
    return _USUAL.get(kind, _WRITTEN)


def minutes_of(store: Store, kind: ActivityKind) -> int:
    """As ``usual_minutes``, unless the base's own setting says otherwise."""
    own = setting(store, SETTING, {}).get(kind.value)
    return own if isinstance(own, int) and 0 < own <= LONGEST_MINUTES else usual_minutes(kind)


def choose_minutes(store: Store, kind: ActivityKind, minutes: int) -> None:
    """Let a contact of this kind take so long where nobody said otherwise, for all who share the base.

    Raises:
        NumberRefused: nothing or less, or beyond a year.
    """
    if not 0 < minutes <= LONGEST_MINUTES:
        raise NumberRefused(field="minutes", value=minutes, least=1, most=LONGEST_MINUTES)
    set_setting(store, SETTING, {**setting(store, SETTING, {}), kind.value: minutes})


def check_minutes(minutes: int | None) -> None:
    """Raises NumberRefused for a length below nothing or beyond a year."""
    if minutes is not None and not 0 <= minutes <= LONGEST_MINUTES:
        raise NumberRefused(field="minutes", value=minutes, least=0, most=LONGEST_MINUTES)


def clashes(
    store: Store,
    at: str,
    minutes: int | None,
    responsible_id: bytes | None,
    except_id: bytes | None = None,
    *,
    limit: int = 5,
) -> list[Clash]:
    """The contacts of the same colleague, planned for a time of the day, that overlap ``minutes`` from ``at`` on.

    A contact without a length takes what its kind usually does; one that is nobody's may be anybody's and clashes with
    all. ``except_id``: the contact itself, or its series. What takes longer than a day (a fair, a journey) clashes
    with nothing. Raises ValueError: ``at`` is no instant.
    """
    start = parse_utc_text(at)
    try:
        end, low = utc_text(start + timedelta(minutes=max(minutes or 0, 1))), utc_text(start - _DAY)
    except OverflowError:
        return []
    usual = {kind: minutes_of(store, kind) for kind in ActivityKind}
    found = []
    for id_, client, kind, planned_at, length, repeats in _planned(store, low, end, responsible_id):
        takes = length or usual[ActivityKind(kind)]
        over = parse_utc_text(planned_at) + min(timedelta(minutes=takes), _DAY)
        if id_ != except_id and over > start:
            found.append(Clash(id_, client, ActivityKind(kind), planned_at, takes, repeats))
    return sorted(found, key=lambda clash: clash.planned_at)[:limit]


def _planned(store: Store, low: str, high: str, responsible_id: bytes | None) -> Iterator[tuple[Any, ...]]:
    """Id, client, kind, time, length, whether it is one of a series: what begins from ``low`` to before ``high``."""
    whose = "(?1 IS NULL OR a.responsible_id IS NULL OR a.responsible_id = ?1)"
    columns = "a.id, COALESCE(c.name, ''), a.kind, a.planned_at, a.minutes, 0"
    yield from store.read(
        f"SELECT {columns} FROM activity a LEFT JOIN client c ON c.id = a.client_id WHERE {whose}"
        " AND a.held_at IS NULL AND a.deleted = 0 AND a.rule = '' AND a.all_day = 0 AND COALESCE(c.deleted, 0) = 0"
        " AND a.planned_at >= ?2 AND a.planned_at < ?3",
        (responsible_id, low, high),
    )
    for template in series.templates(store, f"{whose} AND a.all_day = 0", (responsible_id,)):
        moments = list(series.between(template, low, high))
        if moments:
            ((client, kind, minutes),) = store.read(
                "SELECT COALESCE(c.name, ''), a.kind, a.minutes FROM activity a"
                " LEFT JOIN client c ON c.id = a.client_id WHERE a.id = ?",
                (template.id,),
            )
            yield from ((template.id, client, kind, moment, minutes, True) for moment in moments)
