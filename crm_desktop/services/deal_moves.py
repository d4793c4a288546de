"""One command for many deals: to another stage, won or lost, to a colleague, to the bin. Each can be undone as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.kinds import DealState, Op
from crm_desktop.services import deals, stage_rules, writing
from crm_desktop.services.bulk import Progress, in_bulk

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_READ = "SELECT id, client_id, stage_id, state, closed_on, responsible_id FROM deal WHERE deleted = 0 AND id IN ({})"
_WRITE = (
    "UPDATE deal SET stage_id = ?1, state = ?2, closed_on = ?3,"
    # From one stage of lost deals to another it keeps its reason, unless there is a new one.
    " lost_reason = CASE WHEN ?2 <> 'lost' THEN '' WHEN ?4 = '' THEN lost_reason ELSE ?4 END,"
    " moved_at = IIF(stage_id IS ?1, moved_at, ?5) WHERE id = ?6 AND deleted = 0"
)


def move(
    store: Store,
    deal_ids: Sequence[bytes],
    stage_id: bytes,
    reason: str = "",
    progress: Progress | None = None,
) -> int:
    """Put deals into a stage, which wins, loses or reopens them as its role says; how many there were.

    Those won begin the plans that wait for it, and may move their clients on (``stage_rules``). ``reason`` is why they
    were lost, and goes where they are not.
    ``progress`` (done, total) may cancel by raising. Raises RecordNotFound for a stage that is not there.
    """
    state = DealState(writing.live_row(store, "deal_stage", stage_id)["role"])
    return _move(store, deal_ids, lambda _standing: (stage_id, state), reason, progress)


def close(
    store: Store,
    deal_ids: Sequence[bytes],
    state: DealState,
    reason: str = "",
    progress: Progress | None = None,
) -> int:
    """Win, lose or reopen deals, each in its own pipeline: it goes to the first stage of that state there."""
    known: dict[bytes | None, bytes | None] = {}

    def target(standing: bytes | None) -> tuple[bytes | None, DealState]:
        if standing not in known:
            known[standing] = deals.stage_for(store, standing, state)
        return known[standing], state

    return _move(store, deal_ids, target, reason, progress)


def hand_over(
    store: Store, deal_ids: Sequence[bytes], colleague_id: bytes | None, progress: Progress | None = None
) -> int:
    """Let a colleague have deals, or nobody; how many there were. Raises RecordNotFound."""
    if colleague_id is not None:
        writing.live_row(store, "colleague", colleague_id)

    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany(
            "UPDATE deal SET responsible_id = ?1 WHERE id = ?2 AND responsible_id IS NOT ?1 AND deleted = 0",
            ((colleague_id, deal_id) for deal_id in ids),
        )

    return in_bulk(store, Op.EDIT_DEAL, deal_ids, write, progress=progress)


def delete(store: Store, deal_ids: Sequence[bytes], progress: Progress | None = None) -> int:
    """Move deals to the bin; their payments stay with the clients. How many there were."""

    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany(
            "UPDATE deal SET deleted = 1 WHERE id = ? AND deleted = 0", ((each,) for each in ids)
        )

    return in_bulk(store, Op.DELETE_DEAL, deal_ids, write, progress=progress)


_Target = Callable[[bytes | None], tuple[bytes | None, DealState]]


def _move(
    store: Store, deal_ids: Sequence[bytes], target: _Target, reason: str, progress: Progress | None
) -> int:
    now, today = utc_text(store.clock.now()), deals.today(store)
    reason = " ".join(reason.split())

    def write(change: Change, ids: Sequence[bytes]) -> None:
        found = store.read(_READ.format(",".join("?" * len(ids))), tuple(ids))
        moved = []
        for deal_id, client_id, standing, before, closed_on, responsible_id in found:
            stage, state = target(standing)
            if (stage, state.value) == (standing, before) and not reason:
                continue
            closed = None if state is DealState.OPEN else closed_on if before == state.value else today
            values = {
                "client_id": client_id,
                "state": state.value,
                "closed_on": closed,
                "responsible_id": responsible_id,
            }
            moved.append((deal_id, stage, values, before))
        change.executemany(_WRITE, (_row(move, reason, now) for move in moved))
        for deal_id, _, values, before in moved:
            deals.begin_plans(store, deal_id, values, before)
        buyers = [values["client_id"] for _, _, values, before in moved if deals.is_won_now(values, before)]
        stage_rules.apply(store, change, buyers)

    return in_bulk(store, Op.MOVE_DEALS, deal_ids, write, progress=progress)


def _row(move: tuple[bytes, bytes | None, dict[str, Any], str], reason: str, now: str) -> tuple[Any, ...]:
    deal_id, stage, values, _ = move
    return stage, values["state"], values["closed_on"], reason, now, deal_id
