"""Which reminders must be worked out anew: triggers that note it, whoever writes (ADR 0011).

Contacts are noted one by one in ``reminder_stale``: there may be 100,000 of them. Of birthdays, named dates, silences
and requests only what falls into some weeks becomes a reminder, so that it is enough to note the kind in
``reminder_kind_stale`` and to work that out whole.

Who works where matters to silences: a contact with its people ahead is one with a company.

A row of a contact that stands for an occurrence concerns its series as well: it takes its moment away from it.
"""

from __future__ import annotations


def _trigger(name: str, event: str, table: str, when: str, *does: str) -> str:
    """One trigger of ``table``."""
    statements = " ".join(f"{each};" for each in does)
    return f"CREATE TRIGGER reminder_of_{name} AFTER {event} ON {table} WHEN {when} BEGIN {statements} END"


# Not INSERT OR IGNORE: inside a trigger the ON CONFLICT of the statement that fired it counts, and an upsert would fail
# at the second note (https://sqlite.org/lang_createtrigger.html).
def _noted(rows: str) -> str:
    """Note the activities that ``rows`` selects as ``id``, each once."""
    return (
        f"INSERT INTO reminder_stale SELECT DISTINCT id FROM ({rows})"
        " WHERE id IS NOT NULL AND id NOT IN (SELECT activity_id FROM reminder_stale)"
    )


def _contact(*rows: str) -> tuple[str, ...]:
    """The contact itself, its series, and the silences: who has a contact ahead is not slipping."""
    ids = " UNION ALL ".join(f"SELECT {row}.id AS id UNION ALL SELECT {row}.series_id" for row in rows)
    return _noted(ids), _kinds("'silence'")


def _kinds(*kinds: str) -> str:
    """Note whole kinds, each once; they are SQL expressions."""
    rows = " UNION ALL ".join(f"SELECT {kind} AS kind" for kind in kinds)
    return (
        f"INSERT INTO reminder_kind_stale SELECT DISTINCT kind FROM ({rows})"
        " WHERE kind <> 'contact' AND kind NOT IN (SELECT kind FROM reminder_kind_stale)"
    )


def _answer(*rows: str) -> tuple[str, ...]:
    subjects = " UNION ALL ".join(
        f"SELECT IIF({row}.kind = 'contact', {row}.subject_id, NULL) AS id" for row in rows
    )
    return _noted(subjects), _kinds(*(f"{row}.kind" for row in rows))


def _every(name: str, table: str, what: str) -> tuple[str, ...]:
    """The same note for each writing of a table."""
    events = {"new": "INSERT", "changed": "UPDATE", "gone": "DELETE"}
    return tuple(_trigger(f"{name}_{word}", event, table, "1", what) for word, event in events.items())


_OPEN = "{0}.held_at IS NULL OR {0}.series_id IS NOT NULL"
_ALL = tuple(f"'{kind}'" for kind in ("birthday", "date", "silence", "request"))
_CONTACTS_OF_CLIENT = _noted(
    "SELECT id FROM activity WHERE client_id = NEW.id AND held_at IS NULL AND planned_at IS NOT NULL"
)

# All but rid, id and rev: that the server has a contact changes nothing about it, and a first join tells it of each.
_OF_CONTACT = (
    "client_id, kind, direction, planned_at, held_at, all_day, minutes, zone, rule, series_id, occurrence_at, place,"
    " wanted, offered, result, outcome, responsible_id, uid, ical, created_at, reminders, deleted"
)

TRIGGERS: tuple[str, ...] = (
    _trigger(
        "contact_new", "INSERT", "activity", f"NEW.planned_at IS NOT NULL AND ({_OPEN.format('NEW')})", *_contact("NEW")
    ),
    _trigger(
        "contact_changed", f"UPDATE OF {_OF_CONTACT}", "activity", f"{_OPEN.format('OLD')} OR {_OPEN.format('NEW')}",
        *_contact("OLD", "NEW"),
    ),
    _trigger("contact_gone", "DELETE", "activity", _OPEN.format("OLD"), *_contact("OLD")),
    _trigger("client_new", "INSERT", "client", "NEW.birthday <> ''", _kinds("'birthday'")),
    _trigger(
        "client_changed", "UPDATE OF deleted, responsible_id, birthday", "client",
        "NEW.deleted <> OLD.deleted OR NEW.responsible_id IS NOT OLD.responsible_id OR NEW.birthday <> OLD.birthday",
        _kinds(*_ALL),
    ),
    _trigger(
        "client_lost", "UPDATE OF deleted, responsible_id", "client",
        "NEW.deleted <> OLD.deleted OR NEW.responsible_id IS NOT OLD.responsible_id", _CONTACTS_OF_CLIENT,
    ),
    _trigger("client_gone", "DELETE", "client", "1", _kinds(*_ALL)),
    *_every("date", "named_date", _kinds("'date'")),
    *_every("employment", "employment", _kinds("'silence'")),
    *_every("request", "request", _kinds("'request'")),
    _trigger("silence_new", "INSERT", "client_list", "NEW.slips_at IS NOT NULL", _kinds("'silence'")),
    _trigger(
        "silence_changed", "UPDATE OF slips_at, next_contact, activities", "client_list",
        "(NEW.slips_at IS NOT NULL OR OLD.slips_at IS NOT NULL) AND (NEW.slips_at IS NOT OLD.slips_at"
        " OR NEW.next_contact IS NOT OLD.next_contact OR NEW.activities <> OLD.activities)",
        _kinds("'silence'"),
    ),
    _trigger("silence_gone", "DELETE", "client_list", "OLD.slips_at IS NOT NULL", _kinds("'silence'")),
    _trigger("answer_new", "INSERT", "reminder_answer", "1", *_answer("NEW")),
    _trigger("answer_changed", "UPDATE", "reminder_answer", "1", *_answer("OLD", "NEW")),
    _trigger("answer_gone", "DELETE", "reminder_answer", "1", *_answer("OLD")),
)  # fmt: skip
"""In the order in which the schema makes them. The first look of the program finds what stood there before."""
