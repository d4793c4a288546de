"""``search``: find somebody by any fragment, as the window does while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command, count
from crm_desktop.cli.session import opened
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.services.lists import ClientRow
    from crm_desktop.services.phone_book import Reach
    from crm_desktop.storage.store import Store


def register(commands: Commands) -> None:
    """Add the command of this module."""
    made = command(
        commands, "search", search, tr("find clients by any part of a name, number, phone, address or note")
    )
    made.add_argument("text", nargs="+", metavar="TEXT", help=tr("what to look for"))
    made.add_argument("--limit", type=count, default=50, metavar="N", help=tr("show so many at most"))


def search(arguments: argparse.Namespace) -> int:
    """Find clients; finding nobody is an answer, not an error."""
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.services.lists import order, rows
    from crm_desktop.services.phone_book import phone_book

    query = ClientQuery(text=" ".join(arguments.text))
    with opened(arguments) as store, store.snapshot():
        places = order(store, query)
        found = [row for row in rows(store, places[: arguments.limit], query) if row is not None]
        reach = phone_book(store, [row.client_id for row in found])
        stages = _stages(store)
    if arguments.json:
        listed = [_json(row, reach[row.client_id], stages) for row in found]
        output.emit_json({"total": len(places), "rows": listed})
        return 0
    print(ntr("{n} client found.", "{n} clients found.", len(places)))
    output.table([_line(row, reach[row.client_id], stages) for row in found])
    return 0


def _stages(store: Store) -> dict[bytes | None, str]:
    """The stages as people read them."""
    from crm_desktop.services.dictionaries import Dictionary, entries
    from crm_desktop.ui.text_kinds import stage

    return {
        None: "",
        **{entry.id: stage(entry.name, entry.role) for entry in entries(store, Dictionary.STAGE)},
    }


def _json(row: ClientRow, reach: Reach, stages: dict[bytes | None, str]) -> dict[str, Any]:
    match = row.match
    return {
        "id": row.client_id,
        "number": row.number,
        "name": row.name,
        "phones": reach.phones,
        "emails": reach.emails,
        "company": row.company or "",
        "stage": stages.get(row.stage_id, ""),
        "matched": match and {"kind": match.kind, "field": match.field, "text": match.text},
    }


def _line(row: ClientRow, reach: Reach, stages: dict[bytes | None, str]) -> tuple[str, ...]:
    number = "" if row.number is None else str(row.number)
    return (
        f"№ {number}", row.name, ", ".join(reach.phones), ", ".join(reach.emails), row.company or "",
        stages.get(row.stage_id, ""), _reason(row),
    )  # fmt: skip


def _reason(row: ClientRow) -> str:
    """Where it was found, unless the line shows that already."""
    from crm_desktop.ui.text_kinds import field

    match = row.match
    if match is None or match.field in {"name", "number", "phone", "email", "company"}:
        return ""
    return f"{field(match.field)}: {match.text}"
