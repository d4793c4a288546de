from __future__ import annotations

from datetime import timedelta

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, PointKind, ReminderKind
from crm_desktop.services import reminders
from crm_desktop.services.drafts import PointDraft
from tests.services.reminders.conftest import NOW
from tests.services.reminders.test_contacts import at


def test_a_line_has_what_a_window_shows(scene):
    ona = scene.client("Ona", points=(PointDraft(PointKind.PHONE, "8 612 34567"),))
    scene.plan(at(minutes=10), ona, kind=ActivityKind.MEETING, place="Kavinė", wanted="vazos", minutes=30)
    (line,) = scene.due()
    assert (
        line.client, line.number, line.phone, line.activity_kind, line.place, line.text, line.minutes, line.all_day,
        line.occurrence, line.fire_at, line.how, line.announced_at,
    ) == (
        "Ona", 1, "8 612 34567", ActivityKind.MEETING, "Kavinė", "vazos", 30, False, False, at(minutes=-5), "", None,
    )  # fmt: skip


def test_those_due_longest_come_first_by_pages(scene):
    for minutes in (3, 1, 2):
        scene.plan(at(minutes=minutes))
    scene.refresh()
    pages = [reminders.due(scene.store, scene.now, 2, offset) for offset in (0, 2)]
    assert [[line.ref.moment for line in page] for page in pages] == [
        [at(minutes=1), at(minutes=2)],
        [at(minutes=3)],
    ]
    newest = reminders.due(scene.store, scene.now, 2, newest=True)
    assert [line.ref.moment for line in newest] == [at(minutes=3), at(minutes=2)]


def test_only_some_kinds_are_asked_for(scene):
    ona = scene.client("Ona", birthday=f"1980{scene.now.astimezone():-%m-%d}")
    scene.plan(at(minutes=1), ona)
    scene.refresh()
    assert len(scene.due()) == 2
    for kind in (ReminderKind.BIRTHDAY, ReminderKind.CONTACT):
        (line,) = reminders.due(scene.store, scene.now, 5, kinds=(kind,))
        assert line.ref.kind is kind
        assert reminders.due_count(scene.store, scene.now, kinds=(kind,)) == 1
    assert reminders.due_count(scene.store, scene.now, kinds=tuple(ReminderKind)) == 2


def test_a_hundred_thousand_reminders_are_a_range_of_an_index(scene):
    later = utc_text(NOW + timedelta(days=400))
    with scene.store.transaction() as connection:
        connection.executemany(
            "INSERT INTO reminder(subject_id, kind, moment, fire_at, announce_at) VALUES (?, 'contact', ?, ?, ?)",
            ((number.to_bytes(16, "big"), later, later, later) for number in range(100_000)),
        )
    plans = []
    read = scene.store.read

    def explained(sql, params=()):
        if "FROM reminder" in sql and "stale" not in sql:
            plans.append([row[3] for row in read(f"EXPLAIN QUERY PLAN {sql}", params)])
        return read(sql, params)

    scene.store.read = explained
    scene.refresh()
    assert reminders.due(scene.store, scene.now, 50) == []
    assert reminders.due_count(scene.store, scene.now) == 0
    assert reminders.coming(scene.store, scene.now, 50) == []  # they are of no contact that stands
    assert reminders.next_at(scene.store, scene.now) == NOW + timedelta(days=400)
    assert reminders.to_announce(scene.store, scene.now) == []
    firsts = [plan[0] for plan in plans]
    assert [step.split("reminder_")[-1] for step in firsts] == [
        "announced (announced_at>?)", "fire (fire_at<?)", "fire (fire_at<?)", "announce (announce_at>?)",
        "announce (announce_at>?)", "announce (announce_at<?)",
    ]  # fmt: skip
    assert all(step.startswith("SEARCH") for step in firsts), firsts
