"""Keep in touch: the clients nobody has spoken to for longer than is allowed (the grandmother rule).

Allowed is what was said of the client itself, else the strictest of its groups; counted from the last contact that
reached the client (``models.contacts``), else from when the client was written down. Whole local days count: after
"30 days" the client slips on the 31st. Who has a contact planned for today or later, a repeating one too, is not
slipping. Whoever wishes not to be contacted never is. The contacts of its people are those of a company, too.

``client_list`` holds until when each client may be silent; so the lists are ranges of an index, and no activity is
looked at but those of clients who have something overdue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import RuleRefused
from crm_desktop.models.contacts import allowed_days
from crm_desktop.models.derived import BIN
from crm_desktop.services import series
from crm_desktop.services.recurrence import next_occurrence
from crm_desktop.services.wall import midnight
from crm_desktop.services.whose import EVERYBODY, Others, but_theirs

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_SLIPPING = f"l.slips_at < :today AND l.pos < {BIN}"
_SOON = f"l.soon_at < :today AND (l.slips_at IS NULL OR l.slips_at >= :today) AND l.pos < {BIN}"

_AHEAD = (
    "COALESCE(a.held_at, a.planned_at) >= IIF(a.all_day, :day, :today) AND a.held_at IS NULL"
    " AND a.outcome <> 'cancelled' AND a.rule = '' AND a.deleted = 0"
)
_GUEST = "activity_client k CROSS JOIN activity a ON a.id = k.activity_id"
_WORKERS = (
    "SELECT 1 FROM employment e CROSS JOIN client p ON p.id = e.person_id AND p.deleted = 0"
    " WHERE e.company_id = l.client_id AND e.deleted = 0 AND EXISTS ({0})"
)
_OWN = f"SELECT 1 FROM activity a WHERE a.client_id = {{0}} AND {_AHEAD}"
_TAKES_PART = f"SELECT 1 FROM {_GUEST} WHERE k.client_id = {{0}} AND k.deleted = 0 AND {_AHEAD}"
# Those who work there are asked one by one: joined, SQLite may lose what lies ahead (docs/adr/0016).
_MET = (
    _OWN.format("l.client_id"),
    _TAKES_PART.format("l.client_id"),
    _WORKERS.format(_OWN.format("p.id")),
    _WORKERS.format(_TAKES_PART.format("p.id")),
)
"""What lies ahead of the client ``l``: its own, what it takes part in, and both of those who work there."""

# Most clients have nothing planned, or only what lies ahead: the list itself says so. Where the earliest is overdue,
# another may lie ahead. All of today lies ahead: what was missed this morning reminds by itself.
_NOTHING_AHEAD = (
    " AND (l.next_contact IS NULL OR (l.next_contact < IIF(length(l.next_contact) = 10, :day, :today)"
    f"{''.join(f' AND NOT EXISTS ({met})' for met in _MET)}))"
)

_OF_SERIES = (
    "(EXISTS (SELECT 1 FROM client_list l WHERE l.client_id = a.client_id AND {0})"
    " OR EXISTS (SELECT 1 FROM activity_client k JOIN client_list l ON l.client_id = k.client_id"
    " WHERE k.activity_id = a.id AND k.deleted = 0 AND {0})"
    " OR EXISTS (SELECT 1 FROM employment e JOIN client_list l ON l.client_id = e.company_id"
    " WHERE e.person_id = a.client_id AND e.deleted = 0 AND {0})"
    " OR EXISTS (SELECT 1 FROM activity_client k JOIN employment e ON e.person_id = k.client_id"
    " JOIN client_list l ON l.client_id = e.company_id"
    " WHERE k.activity_id = a.id AND k.deleted = 0 AND e.deleted = 0 AND {0}))"
)
_WHO_MEETS = (
    " AND l.client_id NOT IN (WITH met(id) AS (SELECT client_id FROM activity WHERE id IN ({0})"
    " UNION SELECT client_id FROM activity_client WHERE activity_id IN ({0}) AND deleted = 0)"
    " SELECT id FROM met WHERE id IS NOT NULL"
    " UNION SELECT e.company_id FROM met JOIN client p ON p.id = met.id JOIN employment e ON e.person_id = p.id"
    " WHERE p.deleted = 0 AND e.deleted = 0 AND e.company_id IS NOT NULL)"  # NOT IN knows nothing of NULL
)

_GROUP = (
    "SELECT g.{0} FROM group_member m JOIN client_group g ON g.id = m.group_id"
    " WHERE m.client_id = c.id AND m.deleted = 0 AND g.deleted = 0 AND g.{1} IS NOT NULL ORDER BY g.{1}, g.rank, g.rid"
    " LIMIT 1"
)
_ROWS = (
    "SELECT c.id, c.number, c.name, COALESCE(({of_group}), ''), l.last_contact, l.created_at,"
    " c.ideal_silence_days, c.longest_silence_days, ({ideal}), ({longest}), COALESCE(l.phone, '')"
    " FROM client_list l CROSS JOIN client c ON c.id = l.client_id WHERE "  # the list first, in its order
).format(
    of_group=_GROUP.format("name", "longest_silence_days"),
    ideal=_GROUP.format("ideal_silence_days", "ideal_silence_days"),
    longest=_GROUP.format("longest_silence_days", "longest_silence_days"),
)


@dataclass(frozen=True, slots=True)
class Slipping:
    """A client nobody was in contact with for ``since_days`` local days.

    ``last_contact`` is a UTC instant or a day, None for a client never spoken to (the days then count from when it
    was written down). ``group`` is the one whose rule it is, '' where none has one. ``allowed_days`` is the longest
    silence, ``ideal_days`` the ideal one; None where nobody said. ``phone`` is the first, '' for none.
    """

    client_id: bytes
    number: int | None
    name: str
    group: str
    last_contact: str | None
    since_days: int
    allowed_days: int | None
    ideal_days: int | None
    phone: str


def slipping(
    store: Store, now: datetime, limit: int, offset: int = 0, others: Others = EVERYBODY
) -> list[Slipping]:
    """The clients silent for longer than allowed, those longest beyond it first; without those of ``others``."""
    return _listed(
        store, now, _SLIPPING + but_theirs(others, "l.responsible_id"), "slips_at", (limit, offset)
    )


def slipping_count(store: Store, now: datetime, others: Others = EVERYBODY) -> int:
    """How many clients are silent for longer than allowed; without those of ``others``."""
    return _count(store, now, _SLIPPING + but_theirs(others, "l.responsible_id"))


def soon(store: Store, now: datetime, limit: int, offset: int = 0) -> list[Slipping]:
    """The clients silent for longer than is ideal, and not yet longer than allowed."""
    return _listed(store, now, _SOON, "soon_at", (limit, offset))


def soon_count(store: Store, now: datetime) -> int:
    """How many clients are silent for longer than is ideal, and not yet longer than allowed."""
    return _count(store, now, _SOON)


def slipping_since(store: Store, now: datetime, since: str) -> list[tuple[bytes, str, bytes | None]]:
    """Those of the slipping whose allowed silence ended at the instant ``since`` or later.

    Each with that instant and with the colleague responsible.
    """
    ahead, params = _apart_from_series(store, now, _SLIPPING)
    return [
        (client_id, slips_at, responsible_id)
        for client_id, slips_at, responsible_id in store.read(
            "SELECT l.client_id, l.slips_at, l.responsible_id FROM client_list l"
            f" WHERE l.slips_at >= :since AND {_SLIPPING}{_NOTHING_AHEAD}{ahead}",
            {**params, "since": since},
        )
    ]


def _listed(store: Store, now: datetime, condition: str, order: str, page: tuple[int, int]) -> list[Slipping]:
    ahead, params = _apart_from_series(store, now, condition)
    rows = store.read(
        f"{_ROWS}{condition}{_NOTHING_AHEAD}{ahead} ORDER BY l.{order}, l.next_contact, l.pos"
        " LIMIT :limit OFFSET :offset",
        {**params, "limit": page[0], "offset": page[1]},
    )
    return [_slipping(row, now) for row in rows]


def _count(store: Store, now: datetime, condition: str) -> int:
    ahead, params = _apart_from_series(store, now, condition)
    ((count,),) = store.read(
        f"SELECT COUNT(*) FROM client_list l WHERE {condition}{_NOTHING_AHEAD}{ahead}", params
    )
    return int(count)


def _apart_from_series(store: Store, now: datetime, condition: str) -> tuple[str, dict[str, Any]]:
    """A condition that leaves out who has a repeating contact ahead, and the parameters of the whole query.

    Only series of clients who would slip without them are looked at: a calendar may have brought thousands.
    """
    begin = midnight(now.astimezone().date())
    moments = {"day": begin.date().isoformat(), "today": utc_text(begin)}
    mine = _OF_SERIES.format(condition)
    going_on = [each.id for each in series.templates(store, mine, moments) if _goes_on(each, begin)]
    if not going_on:
        return "", moments
    ids = {f"s{place}": activity_id for place, activity_id in enumerate(going_on)}
    slots = ", ".join(f":{name}" for name in ids)
    return _WHO_MEETS.format(slots), {**moments, **ids}


def _goes_on(template: series.Template, begin: datetime) -> bool:
    try:
        first = series.moment_of(template.series, begin)
        return next_occurrence(template.series, first, template.taken) is not None
    except RuleRefused:
        return False


def _slipping(row: tuple[Any, ...], now: datetime) -> Slipping:
    client_id, number, name, group, last, created, own_ideal, own_longest, ideal, longest, phone = row
    return Slipping(
        client_id,
        number,
        name,
        group if own_longest is None else "",
        last,
        (now.astimezone().date() - _local_day(last or created)).days,
        allowed_days(own_longest, longest),
        allowed_days(own_ideal, ideal),
        phone,
    )


def _local_day(moment: str) -> date:
    """The day here of an instant, or the day itself."""
    return parse_utc_text(moment).astimezone().date() if "T" in moment else date.fromisoformat(moment)
