"""Rows of an order that another row of the same table brings in, while a list is rehearsed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.staging import StagedRow, Verdict

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Record


class OrderHeads:
    """The rows that bring in deals, by table and row. ``row_of`` gives a staged row by its number."""

    def __init__(self, row_of: Callable[[int], StagedRow]) -> None:
        self._row_of = row_of
        self._numbers: dict[tuple[int, int], int] = {}

    def note(self, row: StagedRow) -> None:
        """Remember a row that brings in a deal."""
        if row.record is not None and row.record.deal is not None:
            self._numbers[row.source, row.row] = row.number

    def client_row(self, source: int, record: Record) -> int | None:
        """The number of the row that tells of the order's client; None where that stands further down."""
        head = self._head(source, record) if record.order_row is not None else None
        if head is None:
            return None
        return head.number if head.twin is None else head.twin

    def further(self, nobody: StagedRow, record: Record) -> StagedRow:
        """A row that names nobody: it is of the client who has the order, if the order goes in."""
        assert record.order_row is not None
        if record.order_row < nobody.row and self._head(nobody.source, record) is None:
            return nobody._replace(reason="deal_without_client")
        row = nobody._replace(verdict=Verdict.DUPLICATE, reason="", record=record)
        return self.line(row, record)

    def line(self, row: StagedRow, record: Record) -> StagedRow:
        """The row as one of an order: known where the order is; one that says something of its client or has a cell to
        be looked at stays what it is.
        """
        if row.verdict not in (Verdict.DUPLICATE, Verdict.SAME) or record.problems:
            return row
        head = self._head(row.source, record)
        is_known = head is not None and head.verdict is Verdict.SAME and not row.changes
        verdict = Verdict.SAME if is_known else Verdict.DUPLICATE
        return row._replace(verdict=verdict, reason="order_line", look=False)

    def _head(self, source: int, record: Record) -> StagedRow | None:
        """The row that brings in the order; None where it stands further down, or does not go in."""
        assert record.order_row is not None
        number = self._numbers.get((source, record.order_row))
        return None if number is None else self._row_of(number)
