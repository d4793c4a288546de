"""What an undo left as it is, in readable values: whose it is, what it holds now, and what the operation wrote.

Worked out for a screenful at a time: an undo may have left a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from crm_desktop.errors import RecordNotFound
from crm_desktop.services import field_history
from crm_desktop.services.field_history import What
from crm_desktop.storage.operations import by_seq

if TYPE_CHECKING:
    from crm_desktop.services.field_history import FieldChangeRow
    from crm_desktop.services.operations import KeptRow, TakenBack
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class KeptDetail:
    """One thing that stays.

    ``changes`` say per field what the operation wrote (``old``) and what stands there now (``new``). There are none
    where the row itself was not written since: something was added to it, or it is gone. ``op`` is the operation
    (``kinds.Op``) that is the reason, empty where none is on record.
    """

    row: KeptRow
    op: str
    changes: tuple[FieldChangeRow, ...]


def details(store: Store, taken: TakenBack, rows: Sequence[KeptRow]) -> list[KeptDetail]:
    """The details of some of ``taken.kept``, in their order."""
    with store.snapshot():
        ops = {seq: by_seq(store, seq) for seq in {row.by_operation for row in rows} if seq is not None}
        found = []
        for row in rows:
            operation = ops.get(row.by_operation) if row.by_operation is not None else None
            found.append(KeptDetail(row, operation.op if operation else "", tuple(_since(store, taken, row))))
        return found


def _since(store: Store, taken: TakenBack, row: KeptRow) -> Iterator[FieldChangeRow]:
    """What others made of the row since the operation; a field that holds again what it wrote is no change."""
    try:
        changes = field_history.of_row(store, row.table, row.id)
    except RecordNotFound:
        return
    since = takewhile(lambda change: change.operation != taken.undone, changes)
    wanted = [change for change in since if row.field in (None, change.field)]
    for newest, oldest in _ends(wanted):
        is_change = newest.what is What.CHANGED
        if newest.what is What.REMOVED or (is_change and newest.new != oldest.old):
            yield replace(newest, old=oldest.old) if is_change else newest


def _ends(changes: Iterable[FieldChangeRow]) -> Iterator[tuple[FieldChangeRow, FieldChangeRow]]:
    """The newest and the oldest change of each field, from changes newest first."""
    found: dict[tuple[str | None, bool], list[FieldChangeRow]] = {}
    for change in changes:
        found.setdefault((change.field, change.what is What.CHANGED), []).append(change)
    for each in found.values():
        yield each[0], each[-1]
