"""A client with everything that the ringing phone needs, and a card that shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Channel, Direction, Outcome, PointKind, RequestKind
from crm_desktop.services import activities, clients, payments, requests
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DateDraft,
    EmploymentDraft,
    PaymentDraft,
    PointDraft,
    RequestDraft,
)
from crm_desktop.ui.card.calls import Calls
from crm_desktop.ui.card.card_view import CardView
from tests.bases import new_base


class SetClock:
    """A clock that stands still."""

    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


def ago(**distance):
    return utc_text(NOW - timedelta(**distance))


@pytest.fixture
def base(tmp_path):
    made = new_base(tmp_path / "clients.crm", who="Ona", region="LT", clock=SetClock(NOW))
    yield made
    made.store.close()


@pytest.fixture
def store(base):
    return base.store


@pytest.fixture
def ivanov(store, base):
    """Complaint open, owes, birthday near, four contacts behind and one ahead."""
    client = clients.add(
        store,
        ClientDraft(
            name="Иванов Иван Петрович",
            salutation="Иван Петрович",
            likes="blue vases",
            notes="An old friend.",
            birthday="1976-11-28",
            preferred_channel=Channel.PHONE,
            points=(
                PointDraft(PointKind.PHONE, "+370 612 34567", note="after lunch"),
                PointDraft(PointKind.EMAIL, "ivan@romashka.lt"),
                PointDraft(PointKind.ADDRESS, street="Gedimino 5", city="Vilnius"),
            ),
            employments=(EmploymentDraft(company_name="UAB Rasa", job_title="director"),),
            dates=(DateDraft("Wedding", "2001-06-05"),),
            tags=("VIP",),
        ),
    )
    requests.add(
        store,
        RequestDraft(
            client, RequestKind.COMPLAINT, "vases arrived chipped", ago(days=2), responsible_id=base.me
        ),
    )
    payments.add(store, PaymentDraft(client, 124000, "EUR", due_on="2026-11-25"))
    for days, kind, outcome in (
        (3, ActivityKind.MEETING, Outcome.SUCCESSFUL),
        (10, ActivityKind.CALL, Outcome.FAILED),
        (20, ActivityKind.EMAIL, Outcome.NONE),
        (30, ActivityKind.CALL, Outcome.NO_ANSWER),
    ):
        direction = Direction.IN if kind is ActivityKind.CALL else Direction.NONE
        activities.add(
            store,
            ActivityDraft(
                client, kind, direction, held_at=ago(days=days), result=f"{days} days ago", outcome=outcome
            ),
        )
    activities.add(
        store, ActivityDraft(client, ActivityKind.MEETING, planned_at=ago(days=-3), wanted="delivery")
    )
    return client


@pytest.fixture
def called():
    """What the card asked of the window, in order."""
    return []


@pytest.fixture
def card(qtbot, session, told, called):
    """A card as wide as beside the list."""
    calls = Calls(
        lambda id_: called.append(("client", id_)),
        lambda id_: called.append(("window", id_)),
        lambda id_: called.append(("edit", id_)),
        lambda: called.append(("undo", None)),
    )
    made = CardView(session, told, calls)
    qtbot.addWidget(made)
    session.signals.changed.connect(made.changed)
    made.resize(360, 720)
    made.show()
    yield made
    session.signals.changed.disconnect(made.changed)
    made.page.close_form()
