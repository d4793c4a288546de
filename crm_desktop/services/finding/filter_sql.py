"""Filters as SQL conditions on ``client_list l``."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crm_desktop.clock import utc_text
from crm_desktop.collation import same_letters
from crm_desktop.folding import words
from crm_desktop.services.filters import OWN, Filter, FilterOp, Value, part_of_import
from crm_desktop.services.owed import OWED


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL and the values it needs, in order."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """What "today" and the order of letters are."""

    now: datetime
    language: str

    @property
    def today(self) -> date:
        """The day it is where the user sits."""
        return self.now.astimezone().date()


Build = Callable[[Filter, Moment], Condition]

NOBODY = Condition("0")


def conditions(filters: Sequence[Filter], moment: Moment) -> list[Condition]:
    """One condition for each filter; a filter that asks for nothing (no values yet) gives none."""
    built = [_condition(f, moment) for f in filters if f.values or f.op not in _NEEDS_VALUES]
    return [condition for condition in built if condition.sql]


_NEEDS_VALUES = {
    FilterOp.IS, FilterOp.IS_NOT, FilterOp.CONTAINS, FilterOp.BETWEEN, FilterOp.NEXT_DAYS, FilterOp.LAST_DAYS,
    FilterOp.OLDER_DAYS,
}  # fmt: skip


def _condition(f: Filter, moment: Moment) -> Condition:
    if f.field.startswith(OWN):
        return _own_field(f, moment)
    build = _FIELDS.get(f.field)
    # A field that a newer program knows: better nobody than a list that seems to be filtered and is not.
    return build(f, moment) if build else NOBODY


def _plain(column: str) -> Build:
    """A column of client_list that holds an id or a word of a fixed vocabulary."""

    def build(f: Filter, moment: Moment) -> Condition:
        if f.op is FilterOp.IS:
            return Condition(f"{column} IN ({_slots(f.values)})", f.values)
        if f.op is FilterOp.IS_NOT:
            return Condition(f"({column} IS NULL OR {column} NOT IN ({_slots(f.values)}))", f.values)
        return _filled(column, f)

    return build


def _filled(column: str, f: Filter) -> Condition:
    if f.op is FilterOp.FILLED:
        return Condition(f"{column} IS NOT NULL")
    if f.op is FilterOp.EMPTY:
        return Condition(f"{column} IS NULL")
    return NOBODY


def _worded(column: str, words_in: str) -> Build:
    """A text with a sort key; ``words_in``: the column of the full-text table where its words stand, if any."""

    def build(f: Filter, moment: Moment) -> Condition:
        if f.op is FilterOp.IS:
            ranges = [same_letters(str(value), moment.language) for value in f.values]
            sql = " OR ".join(f"({column}_key >= ? AND {column}_key < ?)" for _ in ranges)
            return Condition(f"({sql})", tuple(end for both in ranges for end in both))
        if f.op is FilterOp.CONTAINS:
            return _contains(words_in, f.values)
        return _filled(column, f)

    return build


def _contains(column: str, values: Sequence[Value]) -> Condition:
    asked = [words(str(value)) for value in values]
    matches = [" AND ".join(f'"{word}"*' for word in each) for each in asked if each]
    if not matches:
        return Condition("")
    match = " OR ".join(f"({match})" for match in matches)
    return Condition(
        "l.pos IN (SELECT rowid FROM find_rest WHERE find_rest MATCH ?)", (f"{{{column}}} : ({match})",)
    )


def _in_text(column: str) -> Build:
    return lambda f, moment: _contains(column, f.values) if f.op is FilterOp.CONTAINS else NOBODY


def _instant(column: str) -> Build:
    def build(f: Filter, moment: Moment) -> Condition:
        if f.op is FilterOp.BETWEEN:
            return _range(column, _days_as_instants(f.values))
        if f.op is FilterOp.LAST_DAYS:
            return Condition(f"{column} >= ?", (_from_now(moment, -_days(f)),))
        if f.op is FilterOp.OLDER_DAYS:
            return Condition(f"({column} < ? OR {column} IS NULL)", (_from_now(moment, -_days(f)),))
        if f.op is FilterOp.NEXT_DAYS:
            until = _midnight(moment.today + timedelta(days=_days(f) + 1))
            return Condition(f"({column} >= ? AND {column} < ?)", (_midnight(moment.today), until))
        if f.op is FilterOp.OVERDUE:
            return Condition(f"{column} < ?", (utc_text(moment.now),))
        return _filled(column, f)

    return build


def _range(column: str, ends: tuple[Value, Value]) -> Condition:
    """``first`` <= column < ``after``; an end that is None is open."""
    first, after = ends
    parts = ([f"{column} >= ?"] if first is not None else []) + (
        [f"{column} < ?"] if after is not None else []
    )
    sql = " AND ".join(parts) or f"{column} IS NOT NULL"
    return Condition(f"({sql})", tuple(end for end in ends if end is not None))


def _ends(values: Sequence[Value]) -> tuple[Value, Value]:
    first, last = (*values, None, None)[:2]
    return first, last


def _days_as_instants(values: Sequence[Value]) -> tuple[Value, Value]:
    first, last = _ends(values)
    return (
        _midnight(date.fromisoformat(str(first))) if first else None,
        _midnight(date.fromisoformat(str(last)) + timedelta(days=1)) if last else None,
    )


def _midnight(day: date) -> str:
    """The instant at which the day begins where the user sits."""
    return utc_text(datetime(day.year, day.month, day.day).astimezone(UTC))


def _from_now(moment: Moment, days: int) -> str:
    return utc_text(moment.now + timedelta(days=days))


def _days(f: Filter) -> int:
    return int(f.values[0] or 0)


def _birthday(f: Filter, moment: Moment) -> Condition:
    column, today = "l.birthday_day", moment.today
    if f.op is FilterOp.BETWEEN:
        first, last = _ends(f.values)
        return _month_days(str(first or "01-01"), str(last or "12-31"))
    if f.op is FilterOp.THIS_MONTH:
        return _month_days(f"{today:%m}-01", f"{today:%m}-31")
    if f.op is FilterOp.NEXT_DAYS:
        if _days(f) >= 365:
            return Condition(f"{column} IS NOT NULL")
        end = today + timedelta(days=_days(f))
        last = f"{end:%m-%d}"
        # Who was born on 29 February has the birthday on the 28th in common years (see models.dates).
        return _month_days(f"{today:%m-%d}", "02-29" if last == "02-28" and not isleap(end.year) else last)
    return _filled(column, f)


def _month_days(first: str, last: str) -> Condition:
    """Days of the year from ``first`` to ``last`` (MM-DD), over New Year if need be."""
    joined = "AND" if first <= last else "OR"
    return Condition(f"(l.birthday_day >= ? {joined} l.birthday_day <= ?)", (first, last))


def _number(f: Filter, moment: Moment) -> Condition:
    if f.op is not FilterOp.BETWEEN:
        return _filled("l.number", f)
    first, last = _ends(f.values)
    return _range("l.number", (first, None if last is None else int(last) + 1))


def _mark(f: Filter, moment: Moment) -> Condition:
    """Tags and groups. ``FILLED`` and ``EMPTY`` ask for any tag, any group."""
    values: tuple[Value, ...] = ()
    table = "tag" if f.field == "tag" else "client_group"
    if f.op in {FilterOp.FILLED, FilterOp.EMPTY}:
        wanted = f"SELECT id FROM {table} WHERE deleted = 0"
    else:
        wanted, values = _slots(f.values), f.values
    negated = "NOT " if f.op in {FilterOp.IS_NOT, FilterOp.EMPTY} else ""
    return Condition(f"l.pos {negated}IN (SELECT pos FROM client_mark WHERE mark_id IN ({wanted}))", values)


def _segment(f: Filter, moment: Moment) -> Condition:
    """Segments of buyers as they are kept; ``EMPTY`` asks for those who never bought anything."""
    asked = f" WHERE segment IN ({_slots(f.values)})" if f.op in {FilterOp.IS, FilterOp.IS_NOT} else ""
    negated = "NOT " if f.op in {FilterOp.IS_NOT, FilterOp.EMPTY} else ""
    sql = f"l.client_id {negated}IN (SELECT client_id FROM client_segment{asked})"
    return Condition(sql, f.values if asked else ())


def _yes(sql: str) -> Build:
    """A condition that is or is not true."""
    return lambda f, moment: Condition(sql if f.op is FilterOp.YES else f"NOT ({sql})")


_WITH_NEW = (
    "l.client_id IN (SELECT n.client_id FROM import_run i JOIN journal j ON j.operation = i.operation"
    " JOIN {table} n ON n.id = j.id WHERE i.id = ? AND j.tbl = '{table}' AND j.action = 'insert')"
)
"""Clients who got something new by an import: a calendar brings contacts of clients who are here."""


def _imported(f: Filter, moment: Moment) -> Condition:
    """Clients that came with an import: those whose first journal entry belongs to its operation.

    Of some imports only those it met otherwise are asked for (``filters.met_by_import``).
    """
    came: list[bytes] = []
    parts: list[str] = []
    values: list[object] = []
    for value in f.values:
        import_id, verdict = (value, "") if isinstance(value, bytes) else part_of_import(str(value))
        if verdict in ("", "all"):
            came.append(import_id)
        if verdict:
            parts.append(
                "l.client_id IN (SELECT p.client_id FROM import_client p JOIN import_run i"
                " ON i.operation = p.operation WHERE i.id = ? AND ? IN (p.verdict, 'all'))"
            )
            values += [import_id, verdict]
        if verdict == "all":
            parts += [_WITH_NEW.format(table=table) for table in ("activity", "activity_client")]
            values += [import_id, import_id]
    if came:
        parts.append(
            "l.client_id IN (SELECT j.id FROM journal j JOIN import_run i ON i.operation = j.operation"
            f" WHERE i.id IN ({_slots(came)}) AND j.tbl = 'client' AND j.action = 'insert')"
        )
    return Condition(f"({' OR '.join(parts)})" if parts else "0", (*values, *came))


def _own_field(f: Filter, moment: Moment) -> Condition:
    try:
        field_id = bytes.fromhex(f.field.removeprefix(OWN))
    except ValueError:
        return NOBODY
    inner = _own_value(f, moment)
    if not inner.sql:
        return inner
    negated = "NOT " if f.op in {FilterOp.EMPTY, FilterOp.IS_NOT} else ""
    return Condition(
        f"l.client_id {negated}IN (SELECT v.client_id FROM field_value v WHERE v.field_id = ? AND v.deleted = 0"
        f" AND {inner.sql})",
        (field_id, *inner.values),
    )


def _own_value(f: Filter, moment: Moment) -> Condition:
    today = moment.today
    if f.op in {FilterOp.FILLED, FilterOp.EMPTY}:
        return Condition("v.value <> ''")
    if f.op in {FilterOp.IS, FilterOp.IS_NOT}:
        return Condition(f"v.value IN ({_slots(f.values)})", tuple(map(str, f.values)))
    if f.op in {FilterOp.YES, FilterOp.NO}:
        return Condition("v.value = ?", ("1" if f.op is FilterOp.YES else "0",))
    if f.op is FilterOp.CONTAINS:
        return _own_contains(f.values)
    if f.op is FilterOp.LAST_DAYS:
        return Condition("v.value BETWEEN ? AND ?", (str(today - timedelta(days=_days(f))), str(today)))
    if f.op is FilterOp.NEXT_DAYS:
        return Condition("v.value BETWEEN ? AND ?", (str(today), str(today + timedelta(days=_days(f)))))
    if f.op is FilterOp.BETWEEN:
        return _own_between(f.values)
    return NOBODY


def _own_contains(values: Sequence[Value]) -> Condition:
    asked = [joined for value in values if (joined := " ".join(words(str(value))))]
    parts = ["instr(' ' || folded_words(v.value), ' ' || ?)"] * len(asked)
    return Condition(f"({' OR '.join(parts)})" if parts else "", tuple(asked))


def _own_between(values: Sequence[Value]) -> Condition:
    first, last = _ends(values)
    numbers = all(end is None or isinstance(end, int) for end in (first, last))
    column = "CAST(v.value AS NUMERIC)" if numbers else "v.value"
    parts = ([f"{column} >= ?"] if first is not None else []) + (
        [f"{column} <= ?"] if last is not None else []
    )
    return Condition(
        " AND ".join(parts) or "v.value <> ''", tuple(end for end in (first, last) if end is not None)
    )


def _slots(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


_REQUEST = "l.client_id IN (SELECT client_id FROM request WHERE resolved_at IS NULL AND deleted = 0"

_FIELDS: dict[str, Build] = {
    "kind": _plain("l.kind"),
    "picked": _plain("l.client_id"),
    "stage": _plain("l.stage_id"),
    "source": _plain("l.source_id"),
    "referrer": _plain("l.referrer_id"),
    "responsible": _plain("l.responsible_id"),
    "language": _plain("l.language"),
    "channel": _plain("l.channel"),
    "phone": _plain("l.phone"),
    "email": _plain("l.email"),
    "city": _worded("l.city", "other"),
    "region": _worded("l.region", "other"),
    "country": _worded("l.country", "other"),
    "company": _worded("l.company", "company"),
    "job_title": _worded("l.job_title", "job"),
    "notes": _in_text("notes"),
    "tag": _mark,
    "group": _mark,
    "number": _number,
    "birthday": _birthday,
    "created": _instant("l.created_at"),
    "changed": _instant("l.changed_at"),
    "last_contact": _instant("l.last_contact"),
    "next_contact": _instant("l.next_contact"),
    "complaint": _yes(f"{_REQUEST} AND kind = 'complaint')"),
    "request": _yes("l.open_requests > 0"),
    "owes": _yes(f"l.client_id IN (SELECT p.client_id FROM payment p WHERE p.amount > 0 AND {OWED})"),
    "do_not_contact": _yes("l.do_not_contact = 1"),
    "vip": _yes("l.client_id IN (SELECT id FROM client WHERE vip = 1)"),
    "segment": _segment,
    "import": _imported,
}
