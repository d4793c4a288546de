from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.kinds import ActivityKind, ClientKind, Outcome
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.finding.diary import DiaryAnswer, ask
from crm_desktop.services.finding.diary_question import Period

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
PAST, LATELY, SOON = "2026-10-05T09:00:00.000Z", "2026-11-12T09:00:00.000Z", "2026-12-03T09:00:00.000Z"


@pytest.fixture
def sergej(store):
    return clients.add(store, ClientDraft(name="Sergej Ivanov", family="Ivanov", given="Sergej"))


def meet(store, client, kind=ActivityKind.MEETING, **more):
    return activities.add(store, ActivityDraft(client, kind, **more))


@pytest.fixture
def diary(store, sergej):
    """Two meetings held, one planned, and a call."""
    meet(store, sergej, held_at=PAST, outcome=Outcome.FAILED)
    meet(store, sergej, held_at=LATELY, outcome=Outcome.SUCCESSFUL, result="sutarta")
    meet(store, sergej, planned_at=SOON, wanted="sutartis")
    meet(store, sergej, ActivityKind.CALL, held_at=LATELY, outcome=Outcome.NO_ANSWER)
    return sergej


def answer(store, text, now, limit=8, **how):
    found = ask(store, text, now, limit, **how)
    return [] if found is None else list(found.hits)


def count_planned(store, text, now):
    found = ask(store, text, now)
    return None if found is None else found.count


def days(hits):
    return [hit.at[:10] for hit in hits]


def test_the_day_of_the_meeting_with_s_ivanov(store, diary):
    hits = answer(store, "on which day was the meeting with S. Ivanov?", NOW)
    assert days(hits) == ["2026-12-03", "2026-11-12", "2026-10-05"]
    assert [(hit.held, hit.outcome, hit.text) for hit in hits] == [
        (False, Outcome.NONE, "sutartis"), (True, Outcome.SUCCESSFUL, "sutarta"), (True, Outcome.FAILED, ""),
    ]  # fmt: skip
    assert (hits[0].client, hits[0].client_id, hits[0].kind) == ("Sergej Ivanov", diary, ActivityKind.MEETING)


@pytest.mark.parametrize(
    "text",
    [
        "when did I meet Ivanov", "когда встреча с С. Ивановым", "когда я встречался с Ивановым",
        "kada susitikau su S. Ivanovu", "kada susitikau su Ivanovu", "meeting ivanov", "встреча Иванов",
        "rjulf dcnhtxf c Bdfyjdsv", "meetings with Ivnaov", "Sergej meeting",
    ],
)  # fmt: skip
def test_however_it_is_asked(store, diary, text):
    assert len(answer(store, text, NOW, wait=True)) == 3


def test_in_either_script_and_in_any_case(store, diary):
    olga = clients.add(store, ClientDraft(name="Ольга Иванова", family="Иванова", given="Ольга"))
    meet(store, olga, held_at=LATELY)
    for text in ("когда встреча с Ивановой", "meetings with Ivanov", "kada susitikau su Ivanova"):
        assert {hit.client for hit in answer(store, text, NOW)} >= {"Ольга Иванова"}
    assert [hit.client for hit in answer(store, "когда встреча с Ольгой", NOW)] == ["Ольга Иванова"]


def test_all_kinds_where_none_is_named(store, diary):
    assert len(answer(store, "when was Ivanov", NOW)) == 4
    assert [hit.kind for hit in answer(store, "calls with Ivanov", NOW)] == [ActivityKind.CALL]


def test_only_what_is_ahead_or_in_the_days_named(store, diary):
    meet(store, diary, planned_at="2026-12-24", all_day=True)
    meet(store, diary, planned_at=PAST)  # long overdue
    assert days(answer(store, "next meeting with Ivanov", NOW)) == ["2026-12-03", "2026-12-24"]
    assert days(answer(store, "when did I meet Ivanov last week", NOW)) == ["2026-11-12"]
    assert days(answer(store, "meeting with Ivanov in october", NOW)) == []
    assert days(answer(store, "when was the meeting with Ivanov in october", NOW)) == ["2026-10-05"] * 2


def test_as_many_as_there_is_room_for(store, diary):
    assert days(answer(store, "meetings with Ivanov", NOW, 2)) == ["2026-12-03", "2026-11-12"]


