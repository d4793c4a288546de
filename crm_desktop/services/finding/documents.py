"""What the derived tables say of a client, worked out from the user's tables: the one place that decides it.

Clients come in batches: a dozen queries for hundreds of them instead of a dozen for each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.collation import sort_key
from crm_desktop.folding import fold, words
from crm_desktop.models.contacts import allowed_days, is_contact, silent_until
from crm_desktop.translit import skeleton

if TYPE_CHECKING:
    import sqlite3

Values = list[tuple[Any, ...]]

CLIENT_COLUMNS = (
    "id", "deleted", "kind", "number", "name", "nickname", "salutation", "birthday", "stage_id", "source_id",
    "source_detail", "referrer_id", "responsible_id", "preferred_channel", "preferred_hours", "language",
    "do_not_contact", "likes", "notes", "price_terms", "loyalty_card", "created_at", "ideal_silence_days",
    "longest_silence_days",
)  # fmt: skip
"""What a document is made of, of a client's own row; behind it go the row numbers of stage, source and responsible
colleague (None for none) and the family name."""

POINT_COLUMNS = ("kind", "value", "key", "city", "region", "country", "street", "postal_code", "note", "ext")
"""The same of a contact point."""

_CLIENT = (
    f"SELECT {', '.join(f'c.{column}' for column in CLIENT_COLUMNS)},"
    " s.rid, o.rid, r.rid, c.family FROM client c LEFT JOIN stage s ON s.id = c.stage_id"
    " LEFT JOIN source o ON o.id = c.source_id LEFT JOIN colleague r ON r.id = c.responsible_id"
    " WHERE c.merged_into IS NULL AND c.id IN ({})"
)
_OPENING = " \"'«‹“”„‚‘’(["
"""Signs before a name that do not decide where it is filed."""

# Not a row for each contact: a company may have hundreds of people. CROSS JOIN: from the company to its people, never
# from all contacts.
_OF_PEOPLE = (
    "SELECT e.company_id, MAX(a.held_at), MIN(IIF(a.rule = '', a.planned_at, NULL)), a.kind, a.direction, a.outcome"
    " FROM employment e CROSS JOIN client p ON p.id = e.person_id CROSS {}"
    " WHERE e.company_id IN ({{}}) AND e.deleted = 0 AND p.deleted = 0 AND a.deleted = 0"
    " GROUP BY e.company_id, a.held_at IS NULL, a.kind, a.direction, a.outcome"
)

_CHILDREN = {
    "points": f"SELECT client_id, {', '.join(POINT_COLUMNS)}"
    " FROM contact_point WHERE client_id IN ({}) AND deleted = 0 ORDER BY rank, rid",
    "employments": "SELECT e.person_id, c.name, e.job_title, e.department FROM employment e"
    " JOIN client c ON c.id = e.company_id"
    " WHERE e.person_id IN ({}) AND e.deleted = 0 AND c.deleted = 0 ORDER BY e.rank, e.rid",
    "tags": "SELECT t.client_id, t.tag_id, g.rid FROM client_tag t JOIN tag g ON g.id = t.tag_id"
    " WHERE t.client_id IN ({}) AND t.deleted = 0 ORDER BY t.rid",
    "groups": "SELECT m.client_id, m.group_id, g.rid, IIF(g.deleted, NULL, g.ideal_silence_days),"
    " IIF(g.deleted, NULL, g.longest_silence_days) FROM group_member m JOIN client_group g ON g.id = m.group_id"
    " WHERE m.client_id IN ({}) AND m.deleted = 0 ORDER BY m.rid",
    "fields": "SELECT client_id, value FROM field_value WHERE client_id IN ({}) AND deleted = 0 ORDER BY rid",
    "dates": "SELECT client_id, label FROM named_date WHERE client_id IN ({}) AND deleted = 0 ORDER BY rid",
    "externals": "SELECT client_id, value FROM external_id WHERE client_id IN ({}) AND deleted = 0 ORDER BY rid",
    # The template of a series is not planned itself: its occurrences are (ADR 0008).
    "activities": "SELECT client_id, held_at, IIF(rule = '', planned_at, NULL), kind, direction, outcome, wanted,"
    " offered, result, place FROM activity WHERE client_id IN ({}) AND deleted = 0 ORDER BY rid",
    "shared": "SELECT l.client_id, a.held_at, IIF(a.rule = '', a.planned_at, NULL), a.kind, a.direction, a.outcome,"
    " a.wanted, a.offered, a.result, a.place FROM activity_client l JOIN activity a ON a.id = l.activity_id"
    " WHERE l.client_id IN ({}) AND l.deleted = 0 AND a.deleted = 0 AND a.client_id IS NOT l.client_id ORDER BY l.rid",
    # A word with one of its people is a word with the company.
    "of_people": _OF_PEOPLE.format("JOIN activity a ON a.client_id = p.id"),
    "shared_of_people": _OF_PEOPLE.format(
        "JOIN activity_client l ON l.client_id = p.id AND l.deleted = 0 CROSS JOIN activity a ON a.id = l.activity_id"
    ),
    "requests": "SELECT client_id, resolved_at, text, resolution FROM request"
    " WHERE client_id IN ({}) AND deleted = 0 ORDER BY rid",
    "deals": "SELECT client_id, title, notes FROM deal WHERE client_id IN ({}) AND deleted = 0 ORDER BY rid",
}

_NONE: Values = []
_NO_DIGIT = re.compile(r"[^0-9]+")

MARK = "\ue000"
"""Begins a word that stands for a row of a list (tag, stage, ...): its name is looked up when searching, so renaming
a tag that 20,000 clients have touches none of them. A private-use character: no typed word folds to it."""

HEADS = 0xF0000
"""From here on (a private-use plane of Unicode) stand the first letters of heads."""


def head(word: str) -> str:
    """A folded word as a client is filed under it: the family name of a person, the name of a company.

    Such words stand in the texts once more, so that who types a family name sees those who bear it before those whose
    patronymic begins so. Told apart by their first letter, moved to where no typed word folds to: they are as long
    as they were, hence the indexes of short beginnings serve for them, too.
    """
    return chr(HEADS + ord(word[0]) % 0xFFFE) + word[1:]


@dataclass(frozen=True, slots=True)
class Document:
    """A client as the derived tables hold it: ``row`` by LIST_COLUMNS, ``text`` by TEXT_COLUMNS."""

    client_id: bytes
    in_bin: bool
    name_key: bytes
    row: tuple[Any, ...]
    text: tuple[str, ...]
    marks: frozenset[bytes]


class _Parts(NamedTuple):
    """What hangs on one client, by the names in ``_CHILDREN``."""

    points: Values
    employments: Values
    tags: Values
    groups: Values
    fields: Values
    dates: Values
    externals: Values
    activities: Values
    shared: Values
    of_people: Values
    shared_of_people: Values
    requests: Values
    deals: Values


def compose(connection: sqlite3.Connection, ids: Sequence[bytes], language: str) -> list[Document]:
    """The documents of those of ``ids`` that are clients of their own (not merged into another, not erased)."""
    slots = ",".join("?" * len(ids))
    clients = connection.execute(_CLIENT.format(slots), ids).fetchall()
    children: dict[str, dict[bytes, Values]] = {}
    for part, sql in _CHILDREN.items():
        groups: defaultdict[bytes, Values] = defaultdict(list)
        for row in connection.execute(sql.format(slots), ids):
            groups[row[0]].append(row[1:])
        children[part] = groups
    by_part = [children[part] for part in _Parts._fields]
    return [
        _document(client, _Parts._make([groups.get(client[0], _NONE) for groups in by_part]), language)
        for client in clients
    ]


def document_of(client: tuple[Any, ...], parts: Mapping[str, Values], language: str) -> Document:
    """The document of a client whose rows are at hand: ``CLIENT_COLUMNS`` and what follows them, and the live rows
    that hang on it by the names in ``_CHILDREN``, with the columns and in the order in which they are read there.
    """
    return _document(client, _Parts._make([parts.get(part, _NONE) for part in _Parts._fields]), language)


def _document(client: tuple[Any, ...], mine: _Parts, language: str) -> Document:
    client_id, deleted, kind, number, name = client[:5]
    # Filed as on paper: „Rasa“ stands under R.
    name_key = sort_key(name.lstrip(_OPENING) or name, language)
    return Document(
        client_id,
        bool(deleted),
        name_key,
        (kind, number, name, name_key, *_job(mine, language), *_ways(mine, language), *_facts(client, mine)),
        _text(client, mine),
        frozenset([mark for mark, *_ in mine.tags + mine.groups]),
    )


@lru_cache(maxsize=1 << 15)
def _keyed(text: str, language: str) -> tuple[str | None, bytes | None]:
    """A text and its sort key; nothing at all for an empty one, so that it sorts last and takes no index."""
    return (text, sort_key(text, language)) if text else (None, None)


def _job(mine: _Parts, language: str) -> tuple[Any, ...]:
    company, job_title, _ = mine.employments[0] if mine.employments else ("", "", "")
    return (*_keyed(company, language), *_keyed(job_title, language))


def _ways(mine: _Parts, language: str) -> tuple[Any, ...]:
    """First phone, first e-mail, and the first address's city, region and country."""
    first: dict[str, tuple[Any, ...]] = {}
    for point in mine.points:
        first.setdefault(point[0], point)
    phone = first["phone"][1] if "phone" in first else None
    email = first["email"][1] if "email" in first else None
    city, region, country = first["address"][3:6] if "address" in first else ("", "", "")
    return (
        phone or None, email or None, *_keyed(city, language), *_keyed(region, language), *_keyed(country, language),
    )  # fmt: skip


