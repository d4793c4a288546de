"""A list as a sequence of SQL queries for places: the tiers of a search, or the parts of a sorted list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.services.filters import BY_NAME
from crm_desktop.services.finding.index import state
from crm_desktop.services.finding.places import DELETED, LIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.services.finding.filter_sql import Condition
    from crm_desktop.services.finding.sorting import Own, Sorting
    from crm_desktop.services.finding.tiers import Tier
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """A query that gives places in order; ``again``: a later one may give the same places.

    ``deep``: it looks through all texts of a client, behind what a list shows.
    """

    sql: str
    values: tuple[Any, ...]
    understood: str | None = None
    again: bool = False
    deep: bool = False


def selections(
    store: Store, query: ClientQuery, nothing_yet: Callable[[], bool], *, wait: bool
) -> Iterator[Selection]:
    """The parts of a list, one after the other."""
    language, _, _ = state(store.connection)
    where = _conditions(store, query, language)
    by = _sorting(store, query, language)
    if not asks(query.text):
        yield from _unsearched(query, where, by)
        return
    from crm_desktop.services.finding.tiers import last_tiers, sure_tiers

    for tier in _in_order(sure_tiers(store, query.text), by):
        yield replace(_searched(query, tier, where, by), deep=tier.kind in {"text", "history"})
    if nothing_yet():
        for tier in _in_order(last_tiers(store, query.text, wait=wait), by):
            yield _searched(query, tier, where, by)
            # Those filed under the word have their like after them.
            if not tier.heads and not nothing_yet():
                return


def _in_order(tiers: Iterator[Tier], by: Sorting | None) -> Iterator[Tier]:
    """Family and company names go first in the order of names only: another order was asked for."""
    return tiers if by is None else (tier for tier in tiers if not tier.heads)


def asks(text: str) -> bool:
    """Whether a text that is searched for asks for anything: signs alone do not."""
    if not text:
        return False
    from crm_desktop.services.finding.terms import parse

    return bool(parse(text))


# The list of a start is neither filtered nor sorted nor searched: what these need is imported when they are wanted.
def _conditions(store: Store, query: ClientQuery, language: str) -> list[Condition]:
    if not query.filters:
        return []
    from crm_desktop.services.finding.filter_sql import Moment, conditions

    return conditions(query.filters, Moment(store.clock.now(), language))


def _sorting(store: Store, query: ClientQuery, language: str) -> Sorting | None:
    if query.sort == BY_NAME:
        return None
    from crm_desktop.services.finding.sorting import sorting

    return sorting(store, query.sort, language, descending=query.descending)


def _unsearched(query: ClientQuery, where: list[Condition], by: Sorting | None) -> Iterator[Selection]:
    area = DELETED if query.bin else LIVE
    # The plus where another index serves better: SQLite takes two bounds for a narrow range, and this is everybody.
    column = "+l.pos" if where or (by is not None and by.indexed) else "l.pos"
    sql = " AND ".join([f"{column} BETWEEN {area.low} AND {area.high}", *(c.sql for c in where)])
    values = tuple(value for c in where for value in c.values)
    down = "DESC" if query.descending else "ASC"
    if by is None:
        yield Selection(f"SELECT l.pos FROM client_list l WHERE {sql} ORDER BY l.pos {down}", values)
    elif by.parts:
        for part in by.parts:
            one = f"SELECT l.pos FROM client_list l WHERE {part.where} AND {sql} ORDER BY l.pos"
            yield Selection(one, (*part.values, *values), again=part.again)
    elif by.indexed:
        # In two parts, so that SQLite walks along the index of the filled ones and stops when the page is full.
        filled = f"SELECT l.pos FROM client_list l WHERE {by.sql} IS NOT NULL AND {sql} ORDER BY {by.sql} {down}, l.pos"
        yield Selection(filled, values)
        empty = f"SELECT l.pos FROM client_list l WHERE {by.sql} IS NULL AND {sql} ORDER BY l.pos"
        yield Selection(empty, values)
    elif by.own is not None:
        yield from _by_own_field(by.own, sql, values, down)
    else:
        sorted_ = (
            f"SELECT l.pos, {by.sql} AS k FROM client_list l WHERE {sql} ORDER BY k IS NULL, k {down}, l.pos"
        )
        yield Selection(sorted_, (*by.values, *values))


def _by_own_field(own: Own, sql: str, values: tuple[Any, ...], down: str) -> Iterator[Selection]:
    """From the values to their clients: few clients have one, and to ask each for it costs most."""
    filled = (
        f"SELECT l.pos, {own.key} AS k FROM field_value v CROSS JOIN client_list l ON l.client_id = v.client_id"
        f" WHERE {own.filled} AND {sql} ORDER BY k IS NULL, k {down}, l.pos"
    )
    yield Selection(filled, (*own.key_values, own.field_id, *values))
    empty = (
        "SELECT l.pos FROM client_list l WHERE NOT EXISTS"
        f" (SELECT 1 FROM field_value v WHERE v.client_id = l.client_id AND {own.filled}) AND {sql} ORDER BY l.pos"
    )
    yield Selection(empty, (own.field_id, *values))


def _searched(query: ClientQuery, tier: Tier, where: list[Condition], by: Sorting | None) -> Selection:
    area = DELETED if query.bin else LIVE
    bounds = [f"f.rowid BETWEEN {area.low} AND {area.high}", tier.where]
    down = "DESC" if query.descending else "ASC"
    if by is None and not where:
        sql = (
            f"SELECT f.rowid AS pos FROM {tier.table} f WHERE {' AND '.join(bounds)} ORDER BY f.rowid {down}"
        )
        return Selection(sql, tier.values, tier.understood, again=True)
    joined = f"FROM {tier.table} f CROSS JOIN client_list l ON l.pos = f.rowid"
    sql = " AND ".join([*bounds, *(c.sql for c in where)])
    values = (*tier.values, *(value for c in where for value in c.values))
    if by is None:
        sql = f"SELECT l.pos {joined} WHERE {sql} ORDER BY f.rowid {down}"
        return Selection(sql, values, tier.understood, again=True)
    sql = f"SELECT l.pos, {by.sql} AS k {joined} WHERE {sql} ORDER BY k IS NULL, k {down}, l.pos"
    return Selection(sql, (*by.values, *values), tier.understood, again=True)
