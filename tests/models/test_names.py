"""Names of people: parted in the orders of three languages, nothing typed is lost."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import Gender
from crm_desktop.models.names import (
    Name,
    display_name,
    gender_hint,
    initials,
    is_patronymic,
    is_title,
    name_evidence,
    name_from_parts,
    name_order,
    natural_order,
    split_name,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Усольцев Олег Валентинович", Name(family="Усольцев", given="Олег", middle="Валентинович")),
        ("Олег Валентинович Усольцев", Name(family="Усольцев", given="Олег", middle="Валентинович")),
        ("Агафонов Юстиниан Олегович", Name(family="Агафонов", given="Юстиниан", middle="Олегович")),
        ("Абрамович Роман Аркадьевич", Name(family="Абрамович", given="Роман", middle="Аркадьевич")),
        ("Роман Аркадьевич Абрамович", Name(family="Абрамович", given="Роман", middle="Аркадьевич")),
        ("Алиев Руслан Магомед оглы", Name(family="Алиев", given="Руслан", middle="Магомед оглы")),
        ("Ольга Владимировна", Name(given="Ольга", middle="Владимировна")),
        ("Юстиниан Олегович", Name(given="Юстиниан", middle="Олегович")),
        ("Иванов И.И.", Name(family="Иванов", given="И.", middle="И.")),
        ("Иванов И. И.", Name(family="Иванов", given="И.", middle="И.")),
        ("И.И. Иванов", Name(family="Иванов", given="И.", middle="И.")),
        ("S. Ivanov", Name(family="Ivanov", given="S.")),
        ("Лукина Ольга", Name(family="Лукина", given="Ольга")),
        ("Татьяна Лебедева", Name(family="Лебедева", given="Татьяна")),
        ("ПЕТРЕ Иван", Name(family="ПЕТРЕ", given="Иван")),
        ("ШМИДТ Юстиниан", Name(family="ШМИДТ", given="Юстиниан")),
        ("Petrov Ivan", Name(family="Petrov", given="Ivan")),
        ("Petraitienė Ona", Name(family="Petraitienė", given="Ona")),
        ("Ona Petraitienė", Name(family="Petraitienė", given="Ona")),
        ("Petraitis Jonas", Name(family="Petraitis", given="Jonas")),
        ("Vardaitis Pavardaitis", Name(family="Pavardaitis", given="Vardaitis")),
        ("Xu Petrauskas", Name(family="Petrauskas", given="Xu")),
        ("Erin Scott", Name(family="Scott", given="Erin")),
        ("Mary Ann Smith", Name(family="Smith", given="Mary", middle="Ann")),
        ("Qwer Иван Zxcv", Name(family="Qwer", given="Иван", middle="Zxcv")),
        ("Smith, John Paul", Name(family="Smith", given="John", middle="Paul")),
        ("Van Dyke, Dick, actor", Name(family="Van Dyke", given="Dick", suffix="actor")),
        ("John Smith, Jr.", Name(family="Smith", given="John", suffix="Jr.")),
        ("Dr. John Smith Jr.", Name(prefix="Dr.", family="Smith", given="John", suffix="Jr.")),
        ("Mr Smith", Name(prefix="Mr", family="Smith")),
        ("Dr. Ona", Name(prefix="Dr.", given="Ona")),
        ("Иванов Иван Иванович ИП", Name(family="Иванов", given="Иван", middle="Иванович", suffix="ИП")),
        ("г-н Сидоров", Name(prefix="г-н", family="Сидоров")),
        ("ИП Иванов Иван Иванович", Name(prefix="ИП", family="Иванов", given="Иван", middle="Иванович")),
        ("Ludwig van Beethoven", Name(family="van Beethoven", given="Ludwig")),
        ("Роман Аркадьевич фон Дер Бург", Name(given="Роман", middle="Аркадьевич", family="фон Дер Бург")),
        ("Иван Иванович Римский Корсаков", Name(given="Иван", middle="Иванович", family="Римский Корсаков")),
        ("Иванов Иван (муж Ольги)", Name(family="Иванов", given="Иван", nickname="муж Ольги")),
        ('Иванов Иван "Ваня"', Name(family="Иванов", given="Иван", nickname="Ваня")),
        ("Иванов Иван, директор", Name(family="Иванов", given="Иван", suffix="директор")),
        ("Иванов,", Name(family="Иванов")),
        ("Rūta", Name(given="Rūta")),
        ("Larsen", Name(given="Larsen")),
        ("Владимировна", Name(middle="Владимировна")),
        ("Dr.", Name(given="Dr.")),
        ("", Name()),
    ],
)
def test_a_full_name_is_parted(text, name):
    assert split_name(text) == name


def test_the_order_of_the_column_decides_where_the_name_does_not():
    assert split_name("Qwer Asdf", "family_first") == Name(family="Qwer", given="Asdf")
    assert split_name("Qwer Asdf", "given_first") == Name(family="Asdf", given="Qwer")
    assert split_name("Qwer", "family_first") == Name(family="Qwer")
    assert split_name("Рабинович", "family_first") == Name(family="Рабинович")


def test_most_names_of_a_column_tell_its_order():
    assert name_order(["Иванов Иван", "Ольга Петрова", "Петров Юстиниан", "X"]) == "family_first"
    assert name_order(["John Smith", "Ona Petraitė", "Smith, John"]) == "given_first"
    assert name_order(["Qwer Asdf"]) is None
    assert name_order([]) is None


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (
            Name(family="Усольцев Олег Валентинович"),
            Name(family="Усольцев", given="Олег", middle="Валентинович"),
        ),
        (
            Name(family="Лукина Ольга", middle="Владимировна"),
            Name(family="Лукина", given="Ольга", middle="Владимировна"),
        ),
        (
            Name(family="Наркаев", given="Вячеслав Рифхатович"),
            Name(family="Наркаев", given="Вячеслав", middle="Рифхатович"),
        ),
        (Name(family="Лагунцов Иван"), Name(family="Лагунцов", given="Иван")),
        (Name(given="Dick", family="Van Dyke"), Name(given="Dick", family="Van Dyke")),
        (Name(given="Ona Petraitė", prefix="p."), Name(given="Ona", family="Petraitė", prefix="p.")),
        (Name(given="Mary Ann", family="Smith"), Name(given="Mary Ann", family="Smith")),
        (Name(family="Петров ", given=" Иван"), Name(family="Петров", given="Иван")),
        (Name(), Name()),
    ],
)
def test_a_name_in_several_cells_is_parted_where_a_cell_holds_more(cells, name):
    assert name_from_parts(cells) == name


def test_shown_names_and_initials():
    name = Name("Dr.", "Ona", "Marija", "Petraitė", "PhD", "Onutė")
    assert display_name(name) == "Ona Marija Petraitė PhD"
    assert display_name(name, "family_first") == "Petraitė Ona Marija PhD"
    assert display_name(Name(nickname="Johnny")) == "Johnny"
    assert display_name(Name(prefix="Dr.")) == "Dr."
    assert [
        initials(n) for n in (name, Name(given="иван"), Name(nickname="(jo)"), Name(given="🏠"), Name())
    ] == ["OP", "И", "J", "", ""]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Усольцев Олег Валентинович", "male"),
        ("Алиев Руслан Магомед оглы", "male"),
        ("Кузнец Ян Ильич", "male"),
        ("Ольга Владимировна", "female"),
        ("Ona Petraitienė", "female"),
        ("Jonas Petraitis", "male"),
        ("Лебедева Т.", "female"),
        ("Зуев И.", "male"),
        ("Иван", "male"),
        ("Ольга", "female"),
        ("Илья", "male"),
        ("Саша", ""),
        ("Любовь", "female"),
        ("Jonas", "male"),
        ("Erin", ""),
        ("Robert", ""),
        ("Кызы Qwer", ""),
        ("Алиева Айгюль Мамед кызы", "female"),
    ],
)
def test_gender_is_only_a_hint(text, gender):
    assert gender_hint(split_name(text)) == Gender(gender)


def test_the_script_tells_the_natural_order():
    assert natural_order(Name(given="Иван", family="Петров")) == "family_first"
    assert natural_order(Name(given="Ona", family="Petraitė")) == "given_first"


def test_titles_patronymics_and_evidence():
    assert is_title("Mr.")
    assert is_title("Prof. Dr.")
    assert not is_title("Sales Manager")
    assert not is_title("")
    assert is_patronymic("Ильич")
    assert not is_patronymic("Иван")
    assert name_evidence("Ona Qwer")
    assert not name_evidence("Qwer Asdf")
    assert not name_evidence("Ona")


def letters(text):
    return sorted(sign for sign in text if sign.isalnum())


WORDS = st.sampled_from(
    "Иванов Иван Иванович И. И.И. Ona Petraitė van Dr. Jr. оглы (муж) Smith, T 🏠 X-Y O'Brien ИП".split()
)


@given(
    st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=40),
    st.sampled_from([None, "family_first", "given_first"]),
)
def test_every_letter_of_a_name_is_kept(text, hint):
    name = split_name(text, hint)
    parts = (name.prefix, name.given, name.middle, name.family, name.suffix, name.nickname)
    assert letters(" ".join(parts)) == letters(text)


@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_parting_what_was_parted_changes_nothing(text):
    name = split_name(text)
    if name.given and name.family and not re.search(r"[(,]", text):
        assert name_from_parts(name) == name or name.middle == ""


def test_the_hundred_clients_of_whom_half_stand_in_one_cell(samples):
    with (samples / "csv/client_import.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    names = [name_from_parts(Name(family=row[0], given=row[1], middle=row[2])) for row in rows]
    assert all(name.family and name.given and name.middle and " " not in name.family for name in names)