def _facts(client: tuple[Any, ...], mine: _Parts) -> tuple[Any, ...]:
    birthday, stage_id, source_id, _, referrer_id, responsible_id, channel, _, language, do_not_contact = (
        client[7:17]
    )
    spoken = mine.activities + mine.shared + mine.of_people + mine.shared_of_people
    last_contact, next_contact = _contacts(spoken)
    soon_at, slips_at = _silence(client, mine.groups, last_contact)
    return (
        stage_id, source_id, referrer_id, responsible_id, language or None, channel or None, do_not_contact,
        birthday or None, birthday[-5:] or None, client[21] or None, last_contact, next_contact,
        len(mine.activities) + len(mine.shared), sum(1 for resolved_at, *_ in mine.requests if not resolved_at),
        soon_at, slips_at,
    )  # fmt: skip


def _contacts(activities: Iterable[tuple[Any, ...]]) -> tuple[str | None, str | None]:
    """When the client was last in contact, and the earliest contact still planned (overdue ones too).

    Those of a company's people count as the company's (``models.contacts``).
    """
    held, planned = [], []
    for held_at, planned_at, kind, direction, outcome, *_ in activities:
        if held_at:
            if is_contact(kind, direction, outcome):
                held.append(held_at)
        elif planned_at and outcome != "cancelled":
            planned.append(planned_at)
    return max(held, default=None), min(planned, default=None)


