"""Rules that move clients on by themselves: a visitor who buys becomes a client, who buys often a regular.

They are off until the user switches them on, and work inside the operation that made the payment or won the deal, so
that one undo takes back both. They only move up, and never a client whose stage is the user's own (without a role);
a client without any stage counts as a visitor.

A purchase is a deal that was won or of which money was received, and money received that belongs to no deal: the
instalments of one deal, and the parts in which one payment came, are one purchase. Money given back takes none away,
nor is a deal below nought, which writes a return down, one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import Op, StageRole, StageWhy
from crm_desktop.services import common, stage_history
from crm_desktop.services.bulk import Progress, in_bulk

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_SETTING = "stage_rules"
LEAST_PURCHASES, MOST_PURCHASES = 2, 1000

_RANKS = {"": 0, StageRole.VISITOR: 0, StageRole.CLIENT: 1, StageRole.REGULAR: 2, StageRole.PARTNER: 3}
_WHY = {StageRole.CLIENT: StageWhy.FIRST_PAYMENT, StageRole.REGULAR: StageWhy.MANY_PAYMENTS}

_PURCHASES = """
    SELECT client_id, id AS purchase FROM deal WHERE state = 'won' AND amount >= 0 AND deleted = 0{mine}
    UNION SELECT client_id, COALESCE(deal_id, part_of, id) FROM payment
    WHERE paid_on IS NOT NULL AND amount > 0 AND deleted = 0{mine}
"""
_BUYERS = (
    "SELECT c.id, COALESCE(s.role, ''), COUNT(*) FROM ({purchases}) p JOIN client c ON c.id = p.client_id"
    " LEFT JOIN stage s ON s.id = c.stage_id"
    " WHERE c.deleted = 0 AND (c.stage_id IS NULL OR s.role <> '') GROUP BY c.id"
)
_ROLES = (
    "SELECT c.id, COALESCE(s.role, '') FROM client c LEFT JOIN stage s ON s.id = c.stage_id"
    " WHERE c.deleted = 0 AND (c.stage_id IS NULL OR s.role <> '') AND c.id IN ({})"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """``client``: a visitor becomes a client at the first purchase; ``regular``: a regular at this one, 0: never."""

    client: bool = False
    regular: int = 0


@dataclass(frozen=True, slots=True)
class MovedOn:
    """So many clients came into a stage, which has a name of its own or the word of its role."""

    name: str
    role: StageRole
    count: int


Step = tuple[bytes, bytes, StageWhy]
"""A client, the stage it is to come into, and why."""


def rules(store: Store) -> Rules:
    """What the user switched on."""
    said = common.setting(store, _SETTING, {})
    regular = said.get("regular", 0)
    counted = isinstance(regular, int) and LEAST_PURCHASES <= regular <= MOST_PURCHASES
    return Rules(said.get("client") is True, regular if counted else 0)


def set_rules(store: Store, wanted: Rules) -> None:
    """Switch rules on or off; nobody is moved by that (``apply_to_all``).

    Raises NumberRefused for a number of purchases that makes no regular.
    """
    if wanted.regular and not LEAST_PURCHASES <= wanted.regular <= MOST_PURCHASES:
        raise NumberRefused(field="regular", value=wanted.regular, least=LEAST_PURCHASES, most=MOST_PURCHASES)
    common.set_setting(store, _SETTING, {"client": wanted.client, "regular": wanted.regular})


def apply(store: Store, change: Change, client_ids: Sequence[bytes]) -> int:
    """Inside the open change: move those on who just bought something; how many."""
    wanted = rules(store)
    if wanted == Rules() or not client_ids:
        return 0
    marks = ", ".join("?" * len(client_ids))
    mine = f" AND client_id IN ({marks})"
    steps = _steps(store, wanted, mine, [*client_ids, *client_ids])
    _take(store, change, steps)
    return len(steps)


def waiting(store: Store, wanted: Rules) -> list[Step]:
    """Who would be moved on if these rules were applied to everybody now."""
    return _steps(store, wanted)


def apply_to_all(store: Store, steps: Sequence[Step], progress: Progress | None = None) -> int:
    """Move clients on as ``waiting`` said, as one operation; how many there were.

    Who was moved as far by somebody meanwhile, or away from these steps, stays.
    """

    def write(change: Change, some: Sequence[Step]) -> None:
        _take(store, change, _still(store, some))

    return in_bulk(store, Op.CHANGE_CLIENTS, steps, write, progress=progress)


def moved_last(store: Store) -> tuple[MovedOn, ...]:
    """Whom the rules moved on in the newest operation, by stage, for the window to tell of in passing."""
    found = store.read(
        "SELECT s.name, s.role, COUNT(*) FROM operation o"
        " JOIN journal j ON j.seq BETWEEN o.first_entry AND o.last_entry"
        " JOIN stage_change h ON h.id = j.id JOIN stage s ON s.id = h.to_id"
        " WHERE o.seq = (SELECT MAX(seq) FROM operation) AND j.tbl = 'stage_change' AND j.action = 'insert'"
        " AND h.why IN (?, ?) GROUP BY s.id ORDER BY s.rank",
        tuple(_WHY.values()),
    )
    return tuple(MovedOn(name, StageRole(role), count) for name, role, count in found)


def _steps(store: Store, wanted: Rules, mine: str = "", values: Sequence[bytes] = ()) -> list[Step]:
    stages = {role: stage_id for role in _WHY if (stage_id := _stage(store, role)) is not None}
    found = store.read(_BUYERS.format(purchases=_PURCHASES.format(mine=mine)), values)
    steps = []
    for client_id, role, purchases in found:
        target = _target(wanted, purchases)
        if target in stages and _RANKS[target] > _RANKS[role]:
            steps.append((client_id, stages[target], _WHY[target]))
    return steps


def _still(store: Store, steps: Sequence[Step]) -> list[Step]:
    """Those that still lead up."""
    roles = dict(store.read(_ROLES.format(", ".join("?" * len(steps))), [step[0] for step in steps]))
    ends = {why: _RANKS[role] for role, why in _WHY.items()}
    return [step for step in steps if step[0] in roles and _RANKS[roles[step[0]]] < ends[step[2]]]


def _target(wanted: Rules, purchases: int) -> StageRole:
    if wanted.regular and purchases >= wanted.regular:
        return StageRole.REGULAR
    return StageRole.CLIENT if wanted.client else StageRole.OWN


def _stage(store: Store, role: StageRole) -> bytes | None:
    found = store.read("SELECT id FROM stage WHERE role = ? AND deleted = 0 ORDER BY rank LIMIT 1", (role,))
    return found[0][0] if found else None


def _take(store: Store, change: Change, steps: Sequence[Step]) -> None:
    by_stage: dict[tuple[bytes, StageWhy], list[bytes]] = {}
    for client_id, stage_id, why in steps:
        by_stage.setdefault((stage_id, why), []).append(client_id)
    for (stage_id, why), client_ids in by_stage.items():
        stage_history.move(store, change, client_ids, stage_id, why)
