"""What the server is to hold after a push: the rows sent, merged into its own, and made to fit together (4.8).

Pure: everything comes from what was read under the server's lock (``known``); where that is not enough, the outcome
says what to ask, and it is worked out anew with the answer. The order counts: rows are merged first, then who became
whom, then who lives, and what must stand once comes last, when every other decision is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ConflictKind
from crm_desktop.sync import uniqueness
from crm_desktop.sync.families import owners
from crm_desktop.sync.known import Fate, Known, Wanted, fate_of, references
from crm_desktop.sync.links import twin_of
from crm_desktop.sync.meeting import meet
from crm_desktop.sync.merge import Conflict
from crm_desktop.sync.snapshot import Author
from crm_desktop.sync.tables import synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.merge import Row
    from crm_desktop.sync.snapshot import Batch, FrozenRow, RowKey

Living = Callable[[Iterable["RowKey"]], set["RowKey"]]
"""Which of these rows live on this laptop: what it holds for alive, a row that it sends brings back."""

NOBODY = Author("", "")
_BINNED = Fate(True, None)


@dataclass(frozen=True, slots=True)
class Met:
    """A conflict of a row, at the revision of the server's row. ``other`` wrote what met ours."""

    key: RowKey
    rev: int
    conflict: Conflict
    other: Author


@dataclass(slots=True)
class Outcome:
    """``rows``: what the server is to hold, whole rows. ``wanted``: ask this first, nothing else counts then.

    ``missing``: rows sent that refer to rows which nobody has.
    """

    rows: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    met: list[Met] = field(default_factory=list)
    wanted: Wanted = field(default_factory=Wanted)
    missing: list[FrozenRow] = field(default_factory=list)

    def differs(self, batch: Batch) -> bool:
        """Whether the server is to hold anything else than what was sent."""
        sent = {(row.table, row.id): row.mine for row in batch.rows}
        return bool(self.met) or self.rows != sent


def reconcile(batch: Batch, known: Known, living: Living) -> Outcome:
    """Work out what the server is to hold."""
    work = _Work(batch, known, living)
    work.merge()
    work.break_circles()
    work.move_children()
    work.follow()
    work.refuse_deletes()
    work.bring_back_parents()
    uniqueness.unite_names(work)
    work.move_children()
    work.follow()
    uniqueness.give_numbers(work)
    work.find_missing()
    return work.outcome


