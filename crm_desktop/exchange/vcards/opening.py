"""An address book as a book of one sheet: each card a row, the targets of the import its columns.

So everything that lists have, address books have too: preview, other meanings for columns, rehearsal, mended cells,
decisions, matching, taking back. A damaged card is a row that holds its text and why it could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crm_desktop.errors import PhotoRefused
from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.presets import OWN_EXPORT
from crm_desktop.exchange.reading.book import LONGEST_CELL, Book, Note, Progress, Row, Rows, Sheet
from crm_desktop.exchange.reading.special_cells import DamagedText
from crm_desktop.exchange.vcards.cards import NO_BEGIN, Card, cards
from crm_desktop.exchange.vcards.charsets import Charset
from crm_desktop.exchange.vcards.groups import Groups
from crm_desktop.exchange.vcards.meanings import cells_of, facts_of
from crm_desktop.exchange.vcards.own_cards import is_own, own_facts
from crm_desktop.exchange.vcards.spool import Spool
from crm_desktop.services.photos import digest_of, fitted

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.reading.book import Cell
    from crm_desktop.exchange.vcards.facts import Facts

PRESET = "vcard"
"""The layout, and the system of the ids, of all address books."""

_HEAD = re.compile(
    r"^[\ufeff\s]*(?:BEGIN\s*:\s*VCARD?\b|END:VCARD|VERSION:(?:2\.1|3\.0|4\.0)\s*$)", re.I | re.M
)
_MOST_COLUMNS = 600
"""Columns of one file; what further own fields hold stands in the notes."""
_LONGEST_DAMAGED = 20_000
"""Characters of a damaged card that are shown."""
_ORDER = (
    "name.family", "name.given", "name.middle", "name.prefix", "name.suffix", "name.nickname", "name.full", "name.any",
    "company.flag", "company.name", "company.parent", "position", "department", "phone", "phone.ext", "phone.label",
    "email", "email.label", "messenger", "messenger.label", "site", "site.label", "birthday", "gender",
)  # fmt: skip
_GROUPED = ("phone", "email", "messenger", "site", "address", "date", "price")


def is_address_book(head: bytes) -> bool:
    """Whether a file that begins so holds cards: by its content, for names and suffixes lie."""
    # UTF-16 only puts NULs between the letters.
    return _HEAD.search(head.replace(b"\0", b"").decode("utf-8", "ignore")) is not None


def open_address_book(path: Path, *, encoding: str | None = None, progress: Progress | None = None) -> Book:
    """The cards of a file. ``encoding`` overrules the guess for letters whose charset no card names.

    ``progress`` is told (done, total) in bytes and stops the reading by raising.

    Raises a FileUnreadable: missing, folder, not readable, empty, unknown encoding.
    """
    charset = Charset(path, encoding)
    size = path.stat().st_size
    reading = _Reading(charset)

    def told(done: int) -> None:
        if progress:
            progress(done, size)

    for card in cards(charset.properties(told)):
        reading.take(card)
    reading.spool.close()
    keys = sorted(reading.keys, key=_place)
    spool, groups = reading.spool, reading.groups
    if groups.tagged:
        keys = keys if "tags" in reading.keys else [*keys, "tags"]

    def row_of(cells: dict[str, Cell]) -> Row:
        groups.tag(cells)
        return tuple(map(cells.get, keys))

    rows = Rows(spool.count, lambda: map(row_of, spool))
    sheet = Sheet(path.stem, rows, meanings=tuple(keys), layout=reading.layout)
    return Book(path, "vcard", (sheet,), charset.name, notes=tuple(reading.notes()))


class _Reading:
    """Cards on their way into the spool."""

    def __init__(self, charset: Charset) -> None:
        self._charset = charset
        self._own = True
        self._cut = 0
        self.spool = Spool()
        self.groups = Groups()
        self.keys: dict[str, None] = {}

    @property
    def layout(self) -> str:
        """The name of the layout: our own where every card is written by this program."""
        return OWN_EXPORT if self._own and self.spool.count else PRESET

    def notes(self) -> Iterator[Note]:
        """What the user should know of the file."""
        if self._cut:
            yield Note("long_cells_cut", self._cut)
        if self.groups.count:
            yield Note("card_groups", self.groups.count)

    def take(self, card: Card) -> None:
        """Understand one card."""
        self._cut += card.left_out > 0
        if card.damage == NO_BEGIN:
            if text := self._text(card):
                self._own = False
                self._add({"damage": DamagedText(text, card.damage)})
            return
        own = is_own(card.properties)
        self._own = self._own and own
        facts = (own_facts if own else facts_of)(card.properties, self._charset.decode)
        pictures = self._pictures(facts)
        cells = cells_of(facts)
        if self.groups.take(card.properties, facts):
            return
        if card.damage:
            cells["damage"] = DamagedText(self._text(card), card.damage)
        if cells or pictures:
            self._add(cells | pictures)

    def _add(self, cells: dict[str, Cell]) -> None:
        for key in [key for key in cells if key not in self.keys]:
            if len(self.keys) < _MOST_COLUMNS or not key.startswith("own:"):
                self.keys[key] = None
            else:
                text = f"{key.removeprefix('own:')}: {cells.pop(key)}"
                cells["note"] = f"{cells['note']}\n{text}" if cells.get("note") else text
                self.keys["note"] = None
        self.spool.add(cells)

    def _pictures(self, facts: Facts) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for data, kind in facts.pictures:
            try:
                photo = fitted(data)
            except PhotoRefused:
                facts.notes.append(f"PHOTO: {kind} ({len(data)} bytes)".replace("  ", " "))
                continue
            picture = self.spool.keep(photo.data, photo.mime, digest_of(photo.data))
            found[f"photo#{len(found) + 1}"] = picture
        return found

    def _text(self, card: Card) -> str:
        """What stands in the file, as far as a person would look at it."""
        lines = []
        for head, value in card.properties:
            shown = value[:_LONGEST_DAMAGED].decode("utf-8", "replace").replace("\0", "")
            lines.append(f"{head.raw.decode('utf-8', 'replace')}:{shown}" if head else shown)
        text = "\n".join(lines)[: min(_LONGEST_DAMAGED, LONGEST_CELL)]
        return text.strip("\ufeff\x1a \n\t")


def _place(key: str) -> tuple[int, int, int, int]:
    """Where a column stands: names, then ways to reach the client group by group, own fields last."""
    target = Target.parse(key)
    family = target.field.partition(".")[0]
    if target.field in ("own", "damage"):
        return 9 + (target.field == "damage"), 0, 0, 0
    if family in _GROUPED:
        return 5, _GROUPED.index(family), target.group, len(target.field)
    known = _ORDER.index(target.field) if target.field in _ORDER else len(_ORDER)
    return (1 if known < len(_ORDER) else 7), known, 0, 0
