"""The user's own fields: text, number, date, yes/no, choice.

How values are read (numbers, dates) is imported when values are written: every start reads the fields, none writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from crm_desktop.errors import FieldValueRefused, FieldValuesDoNotFit, NameEmpty, NameTaken, RecordNotFound
from crm_desktop.folding import fold
from crm_desktop.kinds import FieldKind, Op
from crm_desktop.models.limits import check_text
from crm_desktop.models.ranks import STEP
from crm_desktop.services import writing
from crm_desktop.services.dictionaries import reorder_rows

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ClientDraft
    from crm_desktop.storage.store import Store

_SHOWN_MISFITS = 20


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the user's own; ``choices`` only for the kind "choice"."""

    id: bytes
    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()


def own_fields(store: Store) -> list[OwnField]:
    """All own fields in their order."""
    found = store.read("SELECT id, name, kind, choices FROM field WHERE deleted = 0 ORDER BY rank, rid")
    return [
        OwnField(id_, name, FieldKind(kind), tuple(json.loads(choices))) for id_, name, kind, choices in found
    ]


def field_of(store: Store, field_id: bytes) -> OwnField:
    """One own field. Raises RecordNotFound, also when it lies in the bin."""
    for field in own_fields(store):
        if field.id == field_id:
            return field
    raise RecordNotFound(table="field", id=field_id)


def add(store: Store, name: str, kind: FieldKind = FieldKind.TEXT, choices: Sequence[str] = ()) -> bytes:
    """Add a field after the others; returns its id. Raises NameEmpty, NameTaken, TextTooLong."""
    with store.change(Op.EDIT_FIELDS):
        return _insert(store, _free_name(store, name), kind, choices)


def ensure(store: Store, wanted: Iterable[tuple[str, FieldKind, Sequence[str]]]) -> list[bytes]:
    """The ids of fields of these names, in the order given, adding those not there yet.

    A field that is there keeps its kind, and a choice field gains the choices it lacks. Inside an open change it
    belongs to that operation. Raises NameEmpty for a blank name.
    """
    with store.change(Op.EDIT_FIELDS):
        ids: list[bytes] = []
        for name, kind, choices in wanted:
            standing = _named(store, name)
            if standing is None:
                ids.append(_insert(store, _free_name(store, name), kind, choices))
                continue
            ids.append(standing.id)
            if standing.kind is FieldKind.CHOICE:
                more = _distinct((*standing.choices, *choices))
                writing.update(store, "field", standing.id, {"choices": _json(more)})
        return ids


def rename(store: Store, field_id: bytes, name: str) -> None:
    """Give a field another name. Raises NameEmpty, NameTaken, RecordNotFound."""
    with store.change(Op.EDIT_FIELDS):
        writing.live_row(store, "field", field_id)
        writing.update(store, "field", field_id, {"name": _free_name(store, name, field_id)})


def retype(
    store: Store, field_id: bytes, kind: FieldKind, choices: Sequence[str] = (), *, force: bool = False
) -> None:
    """Make a field another kind, its values with it. With no ``choices`` a choice field takes the values it has.

    Raises:
        FieldValuesDoNotFit: some values do not fit the kind; ``force`` keeps those as the text they are.
        RecordNotFound: there is no such field.
    """
    from crm_desktop.models.own_fields import canonical

    with store.change(Op.EDIT_FIELDS) as change:
        field = field_of(store, field_id)
        found = store.read(
            "SELECT id, value FROM field_value WHERE field_id = ? AND deleted = 0 ORDER BY rid", (field_id,)
        )
        shown = [(id_, _as_text(field.kind, kind, value)) for id_, value in found]
        if kind is FieldKind.CHOICE and not choices:
            choices = [value for _, value in shown]
        choices = _distinct(choices) if kind is FieldKind.CHOICE else ()
        fitting: list[tuple[str, bytes]] = []  # (new value, id) of the rows to write
        misfits: list[str] = []
        for id_, value in shown:
            try:
                fitting.append((canonical(field.name, kind, choices, value), id_))
            except FieldValueRefused:
                misfits.append(value)
        if misfits and not force:
            raise FieldValuesDoNotFit(
                name=field.name, kind=kind, count=len(misfits), values=tuple(misfits[:_SHOWN_MISFITS])
            )
        writing.update(store, "field", field_id, {"kind": kind.value, "choices": _json(choices)})
        change.executemany("UPDATE field_value SET value = ? WHERE id = ?", fitting)


