"""What waits: open requests in the order of urgency, payments late and soon, what to know before a talk."""

from __future__ import annotations

from datetime import date

from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services import clients, deals, payments, requests
from crm_desktop.services.attention import Before, DueSum, before, due, waiting
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft, RequestDraft

TODAY = date(2026, 11, 20)


def client(store, name="Ona", **values):
    return clients.add(store, ClientDraft(name=name, **values))


def ask(store, client_id, text, day, kind=RequestKind.COMPLAINT, **values):
    draft = RequestDraft(client_id, kind, text, received_at=f"2026-11-{day:02}T09:00:00.000Z", **values)
    return requests.add(store, draft)


def owe(store, client_id, amount, due_on, currency="EUR", **values):
    return payments.add(store, PaymentDraft(client_id, amount, currency, due_on=due_on, **values))


def test_the_overdue_first_then_the_unanswered_then_complaints_then_the_oldest(store, base):
    ona = client(store)
    answered = ask(store, ona, "answered", 1, answered_at="2026-11-02T09:00:00.000Z")
    inquiry = ask(store, ona, "inquiry", 2, RequestKind.INQUIRY)
    late = ask(store, ona, "later", 9, responsible_id=base.me)
    early = ask(store, ona, "earlier", 3)
    wish = ask(store, ona, "wish", 1, RequestKind.WISH)
    found = waiting(store, 10)
    assert [row.id for row in found.rows] == [early, late, inquiry, answered, wish]
    assert found.total == 5
    assert (found.rows[1].client, found.rows[1].responsible, found.rows[1].kind) == (
        "Ona", "Ona", RequestKind.COMPLAINT,
    )  # fmt: skip
    assert [row.due_at and row.due_at[:10] for row in found.rows] == [
        "2026-11-04", "2026-11-10", "2026-11-03", "2026-11-04", None,
    ]  # fmt: skip
    fresh = ask(store, ona, "fresh", 20, channel=Channel.EMAIL)
    assert [row.id for row in waiting(store, 10).rows][4:] == [fresh, wish]
    assert waiting(store, 10).rows[4].channel is Channel.EMAIL


def test_what_waits_no_more_or_for_a_thing_is_left_out(store):
    ona, gone = client(store), client(store, "Gone")
    requests.resolve(store, ask(store, ona, "resolved", 1))
    requests.delete(store, ask(store, ona, "deleted", 1))
    ask(store, ona, "wish", 1, RequestKind.WISH, answered_at="2026-11-02T09:00:00.000Z")
    ask(store, gone, "in the bin", 1)
    clients.delete(store, [gone])
    assert waiting(store, 10) == type(waiting(store, 1))((), 0)


def test_a_few_of_many_are_counted(store):
    ona = client(store)
    for day in range(1, 5):
        ask(store, ona, "why", day)
    found = waiting(store, 2)
    assert (len(found.rows), found.total) == (2, 4)


def test_late_payments_the_newest_first_then_those_of_the_coming_week(store):
    ona, gone = client(store), client(store, "Gone")
    old, late = owe(store, ona, 100, "2026-01-01"), owe(store, ona, 200, "2026-11-19", note="vases")
    today, soon = owe(store, ona, 400, "2026-11-20"), owe(store, ona, 800, "2026-11-27")
    roubles = owe(store, ona, 500, "2026-11-21", "RUB")
    owe(store, ona, 1600, "2026-11-28")
    owe(store, ona, 3200, None)
    owe(store, ona, 6400, "2026-11-01", paid_on="2026-11-02")
    payments.delete(store, owe(store, ona, 6400, "2026-11-01"))
    owe(store, gone, 6400, "2026-11-01")
    clients.delete(store, [gone])
    found, sums = due(store, TODAY, 10)
    assert [row.id for row in found.rows] == [late, old, today, roubles, soon]
    assert found.total == 5
    assert (found.rows[0].client, found.rows[0].note, found.rows[0].amount) == ("Ona", "vases", 200)
    assert sums == (DueSum("EUR", 300, 1200), DueSum("RUB", 0, 500))
    few, _ = due(store, TODAY, 2)
    assert ([row.id for row in few.rows], few.total) == ([late, old], 5)


def test_before_a_talk_the_complaint_comes_before_other_requests(store):
    ona = client(
        store,
        likes="white roses",
        preferred_channel=Channel.PHONE,
        preferred_hours="mornings",
        language="lt",
        do_not_contact=True,
    )
    jonas = client(store, "Jonas")
    ask(store, ona, "wish", 1, RequestKind.WISH)
    ask(store, ona, "second", 3)
    ask(store, ona, "first", 2)
    requests.resolve(store, ask(store, ona, "resolved", 1))
    assert before(store, [ona, jonas]) == {
        ona: Before(True, RequestKind.COMPLAINT, "first", "white roses", Channel.PHONE, "mornings", "lt"),
        jonas: Before(),
    }


def test_the_lists_are_looked_up_by_the_indexes_of_what_is_open(store):
    for sql, index in (
        ("SELECT 1 FROM request q WHERE q.resolved_at IS NULL AND q.deleted = 0", "request_open"),
        (
            "SELECT 1 FROM payment p WHERE p.paid_on IS NULL AND p.deleted = 0 AND p.due_on <= '2'",
            "payment_due",
        ),
    ):
        assert index in str(store.read(f"EXPLAIN QUERY PLAN {sql}"))


def test_a_payment_says_what_it_is_for(store):
    ona = clients.add(store, ClientDraft(name="Ona"))
    deal = deals.add(store, DealDraft(ona, "Wedding", 50_000, "EUR"))
    for amount, note, deal_id in ((1, "advance", deal), (2, "", deal), (3, "", None)):
        payments.add(store, PaymentDraft(ona, amount, "EUR", "2026-11-19", note=note, deal_id=deal_id))
    found, _ = due(store, TODAY, 9)
    assert {row.amount: row.note for row in found.rows} == {1: "advance", 2: "Wedding", 3: ""}
