"""A base with deals of every kind, for what reads many of them."""

from __future__ import annotations

from crm_desktop.kinds import DealState
from crm_desktop.services import clients, deals, dictionaries
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DealDraft


def some_deals(store):
    """Six deals by title; the clock of the tests stands at 2026-11-20, each was begun a minute after the one before."""
    ona = clients.add(store, ClientDraft(name="Ona Petraitė"))
    ivan = clients.add(store, ClientDraft(name="Иванов Пётр"))
    jonas = dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
    advert = dictionaries.add(store, Dictionary.SOURCE, "Advert")
    made = {}
    for minute, draft in enumerate(
        (
            DealDraft(ona, "Wedding flowers", 50_000, "EUR", expected_on="2026-11-01", cost=20_000),
            DealDraft(ivan, "Вентиляция", 9_000_000, "RUB", expected_on="2026-12-24", responsible_id=jonas),
            DealDraft(ona, "Žibintai", 100_00, "EUR", stage_id=first_id("offer"), source_id=advert),
            DealDraft(ivan, "Yen", 70_000, "JPY", DealState.WON, closed_on="2026-11-19", cost=0),
            DealDraft(ona, "Old wish", state=DealState.LOST, closed_on="2026-01-02", lost_reason="dear"),
            DealDraft(ivan, "", 1, "EUR", stage_id=first_id("terms"), expected_on="2026-11-20"),
        )
    ):
        store.clock.at = store.clock.at.replace(minute=minute)
        made[draft.title] = deals.add(store, draft)
    return made
