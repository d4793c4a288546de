from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import uuid7
from crm_desktop.kinds import (
    ActivityKind,
    Channel,
    ClientKind,
    Direction,
    FieldKind,
    Gender,
    Op,
    Outcome,
    PointKind,
    RequestKind,
    StageRole,
)
from crm_desktop.services import (
    activities,
    clients,
    deals,
    dictionaries,
    fields,
    operations,
    payments,
    requests,
)
from crm_desktop.services.base import stage_id
from crm_desktop.services.card import SHOWN_PEOPLE, card
from crm_desktop.services.card_rows import (
    CardField,
    CardPrice,
    CardStage,
    ClientLink,
    Counts,
    ExternalId,
    Job,
    OpenRequest,
    Owed,
    Person,
)
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DateDraft,
    DealDraft,
    EmploymentDraft,
    PaymentDraft,
    PointDraft,
    PriceDraft,
    RequestDraft,
)


def test_a_bare_client(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    shown = card(store, client)
    assert (shown.id, shown.kind, shown.number, shown.name) == (client, ClientKind.PERSON, 1, "Ona")
    assert (shown.stage, shown.referrer, shown.merged_into, shown.source, shown.responsible) == (
        None,
        None,
        None,
        "",
        "",
    )
    assert (shown.people, shown.people_total, shown.owed, shown.imports) == ((), 0, (), ())
    assert shown.counts == Counts(0, 0, 0, 0, 0)
    assert shown.created_at == "2026-11-20T10:00:00.000Z"


def test_who_she_is(store):
    me = dictionaries.find(store, Dictionary.COLLEAGUE, "Ona")
    source = dictionaries.add(store, Dictionary.SOURCE, "Skelbimas")
    friend = clients.add(store, ClientDraft(name="Jonas"))
    size = fields.add(store, "Dydis", FieldKind.NUMBER)
    hers = fields.add(store, "Taip?", FieldKind.YES_NO)
    dictionaries.add(store, Dictionary.GROUP, "Draugai", longest_silence_days=30)
    client = clients.add(
        store,
        ClientDraft(
            name="Ona Petraitė",
            salutation="Gerb. Ona",
            gender=Gender.FEMALE,
            birthday="--02-29",
            stage_id=stage_id(StageRole.REGULAR),
            source_id=source,
            source_detail="laikraštis",
            referrer_id=friend,
            responsible_id=me,
            preferred_channel=Channel.SMS,
            preferred_hours="po 17",
            language="lt",
            do_not_contact=True,
            likes="bijūnai",
            notes="n",
            discount_bp=500,
            price_terms="30 d.",
            loyalty_card="7",
            points=(
                PointDraft(PointKind.PHONE, "8 612 34567", "mobile", note="evenings"),
                PointDraft(PointKind.ADDRESS, street="Gedimino 1", city="Vilnius"),
            ),
            employments=(
                EmploymentDraft(company_name="UAB Gėlės", job_title="boss"),
                EmploymentDraft(job_title="x"),
            ),
            dates=(DateDraft("wedding", "2010-06-05"),),
            tags=("VIP", "a"),
            groups=("Draugai",),
            fields={hers: "taip", size: "42"},
        ),
    )
    with store.change(Op.IMPORT) as change:
        change.execute(
            "INSERT INTO external_id(id, client_id, system, value) VALUES (?, ?, 'amocrm', '77')",
            (uuid7(), client),
        )
    shown = card(store, client)
    assert shown.stage == CardStage(stage_id(StageRole.REGULAR), "", StageRole.REGULAR, "blue")
    assert (shown.source, shown.source_detail, shown.responsible) == ("Skelbimas", "laikraštis", "Ona")
    assert shown.referrer == ClientLink(friend, "Jonas")
    assert (shown.gender, shown.preferred_channel, shown.do_not_contact) == (Gender.FEMALE, Channel.SMS, True)
    assert (shown.birthday, shown.likes, shown.discount_bp, shown.loyalty_card) == (
        "--02-29",
        "bijūnai",
        500,
        "7",
    )
    assert [(point.kind, point.value, point.key, point.note) for point in shown.points] == [
        (PointKind.PHONE, "8 612 34567", "+37061234567", "evenings"),
        (PointKind.ADDRESS, "", "", ""),
    ]
    assert (shown.points[1].street, shown.points[1].city) == ("Gedimino 1", "Vilnius")
    company = shown.jobs[0].company_id
    assert shown.jobs == (Job(company, "UAB Gėlės", "boss", ""), Job(None, "", "x", ""))
    assert [(day.label, day.date) for day in shown.dates] == [("wedding", "2010-06-05")]
    assert [tag.name for tag in shown.tags] == ["a", "VIP"]
    assert [(group.name, group.longest_silence_days) for group in shown.groups] == [("Draugai", 30)]
    assert shown.fields == (
        CardField(size, "Dydis", FieldKind.NUMBER, "42"),
        CardField(hers, "Taip?", FieldKind.YES_NO, "1"),
    )
    assert shown.external_ids == (ExternalId("amocrm", "77"),)
    assert card(store, friend).counts.recommended == 1
    assert company is not None
    clients.delete(store, [company])
    assert card(store, client).jobs == (Job(None, "", "x", ""),)


def test_what_was_said_and_what_comes_next(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    for day in (10, 11, 12, 13):
        activities.add(
            store,
            ActivityDraft(
                client,
                ActivityKind.CALL,
                Direction.IN,
                held_at=f"2026-11-{day}T10:00:00Z",
                wanted=f"w{day}",
                outcome=Outcome.FAILED,
            ),
        )
    activities.add(
        store, ActivityDraft(client, ActivityKind.NOTE, held_at="2026-11-14T10:00:00Z", result="note")
    )
    activities.add(
        store,
        ActivityDraft(client, held_at="2026-11-15T10:00:00Z", outcome=Outcome.CANCELLED, wanted="cancelled"),
    )
    late = activities.add(store, ActivityDraft(client, planned_at="2026-11-19T10:00:00Z", wanted="late"))
    activities.add(store, ActivityDraft(client, planned_at="2026-12-01", all_day=True, wanted="next"))
    shown = card(store, client)
    assert [contact.wanted for contact in shown.last_contacts] == ["w13", "w12", "w11"]
    assert (shown.last_contacts[0].direction, shown.last_contacts[0].outcome) == (
        Direction.IN,
        Outcome.FAILED,
    )
    assert [(contact.wanted, contact.at, contact.all_day) for contact in shown.planned] == [
        ("late", "2026-11-19T10:00:00.000Z", False),
        ("next", "2026-12-01", True),
    ]
    activities.delete(store, late)
    assert [contact.wanted for contact in card(store, client).planned] == ["next"]
    assert shown.counts.activities == 8


def test_what_waits_and_since_when(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    me = dictionaries.find(store, Dictionary.COLLEAGUE, "Ona")
    late = requests.add(store, RequestDraft(client, RequestKind.WISH, "vases", "2026-11-15T10:00:00Z"))
    early = requests.add(
        store,
        RequestDraft(client, RequestKind.COMPLAINT, "broken", "2026-11-10T10:00:00Z", responsible_id=me),
    )
    done = requests.add(store, RequestDraft(client, text="done", received_at="2026-11-01T10:00:00Z"))
    requests.resolve(store, done)
    shown = card(store, client)
    assert shown.open_requests == (
        OpenRequest(
            early,
            RequestKind.COMPLAINT,
            "broken",
            "2026-11-10T10:00:00.000Z",
            None,
            "Ona",
            Channel.ANY,
            "2026-11-11T10:00:00.000Z",
        ),
        OpenRequest(late, RequestKind.WISH, "vases", "2026-11-15T10:00:00.000Z", None, "", Channel.ANY, None),
    )
    assert shown.counts.requests == 3


def test_what_is_owed_by_currency(store, clock):
    client = clients.add(store, ClientDraft(name="Ona"))
    for amount, currency, due, paid in (
        (100, "EUR", "2026-11-19", None),
        (200, "EUR", "2026-11-20", None),
        (400, "EUR", None, None),
        (800, "EUR", "2026-11-01", "2026-11-01"),
        (1600, "RUB", None, None),
    ):
        payments.add(store, PaymentDraft(client, amount, currency, due, paid))
    deals.add(store, DealDraft(client, "x"))
    shown = card(store, client)
    payments.add(store, PaymentDraft(client, -50, "RUB", "2026-11-01"))
    payments.add(store, PaymentDraft(client, -30, "USD", "2026-11-25"))
    shown = card(store, client)
    assert shown.owed == (
        Owed("EUR", 700, 100, "2026-11-19", next_on="2026-11-20", next_amount=200),
        Owed("RUB", 1600, 0, None, we_owe=50, we_overdue=50),
        Owed("USD", 0, 0, None, we_owe=30, next_on="2026-11-25", next_amount=-30),
    )
    assert card(store, client, date(2026, 12, 1)).owed[0].overdue == 300
    assert (shown.counts.deals, shown.counts.payments) == (1, 7)


def test_how_a_deal_that_is_paid_in_parts_stands(store):
    client = clients.add(
        store, ClientDraft(name="Ona", vip=True, prices=(PriceDraft("roses", 250, "EUR", "n"),))
    )
    deal = deals.add(store, DealDraft(client, "Wedding", 50_000, "EUR"))
    paid = deals.add(store, DealDraft(client, "Paid", 100, "EUR"))
    payments.add(store, PaymentDraft(client, 30_000, "EUR", paid_on="2026-11-01", deal_id=deal))
    payments.add(store, PaymentDraft(client, 20_000, "EUR", due_on="2026-12-01", deal_id=deal))
    payments.add(store, PaymentDraft(client, 100, "EUR", paid_on="2026-11-01", deal_id=paid))
    shown = card(store, client)
    assert [(money.deal_id, money.paid, money.next_amount) for money in shown.in_parts] == [
        (deal, 30_000, 20_000)
    ]
    assert (shown.vip, shown.prices) == (True, (CardPrice("roses", 250, "EUR", "n"),))


def test_a_company_shows_its_people_and_what_they_said(store):
    shop = clients.add(store, ClientDraft(ClientKind.COMPANY, name="UAB Gėlės"))
    points = (PointDraft(PointKind.EMAIL, "a@b.lt"), PointDraft(PointKind.PHONE, "861234567"))
    ona = clients.add(
        store,
        ClientDraft(name="Ona", points=points, employments=(EmploymentDraft(shop, "", "boss", "sales"),)),
    )
    activities.add(store, ActivityDraft(ona, held_at="2026-11-19T10:00:00Z", wanted="vases"))
    activities.add(store, ActivityDraft(shop, held_at="2026-11-18T10:00:00Z", wanted="pots"))
    requests.add(store, RequestDraft(ona, text="hers"))
    shown = card(store, shop)
    assert shown.people == (Person(ona, "Ona", "boss", "sales", "861234567", "a@b.lt"),)
    assert [(contact.wanted, contact.of_person) for contact in shown.last_contacts] == [
        ("vases", "Ona"),
        ("pots", ""),
    ]
    assert [request.text for request in shown.open_requests] == ["hers"]
    assert shown.counts.activities == 2
    for place in range(SHOWN_PEOPLE):
        clients.add(store, ClientDraft(name=f"P{place}", employments=(EmploymentDraft(shop),)))
    crowded = card(store, shop)
    assert (len(crowded.people), crowded.people_total) == (SHOWN_PEOPLE, SHOWN_PEOPLE + 1)


def test_the_imports_it_came_from(store):
    with store.change(Op.IMPORT) as change:
        made = clients.add(store, ClientDraft(name="Ona"))
        first = uuid7()
        change.execute(
            "INSERT INTO import_run(id, operation, at, files) VALUES (?, ?, '2026-01-01T00:00:00.000Z', ?)",
            (first, change.operation, json.dumps([{"file": "klientai.xls"}])),
        )
    with store.change(Op.IMPORT) as change:
        change.execute(
            "INSERT INTO contact_point(id, client_id, kind, value) VALUES (?, ?, 'phone', '1')",
            (uuid7(), made),
        )
        second = uuid7()
        change.execute(
            "INSERT INTO import_run(id, operation, at, files) VALUES (?, ?, '2026-02-01T00:00:00.000Z', ?)",
            (second, change.operation, json.dumps(["more.csv"])),
        )
        operation = change.operation
    shown = card(store, made).imports
    assert [(run.id, run.files) for run in shown] == [(second, ("more.csv",)), (first, ("klientai.xls",))]
    operations.undo(store, operation)
    assert [run.id for run in card(store, made).imports] == [first]


def test_in_the_bin_merged_and_not_there(store):
    one, two = clients.add(store, ClientDraft(name="A")), clients.add(store, ClientDraft(name="B"))
    clients.delete(store, [one])
    with store.change(Op.EDIT_CLIENT) as change:
        change.execute("UPDATE client SET merged_into = ? WHERE id = ?", (two, one))
    shown = card(store, one)
    assert (shown.deleted, shown.merged_into) == (True, ClientLink(two, "B"))
    with pytest.raises(RecordNotFound):
        card(store, b"x" * 16)


def test_what_is_gravest_stands_first_among_open_requests(store, clock):
    client = clients.add(store, ClientDraft(name="Ona"))
    for text, kind, days in (
        ("old wish", RequestKind.WISH, 90), ("late question", RequestKind.INQUIRY, 30),
        ("late complaint", RequestKind.COMPLAINT, 20), ("new complaint", RequestKind.COMPLAINT, 0),
    ):  # fmt: skip
        since = utc_text(store.clock.now() - timedelta(days=days))
        requests.add(store, RequestDraft(client, kind, text, since))
    assert [each.text for each in card(store, client).open_requests] == [
        "late complaint", "late question", "new complaint", "old wish",
    ]  # fmt: skip
