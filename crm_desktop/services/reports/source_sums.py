"""What came of each source or campaign in some days: clients, sales, costs, recommendations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.services.reports import advertising, sales

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.reports.advertising import Key
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.services.reports.sales import Sums
    from crm_desktop.services.reports.table import Cell
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """All that the report is made of, by key."""

    clients: Mapping[Key, int]
    buyers: Mapping[Key, int]
    referrals: Mapping[Key, int]
    sold: Mapping[Key, Mapping[str, Sums]]
    spent: Mapping[Key, Mapping[str, int]]

    def every(self) -> set[Key]:
        """All there is anything of."""
        return {*self.clients, *self.referrals, *self.sold, *self.spent}

    def currencies(self) -> list[str]:
        """Those of sales, of most sales first, then those of costs."""
        first = sales.currencies_of(self.sold.values())
        return [*first, *sorted({code for by in self.spent.values() for code in by} - set(first))]

    def line(self, keys: set[Key], currency: str) -> Line:
        """What some keys come to in one currency."""
        sums = [self.sold[key][currency] for key in keys if currency in self.sold.get(key, {})]
        return Line(
            sum(self.clients.get(key, 0) for key in keys),
            sum(self.buyers.get(key, 0) for key in keys),
            sum(self.referrals.get(key, 0) for key in keys),
            sum(each.sales for each in sums),
            sum(each.amount for each in sums),
            sum(each.profit for each in sums),
            sum(self.spent.get(key, {}).get(currency, 0) for key in keys),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one line, in one currency."""

    clients: int
    buyers: int
    referrals: int
    sales: int
    amount: int
    profit: int
    cost: int

    @property
    def payback(self) -> int:
        """What is left of the profit when the cost is paid."""
        return self.profit - self.cost

    @property
    def per_client(self) -> int | None:
        """What a client cost, half a unit rounded up."""
        return (2 * self.cost + self.clients) // (2 * self.clients) if self.clients else None

    @property
    def returned(self) -> float | None:
        """How often the cost came back."""
        return self.profit / self.cost if self.cost > 0 else None

    def cells(self, name: Cell) -> tuple[Cell, ...]:
        """In the order of the columns."""
        money = (self.amount, self.profit, self.cost, self.per_client, self.payback)
        return (name, self.clients, self.buyers, self.sales, *money, self.returned, self.referrals)


def find(store: Store, options: Options, span: Span) -> Found:
    """All of it, of the days of ``span``."""
    key = advertising.key(options)
    came, values = advertising.came(options, span)
    clients = dict(store.read(f"SELECT {key}, COUNT(*) FROM client c WHERE {came} GROUP BY 1", values))
    where, days = sales.conditions(options, span)
    buyers = store.read(
        f"SELECT {key}, COUNT(*) FROM client c WHERE c.id IN"
        f" (SELECT s.client_id FROM {sales.FROM} WHERE {where} AND s.amount > 0) GROUP BY 1",
        days,
    )
    return Found(
        clients,
        dict(buyers),
        Counter(advertising.keys_of_referred(store, options, span).values()),
        sales.totals(store, options, span, key),
        advertising.spent(store, options, span),
    )
