from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, ClientKind, Direction, Op, Outcome, PointKind
from crm_desktop.services import activities, clients, dictionaries, listing, silence
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, EmploymentDraft, PointDraft
from crm_desktop.storage.undo import undo
from tests.services.finding.people import child

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def friends(store, clock):
    clock.at = NOW - timedelta(days=400)
    return dictionaries.add(store, Dictionary.GROUP, "Friends", longest_silence_days=30)


def client(store, name="Ona", **values):
    return clients.add(store, ClientDraft(name=name, **{"groups": ("Friends",), **values}))


def held(store, client_id, days_ago, **values):
    at = (NOW - timedelta(days=days_ago)).isoformat()
    return activities.add(store, ActivityDraft(client_id, **{"held_at": at, **values}))


def planned(store, client_id, at, **values):
    return activities.add(store, ActivityDraft(client_id, planned_at=at, **values))


def names(store, now=NOW):
    found = silence.slipping(store, now, 100)
    assert silence.slipping_count(store, now) == len(found)
    assert listing.verify(store) == []
    return [each.name for each in found]


def test_a_client_slips_on_the_day_after_the_allowed_ones(store, friends):
    ona = client(store, points=(PointDraft(PointKind.PHONE, "8 612 34567"),))
    held(store, ona, 30)
    assert names(store) == []
    midnight = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # of Vilnius
    assert names(store, midnight - timedelta(seconds=1)) == []
    assert names(store, midnight) == ["Ona"]
    (row,) = silence.slipping(store, midnight, 10)
    assert (
        row.client_id, row.number, row.group, row.since_days, row.allowed_days, row.ideal_days, row.phone,
        row.last_contact,
    ) == (ona, 1, "Friends", 31, 30, None, "8 612 34567", "2026-10-21T10:00:00.000Z")  # fmt: skip


def test_without_any_contact_it_counts_from_the_making(store, friends, clock):
    clock.at = NOW - timedelta(days=31)
    client(store)
    assert names(store) == ["Ona"]
    (row,) = silence.slipping(store, NOW, 10)
    assert (row.last_contact, row.since_days) == (None, 31)


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"kind": ActivityKind.CALL}, True),
        ({"kind": ActivityKind.CALL, "outcome": Outcome.FAILED}, True),
        ({"kind": ActivityKind.CALL, "outcome": Outcome.NO_ANSWER}, False),
        ({"kind": ActivityKind.MEETING, "outcome": Outcome.CANCELLED}, False),
        ({"kind": ActivityKind.NOTE, "result": "thought of her"}, False),
        ({"kind": ActivityKind.TASK}, False),
        ({"kind": ActivityKind.EMAIL, "direction": Direction.OUT}, False),
        ({"kind": ActivityKind.EMAIL, "direction": Direction.OUT, "outcome": Outcome.SUCCESSFUL}, True),
        ({"kind": ActivityKind.SMS, "direction": Direction.IN}, True),
        ({"kind": ActivityKind.LETTER}, True),
    ],
)
def test_only_what_reached_the_client_is_a_contact(store, friends, values, counts):
    ona = client(store)
    held(store, ona, 60)
    held(store, ona, 5, **values)
    assert names(store) == ([] if counts else ["Ona"])


def test_the_strictest_group_counts_and_what_was_said_of_the_client_alone_before_it(store, friends):
    dictionaries.add(store, Dictionary.GROUP, "Partners", longest_silence_days=10)
    dictionaries.add(store, Dictionary.GROUP, "All")
    ona = client(store, groups=("Friends", "Partners", "All"))
    held(store, ona, 12)
    assert [(each.group, each.allowed_days) for each in silence.slipping(store, NOW, 9)] == [("Partners", 10)]
    for own, slips in ((0, []), (11, ["Ona"]), (12, []), (None, ["Ona"])):
        clients.edit(
            store,
            ona,
            ClientDraft(name="Ona", groups=("Friends", "Partners", "All"), longest_silence_days=own),
        )
        assert names(store) == slips
    clients.edit(store, ona, ClientDraft(name="Ona", groups=(), longest_silence_days=11))
    assert [(each.group, each.allowed_days) for each in silence.slipping(store, NOW, 9)] == [("", 11)]


