"""A calendar whose series the user has parted or moved here is read again: no contact comes twice, nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.exchange.exporting.activities import export_calendar
from crm_desktop.exchange.importing.event_series import takes_place, until
from crm_desktop.exchange.importing.staging import Action, Verdict
from crm_desktop.kinds import Op
from crm_desktop.services import activities, operations, series, series_edits, writing
from crm_desktop.services.recurrence import Series, occurrences
from tests.bases import new_base
from tests.exchange.calendars.making import ics
from tests.exchange.importing.bringing import bring, bring_as, rehearsed
from tests.exchange.importing.test_events import _Clock

START = datetime(2026, 11, 23, 16, tzinfo=UTC)
"""Six in the evening in Vilnius, a Monday; the clock of the tests stands at the Friday before."""
COUNT = 10
FIRST, LAST = "2026-11-01T00:00:00.000Z", "2027-06-01T00:00:00.000Z"


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "base.crm", who="Rasa", region="LT", clock=_Clock())
    yield base.store
    base.store.close()


def at(number, **more):
    return START + timedelta(weeks=number, **more)


def stamp(moment):
    return f"{moment:%Y%m%dT%H%M%SZ}"


def master(title="Fitness", **more):
    lines = {
        "UID": "w@phone", "SUMMARY": title, "DTSTART": stamp(START), "DURATION": "PT1H",
        "RRULE": f"FREQ=WEEKLY;COUNT={COUNT}", **more,
    }  # fmt: skip
    return "\n".join(f"{name}:{value}" for name, value in lines.items())


def exception(number, title="Fitness", **moved):
    return (
        f"UID:w@phone\nSUMMARY:{title}\nDTSTART:{stamp(at(number, **moved))}\nDURATION:PT1H"
        f"\nRECURRENCE-ID:{stamp(at(number))}"
    )


def source(tmp_path, *events):
    return ics(tmp_path / "source.ics", *events)


def part(store, number, shift=timedelta(), **values):
    """This and later: from that occurrence of the last part on, by its number there; the id of what goes on."""
    ((template,),) = store.read(
        "SELECT id FROM activity WHERE rule <> '' AND deleted = 0 ORDER BY planned_at DESC LIMIT 1"
    )
    row = writing.row(store, "activity", template)
    moment = list(occurrences(series_edits.series_of(row), FIRST, LAST))[number]
    to = utc_text(parse_utc_text(moment) + shift)
    with store.change(Op.MOVE_ACTIVITY) as change:
        return series_edits.change_later(store, change, row, moment, {"planned_at": to, **values})


def move_all(store, shift):
    ((template,),) = store.read(
        "SELECT id FROM activity WHERE rule <> '' AND deleted = 0 ORDER BY planned_at LIMIT 1"
    )
    row = writing.row(store, "activity", template)
    to = utc_text(parse_utc_text(row["planned_at"]) + shift)
    with store.change(Op.MOVE_ACTIVITY):
        series_edits.change_all(store, row, row["planned_at"], {"planned_at": to})


def diary(store):
    """When something stands in the diary, and what: occurrences and contacts with rows of their own."""
    free = [
        (moment, store.read("SELECT wanted FROM activity WHERE id = ?", (template.id,))[0][0])
        for template in series.templates(store)
        for moment in series.between(template, FIRST, LAST)
    ]
    return sorted(
        free + store.read("SELECT planned_at, wanted FROM activity WHERE rule = '' AND deleted = 0")
    )


def verdicts(store, path):
    return [(row.verdict, row.reason) for row in rehearsed(store, path)]


def test_the_same_calendar_again_changes_nothing_after_a_part_was_moved(store, tmp_path):
    path = source(tmp_path, master(), exception(2, hours=1), exception(7, days=1))
    bring(store, path)
    part(store, 5, timedelta(hours=2))
    before = diary(store)
    assert len(before) == COUNT
    assert verdicts(store, path) == [(Verdict.SAME, "same_uid")] * 3
    assert bring(store, path).json()["new"] == 0
    assert diary(store) == before
    bring_as(store, Action.UPDATE, path)
    assert diary(store) == before


def test_an_exception_that_is_new_becomes_a_row_of_the_part_it_belongs_to(store, tmp_path):
    bring(store, source(tmp_path, master()))
    later = part(store, 5, wanted="Swimming")
    path = source(tmp_path, master(), exception(7, days=1))
    assert verdicts(store, path) == [(Verdict.SAME, "same_uid"), (Verdict.NEW, "")]
    bring(store, path)
    assert len(diary(store)) == COUNT
    assert store.read("SELECT series_id, occurrence_at FROM activity WHERE occurrence_at IS NOT NULL") == [
        (later, utc_text(at(7)))
    ]
    changed = source(tmp_path, master(), exception(7, days=2))
    assert verdicts(store, changed)[1] == (Verdict.COMPLETES, "same_uid")
    bring(store, changed)
    assert (utc_text(at(7, days=2)), "Fitness") in diary(store)
    assert len(diary(store)) == COUNT


def test_an_exception_of_what_the_user_planned_otherwise_is_told_and_left(store, tmp_path):
    bring(store, source(tmp_path, master()))
    part(store, 5, timedelta(days=1))
    before = diary(store)
    path = source(tmp_path, master(), exception(7, hours=1))
    assert verdicts(store, path)[1] == (Verdict.SAME, "parted")
    bring(store, path)
    assert diary(store) == before


def test_an_occurrence_that_the_user_moved_in_a_part_stays_where_it_is(store, tmp_path):
    bring(store, source(tmp_path, master()))
    later = part(store, 5)
    row = writing.row(store, "activity", later)
    with store.change(Op.MOVE_ACTIVITY) as change:
        own = series_edits.own_row(store, change, row, utc_text(at(7)))
        writing.update(store, "activity", own, {"planned_at": utc_text(at(7, days=3))})
    before = diary(store)
    path = source(tmp_path, master(), exception(7, days=1))
    assert verdicts(store, path)[1] == (Verdict.SAME, "differs")
    bring(store, path)
    assert diary(store) == before


def test_a_part_in_the_bin_and_a_series_taken_back(store, tmp_path):
    bring(store, source(tmp_path, master()))
    later = part(store, 5)
    activities.delete(store, later)
    path = source(tmp_path, master(), exception(7, days=1))
    before = diary(store)
    bring(store, path)
    assert diary(store) == before
    operations.undo(store)
    operations.undo(store)
    assert len(diary(store)) == COUNT
    bring(store, path)
    assert len(diary(store)) == COUNT
    assert verdicts(store, path) == [(Verdict.SAME, "same_uid")] * 2


def test_what_the_calendar_changes_before_the_cut_comes_and_behind_it_is_told(store, tmp_path):
    bring(store, source(tmp_path, master()))
    part(store, 5, timedelta(hours=2))
    dropped = source(tmp_path, master(EXDATE=stamp(at(1))))
    assert verdicts(store, dropped) == [(Verdict.COMPLETES, "same_uid")]
    bring(store, dropped)
    assert len(diary(store)) == COUNT - 1
    behind = source(tmp_path, master(EXDATE=f"{stamp(at(1))},{stamp(at(8))}"))
    assert verdicts(store, behind) == [(Verdict.SAME, "differs")]
    bring_as(store, Action.UPDATE, behind)
    assert len(diary(store)) == COUNT - 1
    shorter = source(tmp_path, master(RRULE="FREQ=WEEKLY;COUNT=3"))
    bring(store, shorter)
    assert len(diary(store)) == 3 + 5


def test_a_first_part_that_is_gone_for_good_does_not_bring_the_whole_series_back(store, tmp_path):
    path = source(tmp_path, master(), exception(2, hours=1))
    bring(store, path)
    part(store, 5)
    with store.transaction() as connection:
        connection.execute("DELETE FROM activity WHERE uid = 'w@phone' AND occurrence_at IS NOT NULL")
        connection.execute("DELETE FROM activity WHERE uid = 'w@phone'")
    before = diary(store)
    assert len(before) == 5
    assert verdicts(store, path)[0] == (Verdict.SAME, "parted")
    bring(store, source(tmp_path, master()))
    assert diary(store) == before


def test_a_series_that_was_moved_as_a_whole(store, tmp_path):
    path = source(tmp_path, master(), exception(3, days=1))
    bring(store, path)
    move_all(store, timedelta(hours=1))
    before = diary(store)
    bring(store, path)
    assert diary(store) == before
    more = source(tmp_path, master(), exception(3, days=1), exception(4, days=1))
    assert verdicts(store, more)[2] == (Verdict.SAME, "parted")
    bring(store, more)
    assert diary(store) == before


def test_our_own_calendar_from_before_the_parting(store, tmp_path):
    bring(store, source(tmp_path, master(), exception(7, days=1)))
    with store.transaction() as connection:  # as if it had been made here
        connection.execute("UPDATE activity SET uid = '', ical = ''")
    path = tmp_path / "ours.ics"
    export_calendar(store, path, lambda _: None)
    part(store, 5)
    before = diary(store)
    assert bring(store, path).json()["new"] == 0
    assert diary(store) == before
    export_calendar(store, path, lambda _: None)
    part(store, 2)
    before = diary(store)
    assert bring(store, path).json()["new"] == 0
    assert diary(store) == before


def test_a_later_part_that_does_not_repeat_any_more(store, tmp_path):
    path = source(tmp_path, master(), exception(7, days=1))
    bring(store, path)
    part(store, 5, rule="")
    before = diary(store)
    assert verdicts(store, path)[1] == (Verdict.SAME, "parted")
    bring(store, path)
    assert diary(store) == before


def test_whole_days(store, tmp_path):
    days = "UID:d\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261123\nRRULE:FREQ=WEEKLY;COUNT=6"
    one = "UID:d\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261222\nRECURRENCE-ID;VALUE=DATE:20261221"
    path = source(tmp_path, days, one)
    bring(store, path)
    ((template,),) = store.read("SELECT id FROM activity WHERE rule <> ''")
    with store.change(Op.MOVE_ACTIVITY) as change:
        row = writing.row(store, "activity", template)
        later = series_edits.change_later(store, change, row, "2026-12-14", {"planned_at": "2026-12-15"})
    assert store.read("SELECT uid FROM activity WHERE id = ?", (later,)) == [("d.from.20261214",)]
    count = store.read("SELECT COUNT(*) FROM activity")
    assert verdicts(store, path) == [(Verdict.SAME, "same_uid")] * 2
    bring(store, path)
    assert store.read("SELECT COUNT(*) FROM activity") == count


_SHIFTS = st.sampled_from([timedelta(), timedelta(minutes=90), timedelta(days=1), timedelta(days=-2)])
_STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 4), _SHIFTS), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.sets(st.integers(0, COUNT - 1), max_size=3),
    steps=_STEPS,
    more=st.sets(st.integers(0, COUNT - 1), max_size=3),
    title=st.sampled_from(["Fitness", "Yoga"]),
    action=st.sampled_from([Action.UPDATE, Action.COMPLETE]),
)
def test_no_contact_comes_twice_whatever_was_parted_and_whatever_the_calendar_says(
    tmp_path_factory, first, steps, more, title, action
):
    tmp_path = tmp_path_factory.mktemp("parted")
    base = new_base(tmp_path / "base.crm", who="Rasa", region="LT", clock=_Clock())
    store = base.store
    try:
        path = source(tmp_path, master(), *(exception(number, hours=3) for number in sorted(first)))
        bring(store, path)
        for is_part, number, shift in steps:
            ((planned,),) = store.read(
                "SELECT planned_at FROM activity WHERE rule <> '' ORDER BY planned_at DESC LIMIT 1"
            )
            if is_part and (START + timedelta(weeks=COUNT - 5)) > parse_utc_text(planned):
                part(store, number, shift)
            elif not is_part:
                move_all(store, shift)
        before = diary(store)
        assert len(before) == COUNT
        assert bring_as(store, action, path).json()["new"] == 0
        assert diary(store) == before
        events = [exception(number, title=title, hours=3) for number in sorted(first | more)]
        bring_as(store, action, source(tmp_path, master(title), *events))
        after = diary(store)
        assert len(after) == COUNT
        assert bring_as(store, action, tmp_path / "source.ics").json()["new"] == 0
        assert diary(store) == after
    finally:
        store.close()


def test_a_rule_that_is_none_takes_place_never():
    assert not takes_place(Series("2026-11-23", "", "RRULE:FREQ=LUNAR", all_day=True), "2026-11-23")


def test_our_own_word_for_a_rule_that_somebody_changed_is_left_as_it_is(store, tmp_path):
    bring(store, source(tmp_path, master()))
    later = part(store, 5)
    row = writing.row(store, "activity", later)
    assert until("RRULE:FREQ=LUNAR", datetime(2026, 12, 1), row) == "RRULE:FREQ=LUNAR"  # noqa: DTZ001


def test_an_exception_is_known_by_its_own_line_alone(store, tmp_path):
    """Another occurrence whose text names the same moment is not taken for it."""
    bring(store, source(tmp_path, master(), exception(7, title=f"see RECURRENCE-ID:{stamp(at(8))}", hours=1)))
    later = part(store, 5)
    path = source(tmp_path, master(), exception(8, days=1))
    bring(store, path)
    assert store.read(
        "SELECT occurrence_at FROM activity WHERE series_id = ? AND occurrence_at IS NOT NULL ORDER BY 1",
        (later,),
    ) == [(utc_text(at(7)),), (utc_text(at(8)),)]
    assert len(diary(store)) == COUNT
