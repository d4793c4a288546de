"""Open any table file (xlsx, xls, xlsb, ods, csv, txt, XML 2003, HTML) as exact cells, and find the tables in it."""

from __future__ import annotations

from crm_desktop.exchange.reading.book import Book, Cell, Note, Progress, Row, Sheet
from crm_desktop.exchange.reading.opening import open_book
from crm_desktop.exchange.reading.tables import Heading, Table, find_table, find_tables, table_rows

__all__ = [
    "Book",
    "Cell",
    "Heading",
    "Note",
    "Progress",
    "Row",
    "Sheet",
    "Table",
    "find_table",
    "find_tables",
    "open_book",
    "table_rows",
]
