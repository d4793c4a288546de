"""The contacts of the base that belong into a calendar elsewhere, as the resources they make there.

A series with the occurrences that have rows of their own is one resource, as is any other contact. Which ones: all that
are planned, from ``DAYS_BACK`` on, and those that the calendar knows already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.exchange.exporting.activities import contacts
from crm_desktop.services import colleagues

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.writing import DiaryEntry
    from crm_desktop.storage.store import Store

DAYS_BACK = 30
"""How far into the past the exchange reaches; what lies before stays as it is, on both sides."""

_CHUNK = 400
_ROOT = "CASE WHEN a.occurrence_at IS NOT NULL AND a.series_id IS NOT NULL THEN a.series_id ELSE a.id END"
_AHEAD = "a.deleted = 0 AND a.held_at IS NULL AND a.rule = '' AND a.planned_at >= :since"
_SERIES = "a.deleted = 0 AND a.held_at IS NULL AND a.rule <> '' AND a.planned_at IS NOT NULL"
_KNOWN = (
    "a.id IN (SELECT activity_id FROM remote_event WHERE calendar = :calendar)"
    " AND (a.deleted = 1 OR a.rule <> '' OR COALESCE(a.planned_at, a.held_at) >= :since)"
)


@dataclass(slots=True)
class Ours:
    """One contact, or a series with its occurrences ('' for itself), under one UID.

    ``entries`` are those that live, with their ids; ``gone`` those in the bin.
    """

    root: bytes
    uid: str = ""
    entries: dict[str, tuple[bytes, DiaryEntry]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    is_planned: bool = False
    """Whether it belongs into the calendar even if that does not know it yet."""

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it is ahead any more, because it was deleted here."""
        if not self.entries:
            return True
        return "" in self.gone and all(entry.held_at for _, entry in self.entries.values())


_TOLD = (
    "kind",
    "all_day",
    "minutes",
    "place",
    "wanted",
    "offered",
    "result",
    "outcome",
    "reminders",
    "clients",
)


def says_nothing_new(ours: Ours, at: str) -> bool:
    """Whether an occurrence has a row of its own, and it says just what its series says of that moment."""
    if "" not in ours.entries:
        return False
    (_, series), (_, one) = ours.entries[""], ours.entries[at]
    is_there = one.planned_at == at and not one.held_at
    return is_there and all(getattr(one, name) == getattr(series, name) for name in _TOLD)


def since(now: datetime) -> datetime:
    """The beginning of the window."""
    return now - timedelta(days=DAYS_BACK)


def mine_alone(store: Store) -> str:
    """The condition on ``activity a`` that it is no colleague's; where nobody says who sits here, all are ours."""
    others = sorted(colleagues.others(store))
    if not others:
        return "1"
    listed = ", ".join(f"x'{id_.hex()}'" for id_ in others)
    return f"(a.responsible_id IS NULL OR a.responsible_id NOT IN ({listed}))"


def all_ours(store: Store, calendar: str, now: datetime, *, mine: bool) -> list[Ours]:
    """All that the calendar holds or should hold; ``mine``: of what is new there, none of a colleague's."""
    params = {"since": utc_text(since(now)), "calendar": calendar}
    alone = f" AND {mine_alone(store)}" if mine else ""
    planned = {root: None for each in (_AHEAD, _SERIES) for root in _roots(store, each + alone, params)}
    known = _roots(store, _KNOWN, params)
    return list(ours_of(store, [*planned, *(root for root in known if root not in planned)], planned.keys()))


def ours_of(store: Store, roots: Sequence[bytes], planned: Iterable[bytes] = ()) -> Iterator[Ours]:
    """The contacts of these ids (templates with all that belongs to them); what is not in the base is left out."""
    belong = frozenset(planned)
    for start in range(0, len(roots), _CHUNK):
        portion = roots[start : start + _CHUNK]
        slots = ", ".join("?" * len(portion))
        rids = (
            f"SELECT rid FROM activity WHERE id IN ({slots}) UNION"
            f" SELECT rid FROM activity WHERE series_id IN ({slots}) AND occurrence_at IS NOT NULL"
        )
        params = (*portion, *portion)
        found: dict[bytes, Ours] = {}
        where: dict[bytes, tuple[Ours, str]] = {}
        for id_, root, occurrence, deleted in store.read(
            f"SELECT a.id, {_ROOT}, COALESCE(a.occurrence_at, ''), a.deleted FROM activity a WHERE a.rid IN ({rids})",
            params,
        ):
            ours = found.setdefault(root, Ours(root, is_planned=root in belong))
            at = "" if id_ == root else occurrence
            where[id_] = ours, at
            if deleted:
                ours.gone.add(at)
        for id_, entry in contacts(store, f"a.rid IN ({rids})", params):
            ours, at = where[id_]
            ours.uid = ours.uid or entry.uid
            # Addresses stay here: a server that knows them may send invitations (RFC 6638).
            silent = tuple((number, name, "") for number, name, _ in entry.clients)
            ours.entries[at] = id_, replace(entry, clients=silent)
        yield from found.values()


def _roots(store: Store, condition: str, params: dict[str, Any]) -> dict[bytes, None]:
    found = store.read(f"SELECT DISTINCT {_ROOT} FROM activity a WHERE {condition}", params)
    return dict.fromkeys(root for (root,) in found)
