from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.agenda import Occasion
from crm_desktop.services.calendar import CalendarEntry, EntryState
from crm_desktop.services.wall import midnight
from crm_desktop.ui import text_entries

DAY = date(2026, 11, 19)
START = datetime(2026, 11, 19, 9, tzinfo=UTC).astimezone()  # eleven in Vilnius


def entry(**values):
    given = {
        "id": b"", "occurrence": None, "client_id": b"c", "client": "Ivanov", "further": 0,
        "kind": ActivityKind.MEETING, "start": START, "end": START + timedelta(hours=1), "first": DAY, "last": DAY,
        "all_day": False, "minutes": 60, "state": EntryState.SUCCESSFUL, "wanted": "", "result": "", "place": "",
        "responsible_id": None, "responsible": "", "moves": 0, "repeats": False, **values,
    }  # fmt: skip
    return CalendarEntry(**given)


@pytest.mark.parametrize(
    ("values", "spoken"),
    [
        ({}, "Meeting with Ivanov, Thursday, 19 November 2026 11:00 to 12:00, went well"),
        (
            {"further": 2, "state": EntryState.OVERDUE, "repeats": True, "wanted": "vases", "moves": 2},
            "Meeting with Ivanov and 2 more, Thursday, 19 November 2026 11:00 to 12:00, overdue, repeats, vases"
            " · moved 2 times",
        ),
        (
            {"client": "", "wanted": "dentist", "minutes": None, "state": EntryState.PLANNED},
            "Meeting: dentist, Thursday, 19 November 2026 11:00, planned",
        ),
        (
            {"client": "", "all_day": True, "kind": ActivityKind.TASK, "state": EntryState.NO_ANSWER},
            "Task, Thursday, 19 November 2026, all day, no answer",
        ),
        (
            {"all_day": True, "last": date(2026, 11, 20), "state": EntryState.CANCELLED, "result": "ill"},
            "Meeting with Ivanov, Thursday, 19 November 2026 to Friday, 20 November 2026, cancelled, ill",
        ),
        (
            {"end": midnight(date(2026, 11, 20)) + timedelta(hours=1), "last": date(2026, 11, 20),
             "state": EntryState.HELD},
            "Meeting with Ivanov, Thursday, 19 November 2026 11:00 to Friday, 20 November 2026 01:00, took place",
        ),
    ],
)  # fmt: skip
def test_an_entry_is_read_out(values, spoken):
    assert text_entries.spoken(entry(**values)) == spoken


def test_titles_say_whom_it_is_with_or_what_it_is_about():
    assert text_entries.title(entry(further=3)) == "Ivanov +3"
    assert text_entries.title(entry(client="", wanted="dentist")) == "dentist"
    assert text_entries.title(entry(client="", kind=ActivityKind.CALL)) == "Call"


def test_the_result_counts_more_than_what_was_wanted():
    assert (
        text_entries.about(entry(wanted="vases", result="took\nforty", place="Pilies 5"))
        == "took forty · Pilies 5"
    )
    assert text_entries.about(entry(client="", wanted="dentist", moves=1)) == "moved once"


def test_a_tip_has_a_line_for_each():
    tip = text_entries.tip(
        entry(wanted="vases", result="took forty", place="Pilies 5", responsible="Rasa", repeats=True)
    )
    assert tip.split("\n") == [
        "Meeting with Ivanov", "Thursday, 19 November 2026 11:00 to 12:00", "went well, repeats", "vases", "took forty",
        "Pilies 5", "Rasa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "years", "words", "short"),
    [
        ("", 40, "Ona turns 40", ("Ona", ", 40")),
        ("", None, "Ona: birthday", ("Ona", "")),
        ("wedding", 25, "Ona: wedding, 25 years", ("Ona: wedding", ", 25")),
        ("wedding", None, "Ona: wedding", ("Ona: wedding", "")),
    ],
)
def test_occasions_in_the_margin(label, years, words, short):
    kept = Occasion(b"", 1, "Ona", label, DAY, years)
    assert (text_entries.occasion(kept), text_entries.occasion_short(kept)) == (words, short)


def test_the_number_of_a_week_is_that_of_its_thursday():
    sunday_first = [date(2026, 12, 27) + timedelta(days=n) for n in range(7)]
    assert text_entries.week(sunday_first) == "W53"
    assert text_entries.week([date(2027, 1, 4)]) == "W1"


def test_a_day_is_read_out_with_what_is_kept_on_it():
    assert (
        text_entries.day_spoken(DAY, 0, ["Ona turns 40"])
        == "Thursday, 19 November 2026, nothing planned, Ona turns 40"
    )
    assert text_entries.day_spoken(DAY, 2, []) == "Thursday, 19 November 2026, 2 contacts"


def test_so_many_more():
    assert text_entries.more(1200) == "+1,200 more"


def test_a_tip_of_many_names_the_first():
    many = [entry(client=f"Client {number}", all_day=number == 0) for number in range(14)]
    assert text_entries.tip_of_many(many[:2], 2) == "Client 0\n11:00 Client 1"
    assert text_entries.tip_of_many(many, 30).split("\n")[-2:] == ["11:00 Client 11", "+18 more"]
