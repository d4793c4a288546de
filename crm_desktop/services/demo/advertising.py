"""What the sources of sample clients cost over a year and more, and the campaigns that ran.

Sums grow with the number of clients: what a client cost is much the same in a base of any size.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.services.demo.packs import Pack
    from crm_desktop.services.demo.scene import Scene

_MONTHS = 15
_HUNDRED = 100
"""Costs of a pack are whole units of its currency for so many clients; so many minor units make a whole one."""


def add_advertising(scene: Scene, pack: Pack, clients: int) -> None:
    """Costs of every month up to this one, each spread over it, and campaigns with what they cost."""
    today = scene.days.today
    for place, monthly in pack["advertising"]:
        for back in range(_MONTHS):
            first, last = _month(today, back)
            _add_cost(scene, pack, (scene.lists.sources[place], None), (first, last), monthly * clients)
    for name, place, back, cost in pack["campaigns"]:
        first, last = _month(today, back)
        campaign, source = next(scene.ids), scene.lists.sources[place]
        scene.rows.add("campaign", campaign, name, source, first, last)
        _add_cost(scene, pack, (source, campaign), (first, None), cost * clients)


def _add_cost(
    scene: Scene, pack: Pack, of: tuple[bytes, bytes | None], days: tuple[str, str | None], hundredfold: int
) -> None:
    amount = max(1, hundredfold // _HUNDRED) * _HUNDRED
    scene.rows.add("source_cost", next(scene.ids), *of, *days, amount, pack["currency"])


def _month(today: date, back: int) -> tuple[str, str]:
    """The first and the last day of the month so many months ago."""
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    following = divmod(year * 12 + month + 1, 12)
    first = date(year, month + 1, 1)
    return first.isoformat(), (date(following[0], following[1] + 1, 1) - timedelta(days=1)).isoformat()