def test_other_days_of_a_group_are_other_days_of_its_members_also_when_taken_back(store, friends):
    ona = client(store)
    held(store, ona, 20)
    assert names(store) == []
    dictionaries.set_silence(store, friends, ideal=None, longest=15)
    assert names(store) == ["Ona"]
    undo(store)
    assert names(store) == []
    dictionaries.set_silence(store, friends, ideal=None, longest=15)
    dictionaries.delete(store, Dictionary.GROUP, friends, clear=True)
    assert names(store) == []


def test_soon_is_beyond_the_ideal_and_not_yet_beyond_the_longest(store, friends):
    dictionaries.set_silence(store, friends, ideal=10, longest=30)
    for days in (9, 11, 40):
        held(store, client(store, f"{days}"), days)
    assert [each.name for each in silence.soon(store, NOW, 9)] == ["11"]
    assert silence.soon_count(store, NOW) == 1
    assert names(store) == ["40"]


def test_the_longest_beyond_come_first_by_pages(store, friends):
    for days in (50, 90, 70):
        held(store, client(store, f"{days}"), days)
    assert [each.name for each in silence.slipping(store, NOW, 2)] == ["90", "70"]
    assert [each.name for each in silence.slipping(store, NOW, 2, 2)] == ["50"]


def test_who_has_a_contact_today_or_later_is_not_slipping(store, friends):
    ona = client(store)
    held(store, ona, 60)
    late = planned(store, ona, "2026-11-19T08:00:00Z")
    assert names(store) == ["Ona"]
    today = planned(store, ona, "2026-11-20T06:00:00Z")
    assert names(store) == []
    activities.delete(store, today)
    assert names(store) == ["Ona"]
    all_day = planned(store, ona, "2026-11-20", all_day=True)
    assert names(store) == []
    activities.delete(store, all_day)
    activities.delete(store, late)
    planned(store, ona, "2026-11-25T06:00:00Z")
    assert names(store) == []


def test_taking_part_in_a_contact_ahead_counts_too(store, friends):
    ona, rasa = client(store), client(store, "Rasa", groups=())
    held(store, ona, 60)
    planned(store, ona, "2026-11-19T08:00:00Z")
    planned(store, rasa, "2026-11-25T08:00:00Z", further=(rasa, ona))
    assert names(store) == []


@pytest.mark.parametrize(
    ("rule", "slips"),
    [("RRULE:FREQ=WEEKLY", []), ("RRULE:FREQ=WEEKLY;COUNT=2", ["Ona"])],
)
def test_a_series_that_goes_on_is_a_contact_ahead(store, friends, rule, slips):
    ona = client(store)
    held(store, ona, 60)
    planned(store, ona, "2026-10-01T08:00:00Z", rule=rule, zone="Europe/Vilnius")
    assert names(store) == slips