class _Work:
    """The rows on their way. ``rows`` and ``outcome.rows`` are one."""

    def __init__(self, batch: Batch, known: Known, living: Living) -> None:
        self.sent = {(row.table, row.id): row for row in batch.rows}
        self.known = known
        self.living = living
        self.outcome = Outcome()
        self.rows = self.outcome.rows
        self.wanted = self.outcome.wanted
        self._came_from: dict[RowKey, set[RowKey]] = {}

    # --- what is asked of the rows ---

    def server(self, key: RowKey) -> Row | None:
        """The server's row; None where it has none, or it was not asked."""
        theirs = self.known.rows.get(key)
        return None if theirs is None else theirs.row

    def fate(self, key: RowKey) -> Fate | None:
        """Whether a row will live, as far as is decided; None where there is none."""
        row = self.rows.get(key)
        return self.known.fate(key) if row is None else fate_of(row)

    def tell(self, key: RowKey, conflict: Conflict, other: Author | None = None) -> None:
        """List what met."""
        theirs = self.known.rows.get(key)
        author = other or (NOBODY if theirs is None else theirs.author)
        self.outcome.met.append(Met(key, 0 if theirs is None else theirs.rev, conflict, author))

    def survivor(self, key: RowKey) -> RowKey:
        """The row that stands for this one: itself, or what it was merged into in the end."""
        seen = {key}
        while (fate := self.fate(key)) is not None and fate.deleted and fate.into is not None:
            key = (key[0], fate.into)
            if key in seen:
                break
            seen.add(key)
        return key

    # --- the steps, in their order ---

    def merge(self) -> None:
        """Each row by itself."""
        for key, sent in self.sent.items():
            theirs = self.known.rows.get(key)
            if theirs is None:
                self.rows[key] = dict(sent.mine)
                continue
            merged = meet(key[0], sent.base, sent.mine, theirs.row)
            self.rows[key] = merged.row
            for conflict in merged.conflicts:
                self.tell(key, conflict)

    def break_circles(self) -> None:
        """Of X merged into Y and Y into X the later one is dropped: its row is again what the server has."""
        for key in self.sent:
            into = self.rows[key].get("merged_into")
            theirs = self.server(key)
            if into is None or (theirs is not None and theirs.get("merged_into") == into):
                continue
            if self._comes_back(key):
                before = Fate(False, None) if theirs is None else fate_of(theirs)
                self.rows[key] |= {"deleted": int(before.deleted), "merged_into": before.into}
                kind = ConflictKind.MERGED_ELSEWHERE
                self.tell(key, Conflict("merged_into", kind, None, before.into, into))

    def _comes_back(self, key: RowKey) -> bool:
        """Whether following who became whom leads back to where it began."""
        here, seen = key, set()
        while (fate := self.fate(here)) is not None and fate.into is not None:
            here = (here[0], fate.into)
            if here == key:
                return True
            if here in seen:
                return False
            seen.add(here)
        return False

    def move_children(self) -> None:
        """What the server knows of a row that is merged now goes along, also what this laptop never saw."""
        for key in [key for key in self.rows if self._is_newly_merged(key)]:
            if key not in self.known.children:
                self.wanted.children.add(key)
                continue
            for child in self.known.children[key]:
                theirs = self.server(child)
                if child not in self.rows and theirs is not None:
                    self.rows[child] = dict(theirs)

    def _is_newly_merged(self, key: RowKey) -> bool:
        into, theirs = self.rows[key].get("merged_into"), self.server(key)
        return into is not None and theirs is not None and theirs.get("merged_into") != into

    def follow(self) -> None:
        """No live row refers to one that became another."""
        self._ask_of_strangers()
        if not self._somebody_merged():
            return
        for key in list(self.rows):
            row = self.rows[key]
            into: Any = row.get("merged_into")
            if into is not None:
                row["merged_into"] = self.survivor((key[0], into))[1]
            if row["deleted"]:
                continue
            moved = {
                column: survivor[1]
                for column, parent in references(key, row)
                if (survivor := self._followed(parent)) != parent
            }
            if moved:
                self._move(key, row, moved)

    def _ask_of_strangers(self) -> None:
        """Rows that only the server's rows refer to were not asked about."""
        for key in self.rows.keys() - self.sent.keys():
            self._ask_unless_known(parent for _, parent in references(key, self.rows[key]))
        for key, theirs in self.known.rows.items():
            if theirs is not None and key in self.sent:
                self._ask_unless_known(parent for _, parent in references(key, self.rows[key]))

    def _ask_unless_known(self, keys: Iterable[RowKey]) -> None:
        self.wanted.fates.update(key for key in keys if key not in self.rows and not self.known.has(key))

    def _somebody_merged(self) -> bool:
        return any(fate.into is not None for fate in self.known.fates.values()) or any(
            row.get("merged_into") is not None for row in self.rows.values()
        )

    def _followed(self, parent: RowKey) -> RowKey:
        survivor = self.survivor(parent)
        if survivor != parent:
            self._came_from.setdefault(survivor, set()).add(parent)
        return survivor

    def _move(self, key: RowKey, row: dict[str, Any], moved: dict[str, Any]) -> None:
        """Have a row refer to others; one whose id is made of what it links becomes another row."""
        made = twin_of(key, row | moved)
        if made is None:
            row |= moved
            return
        self.rows[key] = row | {"deleted": 1}
        twin, fresh = made
        if twin == key or fresh is None:
            return
        standing = self.rows.get(twin) or self._standing(twin)
        if standing is None or standing["deleted"]:
            self.rows[twin] = fresh
        elif (lost := _says_more(twin, fresh, standing)) is not None:
            self.tell(twin, lost)

    def _standing(self, key: RowKey) -> Row | None:
        if key not in self.known.rows:
            self.wanted.rows.add(key)
        return self.server(key)

    def refuse_deletes(self) -> None:
        """A row that others have been working on meanwhile is not thrown away."""
        for key, children in self.known.unseen.items():
            row, theirs = self.rows[key], self.server(key)
            if theirs is None or theirs["deleted"] or fate_of(row) != _BINNED:
                continue
            for child, author in children:
                if self._still_hangs_on(child, key):
                    row["deleted"] = 0
                    self.tell(key, Conflict("deleted", ConflictKind.DELETE_REFUSED, 0, 0, 1), author)
                    break

    def _still_hangs_on(self, child: RowKey, parent: RowKey) -> bool:
        row = self.rows.get(child)
        return row is None or (
            not row["deleted"] and any(each == parent for _, each in references(child, row))
        )

    def bring_back_parents(self) -> None:
        """What this laptop holds for alive and works on lives again, with all that it belongs to."""
        if not any(fate == _BINNED for fate in self.known.fates.values()):
            return
        waiting = [key for key in self.sent if not self.rows[key]["deleted"] or self._is_newly_merged(key)]
        while waiting:
            key = waiting.pop()
            dead = [parent for parent in self._owners(key) if self._is_dead(parent)]
            for parent in dead:
                if not self.living({parent, *self._came_from.get(parent, ())}):
                    continue
                theirs = self._standing(parent)
                if theirs is not None:
                    self.rows[parent] = {**theirs, "deleted": 0}
                    self.tell(parent, Conflict("deleted", ConflictKind.REVIVED, 0, 0, 1))
                    waiting.append(parent)

    def _owners(self, key: RowKey) -> list[RowKey]:
        row = self.rows[key]
        if row.get("merged_into") is not None:
            return [(key[0], row["merged_into"])]
        return [(parent, row[column]) for column, parent in owners(key[0]) if row[column] is not None]

    def _is_dead(self, key: RowKey) -> bool:
        # What this push says of a row itself was said knowing all that hangs on it here.
        return key not in self.rows and self.fate(key) == _BINNED

    def find_missing(self) -> None:
        """Rows that refer to what neither the server nor the push has, and those that refer to these."""
        if not any(self._is_missing(key, set()) for key in self.known.asked):
            return
        gone: set[RowKey] = set()
        found = True
        while found:
            found = False
            for key, sent in self.sent.items():
                if key not in gone and any(self._is_missing(each, gone) for each in self._named(key)):
                    gone.add(key)
                    found = True
                    self.outcome.missing.append(sent)

    def _named(self, key: RowKey) -> list[RowKey]:
        row = self.rows[key]
        into = row.get("merged_into")
        named = [parent for _, parent in references(key, row)]
        return named if into is None else [*named, (key[0], into)]

    def _is_missing(self, key: RowKey, gone: set[RowKey]) -> bool:
        if key in gone:
            return self.server(key) is None
        return key not in self.rows and self.known.has(key) and self.known.fate(key) is None


def _says_more(key: RowKey, moved: Row, standing: Row) -> Conflict | None:
    """What of a link that went over is lost because such a link stands there already."""
    linked = (*synced_table(key[0]).linked, "deleted")
    for name, value in moved.items():
        if name not in linked and value != standing[name]:
            return Conflict(name, ConflictKind.MERGED, None, standing[name], value)
    return None
