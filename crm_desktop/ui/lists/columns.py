"""What a list of clients can show: its columns, and the words in their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.kinds import Channel, ClientKind
from crm_desktop.ui import formats, text_kinds

if TYPE_CHECKING:
    from crm_desktop.services.lists import ClientRow


@dataclass(frozen=True)
class Stage:
    """A stage as a list shows it: its word and the tone of its badge."""

    name: str
    tone: str


@dataclass(frozen=True)
class Names:
    """The words behind the ids that rows carry; read once per change of those lists, not per cell."""

    stages: Mapping[bytes, Stage] = field(default_factory=dict)
    sources: Mapping[bytes, str] = field(default_factory=dict)
    colleagues: Mapping[bytes, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        id: stable id; also the sort key that the list service knows.
        width: its first width in logical pixels.
        words: the text of a cell.
        paint: how the delegate draws it: ``name``, ``badge``, ``past``, ``future``, ``figures`` or ``text``.
    """

    id: str
    width: int
    words: Callable[[ClientRow, Names], str]
    paint: str = "text"

    @property
    def title(self) -> str:
        """The word in the header."""
        return text_kinds.field(self.id)


def _stage(row: ClientRow, names: Names) -> str:
    stage = names.stages.get(row.stage_id) if row.stage_id else None
    return stage.name if stage else ""


def _of(lookup: Mapping[bytes, str], id_: bytes | None) -> str:
    return lookup.get(id_, "") if id_ else ""


COLUMNS: tuple[Column, ...] = (
    Column("name", 290, lambda r, _n: r.name, "name"),
    Column("company", 150, lambda r, _n: r.company),
    Column("phone", 150, lambda r, _n: r.phone, "figures"),
    Column("last_contact", 118, lambda r, _n: formats.relative(r.last_contact or ""), "past"),
    Column("stage", 104, _stage, "badge"),
    Column("next_contact", 118, lambda r, _n: formats.relative(r.next_contact or ""), "future"),
    Column("city", 120, lambda r, _n: r.city),
    Column("email", 190, lambda r, _n: r.email),
    Column("tags", 140, lambda r, _n: r.tags),
    Column("job_title", 130, lambda r, _n: r.job_title),
    Column("number", 72, lambda r, _n: str(r.number) if r.number else "", "figures"),
    Column("birthday", 118, lambda r, _n: formats.birthday(r.birthday) if r.birthday else "", "figures"),
    Column("source", 120, lambda r, n: _of(n.sources, r.source_id)),
    Column("responsible", 130, lambda r, n: _of(n.colleagues, r.responsible_id)),
    Column("region", 130, lambda r, _n: r.region),
    Column("country", 110, lambda r, _n: r.country),
    Column("language", 100, lambda r, _n: text_kinds.language_name(r.language) if r.language else ""),
    Column("channel", 130, lambda r, _n: text_kinds.channel(Channel(r.channel)) if r.channel else ""),
    Column("kind", 110, lambda r, _n: text_kinds.client_kind(ClientKind(r.kind))),
    Column("created_at", 110, lambda r, _n: formats.relative(r.created_at), "past"),
    Column("changed_at", 110, lambda r, _n: formats.relative(r.changed_at), "past"),
)
"""All columns of the list of clients in their first order; the first five are shown at first."""

SHOWN_AT_FIRST = ("name", "company", "phone", "last_contact", "stage")
