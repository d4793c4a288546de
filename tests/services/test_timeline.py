from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.kinds import ActivityKind, ClientKind, Direction, Outcome
from crm_desktop.services import activities, clients, timeline
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, EmploymentDraft


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def held(store, client, at, **values):
    return activities.add(store, ActivityDraft(client, held_at=at, **values))


def texts(entries):
    return [entry.wanted for entry in entries]


def test_an_entry_says_everything(store, client):
    me = store.read("SELECT id FROM colleague")[0][0]
    activity = activities.add(
        store,
        ActivityDraft(
            client,
            ActivityKind.MEETING,
            Direction.IN,
            "2026-11-20T10:00:00.000Z",
            "2026-11-20T10:05:00.000Z",
            minutes=5,
            place="Vilnius",
            wanted="w",
            offered="o",
            result="r",
            outcome=Outcome.FAILED,
            responsible_id=me,
        ),
    )
    (entry,) = timeline.page(store, client)
    assert entry == timeline.TimelineEntry(
        activity, client, ActivityKind.MEETING, Direction.IN, "2026-11-20T10:05:00.000Z", "2026-11-20T10:00:00.000Z",
        "2026-11-20T10:05:00.000Z", False, 5, "Vilnius", "w", "o", "r", Outcome.FAILED, me, "Ona", "", False, 0,
        ("2026-11-20T10:05:00.000Z", 1),
    )  # fmt: skip


def test_the_newest_come_first_what_is_planned_before_all(store, client):
    held(store, client, "2026-11-19T10:00:00Z", wanted="old")
    activities.add(store, ActivityDraft(client, planned_at="2026-12-01", all_day=True, wanted="planned"))
    held(store, client, "2026-11-20T09:00:00Z", wanted="new")
    gone = held(store, client, "2026-11-20T09:30:00Z", wanted="gone")
    activities.delete(store, gone)
    assert texts(timeline.page(store, client)) == ["planned", "new", "old"]
    assert timeline.count(store, client) == 3


def test_kinds_and_words_narrow(store, client):
    held(store, client, "2026-11-19T10:00:00Z", wanted="Žalios vazos", kind=ActivityKind.VISIT)
    held(store, client, "2026-11-20T10:00:00Z", wanted="vazos", result="rytoj")
    held(store, client, "2026-11-21T10:00:00Z", kind=ActivityKind.CHAT, place="Ёлкино")
    assert texts(timeline.page(store, client, kinds=[ActivityKind.VISIT])) == ["Žalios vazos"]
    assert texts(timeline.page(store, client, text="ZALIOS vaz")) == ["Žalios vazos"]
    assert texts(timeline.page(store, client, text="vazos rytoj")) == ["vazos"]
    assert len(timeline.page(store, client, text="елкино")) == 1
    assert timeline.page(store, client, text="rožės") == []
    both = timeline.page(store, client, kinds=[ActivityKind.CALL, ActivityKind.VISIT], text="vazos")
    assert texts(both) == ["vazos", "Žalios vazos"]


def test_held_and_planned_apart(store, client):
    held(store, client, "2026-11-19T10:00:00Z", wanted="held")
    activities.add(store, ActivityDraft(client, planned_at="2026-12-01", all_day=True, wanted="planned"))
    assert texts(timeline.page(store, client, held=True)) == ["held"]
    assert texts(timeline.page(store, client, held=False)) == ["planned"]


def test_a_company_shows_its_peoples_entries_marked(store):
    shop = clients.add(store, ClientDraft(ClientKind.COMPANY, name="UAB Gėlės"))
    job = (EmploymentDraft(shop), EmploymentDraft(shop, job_title="also cook"))
    ona = clients.add(store, ClientDraft(name="Ona", employments=job))
    left = clients.add(store, ClientDraft(name="Jonas", employments=(EmploymentDraft(shop),)))
    held(store, ona, "2026-11-19T10:00:00Z", wanted="hers")
    held(store, shop, "2026-11-18T10:00:00Z", wanted="its own")
    held(store, left, "2026-11-17T10:00:00Z", wanted="his")
    clients.delete(store, [left])
    assert [(entry.wanted, entry.of_person, entry.client_id) for entry in timeline.page(store, shop)] == [
        ("hers", "Ona", ona),
        ("its own", "", shop),
    ]
    assert timeline.count(store, shop) == 2
    assert texts(timeline.page(store, ona)) == ["hers"]
    assert timeline.page(store, shop, text="ona")[0].wanted == "hers"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    minutes=st.lists(st.integers(0, 5), max_size=12),
    limit=st.integers(1, 5),
    text=st.sampled_from(["", "odd"]),
)
def test_pages_together_are_the_whole(store, minutes, limit, text):
    client = clients.add(store, ClientDraft(name="A"))
    for place, minute in enumerate(minutes):
        word = "odd" if place % 2 else "even"
        held(store, client, f"2026-11-20T10:0{minute}:00Z", wanted=f"{word} {place}")
    whole = timeline.page(store, client, text=text, limit=1000)
    pages, before = [], None
    while True:
        page = timeline.page(store, client, text=text, limit=limit, before=before)
        pages += page
        if len(page) < limit:
            break
        before = page[-1].cursor
    assert pages == whole
    assert [entry.cursor for entry in whole] == sorted((entry.cursor for entry in whole), reverse=True)
    assert len(whole) == sum(1 for place in range(len(minutes)) if place % 2 or not text)


def test_a_long_history_is_searched_to_its_end(store, client):
    with store.change("add_activity") as change:
        change.executemany(
            "INSERT INTO activity(id, client_id, kind, held_at, wanted) VALUES (?, ?, 'note', ?, ?)",
            (
                (
                    place.to_bytes(16, "big"),
                    client,
                    f"2020-01-01T00:{place // 60:02}:{place % 60:02}.000Z",
                    f"w{place}",
                )
                for place in range(500)
            ),
        )
    assert texts(timeline.page(store, client, text="w7", limit=5)) == ["w79", "w78", "w77", "w76", "w75"]
    assert texts(timeline.page(store, client, text="w0")) == ["w0"]


def test_only_what_took_place_or_only_what_is_planned(store, client):
    held(store, client, "2026-11-01T10:00:00.000Z", wanted="held")
    activities.add(store, ActivityDraft(client, planned_at="2026-11-25T10:00:00.000Z", wanted="planned"))
    assert texts(timeline.page(store, client, held=True)) == ["held"]
    assert texts(timeline.page(store, client, held=False)) == ["planned"]
    assert texts(timeline.page(store, client)) == ["planned", "held"]