def _silence(
    client: tuple[Any, ...], groups: Values, last_contact: str | None
) -> tuple[str | None, str | None]:
    """Until when the client may be silent ideally, and at the longest (``models.contacts``)."""
    ideals = [ideal for _, _, ideal, _ in groups if ideal is not None]
    longests = [longest for _, _, _, longest in groups if longest is not None]
    return silence_of(
        last_contact or client[21],
        do_not_contact=bool(client[16]),
        ideal=allowed_days(client[22], min(ideals, default=None)),
        longest=allowed_days(client[23], min(longests, default=None)),
    )


def silence_of(
    last: str | None, *, do_not_contact: bool, ideal: int | None, longest: int | None
) -> tuple[str | None, str | None]:
    """``soon_at`` and ``slips_at`` of a client whose last contact, else whose making, was ``last``."""
    if do_not_contact:
        return None, None
    return silent_until(last, ideal), silent_until(last, longest)


def _text(client: tuple[Any, ...], mine: _Parts) -> tuple[str, ...]:
    number, name, nickname, salutation = client[3:7]
    source_detail, hours, likes, notes, price_terms, loyalty_card = (
        client[i] for i in (10, 14, 17, 18, 19, 20)
    )
    companies = " ".join(company for company, _, _ in mine.employments)
    name_words, company_words = words(name), _often(companies)
    marks = [
        f"{MARK}{letter}{rid}" for letter, rid in zip("soc", client[24:27], strict=True) if rid is not None
    ]
    marks += [f"{MARK}t{rid}" for _, rid in mine.tags] + [f"{MARK}g{rid}" for _, rid, *_ in mine.groups]
    main, ways = _points(mine.points)
    heads = _often(client[27]) if client[27] else name_words
    other = [nickname, salutation, source_detail, hours, price_terms, loyalty_card, *ways]
    other += [value for part in (mine.fields, mine.dates, mine.externals) for (value,) in part]
    history = [text for activity in mine.activities + mine.shared for text in activity[5:]]
    history += [text for _, *texts in mine.requests for text in texts]
    history += [text for deal in mine.deals for text in deal]
    return (
        " ".join([*name_words, *([str(number)] if number else []), *main, *map(head, heads)]),
        " ".join(company_words),
        " ".join(_often(" ".join(text for _, *job in mine.employments for text in job))),
        " ".join(words(f"{likes} {notes}")) if likes or notes else "",
        " ".join(marks + words(" ".join(other))),
        # Which words, not how often: half the space, and the index keeps no more anyway.
        " ".join(sorted(set(words(" ".join(history))))) if history else "",
        _sounds((*name_words, *_often(nickname), *company_words), heads),
    )


def _sounds(written: Sequence[str], heads: Sequence[str]) -> str:
    """What the words are in any script, and once more those a client is filed under."""
    sounds = dict.fromkeys(filter(None, map(skeleton, written)))
    return " ".join([*sounds, *map(head, dict.fromkeys(filter(None, map(skeleton, heads))))])


@lru_cache(maxsize=1 << 15)
def _often(text: str) -> tuple[str, ...]:
    """The words of a text that many clients share: an employer, a position."""
    return tuple(words(text))


def _points(points: Iterable[tuple[Any, ...]]) -> tuple[list[str], list[str]]:
    """Words of the phones and e-mails, and the texts of all else about contact points."""
    main: list[str] = []
    rest: list[str] = []
    for kind, value, key, *address, ext in points:
        rest += filter(None, (*address, ext))
        if kind == "phone":
            main += phone_words(key, value)
        elif kind == "email":
            main += words(value)
        else:
            rest.append(value)
    return main, rest


def phone_words(key: str, value: str) -> list[str]:
    """The digits a phone is found by: with country code, and as typed (8 612..., 0612...) where that differs."""
    return [digits for digits in dict.fromkeys((_digits(key), _digits(value))) if digits]


def _digits(text: str) -> str:
    if text[:1] == "+" and text[1:].isascii() and text[1:].isdecimal():
        return text[1:]  # E.164, as nearly every key
    return _NO_DIGIT.sub("", text if text.isascii() else fold(text))
