"""The card of one client: everything the ringing phone needs, read at once.

About a dozen indexed queries in one snapshot; each touches only the rows of this client (and of a company's people),
so the size of the base does not matter.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import (
    ActivityKind,
    Channel,
    ClientKind,
    Direction,
    FieldKind,
    Gender,
    Outcome,
    PointKind,
    RequestKind,
    StageRole,
)
from crm_desktop.services import payment_plans, series
from crm_desktop.services.card_rows import (
    Card,
    CardContact,
    CardDate,
    CardField,
    CardGroup,
    CardImport,
    CardPoint,
    CardPrice,
    CardStage,
    CardTag,
    ClientLink,
    Counts,
    ExternalId,
    Job,
    OpenRequest,
    Owed,
    Person,
)
from crm_desktop.services.feedback import satisfaction
from crm_desktop.services.owed import OWED
from crm_desktop.services.participants import of_clients
from crm_desktop.services.request_limits import due_at, limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from crm_desktop.storage.store import Store

SHOWN_PEOPLE = 50
"""People of a company on its card; ``people_total`` says how many there are."""

LAST_CONTACTS = 3

_NO_CONTACTS = (ActivityKind.NOTE.value, ActivityKind.TASK.value)
"""A note or a task of one's own is no contact with the client."""

_OWN = (
    "kind number name prefix family given middle suffix nickname salutation gender birthday source_detail"
    " preferred_channel preferred_hours language do_not_contact likes notes discount_bp price_terms loyalty_card"
    " ideal_silence_days longest_silence_days vip created_at deleted"
).split()

_CLIENT = f"""
SELECT {", ".join(f"c.{name}" for name in _OWN)},
    s.id, s.name, s.role, s.colour, COALESCE(q.name, ''), COALESCE(r.name, ''), f.id, f.name, m.id, m.name
FROM client c
    LEFT JOIN stage s ON s.id = c.stage_id AND s.deleted = 0
    LEFT JOIN source q ON q.id = c.source_id AND q.deleted = 0
    LEFT JOIN colleague r ON r.id = c.responsible_id
    LEFT JOIN client f ON f.id = c.referrer_id
    LEFT JOIN client m ON m.id = c.merged_into
WHERE c.id = ?"""


def card(store: Store, client_id: bytes, today: date | None = None) -> Card:
    """The card of a client, from the bin too.

    ``today`` is the user's day, by which payments are overdue; the machine's day unless given.

    Raises:
        RecordNotFound: there is no such client.
    """
    with store.snapshot():
        found = store.read(_CLIENT, (client_id,))
        if not found:
            raise RecordNotFound(table="client", id=client_id)
        own = dict(zip(_OWN, found[0], strict=False))
        links = found[0][len(_OWN) :]
        people, people_total = _people(store, client_id)
        owners = [client_id, *_people_ids(store, client_id)] if people_total else [client_id]
        return Card(
            id=client_id,
            **own
            | {
                "kind": ClientKind(own["kind"]),
                "gender": Gender(own["gender"]),
                "preferred_channel": Channel(own["preferred_channel"]),
                "do_not_contact": bool(own["do_not_contact"]),
                "vip": bool(own["vip"]),
                "deleted": bool(own["deleted"]),
            },
            **_links(links),
            jobs=_jobs(store, client_id),
            people=people,
            people_total=people_total,
            **_marks(store, client_id),
            points=_points(store, client_id),
            **_facts(store, client_id),
            open_requests=_open_requests(store, owners),
            last_contacts=_last_contacts(store, client_id, owners),
            planned=_planned(store, client_id, owners, store.clock.now()),
            prices=_prices(store, client_id),
            owed=_owed(store, client_id, today or store.clock.now().astimezone().date()),
            in_parts=tuple(money for money in payment_plans.of_client(store, client_id) if money.planned),
            imports=_imports(store, client_id),
            counts=_counts(store, client_id, owners),
            satisfaction=satisfaction(store, client_id),
        )


