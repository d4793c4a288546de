from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.exchange.calendars.wording import YearlyDay, kind_of_words, yearly_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Позвонить Иванову", "call"),
        ("Созвон с офисом", "call"),
        ("Paskambinti tiekėjui", "call"),
        ("Call Ona", "call"),
        ("Susitikimas su Jonu", "meeting"),
        ("Встреча по звонку", "meeting"),
        ("Meeting", "meeting"),
        ("Выезд на замер", "visit"),
        ("Apsilankymas", "visit"),
        ("E-mail the offer", "email"),
        ("Отправить смс", "task"),
        ("СМС клиенту", "sms"),
        ("WhatsApp Ona", "chat"),
        ("Nupirkti vazas", "task"),
        ("Письмо от директора", "letter"),
        ("Recall the numbers", None),
        ("", None),
    ],
)
def test_kinds_by_words(text, kind):
    assert kind_of_words(text) == kind


def test_the_first_telling_text_counts():
    assert kind_of_words("Holiday", "Call Ona") == "call"
    assert kind_of_words("Meeting", "Call Ona") == "meeting"


def told(title, on=date(2026, 12, 10), *, yearly=True):
    found = yearly_day(title, on, yearly=yearly, today=TODAY)
    return (found.name, found.day) if found else None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("PErson #2's birthday", "PErson #2"),
        ("Jonas’ birthday", "Jonas"),
        ("🎂 Ona Jonienė's 40th Birthday!", "Ona Jonienė"),
        ("Birthday: Ona", "Ona"),
        ("Birthday of Ona", "Ona"),
        ("День рождения: Иван Петров", "Иван Петров"),
        ("День рождения у Ивана", "Ивана"),
        ("ДР Иванов", "Иванов"),
        ("Анна Смирнова — день рождения", "Анна Смирнова"),
        ("Jono Petraičio gimtadienis", "Jono Petraičio"),
        ("Gimtadienis: Ona", "Ona"),
    ],
)
def test_birthdays_by_their_titles(title, name):
    assert told(title) == (name, "--12-10")


@pytest.mark.parametrize(
    "title", ["Ona's birthday party", "Birthday", "gimtadienis", "Meeting", "", "Driver's day"]
)
def test_other_days_are_none(title):
    assert told(title) is None


def test_the_year_is_the_one_written_or_that_of_long_ago():
    assert told("Ona - ДР (1980)") == ("Ona", "1980-12-10")
    assert told("Ona's birthday", date(1980, 5, 17)) == ("Ona", "1980-05-17")
    assert told("Ona's birthday", date(1980, 5, 17), yearly=False) == ("Ona", "--05-17")
    assert told("Ona's birthday", date(1604, 5, 17)) == ("Ona", "--05-17")
    assert told("Ona's birthday", date(2020, 5, 17)) == ("Ona", "--05-17")
    assert told("Ona's birthday (1981)", date(2020, 2, 29)) == ("Ona", "--02-29")


def test_anniversaries():
    found = yearly_day("Ona's 5th anniversary", date(2026, 5, 1), yearly=True, today=TODAY)
    assert found == YearlyDay("Ona", "--05-01", "anniversary")
    assert yearly_day("Годовщина: Ромашка", date(2026, 5, 1), yearly=True, today=TODAY).name == "Ромашка"
