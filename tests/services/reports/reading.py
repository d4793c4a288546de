"""What a report says, as tests read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.services.reports.table import Report, Table


def table(report: Report, name: str) -> Table:
    """The table of this id."""
    (found,) = (each for each in report.tables if each.id == name)
    return found


def cells(found: Table) -> list[tuple[Any, ...]]:
    """The cells of all rows."""
    return [row.cells for row in found.rows]


def by_key(found: Table) -> dict[str, dict[str, Any]]:
    """The cells by the keys of rows and the ids of columns."""
    names = [column.id for column in found.columns]
    return {row.key: dict(zip(names, row.cells, strict=True)) for row in found.rows}


def figures(report: Report) -> dict[str, Any]:
    """The headline figures by id, of a base with one currency."""
    found = {figure.id: figure.value for figure in report.figures}
    assert len(found) == len(report.figures)
    return found