def _links(row: Sequence[Any]) -> dict[str, Any]:
    stage_id, stage, role, colour, source, responsible, *others = row
    referrer_id, referrer, merged_id, merged = others
    return {
        "stage": CardStage(stage_id, stage, StageRole(role), colour) if stage_id else None,
        "source": source,
        "responsible": responsible,
        "referrer": ClientLink(referrer_id, referrer) if referrer_id else None,
        "merged_into": ClientLink(merged_id, merged) if merged_id else None,
    }


def _jobs(store: Store, person_id: bytes) -> tuple[Job, ...]:
    found = store.read(
        "SELECT c.id, COALESCE(c.name, ''), e.job_title, e.department FROM employment e"
        " LEFT JOIN client c ON c.id = e.company_id"
        " WHERE e.person_id = ? AND e.deleted = 0 AND COALESCE(c.deleted, 0) = 0 ORDER BY e.rank, e.rid",
        (person_id,),
    )
    return tuple(Job(*row) for row in found)


def _people_ids(store: Store, company_id: bytes) -> list[bytes]:
    found = store.read(
        "SELECT DISTINCT e.person_id FROM employment e JOIN client c ON c.id = e.person_id"
        " WHERE e.company_id = ? AND e.deleted = 0 AND c.deleted = 0",
        (company_id,),
    )
    return [person_id for (person_id,) in found]


def _people(store: Store, company_id: bytes) -> tuple[tuple[Person, ...], int]:
    point = (
        "COALESCE((SELECT p.value FROM contact_point p WHERE p.client_id = c.id AND p.kind = '{}' AND p.deleted = 0"
        " ORDER BY p.rank LIMIT 1), '')"
    )
    found = store.read(
        f"SELECT c.id, c.name, e.job_title, e.department, {point.format('phone')}, {point.format('email')},"
        " COUNT(*) OVER () FROM employment e JOIN client c ON c.id = e.person_id"
        " WHERE e.company_id = ? AND e.deleted = 0 AND c.deleted = 0 ORDER BY e.rid LIMIT ?",
        (company_id, SHOWN_PEOPLE),
    )
    return tuple(Person(*row[:-1]) for row in found), found[0][-1] if found else 0


def _marks(store: Store, client_id: bytes) -> dict[str, Any]:
    tags = store.read(
        "SELECT t.id, t.name, t.colour FROM client_tag l JOIN tag t ON t.id = l.tag_id"
        " WHERE l.client_id = ? AND l.deleted = 0 AND t.deleted = 0 ORDER BY l.rid",
        (client_id,),
    )
    groups = store.read(
        "SELECT g.id, g.name, g.longest_silence_days FROM group_member l JOIN client_group g ON g.id = l.group_id"
        " WHERE l.client_id = ? AND l.deleted = 0 AND g.deleted = 0 ORDER BY g.rank, g.rid",
        (client_id,),
    )
    return {
        "tags": tuple(CardTag(*row) for row in tags),
        "groups": tuple(CardGroup(*row) for row in groups),
    }


def _points(store: Store, client_id: bytes) -> tuple[CardPoint, ...]:
    found = store.read(
        "SELECT id, kind, label, value, key, ext, service, note, street, city, region, postal_code, country"
        " FROM contact_point WHERE client_id = ? AND deleted = 0 ORDER BY rank, rid",
        (client_id,),
    )
    return tuple(CardPoint(id_, PointKind(kind), *rest) for id_, kind, *rest in found)


def _facts(store: Store, client_id: bytes) -> dict[str, Any]:
    dates = store.read(
        "SELECT id, label, date FROM named_date WHERE client_id = ? AND deleted = 0 ORDER BY rid",
        (client_id,),
    )
    fields = store.read(
        "SELECT f.id, f.name, f.kind, v.value FROM field_value v JOIN field f ON f.id = v.field_id"
        " WHERE v.client_id = ? AND v.deleted = 0 AND f.deleted = 0 ORDER BY f.rank, f.rid",
        (client_id,),
    )
    externals = store.read(
        "SELECT system, value FROM external_id WHERE client_id = ? AND deleted = 0 ORDER BY rid", (client_id,)
    )
    return {
        "dates": tuple(CardDate(*row) for row in dates),
        "fields": tuple(CardField(id_, name, FieldKind(kind), value) for id_, name, kind, value in fields),
        "external_ids": tuple(ExternalId(*row) for row in externals),
    }


