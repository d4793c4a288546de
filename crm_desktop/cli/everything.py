"""``export all`` and ``import FOLDER``: the whole base out, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.session import opened
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_everything import brought, words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from crm_desktop.exchange.everything.bringing import Counts
    from crm_desktop.storage.store import Store


def take_out(arguments: argparse.Namespace) -> int:
    """Write everything into the folder that ``--to`` names."""
    from crm_desktop.exchange.everything.writing import write_everything

    with opened(arguments) as store:
        progress = output.ProgressLine(tr("Writing"))
        taken = write_everything(store, arguments.to, words(), progress)
    if arguments.json:
        output.emit_json(
            {"folder": str(taken.folder), "clients": taken.clients, "activities": taken.activities}
        )
    else:
        print(
            ntr(
                "Everything stands in {path}: {n} client",
                "Everything stands in {path}: {n} clients",
                taken.clients,
                path=taken.folder,
            )
        )
    return 0


def bring_back(arguments: argparse.Namespace, store: Store, folder: Path) -> int:
    """Bring a folder in that ``take_out`` wrote, or only tell what would come."""
    from crm_desktop.exchange.everything.bringing import bring, compare

    progress = output.ProgressLine(tr("Reading"))
    comparison = compare(store, folder, progress)
    import_id = None
    if not arguments.dry_run:
        import_id = bring(store, folder, output.ProgressLine(tr("Writing"))).import_id
    if arguments.json:
        output.emit_json({"import_id": import_id.hex() if import_id else None, **_json(comparison.tables)})
    else:
        output.lines(
            tr("This is a rehearsal: nothing was written.") if arguments.dry_run else "", brought(comparison)
        )
    return 0


def _json(tables: Mapping[str, Counts]) -> dict[str, object]:
    clients = tables["client"]
    return {
        "read": clients.new + clients.same + clients.other,
        "new": clients.new,
        "same": clients.same,
        "kept": clients.other,
        "activities": tables["activity"].new,
        "deals": tables["deal"].new,
        "tables": {name: {"new": c.new, "same": c.same, "kept": c.other} for name, c in tables.items()},
    }