def set_choices(store: Store, field_id: bytes, choices: Sequence[str]) -> None:
    """Set what a choice field offers. Values not offered any more stay as they are. Raises RecordNotFound."""
    with store.change(Op.EDIT_FIELDS):
        writing.live_row(store, "field", field_id)
        writing.update(store, "field", field_id, {"choices": _json(_distinct(choices))})


def reorder(store: Store, ids: Sequence[bytes]) -> None:
    """Put the fields into this order; those not named follow."""
    with store.change(Op.EDIT_FIELDS):
        reorder_rows(store, "field", ids)


def delete(store: Store, field_id: bytes) -> None:
    """Move a field to the bin; its values stay with it and come back by undo. Raises RecordNotFound."""
    with store.change(Op.EDIT_FIELDS):
        writing.live_row(store, "field", field_id)
        writing.delete(store, "field", field_id)


def canonical_values(
    store: Store, draft: ClientDraft, standing: Mapping[bytes, str] = MappingProxyType({})
) -> ClientDraft:
    """A draft with the values of own fields in their canonical form.

    ``standing`` are the values in the base: one of those is let through as it is, for its field may have been retyped
    since. Raises FieldValueRefused, and RecordNotFound for a field that is not there.
    """
    if not draft.fields:
        return draft
    from crm_desktop.models.own_fields import canonical

    known = {field.id: field for field in own_fields(store)}
    values = {}
    for field_id, value in draft.fields.items():
        if field_id not in known:
            raise RecordNotFound(table="field", id=field_id)
        field = known[field_id]
        check_text("value", value)
        same = standing.get(field_id) == value
        values[field_id] = value if same else canonical(field.name, field.kind, field.choices, value)
    return replace(draft, fields={field_id: value for field_id, value in values.items() if value != ""})


def _insert(store: Store, name: str, kind: FieldKind, choices: Sequence[str]) -> bytes:
    highest = store.read("SELECT MAX(rank) FROM field WHERE deleted = 0")[0][0]
    values = {
        "name": name,
        "kind": kind.value,
        "choices": _json(_distinct(choices)),
        "rank": (highest or 0) + STEP,
    }
    return writing.insert(store, "field", values)


def _named(store: Store, name: str) -> OwnField | None:
    folded = fold(name)
    return next((field for field in own_fields(store) if fold(field.name) == folded), None)


def _free_name(store: Store, name: str, field_id: bytes | None = None) -> str:
    clean = " ".join(name.split())
    if not fold(clean):
        raise NameEmpty(table="field")
    holder = _named(store, clean)
    if holder is not None and holder.id != field_id:
        raise NameTaken(table="field", name=clean, id=holder.id)
    return clean


def _as_text(before: FieldKind, after: FieldKind, value: str) -> str:
    """``1`` and ``0`` of a yes/no field would read as numbers; as text they are signs that mean yes and no."""
    if before is FieldKind.YES_NO and after in (FieldKind.TEXT, FieldKind.CHOICE):
        return {"1": "+", "0": "-"}.get(value, value)
    return value


def _distinct(choices: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for choice in choices:
        clean = " ".join(choice.split())
        if fold(clean):
            found.setdefault(fold(clean), clean)
    return tuple(found.values())


def _json(choices: Sequence[str]) -> str:
    return json.dumps(list(choices), ensure_ascii=False)
