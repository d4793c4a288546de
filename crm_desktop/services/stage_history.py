"""How clients went from stage to stage: written by whoever changes a stage, in the same operation.

The newest live change of a client leads to the stage it is in; a client of a base from before this table has none until
its stage changes, and its stage and its day of coming are all that is known. Times never run backwards within a client,
whatever the clock of the machine does, so that "the newest" is the one written last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.ids import uuid7
from crm_desktop.kinds import StageRole, StageWhy

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_OF = (
    "SELECT h.id, h.at, h.why, COALESCE((SELECT o.who FROM journal j JOIN operation o ON o.seq = j.operation"
    " WHERE j.tbl = 'stage_change' AND j.id = h.id AND j.action = 'insert'), ''),"
    " f.name, f.role, t.name, t.role, COALESCE(t.colour, '')"
    " FROM stage_change h JOIN client c ON c.id = h.client_id"
    " LEFT JOIN stage f ON f.id = h.from_id LEFT JOIN stage t ON t.id = h.to_id"
    " WHERE h.client_id = ? AND h.deleted = 0"
    # The stage that a client was written down with is how it began, and no change: one by a rule is.
    " AND NOT (h.from_id IS NULL AND h.why IN ('', 'import') AND substr(h.at, 1, 16) = substr(c.created_at, 1, 16))"
    " ORDER BY h.at DESC, h.id DESC"
)
_AT = (
    "MAX(?{at}, COALESCE((SELECT s.at FROM stage_change s WHERE s.client_id = {client}"
    " AND s.deleted = 0 ORDER BY s.at DESC LIMIT 1), ''))"
)
_NOTE_BEFORE = (
    "INSERT INTO stage_change(id, client_id, from_id, to_id, at, why)"
    f" SELECT ?1, c.id, c.stage_id, ?2, {_AT.format(at=3, client='c.id')}, ?4"
    " FROM client c WHERE c.id = ?5 AND c.stage_id IS NOT ?2"
)
_NOTE = (
    "INSERT INTO stage_change(id, client_id, from_id, to_id, at, why)"
    f" VALUES (?1, ?2, ?3, ?4, {_AT.format(at=5, client='?2')}, ?6)"
)
_NEWEST = (
    "(SELECT s.id FROM stage_change s WHERE s.client_id = c.id AND s.deleted = 0"
    " ORDER BY s.at DESC, s.id DESC LIMIT 1)"
)
_AMISS = (
    "SELECT c.id, n.to_id, c.stage_id FROM client c JOIN stage_change n"
    f" ON n.id = {_NEWEST} WHERE c.id IN (SELECT value FROM touched) AND n.to_id IS NOT c.stage_id"
)
_TOUCHED = (
    "SELECT DISTINCT id AS value FROM journal WHERE operation = ? AND tbl = 'client' AND action = 'update'"
    " AND instr(old, '\"stage_id\"')"
)


@dataclass(frozen=True, slots=True)
class NamedStage:
    """A stage: the user's own name for it, else the word of its role is shown."""

    name: str
    role: StageRole


@dataclass(frozen=True, slots=True)
class StageChange:
    """A client went from a stage to another (None: none) at a UTC instant; ``colour`` is that of the new one.

    ``who``: whose operation it was; empty where nobody is known, or the journal was trimmed since.
    """

    id: bytes
    at: str
    why: StageWhy
    who: str
    before: NamedStage | None
    after: NamedStage | None
    colour: str


def of(store: Store, client_id: bytes) -> list[StageChange]:
    """How a client went on, the newest change first."""
    return [
        StageChange(id_, at, StageWhy(why), who, _named(*stages[:2]), _named(*stages[2:]), colour)
        for id_, at, why, who, *stages, colour in store.read(_OF, (client_id,))
    ]


def _named(name: str | None, role: str | None) -> NamedStage | None:
    return None if name is None or role is None else NamedStage(name, StageRole(role))


def note(
    store: Store,
    client_id: bytes,
    before: bytes | None,
    after: bytes | None,
    why: StageWhy = StageWhy.BY_HAND,
) -> None:
    """Inside the open change: a client goes from one stage to another; the same one is no change."""
    change = store.open_change
    assert change is not None  # a change of a stage is part of an operation
    if before != after:
        now = utc_text(store.clock.now())
        change.execute(_NOTE, (uuid7(), client_id, before, after, now, why.value))


def move(
    store: Store,
    change: Change,
    client_ids: Sequence[bytes],
    stage_id: bytes | None,
    why: StageWhy = StageWhy.BY_HAND,
) -> None:
    """Put clients into a stage, or into none; those in it already stay untouched."""
    note_before(change, client_ids, stage_id, utc_text(store.clock.now()), why)
    change.executemany(
        "UPDATE client SET stage_id = ?1 WHERE id = ?2 AND stage_id IS NOT ?1",
        ((stage_id, client_id) for client_id in client_ids),
    )


def note_before(
    change: Change,
    client_ids: Iterable[bytes],
    stage_id: bytes | None,
    now: str,
    why: StageWhy = StageWhy.BY_HAND,
) -> None:
    """Clients are about to be put into a stage, at the instant ``now``; of those in it already nothing is noted."""
    change.executemany(
        _NOTE_BEFORE, ((uuid7(), stage_id, now, why.value, client_id) for client_id in client_ids)
    )


def mend(store: Store, change: Change, client_ids: Sequence[bytes], why: StageWhy) -> None:
    """Note how clients came into the stage they are in, where their newest change leads elsewhere."""
    values = ", ".join("(?)" for _ in client_ids)
    _write_amiss(store, change, f"WITH touched(value) AS (VALUES {values}) {_AMISS}", client_ids, why)


def mend_undone(store: Store, change: Change, operation: int) -> None:
    """The same, for clients whose stage ``operation`` had changed, which is being taken back.

    Its own notes went with it; but where the stage came and went since, later ones tell of another stage than the one
    that was given back.
    """
    _write_amiss(store, change, f"WITH touched AS ({_TOUCHED}) {_AMISS}", (operation,), StageWhy.BY_HAND)


def _write_amiss(
    store: Store, change: Change, sql: str, values: Sequence[bytes | int], why: StageWhy
) -> None:
    now = utc_text(store.clock.now())
    found = change.execute(sql, values).fetchall()
    change.executemany(_NOTE, ((uuid7(), *row, now, why.value) for row in found))
