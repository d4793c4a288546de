"""A line typed into the calendar is parted into time, length, kind, whom and what, in three languages."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import ClientEmpty, ValueRefused
from crm_desktop.kinds import ActivityKind, PointKind
from crm_desktop.services import activities, clients, operations
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, EmploymentDraft, PointDraft
from crm_desktop.services.quick_entry import add_with_client, candidates, named, read_line

NOW = datetime(2026, 11, 22, 10).astimezone()
WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day", "at", "minutes", "kind", "words"),
    [
        ("15:30 meeting Ivanov", WEDNESDAY, time(15, 30), None, "meeting", "Ivanov"),
        ("завтра 11 звонок Иванову про вазы", date(2026, 11, 23), time(11), None, "call", "Иванову про вазы"),
        ("pn 9:00 susitikimas Petraitienė", date(2026, 11, 27), time(9), None, "meeting", "Petraitienė"),
        ("an 9:00 susitikimas Petraitienė", date(2026, 11, 24), time(9), None, "meeting", "Petraitienė"),
        ("call an Ivanov", WEDNESDAY, None, None, "call", "an Ivanov"),
        ("15:30-16:15 visit Smith about roof", WEDNESDAY, time(15, 30), 45, "visit", "Smith about roof"),
        ("call Hansen 1h 10:00", WEDNESDAY, time(10), 60, "call", "Hansen"),
        ("meeting Ivanov", WEDNESDAY, None, None, "meeting", "Ivanov"),
        (
            "fri 12.30 lunch with S. Ivanov",
            date(2026, 11, 27),
            time(12, 30),
            None,
            None,
            "lunch with S. Ivanov",
        ),
        ("в 15 встреча с Петровой", WEDNESDAY, time(15), None, "meeting", "с Петровой"),
        ("10:00 45 min call 3 vases", WEDNESDAY, time(10), 45, "call", "3 vases"),
        ("30 dec meeting", date(2026, 12, 30), None, None, "meeting", ""),
        ("tomorrow 45 min call Ona", date(2026, 11, 23), None, 45, "call", "Ona"),
        ("tomorrow 15 min call Ona", date(2026, 11, 23), None, 15, "call", "Ona"),
        ("tomorrow 99 vases", date(2026, 11, 23), None, None, None, "99 vases"),
        ("gruodžio 15 d. 14:00 vizitas", date(2026, 12, 15), time(14), None, "visit", ""),
        ("meeting May Brown 10:00", WEDNESDAY, time(10), None, "meeting", "May Brown"),
        ("mon 9-10", date(2026, 11, 23), time(9), 60, None, ""),
        ("пн 9-10 Иванов", date(2026, 11, 23), time(9), 60, None, "Иванов"),
        ("pirm 9-10 Ona", date(2026, 11, 23), time(9), 60, None, "Ona"),
        ("пн с 9-10", date(2026, 11, 23), time(9), 60, None, ""),
        ("9-10 call Petrov", WEDNESDAY, time(9), 60, "call", "Petrov"),
        ("call 9 - 10 Ona", WEDNESDAY, time(9), 60, "call", "Ona"),
        ("9.30–11 звонок завтра Ивану", date(2026, 11, 23), time(9, 30), 90, "call", "Ивану"),
        ("tomorrow 14-15:30", date(2026, 11, 23), time(14), 90, None, ""),
        ("susitikimas 14-15 pirm Ona", date(2026, 11, 23), time(14), 60, "meeting", "Ona"),
        ("24.12 9-10 tree", date(2026, 12, 24), time(9), 60, None, "tree"),
        ("mon 9-10 vases 2-3", date(2026, 11, 23), time(9), 60, None, "vases 2-3"),
        ("2-3 vases", WEDNESDAY, None, None, None, "2-3 vases"),
        ("room 9-10", WEDNESDAY, None, None, None, "room 9-10"),
        ("9-10", WEDNESDAY, None, None, None, "9-10"),
        ("9 - 10 vases", WEDNESDAY, None, None, None, "9 - 10 vases"),
        ("10:00 2-3 vases", WEDNESDAY, time(10), None, None, "2-3 vases"),
        ("10:00 call 9-11 vases", WEDNESDAY, time(10), None, "call", "9-11 vases"),
        ("tomorrow 2-3 vases", date(2026, 11, 23), None, None, None, "2-3 vases"),
        ("call 2-3 clients", WEDNESDAY, None, None, "call", "2-3 clients"),
        ("24-11 roses", date(2027, 11, 24), None, None, None, "roses"),
        ("talk to Ona", WEDNESDAY, None, None, None, "talk to Ona"),
        ("", WEDNESDAY, None, None, None, ""),
    ],
)
def test_what_a_line_says(text, day, at, minutes, kind, words):
    typed = read_line(text, NOW, WEDNESDAY)
    assert (typed.day, typed.at, typed.minutes) == (day, at, minutes)
    assert typed.kind == (ActivityKind(kind) if kind else None)
    assert " ".join(typed.words) == words


_THINGS = st.sampled_from("vases room Ivanov стулья Žemaitė roof ваз kėdės about paint".split())
_BARE = st.builds(
    lambda first, more, dash: f"{first}{dash}{min(first + more, 24)}",
    st.integers(0, 23),
    st.integers(1, 24),
    st.sampled_from(["-", "\N{EN DASH}"]),
)


@given(st.lists(_THINGS | _BARE, max_size=6))
def test_what_no_day_and_no_kind_stands_beside_stays_in_the_text(words):
    typed = read_line(" ".join(words), NOW, WEDNESDAY)
    assert (typed.day, typed.at, typed.minutes) == (WEDNESDAY, None, None)
    assert list(typed.words) == words


@given(st.lists(_THINGS, max_size=3), st.integers(6, 23), st.integers(1, 5), st.lists(_THINGS, max_size=3))
def test_hours_beside_a_kind_or_a_day_are_taken_and_nothing_else_is(before, hour, hours, behind):
    last = min(hour + hours, 24)
    for beside, day in (("call", WEDNESDAY), ("пн", date(2026, 11, 23)), ("rytoj", date(2026, 11, 23))):
        typed = read_line(" ".join([*before, beside, f"{hour}-{last}", *behind]), NOW, WEDNESDAY)
        assert (typed.day, typed.at, typed.minutes) == (day, time(hour), (last - hour) * 60)
        assert list(typed.words) == [*before, *behind]


def test_the_time_as_drafts_keep_it():
    assert read_line("meeting", NOW, WEDNESDAY).stored == "2026-11-25"
    assert read_line("15:30", NOW, WEDNESDAY).stored == "2026-11-25T13:30:00.000Z"


@given(st.text(max_size=60))
def test_no_text_is_too_much_for_it(text):
    typed = read_line(text, NOW, WEDNESDAY)
    assert len(typed.words) <= len(text.split())


@pytest.fixture
def people(store):
    return {
        name: clients.add(store, ClientDraft(name=name))
        for name in ("Иванов Иван", "Irena Petraitienė", "John Smith", "May Brown")
    }


@pytest.mark.parametrize(
    ("text", "name", "about"),
    [
        ("Ivanov", "Иванов Иван", ""),
        ("с Иваном Ивановым про вазы", "Иванов Иван", "Вазы"),
        ("Petraitiene dėl gėlių", "Irena Petraitienė", "Gėlių"),
        ("Smith new roof", "John Smith", "New roof"),
        ("with May Brown about tea and cake", "May Brown", "Tea and cake"),
    ],
)
def test_whom_the_words_name(store, people, text, name, about):
    found = named(store, text.split())
    assert found.clients[0] == people[name]
    assert found.about == about


def test_nobody_is_called_so(store, people):
    found = named(store, ["Xqzqx", "about", "vases"])
    assert (found.clients, found.name, found.about) == ((), "Xqzqx", "Vases")
    assert named(store, []).clients == ()


def test_candidates_are_told_apart_by_company_phone_or_city(store):
    def client(name, **values):
        return clients.add(store, ClientDraft(name=name, **values))

    at_work = client("Ona Žemaitė", employments=(EmploymentDraft(company_name="Ramunė"),))
    by_phone = client("Ona Žemaitė", points=(PointDraft(PointKind.PHONE, "+370 612 34567"),))
    by_city = client("Ona Žemaitė", points=(PointDraft(PointKind.ADDRESS, city="Kaunas"),))
    bare = client("Ona Žemaitė")
    found = candidates(store, [bare, by_city, b"x" * 16, by_phone, at_work])
    assert [each.id for each in found] == [bare, by_city, by_phone, at_work]
    assert [each.beside for each in found] == ["", "Kaunas", "+370 612 34567", "Ramunė"]
    assert candidates(store, []) == []


def test_a_contact_and_its_client_are_one_operation(store):
    draft = ActivityDraft(kind=ActivityKind.MEETING, planned_at="2026-11-23T13:30:00.000Z", wanted="Roses")
    made = add_with_client(store, draft, "Rasa Naujokaitė")
    client_id = activities.draft_of(store, made).client_id
    assert clients.draft_of(store, client_id or b"").name == "Rasa Naujokaitė"
    operations.undo(store, operations.can_undo(store).seq)
    assert store.read("SELECT COUNT(*) FROM activity WHERE deleted = 0") == [(0,)]
    assert store.read("SELECT COUNT(*) FROM client WHERE deleted = 0") == [(0,)]


def test_neither_is_there_where_one_is_refused(store):
    with pytest.raises(ClientEmpty):
        add_with_client(store, ActivityDraft(planned_at="2026-11-23", all_day=True), " ")
    with pytest.raises(ValueRefused):
        add_with_client(store, ActivityDraft(planned_at="never"), "Rasa")
    assert store.read("SELECT COUNT(*) FROM client") == [(0,)]
