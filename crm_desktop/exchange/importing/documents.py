"""Documents for the lists and the search, made of the rows of new clients while these are still at hand.

Reading all of a client back costs as much as writing it. What is changed after its document was made (a later row,
a recommendation, somebody at the window) is read back after all (``services.listing.index_new``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.rows import COLUMNS
from crm_desktop.services.finding.documents import CLIENT_COLUMNS, POINT_COLUMNS, document_of

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.names import Names
    from crm_desktop.exchange.importing.rows import Rows
    from crm_desktop.services.finding.documents import Document, Values

_NOT_SAID: dict[str, tuple[str, Any]] = {
    # What no import says of a new client, with what the base puts there.
    "deleted": ("client", 0),
    "referrer_id": ("client", None),
    "ideal_silence_days": ("client", None),
    "longest_silence_days": ("client", None),
    "note": ("contact_point", ""),
    "direction": ("activity", ""),
    "place": ("activity", ""),
    "offered": ("activity", ""),
}


def _picker(table: str, *wanted: str) -> tuple[Callable[[Sequence[Any]], tuple[Any, ...]], tuple[Any, ...]]:
    """How to pick columns out of a row with what is not said behind it, and that."""
    extra = {name: value for name, (of, value) in _NOT_SAID.items() if of == table}
    places = {name: place for place, name in enumerate((*COLUMNS[table], *extra))}
    return itemgetter(*(places[name] for name in wanted)), tuple(extra.values())


_client, _CLIENT_EXTRA = _picker("client", *CLIENT_COLUMNS)
_point, _POINT_EXTRA = _picker("contact_point", *POINT_COLUMNS)
_activity, _ACTIVITY_EXTRA = _picker(
    "activity",
    "held_at",
    "planned_at",
    "kind",
    "direction",
    "outcome",
    "wanted",
    "offered",
    "result",
    "place",
)
_lists, _ = _picker("client", "stage_id", "source_id", "responsible_id", "family")


def documents_of(
    batch: Rows, names: Names, company_name: Callable[[bytes], str | None], language: str
) -> list[Document]:
    """The documents of the new clients of a batch that was just written.

    ``company_name`` gives the name of a company, None for one that lies in the bin.
    """
    parts = _parts(batch, names, company_name)
    stages, sources, colleagues = (names.rids(table) for table in ("stage", "source", "colleague"))
    documents = []
    for row in batch.of("client"):
        stage, source, responsible, family = _lists(row)
        client = (
            *_client((*row, *_CLIENT_EXTRA)),
            *(stages.get(stage), sources.get(source), colleagues.get(responsible), family),
        )
        documents.append(document_of(client, parts[row[0]], language))
    return documents


def _parts(
    batch: Rows, names: Names, company_name: Callable[[bytes], str | None]
) -> defaultdict[bytes, dict[str, Values]]:
    """What hangs on each client, by the names and with the columns of ``services.finding.documents``."""
    parts: defaultdict[bytes, dict[str, Values]] = defaultdict(dict)

    def add(client: bytes, part: str, values: tuple[Any, ...]) -> None:
        parts[client].setdefault(part, []).append(values)

    for row in batch.of("contact_point"):
        add(row[1], "points", _point((*row, *_POINT_EXTRA)))
    for _, person, company, job_title, department, _ in batch.of("employment"):
        if (name := company_name(company)) is not None:
            add(person, "employments", (name, job_title, department))
    tags = names.rids("tag")
    for _, client, entry in batch.of("client_tag"):
        add(client, "tags", (entry, tags[entry]))
    groups, silences = names.rids("client_group"), names.silences()
    for _, client, entry in batch.of("group_member"):
        add(client, "groups", (entry, groups[entry], *silences[entry]))
    for part, table, place in (
        ("fields", "field_value", 3),
        ("dates", "named_date", 2),
        ("externals", "external_id", 3),
    ):
        for row in batch.of(table):
            add(row[1], part, (row[place],))
    for row in batch.of("activity"):
        add(row[1], "activities", _activity((*row, *_ACTIVITY_EXTRA)))
    return parts
