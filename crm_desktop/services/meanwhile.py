"""What to do when a client was changed elsewhere while its form was open: a three-way merge, field by field.

``seen`` is what the form was opened with, ``mine`` what the user made of it, ``now`` what stands in the base. A field
that only one side changed takes that side's value; one that both changed to different values is a conflict, and the
user sees both. Rows (phones, dates) are compared by their ids, tags and groups each by itself. An edit beats a removal
only by the user's word: that, too, is a conflict.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from crm_desktop.folding import fold
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field changed on both sides. ``mine`` and ``theirs`` are its values, None for a row that was removed.

    ``row`` is the id of the phone, date, company or own field within ``field``, None for the client's own values.
    """

    field: str
    mine: Any
    theirs: Any
    row: bytes | None = None


def merged(
    seen: ClientDraft, mine: ClientDraft, now: ClientDraft
) -> tuple[ClientDraft, tuple[Conflict, ...]]:
    """The draft that takes both sides' changes, and the conflicts (where mine stands in the draft)."""
    values: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name in (field.name for field in fields(ClientDraft)):
        s, m, n = getattr(seen, name), getattr(mine, name), getattr(now, name)
        if name in ("points", "dates", "employments", "prices"):
            values[name] = _merged_rows(name, (s, m, n), conflicts)
        elif name in ("tags", "groups"):
            values[name] = _merged_names(s, m, n)
        elif name == "fields":
            values[name] = _merged_mapping(name, s, m, n, conflicts)
        else:
            values[name] = _merged_value(s, m, n)
            if m not in (s, n) and n != s:
                conflicts.append(Conflict(name, m, n))
    return replace(mine, **values), tuple(conflicts)


def _merged_value(seen: Any, mine: Any, now: Any) -> Any:
    return now if mine == seen else mine


def _merged_mapping(
    field: str,
    seen: Mapping[Key, Any],
    mine: Mapping[Key, Any],
    now: Mapping[Key, Any],
    conflicts: list[Conflict],
) -> dict[Key, Any]:
    """Merged by key; what neither side has any more is left out. Mine first, then what the others added."""
    result: dict[Key, Any] = {}
    for key in dict.fromkeys((*mine, *now)):
        s, m, n = seen.get(key), mine.get(key), now.get(key)
        value = _merged_value(s, m, n)
        if m not in (s, n) and n != s:
            conflicts.append(Conflict(field, m, n, key if isinstance(key, bytes) else None))
        if value is not None:
            result[key] = value
    return result


def _merged_rows(
    field: str, sides: tuple[Sequence[Any], Sequence[Any], Sequence[Any]], conflicts: list[Conflict]
) -> tuple[Any, ...]:
    seen, mine, now = (dict(zip(_row_keys(rows), rows, strict=True)) for rows in sides)
    return tuple(_merged_mapping(field, seen, mine, now, conflicts).values())


def _row_keys(rows: Sequence[Any]) -> list[Hashable]:
    """What makes each row the same row on both sides: its id, or the company for jobs; a new row is like no other."""
    keys: list[Hashable] = []
    for place, row in enumerate(rows):
        if isinstance(row, EmploymentDraft):
            earlier = sum(_company(other) == _company(row) for other in rows[:place])
            keys.append((*_company(row), earlier))
        else:
            keys.append(row.id if row.id is not None else ("new", place))
    return keys


def _company(row: EmploymentDraft) -> tuple[bytes | None, str]:
    return (row.company_id, "") if row.company_id else (None, fold(row.company_name))


def _merged_names(seen: Sequence[str], mine: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
    """Names added on either side and removed on neither."""
    before, here, there = ({fold(name) for name in names} for names in (seen, mine, now))
    kept = {fold(name): name for name in (*now, *mine) if _stays(fold(name), before, here, there)}
    return tuple(kept[key] for key in sorted(kept))


def _stays(key: str, before: set[str], here: set[str], there: set[str]) -> bool:
    return key in here and key in there if key in before else True
