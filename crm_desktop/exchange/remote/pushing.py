"""What changed here goes into the calendar, one resource after another, each only over the version that is known.

A resource is remembered as soon as it is written. Whoever dies in between finds it again by its UID and its version.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from crm_desktop.errors import CalendarServerError
from crm_desktop.exchange.importing.event_people import Finder
from crm_desktop.exchange.remote.notes import (
    Note,
    alarms_seen,
    notes,
    remove_note,
    write_alarms_seen,
    write_note,
)
from crm_desktop.exchange.remote.ours import Ours, all_ours
from crm_desktop.exchange.remote.rendering import resource_text
from crm_desktop.exchange.remote.resources import read_resource
from crm_desktop.exchange.remote.server import ChangedThere, Server, href_of, is_single
from crm_desktop.services.reminders.rules import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.exchange.remote.outcome import Outcome
    from crm_desktop.exchange.remote.resources import Resource
    from crm_desktop.storage.store import Store

Memory = dict[bytes, int]
"""By contact: what stood here and there when both were the same, so that they need not be compared again."""

ALARMS_AT_ONCE = 100
"""Events that one exchange writes for no other reason than that the rules of reminding changed; the rest come next."""

_NAME = re.compile(r"[A-Za-z0-9][\w.@-]{0,180}", re.ASCII)


class Pushing:
    """Writes into one calendar; ``mine``: no contacts of colleagues go there anew."""

    def __init__(
        self, store: Store, server: Server, place: str, outcome: Outcome, memory: Memory, *, mine: bool
    ) -> None:
        self._store, self._server, self._place, self._mine = store, server, place, mine
        self._outcome, self._memory = outcome, memory
        self._finder = Finder(store)
        self._alarms_left = ALARMS_AT_ONCE
        self._postponed = 0
        self._are_rules_new = False

    def push(self, progress: Callable[[int, int], None]) -> bool:
        """Write all that differs; whether nothing was changed there meanwhile. Raises CalendarServerError.

        Where the rules of reminding changed, a portion of the alarms is written each time, until all are. Which rules
        they follow is remembered here: two bases of different rules at one calendar leave each other's alone.
        """
        reminding = _signature(self._store)
        self._are_rules_new = alarms_seen(self._store, self._place) != reminding
        is_calm = self._push_all(progress)
        if is_calm and self._are_rules_new and not self._postponed:
            write_alarms_seen(self._store, self._place, reminding)
        return is_calm

    def _push_all(self, progress: Callable[[int, int], None]) -> bool:
        now = self._store.clock.now()
        known = {note.activity_id: note for note in notes(self._store, self._place).values()}
        every = all_ours(self._store, self._place, now, mine=self._mine)
        if self._are_rules_new:
            every.sort(key=_begins)  # what comes first has its alarms first
        is_calm = True
        for done, ours in enumerate(every, 1):
            note = known.get(ours.root)
            try:
                if self._memory.get(ours.root) != _state(ours, note):
                    postponed, note = self._postponed, self._one(ours, note)
                    if postponed == self._postponed:
                        self._memory[ours.root] = _state(ours, note)
            except ChangedThere:
                is_calm = False
            except CalendarServerError as error:
                if not is_single(error):
                    raise
                self._outcome.refused += _title(ours)
            progress(done, len(every))
        return is_calm

    def _one(self, ours: Ours, note: Note | None) -> Note | None:
        """Write one resource where it differs; what is known of it then."""
        if note is None and (ours.is_gone or not ours.is_planned):
            return None
        there = read_resource(note.component) if note else None
        if note is not None and there is None:
            return note  # what stands there cannot be read: it is not written over
        text = self._text(ours, there)
        if text is None:
            return note
        if not text:
            assert note is not None  # what never stood there is not taken away
            self._delete(note)
            return None
        href = note.href if note else href_of(self._place, _name(ours.uid))
        etag = self._server.put(self._place, href, text, note.etag if note else "")
        if note:
            self._outcome.updated += 1
        else:
            self._outcome.sent += 1
        return self._remember(ours.root, href, etag, text)

    def _text(self, ours: Ours, there: Resource | None) -> str | None:
        """The resource where it is to be written, as ``resource_text``."""
        now = self._store.clock.now()
        text = resource_text(ours, there, self._finder, now)
        if text is None and self._are_rules_new:
            text = resource_text(ours, there, self._finder, now, with_alarms=True)
            if text is not None and not self._alarms_left:
                self._postponed += 1
                return None
            self._alarms_left -= text is not None
        return text

    def _delete(self, note: Note) -> None:
        self._server.delete(self._place, note.href, note.etag)
        with self._store.transaction() as connection:
            remove_note(connection, self._place, note.href)
        self._outcome.deleted += 1

    def _remember(self, root: bytes, href: str, etag: str, text: str) -> Note:
        """Remember what stands there now. A server that tells no version may have written it its own way."""
        if not etag:
            for item in self._server.fetch(self._place, [href]):
                etag, text = item.etag, item.text
        note = Note(root, href, etag, text)
        with self._store.transaction() as connection:
            write_note(connection, self._place, note)
        return note


def _signature(store: Store) -> str:
    """The rules that alarms follow."""
    found = rules(store)
    return repr((sorted(found.leads.items()), found.all_day, found.morning_minutes))


def _begins(ours: Ours) -> str:
    """When it begins, to be put in order; what was deleted, and series, first."""
    _, entry = ours.entries.get("", (b"", None))
    return "" if entry is None or entry.rule else entry.planned_at or ""


def _state(ours: Ours, note: Note | None) -> int:
    """A hash of what stands here and there."""
    there = (note.etag, note.component) if note else None
    return hash((repr(ours.entries), tuple(sorted(ours.gone)), there))


def _name(uid: str) -> str:
    """A name for the resource: its UID, as is the custom, where that is fit for an address."""
    if _NAME.fullmatch(uid):
        return f"{uid}.ics"
    return f"{hashlib.blake2b(uid.encode('utf-8', 'replace'), digest_size=16).hexdigest()}.ics"


def _title(ours: Ours) -> list[str]:
    """What the user knows the contact by; nothing for one that is not here any more."""
    first = list(ours.entries.values())[:1]
    return [
        entry.wanted.partition("\n")[0] or ", ".join(name for _, name, _ in entry.clients) or entry.kind
        for _, entry in first
    ]
