"""Every report asked of one person of two: each has the same work, so the same figures, and only own clients."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.kinds import ActivityKind, Channel, DealState, Outcome, ReportKind, RequestKind
from crm_desktop.services import activities, clients, deals, dictionaries, feedback, payments, requests
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DealDraft,
    FeedbackDraft,
    PaymentDraft,
    RequestDraft,
)
from crm_desktop.services.reports.making import behind, make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class _Clock:
    def now(self):
        return NOW


def busy(store, name, person, source):
    """Two clients of one person, with something for each report."""
    found = []
    for number in range(2):
        draft = ClientDraft(
            name=f"{name} {number}", responsible_id=person, source_id=source, birthday="1980-11-24"
        )
        client = clients.add(store, draft)
        found.append(client)
        for kind, day, outcome in (
            (ActivityKind.MEETING, "2026-11-11", Outcome.SUCCESSFUL),
            (ActivityKind.VISIT, "2026-11-12", Outcome.FAILED),
            (ActivityKind.MEETING, "2026-11-18", Outcome.SUCCESSFUL),
        ):
            at = f"{day}T08:00:00.000Z"
            activities.add(
                store,
                ActivityDraft(
                    client, kind, planned_at=at, held_at=at, outcome=outcome, responsible_id=person
                ),
            )
        ahead = "2026-11-26T08:00:00.000Z"
        activities.add(
            store, ActivityDraft(client, ActivityKind.MEETING, planned_at=ahead, responsible_id=person)
        )
        for closed in ("2026-08-03", "2026-09-03", "2026-11-12"):
            won = DealDraft(
                client, "x", 10_000, "EUR", state=DealState.WON, closed_on=closed, responsible_id=person
            )
            deal = deals.add(store, won)
            payments.add(store, PaymentDraft(client, 10_000, "EUR", paid_on=closed, deal_id=deal))
        deals.add(
            store, DealDraft(client, "y", 5_000, "EUR", expected_on="2026-12-10", responsible_id=person)
        )
        asked = RequestDraft(
            client,
            RequestKind.COMPLAINT,
            "z",
            "2026-11-09T08:00:00.000Z",
            answered_at="2026-11-10T08:00:00.000Z",
            responsible_id=person,
            channel=Channel.PHONE,
        )
        requests.add(store, asked)
        feedback.add(store, FeedbackDraft(client, 4, at="2026-11-12T09:00:00.000Z", responsible_id=person))
    with store.change("test") as change:
        change.execute("UPDATE client SET created_at = '2026-08-01T08:00:00.000Z'")
        change.execute("UPDATE deal SET created_at = '2026-08-01T08:00:00.000Z'")
    return frozenset(found)


@pytest.fixture
def two(store, monkeypatch):
    monkeypatch.setattr(store, "clock", _Clock())
    source = dictionaries.add(store, Dictionary.SOURCE, "Site")
    people = [dictionaries.add(store, Dictionary.COLLEAGUE, name) for name in ("Anna", "Jonas")]
    return {
        person: busy(store, name, person, source) for person, name in zip(people, ("A", "B"), strict=True)
    }


def stand_behind(store, report):
    """All clients named in the report or behind a number of it."""
    found = set()
    for table in report.tables:
        for row in table.rows:
            found.add(row.client_id)
            for column in table.columns:
                if column.drills:
                    at = (table.id, row.key, column.id)
                    found |= {each.client_id for each in behind(store, report, NOW, at)}
    return frozenset(found - {None})


@pytest.mark.parametrize("kind", ReportKind)
def test_each_is_asked_of_one_person(store, two, kind):
    period = PeriodName.DAYS
    options = {
        person: Options(period, "2026-07-01", "2026-11-30", person=person, by="responsible") for person in two
    }
    anna, jonas = (make(store, kind, options[person], NOW) for person in two)
    everybody = make(store, kind, Options(period, "2026-07-01", "2026-11-30", by="responsible"), NOW)
    assert [(each.id, each.value) for each in anna.figures] == [
        (each.id, each.value) for each in jonas.figures
    ]
    of = [stand_behind(store, report) for report in (anna, jonas)]
    assert of == list(two.values())
    assert stand_behind(store, everybody) == of[0] | of[1]