def test_an_occurrence_of_a_series_comes_with_its_moment(store, sergej):
    series = meet(store, sergej, planned_at=SOON, rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius")
    over = meet(store, sergej, planned_at=PAST, rule="RRULE:FREQ=DAILY;COUNT=1", zone="Europe/Vilnius")
    (hit,) = answer(store, "meeting with Ivanov", NOW)
    assert (hit.id, hit.occurrence, hit.at, hit.held) == (series, SOON, SOON, False)
    activities.hold(store, over, Outcome.SUCCESSFUL)
    assert len(answer(store, "meeting with Ivanov", NOW)) == 2


def test_who_takes_part_is_found_and_named(store, sergej):
    other = clients.add(store, ClientDraft(name="Ona"))
    meet(store, other, held_at=PAST, further=(sergej,))
    (hit,) = answer(store, "when did I meet Ivanov", NOW)
    assert (hit.client, hit.client_id) == ("Sergej Ivanov", sergej)


def test_a_name_is_no_question(store, diary):
    clients.add(store, ClientDraft(kind=ClientKind.COMPANY, name="Call Center Ivanov"))
    assert answer(store, "Call Ivanov", NOW) == []
    assert answer(store, "Ivanov", NOW) == []
    assert answer(store, "when did I meet Petrauskas", NOW, wait=True) == []
    assert answer(store, "how many meetings next month", NOW) == []


def test_deleted_contacts_and_clients_answer_nothing(store, sergej):
    activities.delete(store, meet(store, sergej, held_at=PAST))
    assert answer(store, "meeting with Ivanov", NOW) == []
    meet(store, sergej, held_at=PAST)
    clients.delete(store, [sergej])
    assert answer(store, "meeting with Ivanov", NOW, wait=True) == []


def test_how_many_meetings_are_planned_for_next_month(store, diary):
    meet(store, diary, planned_at="2026-12-01T09:00:00.000Z", rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius")
    meet(store, diary, ActivityKind.CALL, planned_at=SOON)
    december = Period(date(2026, 12, 1), date(2026, 12, 31))
    for text in (
        "how many meetings are planned for next month?",
        "сколько встреч запланировано на следующий месяц",
        "kiek susitikimų suplanuota kitam mėnesiui",
    ):
        found = count_planned(store, text, NOW)
        assert found is not None
        assert (found.kinds, found.period, found.planned, found.held) == (
            (ActivityKind.MEETING,), december, 6, 0,
        )  # fmt: skip
    contacts = count_planned(store, "how many contacts next month", NOW)
    assert contacts is not None
    assert contacts.planned == 7


def test_what_was_held_is_counted_and_what_was_cancelled_is_not(store, diary):
    meet(store, diary, planned_at=LATELY, held_at=LATELY, outcome=Outcome.CANCELLED)
    found = count_planned(store, "how many meetings were last week", NOW)
    assert found is not None
    assert (found.planned, found.held) == (0, 1)


def test_days_and_times_count_by_the_clock_of_here(store, sergej):
    for at in ("2026-11-30T21:59:00.000Z", "2026-11-30T22:00:00.000Z", "2026-12-31T21:59:00.000Z"):
        meet(store, sergej, planned_at=at)
    for day in ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01"):
        meet(store, sergej, planned_at=day, all_day=True)
    meet(store, sergej, planned_at="2026-12-30", all_day=True, rule="RRULE:FREQ=DAILY")
    found = count_planned(store, "how many meetings in december", NOW)
    assert found is not None
    assert found.planned == 2 + 2 + 2
    clients.delete(store, [sergej])
    found = count_planned(store, "how many meetings in december", NOW)
    assert found is not None
    assert found.planned == 0
    last = count_planned(store, "how many meetings in december 9999", NOW)
    assert last is not None
    assert last.planned == 0


def test_above_a_bound_it_is_more_than_that(store, diary, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.finding.diary.MOST_COUNTED", 1)
    found = count_planned(store, "how many contacts this year", NOW)
    assert found is not None
    assert found.held == 2


def test_what_counts_nothing(store, diary):
    for text in ("Ivanov", "how many meetings with Ivanov next month", "how many meetings"):
        assert count_planned(store, text, NOW) is None


def test_whom_the_list_is_to_show(store, diary):
    for text, whom in (
        ("when did I meet S. Ivanov", "s ivanov"),
        ("когда встреча с Ивановым", "иванов"),
        ("meeting with Petrauskas", ""),
    ):
        found = ask(store, text, NOW)
        assert found is not None
        assert found.whom == whom
    assert ask(store, "meeting with Petrauskas", NOW) == DiaryAnswer()
    assert ask(store, "Sergej Ivanov", NOW) is None


@given(text=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(store, text):
    for question in (text, f"meeting with {text}", f"когда встреча с {text}"):
        assert answer(store, question, NOW) == []
        count_planned(store, question, NOW)
