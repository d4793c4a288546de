"""What sample clients complained of, asked and wished for, and how satisfied they were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services.demo import workdays
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.demo.histories import EARLY

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_CHANNELS = (
    *[Channel.PHONE.value] * 5, *[Channel.EMAIL.value] * 3, *[Channel.MESSENGER.value] * 2, Channel.VISIT.value, "",
)  # fmt: skip
_ANSWER_HOURS = (1, 1, 2, 3, 5, 8, 20, 30)
_RESOLVE_HOURS = (4, 20, 26, 50, 50, 75, 120)
_MARKS = (5, 5, 5, 5, 4, 4, 4, 3, 2, 1)
_WAITING, _RESOLVED, _ASKED = 0.012, 0.03, 0.05


def add_requests(scene: Scene, subject: Subject) -> None:
    """Complaints, wishes and inquiries: most resolved, some still waiting; and now and then a mark."""
    rng = scene.rng
    early = subject.index < EARLY
    if rng.random() < _WAITING or (early and subject.index % 6 == 1):
        _add_waiting(scene, subject)
    elif rng.random() < _RESOLVED:
        _add_resolved(scene, subject)
    if rng.random() < _ASKED or (early and subject.index % 5 == 4):
        _add_mark(scene, subject, pick(rng, subject.past), pick(rng, _MARKS), None)


def _add_waiting(scene: Scene, subject: Subject) -> None:
    rng = scene.rng
    troubles = subject.diary.troubles
    if subject.index == 1:  # somebody always wishes for something
        troubles = [each for each in troubles if each.kind == RequestKind.WISH.value]
    kind, text, _ = pick(rng, troubles)
    # Wishes wait for the thing, some for long.
    received = workdays.lately(rng, scene.days, within=60 if kind == RequestKind.WISH.value else 6)
    answered = _later(received, 1) if rng.random() < 0.3 else None
    scene.rows.add(
        "request", next(scene.ids), subject.id, kind, text, received, answered, None, "", pick(rng, _CHANNELS)
    )


def _add_resolved(scene: Scene, subject: Subject) -> None:
    rng = scene.rng
    kind, text, resolution = pick(rng, subject.diary.troubles)
    received = pick(rng, subject.past)
    today = f"{scene.days.today}T00:00:00.000Z"
    answered = min(_later(received, pick(rng, _ANSWER_HOURS)), max(today, received))
    resolved = min(_later(answered, pick(rng, _RESOLVE_HOURS)), max(today, answered))
    request = next(scene.ids)
    scene.rows.add(
        "request",
        request,
        subject.id,
        kind,
        text,
        received,
        answered,
        resolved,
        resolution,
        pick(rng, _CHANNELS),
    )
    if rng.random() < 0.5:
        _add_mark(scene, subject, resolved, pick(rng, _MARKS), request)


def _add_mark(scene: Scene, subject: Subject, at: str, mark: int, request: bytes | None) -> None:
    """How satisfied, with a few words of the pack. Low marks of long ago were acted on."""
    rng = scene.rng
    words = pick(rng, subject.pack["praise" if mark > 2 else "blame"]) if rng.random() < 0.6 else ""
    recent = at >= workdays.day_from(scene.days.today, -30)
    handled = _later(at, 24) if mark <= 2 and not recent else None
    scene.rows.add("feedback", next(scene.ids), subject.id, mark, words, at, request, handled)


def _later(at: str, hours: int) -> str:
    return utc_text(parse_utc_text(at) + timedelta(hours=hours))
