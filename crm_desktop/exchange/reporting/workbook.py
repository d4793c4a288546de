"""A report as a workbook: a first sheet with what is most wanted, and a sheet with its picture for each table.

Written by openpyxl, for only it makes charts that the spreadsheet program draws itself. Text cells are strings in the
file, whatever they begin with: nothing becomes a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.exporting.files import fitted, replacing, sheet_name
from crm_desktop.exchange.reporting.values import exact, number_format
from crm_desktop.services.reports.table import CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from crm_desktop.exchange.reporting.worded import WordedReport, WordedRow, WordedTable

HEAD = 4
"""The row of the header on the sheets of tables; title and options stand above it."""
_TITLE, _QUIET, _HEADER = "title", "quiet", "header"
_WIDEST, _NARROWEST, _SAMPLE = 46, 9, 200
_NUMBERS = (
    CellKind.COUNT, CellKind.NUMBER, CellKind.MONEY, CellKind.SHARE, CellKind.DAYS, CellKind.HOURS,
)  # fmt: skip
_FIGURE_GAP, _FIGURE_ROW = 2, 19
_NOTE_LINE, _NOTE_WIDE = 15, 100
_MOST_ABOVE = 24
"""Below a table of more rows nobody would find its picture."""


def write_workbook(path: Path, report: WordedReport) -> None:
    """Write the file, whole or not at all. Raises FileNotWritten."""
    from openpyxl import Workbook  # 180 ms, and only who writes one needs it

    book = Workbook()
    looks = _Looks(book)
    summary = book.active
    names = {"history"}  # Excel keeps this name for itself
    summary.title = sheet_name(report.title, names)
    sheets = []
    for table in report.tables:
        sheet = book.create_sheet(sheet_name(table.title, names))
        _write_table(sheet, report, table, looks)
        sheets.append(sheet)
    _write_summary(summary, report, looks)
    _draw(summary, sheets, report)
    with replacing(path) as temporary:
        book.save(temporary)


class _Looks:
    """The styles of cells, made once: to look one up anew for every cell costs more than the cell."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, str], Any] = {}

    def put(self, cell: Any, look: str, number: str = "General") -> None:
        """Dress a cell: a look (title, quiet, header, total or none) and a number format."""
        known = self._known.get((look, number))
        if known is None:
            _dress(cell, look)
            cell.number_format = number
            self._known[look, number] = cell._style  # noqa: SLF001  # openpyxl's own way to share a style
        else:
            cell._style = known  # noqa: SLF001


