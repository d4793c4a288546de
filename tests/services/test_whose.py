"""Mine, or everybody's: every part of Today leaves out the same, and asks no more rows for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, Outcome, RequestKind
from crm_desktop.services import (
    activities,
    clients,
    colleagues,
    deals,
    dictionaries,
    feedback,
    payments,
    requests,
    today,
)
from crm_desktop.services.attention_contacts import today_count
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DealDraft,
    FeedbackDraft,
    PaymentDraft,
    RequestDraft,
)
from crm_desktop.services.whose import EVERYBODY, but_theirs

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


class _Clock:
    def now(self):
        return NOW


def busy(store, name, person):
    """A client for whom something stands in each part of Today, all of it by way of the client alone."""
    draft = ClientDraft(name=name, responsible_id=person, birthday="1980-11-20", longest_silence_days=5)
    client = clients.add(store, draft)
    with store.change("test") as change:
        change.execute("UPDATE client SET created_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", (client,))
    call = ActivityDraft(client, ActivityKind.CALL, planned_at="2026-11-20", all_day=True)
    activities.add(store, call)
    activities.add(store, ActivityDraft(client, ActivityKind.CALL, planned_at="2026-11-13", all_day=True))
    weekly = ActivityDraft(
        client, ActivityKind.CALL, planned_at="2026-11-20T15:00:00.000Z", rule="RRULE:FREQ=WEEKLY", zone="UTC"
    )
    activities.add(store, weekly)
    held = "2026-11-18T08:00:00.000Z"
    activities.add(
        store,
        ActivityDraft(
            None, ActivityKind.CALL, held_at=held, outcome=Outcome.NO_ANSWER, responsible_id=person
        ),
    )
    requests.add(
        store, RequestDraft(client, RequestKind.COMPLAINT, "x", received_at="2026-11-19T08:00:00.000Z")
    )
    feedback.add(store, FeedbackDraft(client, 1, at="2026-11-19T08:00:00.000Z"))
    payments.add(store, PaymentDraft(client, 100, "EUR", due_on="2026-11-19"))
    return client


def counts(store, others):
    page = today.today(store, NOW, DAY - timedelta(days=1), today.Limits(), others)
    contacts, around = page.planned.contacts, page.around
    listed = (contacts.today, contacts.late, around.occasions, around.waiting, around.low, around.due)
    assert [each.total for each in listed] == [len(each.rows) for each in listed]
    sums = [(each.late, each.soon) for each in around.due_sums]
    held = sum(day.held for day in around.week.days)
    return [each.total for each in listed], sums, held, today_count(store, NOW, others)


@pytest.fixture
def two(base, store, monkeypatch):
    monkeypatch.setattr(store, "clock", _Clock())
    jonas = dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
    busy(store, "Mine", base.me)
    busy(store, "His", jonas)
    busy(store, "Nobody's", None)
    return base.me, jonas


def test_all_parts_leave_out_what_a_colleague_has(store, two):
    everything = counts(store, EVERYBODY)
    mine = counts(store, colleagues.others(store))
    per_client = ([2, 1, 1, 1, 1, 1], (100, 0), 1, 3)
    assert everything == ([6, 3, 3, 3, 3, 3], [(300, 0)], 3, 9) == _times(per_client, 3)
    assert mine == _times(per_client, 2)


def _times(one, n):
    listed, sums, held, count = one
    return [n * each for each in listed], [(n * sums[0], sums[1])], n * held, n * count


def test_whoever_does_it_counts_before_the_client(store, two):
    me, jonas = two
    others = colleagues.others(store)
    before = counts(store, others)
    his = store.read("SELECT id FROM client WHERE name = 'His'")[0][0]
    activities.add(store, ActivityDraft(his, planned_at="2026-11-20", all_day=True, responsible_id=me))
    requests.add(store, RequestDraft(his, RequestKind.WISH, "y", responsible_id=me))
    deal = deals.add(store, DealDraft(his, "d", responsible_id=me))
    payments.add(store, PaymentDraft(his, 5, "EUR", due_on="2026-11-19", deal_id=deal))
    mine = store.read("SELECT id FROM client WHERE name = 'Mine'")[0][0]
    activities.add(store, ActivityDraft(mine, planned_at="2026-11-20", all_day=True, responsible_id=jonas))
    after = counts(store, others)
    grown = [new - old for new, old in zip(after[0], before[0], strict=True)]
    assert grown == [1, 0, 0, 1, 0, 1]
    assert after[1] == [(before[1][0][0] + 5, 0)]


def test_slipping_clients_of_others_are_left_out(base, store, monkeypatch):
    from crm_desktop.services import silence

    monkeypatch.setattr(store, "clock", _Clock())
    jonas = dictionaries.add(store, Dictionary.COLLEAGUE, "Jonas")
    for name, person in (("Mine", base.me), ("His", jonas)):
        client = clients.add(store, ClientDraft(name=name, responsible_id=person, longest_silence_days=5))
        with store.change("test") as change:
            change.execute(
                "UPDATE client SET created_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", (client,)
            )
    others = colleagues.others(store)
    assert [each.name for each in silence.slipping(store, NOW, 5, others=others)] == ["Mine"]
    assert (silence.slipping_count(store, NOW), silence.slipping_count(store, NOW, others)) == (2, 1)


def test_no_table_is_read_through_for_it(store):
    """The way to the rows is the index it was, whoever they belong to."""
    mine = but_theirs(frozenset((b"j" * 16,)), "a.responsible_id", "c.responsible_id")
    plans = store.read(
        "EXPLAIN QUERY PLAN SELECT a.id FROM activity a LEFT JOIN client c ON c.id = a.client_id"
        " WHERE a.held_at IS NULL AND a.deleted = 0 AND a.rule = '' AND a.planned_at >= ? AND a.planned_at < ?"
        + mine,
        ("2026-11-20", "2026-11-21"),
    )
    assert [row[3] for row in plans] == [
        "SEARCH a USING INDEX activity_open (planned_at>? AND planned_at<?)",
        "SEARCH c USING INDEX sqlite_autoindex_client_1 (id=?) LEFT-JOIN",
    ]


def plan(store, sql):
    return [row[3] for row in store.read(f"EXPLAIN QUERY PLAN {sql}")]


def test_who_slips_and_who_is_mine_is_answered_by_the_indexes_alone(store):
    mine = but_theirs(frozenset((b"j" * 16,)), "l.responsible_id")
    (step,) = plan(store, f"SELECT COUNT(*) FROM client_list l WHERE l.slips_at < '2026'{mine}")
    assert step == "SEARCH l USING COVERING INDEX client_list_slips (slips_at<?)"
    (step,) = plan(
        store, "SELECT l.pos FROM client_list l WHERE l.responsible_id IN (x'00') ORDER BY l.pos LIMIT 50"
    )
    assert step == "SEARCH l USING COVERING INDEX client_list_responsible (responsible_id=?)"
    contacts = plan(store, colleagues._COUNTS["contacts"])
    assert not [step for step in contacts if step.startswith("SCAN activity")]
