"""The forms of planned contacts over the window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui import text
from screenshots.stage import forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_WEEKLY = "RRULE:FREQ=WEEKLY"
_PEOPLE = "SELECT id FROM client WHERE kind = 'person' AND deleted = 0 AND language = ? ORDER BY rid LIMIT 60"


def _people(desk: Desk) -> list[bytes]:
    return [client_id for (client_id,) in desk.session.store.read(_PEOPLE, (text.language(),))]


def _at(days: int, hour: int) -> str:
    here = datetime.now().astimezone().replace(hour=hour, minute=30, second=0, microsecond=0)
    return utc_text(here + timedelta(days=days))


def _meeting(desk: Desk, days: int, rule: str = "") -> bytes:
    first, second, *_ = _people(desk)
    draft = ActivityDraft(
        first,
        ActivityKind.MEETING,
        planned_at=_at(days, 11),
        minutes=60,
        further=(second,) if rule else (),
        rule=rule,
        zone="Europe/Vilnius" if rule else "",
    )
    return activities.add(desk.session.store, draft)


def _plan(desk: Desk) -> None:
    desk.go_clients()
    first, second, *_ = _people(desk)
    draft = ActivityDraft(
        first, ActivityKind.MEETING, planned_at=_at(1, 15), minutes=45, further=(second,), rule=_WEEKLY
    )
    if desk.hosts.plan_activity is not None:
        desk.hosts.plan_activity(draft)


def _how_it_went(desk: Desk) -> None:
    meeting = _meeting(desk, -1)
    if desk.hosts.open_activity is not None:
        desk.hosts.open_activity(meeting, None, True)


def _series(desk: Desk) -> None:
    template = _meeting(desk, 4, _WEEKLY)
    if desk.hosts.open_activity is None:
        return
    desk.hosts.open_activity(template, _at(11, 11), False)
    for form in forms(desk):
        place = form.findChild(QLineEdit, "activity_place")
        if place is not None:
            place.setText("Gedimino pr. 5")
        form.save()


def _move(desk: Desk) -> None:
    meeting = _meeting(desk, 1)
    if desk.hosts.move_activity is not None:
        desk.hosts.move_activity(meeting, None)


def _many(desk: Desk) -> None:
    if desk.hosts.plan_many is not None:
        desk.hosts.plan_many(_people(desk))


SCREENS: dict[str, Callable[[Desk], None]] = {
    "plan": _plan,
    "how-it-went": _how_it_went,
    "series": _series,
    "move": _move,
    "plan-many": _many,
}
