"""Whatever is typed into any form is stored to the byte or refused in words, before anything is written (T10)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import PhotoRefused, UserError
from crm_desktop.kinds import ActivityKind, FieldKind, PointKind, ReportKind
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.services import (
    activities,
    campaigns,
    clients,
    deals,
    dictionaries,
    feedback,
    fields,
    payments,
    photos,
    plans,
    requests,
    saved_reports,
    views,
)
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    ActivityDraft,
    CampaignDraft,
    ClientDraft,
    DateDraft,
    DealDraft,
    FeedbackDraft,
    ItemDraft,
    PaymentDraft,
    PointDraft,
    PriceDraft,
    RequestDraft,
)
from crm_desktop.services.plans import StepDraft, TemplateDraft
from crm_desktop.services.reports.options import Options
from tests.services.content import content

NOON = "2026-11-20T10:00:00.000Z"
DAY = "2026-11-20"


@dataclass
class Form:
    """A base with one client, and what is typed into a form about it."""

    store: object
    client: bytes
    source: bytes


ENTRIES = {
    "name": lambda f, t: clients.add(f.store, ClientDraft(name=t)),
    "given name": lambda f, t: clients.add(f.store, ClientDraft(family="A", given=t)),
    "notes": lambda f, t: clients.add(f.store, ClientDraft(name="A", notes=t)),
    "phone": lambda f, t: clients.add(
        f.store, ClientDraft(name="A", points=(PointDraft(PointKind.PHONE, t),))
    ),
    "street": lambda f, t: clients.add(
        f.store, ClientDraft(name="A", points=(PointDraft(PointKind.ADDRESS, street=t),))
    ),
    "named date": lambda f, t: clients.add(f.store, ClientDraft(name="A", dates=(DateDraft(t, "--05-17"),))),
    "price": lambda f, t: clients.add(f.store, ClientDraft(name="A", prices=(PriceDraft(t, 5, "EUR"),))),
    "result": lambda f, t: activities.add(f.store, ActivityDraft(f.client, held_at=NOON, result=t)),
    "place": lambda f, t: activities.add(f.store, ActivityDraft(f.client, planned_at=NOON, place=t)),
    "request": lambda f, t: requests.add(f.store, RequestDraft(f.client, text=t)),
    "deal": lambda f, t: deals.add(f.store, DealDraft(f.client, t, currency="EUR")),
    "notes of a deal": lambda f, t: deals.add(f.store, DealDraft(f.client, "A", currency="EUR", notes=t)),
    "item": lambda f, t: deals.add(f.store, DealDraft(f.client, "A", currency="EUR", items=(ItemDraft(t),))),
    "payment": lambda f, t: payments.add(f.store, PaymentDraft(f.client, 5, "EUR", DAY, note=t)),
    "comment": lambda f, t: feedback.add(f.store, FeedbackDraft(f.client, 5, t)),
    "campaign": lambda f, t: campaigns.add_campaign(f.store, CampaignDraft(t, f.source, DAY)),
    "tag": lambda f, t: dictionaries.add(f.store, Dictionary.TAG, t),
    "own field": lambda f, t: fields.add(f.store, t),
    "choice": lambda f, t: fields.add(f.store, "A", FieldKind.CHOICE, [t]),
    "plan": lambda f, t: plans.save(f.store, TemplateDraft(t, (StepDraft(ActivityKind.CALL),))),
    "view": lambda f, t: views.save(f.store, t, {}),
    "query of a view": lambda f, t: views.save(f.store, "A", {"text": t}),
    "report": lambda f, t: saved_reports.save(f.store, t, ReportKind.FUNNEL, Options()),
}
UNSTORABLE = {
    "a NUL": "a\0b",
    "half a pair": "a\ud83d",
    "the other half": "\udc00",
    "a long one": "ė" * 50_001,
}


@pytest.fixture
def form(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    return Form(store, client, dictionaries.add(store, Dictionary.SOURCE, "Newspaper"))


_IN_JSON = frozenset({("query of a view", "a NUL"), ("choice", "a NUL")})
"""JSON has a form for it."""


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_no_database_keeps_is_refused_and_nothing_is_written(form, entry):
    before = content(form.store)
    for what, text in UNSTORABLE.items():
        if (entry, what) not in _IN_JSON:
            with pytest.raises(UserError):
                ENTRIES[entry](form, text)
    assert content(form.store) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_stored_to_the_byte_or_refused(form, text):
    """All but the blanks at its ends, which a form takes off."""
    try:
        activity = activities.add(form.store, ActivityDraft(form.client, held_at=NOON, result=text))
    except UserError:
        assert "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    else:
        assert form.store.read("SELECT result FROM activity WHERE id = ?", (activity,)) == [(text.strip(),)]


@pytest.mark.parametrize("amount", [LARGEST_INTEGER + 1, -LARGEST_INTEGER - 1, 2**63, 10**30])
def test_sums_beyond_all_spreadsheets_are_refused(form, amount):
    before = content(form.store)
    for enter in (
        lambda: payments.add(form.store, PaymentDraft(form.client, amount, "EUR", DAY)),
        lambda: deals.add(form.store, DealDraft(form.client, "A", amount, "EUR")),
        lambda: clients.add(form.store, ClientDraft(name="A", prices=(PriceDraft("x", amount, "EUR"),))),
    ):
        with pytest.raises(UserError):
            enter()
    assert content(form.store) == before


def test_a_picture_too_big_to_be_kept_or_shrunk_is_refused(form):
    """Five megabytes that nothing here can decode: a telephone's HEIC."""
    heic = b"\0\0\0\x18ftypheic" + bytes(5_000_000)
    with pytest.raises(PhotoRefused) as caught:
        photos.set_photo(form.store, form.client, heic)
    assert caught.value.facts["why"] == "too_big"
    assert photos.photo(form.store, form.client) is None
