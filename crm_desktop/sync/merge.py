"""Three states of one row become one: ``merge3``, the only place where the sync decides anything (protocol 4.5).

Pure: no database, no clock. A pull merges what the server sends into what is unsent here, a push merges what is sent
into what the server has meanwhile; both by this function, so that every laptop comes to the same row.

- A field that one side left alone takes the value of the other side. Where both changed it, the server's value
  stands and ours is listed: an acknowledged value is only replaced by an edit that has seen it.
- An edit beats a delete, and is listed. A card merged into another stays merged; what was edited on it is listed.
- Times inside rows are data and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from crm_desktop.kinds import ConflictKind

Value: TypeAlias = str | int | float | bytes | None
"""What a column holds, as SQLite gives it; yes and no are 1 and 0."""

Row: TypeAlias = Mapping[str, Value]
"""The synced columns of one row by name: all but ``rid``, ``id`` and ``rev``; with ``deleted``, and with
``merged_into`` where the table has it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values met in ``field`` and one had to go: ``winner`` stands in the row, ``loser`` is only listed.

    ``base`` is what both sides started from, None where that is not known.
    """

    field: str
    kind: ConflictKind
    base: Value
    winner: Value
    loser: Value


@dataclass(frozen=True, slots=True)
class Merged:
    """The row as it is to be on every laptop, and what people are to be told about it."""

    row: dict[str, Value]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fate:
    """Whether a row lives: ``deleted`` and ``into`` (the row that stands for it); a live row points nowhere."""

    deleted: bool
    into: Value = None

    @property
    def binned(self) -> bool:
        return self.deleted and self.into is None


_LIVE = _Fate(deleted=False)


def merge3(base: Row | None, mine: Row, theirs: Row | None) -> Merged:
    """What becomes of a row that was ``base``, is ``mine`` on this laptop and ``theirs`` on the server.

    ``base`` is what the server last acknowledged to this laptop; None where it is not known (first join with data on
    both sides, a restored server): then every difference is the server's value and a conflict. ``theirs`` is None
    where the server has no such row: ours is it. The result has the columns of ``mine``; one the server does not know
    (it is of an older version) keeps our value.
    """
    if theirs is None:
        return Merged(_with_fate(dict(mine), _fate(mine)))
    fate, told = _fates(base, mine, theirs)
    buried = fate.into is not None and fate == _fate(theirs) != _fate(mine)
    row: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for field, ours in mine.items():
        if field in ("deleted", "merged_into"):
            continue
        row[field], conflict = _field(field, base, ours, theirs, buried=buried)
        if conflict is not None:
            conflicts.append(conflict)
    if "deleted" in mine:
        row["deleted"] = 0
    if "merged_into" in mine:
        row["merged_into"] = None
    conflicts.extend(told)
    return Merged(_with_fate(row, fate), tuple(conflicts))


def _field(
    field: str, base: Row | None, ours: Value, theirs: Row, *, buried: bool
) -> tuple[Value, Conflict | None]:
    """One value of the row, and the conflict where ours is given up; ``buried``: nobody would see ours in the row."""
    if field not in theirs or ours == theirs[field]:
        return ours, None
    known = base is not None and field in base
    was = base[field] if base is not None and known else None
    if known and ours == was:
        return theirs[field], None
    if known and theirs[field] == was and not buried:
        return ours, None
    kind = ConflictKind.EDITED_AFTER_MERGE if buried else ConflictKind.BOTH_CHANGED
    return theirs[field], Conflict(field, kind, was, theirs[field], ours)


def _fates(base: Row | None, mine: Row, theirs: Row) -> tuple[_Fate, list[Conflict]]:
    """Whether the merged row lives, and what is to be told of that."""
    ours, other = _fate(mine), _fate(theirs)
    if ours == other:
        return ours, []
    if base is None:
        return other, [_told(None, other, ours, _unknown_kind(ours, other))]
    was = _fate(base)
    if other == was:
        if other == _LIVE and _edited(base, theirs):
            return _LIVE, [_told(was, _LIVE, ours, _refused(ours))]
        return ours, []
    if ours == was and not (other.binned and _edited(base, mine)):
        return other, []
    return _both_changed(was, ours, other)


def _both_changed(was: _Fate, ours: _Fate, other: _Fate) -> tuple[_Fate, list[Conflict]]:
    """Both sides decided about the row, or one threw away what the other was editing."""
    if other == _LIVE:
        return _LIVE, [_told(was, _LIVE, ours, _refused(ours))]
    if other.binned:
        # Merged here and thrown away there are both: it stays merged, so that its children find their way.
        return ours, [_told(was, _LIVE, other, ConflictKind.REVIVED)] if ours == _LIVE else []
    if ours.binned:
        return other, []
    kind = ConflictKind.EDITED_AFTER_MERGE if ours == _LIVE else ConflictKind.MERGED_ELSEWHERE
    return other, [_told(was, other, ours, kind)]


def _unknown_kind(ours: _Fate, other: _Fate) -> ConflictKind:
    if other == _LIVE:
        return _refused(ours)
    return ConflictKind.BOTH_CHANGED if ours == _LIVE else ConflictKind.MERGED_ELSEWHERE


def _refused(fate: _Fate) -> ConflictKind:
    return ConflictKind.DELETE_REFUSED if fate.binned else ConflictKind.MERGE_REFUSED


def _told(was: _Fate | None, winner: _Fate, loser: _Fate, kind: ConflictKind) -> Conflict:
    """A conflict about the life of a row: told by the row it was merged into where that differs, else by the bin."""
    if winner.into != loser.into:
        return Conflict("merged_into", kind, was.into if was else None, winner.into, loser.into)
    return Conflict(
        "deleted", kind, int(was.deleted) if was else None, int(winner.deleted), int(loser.deleted)
    )


def _fate(row: Row) -> _Fate:
    return _Fate(True, row.get("merged_into")) if row.get("deleted") else _LIVE


def _with_fate(row: dict[str, Value], fate: _Fate) -> dict[str, Value]:
    if "deleted" in row:
        row["deleted"] = int(fate.deleted)
    if "merged_into" in row:
        row["merged_into"] = fate.into
    return row


def _edited(base: Row, row: Row) -> bool:
    """Whether somebody changed anything but the life of the row."""
    return any(True for _ in changed_fields(base, row))


def changed_fields(base: Row, row: Row) -> Iterator[str]:
    """The columns whose values differ, ``deleted`` and ``merged_into`` left out; only those that both rows have."""
    for field, value in row.items():
        if field not in ("deleted", "merged_into") and field in base and base[field] != value:
            yield field
