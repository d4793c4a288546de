"""Mine or everybody's: a switch that stands on a page once there is a second colleague."""

from __future__ import annotations

from enum import StrEnum

from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import tr, trc


class Whose(StrEnum):
    """Whose work is shown; ``SINGLE``: of single people, who were chosen elsewhere."""

    MINE = "mine"
    EVERYBODY = "everybody"
    SINGLE = "single"


def whose_row(name: str) -> ChoiceRow[Whose]:
    """The switch. A second click leaves none of both chosen: whoever hears it says what is shown (``choose``)."""
    choices = [(Whose.MINE, trc("whose", "Mine")), (Whose.EVERYBODY, trc("whose", "Everybody's"))]
    row = ChoiceRow(name, tr("Whose"), choices, nothing=Whose.SINGLE)
    row.keep_one_row()
    return row
