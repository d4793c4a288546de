"""The files of one import as far as they are open: their tables, the meanings of columns, and what could not be read.

Reading happens on a thread (``read_file``, ``reread_table``); what comes back is frozen and swapped in whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.exchange.importing.plan import (
    Choice,
    TablePlan,
    forget_mapping,
    plan_file,
    plan_table,
    saved_mapping,
)
from crm_desktop.exchange.importing.preview import Sample, take_sample
from crm_desktop.exchange.reading.tables import table_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crm_desktop.ui.session import Session


@dataclass(frozen=True, slots=True)
class OpenTable:
    """One table. ``remembered``: its meanings are those of last time; ``touched``: the user changed some now."""

    plan: TablePlan
    sample: Sample
    remembered: bool = False
    touched: bool = False

    @property
    def rows(self) -> int:
        """Rows from the first to the last record: blank ones among them are no records."""
        table = self.plan.table
        return max(0, table.last_row - table.first_row + 1 - len(_inside(self.plan)))


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One file with its tables, or with the error that stopped it."""

    path: Path
    choice: Choice = field(default_factory=Choice)
    tables: tuple[OpenTable, ...] = ()
    error: UserError | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs of the base: mappings of last time, the country of phones, the language of headers."""

    session: Session
    region: str
    language: str

    def read_file(self, path: Path, choice: Choice | None = None) -> OpenFile:
        """Open a file and find its tables; a file that cannot be read comes back with its error."""
        choice = choice or Choice()
        try:
            plans = plan_file(self.session.store, path, self.region, self.language, choice)
            return OpenFile(path, choice, tuple(map(self._opened, plans)))
        except UserError as error:
            return OpenFile(path, choice, error=error)

    def read_files(self, paths: Sequence[Path], choice: Choice | None = None) -> list[OpenFile]:
        """Open several files, each once."""
        return [self.read_file(path, choice) for path in dict.fromkeys(paths)]

    def reread_table(self, table: OpenTable, header_row: int) -> OpenTable:
        """The table with its header in another row (0: without one); the same where the sheet has no such table."""
        plan = table.plan
        found = table_at(plan.sheet.plain or plan.sheet, header_row or None)
        if found is None:
            return table
        choice = Choice(on_match=plan.on_match)
        new = plan_table(self.session.store, plan.book, plan.sheet, found, self.region, self.language, choice)
        return self._opened(replace(new, chosen=True))

    def read_anew(self, table: OpenTable) -> OpenTable:
        """The table with the meanings of last time forgotten, found again in headers and values."""
        plan = table.plan
        forget_mapping(self.session.store, plan.headers)
        choice = Choice(on_match=plan.on_match)
        new = plan_table(
            self.session.store, plan.book, plan.sheet, plan.table, self.region, self.language, choice
        )
        return self._opened(new)

    def _opened(self, plan: TablePlan) -> OpenTable:
        return OpenTable(plan, take_sample(plan), bool(saved_mapping(self.session.store, plan.headers)))


def _inside(plan: TablePlan) -> list[int]:
    """Filled rows between the records that are none (totals, headers printed again)."""
    table = plan.table
    return [row for row, _ in table.skipped if table.first_row <= row <= table.last_row]
