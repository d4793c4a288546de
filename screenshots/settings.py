"""The tabs of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.services import campaigns, plans, rates, stage_rules
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.services.drafts import CampaignDraft, CostDraft
from crm_desktop.ui import text_plans
from crm_desktop.ui.pages.settings_advertising import AdvertisingEditor
from crm_desktop.ui.pages.settings_calendar import CalendarSettings
from crm_desktop.ui.pages.settings_deal_stages import DealStagesEditor
from crm_desktop.ui.pages.settings_fields import FieldsEditor
from crm_desktop.ui.pages.settings_general import GeneralSettings
from crm_desktop.ui.pages.settings_lists import ListEditor
from crm_desktop.ui.pages.settings_money import MoneySettings
from crm_desktop.ui.pages.settings_plans import PlansEditor
from crm_desktop.ui.pages.settings_reminders import ReminderSettings
from crm_desktop.ui.pages.settings_remote import RemoteSettings
from crm_desktop.ui.places import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.desk import Desk


def _tab(part: type[QWidget]) -> Callable[[Desk], None]:
    """The first tab that is such a part."""

    def show(desk: Desk) -> None:
        desk.window.go(SETTINGS)
        page = desk.window.page(SETTINGS)
        tabs = page.tabs  # type: ignore[attr-defined]  # a SettingsPage
        tabs.setCurrentIndex(next(n for n in range(tabs.count()) if isinstance(tabs.widget(n), part)))
        tabs.list.setFocus()

    return show


def _plans(desk: Desk) -> None:
    for template in text_plans.ready_made()[1:]:
        plans.save(desk.session.store, template)
    _tab(PlansEditor)(desk)


def _watched(desk: Desk) -> None:
    desk.session.settings.update(watched_folder=str(Path.home() / "Desktop"))
    _tab(GeneralSettings)(desk)


def _quiet(desk: Desk) -> None:
    desk.session.settings.update(quiet_from="20:00", quiet_until="08:00", quiet_days=(0, 1, 2, 3, 4))
    _tab(ReminderSettings)(desk)


def _advertising(desk: Desk) -> None:
    """A month of advertising with a campaign of it."""
    store = desk.session.store
    source = entries(store, Dictionary.SOURCE)[0].id
    today = store.clock.now().astimezone().date()
    first = today.replace(day=1).isoformat()
    campaign = campaigns.add_campaign(store, CampaignDraft("Advent", source, first))
    campaigns.add_cost(store, CostDraft(source, 30_000, "EUR", first, today.isoformat()))
    campaigns.add_cost(store, CostDraft(source, 12_050, "EUR", first, campaign_id=campaign))
    _tab(AdvertisingEditor)(desk)


def _money(desk: Desk) -> None:
    """Two rates, and both rules."""
    store = desk.session.store
    since = store.clock.now().astimezone().date().replace(day=1).isoformat()
    home = rates.home(store)
    for code, rate in (("USD", "0.92"), ("GBP", "1.15"), ("EUR", "98.5")):
        if code != home:
            rates.set_rate(store, code, since, rate)
    stage_rules.set_rules(store, stage_rules.Rules(client=True, regular=3))
    _tab(MoneySettings)(desk)


SCREENS: dict[str, Callable[[Desk], None]] = {
    "settings": _tab(GeneralSettings),
    "settings-reminders": _tab(ReminderSettings),
    "settings-quiet": _quiet,
    "stages": _tab(ListEditor),
    "deal-stages": _tab(DealStagesEditor),
    "settings-money": _money,
    "fields": _tab(FieldsEditor),
    "plans": _plans,
    "advertising": _advertising,
    "settings-calendar": _tab(CalendarSettings),
    "settings-elsewhere": _tab(RemoteSettings),
    "settings-watched": _watched,
}
