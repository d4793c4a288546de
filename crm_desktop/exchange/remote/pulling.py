"""What changed in the calendar comes into the base: compared three ways, as an import does, in one operation.

The three are the event as it was last exchanged, as it stands there now, and the contact as it stands here. What only
the calendar changed is taken; what both did stays as it is here, is told, and lies in the contact (``Activity.ical``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import CalendarEmptied
from crm_desktop.exchange.calendars.entries import EventEntry, entry_of
from crm_desktop.exchange.calendars.wording import yearly_day
from crm_desktop.exchange.importing.event_people import Finder
from crm_desktop.exchange.importing.event_plan import CANCELLED, known, known_here, plan_event
from crm_desktop.exchange.importing.event_series import occurrence_in, series_in, takes_place
from crm_desktop.exchange.importing.event_writing import add_event, change_event
from crm_desktop.exchange.remote.differences import is_ours
from crm_desktop.exchange.remote.notes import Note, notes, remove_note, seen, write_note, write_seen
from crm_desktop.exchange.remote.ours import ours_of, says_nothing_new, since
from crm_desktop.exchange.remote.outcome import Difference
from crm_desktop.exchange.remote.rendering import is_unchanged
from crm_desktop.exchange.remote.resources import Resource, read_resource
from crm_desktop.kinds import Op
from crm_desktop.services.recurrence import next_occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_desktop.exchange.remote.outcome import Outcome
    from crm_desktop.exchange.remote.server import Item, Server
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_CHUNK = 50
_MANY = 10
"""So few contacts may vanish at once without a question, even if they are all there are."""


@dataclass(slots=True)
class Look:
    """What is new there: resources changed or unknown, those that are gone, and how far was looked."""

    items: list[Item] = field(default_factory=list)
    gone: list[Note] = field(default_factory=list)
    known: Mapping[str, Note] = field(default_factory=dict)
    token: str = ""


def look(store: Store, server: Server, place: str, progress: Callable[[int, int], None]) -> Look:
    """Ask the server what changed since last time; nothing is written. Raises CalendarServerError."""
    known_ones = notes(store, place)
    listing = server.listing(place, seen(store, place), since(store.clock.now()))
    changed = [
        href
        for href, etag in listing.changed.items()
        if not etag or href not in known_ones or known_ones[href].etag != etag
    ]
    missing = known_ones.keys() - listing.changed.keys()
    if not listing.is_whole:
        missing &= listing.gone
    # Out of a list of the window falls also what was moved out of it: that is asked for by its name.
    found = Look(known=known_ones, token=listing.token)
    asked = [*changed, *sorted(missing)]
    there = set()
    for item in server.fetch(place, asked):
        there.add(item.href)
        if item.href not in known_ones or known_ones[item.href].etag != item.etag or not item.etag:
            found.items.append(item)
        progress(len(there), len(asked))
    # Not to be listed is not yet to be gone: a server may be about to start, or leave out what it cannot read.
    found.gone = [
        known_ones[href]
        for href in sorted(missing - there)
        if href in listing.gone or server.is_gone(place, href)
    ]
    return found


def take(store: Store, place: str, found: Look, outcome: Outcome, *, accept_emptied: bool = False) -> None:
    """Bring what was found into the base, as one operation that can be taken back.

    What is known of the calendar is written at its very end: if the program dies before, all is looked at again.

    Raises:
        CalendarEmptied: most of the contacts are gone there at once, and that was not accepted.
    """
    if len(found.gone) > max(_MANY, len(found.known) / 2) and not accept_emptied:
        raise CalendarEmptied(count=len(found.gone), total=len(found.known))
    if not (found.items or found.gone):
        _remember(store, place, found.token)
        return
    taking = _Taking(store, outcome)
    steps: list[Item | Note] = [*found.items, *found.gone]
    with store.long_change(Op.SYNC_CALENDAR) as work:
        for start in range(0, len(steps), _CHUNK):
            with work.chunk() as change:
                for step in steps[start : start + _CHUNK]:
                    taking.step(change, step, found.known)

        def remember(change: Change) -> None:
            for note in taking.notes:
                write_note(change.connection, place, note)
            for note in found.gone:
                remove_note(change.connection, place, note.href)
            if not outcome.unreadable:  # else the same is told again, until somebody can read it
                write_seen(change.connection, place, found.token)

        work.finish(also=remember)
    if outcome.here:
        outcome.operation = work.operation


def _remember(store: Store, place: str, token: str) -> None:
    if token != seen(store, place):
        with store.transaction() as connection:
            write_seen(connection, place, token)


class _Taking:
    """Takes resources in, one after another, inside an open change."""

    def __init__(self, store: Store, outcome: Outcome) -> None:
        self._store, self._outcome = store, outcome
        self._finder = Finder(store)
        self._now = store.clock.now()
        self._since = utc_text(since(self._now))
        self.notes: list[Note] = []
        """What is to be remembered of all that was taken in."""

    def step(self, change: Change, found: Item | Note, known_ones: Mapping[str, Note]) -> None:
        """Take in a resource that changed, or lose one that is gone."""
        if isinstance(found, Note):
            self.lose(change, found)
        elif (note := self.take(change, found, known_ones.get(found.href))) is not None:
            self.notes.append(note)

    def take(self, change: Change, item: Item, note: Note | None) -> Note | None:
        """Take in a resource that changed; what is to be remembered of it, None where it is none of ours."""
        new = read_resource(item.text)
        if new is None:
            if "BEGIN:VEVENT" in item.text.upper() and item.href not in self._outcome.unreadable:
                self._outcome.unreadable.append(item.href)
            return None
        old = read_resource(note.component) if note else None
        ids = {at: self._part(change, new, old, at) for at in sorted(new.parts)}
        if old is not None:
            for at in sorted(old.parts.keys() - new.parts.keys()):
                self._lose_part(change, old, new, at)
            self._leave_out(change, ids.get(""), old, new)
        own = next((id_ for id_ in ids.values() if id_ is not None), None)
        root = note.activity_id if note else None
        if own is not None and (root is None or not self._is_there(root)):
            root = self._root(own)
        return Note(root, item.href, item.etag, item.text) if root is not None else None

    def lose(self, change: Change, note: Note) -> None:
        """A resource is gone there: what was planned goes to the bin here, unless it was changed here since.

        What was held is history and stays; so does what lies before the window, which servers tidy up.
        """
        old = read_resource(note.component)
        for ours in ours_of(self._store, [note.activity_id]):
            planned = [
                id_
                for id_, entry in ours.entries.values()
                if not entry.held_at and (entry.rule or (entry.planned_at or "") >= self._since)
            ]
            if old is not None and planned and is_unchanged(ours, old, self._finder, self._since):
                self._to_bin(change, planned)

    def _part(self, change: Change, new: Resource, old: Resource | None, at: str) -> bytes | None:
        """Take in one event of a resource; the contact that it is, None where it is left alone."""
        entry = new.parts[at].entry
        base = _base(old, at)
        row = known_here(self._store, entry)
        if row is None:
            # Taken back here, and not changed there since: it stays away.
            is_known = base is not None and _same(base, entry)
            return self._add(change, new, entry) if not is_known and self._belongs(new, entry) else None
        id_: bytes = row["id"]
        if row["deleted"]:
            if base is None:
                return id_ if is_ours(entry) else None
            if _same(base, entry):
                return id_
            change.execute("UPDATE activity SET deleted = 0 WHERE id = ?", (id_,))  # an edit beats a deletion
        self._compare(change, row, entry, base)
        return id_

    def _add(self, change: Change, new: Resource, entry: EventEntry) -> bytes | None:
        if entry.occurrence and "" in new.parts and known(self._store, new.parts[""].entry) is None:
            return None  # its series was left alone
        plan = plan_event(self._store, self._finder, entry, self._now)
        if plan.is_covered:
            return None
        self._outcome.added += 1
        return add_event(self._store, change, entry, plan, self._now)

    def _compare(
        self, change: Change, row: dict[str, Any], entry: EventEntry, base: EventEntry | None
    ) -> None:
        if base is None and entry_of(row["ical"]) is None and is_ours(entry):
            base = entry  # as we wrote it: whatever differs was changed here
        plan = plan_event(self._store, self._finder, entry, self._now, base=base)
        for column, theirs in plan.theirs.items():
            title = row["wanted"].partition("\n")[0] or entry.title
            self._outcome.differences.append(Difference(row["id"], title, column, row[column], theirs))
        if plan.theirs:
            plan.values["ical"] = entry.component
        if change_event(change, entry, plan, self._now) or plan.values or plan.links:
            self._outcome.changed += 1

    def _lose_part(self, change: Change, old: Resource, new: Resource, at: str) -> None:
        """An exception of a series is gone there: left out of it now, or as the series says again."""
        entry, series = old.parts[at].entry, new.parts.get("")
        row = known(self._store, entry)
        if row is None or row["deleted"] or row["held_at"]:
            return
        kept = Resource(old.uid, {at: old.parts[at]})
        for ours in ours_of(self._store, [self._root(row["id"])]):
            ours.entries = {place: each for place, each in ours.entries.items() if place == at}
            if not is_unchanged(ours, kept, self._finder, self._since):
                return
        if series is not None and takes_place(series_in(series.entry), at):
            self._compare(change, row, occurrence_in(series.entry, at), entry)
        else:
            self._to_bin(change, [row["id"]])

    def _leave_out(self, change: Change, template: bytes | None, old: Resource, new: Resource) -> None:
        """Occurrences that the series leaves out by now go, though they have rows here that say nothing new."""
        before, after = old.parts.get(""), new.parts.get("")
        if template is None or before is None or after is None or before.entry.rule == after.entry.rule:
            return
        for ours in ours_of(self._store, [template]):
            for at in [at for at in ours.entries if at not in new.parts and says_nothing_new(ours, at)]:
                if takes_place(series_in(before.entry), at) and not takes_place(series_in(after.entry), at):
                    self._to_bin(change, [ours.entries[at][0]])

    def _to_bin(self, change: Change, ids: list[bytes]) -> None:
        change.executemany("UPDATE activity SET deleted = 1 WHERE id = ?", [(id_,) for id_ in ids])
        self._outcome.removed += len(ids)

    def _belongs(self, new: Resource, entry: EventEntry) -> bool:
        """Whether an event that is new here is one for the diary: ahead or of late, and nobody's birthday."""
        if entry.occurrence and "" in new.parts:
            return True
        if entry.status == CANCELLED:
            return False
        if entry.all_day and not entry.own:
            on, today = date.fromisoformat(entry.start), self._now.astimezone().date()
            if yearly_day(entry.title, on, yearly="FREQ=YEARLY" in entry.rule, today=today) is not None:
                return False
        return self._is_in_window(entry)

    def _is_in_window(self, entry: EventEntry) -> bool:
        first = self._since[:10] if entry.all_day else self._since
        if entry.rule:
            return next_occurrence(series_in(entry), first) is not None
        return entry.start >= first

    def _is_there(self, activity: bytes) -> bool:
        return bool(self._store.read("SELECT 1 FROM activity WHERE id = ?", (activity,)))

    def _root(self, activity: bytes) -> bytes:
        found = self._store.read(
            "SELECT COALESCE(IIF(occurrence_at IS NULL, NULL, series_id), id) FROM activity WHERE id = ?",
            (activity,),
        )
        root: bytes = found[0][0]
        return root


def _base(old: Resource | None, at: str) -> EventEntry | None:
    """The event as it was last exchanged; an exception that is new was what its series said."""
    if old is None:
        return None
    if at in old.parts:
        return old.parts[at].entry
    return occurrence_in(old.parts[""].entry, at) if "" in old.parts else None


def _same(one: EventEntry, other: EventEntry) -> bool:
    """Whether two events say the same, however they are written."""
    return _told(one) == _told(other)


def _told(entry: EventEntry) -> EventEntry:
    own = {name: value for name, value in entry.own.items() if name != "DIGEST"}
    return entry._replace(component="", created="", completed="", own=own)
