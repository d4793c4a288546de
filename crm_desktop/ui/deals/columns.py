"""The columns of the list of deals, and the words behind the ids that its rows carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import DealState
from crm_desktop.services import deal_stages
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.ui import formats, text_deals, text_kinds
from crm_desktop.ui.lists.columns import Column, Names, Stage, stage_of
from crm_desktop.ui.tones import tone_of

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.deal_list import DealRow
    from crm_desktop.ui.session import Session

SHOWN_AT_FIRST = ("title", "client", "deal_stage", "amount", "expected", "responsible")
NAME_TABLES = ("deal_stage", "source", "colleague")
"""Changes of these make the words old."""


def read_names(session: Session) -> Names:
    """Stages, sources and colleagues of the base, in the words of the user."""
    store = session.store
    stages = {
        each.id: Stage(text_deals.stage(each), tone_of(each.colour)) for each in deal_stages.stages(store)
    }
    sources = {entry.id: entry.name for entry in entries(store, Dictionary.SOURCE)}
    colleagues = {entry.id: entry.name for entry in entries(store, Dictionary.COLLEAGUE)}
    if len(colleagues) == 1:
        colleagues = {}  # who works alone knows who it is
    return Names(stages, sources, colleagues)


def columns(session: Session) -> list[Column]:
    """All columns of the list of deals in their first order."""
    titles = text_deals.columns()
    clock = session.store.clock

    def days_here(row: DealRow, _names: Names) -> str:
        if row.since is None:
            return ""
        today = clock.now().astimezone().date()
        return text_deals.days_here(max(0, (today - local_day(row.since)).days))

    def expected(row: DealRow, _names: Names) -> str:
        today = clock.now().astimezone().date().isoformat()
        return text_deals.expected(formats.day(row.expected_on or ""), late=row.is_overdue(today))

    def column(name: str, width: int, words: object, paint: str = "text", most: int = 0) -> Column:
        return Column(name, width, words, paint, titles[name], most)  # type: ignore[arg-type]  # a function of a row

    return [
        column("title", 172, lambda r, _n: r.title or formats.DASH, "strong", 340),
        column("client", 140, lambda r, _n: r.client, most=260),
        Column(
            "deal_stage",
            140,
            lambda r, n: _stage(r, n).name,
            "badge",
            titles["deal_stage"],
            190,
            badge=_stage,
        ),
        column("amount", 104, lambda r, _n: money(r.amount, r.currency), "figures", 140),
        Column("expected", 136, expected, named=titles["expected"], late=_is_late),
        column("responsible", 120, lambda r, n: n.colleagues.get(r.responsible_id, "")),
        column("cost", 100, lambda r, _n: "" if r.cost is None else money(r.cost, r.currency), "figures"),
        column("profit", 100, _profit, "figures"),
        column("closed", 104, lambda r, _n: formats.day(r.closed_on or "")),
        column("source", 120, lambda r, n: n.sources.get(r.source_id, "")),
        column("since", 104, days_here),
        column("created", 104, lambda r, _n: formats.relative(r.created_at), "past"),
    ]


def money(minor: int, currency: str) -> str:
    """An amount; nothing for a deal without one."""
    return formats.money(minor, currency) if currency else ""


def local_day(instant: str) -> date:
    """The local day of an instant."""
    from datetime import datetime

    return datetime.fromisoformat(instant).astimezone().date()


_TONES = {DealState.OPEN: "quiet", DealState.WON: "accent", DealState.LOST: "quiet"}


def _stage(row: DealRow, names: Names) -> Stage:
    """The stage; of a deal that has none its state."""
    return stage_of(row, names) or Stage(text_kinds.deal_state(row.state), _TONES[row.state])


def _profit(row: DealRow, _names: Names) -> str:
    return "" if row.cost is None else money(row.amount - row.cost, row.currency)


def _is_late(row: DealRow, today: str) -> bool:
    return row.is_overdue(today)
