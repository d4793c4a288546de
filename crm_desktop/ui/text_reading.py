"""What was unusual about a file, said so that nobody is surprised by what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Note


def note_words(note: Note) -> str:
    """A note as a short sentence."""
    n = note.count
    counted = {
        "card_groups": lambda: ntr(
            "{n} group of contacts became a tag.", "{n} groups of contacts became tags.", n
        ),
        "hidden_rows": lambda: ntr(
            "{n} row is hidden in the file; it was read too.",
            "{n} rows are hidden in the file; they were read too.",
            n,
        ),
        "long_cells_cut": lambda: ntr(
            "{n} cell was longer than any text and was cut.",
            "{n} cells were longer than any text and were cut.",
            n,
        ),
        "nul_removed": lambda: ntr(
            "An unreadable sign was taken out of {n} cell.",
            "Unreadable signs were taken out of {n} cells.",
            n,
        ),
        "undecodable": lambda: ntr(
            "{n} sign could not be read in these letters.",
            "{n} signs could not be read in these letters.",
            n,
        ),
        "default_password": lambda: tr(
            "The file was locked with Excel's own password, which opens by itself."
        ),
        "html_table": lambda: tr("The file is a web page with a table, whatever its name says."),
        "mimetype_missing": lambda: tr(
            "The file lacks a mark that LibreOffice writes; it was read all the same."
        ),
        "mixed_separators": lambda: tr(
            "Some rows are separated by other signs than the rest; each was read its own way."
        ),
        "unbalanced_quotes": lambda: tr(
            "Quotation marks do not match somewhere in the file: look at the rows there."
        ),
    }
    return counted[note.code]()


def hidden_rows(n: int) -> str:
    """How many of the rows that come in the spreadsheet hides."""
    return ntr(
        "{n} row is hidden in the spreadsheet; it comes in, too",
        "{n} rows are hidden in the spreadsheet; they come in, too",
        n,
    )


def hidden_rows_left_out(n: int) -> str:
    """How many rows that the spreadsheet hides stay out."""
    return ntr("{n} hidden row left out", "{n} hidden rows left out", n)
