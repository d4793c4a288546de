"""Filters of deals: what the list and the board of deals can be narrowed by, and the SQL of it.

The fields are data like those of clients (``services.filters``), so the window edits both alike. The conditions are on
``deal d`` alone: joined with its client, each of 200,000 deals would cost a look into another table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.folding import words
from crm_desktop.kinds import DealState
from crm_desktop.models.derived import BIN
from crm_desktop.models.money import OTHER_DIGITS
from crm_desktop.services import deal_stages
from crm_desktop.services.filters import Choice, Editor, Filter, FilterField, FilterOp, of_people

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_LIVE = f"d.deleted = 0 AND d.client_id NOT IN (SELECT client_id FROM client_list WHERE pos >= {BIN})"
"""SQL: neither the deal nor the client who has it lies in the bin."""

_CHOICE = (FilterOp.IS, FilterOp.IS_NOT, FilterOp.FILLED, FilterOp.EMPTY)
_AHEAD = (FilterOp.NEXT_DAYS, FilterOp.THIS_MONTH, FilterOp.BETWEEN, FilterOp.FILLED, FilterOp.EMPTY)
_PAST = (FilterOp.LAST_DAYS, FilterOp.THIS_MONTH, FilterOp.BETWEEN)


def filter_fields(store: Store) -> list[FilterField]:
    """Everything there is to filter deals by, in the order of a menu."""
    every = deal_stages.stages(store)
    pipelines = tuple(Choice(name, name) for name in dict.fromkeys(stage.pipeline for stage in every))
    sources = store.read("SELECT id, name FROM source WHERE deleted = 0 ORDER BY rank, name")
    fields = [
        FilterField("deal_state", Editor.CHOICES, (FilterOp.IS,), tuple(Choice(s.value) for s in DealState)),
        FilterField("deal_stage", Editor.CHOICES, _CHOICE, tuple(map(_stage_choice, every))),
        FilterField("pipeline", Editor.CHOICES, (FilterOp.IS,), pipelines),
        FilterField("responsible", Editor.CHOICES, _CHOICE, of_people(store)),
        FilterField("source", Editor.CHOICES, _CHOICE, tuple(Choice(*row) for row in sources)),
        FilterField("overdue", Editor.NONE, (FilterOp.YES,)),
        FilterField("expected", Editor.DATE, _AHEAD),
        FilterField("closed", Editor.DATE, _PAST),
        FilterField("amount", Editor.NUMBER, (FilterOp.BETWEEN,)),
    ]
    return [field for field in fields if field.id != "pipeline" or len(pipelines) > 1]


def condition(text: str, filters: Sequence[Filter], today: date) -> tuple[str, dict[str, Any]]:
    """SQL to stand after WHERE, and its values: live deals that have all words of the text and pass all filters.

    Each word, or its beginning, stands in the title or in the client's name or company.
    """
    values: dict[str, Any] = {}
    parts = [_LIVE, *_searched(words(text), values)]
    for number, each in enumerate(filters):
        build = _FIELDS.get(each.field)
        # A field that a newer program knows: better nothing than a list that seems to be filtered and is not.
        sql = build(each, _Slots(values, number), today) if build else "0"
        if sql:
            parts.append(sql)
    return " AND ".join(parts), values


class _Slots:
    """Gives values their names in the SQL."""

    def __init__(self, values: dict[str, Any], number: int) -> None:
        self._values, self._prefix = values, f"f{number}_"

    def put(self, value: object) -> str:
        name = f"{self._prefix}{len(self._values)}"
        self._values[name] = value
        return f":{name}"


_Build = Callable[[Filter, _Slots, date], str]


def _searched(asked: Sequence[str], values: dict[str, Any]) -> list[str]:
    if not asked:
        return []
    # Titles of deals stand among all texts of a client, so the index says whose deals are worth a look.
    values["match"] = " AND ".join(f'"{word}"*' for word in asked)
    parts = [
        "d.client_id IN (SELECT l.client_id FROM find_history f CROSS JOIN client_list l ON l.pos = f.rowid"
        f" WHERE f.find_history MATCH :match AND l.pos < {BIN})"
    ]
    for number, word in enumerate(asked):
        values[f"word{number}"] = f" {word}"
        parts.append(
            f"(instr(' ' || folded_words(d.title), :word{number}) OR d.client_id IN (SELECT l.client_id"
            " FROM client_text t JOIN client_list l ON l.pos = t.pos WHERE l.client_id = d.client_id"
            f" AND instr(' ' || t.main || ' ' || t.company, :word{number})))"
        )
    return parts


def _stage_choice(stage: deal_stages.DealStage) -> Choice:
    return Choice(stage.id, stage.name, stage.word or stage.role, stage.colour)


def _chosen(column: str) -> _Build:
    def build(f: Filter, slots: _Slots, _today: date) -> str:
        if f.op in (FilterOp.FILLED, FilterOp.EMPTY):
            return f"{column} IS {'NOT ' if f.op is FilterOp.FILLED else ''}NULL"
        if not f.values:
            return ""
        inside = f"{column} IN ({', '.join(slots.put(value) for value in f.values)})"
        return f"({column} IS NULL OR NOT {inside})" if f.op is FilterOp.IS_NOT else inside

    return build


def _day(column: str) -> _Build:
    def build(f: Filter, slots: _Slots, today: date) -> str:
        if f.op in (FilterOp.FILLED, FilterOp.EMPTY):
            return f"{column} IS {'NOT ' if f.op is FilterOp.FILLED else ''}NULL"
        first, last = _span(f, today)
        ends = [f"{column} >= {slots.put(first)}"] if first else []
        return " AND ".join(ends + ([f"{column} <= {slots.put(last)}"] if last else []))

    return build


def _span(f: Filter, today: date) -> tuple[str | None, str | None]:
    """The days that are meant, both included; None: open on that side."""
    if f.op is FilterOp.THIS_MONTH:
        after = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return today.replace(day=1).isoformat(), (after - timedelta(days=1)).isoformat()
    first, last = (*f.values, None, None)[:2]
    if f.op is FilterOp.BETWEEN:
        return (str(first) if first else None, str(last) if last else None)
    days = timedelta(days=int(first or 0))
    if f.op is FilterOp.NEXT_DAYS:
        return today.isoformat(), (today + days).isoformat()
    return (today - days).isoformat(), today.isoformat()


def _amount(f: Filter, slots: _Slots, _today: date) -> str:
    """Whole units, whatever the currency."""
    low, high = (*f.values, None, None)[:2]
    ends = [f"{WHOLE_AMOUNT} >= {slots.put(low)}"] if low is not None else []
    return " AND ".join(ends + ([f"{WHOLE_AMOUNT} <= {slots.put(high)}"] if high is not None else []))


def overdue(today: date) -> str:
    """SQL: open though its day has passed."""
    return f"(d.state = 'open' AND d.expected_on < '{today.isoformat()}')"


_CASES = " ".join(f"WHEN '{code}' THEN {10**digits}.0" for code, digits in OTHER_DIGITS.items())
WHOLE_AMOUNT = f"(d.amount / CASE d.currency {_CASES} ELSE 100.0 END)"
"""SQL: the amount in whole units of its currency."""

_FIELDS: Mapping[str, _Build] = {
    "deal_state": _chosen("d.state"),
    "deal_stage": _chosen("d.stage_id"),
    "pipeline": lambda f, slots, today: (
        f"d.stage_id IN (SELECT id FROM deal_stage WHERE {_chosen('pipeline')(f, slots, today) or 1})"
    ),
    "responsible": _chosen("d.responsible_id"),
    "source": _chosen("d.source_id"),
    "overdue": lambda _f, _slots, today: overdue(today),
    "expected": _day("d.expected_on"),
    "closed": _day("d.closed_on"),
    "amount": _amount,
}
