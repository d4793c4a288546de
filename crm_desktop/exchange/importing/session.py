"""One import from its plan to its result: what the window and the command line both drive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import NothingToImport
from crm_desktop.exchange.importing.cleaning import Cleaner
from crm_desktop.exchange.importing.event_cleaning import EventCleaner
from crm_desktop.exchange.importing.order_lines import sums_of_orders
from crm_desktop.exchange.importing.order_rows import OrdersInRows, orders_in_rows
from crm_desktop.exchange.importing.rehearsal import Rehearsal
from crm_desktop.exchange.importing.staging import Action, Staging, Verdict
from crm_desktop.exchange.importing.summary import Summary
from crm_desktop.exchange.importing.table_hints import hints_of
from crm_desktop.exchange.importing.writing import ImportFacts, Written, write
from crm_desktop.garbage import rare_collections
from crm_desktop.services import rates

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_entry import OrderLines
    from crm_desktop.exchange.importing.hints import Hints
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.importing.record import RawRow, Record
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]
"""Told (rows done, rows in all); raises to cancel."""

_TOLD_EVERY = 2000


@dataclass(frozen=True, slots=True)
class Result:
    """A finished import (or, without ``written``, a rehearsal)."""

    summary: Summary
    written: Written | None

    def json(self) -> dict[str, Any]:
        """The counts of the command line's answer."""
        verdicts = self.summary.verdicts
        return {
            "import_id": self.written.import_id.hex() if self.written else None,
            "read": self.summary.read,
            "new": verdicts[Verdict.NEW],
            "completed": verdicts[Verdict.COMPLETES],
            "same": verdicts[Verdict.SAME],
            "duplicates": verdicts[Verdict.DUPLICATE],
            "review": self.summary.review,
            "rejected": verdicts[Verdict.REJECTED],
            "people": self.summary.people,
            "companies": self.summary.companies,
            "activities": self.summary.activities,
            "deals": self.summary.deals,
            "order_lines": self.summary.order_lines,
            "worth": {
                f"{state}:{currency}": minor
                for (state, currency), minor in sorted(self.summary.worth.items())
            },
            "events": self.summary.events,
            "filled": dict(sorted(self.summary.filled.items())),
        }


