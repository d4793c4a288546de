"""The week of the one who looks around: a small base has a full diary around today, with every kind of ending."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.services.demo.chance import pick

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_CALL, _MEETING, _VISIT = ActivityKind.CALL.value, ActivityKind.MEETING.value, ActivityKind.VISIT.value
_MINUTES = {_CALL: 15, _MEETING: 60, _VISIT: 45}
_WEEKDAYS = 5


class _Slot(NamedTuple):
    """Client so and so, so many days from today, at a time of day; held ones on working days back."""

    client: int
    days: int
    at: time
    kind: str
    outcome: Outcome = Outcome.NONE


def _slots(text: str) -> tuple[_Slot, ...]:
    rows = (row.split() for row in text.strip().splitlines())
    return tuple(
        _Slot(
            int(client),
            int(days),
            time.fromisoformat(at),
            ActivityKind(kind).value,
            Outcome(*outcome or [""]),
        )
        for client, days, at, kind, *outcome in rows
    )


_PLANNED = _slots(
    """
    0 0 11:00 meeting
    1 0 12:30 call
    2 0 15:00 visit
    3 0 16:45 call
    4 1 09:30 meeting
    5 1 14:00 call
    6 2 10:00 visit
    7 2 10:30 call
    8 2 15:30 meeting
    9 3 09:00 call
    10 3 13:00 meeting
    11 4 11:15 visit
    12 5 10:00 meeting
    13 7 12:00 call
    14 8 09:45 meeting
    15 -1 10:15 call
    16 -2 16:00 call
    """
)
_HELD = _slots(
    """
    4 1 10:00 meeting successful
    5 1 11:30 call no_answer
    6 1 15:00 visit successful
    7 2 09:00 meeting failed
    8 2 13:30 meeting successful
    9 3 10:30 visit cancelled
    10 3 14:00 meeting successful
    11 3 16:15 call successful
    12 4 09:30 meeting failed
    13 4 12:00 meeting successful
    14 5 11:00 visit successful
    """
)


def add_week(scene: Scene, subject: Subject) -> None:
    """What the client has in the weeks around today, where it is one of the first."""
    today = scene.days.today
    for slot in _PLANNED:
        if slot.client == subject.index:
            kind, wanted = pick(
                scene.rng,
                [plan for plan in subject.diary.plans if plan.kind == slot.kind] or subject.diary.plans,
            )
            at = _instant(today + timedelta(days=slot.days), slot.at)
            _add(scene, subject, kind, at, ("", wanted, "", "", Outcome.NONE), held=False)
    for slot in _HELD:
        if slot.client == subject.index:
            entry = pick(scene.rng, subject.diary.entries)
            at = _instant(_working_day(today, slot.days), slot.at)
            texts = (Direction.OUT.value, entry.wanted, entry.offered, entry.result, slot.outcome)
            _add(scene, subject, slot.kind, at, texts, held=True)


def _add(
    scene: Scene,
    subject: Subject,
    kind: str,
    at: str,
    texts: tuple[str, str, str, str, Outcome],
    *,
    held: bool,
) -> None:
    direction, wanted, offered, result, outcome = texts
    called = kind == _CALL
    scene.rows.add(
        "activity", next(scene.ids), subject.id, kind, direction if called else "", at, at if held else None,
        _MINUTES.get(kind), wanted, offered, result, outcome.value, subject.past[-1], subject.colleague,
    )  # fmt: skip


def _instant(day: date, at: time) -> str:
    """Of the wall of this computer: the diary looks the same wherever somebody looks around."""
    return utc_text(datetime.combine(day, at).astimezone())


def _working_day(today: date, back: int) -> date:
    """The working day so many working days before today."""
    day = today
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < _WEEKDAYS
    return day
