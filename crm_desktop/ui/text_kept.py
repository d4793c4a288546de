"""What an undo left as it is, in words. Free of Qt: the window and the command line say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.services.field_history import What
from crm_desktop.ui import text_kinds, text_operations
from crm_desktop.ui.card import change_entries
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from crm_desktop.services.field_history import FieldChangeRow
    from crm_desktop.services.kept import KeptDetail


@dataclass(frozen=True, slots=True)
class KeptWords:
    """One line of the list: whose, which field, what stands there now, what was brought or written first."""

    client: str
    field: str
    now: str
    written: str


def words(detail: KeptDetail) -> KeptWords:
    """A thing that stays, as a line of a list."""
    client = detail.row.client.name if detail.row.client else ""
    if not detail.changes:
        return KeptWords(client, table_name(detail.row.table), _why(detail), "")
    fields = "; ".join(dict.fromkeys(change_entries.subject(change) for change in detail.changes))
    return KeptWords(
        client,
        fields,
        "; ".join(_now(change) for change in detail.changes),
        "; ".join(
            change_entries.value(change, change.old) or trc("change", "nothing") for change in detail.changes
        ),
    )


def table_name(table: str) -> str:
    """What a row of a table is."""
    return change_entries.table_names().get(table) or text_kinds.field(table)


def stays(n: int) -> str:
    """How many things an undo left."""
    return ntr(
        "{n} thing was changed since and stays as it is",
        "{n} things were changed since and stay as they are",
        n,
    )


def _now(change: FieldChangeRow) -> str:
    if change.what is What.REMOVED:
        return tr("moved to the bin")
    return change_entries.value(change, change.new) or trc("change", "nothing")


def _why(detail: KeptDetail) -> str:
    return (
        tr("worked with since: {what}", what=text_operations.op_name(detail.op))
        if detail.op
        else tr("in use")
    )