def _open_requests(store: Store, owners: Sequence[bytes]) -> tuple[OpenRequest, ...]:
    found = store.read(
        "SELECT q.id, q.kind, q.text, q.received_at, q.answered_at, COALESCE(r.name, ''), q.channel FROM request q"
        f" LEFT JOIN colleague r ON r.id = q.responsible_id WHERE {_of('q.client_id', owners)}"
        " AND q.resolved_at IS NULL AND q.deleted = 0 ORDER BY +q.received_at",
        owners,
    )
    known = limits(store) if found else {}
    now = utc_text(store.clock.now())
    made = [
        OpenRequest(
            id_,
            RequestKind(kind),
            text,
            received,
            answered,
            responsible,
            Channel(channel),
            due_at(known, RequestKind(kind), received, answered, None),
        )
        for id_, kind, text, received, answered, responsible, channel in found
    ]
    # The gravest first: few are shown, and wishes that wait for long must not hide a complaint.
    made.sort(
        key=lambda each: (not each.due_at or each.due_at >= now, each.kind is not RequestKind.COMPLAINT)
    )
    return tuple(made)


def _last_contacts(store: Store, client_id: bytes, owners: Sequence[bytes]) -> tuple[CardContact, ...]:
    return _contacts(
        store,
        client_id,
        owners,
        "a.held_at IS NOT NULL AND a.outcome <> 'cancelled' AND a.kind NOT IN (?, ?)"
        " ORDER BY COALESCE(a.held_at, a.planned_at) DESC, a.rid DESC LIMIT ?",
        (*_NO_CONTACTS, LAST_CONTACTS),
    )


def _planned(
    store: Store, client_id: bytes, owners: Sequence[bytes], now: datetime
) -> tuple[CardContact, ...]:
    """The next contacts, missed ones first; of each series the occurrence that is due."""
    single = _contacts(
        store,
        client_id,
        owners,
        "a.held_at IS NULL AND a.planned_at IS NOT NULL AND a.rule = '' ORDER BY +a.planned_at, a.rid LIMIT ?",
        (LAST_CONTACTS,),
    )
    mine, params = of_clients(store, owners)
    moments = {each.id: series.due(each, now) for each in series.templates(store, mine, params)}
    coming = [id_ for id_, moment in moments.items() if moment is not None]
    if not coming:
        return single
    repeating = _contacts(store, client_id, owners, f"a.id IN ({', '.join('?' * len(coming))})", coming)
    found = [*single, *(replace(each, at=str(moments[each.id])) for each in repeating)]
    return tuple(sorted(found, key=lambda contact: contact.at)[:LAST_CONTACTS])


def _contacts(
    store: Store, client_id: bytes, owners: Sequence[bytes], rest: str, params: Sequence[Any]
) -> tuple[CardContact, ...]:
    mine, mine_params = of_clients(store, owners)
    found = store.read(
        "SELECT a.id, a.kind, a.direction, COALESCE(a.held_at, a.planned_at), a.all_day, a.minutes, a.place, a.wanted,"
        " a.offered, a.result, a.outcome, CASE WHEN a.client_id = ? THEN '' ELSE COALESCE(c.name, '') END"
        f" FROM activity a LEFT JOIN client c ON c.id = a.client_id WHERE {mine} AND a.deleted = 0 AND {rest}",
        (client_id, *mine_params, *params),
    )
    return tuple(_contact(*row) for row in found)


def _contact(id_: bytes, kind: str, direction: str, at: str, all_day: int, *rest: Any) -> CardContact:
    minutes, place, wanted, offered, result, outcome, of_person = rest
    return CardContact(
        id_,
        ActivityKind(kind),
        Direction(direction),
        at,
        bool(all_day),
        minutes,
        place,
        wanted,
        offered,
        result,
        Outcome(outcome),
        of_person,
    )