def test_a_series_nobody_understands_is_no_contact_ahead(store, friends):
    ona = client(store)
    held(store, ona, 60)
    series = planned(store, ona, "2026-10-01T08:00:00Z", rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius")
    with store.change(Op.EDIT_ACTIVITY) as change:
        change.execute("UPDATE activity SET rule = 'RRULE:FREQ=FORTNIGHTLY' WHERE id = ?", (series,))
    assert names(store) == ["Ona"]


@pytest.fixture
def rose(store, friends):
    """A company of the group that was last spoken to too long ago; its director belongs to no group."""
    rose = client(store, "UAB Rožė", kind=ClientKind.COMPANY)
    held(store, rose, 60)
    ona = client(store, groups=(), employments=(EmploymentDraft(rose),))
    assert names(store) == ["UAB Rožė"]
    return rose, ona


def test_a_contact_with_one_of_its_people_ends_the_silence_of_a_company(store, rose, clock):
    company, ona = rose
    clock.at = NOW
    before = store.read("SELECT changed_at FROM client_list WHERE client_id = ?", (company,))
    call = held(store, ona, 5)
    assert names(store) == []
    assert store.read("SELECT changed_at FROM client_list WHERE client_id = ?", (company,)) == before
    activities.delete(store, call)
    assert names(store) == ["UAB Rožė"]
    held(store, ona, 5, outcome=Outcome.NO_ANSWER)
    assert names(store) == ["UAB Rožė"]
    undo(store)
    held(store, client(store, "Rasa", groups=()), 40, further=(ona,))
    (row,) = silence.slipping(store, NOW, 9)
    assert (row.name, row.since_days) == ("UAB Rožė", 40)


def test_a_contact_with_a_company_is_none_with_its_people(store, rose):
    company, ona = rose
    held(store, company, 5)
    clients.edit(
        store, ona, ClientDraft(name="Ona", groups=("Friends",), employments=(EmploymentDraft(company),))
    )
    assert names(store) == ["Ona"]


def test_who_left_or_lies_in_the_bin_speaks_for_no_company(store, rose):
    _, ona = rose
    held(store, ona, 5)
    clients.delete(store, [ona])
    assert names(store) == ["UAB Rožė"]
    clients.restore(store, [ona])
    assert names(store) == []
    clients.edit(store, ona, ClientDraft(name="Ona"))
    assert names(store) == ["UAB Rožė"]
    undo(store)
    assert names(store) == []


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=WEEKLY"])
def test_a_contact_ahead_with_one_of_its_people_is_one_with_the_company(store, rose, own, rule):
    _, ona = rose
    planned(store, ona, "2026-11-19T08:00:00Z")
    assert names(store) == ["UAB Rožė"]
    first, further = (ona, ()) if own else (client(store, "Rasa", groups=()), (ona,))
    zone = "Europe/Vilnius" if rule else ""
    planned(store, first, "2026-11-25T08:00:00Z", further=further, rule=rule, zone=zone)
    with store.change(Op.EDIT_CLIENT) as change:  # whose employer nobody knows
        child(change, "employment", person_id=first)
    assert names(store) == []
    clients.delete(store, [ona])
    assert names(store) == ["UAB Rožė"]


def test_neither_the_bin_nor_who_wishes_no_contact(store, friends):
    ona, rasa = client(store), client(store, "Rasa", do_not_contact=True)
    for each in (ona, rasa):
        held(store, each, 60)
    assert names(store) == ["Ona"]
    clients.delete(store, [ona])
    assert names(store) == []
    clients.restore(store, [ona])
    assert names(store) == ["Ona"]


def test_the_slipping_since_an_instant(store, friends):
    ona, rasa = client(store), client(store, "Rasa")
    held(store, ona, 60)
    held(store, rasa, 35)
    since = (NOW - timedelta(days=10)).isoformat()
    assert silence.slipping_since(store, NOW, since) == [(rasa, "2026-11-15T10:00:00.000Z", None)]


def test_an_all_day_contact_counts_by_its_day(store, friends):
    ona = client(store)
    activities.add(store, ActivityDraft(ona, held_at="2026-10-20", all_day=True))
    assert names(store) == ["Ona"]
    (row,) = silence.slipping(store, NOW, 1)
    assert (row.since_days, row.last_contact) == (31, "2026-10-20")


def test_the_query_walks_an_index(store, friends):
    plans: list[str] = []
    read = store.read

    def explained(sql, params=()):
        if "client_list l CROSS JOIN client c" in sql or "COUNT(*) FROM client_list" in sql:
            plans.extend(row[3] for row in read(f"EXPLAIN QUERY PLAN {sql}", params))
        return read(sql, params)

    store.read = explained
    silence.slipping(store, NOW, 20)
    silence.slipping_count(store, NOW)
    assert any("client_list_slips" in step for step in plans), plans
    assert not [step for step in plans if step.startswith("SCAN") and "CORRELATED" not in step], plans
    # What is sorted are the groups of one client.
    ordering = [step for step in plans if "ORDER BY" in step]
    assert ordering == ["USE TEMP B-TREE FOR ORDER BY"] * 3, plans
