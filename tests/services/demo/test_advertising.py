"""A sample base shows what sources cost, so that ranking them says something."""

from __future__ import annotations

from datetime import UTC, date, datetime

from crm_desktop.kinds import ReportKind
from crm_desktop.services import campaigns
from crm_desktop.services.demo import shares_for
from crm_desktop.services.demo.making import make_demo
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Attribution, Options
from crm_desktop.services.reports.periods import PeriodName

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
YEAR = Options(PeriodName.LAST_12_MONTHS)


def test_sources_have_costs_of_every_month_and_campaigns(store):
    make_demo(store, 200, languages=shares_for("en"), today=TODAY)
    found = campaigns.costs(store)
    monthly = [each for each in found if each.campaign_id is None]
    assert len(monthly) == 3 * 15
    assert {each.until_day[-2:] for each in monthly if each.until_day} <= {"28", "29", "30", "31"}
    assert max(each.on_day for each in found) <= TODAY.isoformat()
    assert [each.name for each in campaigns.campaigns(store)] == [
        "Autumn trade fair", "Spring trade fair", "Mother's Day in the paper"
    ]  # fmt: skip
    report = make(store, ReportKind.SOURCES, YEAR, NOW)
    (pounds,) = (table for table in report.tables if table.id == "sources:GBP")
    costs = [column.id for column in pounds.columns].index("cost:GBP")
    assert [row.cells[costs] == 0 for row in pounds.rows].count(False) == 4
    by_campaign = make(store, ReportKind.SOURCES, Options(YEAR.period, attribution=Attribution.CAMPAIGN), NOW)
    names = {row.cells[0] for row in by_campaign.tables[0].rows}
    assert {"Autumn trade fair", "Spring trade fair"} <= names


def test_a_base_of_any_size_pays_about_as_much_for_a_client(store):
    make_demo(store, 0, today=TODAY)
    assert campaigns.costs(store) == []
    make_demo(store, 1, today=TODAY)
    assert all(each.amount >= 100 for each in campaigns.costs(store))
    assert len(campaigns.costs(store)) == 3 * 15 + 3
