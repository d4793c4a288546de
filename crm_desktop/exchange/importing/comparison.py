"""A row of the list beside the client that it means, line by line: what stands where, and what would be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.merging import NAME_PARTS, Delta, difference, price_text
from crm_desktop.exchange.importing.staging import Action
from crm_desktop.folding import fold
from crm_desktop.kinds import PointKind

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity, Point, Price, Record
    from crm_desktop.exchange.importing.staging import StagedRow, Staging
    from crm_desktop.storage.store import Store

_EMPLOYMENT = ("employer", "job_title", "department")
_OF_THE_BASE = ("created_at", "number")
"""What every client of the base has; beside a list it says nothing."""


class Effect(StrEnum):
    """What becomes of one line."""

    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"  # the base says something else, and stays
    SAME = "same"
    ONLY_BASE = "only_base"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of a client: in the list, in the base. ``label`` belongs to a contact point or date."""

    field: str
    label: str
    listed: str
    based: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class Comparison:
    """``client`` is the one in the base, ``twin`` the earlier row of the same client, if there is one."""

    lines: tuple[Line, ...]
    client: bytes | None = None
    client_name: str = ""
    twin: StagedRow | None = None


def compare(store: Store, staging: Staging, row: StagedRow, on_match: Action) -> Comparison:
    """What a rehearsed row says beside what is known, under the decision for it."""
    if row.record is None:
        return Comparison(())
    if row.record.event is not None:
        return Comparison(tuple(_of_event(store, row.record)))
    main, action = row.record.main, row.action or on_match
    if row.match is not None:
        known = Existing(store).entities([row.match]).get(row.match)
        if known is not None:
            update = action is Action.UPDATE or (action is Action.AUTO and row.reason == "external_id")
            delta = Delta() if action is Action.SKIP else difference(known, main, update=update)
            return Comparison(tuple(_lines(known, main, delta)), row.match, known.name)
    twin = staging.row(row.twin) if row.twin is not None else None
    return Comparison(tuple(_alone(main)), twin=twin)


def _of_event(store: Store, record: Record) -> Iterator[Line]:
    """With which clients an event of a calendar will stand."""
    slots = ", ".join("?" * len(record.clients))
    names = store.read(f"SELECT name FROM client WHERE id IN ({slots})", record.clients)
    if names:
        yield Line("event.client", "", ", ".join(name for (name,) in names), "", Effect.ADDED)


def _alone(entity: Entity) -> Iterator[Line]:
    for (field, label), text in _facts(entity):
        yield Line(field, label, text, "", Effect.ADDED)


def _lines(old: Entity, new: Entity, delta: Delta) -> Iterator[Line]:
    """Everything of both, what the list says first."""
    known, changed = dict(_single(old)), {*delta.columns, *delta.lists, *delta.employment}
    changed |= {f"own:{name}" for name in delta.fields}
    for field, text in _single(new):
        was = known.pop(field, "")
        if field in changed:
            effect = Effect.CHANGED if was else Effect.ADDED
        else:
            effect = Effect.SAME if not was or field not in delta.differs else Effect.KEPT
        yield Line(field, "", text, was, effect)
    replaced = {new_point: old.points[place] for place, new_point in delta.replaced}
    for point in new.points:
        if point in replaced:
            yield Line(point.kind, point.label, point.value, replaced[point].value, Effect.CHANGED)
        else:
            effect = Effect.ADDED if point in delta.points else Effect.SAME
            yield Line(
                point.kind, point.label, point.value, "" if effect is Effect.ADDED else point.value, effect
            )
    repriced = {new_price: old.prices[place] for place, new_price in delta.repriced}
    for price in new.prices:
        text = price_text(price)
        if price in repriced:
            yield Line("prices", "", text, price_text(repriced[price]), Effect.CHANGED)
        elif price in delta.prices:
            yield Line("prices", "", text, "", Effect.ADDED)
        elif price in old.prices:
            yield Line("prices", "", text, text, Effect.SAME)
        else:
            yield Line("prices", "", text, _price_of(old, price), Effect.KEPT)
    added = {("named_date", day) for _, day in delta.dates} | {("tag", name) for name in delta.tags}
    added |= {("group", name) for name in delta.groups}
    for (field, label), text in _several(new):
        is_new = (field, text) in added
        yield Line(field, label, text, "" if is_new else text, Effect.ADDED if is_new else Effect.SAME)
    yield from _rest(old, new, known)


def _rest(old: Entity, new: Entity, single: dict[str, str]) -> Iterator[Line]:
    """What only the base knows; it stays."""
    for field, text in single.items():
        if field not in _OF_THE_BASE:
            yield Line(field, "", "", text, Effect.ONLY_BASE)
    listed = {(point.kind, point.key or point.value) for point in new.points}
    for point in old.points:
        if (point.kind, point.key or point.value) not in listed:
            yield Line(point.kind, point.label, "", point.value, Effect.ONLY_BASE)
    things = {fold(price.item) for price in new.prices}
    for price in old.prices:
        if fold(price.item) not in things:
            yield Line("prices", "", "", price_text(price), Effect.ONLY_BASE)


def _facts(entity: Entity) -> Iterator[tuple[tuple[str, str], str]]:
    for field, text in _single(entity):
        yield (field, ""), text
    for point in entity.points:
        yield _heading(point), point.value
    for price in entity.prices:
        yield ("prices", ""), price_text(price)
    yield from _several(entity)


def _single(entity: Entity) -> Iterator[tuple[str, str]]:
    whole = {name: getattr(entity, name) for name in ("name", *NAME_PARTS, "birthday", *_EMPLOYMENT)}
    whole |= {**entity.values, **entity.lists}
    whole |= {f"own:{name}": value for name, value in entity.fields.items()}
    yield from ((name, str(value)) for name, value in whole.items() if value)


def _several(entity: Entity) -> Iterator[tuple[tuple[str, str], str]]:
    for label, day in entity.dates:
        yield ("named_date", label), day
    for name in entity.tags:
        yield ("tag", ""), name
    for name in entity.groups:
        yield ("group", ""), name


def _price_of(entity: Entity, price: Price) -> str:
    """What the same thing costs in the base; nothing where it has no price there."""
    return next((price_text(each) for each in entity.prices if fold(each.item) == fold(price.item)), "")


def _heading(point: Point) -> tuple[str, str]:
    return point.kind, point.service if point.kind == PointKind.MESSENGER else point.label
