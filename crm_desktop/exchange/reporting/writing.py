"""A report into a file by its suffix, and the name of a file that nothing lies at yet."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from crm_desktop.errors import FileNotWritten

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.reporting.worded import WordedReport


def write(path: Path, report: WordedReport) -> None:
    """Write a workbook (.xlsx) or plain tables (.csv). Raises FileNotWritten."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from crm_desktop.exchange.reporting.workbook import write_workbook

        write_workbook(path, report)
    elif suffix == ".csv":
        from crm_desktop.exchange.reporting.csv_file import write_csv

        write_csv(path, report)
    else:
        raise FileNotWritten(path=str(path), why="format")


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A file of this name in the folder, numbered where one lies there: what somebody has open is left alone.

    Raises:
        FileNotWritten: the folder is not there.
    """
    path = folder / f"{stem}{suffix}"
    if not folder.is_dir():
        raise FileNotWritten(path=str(path), why="no_folder")
    numbers = count(2)
    while path.exists():
        path = folder / f"{stem} ({next(numbers)}){suffix}"
    return path
