"""The rows that could not go in, as they stood in their file, with the reason in the last column.

Mended, such a workbook is imported like any other: its headers are those of the file it came from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.exporting.table import Column, Table, Value
from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.exchange.reading.tables import column_letter

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.past import PastImport
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.importing.staging import Staging
    from crm_desktop.storage.store import Store

_REASON_WIDTH = 40


def rejects_tables(
    plans: Sequence[TablePlan], staging: Staging, title: str, words: Callable[[str], str]
) -> list[Table]:
    """One table for each table of the files that has rejected rows.

    ``title`` heads the column of the reason, ``words`` says a reason to the user.
    """
    widths: dict[int, int] = {}
    for source, cells, _ in _rejected(staging):
        widths[source] = max(widths.get(source, 0), len(cells))
    return [
        _table(plans[source], staging, source, max(width, len(plans[source].table.headers)), title, words)
        for source, width in sorted(widths.items())
    ]


def _table(
    plan: TablePlan, staging: Staging, source: int, width: int, title: str, words: Callable[[str], str]
) -> Table:
    headers = [*plan.table.headers, *[""] * (width - len(plan.table.headers))]
    columns = [Column(header or column_letter(index)) for index, header in enumerate(headers)]
    rows = (
        [*map(_value, cells), *[None] * (width - len(cells)), words(reason)]
        for of, cells, reason in _rejected(staging)
        if of == source
    )
    return Table(plan.sheet.name or plan.file, [*columns, Column(title, width=_REASON_WIDTH)], rows)


def _rejected(staging: Staging) -> Iterator[tuple[int, tuple[Any, ...], str]]:
    """Table, cells and reason of each rejected row, in the order of the files."""
    for chunk in staging.walk(verdicts=(Verdict.REJECTED,)):
        for row in chunk:
            yield row.source, row.cells, row.reason


def _value(cell: Any) -> Value:
    """The cell as a column of text can hold it: days and times in the form of ISO 8601, which an import reads."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "seconds")
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return str(cell)


def rejected_tables(store: Store, past: PastImport, title: str, words: Callable[[str], str]) -> list[Table]:
    """The rejected rows of an import as they stood in their files, a table for each, the reason in the last column."""
    tables = []
    for facts in past.files:
        rows = store.read(
            "SELECT reason, cells FROM import_reject WHERE import_id = ? AND file = ? AND sheet = ? ORDER BY rid",
            (past.id, facts["file"], facts["sheet"]),
        )
        if not rows:
            continue
        found = [(reason, json.loads(cells)) for reason, cells in rows]
        headers = [*facts.get("headers", ())]
        width = max(len(headers), *(len(cells) for _, cells in found))
        headers += [""] * (width - len(headers))
        columns = [Column(header or column_letter(index)) for index, header in enumerate(headers)]
        values = [[*cells, *[""] * (width - len(cells)), words(reason)] for reason, cells in found]
        tables.append(
            Table(facts["sheet"] or facts["file"], [*columns, Column(title, width=_REASON_WIDTH)], values)
        )
    return tables
