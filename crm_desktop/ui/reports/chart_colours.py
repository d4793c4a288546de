"""Which colour a series of a picture has: held well is pink and failed is blue, as in the diary; the rest in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.exchange.reporting.worded import WordedTable
    from crm_desktop.ui.colours import Colours

_OWN = {
    "successful": "well", "went_well": "well", "failed": "failed", "planned": "mark_ink", "before": "mark_ink",
    "average": "care", "overdue": "late", "lost": "late", "cost": "late", "so_far": "care",
}  # fmt: skip
_IN_TURN = ("accent", "plum", "failed", "care", "well", "late")
_GREYS = {"mark_ink": "quiet"}


def series_colours(table: WordedTable, colours: Colours) -> dict[int, str]:
    """The colour (``#rrggbb``) of each series by the place of its column; no two of a picture are alike."""
    chart = table.chart
    if chart is None:
        return {}
    if len(chart.series) == 1:
        return {chart.series[0]: colours.accent}
    names = {place: _OWN.get(table.columns[place].id.partition(":")[0], "") for place in chart.series}
    rest = [name for name in _IN_TURN if name not in names.values()]
    for place, name in names.items():
        names[place] = name or (rest.pop(0) if rest else "quiet")
    return {place: getattr(colours, _GREYS.get(name, name)) for place, name in names.items()}
