"""Answers to reminders: put off, or dealt with. What is asked for more than once is kept once, on all laptops.

Putting off is no step that Ctrl+Z takes back: it would stand before the edit the user means, and whoever put something
off too far finds it in the list of what is planned. "Dealt with" can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.ids import link_id
from crm_desktop.kinds import Op, ReminderKind

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.reminders.rows import Ref
    from crm_desktop.storage.store import Store

STAYS = frozenset({ReminderKind.CONTACT, ReminderKind.REQUEST})
"""Kinds that nothing ends but what they remind of: held, moved or cancelled; resolved."""

_ANSWER = (
    "INSERT INTO reminder_answer(id, subject_id, kind, moment, snoozed_until, handled_at, answered_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET snoozed_until = excluded.snoozed_until,"
    " handled_at = excluded.handled_at, answered_at = excluded.answered_at, deleted = 0"
)
_THIS = " WHERE subject_id = ? AND kind = ? AND moment = ?"


def snooze(store: Store, refs: Sequence[Ref], until: datetime, now: datetime) -> None:
    """Put reminders off: they are due again from ``until`` on, and are then told anew."""
    later, answered_at = utc_text(until), utc_text(now)
    with store.change(Op.ANSWER_REMINDER, undoable=False, info={"count": len(refs)}) as change:
        change.executemany(_ANSWER, ((*_key(ref), later, None, answered_at) for ref in refs))
        change.executemany(
            f"UPDATE reminder SET fire_at = ?, announce_at = ?{_THIS}",
            ((later, later, ref.subject_id, ref.kind.value, ref.moment) for ref in refs),
        )


def handle(store: Store, refs: Sequence[Ref], now: datetime) -> int:
    """Note that reminders are dealt with - greeted, seen - and are never told again; of how many it was noted.

    Contacts and requests stay: only what they remind of ends them.
    """
    at = utc_text(now)
    ended = [ref for ref in refs if ref.kind not in STAYS]
    if not ended:
        return 0
    with store.change(Op.ANSWER_REMINDER, info={"count": len(ended)}) as change:
        change.executemany(_ANSWER, ((*_key(ref), None, at, at) for ref in ended))
        change.executemany(
            f"DELETE FROM reminder{_THIS}", ((ref.subject_id, ref.kind.value, ref.moment) for ref in ended)
        )
    return len(ended)


def _key(ref: Ref) -> tuple[bytes, bytes, str, str]:
    """The id of the answer, made from what it answers, and that."""
    kind = ref.kind.value
    return (
        link_id(b"reminder", kind.encode(), ref.subject_id, ref.moment.encode()),
        ref.subject_id,
        kind,
        ref.moment,
    )
