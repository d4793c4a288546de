"""How clients went from stage to stage: their stays, as ``stage_change`` tells them.

A stay lasts from the change to a stage until the change away from it; stages of one role are one step, each stage of
the user's own is one by itself. Who was written down in a stage is there since then. Where no change of a client is
known, it is taken to stand since it came where it stands now (``assumed``); where the last known change led elsewhere
than it stands, the moment between is unknown (``unseen``) and neither stay is measured.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm_desktop.storage.store import Store

Step = str | bytes
"""A ``StageRole``, or the id of a stage without one."""


class Stay(NamedTuple):
    """``days`` on a step, up to now where it has not ``ended``; None where a beginning or an end is unknown."""

    step: Step
    days: float | None
    ended: bool


class Journey(NamedTuple):
    """The way of a client. ``came``: UTC text, empty where unknown; ``now``: the step it stands on."""

    client_id: bytes
    came: str
    now: Step | None
    stays: tuple[Stay, ...]
    assumed: bool
    unseen: bool


_Mark = tuple[Step | None, float | None]
"""A step and since when, as a Julian day; None: nobody knows."""

# One row for each change of a client, one without a change for who has none; a client's rows stand together.
_CHANGES = (
    "SELECT c.id, COALESCE(c.created_at, ''), julianday(NULLIF(c.created_at, '')), c.stage_id,"
    " h.at, h.id, julianday(h.at), h.from_id, h.to_id FROM client c"
    " LEFT JOIN stage_change h ON h.client_id = c.id AND h.deleted = 0 AND h.at <= :now"
    " WHERE {condition} ORDER BY c.rid"
)


def journeys(store: Store, condition: str, values: dict[str, Any], now: str) -> Iterator[Journey]:
    """The ways of the clients ``c`` for which the SQL condition holds, as of the instant ``now`` (UTC text)."""
    steps: dict[bytes | None, Step | None] = {
        stage_id: role or stage_id for stage_id, role in store.read("SELECT id, role FROM stage")
    }
    ((today,),) = store.read("SELECT julianday(?)", (now,))
    rows = store.cursor(_CHANGES.format(condition=condition), values | {"now": now})
    for client_id, of_client in groupby(rows, itemgetter(0)):
        known = list(of_client)
        _, came, since, stage_id, *change = known[0]
        stands = steps.get(stage_id)
        if change[0] is None:
            days = max(today - since, 0.0) if since is not None else None
            stays = (Stay(stands, days, False),) if stands is not None else ()
            yield Journey(client_id, came, stands, stays, assumed=stands is not None, unseen=False)
            continue
        if len(known) > 1:
            known.sort(key=_WHEN)
        marks, unseen = _marks(known, since, steps, stands)
        yield Journey(client_id, came, stands, tuple(_stays(marks, today)), assumed=False, unseen=unseen)


_WHEN = itemgetter(4, 5)
"""The order of changes: their instants as text, then their ids."""


def _marks(
    known: list[tuple[Any, ...]],
    came: float | None,
    steps: dict[bytes | None, Step | None],
    stands: Step | None,
) -> tuple[list[_Mark], bool]:
    """When each step began, and whether a change to where the client stands is missing."""
    *_, at, from_id, _ = known[0]
    marks: list[_Mark] = [(steps.get(from_id), came if came is not None and came <= at else None)]
    marks += [(steps.get(row[8]), row[6]) for row in known]
    unseen = marks[-1][0] != stands
    if unseen:
        marks.append((stands, None))
    return marks, unseen


def _stays(marks: Iterable[_Mark], today: float) -> Iterator[Stay]:
    """Stays between marks; marks of one step that follow each other are one."""
    step, since = None, None
    for following, at in marks:
        if following == step:
            continue
        if step is not None:
            days = at - since if at is not None and since is not None else None
            yield Stay(step, days, True)
        step, since = following, at
    if step is not None:
        yield Stay(step, max(today - since, 0.0) if since is not None else None, False)
