"""The board of deals: a column for each open stage of a pipeline, and what was won and lost this month."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import DealState
from crm_desktop.services import deal_list, deal_stages
from crm_desktop.services.deal_filters import condition

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.deal_list import DealRow
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.services.filters import Filter
    from crm_desktop.storage.store import Store

CARDS = 30
"""A column shows so many of its deals; the list has all."""

CLOSED_CARDS = 12
"""Of what was won, and of what was lost, so many stand beside the columns."""

NOT_ON_BOARD = frozenset({"deal_state", "deal_stage", "pipeline", "closed"})
"""Filters that say which column a deal stands in: the board shows all columns, and leaves these out."""


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """The open deals of one stage (None: of none), those expected first on top, and how many there are.

    ``sums`` are minor units by currency, of all of them.
    """

    stage: DealStage | None
    count: int
    sums: tuple[tuple[str, int], ...]
    cards: tuple[DealRow, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """What was won, or lost, since the first of this month; ``cards``: what was closed last."""

    state: DealState
    count: int = 0
    sums: tuple[tuple[str, int], ...] = ()
    cards: tuple[DealRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """One pipeline. ``columns`` begins with the deals of no stage, where there are any in the first pipeline."""

    pipeline: str
    columns: tuple[BoardColumn, ...]
    won: Closed
    lost: Closed


def board(
    store: Store, pipeline: str, text: str = "", filters: Sequence[Filter] = (), cards: int = CARDS
) -> Board:
    """The board of a pipeline with the deals that have the words and pass the filters, as read in one snapshot."""
    today = store.clock.now().astimezone().date()
    where = condition(text, [each for each in filters if each.field not in NOT_ON_BOARD], today)
    with store.snapshot():
        if text:
            where = _looked_for(store, where, today)
        every = deal_stages.stages(store)
        first = not every or every[0].pipeline == pipeline
        stages: list[DealStage | None] = [
            stage for stage in every if stage.pipeline == pipeline and stage.role is DealState.OPEN
        ]
        sums = _open_sums(store, where)
        if first and None in sums:
            stages.insert(0, None)
        columns = tuple(_column(store, stage, sums, where, cards) for stage in stages)
        own = [stage.id for stage in every if stage.pipeline == pipeline]
        won, lost = (_closed(store, state, own, where, today, first=first) for state in _CLOSED)
    return Board(pipeline, columns, won, lost)


_CLOSED = (DealState.WON, DealState.LOST)
_Where = tuple[str, dict[str, Any]]
_Sums = dict[bytes | None, list[tuple[str, int, int]]]
"""By stage: currency, how many, their sum."""


def _looked_for(store: Store, where: _Where, today: date) -> _Where:
    """The deals of the board that have the words, looked for once: each query would do it again, deal by deal."""
    found = store.read(
        f"SELECT d.rid FROM deal d WHERE (d.state = 'open' OR d.closed_on >= :since) AND {where[0]}",
        where[1] | {"since": today.replace(day=1).isoformat()},
    )
    return "d.rid IN (SELECT value FROM json_each(:found))", {"found": json.dumps([rid for (rid,) in found])}


def _open_sums(store: Store, where: _Where) -> _Sums:
    found: _Sums = {}
    for stage_id, *row in store.read(
        f"SELECT d.stage_id, d.currency, COUNT(*), SUM(d.amount) FROM deal d"
        f" WHERE d.state = 'open' AND {where[0]} GROUP BY 1, 2",
        where[1],
    ):
        found.setdefault(stage_id, []).append((row[0], row[1], row[2]))
    return found


def _column(store: Store, stage: DealStage | None, sums: _Sums, where: _Where, cards: int) -> BoardColumn:
    mine = sums.get(stage.id if stage else None, [])
    places = _first_cards(store, stage.id if stage else None, where, cards) if mine else []
    shown = tuple(row for row in deal_list.rows(store, places) if row is not None)
    return BoardColumn(stage, sum(count for _, count, _ in mine), _by_currency(mine), shown)


def _first_cards(store: Store, stage_id: bytes | None, where: _Where, cards: int) -> list[int]:
    """Those expected first, then those expected on no day: each part walks along its index."""
    found: list[int] = []
    for day, order in (("NOT NULL", "d.expected_on, d.rid DESC"), ("NULL", "d.rid DESC")):
        if len(found) < cards:
            found += (
                rid
                for (rid,) in store.read(
                    f"SELECT d.rid FROM deal d WHERE d.state = 'open' AND d.stage_id IS :stage"
                    f" AND d.expected_on IS {day} AND {where[0]} ORDER BY {order} LIMIT :most",
                    where[1] | {"stage": stage_id, "most": cards - len(found)},
                )
            )
    return found


def _closed(
    store: Store, state: DealState, own: Sequence[bytes], where: _Where, today: date, *, first: bool
) -> Closed:
    """Of the pipeline's deals; those of no stage count to the first pipeline."""
    slots = ", ".join(f":own{number}" for number in range(len(own)))
    of_month = (
        "FROM deal d WHERE d.state = :state AND d.closed_on >= :since"
        f" AND (d.stage_id IN ({slots}){' OR d.stage_id IS NULL' if first else ''}) AND {where[0]}"
    )
    values = (
        where[1]
        | {"state": state.value, "since": today.replace(day=1).isoformat(), "most": CLOSED_CARDS}
        | {f"own{number}": stage_id for number, stage_id in enumerate(own)}
    )
    found = store.read(f"SELECT d.currency, COUNT(*), SUM(d.amount) {of_month} GROUP BY 1", values)
    last = store.read(f"SELECT d.rid {of_month} ORDER BY d.closed_on DESC, d.rid DESC LIMIT :most", values)
    cards = deal_list.rows(store, [rid for (rid,) in last])
    shown = tuple(row for row in cards if row is not None)
    return Closed(state, sum(count for _, count, _ in found), _by_currency(found), shown)


def _by_currency(found: Iterable[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    """Sums by currency, that of most deals first; a deal without an amount has no currency."""
    ordered = sorted(found, key=lambda row: (-row[1], row[0]))
    return tuple((currency, amount) for currency, _, amount in ordered if currency)
