"""What a row adds to a client that is already there.

*Completing* only fills what is empty and adds what is missing: nothing that stands in the base is overwritten.
*Updating* lets the file win where it says something; it never empties a field. In both, contact points, dates, prices,
tags, groups and notes are added to what is there, so a second import of the same file adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.fitting import cut
from crm_desktop.folding import fold
from crm_desktop.kinds import PointKind
from crm_desktop.models.limits import LONGEST_TEXT
from crm_desktop.models.money import minor_digits

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity, Point, Price

NAME_PARTS = ("prefix", "family", "given", "middle", "suffix", "nickname")
_EMPLOYMENT = ("employer", "job_title", "department")


@dataclass(slots=True)
class Delta:
    """The difference that a row makes to an existing client."""

    columns: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    replaced: list[tuple[int, Point]] = field(default_factory=list)
    """(index of the old point, new point): on update only, where old and new are the only ones of their label."""
    dates: list[tuple[str, str]] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    repriced: list[tuple[int, Price]] = field(default_factory=list)
    """(index of the old price, new price): on update only, where old and new are the only ones of their thing."""
    tags: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    externals: list[tuple[str, str]] = field(default_factory=list)
    employment: dict[str, str] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)
    """Fields where the file says something else than the base and the base was left as it is."""

    def changes(self) -> tuple[str, ...]:
        """Names of everything that is added or changed, for counting and showing; empty: the client is the same.

        External ids alone do not count: they are bookkeeping for the next import.
        """
        found = [*self.columns, *self.lists, *self.employment]
        found += [point.kind for point in self.points] + [point.kind for _, point in self.replaced]
        found += ["prices"] * bool(self.prices or self.repriced)
        found += ["named_date"] * bool(self.dates) + ["tag"] * bool(self.tags) + ["group"] * bool(self.groups)
        found += [f"own:{name}" for name in self.fields]
        return tuple(dict.fromkeys(found))


def difference(old: Entity, new: Entity, *, update: bool = False) -> Delta:
    """What ``new`` adds to ``old``, and with ``update`` also changes."""
    delta = Delta()
    _columns(delta, old, new, update)
    for name, value in new.lists.items():
        if name != "referrer" or not _known_referrer(old, value):
            _choose(delta.lists, delta, name, old.lists.get(name, ""), value, update)
    _points(delta, old, new, update)
    delta.dates = [date for date in new.dates if date not in old.dates]
    _prices(delta, old, new, update)
    delta.tags = _missing(old.tags, new.tags)
    delta.groups = _missing(old.groups, new.groups)
    for name, value in new.fields.items():
        _choose(delta.fields, delta, name, old.fields.get(name, ""), value, update, differs=f"own:{name}")
    delta.externals = [pair for pair in new.externals if pair not in old.externals]
    _employment(delta, old, new, update)
    return delta


def completed(old: Entity, new: Entity) -> tuple[Entity, Delta]:
    """``old`` with all that ``new`` adds: two rows of one file that mean the same client."""
    delta = difference(old, new)
    merged = old.copy()
    for name, value in delta.columns.items():
        if name in merged.__slots__:
            setattr(merged, name, value)
        else:
            merged.values[name] = value
    merged.lists |= delta.lists
    merged.points += delta.points
    merged.dates += delta.dates
    merged.prices += delta.prices
    merged.tags += delta.tags
    merged.groups += delta.groups
    merged.fields |= delta.fields
    merged.externals += delta.externals
    for name, value in delta.employment.items():
        setattr(merged, name, value)
    _note_differing(merged, new, delta.differs)
    return merged, delta


def _note_differing(merged: Entity, new: Entity, names: Sequence[str]) -> None:
    """Two rows make one card, and what the second says otherwise has no other place than its notes."""
    notes = merged.values.get("notes", "")
    for name in names:
        if name.startswith("own:"):
            text = f"{name.removeprefix('own:')}: {new.fields[name.removeprefix('own:')]}"
        elif name == "prices":
            text = "; ".join(price_text(price) for price in new.prices if price not in merged.prices)
        else:
            text = new.values.get(name) or new.lists.get(name) or str(getattr(new, name))
        if fold(text) not in fold(notes):
            notes = f"{notes}\n{text}" if notes else text
    if notes:
        merged.values["notes"] = cut(notes, LONGEST_TEXT)


def _choose(
    chosen: dict[str, str], delta: Delta, name: str, old: str, new: str, update: bool, *, differs: str = ""
) -> None:
    """Put the new value in ``chosen`` if it fills a gap, or replaces on update; note it where it is left out."""
    if not new or new == old:
        return
    if not old or update:
        chosen[name] = new
    elif fold(old) != fold(new):
        delta.differs.append(differs or name)


def _columns(delta: Delta, old: Entity, new: Entity, update: bool) -> None:
    _name(delta, old, new, update)
    _choose(delta.columns, delta, "birthday", _known_birthday(old, new), new.birthday, update)
    for name, value in new.values.items():
        was = old.values.get(name, "")
        if name in ("number", "created_at"):
            continue  # a client keeps the number it is known by, and was made when it was made
        if name in ("notes", "likes"):
            if fold(value) not in fold(was):
                _add_text(delta, name, was, value)
        else:
            _choose(delta.columns, delta, name, was, value, update)


def _add_text(delta: Delta, name: str, was: str, value: str) -> None:
    """Put the new text below the old as far as the field takes it; where it takes nothing more, say so."""
    longer = cut(f"{was}\n{value}" if was else value, LONGEST_TEXT)
    if longer.rstrip() == was:
        delta.differs.append(name)
    else:
        delta.columns[name] = longer


def _name(delta: Delta, old: Entity, new: Entity, update: bool) -> None:
    if old.name or not new.name:
        # A name is one thing in several fields: parts are only filled in where the whole agrees.
        if new.name and fold(old.name) != fold(new.name) and not _says_more(old, new):
            _choose(delta.columns, delta, "name", old.name, new.name, update)
            if update:
                delta.columns |= {part: getattr(new, part) for part in NAME_PARTS if getattr(new, part)}
        else:
            for part in NAME_PARTS:
                _choose(delta.columns, delta, part, getattr(old, part), getattr(new, part), update)
            if delta.columns and len(fold(new.name)) > len(fold(old.name)):
                delta.columns["name"] = new.name
    else:
        delta.columns["name"] = new.name
        for part in NAME_PARTS:
            _choose(delta.columns, delta, part, getattr(old, part), getattr(new, part), update)


def _known_referrer(old: Entity, text: str) -> bool:
    """Whether the base knows already who recommended the client: by name in words, or somebody else than by number."""
    if fold(text) in fold(old.values.get("source_detail", "")):
        return True
    return bool(old.lists.get("referrer")) and not text.isdecimal()


def _known_birthday(old: Entity, new: Entity) -> str:
    """A birthday with its year completes the same day without one."""
    if (
        old.birthday.startswith("--")
        and new.birthday != old.birthday
        and new.birthday.endswith(old.birthday[1:])
    ):
        return ""
    if new.birthday.startswith("--") and old.birthday.endswith(new.birthday[1:]):
        return new.birthday
    return old.birthday


def _says_more(old: Entity, new: Entity) -> bool:
    """Whether the names agree in every part that both have (so the longer one may complete the shorter)."""
    if not (old.family and new.family):
        return False
    pairs = [(getattr(old, part), getattr(new, part)) for part in ("family", "given", "middle")]
    return all(not mine or not theirs or fold(mine) == fold(theirs) for mine, theirs in pairs)


def _points(delta: Delta, old: Entity, new: Entity, update: bool) -> None:
    known = {_identity(point) for point in old.points}
    for point in new.points:
        if _identity(point) in known:
            continue
        known.add(_identity(point))
        place = _only_place(old, new, point) if update else None
        if place is None:
            delta.points.append(point)
        else:
            delta.replaced.append((place, point))


def _only_place(old: Entity, new: Entity, point: Point) -> int | None:
    """Where the one old point of this kind and label stands, if the new one is also the only one of its label."""
    mine = [other for other in new.points if (other.kind, other.label) == (point.kind, point.label)]
    theirs = [
        index
        for index, other in enumerate(old.points)
        if (other.kind, other.label) == (point.kind, point.label)
    ]
    return theirs[0] if len(mine) == 1 and len(theirs) == 1 else None


def _identity(point: Point) -> tuple[str, str]:
    if point.kind == PointKind.ADDRESS:
        parts = (
            (point.street, point.city, point.postal_code) if point.street or point.city else (point.value,)
        )
        return point.kind, fold(" ".join(parts))
    return point.kind, (point.key or fold(point.value)) + (f"x{point.ext}" if point.ext else "")


def _prices(delta: Delta, old: Entity, new: Entity, update: bool) -> None:
    """What has a price already keeps it, unless the file wins; a thing with several has one more."""
    for price in new.prices:
        if price in old.prices:
            continue
        mine = [other for other in new.prices if fold(other.item) == fold(price.item)]
        theirs = [n for n, other in enumerate(old.prices) if fold(other.item) == fold(price.item)]
        if len(mine) != 1 or len(theirs) != 1:
            delta.prices.append(price)
        elif update:
            delta.repriced.append((theirs[0], price))
        else:
            delta.differs.append("prices")


def price_text(price: Price) -> str:
    """A price in a line that needs no language: ``Roses: 12.50 EUR (from ten on)``."""
    amount = Decimal(price.amount).scaleb(-minor_digits(price.currency))
    return f"{price.item}: {amount:f} {price.currency}" + (f" ({price.note})" if price.note else "")


def _missing(old: list[str], new: list[str]) -> list[str]:
    known = {fold(name) for name in old}
    return [name for name in dict.fromkeys(new) if fold(name) not in known]


def _employment(delta: Delta, old: Entity, new: Entity, update: bool) -> None:
    for name in _EMPLOYMENT:
        _choose(delta.employment, delta, name, getattr(old, name), getattr(new, name), update)
