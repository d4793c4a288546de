"""``export deals``: all deals with everything that is known of them, as a workbook or as text with commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.session import opened
from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    import argparse


def export(arguments: argparse.Namespace) -> int:
    """Write them, the newest first. Raises FileNotWritten."""
    from crm_desktop.exchange.exporting.deals import DealWords, deals_table
    from crm_desktop.exchange.exporting.files import write_tables
    from crm_desktop.services.deal_list import DealQuery, order
    from crm_desktop.ui.text_import import cut_texts

    words = DealWords(text_deals.sheet(), text_deals.stage, text_deals.pipeline, text_kinds.deal_state)
    with opened(arguments) as store, store.snapshot():
        places = order(store, DealQuery())
        progress = output.ProgressLine(tr("Writing"))
        table = deals_table(store, places, words, tr("Deals"))
        written = write_tables(arguments.to, [table], lambda done: progress(done, len(places)))
    if arguments.json:
        output.emit_json({"file": str(arguments.to), "rows": written.rows, "cut": written.cut})
        return 0
    print(ntr("{n} deal written to {path}", "{n} deals written to {path}", written.rows, path=arguments.to))
    if written.cut:
        print(cut_texts(written.cut))
    return 0
