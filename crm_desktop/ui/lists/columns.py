"""What a list can show: its columns, and the words in their cells; those of the list of clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import Channel, ClientKind, FieldKind
from crm_desktop.services.filters import OWN
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import tr, trc

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


def stage_of(row: Any, names: Names) -> Stage | None:
    """The stage that a row names by ``stage_id``."""
    return names.stages.get(row.stage_id) if row.stage_id else None


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        id: stable id; also the sort key that the list service knows.
        width: its first width in logical pixels.
        words: the text of a cell; the row is what the list's own service gives.
        named: the title, where it is none of the words for a client's field.
        paint: how it is drawn: ``name``, ``badge``, ``past``, ``figures``, ``strong`` or ``text``.
        most: how wide it grows where there is room to spare; 0 for a column that gains nothing by it.
        badge: what a ``badge`` shows; the client's stage unless another is named.
        late: whether a row should have been done before a day (YYYY-MM-DD): its words then stand out.
    """

    id: str
    width: int
    words: Callable[[Any, Names], str]
    paint: str = "text"
    named: str = ""
    most: int = 0
    late: Callable[[Any, str], bool] | None = None
    badge: Callable[[Any, Names], Stage | None] = stage_of

    @property
    def title(self) -> str:
        """The word in the header; short where the word for the field is long."""
        short = {
            "last_contact": trc("column", "Last contact"),
            "next_contact": trc("column", "Next contact"),
        }
        return self.named or short.get(self.id) or text_kinds.field(self.id)


def _stage(row: ClientRow, names: Names) -> str:
    stage = names.stages.get(row.stage_id) if row.stage_id else None
    return stage.name if stage else ""


def _of(lookup: Mapping[bytes, str], id_: bytes | None) -> str:
    return lookup.get(id_, "") if id_ else ""


def _is_late(row: ClientRow, today: str) -> bool:
    return bool(row.next_contact) and str(row.next_contact)[:10] < today


COLUMNS: tuple[Column, ...] = (
    Column("name", 208, lambda r, _n: r.name, "name", most=360),
    Column("company", 104, lambda r, _n: r.company or "", most=260),
    Column("phone", 160, lambda r, _n: r.phone or "", "figures", most=176),
    Column("last_contact", 124, lambda r, _n: formats.relative(r.last_contact or ""), "past"),
    Column("stage", 112, _stage, "badge"),
    Column("next_contact", 124, lambda r, _n: formats.relative(r.next_contact or ""), late=_is_late),
    Column("city", 120, lambda r, _n: r.city or "", most=180),
    Column("email", 190, lambda r, _n: r.email or "", most=280),
    Column("tags", 140, lambda r, _n: ", ".join(r.tags), most=260),
    Column("job_title", 130, lambda r, _n: r.job_title or "", most=220),
    Column("number", 72, lambda r, _n: str(r.number) if r.number else "", "figures"),
    Column("birthday", 118, lambda r, _n: formats.birthday(r.birthday) if r.birthday else "", "figures"),
    Column("source", 120, lambda r, n: _of(n.sources, r.source_id)),
    Column("responsible", 130, lambda r, n: _of(n.colleagues, r.responsible_id)),
    Column("region", 130, lambda r, _n: r.region or ""),
    Column("country", 110, lambda r, _n: r.country or ""),
    Column("groups", 140, lambda r, _n: ", ".join(r.groups), most=220),
    Column("language", 100, lambda r, _n: text_kinds.language_name(r.language) if r.language else ""),
    Column("channel", 130, lambda r, _n: text_kinds.channel(Channel(r.channel)) if r.channel else ""),
    Column("kind", 110, lambda r, _n: text_kinds.client_kind(ClientKind(r.kind))),
    Column("vip", 64, lambda r, _n: tr("VIP") if r.vip else ""),
    Column("created", 110, lambda r, _n: formats.relative(r.created or ""), "past"),
    Column("changed", 110, lambda r, _n: formats.relative(r.changed or ""), "past"),
)
"""All columns of the list of clients in their first order; the first five are shown at first."""


def own_column(field_id: bytes, name: str, kind: FieldKind) -> Column:
    """A column for one of the user's own fields."""

    def words(row: ClientRow, _names: Names) -> str:
        value = next((value for id_, value in row.fields if id_ == field_id), "")
        return own_value(kind, value)

    return Column(OWN + field_id.hex(), 130, words, "figures" if kind is FieldKind.NUMBER else "text", name)


def own_value(kind: FieldKind, value: str) -> str:
    """The value of an own field as people read it."""
    if not value:
        return ""
    if kind is FieldKind.DATE:
        return formats.day(value)
    if kind is FieldKind.NUMBER:
        return formats.decimal(value)
    if kind is FieldKind.YES_NO:
        return tr("yes") if value == "1" else tr("no")
    return value


SHOWN_AT_FIRST = ("name", "company", "phone", "last_contact", "stage")