class Session:
    """Holds the staged rows between rehearsal and import; close it when done."""

    def __init__(self, store: Store, plans: Sequence[TablePlan], region: str) -> None:
        self._store = store
        self._region = region
        self.plans = [plan for plan in plans if plan.chosen]
        self.staging = Staging()
        self.summary = Summary()
        self._hints: list[Hints] = []

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Delete the staged rows."""
        self.staging.close()

    def rehearse(self, progress: Progress) -> Summary:
        """Judge every row; again after the user changed a mapping, a cell or a decision."""
        total = sum(_rows_of(plan) for plan in self.plans)
        told = _Told(progress, total, sum(_rows_of(plan) for plan in self.plans if _is_added_up(plan)))
        with rare_collections:
            self._hints = self._read_hints(told)
        cleaners = [
            EventCleaner(plan.columns, self._store.clock.now())
            if plan.record_kind == "events"
            else Cleaner(plan.columns, hints)
            for plan, hints in zip(self.plans, self._hints, strict=True)
        ]

        def clean(raw: RawRow) -> Record | str:
            return cleaners[raw.source](raw)

        rehearsal = Rehearsal(self._store, self.staging, [plan.on_match for plan in self.plans])
        with rare_collections:
            self.summary = rehearsal.run(self._rows(), clean, told.judged)
        return self.summary

    def run(self, progress: Progress) -> Result:
        """Write the rehearsed rows; an exception out of ``progress`` takes everything back.

        Raises:
            NothingToImport: no chosen table has a row that a client can be made of.
        """
        if self.summary.read == self.summary.verdicts[Verdict.REJECTED]:
            raise NothingToImport(
                files=tuple(plan.file for plan in self.plans),
                calendar=bool(self.plans) and all(plan.record_kind == "events" for plan in self.plans),
                damaged=self.summary.reasons[Verdict.REJECTED, "card_damaged"],
            )
        counts = {
            name: value for name, value in Result(self.summary, None).json().items() if isinstance(value, int)
        }
        fields = {name: own for hints in self._hints for name, own in hints.own_fields.items()}
        actions = [plan.on_match for plan in self.plans]
        # With the headers, the page of past imports can give rejected rows back as they stood.
        files = [
            {**plan.facts(), "headers": plan.headers, "columns": self._filled(source)}
            for source, plan in enumerate(self.plans)
        ]
        facts = ImportFacts(files, counts, self.summary.names, fields, actions, self.summary.events)
        for plan in self.plans:
            plan.book.forget()  # its rows are staged, and a big workbook takes more memory than all the rest
        with rare_collections:
            return Result(self.summary, write(self._store, self.staging, facts, progress))

    def _filled(self, source: int) -> list[tuple[str, int, str, int]]:
        """Of each column of a table: header, index, where it went, and in how many rows it says something."""
        return [
            (column.header, column.index, str(column.target), self.summary.cells[source, column.index])
            for column in self.plans[source].columns
        ]

    def _read_hints(self, told: _Told) -> list[Hints]:
        """What each table tells of its cells; the rows of orders are added up before any of them is judged."""
        currency = rates.home(self._store) if any(_tells_of_money(plan) for plan in self.plans) else ""
        found = [
            replace(hints_of(plan, self._region), currency=plan.currency or currency) for plan in self.plans
        ]
        goods: dict[str, OrderLines] = {}
        payments: dict[str, OrderLines] = {}
        for source, (plan, hints) in enumerate(zip(self.plans, found, strict=True)):
            if plan.record_kind == "deal_lines":
                lines = goods if plan.has("deal.price") else payments
                lines |= sums_of_orders(told.read(self._counted_rows(source)), plan.columns, hints)
        lines = payments | goods  # what was paid for an order says less than what it was about
        return [
            replace(hints, lines=lines, orders=self._orders(source, hints, lines, told))
            for source, (plan, hints) in enumerate(zip(self.plans, found, strict=True))
        ]

    def _orders(
        self, source: int, hints: Hints, lines: Mapping[str, OrderLines], told: _Told
    ) -> OrdersInRows | None:
        plan = self.plans[source]
        if plan.record_kind != "deals" or lines:
            return None
        return orders_in_rows(lambda: told.read(self._counted_rows(source)), plan.columns, hints)

    def _counted_rows(self, source: int) -> Iterator[RawRow]:
        """The rows of a table with the cells as they were mended, without those that are to be left out."""
        mended, decided = self.staging.mended(), self.staging.decided()
        for raw in self.plans[source].rows(source):
            decision = decided.get((source, raw.row))
            if decision is None or decision.action is not Action.SKIP:
                yield raw.mended(mended)

    def _rows(self) -> Iterator[RawRow]:
        """The rows of all tables; deals last, so that they find their clients in whatever order the sheets stand."""
        tables = list(enumerate(self.plans))
        for source, plan in sorted(tables, key=lambda table: table[1].record_kind == "deals"):
            if plan.record_kind != "deal_lines":
                yield from plan.rows(source)


class _Told:
    """One count for two readings: a quarter for what is added up beforehand, if anything is, the rest for judging."""

    def __init__(self, progress: Progress, total: int, beforehand: int) -> None:
        self._progress = progress
        self._total = total
        self._beforehand = beforehand
        self._share = total // 4 if beforehand else 0
        self._read = 0

    def read(self, rows: Iterable[RawRow]) -> Iterator[RawRow]:
        """The rows, counted while they are read beforehand; some are read twice."""
        for raw in rows:
            self._read += 1
            if self._read % _TOLD_EVERY == 0:
                done = self._read * self._share // (2 * self._beforehand)
                self._progress(min(done, self._share), self._total)
            yield raw

    def judged(self, done: int) -> None:
        """So many rows are judged."""
        self._progress(self._share + done * (self._total - self._share) // max(1, self._total), self._total)


def _rows_of(plan: TablePlan) -> int:
    return max(0, plan.table.last_row - plan.table.first_row + 1)


def _is_added_up(plan: TablePlan) -> bool:
    """Whether rows of the table are read beforehand, because orders are made of several of them."""
    return plan.record_kind == "deal_lines" or (plan.record_kind == "deals" and plan.has("deal.id"))


def _tells_of_money(plan: TablePlan) -> bool:
    return any(column.target.field.startswith(("deal.", "price")) for column in plan.columns)