def _prices(store: Store, client_id: bytes) -> tuple[CardPrice, ...]:
    found = store.read(
        "SELECT item, amount, currency, note FROM personal_price WHERE client_id = ? AND deleted = 0"
        " ORDER BY rank, rid",
        (client_id,),
    )
    return tuple(CardPrice(*row) for row in found)


def _owed(store: Store, client_id: bytes, today: date) -> tuple[Owed, ...]:
    """What is planned, by currency, from the client and to it; beside it the next payment of each that has a day."""
    found = store.read(
        "SELECT currency, SUM(MAX(amount, 0)), SUM(IIF(due_on < ?1, MAX(amount, 0), 0)),"
        " MIN(IIF(amount > 0, due_on, NULL)), SUM(MAX(-amount, 0)), SUM(IIF(due_on < ?1, MAX(-amount, 0), 0)),"
        " MIN(IIF(due_on >= ?1, due_on, NULL)) FROM payment p"
        f" WHERE client_id = ?2 AND {OWED} GROUP BY currency ORDER BY currency",
        (today.isoformat(), client_id),
    )
    return tuple(
        Owed(currency, owed, late, first, ours, ours_late, on, _falling_due(store, client_id, currency, on))
        for currency, owed, late, first, ours, ours_late, on in found
    )


def _falling_due(store: Store, client_id: bytes, currency: str, day: str | None) -> int:
    """What falls due on a day in one currency, both directions together."""
    found = store.read(
        "SELECT COALESCE(SUM(amount), 0) FROM payment p WHERE client_id = ? AND currency = ? AND due_on = ?"
        f" AND {OWED}",
        (client_id, currency, day),
    )
    return int(found[0][0])


def _imports(store: Store, client_id: bytes) -> tuple[CardImport, ...]:
    """Imports that stand and touched the client's row or one of those it may have filled in."""
    children = " UNION ALL ".join(
        f"SELECT id FROM {table} WHERE {column} = ?1"
        for table, column in (
            ("contact_point", "client_id"),
            ("employment", "person_id"),
            ("field_value", "client_id"),
            ("external_id", "client_id"),
            ("client_tag", "client_id"),
        )
    )
    found = store.read(
        "SELECT DISTINCT r.id, r.operation, r.at, r.files FROM"
        f" (SELECT ?1 AS id UNION ALL {children}) own JOIN journal j ON j.id = own.id"
        " JOIN import_run r ON r.operation = j.operation JOIN operation o ON o.seq = r.operation"
        " WHERE o.state = 'done' ORDER BY r.rid DESC",
        (client_id,),
    )
    return tuple(CardImport(id_, operation, at, _file_names(files)) for id_, operation, at, files in found)


def _file_names(files: str) -> tuple[str, ...]:
    """The names out of the facts an import keeps of its files."""
    return tuple(str(file["file"]) if isinstance(file, dict) else str(file) for file in json.loads(files))


def _counts(store: Store, client_id: bytes, owners: Sequence[bytes]) -> Counts:
    mine, params = of_clients(store, owners)
    found = store.read(
        f"SELECT (SELECT COUNT(*) FROM activity a WHERE {mine} AND a.deleted = 0),"
        " (SELECT COUNT(*) FROM deal WHERE client_id = ? AND deleted = 0),"
        " (SELECT COUNT(*) FROM payment WHERE client_id = ? AND deleted = 0),"
        " (SELECT COUNT(*) FROM request WHERE client_id = ? AND deleted = 0),"
        " (SELECT COUNT(*) FROM client WHERE referrer_id = ? AND deleted = 0)",
        (*params, *(client_id,) * 4),
    )
    return Counts(*found[0])


def _of(column: str, owners: Sequence[bytes]) -> str:
    """One owner as an equation: only so does SQLite read the newest rows off the end of the index."""
    return f"{column} = ?" if len(owners) == 1 else f"{column} IN ({', '.join('?' * len(owners))})"
