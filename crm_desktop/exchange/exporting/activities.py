"""The diary out of the base: planned and held contacts with who took part, as a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.calendars.writing import DiaryEntry, write_calendar
from crm_desktop.exchange.exporting.files import replacing
from crm_desktop.ids import to_text
from crm_desktop.services import series
from crm_desktop.services.reminders.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.storage.store import Store

_CHUNK = 500
_COLUMNS = (
    "kind direction planned_at held_at all_day minutes zone rule occurrence_at place wanted offered result outcome"
    " reminders"
).split()
_SELECT = (
    f"SELECT a.rid, a.id, a.uid, s.id, s.uid, a.client_id, {', '.join(f'a.{name}' for name in _COLUMNS)},"
    " COALESCE(r.name, ''), a.created_at, a.ical FROM activity a LEFT JOIN activity s ON s.id = a.series_id"
    " LEFT JOIN colleague r ON r.id = a.responsible_id"
    " LEFT JOIN client c ON c.id = a.client_id"
    " WHERE a.rid > ? AND a.deleted = 0 AND COALESCE(c.deleted, 0) = 0"
    " AND (a.planned_at IS NOT NULL OR a.held_at IS NOT NULL) AND {condition} ORDER BY a.rid LIMIT ?"
)


def export_calendar(store: Store, path: Path, progress: Callable[[int], None]) -> int:
    """Write all planned and held contacts as an iCalendar file; how many.

    Raises:
        FileNotWritten: the folder is missing or full, or the file is open elsewhere.
    """
    with replacing(path) as temporary:
        return write_calendar(temporary, diary(store), progress)


def diary(store: Store) -> Iterator[DiaryEntry]:
    """The contacts of the base in the order they came, but those of clients in the bin."""
    return (entry for _, entry in contacts(store))


def contacts(
    store: Store, condition: str = "1", params: Sequence[Any] = ()
) -> Iterator[tuple[bytes, DiaryEntry]]:
    """The contacts with their ids; ``condition`` (on ``activity a``, its series ``s``, client ``c``) chooses some."""
    reminding = rules(store)
    last = 0
    while rows := store.read(_SELECT.replace("{condition}", condition), (last, *params, _CHUNK)):
        last = rows[-1][0]
        for _, id_, uid, series_id, series_uid, client_id, *values in rows:
            *columns, responsible, created_at, kept = values
            named = dict(zip(_COLUMNS, columns, strict=True))
            named["all_day"] = bool(named["all_day"])
            # What took place reminds of nothing any more.
            usual = (
                () if named["held_at"] else reminding.leads_of(named["kind"], "", all_day=named["all_day"])
            )
            own = uid or (series_uid or to_text(series_id) if series_id and named["occurrence_at"] else "")
            yield (
                id_,
                DiaryEntry(
                    own or to_text(id_),
                    **named,
                    responsible=responsible,
                    created_at=created_at,
                    kept=kept,
                    clients=tuple(_clients(store, id_, client_id)),
                    without=series.left_out(store, id_) if named["rule"] else (),
                    moves=tuple(_moves(store, id_)),
                    usual=usual,
                    morning=reminding.morning_minutes,
                ),
            )


def _clients(store: Store, activity: bytes, first: bytes | None) -> Iterator[tuple[int | None, str, str]]:
    """Number, name and first e-mail of each who takes part, the first first."""
    yield from store.read(
        "SELECT c.number, c.name, COALESCE((SELECT p.value FROM contact_point p WHERE p.client_id = c.id"
        " AND p.kind = 'email' AND p.deleted = 0 ORDER BY p.rank, p.rid LIMIT 1), '') FROM client c"
        " JOIN (SELECT ?1 AS id, 0 AS place UNION ALL SELECT client_id, rid FROM activity_client"
        " WHERE activity_id = ?2 AND deleted = 0) t ON t.id = c.id WHERE c.deleted = 0 ORDER BY t.place",
        (first, activity),
    )


def _moves(store: Store, activity: bytes) -> Iterator[tuple[str, str, str]]:
    yield from store.read(
        "SELECT from_at, to_at, at FROM activity_move WHERE activity_id = ? AND deleted = 0 ORDER BY rid",
        (activity,),
    )
