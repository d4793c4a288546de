"""Which reminders must be worked out anew: triggers that note it, whoever writes (ADR 0011).

Contacts are noted one by one in ``reminder_stale``: there may be 100,000 of them. Of birthdays, named dates, silences
and requests only what falls into some weeks becomes a reminder, so that it is enough to note the kind in
``reminder_kind_stale`` and to work that out whole.

A row of a contact that stands for an occurrence concerns its series as well: it takes its moment away from it.
"""

from __future__ import annotations

_KINDS = ("birthday", "date", "silence", "request")


def _trigger(name: str, event: str, table: str, when: str, *does: str) -> str:
    """One trigger; what it does is noted once, however often it happens."""
    statements = " ".join(f"INSERT OR IGNORE INTO {each};" for each in does)
    return f"CREATE TRIGGER reminder_of_{name} AFTER {event} ON {table} WHEN {when} BEGIN {statements} END"


def _contact(row: str) -> tuple[str, ...]:
    return (
        f"reminder_stale VALUES ({row}.id)",
        f"reminder_stale SELECT {row}.series_id WHERE {row}.series_id IS NOT NULL",
    )


def _kinds(*kinds: str) -> str:
    return "reminder_kind_stale VALUES " + ", ".join(f"('{kind}')" for kind in kinds)


def _answer(row: str) -> tuple[str, ...]:
    return (
        f"reminder_stale SELECT {row}.subject_id WHERE {row}.kind = 'contact'",
        f"reminder_kind_stale SELECT {row}.kind WHERE {row}.kind <> 'contact'",
    )


def _every(name: str, table: str, what: str) -> tuple[str, ...]:
    """The same note for each writing of a table."""
    events = {"new": "INSERT", "changed": "UPDATE", "gone": "DELETE"}
    return tuple(_trigger(f"{name}_{word}", event, table, "1", what) for word, event in events.items())


_OPEN = "{0}.held_at IS NULL OR {0}.series_id IS NOT NULL"
_CONTACTS_OF_CLIENT = "reminder_stale SELECT id FROM activity WHERE client_id = NEW.id AND held_at IS NULL AND planned_at IS NOT NULL"

TRIGGERS: tuple[str, ...] = (
    _trigger(
        "contact_new", "INSERT", "activity", f"NEW.planned_at IS NOT NULL AND ({_OPEN.format('NEW')})", *_contact("NEW")
    ),
    _trigger(
        "contact_changed", "UPDATE", "activity", f"{_OPEN.format('OLD')} OR {_OPEN.format('NEW')}",
        *_contact("OLD"), *_contact("NEW"),
    ),
    _trigger("contact_gone", "DELETE", "activity", _OPEN.format("OLD"), *_contact("OLD")),
    _trigger("client_new", "INSERT", "client", "NEW.birthday <> ''", _kinds("birthday")),
    _trigger(
        "client_changed", "UPDATE OF deleted, responsible_id, birthday", "client",
        "NEW.deleted <> OLD.deleted OR NEW.responsible_id IS NOT OLD.responsible_id OR NEW.birthday <> OLD.birthday",
        _kinds(*_KINDS),
    ),
    _trigger(
        "client_lost", "UPDATE OF deleted, responsible_id", "client",
        "NEW.deleted <> OLD.deleted OR NEW.responsible_id IS NOT OLD.responsible_id", _CONTACTS_OF_CLIENT,
    ),
    _trigger("client_gone", "DELETE", "client", "1", _kinds(*_KINDS)),
    *_every("date", "named_date", _kinds("date")),
    *_every("request", "request", _kinds("request")),
    _trigger("silence_new", "INSERT", "client_list", "NEW.slips_at IS NOT NULL", _kinds("silence")),
    _trigger(
        "silence_changed", "UPDATE OF slips_at, next_contact, activities", "client_list",
        "(NEW.slips_at IS NOT NULL OR OLD.slips_at IS NOT NULL) AND (NEW.slips_at IS NOT OLD.slips_at"
        " OR NEW.next_contact IS NOT OLD.next_contact OR NEW.activities <> OLD.activities)",
        _kinds("silence"),
    ),
    _trigger("silence_gone", "DELETE", "client_list", "OLD.slips_at IS NOT NULL", _kinds("silence")),
    _trigger("answer_new", "INSERT", "reminder_answer", "1", *_answer("NEW")),
    _trigger("answer_changed", "UPDATE", "reminder_answer", "1", *_answer("OLD"), *_answer("NEW")),
    _trigger("answer_gone", "DELETE", "reminder_answer", "1", *_answer("OLD")),
)  # fmt: skip
"""In the order in which the schema makes them. The first look of the program finds what stood there before."""
