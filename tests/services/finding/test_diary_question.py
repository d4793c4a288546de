from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.finding.diary_question import Period, read_question

# A Friday.
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
MEETING, CALL = (ActivityKind.MEETING,), (ActivityKind.CALL,)


@pytest.mark.parametrize(
    ("text", "kinds", "names"),
    [
        ("on which day was the meeting with S. Ivanov?", MEETING, "s ivanov"),
        ("When did I meet Ivanov", MEETING, "ivanov"),
        ("when did we last talk to Ona", (), "ona"),
        ("when was Ona", (), "ona"),
        ("what date was my appointment with Dr. Smith", MEETING, "dr smith"),
        ("calls Ivanov", CALL, "ivanov"),
        ("когда встреча с С.Ивановым", MEETING, "с ивановым"),
        ("Когда я встречался с Ольгой Петровой?", MEETING, "ольгои петровои"),
        ("в какой день был звонок Иванову", CALL, "иванову"),
        ("когда был у Ольги", (), "ольги"),
        ("kada susitikau su S. Ivanovu", MEETING, "s ivanovu"),
        ("kurią dieną buvo susitikimas su Petrausku?", MEETING, "petrausku"),
        ("kada skambinau Onai", CALL, "onai"),
        ("laiškai Petrauskui", (ActivityKind.LETTER, ActivityKind.EMAIL), "petrauskui"),
        ("rjulf dcnhtxf c Bdfyjdsv", MEETING, "ивановым"),
        ("meetings and calls with Ona", (*MEETING, *CALL), "ona"),
        ("susitikimas su Liepa", MEETING, "liepa"),
        ("all contacts and calls with Ona", (), "all ona"),
    ],
)
def test_whom_and_what_is_asked(text, kinds, names):
    question = read_question(text, NOW)
    assert question is not None
    assert (question.kinds, " ".join(question.names), question.period) == (kinds, names, None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("how many meetings are planned for next month?", "2026-12-01", "2026-12-31"),
        ("meetings today", "2026-11-20", "2026-11-20"),
        ("how many calls tomorrow", "2026-11-21", "2026-11-21"),
        ("how many meetings were last week", "2026-11-09", "2026-11-15"),
        ("meetings this year", "2026-01-01", "2026-12-31"),
        ("how many meetings in January", "2027-01-01", "2027-01-31"),
        ("how many meetings were in January", "2026-01-01", "2026-01-31"),
        ("how many meetings were in December", "2025-12-01", "2025-12-31"),
        ("how many meetings in February 2028", "2028-02-01", "2028-02-29"),
        ("сколько встреч в следующем месяце", "2026-12-01", "2026-12-31"),
        ("Сколько звонков запланировано на завтра?", "2026-11-21", "2026-11-21"),
        ("встречи на этой неделе", "2026-11-16", "2026-11-22"),
        ("встречи на позапрошлой неделе", "2026-11-02", "2026-11-08"),
        ("сколько встреч в мае", "2027-05-01", "2027-05-31"),
        ("сколько встреч было в сентябре", "2026-09-01", "2026-09-30"),
        ("kiek susitikimų suplanuota kitam mėnesiui?", "2026-12-01", "2026-12-31"),
        ("kiek susitikimų šią savaitę", "2026-11-16", "2026-11-22"),
        ("kiek susitikimų buvo praėjusį mėnesį", "2026-10-01", "2026-10-31"),
        ("kiek skambučių gruodį", "2026-12-01", "2026-12-31"),
        ("kiek vizitų rytoj", "2026-11-21", "2026-11-21"),
        ("how many contacts next year", "2027-01-01", "2027-12-31"),
    ],
)  # fmt: skip
def test_which_days_are_asked_for(text, first, last):
    question = read_question(text, NOW)
    assert question is not None
    assert question.period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert question.names == ()


def test_days_and_somebody():
    question = read_question("when did I meet Ivanov last week", NOW)
    assert question is not None
    assert (question.names, question.period) == (("ivanov",), Period(date(2026, 11, 9), date(2026, 11, 15)))


def test_what_is_to_come():
    for text in ("next meeting with Ona", "следующая встреча с Ольгой", "artimiausias susitikimas su Ona"):
        question = read_question(text, NOW)
        assert question is not None
        assert question.ahead
        assert len(question.names) == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "Ivanov", "Ivanov Petr", "meeting", "when", "how many", "how many meetings", "+370 612 34567",
        "Март Андреев", "Liepa Kovienė", "Августина Марта", "S. Ivanov", "№ 123", "next week", "x" * 300,
        "when " * 60 + "ona",
    ],
)  # fmt: skip
def test_what_asks_nothing(text):
    assert read_question(text, NOW) is None


def test_a_kind_and_a_word_may_be_a_name():
    name, question = read_question("Call Center", NOW), read_question("call with Center", NOW)
    assert name is not None
    assert question is not None
    assert (name.sure, question.sure) == (False, True)


def test_at_the_ends_of_the_calendar():
    late, early = datetime(9999, 12, 31, 10, tzinfo=UTC), datetime(1, 1, 1, 10, tzinfo=UTC)
    for text, now in (
        ("meetings tomorrow", late),
        ("meetings next month", late),
        ("meetings next year", late),
        ("meetings next week", late),
        ("meetings yesterday", early),
        ("meetings last month", early),
    ):
        question = read_question(text, now)
        assert question is not None
        assert question.period is not None
        assert question.period.first <= question.period.last


WORDS = st.sampled_from(
    "when когда kada meeting встреча susitikimas with с su next следующую kitą week неделю savaitę december в 2027 1999"
    " 0000 many Ivanov Петрова Ąžuolas , ?! . '".split()
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=12).map(" ".join))
def test_any_text_is_read_and_its_days_are_days(text):
    question = read_question(text, NOW)
    if question is not None:
        assert question.names or question.period
        assert question.period is None or question.period.first <= question.period.last
