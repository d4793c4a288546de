from __future__ import annotations

from crm_desktop.kinds import ReminderKind
from crm_desktop.services.reminders import rows
from crm_desktop.services.reminders.rows import Wanted


def wanted(number, *times):
    return Wanted(bytes([number]) * 16, "2027-03-10", None, None, times)


def test_only_what_differs_is_written(store):
    connection = store.connection
    kind = ReminderKind.DATE

    def write(*reminders):
        before = connection.total_changes
        rows.write(connection, kind, rows.standing(connection, kind), reminders)
        return connection.total_changes - before

    assert write(wanted(1, "a"), wanted(2, "b", "c")) == 2
    assert write(wanted(1, "a"), wanted(2, "b", "c")) == 0
    assert write(wanted(1, "a"), wanted(2, "a", "c")) == 1
    assert write(wanted(2, "a", "c")) == 1
    assert list(rows.standing(connection, kind)) == [(b"\x02" * 16, "2027-03-10")]
    assert rows.standing(connection, ReminderKind.BIRTHDAY) == {}


def test_the_next_popup_is_the_first_time_nobody_was_told_at():
    assert rows.announce_at(("a", "b", "c"), None) == "a"
    assert rows.announce_at(("a", "b", "c"), "b") == "c"
    assert rows.announce_at(("a", "b", "c"), "c") is None


def test_put_off_is_due_then_and_at_what_comes_later_still():
    assert rows.put_off(wanted(1, "b", "d"), None).times == ("b", "d")
    assert rows.put_off(wanted(1, "b", "d"), "c").times == ("c", "d")
    assert rows.put_off(wanted(1, "b", "d"), "a").times == ("a", "b", "d")


def test_thousands_of_subjects_are_read_in_batches(store):
    ids = [number.to_bytes(16, "big") for number in range(1200)]
    kind = ReminderKind.CONTACT
    rows.write(store.connection, kind, {}, [Wanted(id_, "m", None, None, ("a",)) for id_ in ids])
    assert len(rows.standing(store.connection, kind, ids)) == 1200
    assert rows.standing(store.connection, kind, []) == {}