def _dress(cell: Any, look: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    ink = "1F2328"
    if look == _TITLE:
        cell.font = Font("Calibri", 16, bold=True, color=ink)
    elif look == _QUIET:
        cell.font = Font("Calibri", 11, color="646B76")
    elif look == "aside":
        cell.font = Font("Calibri", 11, color="646B76")
        cell.alignment = Alignment(indent=1)
    elif look.startswith(_HEADER):
        cell.font = Font("Calibri", 11, bold=True, color=ink)
        cell.fill = PatternFill("solid", fgColor="E6F1ED")
        cell.border = Border(bottom=Side("thin", color="2F6F5E"))
        right = look.endswith("right")
        cell.alignment = Alignment(horizontal="right" if right else "left", vertical="center", wrap_text=True)
    elif look == "total":
        cell.font = Font("Calibri", 11, bold=True, color=ink)
        cell.border = Border(top=Side("thin", color="D6DADF"))
    elif look == "left":
        cell.alignment = Alignment(horizontal="left")
    elif look == "wrapped":
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif look == "big":
        cell.font = Font("Calibri", 13, bold=True, color=ink)
        cell.alignment = Alignment(horizontal="right")


def _write_table(sheet: Worksheet, report: WordedReport, table: WordedTable, looks: _Looks) -> None:
    _head(sheet, table.title, _asked(report), looks)
    for place, column in enumerate(table.columns, start=1):
        cell = sheet.cell(HEAD, place)
        _text(cell, column.title)
        looks.put(cell, f"{_HEADER} right" if column.kind in _NUMBERS else _HEADER)
    formats = [number_format(column) for column in table.columns]
    for number, row in enumerate(table.rows, start=HEAD + 1):
        _write_row(sheet, number, row, table, formats, "", looks)
    after = HEAD + 1 + len(table.rows)
    if table.total is not None:
        _write_row(sheet, after, table.total, table, formats, "total", looks)
        after += 1
    if table.left_out:
        looks.put(sheet.cell(after, 1, table.left_out), _QUIET)
    sheet.freeze_panes = sheet.cell(HEAD + 1, 2)
    sheet.row_dimensions[HEAD].height = 30
    _widen(sheet, table)
    _for_paper(sheet, HEAD, on_one=len(table.rows) <= _MOST_ABOVE)


def _write_row(
    sheet: Worksheet,
    number: int,
    row: WordedRow,
    table: WordedTable,
    formats: Sequence[str],
    look: str,
    looks: _Looks,
) -> None:
    for place, (value, shown, column) in enumerate(zip(row.values, row.shown, table.columns, strict=True)):
        found = exact(value, shown, column)
        if found is None and not look:
            continue
        cell = sheet.cell(number, place + 1)
        if isinstance(found, str):
            _text(cell, found)
            looks.put(cell, look)
        else:
            cell.value = found
            moment = "" if column.kind in _NUMBERS else "left"
            looks.put(cell, look or moment, formats[place])


def _write_summary(sheet: Worksheet, report: WordedReport, looks: _Looks) -> None:
    _head(sheet, report.title, report.made, looks)
    row = HEAD
    for title, words in report.asked:
        looks.put(sheet.cell(row, 1, title), _QUIET)
        _text(sheet.cell(row, 2), words)
        row += 1
    row += 1
    if report.figures:
        for place, title in enumerate((report.figures_title, "", "")):
            looks.put(sheet.cell(row, place + 1, title or None), _HEADER)
        for number, figure in enumerate(report.figures, start=row + 1):
            _text(sheet.cell(number, 1), figure.title)
            _text(sheet.cell(number, 2), figure.value)
            looks.put(sheet.cell(number, 2), "big")
            looks.put(sheet.cell(number, 3, figure.before or None), "aside")
            sheet.row_dimensions[number].height = _FIGURE_ROW
        row += len(report.figures) + _FIGURE_GAP
    if report.notes:
        for place in range(3):
            looks.put(sheet.cell(row, place + 1, None if place else report.notes_title), _HEADER)
        for number, note in enumerate(report.notes, start=row + 1):
            _text(sheet.cell(number, 1), note)
            looks.put(sheet.cell(number, 1), "wrapped")
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=3)
            sheet.row_dimensions[number].height = _NOTE_LINE * (1 + len(note) // _NOTE_WIDE)
    for letter, width in zip("ABC", (34, 24, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    _for_paper(sheet)


def _draw(summary: Worksheet, sheets: Sequence[Worksheet], report: WordedReport) -> None:
    """Each picture below its table, of a long one beside it; and the first of them on the first sheet too."""
    from openpyxl.utils import get_column_letter

    from crm_desktop.exchange.reporting.book_charts import chart_of

    is_first = True
    for sheet, table in zip(sheets, report.tables, strict=True):
        chart = chart_of(sheet, table, HEAD)
        if chart is None:
            continue
        beside = f"{get_column_letter(len(table.columns) + 2)}{HEAD}"
        below = f"A{sheet.max_row + 2}"
        sheet.add_chart(chart, beside if len(table.rows) > _MOST_ABOVE else below)
        if is_first:
            summary.add_chart(chart_of(sheet, table, HEAD), f"E{HEAD}")
            is_first = False


def _head(sheet: Worksheet, title: str, below: str, looks: _Looks) -> None:
    cell = sheet.cell(1, 1)
    _text(cell, title)
    looks.put(cell, _TITLE)
    sheet.row_dimensions[1].height = 24
    looks.put(sheet.cell(2, 1, below or None), _QUIET)
    sheet.sheet_view.showGridLines = False


def _asked(report: WordedReport) -> str:
    return " · ".join(words for _, words in report.asked)


def _text(cell: Any, words: str) -> None:
    """Words, also those that look like a formula or a number; what no workbook holds is left out of them."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", fitted(words)[0])
    cell.data_type = "s"


def _widen(sheet: Worksheet, table: WordedTable) -> None:
    """Columns as wide as their words want to be."""
    from openpyxl.utils import get_column_letter

    rows = [*table.rows[:_SAMPLE], *([table.total] if table.total else [])]
    for place, column in enumerate(table.columns):
        longest = max((len(row.shown[place]) for row in rows), default=0)
        longest_word = max(map(len, column.title.split()), default=0)
        wanted = max(longest, longest_word, min(len(column.title), 14))
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(
            max(wanted + 3, _NARROWEST), _WIDEST
        )


def _for_paper(sheet: Worksheet, head: int = 0, *, on_one: bool = True) -> None:
    """As wide as the paper; ``on_one``: on one sheet, so that no picture is cut."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(on_one)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if head:
        sheet.print_title_rows = f"{head}:{head}"
