"""Which tone each series of a picture has, the same on the screen, on paper and in a workbook.

Held well is pink and failed is blue, as in the diary; the rest in turn. Tones are named as the colours of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.exchange.reporting.worded import WordedTable

TONES = ("accent", "plum", "failed", "care", "well", "late", "quiet")
_OWN = {
    "successful": "well", "went_well": "well", "failed": "failed", "planned": "quiet", "before": "quiet",
    "average": "care", "overdue": "late", "lost": "late", "cost": "late", "so_far": "care",
}  # fmt: skip


def tones(table: WordedTable) -> dict[int, str]:
    """The tone of each series by the place of its column; no two of up to seven are alike."""
    chart = table.chart
    if chart is None:
        return {}
    if len(chart.series) == 1:
        return {chart.series[0]: TONES[0]}
    found: dict[int, str] = {}
    for place in chart.series:
        own = _OWN.get(table.columns[place].id.partition(":")[0], "")
        found[place] = own if own not in found.values() else ""
    rest = [tone for tone in TONES if tone not in found.values()]
    return {place: tone or (rest.pop(0) if rest else TONES[-1]) for place, tone in found.items()}
