"""What was found in a file, in one line under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui import text_import
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_reading import note_words

if TYPE_CHECKING:
    from crm_desktop.ui.importing.opened import OpenTable


def found_line(table: OpenTable, title: str) -> str:
    """How many rows there are, whose layout it is, what was unusual about the file; its name unless ``title`` is it."""
    plan = table.plan
    parts = [*([plan.file] if plan.file != title else []), ntr("{n} row", "{n} rows", table.rows)]
    if plan.preset:
        parts.append(tr("looks like {program}", program=text_import.program_name(plan.preset)))
    parts += [note_words(note).rstrip(".") for note in (*plan.book.notes, *plan.sheet.notes)]
    return " · ".join(parts)
