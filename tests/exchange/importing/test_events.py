"""Calendars brought into a base: what becomes of each event, and what a second import does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.errors import NothingToImport
from crm_desktop.exchange.exporting.activities import export_calendar
from crm_desktop.exchange.importing.comparison import compare
from crm_desktop.exchange.importing.event_people import stem
from crm_desktop.exchange.importing.event_plan import KNOWN_IDS
from crm_desktop.exchange.importing.plan import Choice, given_meaning, plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Action, Verdict
from crm_desktop.kinds import ActivityKind, ClientKind, Outcome, PointKind
from crm_desktop.services import activities, clients, listing, operations, planning
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft
from tests.bases import new_base
from tests.exchange.calendars.making import ics
from tests.exchange.importing.bringing import bring, bring_as, contents, nothing, rehearsed

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class _Clock:
    at = NOW

    def now(self):
        return self.at


@pytest.fixture
def clock():
    return _Clock()


@pytest.fixture
def store(tmp_path, clock):
    base = new_base(tmp_path / "base.crm", who="Rasa", region="LT", clock=clock)
    yield base.store
    base.store.close()


def person(store, name, email="", **more):
    points = (PointDraft(PointKind.EMAIL, email),) if email else ()
    return clients.add(store, ClientDraft(name=name, points=points, **more))


def event(start="20261201T100000Z", uid="1", **more):
    lines = {"UID": uid, "DTSTART": start, **more}
    return "\n".join(
        f"{name.replace('_', '-')}:{value}" for name, value in lines.items() if value is not None
    )


COLUMNS = "kind planned_at held_at outcome wanted result client_id"


def rows(store, columns=COLUMNS, where="1"):
    return store.read(
        f"SELECT {', '.join(columns.split())} FROM activity WHERE deleted = 0 AND {where} ORDER BY rid"
    )


def verdicts(store, path):
    return [(row.verdict, row.reason, row.changes) for row in rehearsed(store, path)]


def test_what_is_past_was_held_and_what_is_ahead_is_planned(store, tmp_path):
    path = ics(
        tmp_path / "a.ics",
        event("20261119T100000Z", "1", SUMMARY="Past", DESCRIPTION="bought two"),
        event("20261201T100000Z", "2", SUMMARY="Ahead", DESCRIPTION="show vases"),
        event("20261120T093000Z", "3", DURATION="PT1H"),
        event("20261201T100000Z", "4", STATUS="CANCELLED"),
        "UID:5\nDTSTART;VALUE=DATE:20261120\nSUMMARY:Call today",
        "UID:6\nDTSTART;VALUE=DATE:20261119\nDTEND;VALUE=DATE:20261120",
        "UID:7\nDTSTART:99991231T235959Z\nDURATION:P99999W",
    )
    result = bring(store, path).json()
    assert (result["read"], result["new"], result["activities"], result["people"]) == (7, 7, 7, 0)
    at = "2026-12-01T10:00:00.000Z"
    assert rows(store) == [
        ("meeting", "2026-11-19T10:00:00.000Z", "2026-11-19T10:00:00.000Z", "", "Past", "bought two", None),
        ("meeting", at, None, "", "Ahead\nshow vases", "", None),
        ("meeting", "2026-11-20T09:30:00.000Z", None, "", "", "", None),
        ("meeting", at, at, "cancelled", "", "", None),
        ("call", "2026-11-20", None, "", "Call today", "", None),
        ("task", "2026-11-19", "2026-11-19", "", "", "", None),
        ("meeting", "9999-12-31T23:59:59.000Z", None, "", "", "", None),
    ]


def test_tasks_stay_open_until_they_are_done(store, tmp_path):
    path = tmp_path / "a.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nDUE:20250305T100000Z\nEND:VTODO\n"
        "BEGIN:VTODO\nUID:2\nDUE:20250305T100000Z\nCOMPLETED:20250306T100000Z\nEND:VTODO\n"
        "BEGIN:VTODO\nUID:3\nDUE;VALUE=DATE:20250305\nSTATUS:COMPLETED\nEND:VTODO\nEND:VCALENDAR\n"
    )
    bring(store, path)
    assert rows(store, "kind planned_at held_at") == [
        ("task", "2025-03-05T10:00:00.000Z", None),
        ("task", "2025-03-05T10:00:00.000Z", "2025-03-06T10:00:00.000Z"),
        ("task", "2025-03-05", "2026-11-20"),
    ]


def test_a_second_import_changes_nothing(store, tmp_path, clock):
    person(store, "Ona Petraitė", "ona@x.lt")
    path = ics(
        tmp_path / "a.ics",
        event("20261119T100000Z", "1", SUMMARY="Past", DESCRIPTION="x"),
        event("20261201T100000Z", "2", SUMMARY="Ahead", DESCRIPTION="y", ATTENDEE="mailto:ona@x.lt"),
        event("20261201T100000Z", None, SUMMARY="No uid"),
        event("20261201T100000Z", "3", SUMMARY="Each week", RRULE="FREQ=WEEKLY"),
        event("20261208T110000Z", "3", RECURRENCE_ID="20261208T100000Z"),
    )
    bring(store, path)
    before = contents(store)
    assert {verdict for verdict, *_ in verdicts(store, path)} == {Verdict.SAME}
    assert bring(store, path).json()["same"] == 5
    clock.at = datetime(2027, 5, 1, tzinfo=UTC)
    assert bring(store, path).json()["same"] == 5
    assert contents(store) == before
    assert listing.verify(store) == []


def test_an_import_is_taken_back_whole(store, tmp_path):
    person(store, "Ona Petraitė", "ona@x.lt")
    path = ics(tmp_path / "a.ics", event(ATTENDEE="mailto:ona@x.lt"), event("20261119T100000Z", "2"))
    bring(store, path)
    changed = ics(
        tmp_path / "b.ics",
        event("20261202T100000Z", ATTENDEE="mailto:ona@x.lt", SUMMARY="Moved"),
        event(uid="3"),
    )
    before = contents(store)
    bring(store, changed)
    assert contents(store) != before
    operations.undo(store)
    assert contents(store) == before
    operations.undo(store)
    assert rows(store) == []
    assert listing.verify(store) == []


def test_what_the_calendar_changed_is_changed_and_what_the_user_changed_stays(store, tmp_path):
    base = {"SUMMARY": "Vases", "DESCRIPTION": "blue", "LOCATION": "Vilnius"}
    bring(store, ics(tmp_path / "a.ics", event(**base)))
    ((id_,),) = store.read("SELECT id FROM activity")
    draft = activities.draft_of(store, id_)
    from dataclasses import replace

    activities.edit(store, id_, replace(draft, place="Kaunas", wanted="Vases\nred"))
    moved = ics(tmp_path / "b.ics", event("20261202T100000Z", **{**base, "LOCATION": "Klaipėda"}))
    assert verdicts(store, moved) == [(Verdict.COMPLETES, "differs", ("event.start",))]
    bring(store, moved)
    assert rows(store, "planned_at place wanted") == [("2026-12-02T10:00:00.000Z", "Kaunas", "Vases\nred")]
    assert verdicts(store, moved) == [(Verdict.SAME, "same_uid", ())]
    again = ics(tmp_path / "c.ics", event("20261202T100000Z", **{**base, "LOCATION": "Alytus"}))
    bring_as(store, Action.SKIP, again)
    assert rows(store, "place") == [("Kaunas",)]
    bring_as(store, Action.UPDATE, again)
    assert rows(store, "place wanted") == [("Alytus", "Vases\nred")]


def test_moved_and_cancelled_in_the_calendar(store, tmp_path):
    bring(store, ics(tmp_path / "a.ics", event("20261119T100000Z", "1"), event("20261201T100000Z", "2")))
    path = ics(
        tmp_path / "b.ics", event("20261205T100000Z", "1"), event("20261201T100000Z", "2", STATUS="CANCELLED")
    )
    bring(store, path)
    at = "2026-12-01T10:00:00.000Z"
    assert rows(store, "planned_at held_at outcome") == [
        ("2026-12-05T10:00:00.000Z", None, ""), (at, at, "cancelled"),
    ]  # fmt: skip
    bring(store, ics(tmp_path / "c.ics", event("20261201T100000Z", "2")))
    assert rows(store, "held_at outcome", "uid = '2'") == [(None, "")]


def test_how_it_ended_is_the_users_word(store, tmp_path):
    bring(store, ics(tmp_path / "a.ics", event("20261119T100000Z")))
    ((id_,),) = store.read("SELECT id FROM activity")
    activities.hold(store, id_, Outcome.SUCCESSFUL, result="signed")
    path = ics(tmp_path / "b.ics", event("20261119T100000Z", STATUS="CANCELLED"))
    assert verdicts(store, path) == [(Verdict.SAME, "differs", ())]
    bring(store, path)
    assert rows(store, "outcome result") == [("successful", "signed")]


def test_what_was_deleted_here_stays_deleted(store, tmp_path):
    path = ics(tmp_path / "a.ics", event())
    bring(store, path)
    ((id_,),) = store.read("SELECT id FROM activity")
    activities.delete(store, id_)
    assert verdicts(store, path) == [(Verdict.SAME, "in_bin", ())]
    bring(store, path)
    assert rows(store) == []
    bring_as(store, Action.NEW, path)
    assert len(rows(store)) == 1


def test_one_event_twice_in_a_file_comes_once(store, tmp_path):
    path = tmp_path / "a.ics"
    ics(path, event())
    other = ics(tmp_path / "b.ics", event())
    result = bring(store, path, other).json()
    assert (result["new"], result["duplicates"]) == (1, 1)


def test_series_and_their_occurrences(store, tmp_path):
    path = ics(
        tmp_path / "a.ics",
        event("20261210T110000Z", "1", RECURRENCE_ID="20261208T100000Z", SUMMARY="moved"),
        event("20261201T100000Z", "1", RRULE="FREQ=WEEKLY", SUMMARY="weekly"),
        event("20260105T100000Z", "2", RRULE="FREQ=DAILY;COUNT=3"),
        event("20260105T100000Z", "3", RRULE="FREQ=SECONDLY"),
    )
    found = rehearsed(store, path)
    assert [(row.verdict, row.reason, row.look) for row in found] == [
        (Verdict.NEW, "", False), (Verdict.NEW, "", False), (Verdict.NEW, "", False), (Verdict.NEW, "bad_rule", True),
    ]  # fmt: skip
    bring(store, path)
    assert rows(store, "rule planned_at held_at occurrence_at") == [
        ("RRULE:FREQ=WEEKLY", "2026-12-01T10:00:00.000Z", None, None),
        ("RRULE:FREQ=DAILY;COUNT=3", "2026-01-05T10:00:00.000Z", "2026-01-07T10:00:00.000Z", None),
        ("", "2026-12-10T11:00:00.000Z", None, "2026-12-08T10:00:00.000Z"),
        ("", "2026-01-05T10:00:00.000Z", "2026-01-05T10:00:00.000Z", None),
    ]
    assert store.read(
        "SELECT m.wanted FROM activity o JOIN activity m ON m.id = o.series_id WHERE o.wanted = 'moved'"
    ) == [("weekly",)]
    later = ics(tmp_path / "b.ics", event("20261216T100000Z", "1", RECURRENCE_ID="20261215T100000Z"))
    bring(store, later)
    assert store.read("SELECT COUNT(*) FROM activity WHERE series_id IS NOT NULL") == [(2,)]


def test_a_known_event_is_found_by_indexes_alone(store):
    plan = store.read(f"EXPLAIN QUERY PLAN {KNOWN_IDS}", ("1", None, b""))
    assert [line for *_, line in plan if "SCAN activity" in line] == []


# --------------------------------------------------------------------------------------------------------------- people


def found_clients(store, tmp_path, *events):
    return [row.record.clients for row in rehearsed(store, ics(tmp_path / "p.ics", *events))]


def test_attendees_are_found_by_their_e_mail(store, tmp_path):
    ona = person(store, "Ona Petraitė", "Ona@X.lt")
    jonas = person(store, "Jonas Jonaitis", "bendras@x.lt")
    rasa = person(store, "Rasa Rasaitė", "bendras@x.lt")
    lines = (
        "UID:1\nDTSTART:20261201T100000Z\nATTENDEE;CN=Rasa Rasaitė:mailto:bendras@x.lt\n"
        "ATTENDEE:mailto:ona@x.lt\nATTENDEE;CN=Kas Nors:mailto:kas@x.lt\nSUMMARY:Trys"
    )
    assert found_clients(store, tmp_path, lines) == [(rasa, ona)]
    shared = "UID:2\nDTSTART:20261201T100000Z\nATTENDEE:mailto:bendras@x.lt"
    assert found_clients(store, tmp_path, shared) == [()]
    bring(store, ics(tmp_path / "a.ics", lines))
    assert rows(store, "wanted client_id") == [("Trys\nKas Nors <kas@x.lt>", rasa)]
    assert store.read("SELECT client_id FROM activity_client") == [(ona,)]
    assert store.read("SELECT next_contact FROM client_list WHERE client_id = ?", (ona,)) == [
        ("2026-12-01T10:00:00.000Z",)
    ]
    assert jonas not in (rasa, ona)


def test_attendees_are_found_by_a_name_that_only_one_has(store, tmp_path):
    ona = person(store, "Ona Petraitė", family="Petraitė", given="Ona")
    company = person(store, "UAB Baltas namas") and clients.add(
        store, ClientDraft(kind=ClientKind.COMPANY, name="UAB „Žalias namas“")
    )
    for name in ("Jonas Jonaitis", "Jonas Jonaitis"):
        person(store, name)
    people = "UID:1\nDTSTART:20261201T100000Z\nATTENDEE;CN={}:mailto:kitas@x.lt"
    assert found_clients(store, tmp_path, people.format("Ona Petraitė")) == [(ona,)]
    assert found_clients(store, tmp_path, people.format("Žalias namas")) == [(company,)]
    assert found_clients(store, tmp_path, people.format("Jonas Jonaitis")) == [()]
    assert found_clients(store, tmp_path, people.format("Ona")) == [()]


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Позвонить Иванову", "Иванов Иван"),
        ("Встреча с Ивановским Петром", "Ивановский Пётр"),
        ("Susitikimas su Petraičiu", "Jonas Petraitis"),
        ("Skambinti Onai Šimkutei", "Ona Šimkutė"),
        ("Call Smith", "John Smith"),
        ("Meeting at Baltas namas about vases", "UAB Baltas namas"),
        ("Skambinti Agrofirmai", None),
        ("Call the smith", None),
        ("Susitikimas", None),
        ("", None),
    ],
)
def test_the_title_names_a_client_in_any_case(store, tmp_path, title, who):
    known = {
        name: clients.add(store, ClientDraft(name=name, family=family, given=given))
        for name, family, given in (
            ("Иванов Иван", "Иванов", "Иван"), ("Ивановский Пётр", "Ивановский", "Пётр"),
            ("Jonas Petraitis", "Petraitis", "Jonas"), ("Ona Šimkutė", "Šimkutė", "Ona"),
            ("John Smith", "Smith", "John"),
            ("Li Bo", "Bo", "Li"),
        )
    }  # fmt: skip
    known["UAB Baltas namas"] = clients.add(
        store, ClientDraft(kind=ClientKind.COMPANY, name="UAB Baltas namas")
    )
    expected = (known[who],) if who else ()
    (row,) = rehearsed(store, ics(tmp_path / "a.ics", event(SUMMARY=title)))
    assert row.record.clients == expected
    assert row.look == bool(who)


def test_a_given_name_tells_two_of_one_family_apart(store, tmp_path):
    ona, jonas = (
        clients.add(store, ClientDraft(name=f"{given} Kazlauskas", family="Kazlauskas", given=given))
        for given in ("Petras", "Jonas")
    )
    assert found_clients(store, tmp_path, event(SUMMARY="Susitikimas su Petru Kazlausku")) == [(ona,)]
    assert found_clients(store, tmp_path, event(SUMMARY="Susitikimas su Kazlausku")) == [()]
    assert ona != jonas


def test_short_words_have_no_stem():
    assert stem("Oną") == "ona"
    assert stem("Иванову") == stem("Иванов")


def test_contacts_that_come_later_are_joined(store, tmp_path):
    path = ics(tmp_path / "a.ics", event(ATTENDEE="mailto:ona@x.lt"))
    bring(store, path)
    assert rows(store, "client_id") == [(None,)]
    ona = person(store, "Ona", "ona@x.lt")
    assert verdicts(store, path) == [(Verdict.COMPLETES, "same_uid", ("event.people",))]
    bring(store, path)
    assert rows(store, "client_id") == [(ona,)]
    jonas = person(store, "Jonas", "jonas@x.lt")
    more = ics(tmp_path / "b.ics", event(ATTENDEE="mailto:ona@x.lt\nATTENDEE:mailto:jonas@x.lt"))
    bring(store, more)
    assert store.read("SELECT client_id FROM activity_client") == [(jonas,)]
    assert listing.verify(store) == []


def test_clients_and_calendar_dropped_together(store, tmp_path):
    people = tmp_path / "a.csv"
    people.write_text("Vardas;El. paštas\nOna Petraitė;ona@x.lt\n", encoding="utf-8")
    bring(store, ics(tmp_path / "a.ics", event(ATTENDEE="mailto:ona@x.lt")), people)
    ((ona,),) = store.read("SELECT id FROM client")
    assert rows(store, "client_id") == [(ona,)]
    assert store.read("SELECT activities FROM client_list") == [(1,)]


# ------------------------------------------------------------------------------------------------------------ birthdays


def birthday(title, start="20261210", uid="b", rule="FREQ=YEARLY"):
    return f"UID:{uid}\nDTSTART;VALUE=DATE:{start}\nRRULE:{rule}\nSUMMARY:{title}"


def test_a_feed_of_birthdays_completes_clients_and_makes_new_ones(store, tmp_path):
    ona = person(store, "Ona Petraitė", family="Petraitė", given="Ona")
    path = ics(
        tmp_path / "a.ics",
        birthday("Ona Petraitė's birthday", uid="1"),
        birthday("Gimtadienis: Jonas Jonaitis", "19800517", uid="2"),
        birthday("Ona Petraitė's birthday", uid="3"),
        birthday("Ona Petraitė's anniversary", "20260601", uid="4"),
    )
    result = bring(store, path).json()
    assert (result["activities"], result["people"]) == (0, 2)
    assert store.read("SELECT name, birthday FROM client ORDER BY rid") == [
        ("Ona Petraitė", "--12-10"), ("Jonas Jonaitis", "1980-05-17"),
    ]  # fmt: skip
    assert store.read("SELECT client_id, label, date FROM named_date") == [(ona, "anniversary", "--06-01")]
    again = bring(store, path).json()
    assert (again["same"], again["new"]) == (4, 0)


def test_a_birthday_of_somebody_new_told_twice_makes_one_client(store, tmp_path):
    told = (birthday("Ona Petraitė's birthday", "19801210", uid) for uid in "12")
    path = ics(tmp_path / "a.ics", *told)
    assert [(row.verdict, row.twin) for row in rehearsed(store, path)] == [("new", None), ("duplicate", 0)]
    bring(store, path)
    assert store.read("SELECT name, birthday FROM client") == [("Ona Petraitė", "1980-12-10")]


def test_a_birthday_told_again_further_down_is_known_to_the_base(store, tmp_path, monkeypatch):
    monkeypatch.setattr("crm_desktop.exchange.importing.rehearsal._CHUNK", 1)
    person(store, "Ona Petraitė", family="Petraitė", given="Ona", birthday="1980-12-10")
    path = ics(
        tmp_path / "a.ics",
        birthday("Ona Petraitė's birthday", uid="1"),
        birthday("Ona Petraitė's birthday", uid="2"),
        birthday("Ona Petraitė's anniversary", "20260601", uid="3"),
    )
    told = rehearsed(store, path)
    assert [(row.verdict, row.twin) for row in told[:2]] == [("same", None), ("same", 0)]
    bring(store, path)
    assert store.read("SELECT name, birthday FROM client") == [("Ona Petraitė", "1980-12-10")]
    assert store.read("SELECT label, date FROM named_date") == [("anniversary", "--06-01")]


# ---------------------------------------------------------------------------------------------------------- the window


def test_a_mended_date_brings_the_event_in(store, tmp_path):
    path = ics(tmp_path / "a.ics", event("20261301T100000Z", SUMMARY="a"))
    plans = plan_file(store, path, "LT", "en")
    with Session(store, plans, "LT") as session:
        session.rehearse(nothing)
        (row,) = session.staging.page(0, 10)
        assert (row.verdict, row.reason) == (Verdict.REJECTED, "bad_start")
        with pytest.raises(NothingToImport) as caught:
            session.run(nothing)
        assert caught.value.facts["calendar"]
        session.staging.mend(0, row.row, 0, "2026-12-01 10:00")
        session.rehearse(nothing)
        session.run(nothing)
    assert rows(store, "planned_at wanted") == [("2026-12-01T08:00:00.000Z", "a")]


def test_a_column_that_is_left_out_does_not_come_in(store, tmp_path):
    path = ics(tmp_path / "a.ics", event(LOCATION="Vilnius", SUMMARY="a"))
    (plan,) = plan_file(store, path, "LT", "en")
    assert (plan.record_kind, plan.preset) == ("events", "ical")
    assert str(given_meaning(plan, 2)) == "event.title"
    assert all(column.target.field != "event.component" for column in plan.columns)
    place = next(column.header for column in plan.columns if column.target.field == "event.place")
    bring(store, path, choice=Choice(mapping={place: "ignore"}))
    assert rows(store, "place wanted") == [("", "a")]
    table = tmp_path / "a.csv"
    table.write_text("Vardas;Telefonas\nOna;861234567\n")
    assert given_meaning(plan_file(store, table, "LT", "en")[0], 0) is None


def test_the_pane_says_with_whom(store, tmp_path):
    person(store, "Ona Petraitė", "ona@x.lt")
    path = ics(tmp_path / "a.ics", event(ATTENDEE="mailto:ona@x.lt"), event(uid="2"))
    with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
        session.rehearse(nothing)
        first, second = session.staging.page(0, 10)
        (line,) = compare(store, session.staging, first, Action.AUTO).lines
        assert (line.field, line.listed) == ("event.client", "Ona Petraitė")
        assert compare(store, session.staging, second, Action.AUTO).lines == ()


def test_a_decision_for_one_event(store, tmp_path):
    path = ics(tmp_path / "a.ics", event(SUMMARY="a"))
    bring(store, path)
    with Session(store, plan_file(store, ics(path, event(SUMMARY="b")), "LT", "en"), "LT") as session:
        session.rehearse(nothing)
        session.staging.decide(0, Action.NEW)
        session.rehearse(nothing)
        session.run(nothing)
    assert rows(store, "wanted") == [("a",), ("b",)]


# ------------------------------------------------------------------------------------------------------------ both ways


def whole(store):
    """The diary, by what the user sees of it."""
    return store.read(
        "SELECT a.kind, a.direction, a.planned_at, a.held_at, a.all_day, a.minutes, a.zone, a.rule, a.occurrence_at,"
        " a.place, a.wanted, a.offered, a.result, a.outcome, a.created_at, COALESCE(c.name, ''), COALESCE(r.name, ''),"
        " (SELECT GROUP_CONCAT(o.name) FROM activity_client l JOIN client o ON o.id = l.client_id"
        " WHERE l.activity_id = a.id AND l.deleted = 0), s.wanted, a.reminders,"
        " (SELECT GROUP_CONCAT(m.from_at || m.to_at || m.at) FROM activity_move m WHERE m.activity_id = a.id"
        " AND m.deleted = 0) FROM activity a"
        " LEFT JOIN client c ON c.id = a.client_id LEFT JOIN colleague r ON r.id = a.responsible_id"
        " LEFT JOIN activity s ON s.id = a.series_id WHERE a.deleted = 0"
        " ORDER BY a.wanted, a.planned_at, a.held_at"
    )


def a_diary(store):
    me = store.read("SELECT id FROM colleague")[0][0]
    ona, jonas = person(store, "Ona Petraitė", "ona@x.lt"), person(store, "Jonas")
    add = activities.add
    add(
        store,
        ActivityDraft(
            ona, ActivityKind.CALL, wanted="1 a;b,c\\\nd", offered="o", result="r", responsible_id=me
        ),
    )
    add(
        store,
        ActivityDraft(
            ona,
            planned_at="2026-12-01T10:00:00.123Z",
            further=(jonas,),
            minutes=0,
            wanted="2",
            reminders="15 1440",
        ),
    )
    add(
        store,
        ActivityDraft(
            None,
            ActivityKind.TASK,
            planned_at="2026-12-01",
            all_day=True,
            wanted="3",
            place="Ten",
            reminders="-",
        ),
    )
    moved = add(store, ActivityDraft(ona, planned_at="2026-12-02T10:00:00.000Z", wanted="5"))
    planning.move(store, moved, "2026-12-04T10:00:00.000Z")
    planning.move(store, moved, "2026-12-09T10:00:00.000Z")
    series = add(
        store,
        ActivityDraft(
            jonas,
            planned_at="2026-11-13T10:00:00.000Z",
            zone="Europe/Vilnius",
            rule="RRULE:FREQ=WEEKLY",
            wanted="4",
        ),
    )
    activities.hold(store, series, Outcome.FAILED, result="none")
    activities.hold(store, series, Outcome.SUCCESSFUL, result="later")
    return series


def test_the_diary_goes_out_and_comes_back_the_same(store, tmp_path):
    a_diary(store)
    path = tmp_path / "out.ics"
    assert export_calendar(store, path, nothing) == 7
    before = whole(store)
    assert sum(row[-1] is not None for row in before) == 1
    assert {verdict for verdict, *_ in verdicts(store, path)} == {Verdict.SAME}
    bring(store, path)
    assert whole(store) == before
    other = new_base(tmp_path / "other.crm", who="Rasa", region="LT").store
    person(other, "Ona Petraitė"), person(other, "Jonas")
    bring(other, path)
    assert whole(other) == before
    assert {verdict for verdict, *_ in verdicts(other, path)} == {Verdict.SAME}
    other.close()


def test_what_the_phone_moved_is_moved(store, tmp_path):
    a_diary(store)
    path = tmp_path / "out.ics"
    export_calendar(store, path, nothing)
    text = path.read_text(encoding="utf-8")
    assert text.count("DTSTART:20261201T100000Z") == 1
    path.write_text(text.replace("DTSTART:20261201T100000Z", "DTSTART:20261203T100000Z"), encoding="utf-8")
    changed = [change for verdict, _, change in verdicts(store, path) if verdict is Verdict.COMPLETES]
    assert changed == [("event.start", "event.end")]
    bring(store, path)
    assert rows(store, "planned_at wanted", "wanted = '2'") == [("2026-12-03T10:00:00.000Z", "2")]


def alarmed(uid, *minutes):
    alarms = "".join(f"\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT{each}M\nEND:VALARM" for each in minutes)
    return f"UID:{uid}\nDTSTART:20261201T100000Z\nSUMMARY:{uid}{alarms}"


def test_alarms_are_reminders(store, tmp_path):
    path = ics(tmp_path / "a.ics", alarmed("a", 15, 60), alarmed("b"))
    bring(store, path)
    assert rows(store, "wanted reminders") == [("a", "60 15"), ("b", "")]
    bring(store, ics(tmp_path / "a.ics", alarmed("a", 30), alarmed("b", 5)))
    assert rows(store, "wanted reminders") == [("a", "30"), ("b", "5")]
    out = tmp_path / "out.ics"
    export_calendar(store, out, nothing)
    text = out.read_text(encoding="utf-8")
    assert (text.count("BEGIN:VALARM"), text.count("TRIGGER:-PT30M")) == (2, 1)


def test_alarms_that_the_phone_took_away_or_added(store, tmp_path):
    a_diary(store)
    path = tmp_path / "out.ics"
    export_calendar(store, path, nothing)
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    first, _, rest = text.partition("BEGIN:VALARM")
    between, _, rest = rest.partition("END:VALARM\n")
    assert "PT15M" in between or "P1D" in between
    path.write_text(first + rest, encoding="utf-8")
    bring(store, path)
    assert rows(store, "reminders", "wanted = '2'") == [("15",)]
    first, _, rest = path.read_text(encoding="utf-8").partition("BEGIN:VALARM")
    path.write_text(first + rest.partition("END:VALARM\n")[2], encoding="utf-8")
    bring(store, path)
    assert rows(store, "reminders", "wanted = '2'") == [("-",)]


def test_what_the_calendar_put_off_is_known_as_put_off(store, tmp_path):
    path = ics(tmp_path / "a.ics", event("20261201T100000Z"), event("20261201T100000Z", "2"))
    bring(store, path)
    bring(store, ics(path, event("20261203T100000Z"), event("20261201T120000Z", "2")))
    bring(store, path)
    assert store.read("SELECT from_at, to_at FROM activity_move") == [
        ("2026-12-01T10:00:00.000Z", "2026-12-03T10:00:00.000Z")
    ]


@pytest.mark.parametrize("told", ["x", "{}", "[1]", '[["a"\\, "b"\\, "c"]]', '[["2026-12-01"]]', "[" * 5000])
def test_moves_that_are_none(store, tmp_path, told):
    bring(store, ics(tmp_path / "a.ics", event(X_CRM_KIND="call", X_CRM_MOVES=told)))
    assert store.read("SELECT count(*) FROM activity") == [(1,)]
    assert store.read("SELECT count(*) FROM activity_move") == [(0,)]


def test_held_elsewhere_is_held_here(store, tmp_path):
    ona = person(store, "Ona")
    id_ = activities.add(store, ActivityDraft(ona, planned_at="2026-12-01T10:00:00.000Z", wanted="a"))
    path = tmp_path / "out.ics"
    export_calendar(store, path, nothing)
    other = new_base(tmp_path / "other.crm", who="Rasa", region="LT").store
    person(other, "Ona")
    bring(other, path)
    activities.hold(store, id_, Outcome.SUCCESSFUL, result="signed")
    export_calendar(store, path, nothing)
    bring(other, path)
    assert whole(other) == whole(store)
    other.close()


def test_clients_that_our_export_names_must_be_there(store, tmp_path):
    ona = person(store, "Ona")
    named = "UID:{}\nDTSTART:20261201T100000Z\nX-CRM-KIND:call\nX-CRM-CLIENTS:{}"
    assert found_clients(
        store,
        tmp_path,
        named.format(1, '[[1\\, "Ona"]]'),
        named.format(2, '[[7\\, "Ona"]]'),
        named.format(3, '[[1\\, "Rasa"]]'),
        named.format(4, "rubbish"),
        named.format(5, "[[1]]"),
    ) == [(ona,), (ona,), (), (), ()]


def test_a_deleted_occurrence_is_shown_nowhere(store, tmp_path):
    series = a_diary(store)
    ((own,),) = store.read("SELECT id FROM activity WHERE result = 'later'")
    activities.delete(store, own)
    path = tmp_path / "out.ics"
    export_calendar(store, path, nothing)
    assert "EXDATE;TZID=Europe/Vilnius:2026" in path.read_text(encoding="utf-8")
    assert {verdict for verdict, *_ in verdicts(store, path)} == {Verdict.SAME}
    assert series
