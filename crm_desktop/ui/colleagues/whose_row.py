"""Mine or everybody's: a switch that stands on a page once there is a second colleague."""

from __future__ import annotations

from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import tr, trc


def whose_row(name: str) -> ChoiceRow[bool | None]:
    """The switch; its value is whether everybody's work is shown, None where other people were chosen elsewhere."""
    row: ChoiceRow[bool | None] = ChoiceRow(
        name, tr("Whose"), [(False, trc("whose", "Mine")), (True, trc("whose", "Everybody's"))]
    )
    row.keep_one_row()
    return row
