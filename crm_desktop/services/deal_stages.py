"""Pipelines: the stages that deals go through, each pipeline a list of its own.

A pipeline is a name on its stages; the first one has none, and the words "Deals" stand for it. ``role`` is the state of
the deals in a stage, so a deal that comes into a stage "won" is won. Stages that every base begins with have no name of
their own: the window has words for them by their ids (``word``), until the user gives one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.errors import EntryInUse, NameEmpty, NameTaken, NumberRefused, RecordNotFound
from crm_desktop.folding import fold
from crm_desktop.ids import link_id
from crm_desktop.kinds import DealState, Op
from crm_desktop.models.ranks import STEP
from crm_desktop.services import writing
from crm_desktop.services.bulk import in_bulk
from crm_desktop.services.dictionaries import reorder_rows

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

MOST_CHANCE = 100
"""Percent."""

_TABLE = "deal_stage"
_DEFAULTS = (
    ("new", DealState.OPEN, "purple"),
    ("offer", DealState.OPEN, "blue"),
    ("terms", DealState.OPEN, "amber"),
    ("won", DealState.WON, "green"),
    ("lost", DealState.LOST, "grey"),
)


@dataclass(frozen=True, slots=True)
class DealStage:
    """A step of a pipeline.

    Attributes:
        name: the user's own word; empty: the window has one for ``word``, else for ``role``.
        role: the state of the deals in it.
        colour: a name of the palette, may be empty.
        chance: the user's own percent of its deals that are won; None: as it was so far.
        word: which of the first stages it is (``new``, ``offer``, ``terms``, ``won``, ``lost``); empty: none.
    """

    id: bytes
    name: str
    role: DealState
    pipeline: str
    colour: str
    chance: int | None
    word: str = ""


def first_id(word: str) -> bytes:
    """The id of a stage that every base begins with: two laptops that meet have it once."""
    return link_id(b"deal_stage", word.encode())


@cache
def first_words() -> dict[bytes, str]:
    """Which word the window has for each of them, by id.

    Made when stages are first read: the digests behind it cost a start 3 ms.
    """
    return {first_id(word): word for word, _, _ in _DEFAULTS}


def furnish(store: Store) -> None:
    """Give a base without any stage of deals the first ones; in plain SQL, since a start has no use for peewee."""
    if store.read("SELECT 1 FROM deal_stage LIMIT 1"):
        return
    with store.change(Op.EDIT_LISTS, undoable=False) as change:
        change.executemany(
            "INSERT INTO deal_stage(id, role, colour, rank) VALUES (?, ?, ?, ?)",
            (
                (first_id(word), role.value, colour, STEP * place)
                for place, (word, role, colour) in enumerate(_DEFAULTS, start=1)
            ),
        )


def stages(store: Store, pipeline: str | None = None) -> list[DealStage]:
    """The stages of one pipeline, or of all, pipeline by pipeline: the open ones, then won, then lost, each by rank."""
    found = store.read(
        "SELECT id, name, role, pipeline, colour, chance FROM deal_stage WHERE deleted = 0"
        " ORDER BY MIN(rank) OVER (PARTITION BY pipeline), pipeline, role = 'lost', role = 'won', rank, rid"
    )
    every = [
        DealStage(id_, name, DealState(role), of, colour, chance, first_words().get(id_, ""))
        for id_, name, role, of, colour, chance in found
    ]
    return every if pipeline is None else [stage for stage in every if stage.pipeline == pipeline]


def word_of(store: Store, stage_id: bytes) -> str:
    """For a stage without a name: which of the first ones it is, else its role; there as well as in the bin."""
    ((role,),) = store.read("SELECT role FROM deal_stage WHERE id = ?", (stage_id,))
    return first_words().get(stage_id) or str(role)


def pipelines(store: Store) -> list[str]:
    """The names of all pipelines that have a stage, in their order."""
    return list(dict.fromkeys(stage.pipeline for stage in stages(store)))


def usage(store: Store) -> dict[bytes, int]:
    """How many live deals stand in each stage."""
    return dict(
        store.read(
            "SELECT stage_id, COUNT(*) FROM deal WHERE stage_id IS NOT NULL AND deleted = 0 GROUP BY stage_id"
        )
    )


def any_deal(store: Store) -> bool:
    """Whether there is any deal at all outside the bin."""
    return bool(store.read("SELECT 1 FROM deal WHERE deleted = 0 LIMIT 1"))


def first_of(store: Store, role: DealState, pipeline: str | None = None) -> bytes | None:
    """The first stage with this role of a pipeline (None: of the first pipeline that has one)."""
    return next((stage.id for stage in stages(store, pipeline) if stage.role is role), None)


def add(
    store: Store, name: str, role: DealState = DealState.OPEN, *, pipeline: str = "", colour: str = ""
) -> bytes:
    """Add a stage at the end of a pipeline, which begins with it where it was not there; returns its id.

    Raises NameEmpty, NameTaken (within the pipeline).
    """
    with store.change(Op.EDIT_LISTS):
        pipeline = " ".join(pipeline.split())
        values = {"name": _free_name(store, pipeline, name), "role": role.value, "pipeline": pipeline}
        return writing.insert(store, _TABLE, values | {"colour": colour, "rank": _last_rank(store)})


def add_pipeline(store: Store, name: str) -> None:
    """Begin a pipeline: one open stage, one for won and one for lost deals, under the words of their roles.

    Raises NameEmpty, NameTaken.
    """
    with store.change(Op.EDIT_LISTS):
        name = _free_pipeline(store, name)
        for role in DealState:
            colour = next(colour for _, of, colour in _DEFAULTS if of is role)
            values = {"role": role.value, "pipeline": name, "colour": colour, "rank": _last_rank(store)}
            writing.insert(store, _TABLE, values)


def rename_pipeline(store: Store, pipeline: str, name: str) -> None:
    """Give a pipeline another name. Raises NameEmpty, NameTaken."""
    with store.change(Op.EDIT_LISTS):
        if fold(name) != fold(pipeline):
            _free_pipeline(store, name)
        name = " ".join(name.split())
        for stage in stages(store, pipeline):
            writing.update(store, _TABLE, stage.id, {"pipeline": name})


def rename(store: Store, stage_id: bytes, name: str) -> None:
    """Give a stage another name; the empty one gives it back the window's own word.

    Raises NameTaken (within its pipeline), RecordNotFound.
    """
    with store.change(Op.EDIT_LISTS):
        standing = writing.live_row(store, _TABLE, stage_id)
        name = _free_name(store, standing["pipeline"], name, stage_id) if name.strip() else ""
        writing.update(store, _TABLE, stage_id, {"name": name})


def recolour(store: Store, stage_id: bytes, colour: str) -> None:
    """Set the colour: the name of one of the palette's. Raises RecordNotFound."""
    with store.change(Op.EDIT_LISTS):
        writing.update(store, _TABLE, stage_id, {"colour": colour})


