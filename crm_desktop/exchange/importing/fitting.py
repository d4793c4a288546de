"""What a row says, cut to what a base takes (``models.limits``); the whole text goes into the notes, nothing is lost.

Only rows with a text that may be too long come here: they are one in many thousands, and looking through every record
would cost as much as cleaning it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.cells import storable
from crm_desktop.exchange.importing.record import NAME_PARTS, Entity, Point, Problem
from crm_desktop.models.limits import LONG_TEXTS, LONGEST_NAME, LONGEST_TEXT

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Record

_DEAL_TEXTS = ("uid", "title", "stage", "pipeline", "lost_reason", "notes", "responsible", "source")
_WHOLE_ROW = -1


def may_exceed(cells: Sequence[Any]) -> bool:
    """Whether the cells hold so much text that a field made of them could be too long."""
    return sum([len(cell) for cell in cells if isinstance(cell, str)]) > LONGEST_NAME // 2


def fit(record: Record) -> None:
    """Cut every text of the record to its limit, mark the row for a look, and keep what was cut in the notes."""
    fitting = _Fitting()
    fitting.entity(record.main)
    if record.contact is not None:
        fitting.entity(record.contact)
    if entry := record.activity:
        record.activity = entry._replace(
            wanted=fitting.text("wanted", entry.wanted), result=fitting.text("result", entry.result)
        )
    if deal := record.deal:
        texts: dict[str, Any] = {name: fitting.text(name, getattr(deal, name)) for name in _DEAL_TEXTS}
        record.deal = deal._replace(**texts)
    fitting.keep_in_notes(record.main)
    record.problems += fitting.problems


def cut(text: str, size: int) -> str:
    """The longest beginning of ``text`` that takes no more than ``size`` bytes of UTF-8."""
    return text if len(text) * 4 <= size else text.encode()[:size].decode(errors="ignore")


def line(text: str) -> str:
    """The beginning of a one-line text that a base takes, without the signs that none takes."""
    return storable(text)[:LONGEST_NAME]


class _Fitting:
    """Collects what was too long."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._whole: list[str] = []

    def text(self, field: str, text: str) -> str:
        """The text as the field takes it."""
        kept = cut(text, LONGEST_TEXT) if field in LONG_TEXTS else text[:LONGEST_NAME]
        if kept != text:
            self.problems.append(Problem(_WHOLE_ROW, "text_cut", text))
            self._whole.append(text)
        return kept

    def entity(self, entity: Entity) -> None:
        for part in NAME_PARTS:
            setattr(entity, part, self.text(part, getattr(entity, part)))
        entity.values = {
            name: text if name == "notes" else self.text(name, text) for name, text in entity.values.items()
        }
        entity.lists = {name: self.text(name, text) for name, text in entity.lists.items()}
        entity.points = [self._point(point) for point in entity.points]
        entity.dates = [(self.text("label", label), day) for label, day in entity.dates]
        entity.prices = [
            price._replace(item=self.text("item", price.item), note=self.text("note", price.note))
            for price in entity.prices
        ]
        entity.tags = [self.text("name", name) for name in entity.tags]
        entity.groups = [self.text("name", name) for name in entity.groups]
        entity.fields = {name: self.text("value", text) for name, text in entity.fields.items()}
        entity.externals = [self._pair(*pair) for pair in entity.externals]
        if entity.employer_external:
            entity.employer_external = self._pair(*entity.employer_external)

    def _point(self, point: Point) -> Point:
        parts = {
            name: self.text(name, text)
            for name, text in point._asdict().items()
            if name not in ("kind", "key")
        }
        # A key is made of the value; one too long for an index tells nobody again.
        return Point(kind=point.kind, key=point.key if len(point.key) <= LONGEST_NAME else "", **parts)

    def _pair(self, system: str, value: str) -> tuple[str, str]:
        return self.text("system", system), self.text("value", value)

    def keep_in_notes(self, main: Entity) -> None:
        """Put the whole texts below the notes, as far as these take them."""
        notes = main.values.get("notes", "")
        added = [text for text in dict.fromkeys(self._whole) if text not in notes]
        notes = "\n".join(filter(None, (notes, *added)))
        kept = cut(notes, LONGEST_TEXT)
        if kept != notes:
            self.problems.append(Problem(_WHOLE_ROW, "notes_cut", notes))
        if kept:
            main.values["notes"] = kept
