"""Derived tables: what lists show and what the search looks into, worked out from the user's tables.

They hold nothing of their own (but ``changed_at``): ``services.listing`` keeps them inside every change and can rebuild
them at any time. They are neither journaled nor synced.

``pos`` is the place of a client in the order of names in the user's language. The full-text tables have it as their
row number, so that the first page of any search comes in name order without sorting, which is what makes a keystroke
cheap: 0.2 ms instead of 37. Places are spaced, and renumbered locally where a gap is used up. The bin has an area of
places of its own, hence a search in live clients is a mere range of row numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.collation import sort_key
from crm_desktop.folding import words

if TYPE_CHECKING:
    from sqlite_utils import Database

LIST_COLUMNS: tuple[str, ...] = (
    "kind", "number", "name", "name_key", "company", "company_key", "job_title", "job_title_key", "phone", "email",
    "city", "city_key", "region", "region_key", "country", "country_key", "stage_id", "source_id", "referrer_id",
    "responsible_id", "language", "channel", "do_not_contact", "birthday", "birthday_day", "created_at",
    "last_contact", "next_contact", "activities", "open_requests", "soon_at", "slips_at",
)  # fmt: skip
"""Columns of ``client_list`` that follow from the data, after ``pos`` and ``client_id``; ``changed_at`` does not."""

TEXT_COLUMNS: tuple[str, ...] = ("main", "company", "job", "notes", "other", "history", "skeleton")
"""Columns of ``client_text``: folded words, parted by spaces."""

BIN = 1 << 40
"""Where the places of the bin begin; those of live clients lie below."""

FULL_TEXT: dict[str, tuple[str, ...]] = {
    "find_words": ("main", "company"),
    "find_infix": ("main", "company"),
    "find_script": ("skeleton",),
    "find_rest": ("main", "company", "job", "notes", "other"),
    "find_history": ("main", "company", "job", "notes", "other", "history"),
}
"""Full-text tables over ``client_text`` and the columns each holds."""


def _folded_words(text: str) -> str:
    return " ".join(words(text))


FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "folded_words": (1, _folded_words),
    "sort_key": (2, sort_key),
}
"""SQL functions for what is not worth a column: own fields are searched and sorted by few."""


def create_derived_tables(db: Database) -> None:
    """Make them empty; the first start fills them."""
    for statement in _TABLES.split(";"):
        db.conn.execute(statement)


# Columns that are empty for many clients are indexed where they are not: the rest comes from the order of names.
# unicode61 would fold a second time and part words otherwise than folding.words does; ascii takes every letter beyond
# ASCII as part of a word, and the texts are folded already. detail=none and columnsize=0 leave out what only phrases
# and ranking need; detail=column lets the search say in which column a word must stand.
# Histories are most of all text: they go without an index of prefixes, which would double it, and hold the other words
# once more, so that words of both kinds meet in one query.
_TABLES = """
CREATE TABLE client_list (pos INTEGER PRIMARY KEY, client_id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL, number INTEGER, name TEXT NOT NULL, name_key BLOB NOT NULL,
    company TEXT, company_key BLOB, job_title TEXT, job_title_key BLOB, phone TEXT, email TEXT,
    city TEXT, city_key BLOB, region TEXT, region_key BLOB, country TEXT, country_key BLOB,
    stage_id BLOB, source_id BLOB, referrer_id BLOB, responsible_id BLOB,
    language TEXT, channel TEXT, do_not_contact INTEGER NOT NULL, birthday TEXT, birthday_day TEXT,
    created_at TEXT, last_contact TEXT, next_contact TEXT,
    activities INTEGER NOT NULL, open_requests INTEGER NOT NULL, changed_at TEXT);
CREATE INDEX client_list_number ON client_list(number) WHERE number IS NOT NULL;
CREATE INDEX client_list_company ON client_list(company_key) WHERE company_key IS NOT NULL;
CREATE INDEX client_list_phone ON client_list(phone) WHERE phone IS NOT NULL;
CREATE INDEX client_list_city ON client_list(city_key) WHERE city_key IS NOT NULL;
CREATE INDEX client_list_stage ON client_list(stage_id);
CREATE INDEX client_list_stage_city ON client_list(stage_id, city_key, last_contact);
CREATE INDEX client_list_source ON client_list(source_id) WHERE source_id IS NOT NULL;
CREATE INDEX client_list_responsible ON client_list(responsible_id) WHERE responsible_id IS NOT NULL;
CREATE INDEX client_list_birthday ON client_list(birthday_day) WHERE birthday_day IS NOT NULL;
CREATE INDEX client_list_created ON client_list(created_at) WHERE created_at IS NOT NULL;
CREATE INDEX client_list_changed ON client_list(changed_at) WHERE changed_at IS NOT NULL;
CREATE INDEX client_list_last ON client_list(last_contact) WHERE last_contact IS NOT NULL;
CREATE INDEX client_list_next ON client_list(next_contact) WHERE next_contact IS NOT NULL;

CREATE TABLE client_mark (mark_id BLOB NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (mark_id, pos)) WITHOUT ROWID;
CREATE INDEX client_mark_pos ON client_mark(pos);

CREATE TABLE client_text (pos INTEGER PRIMARY KEY, main TEXT NOT NULL, company TEXT NOT NULL, job TEXT NOT NULL,
    notes TEXT NOT NULL, other TEXT NOT NULL, history TEXT NOT NULL, skeleton TEXT NOT NULL);
CREATE VIRTUAL TABLE find_words USING fts5(main, company, content='client_text', content_rowid='pos',
    tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0);
CREATE VIRTUAL TABLE find_infix USING fts5(main, company, content='client_text', content_rowid='pos',
    tokenize='trigram case_sensitive 1', detail='none', columnsize=0);
CREATE VIRTUAL TABLE find_script USING fts5(skeleton, content='client_text', content_rowid='pos',
    tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0);
CREATE VIRTUAL TABLE find_rest USING fts5(main, company, job, notes, other, content='client_text',
    content_rowid='pos', tokenize='ascii', prefix='2 3', detail='column', columnsize=0);
CREATE VIRTUAL TABLE find_history USING fts5(main, company, job, notes, other, history, content='client_text',
    content_rowid='pos', tokenize='ascii', detail='none', columnsize=0);
CREATE VIRTUAL TABLE find_vocabulary USING fts5vocab('find_words', 'row');

CREATE TABLE derived_state (id INTEGER PRIMARY KEY CHECK (id = 1), language TEXT NOT NULL, rules TEXT NOT NULL,
    complete INTEGER NOT NULL);
INSERT INTO derived_state VALUES (1, '', '', 0)
"""
