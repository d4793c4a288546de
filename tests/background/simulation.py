"""A laptop over thousands of days, with everything that happens to its clocks, and what the reminders make of it.

Two clocks: ``real`` only runs forward, as time does; the clock on the wall is that and an offset that leaps. The
program looks when ``background.watch`` would: half a minute after the last look at the latest, at the moment it asked
for, after a change of its own base at once. Looks of which nothing can come are left out.
"""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from crm_desktop.background.popups.hours import quiet_until
from crm_desktop.background.watch import Look, look
from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import ReminderKind
from crm_desktop.services import reminders
from crm_desktop.services.base import open_base
from crm_desktop.services.reminders import Ref, refreshing
from crm_desktop.services.wall import midnight
from crm_desktop.storage import meta
from tests.background.oracle import Oracle

ZONES = ("Europe/Vilnius", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Europe/London")
POLL = timedelta(seconds=30)
LATEST = timedelta(seconds=60)
_CLOCK_ERROR = timedelta(minutes=2)
_UNHURRIED_S = refreshing.LONGEST_S

Key = tuple[str, bytes, str]


class Wall:
    """The clock on the wall."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def now(self) -> datetime:
        return self._laptop.real + self._laptop.offset


@dataclass
class Tally:
    """What was seen on the way."""

    looks: int = 0
    kills: int = 0
    leaps: int = 0
    zones: int = 0
    popups: int = 0
    latest: timedelta = timedelta()
    told: set[Key] = field(default_factory=set)


class Laptop:
    """The program, its base, and its user."""

    def __init__(self, path, seed: int) -> None:
        self.path, self.random = path, random.Random(seed)
        self.real = datetime(2027, 1, 10, 7, 0, tzinfo=UTC)
        self.offset = timedelta()
        self.quiet: tuple[str, str] = ("", "")
        self.tally = Tally()
        self.shown: dict[Key, datetime] = {}
        self.handled: set[Key] = set()
        self.smooth_since = self.real
        self.wanted_at: datetime | None = None
        self.set_zone(ZONES[0])
        self.open()

    @property
    def now(self) -> datetime:
        """What the clock on the wall shows, in UTC."""
        return self.real + self.offset

    @property
    def store(self):
        return self.base.store

    def open(self) -> None:
        self.base = open_base(self.path, who="Ona", clock=Wall(self))
        self.whole, self.smooth_since = True, self.real

    def kill(self) -> None:
        """All that was in memory is gone; the file is what was committed."""
        self.store.close()
        self.tally.kills += 1

    def set_zone(self, name: str) -> None:
        os.environ["TZ"] = name
        time.tzset()

    def disturbed(self) -> None:
        """Something happened that no look could foresee: lateness is counted from here."""
        self.smooth_since = self.real

    def look(self, *, dies: bool = False) -> None:
        """One look as the program does it; ``dies``: killed between its pop-ups and noting them."""
        now = self.now
        until = quiet_until(now, *self.quiet)
        if self.random.random() < 0.02:
            refreshing.LONGEST_S = 0.0  # a slow laptop: the work is not done in one go
        found = look(self.store, now, whole=self.whole, quiet_until=until)
        refreshing.LONGEST_S = _UNHURRIED_S
        self.whole = False
        self.tally.looks += 1
        self.wanted_at = found.wanted_at
        if found.finished:
            self._measure(found)
        for each in found.to_announce:
            self.tally.popups += 1
            self.tally.told.update(map(_key, each.refs))
            assert not self.handled & set(map(_key, each.refs))
            if not dies:
                reminders.announced(self.store, each.refs, now, "desktop")
                self.shown.update((_key(ref), now) for ref in each.refs)
        if not found.finished and not dies:
            self.look()

    def _measure(self, found: Look) -> None:
        oracle = Oracle(self.store, self.now, self._begun())
        expected = oracle.due()
        lines = reminders.due(self.store, self.now, 10_000)
        due = {_key(line.ref) for line in lines}
        assert due == expected, (self.now, f"lost: {expected - due}", f"not due: {due - expected}")
        assert found.due == len(lines)
        assert not due & self.handled
        self._forget(oracle)
        unsaid = {
            key: slot
            for key in expected
            if (slot := next((t for t in oracle.times[key] if self._unseen(key, t)), None)) is not None
            and slot <= utc_text(self.now)
        }
        if found.quiet_until is None:
            told = {_key(ref) for each in found.to_announce for ref in each.refs}
            assert unsaid.keys() <= told <= due, (self.now, unsaid.keys() - told, told - due)
            for key, slot in unsaid.items():
                late = self.real - max(self._could_be_told(key, slot), self.smooth_since)
                self.tally.latest = max(self.tally.latest, late)
                assert late <= LATEST, (self.now, key, slot)
        else:
            self.smooth_since = found.quiet_until - self.offset

    def _could_be_told(self, key: Key, slot: str) -> datetime:
        """The real time at which a pop-up was to come; a silence also begins when the day of a contact is over."""
        at = parse_utc_text(slot)
        if key[0] == "silence":
            at = max(at, midnight(self.now.astimezone().date()))
        return at - self.offset

    def _begun(self) -> date:
        """Since when reminders are kept here, as the base has it."""
        return date.fromisoformat(meta.get(self.store, "reminders_begun") or "")

    def _unseen(self, key: Key, slot: str) -> bool:
        seen = self.shown.get(key)
        return seen is None or slot > utc_text(seen)

    def _forget(self, oracle: Oracle) -> None:
        """What is no reminder any more was not shown; what a clock that ran ahead showed was shown now, or not yet."""
        for key, at in list(self.shown.items()):
            if key not in oracle.times:
                del self.shown[key]
            elif at > self.now + _CLOCK_ERROR:
                if oracle.times[key][0] > utc_text(self.now):
                    del self.shown[key]
                else:
                    self.shown[key] = self.now

    def run_until(self, end: datetime) -> None:
        """Let the program run until the instant ``end`` of the real time; it looks when it would."""
        while True:
            at = self._next_look()
            if at is None or at >= end:
                self.real = end
                return
            self.real = at
            self.look()

    def _next_look(self) -> datetime | None:
        """The next look of which something can come: asked for, or the first poll after what the oracle knows of."""
        now = self.now
        known = Oracle(self.store, now, self._begun()).next_at()
        tomorrow = (now.astimezone() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        midnight = tomorrow.replace(tzinfo=None).astimezone(UTC)
        polls = [midnight] if known is None else [midnight, parse_utc_text(known)]
        late = timedelta(seconds=self.random.uniform(1, POLL.total_seconds()))
        times = [each - self.offset + late for each in polls]
        if self.wanted_at is not None:
            times.append(self.wanted_at - self.offset)
        return max(min(times), self.real + timedelta(milliseconds=1))


def _key(ref: Ref) -> Key:
    return ReminderKind(ref.kind).value, ref.subject_id, ref.moment
