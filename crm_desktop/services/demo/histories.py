"""What happened with a sample client and what is to come: contacts and money."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.demo import workdays
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.demo.week import add_week

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_APPOINTMENTS = frozenset({ActivityKind.MEETING.value, ActivityKind.VISIT.value})
_MINUTES = {"call": (2, 3, 4, 5, 7, 10, 15), "meeting": (30, 45, 60, 60, 90), "visit": (10, 20, 30, 60)}
EARLY = 20
"""Among so many first clients every kind of open matter occurs, so that a small base shows them all."""


def add_history(scene: Scene, subject: Subject) -> None:
    """One held contact for each instant of the client's past."""
    rng, rows, ids, entries = scene.rng, scene.rows.tables["activity"], scene.ids, subject.diary.entries
    for at in subject.past:
        kind, direction, wanted, offered, result, outcome = pick(rng, entries)
        minutes = _MINUTES.get(kind)
        rows.append((
            next(ids), subject.id, kind, direction, at if kind in _APPOINTMENTS else None, at,
            pick(rng, minutes) if minutes else None, wanted, offered, result, outcome, at, subject.colleague,
        ))  # fmt: skip


def add_plans(scene: Scene, subject: Subject) -> None:
    """Contacts to come, and now and then one whose time has passed unheld."""
    rng, days = scene.rng, scene.days
    add_week(scene, subject)
    if subject.index < EARLY:
        return
    if rng.random() < 0.07:
        _plan(scene, subject, workdays.soon(rng, days))
    if rng.random() < 0.01:
        _plan(scene, subject, workdays.lately(rng, days, within=6))


def _plan(scene: Scene, subject: Subject, at: str) -> None:
    kind, wanted = pick(scene.rng, subject.diary.plans)
    made = subject.past[-1]
    scene.rows.add(
        "activity", next(scene.ids), subject.id, kind, "out" if kind == "call" else "", at, None, None, wanted,
        "", "", "", made, subject.colleague,
    )  # fmt: skip


def add_payments(scene: Scene, subject: Subject, sale: tuple[bytes, int, str], *, owes: bool) -> bool:
    """Half in advance and the rest later, or all at once; what is not paid is due, or overdue since a few weeks.

    Whether all of it is paid.
    """
    rng, today, currency = scene.rng, scene.days.today, subject.pack["currency"]
    deal, rest, sold = sale
    if rng.random() < 0.4:
        advance = rest // 2
        rest -= advance
        scene.rows.add("payment", next(scene.ids), subject.id, deal, advance, currency, sold, sold)
    due = workdays.day_from(date.fromisoformat(sold), 14)
    paid = due if due < today.isoformat() and not owes and rng.random() < 0.88 else None
    if paid is None and (owes or due < workdays.day_from(today, -60)):
        due = max(sold, workdays.day_from(today, -1 - int(rng.random() * 40)))
    scene.rows.add("payment", next(scene.ids), subject.id, deal, rest, currency, due, paid)
    return paid is not None
