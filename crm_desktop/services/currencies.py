"""The currency that is meant where nobody names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.facts import region

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def home_currency(store: Store) -> str:
    """The currency of most deals and payments of the base; in a base without any that of its country (CLDR)."""
    used = store.read(
        "SELECT currency, SUM(number) FROM ("
        " SELECT currency, COUNT(*) AS number FROM deal WHERE deleted = 0 AND currency <> '' GROUP BY 1"
        " UNION ALL SELECT currency, COUNT(*) FROM payment WHERE deleted = 0 AND currency <> '' GROUP BY 1)"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
    )
    if used:
        return str(used[0][0])
    from babel.numbers import get_territory_currencies  # 25 ms, and only an import of deals asks

    return next(iter(get_territory_currencies(region(store))), "EUR")