def set_chance(store: Store, stage_id: bytes, chance: int | None) -> None:
    """Say how many of a hundred of its deals are won; None: as it was so far. Raises NumberRefused, RecordNotFound."""
    if chance is not None and not 0 <= chance <= MOST_CHANCE:
        raise NumberRefused(field="chance", value=chance, least=0, most=MOST_CHANCE)
    with store.change(Op.EDIT_LISTS):
        writing.update(store, _TABLE, stage_id, {"chance": chance})


def set_role(store: Store, stage_id: bytes, role: DealState) -> None:
    """Say which state the deals of a stage are in; only while none stands there, for theirs must not change unseen.

    Raises EntryInUse, RecordNotFound.
    """
    with store.change(Op.EDIT_LISTS):
        standing = writing.live_row(store, _TABLE, stage_id)
        if standing["role"] != role.value:
            _refuse_used(store, stage_id, standing["name"])
        writing.update(store, _TABLE, stage_id, {"role": role.value})


def reorder(store: Store, ids: Sequence[bytes]) -> None:
    """Put the stages into this order; those not named follow in their present order."""
    with store.change(Op.EDIT_LISTS):
        reorder_rows(store, _TABLE, ids)


def delete(store: Store, stage_id: bytes, *, move_to: bytes | None = None) -> None:
    """Move a stage to the bin; its deals go to ``move_to``, a stage of the same role, and stay won, lost or open.

    Raises:
        EntryInUse: live deals stand in it, and nothing was said of them.
        RecordNotFound: it, or a stage of its role to move to, is not there.
    """
    standing = writing.live_row(store, _TABLE, stage_id)
    if move_to is None:
        _refuse_used(store, stage_id, standing["name"])
    elif move_to == stage_id or writing.live_row(store, _TABLE, move_to)["role"] != standing["role"]:
        raise RecordNotFound(table=_TABLE, id=move_to)
    deals = [row[0] for row in store.read("SELECT id FROM deal WHERE stage_id = ?", (stage_id,))]

    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany("UPDATE deal SET stage_id = ? WHERE id = ?", ((move_to, each) for each in ids))

    in_bulk(store, Op.EDIT_LISTS, deals, write, last=lambda: _remove(store, stage_id))


def _remove(store: Store, stage_id: bytes) -> None:
    writing.delete(store, _TABLE, stage_id)


def _refuse_used(store: Store, stage_id: bytes, name: str) -> None:
    count = usage(store).get(stage_id, 0)
    if count:
        raise EntryInUse(table=_TABLE, name=name or first_words().get(stage_id, ""), count=count)


def _last_rank(store: Store) -> int:
    ((highest,),) = store.read("SELECT MAX(rank) FROM deal_stage WHERE deleted = 0")
    return int(highest or 0) + STEP


def _free_name(store: Store, pipeline: str, name: str, stage_id: bytes | None = None) -> str:
    clean = " ".join(name.split())
    if not fold(clean):
        raise NameEmpty(table=_TABLE)
    for stage in stages(store, pipeline):
        if stage.id != stage_id and fold(stage.name) == fold(clean):
            raise NameTaken(table=_TABLE, name=clean, id=stage.id)
    return clean


def _free_pipeline(store: Store, name: str) -> str:
    clean = " ".join(name.split())
    if not fold(clean):
        raise NameEmpty(table=_TABLE)
    for stage in stages(store):
        if fold(stage.pipeline) == fold(clean):
            raise NameTaken(table=_TABLE, name=clean, id=stage.id)
    return clean
