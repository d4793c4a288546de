"""The lists that sample clients stand in: stages as the base has them, and groups, tags, sources and own fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id
from crm_desktop.kinds import DealState, FieldKind, StageRole
from crm_desktop.models.ranks import STEP
from crm_desktop.services import deal_stages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm_desktop.services.demo.packs import Pack
    from crm_desktop.services.demo.rows import Rows
    from crm_desktop.storage.store import Store

_COLOURS = ("red", "purple", "blue", "green", "orange", "grey")


@dataclass(frozen=True, slots=True)
class Lists:
    """Ids of the entries to choose from; ``choices`` are those of the own field ``choice_field``."""

    stages: Mapping[StageRole, bytes]
    groups: Sequence[bytes]
    tags: Sequence[bytes]
    sources: Sequence[bytes]
    colleagues: Sequence[bytes]
    deal_stages: Mapping[DealState, Sequence[bytes]]
    choice_field: bytes
    choices: Sequence[str]
    number_field: bytes
    yes_no_field: bytes


def make_lists(store: Store, rows: Rows, ids: Iterator[bytes], pack: Pack) -> Lists:
    """The lists in the language of ``pack``; an entry that the base has already by that name is used as it is."""
    choice_name, choices = pack["own_fields"]["choice"]
    fields = [
        (choice_name, FieldKind.CHOICE, json.dumps(choices, ensure_ascii=False)),
        (pack["own_fields"]["number"], FieldKind.NUMBER, "[]"),
        (pack["own_fields"]["yes_no"], FieldKind.YES_NO, "[]"),
    ]
    tags = [(name, _COLOURS[place % len(_COLOURS)]) for place, name in enumerate(pack["tags"])]
    field_ids = _ensure(store, rows, ids, "field", fields)
    return Lists(
        stages={
            StageRole(role): id_
            for role, id_ in store.read("SELECT role, id FROM stage WHERE deleted = 0 AND role <> ''")
        },
        groups=_ensure(store, rows, ids, "client_group", pack["groups"]),
        tags=_ensure(store, rows, ids, "tag", tags),
        colleagues=_colleagues(store, rows, pack["colleagues"]),
        sources=_ensure(store, rows, ids, "source", [(name,) for name in pack["sources"]]),
        deal_stages={
            state: [stage.id for stage in deal_stages.stages(store, "") if stage.role is state]
            for state in DealState
        },
        choice_field=field_ids[0],
        choices=choices,
        number_field=field_ids[1],
        yes_no_field=field_ids[2],
    )


def _colleagues(store: Store, rows: Rows, names: Sequence[str]) -> list[bytes]:
    """Who works here already, and two more. Their ids are not drawn: the clients of a seed are to stay who they are."""
    present = dict(store.read("SELECT name, id FROM colleague WHERE deleted = 0 AND active = 1 ORDER BY rid"))
    new = {name: link_id(b"sample colleague", name.encode()) for name in names if name not in present}
    for name, id_ in new.items():
        rows.add("colleague", id_, name)
    return [*present.values(), *new.values()]


def _ensure(
    store: Store, rows: Rows, ids: Iterator[bytes], table: str, entries: Sequence[Sequence[object]]
) -> list[bytes]:
    """The ids of the entries, whose first value is the name; those missing are added, ranked in the order given."""
    present = dict(store.read(f"SELECT name, id FROM {table} WHERE deleted = 0"))
    found = []
    for rank, entry in enumerate(entries):
        id_ = present.get(entry[0])
        if id_ is None:
            id_ = next(ids)
            rows.add(table, id_, *entry, *(() if table == "tag" else (STEP * (rank + 1),)))
        found.append(id_)
    return found
