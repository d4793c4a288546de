"""The verdicts on the events of a calendar, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.event_people import Finder
from crm_desktop.exchange.importing.event_plan import EventPlan, plan_event
from crm_desktop.exchange.importing.staging import Action, StagedRow, Verdict

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.exchange.importing.record import RawRow, Record
    from crm_desktop.storage.store import Store

SERIES, EVENT = "series", "event"
"""Kinds of staged rows: templates are written first, so that their occurrences find them."""

_SHOWN = {
    "planned_at": "event.start",
    "all_day": "event.start",
    "minutes": "event.end",
    "zone": "event.zone",
    "rule": "event.rule",
    "place": "event.place",
    "wanted": "event.title",
    "offered": "event.text",
    "result": "event.text",
    "reminders": "event.component",
    "kind": "event.kind",
    "held_at": "event.status",
    "outcome": "event.status",
    "direction": "event.kind",
}


def overwrites(action: Action) -> bool:
    """Whether the calendar wins where the user has changed the same."""
    return action is Action.UPDATE


class EventJudge:
    """Judges the events of one rehearsal; they come in the order of the files."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._finder = Finder(store)
        self._seen: set[tuple[str, str]] = set()
        self._now = store.clock.now()

    def judge(self, raw: RawRow, record: Record, decided: Action | None, action: Action) -> StagedRow:
        """The row with its verdict; its number comes when it is laid down."""
        entry = record.event
        assert entry is not None
        key = (entry.uid, entry.occurrence)
        if key in self._seen:
            return _staged(raw, record, Verdict.DUPLICATE, "same_uid", (), decided, look=False)
        self._seen.add(key)
        plan = plan_event(
            self._store,
            self._finder,
            entry,
            self._now,
            overwrite=overwrites(action),
            anew=action is Action.NEW,
        )
        record.clients = plan.company.clients
        verdict, reason, changes = _verdict(plan)
        look = bool(record.problems) or plan.differs or (verdict is Verdict.NEW and plan.company.doubtful)
        if record.problems:
            reason = record.problems[0].code
        return _staged(raw, record, verdict, reason, changes, decided, look=look)


def _verdict(plan: EventPlan) -> tuple[Verdict, str, tuple[str, ...]]:
    if plan.is_covered:
        return Verdict.SAME, "parted", ()
    if plan.activity is None:
        return Verdict.NEW, "name_only" if plan.company.doubtful else "", ()
    if plan.in_bin:
        return Verdict.SAME, "in_bin", ()
    changes = dict.fromkeys(_SHOWN[name] for name in plan.values if name in _SHOWN)
    if plan.links:
        changes["event.people"] = None
    reason = "differs" if plan.differs else "same_uid"
    return (Verdict.COMPLETES if changes else Verdict.SAME), reason, tuple(changes)


def _staged(
    raw: RawRow,
    record: Record,
    verdict: Verdict,
    reason: str,
    changes: tuple[str, ...],
    decided: Action | None,
    *,
    look: bool,
) -> StagedRow:
    entry = record.event
    assert entry is not None
    kind = SERIES if entry.rule and not entry.occurrence else EVENT
    return StagedRow(
        0, raw.source, raw.row, verdict, reason, None, None, changes, decided, look, kind, _name(entry), raw.cells,
        record,
    )  # fmt: skip


def _name(entry: EventEntry) -> str:
    return entry.title.partition("\n")[0] or ", ".join(name or address for name, address in entry.people)
