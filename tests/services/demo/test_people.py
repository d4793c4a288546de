from __future__ import annotations

from random import Random

import pytest

from crm_desktop.kinds import Gender
from crm_desktop.services.demo import people
from crm_desktop.services.demo.packs import LANGUAGES, Pack, load


@pytest.mark.parametrize(
    ("family", "hers"),
    [
        ("Иванов", "Иванова"), ("Соловьёв", "Соловьёва"), ("Никитин", "Никитина"), ("Вишневский", "Вишневская"),
        ("Толстой", "Толстая"), ("Шевченко", "Шевченко"), ("Савчук", "Савчук"), ("Коваль", "Коваль"),
    ],
)  # fmt: skip
def test_russian_families(family, hers):
    assert people.russian_family(family, Gender.FEMALE) == hers
    assert people.russian_family(family, Gender.MALE) == family


@pytest.mark.parametrize(
    ("family", "wife", "daughter"),
    [
        ("Kazlauskas", "Kazlauskienė", "Kazlauskaitė"),
        ("Stankevičius", "Stankevičienė", "Stankevičiūtė"),
        ("Butkus", "Butkienė", "Butkutė"),
        ("Adomaitis", "Adomaitienė", "Adomaitytė"),
        ("Gaidys", "Gaidienė", "Gaidytė"),
        ("Mažeika", "Mažeikienė", "Mažeikaitė"),
        ("Petrovič", "Petrovič", "Petrovič"),
        ("Juškė", "Juškė", "Juškė"),
    ],
)
def test_lithuanian_families(family, wife, daughter):
    assert people.lithuanian_family(family, Gender.FEMALE, married=True) == wife
    assert people.lithuanian_family(family, Gender.FEMALE, married=False) == daughter
    assert people.lithuanian_family(family, Gender.MALE, married=True) == family


@pytest.mark.parametrize(
    ("family", "called"),
    [
        ("Kazlauskas", "Kazlauskai"), ("Stankevičius", "Stankevičiau"), ("Butkus", "Butkau"), ("Adomaitis", "Adomaiti"),
        ("Gaidys", "Gaidy"), ("Petraitienė", "Petraitiene"), ("Mažeika", "Mažeika"),
    ],
)  # fmt: skip
def test_lithuanian_vocatives(family, called):
    assert people.lithuanian_vocative(family) == called


def test_patronymics():
    assert people.russian_patronymic("Петров", Gender.MALE) == "Петрович"
    assert people.russian_patronymic("Сергеев", Gender.FEMALE) == "Сергеевна"


@pytest.mark.parametrize("language", LANGUAGES)
def test_made_names_agree_with_their_gender_and_parts(language):
    rng, pack = Random(3), load(language)
    names = [people.make_name(rng, pack) for _ in range(300)]
    assert {name.gender for name in names} == {Gender.FEMALE, Gender.MALE}
    for name in names:
        assert {name.family, name.given} <= set(name.written.split()) | {name.family}
        assert "{" not in name.salutation
        if name.middle:
            assert name.middle.endswith("на" if name.gender is Gender.FEMALE else "ич")
            assert name.middle in name.salutation
    assert any(not name.middle and not name.salutation for name in names) is (language == "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_companies_carry_their_form(language):
    rng, pack = Random(4), load(language)
    made = {people.make_company(rng, pack) for _ in range(300)}
    assert len(made) > 100
    assert not [name for name in made if "{" in name or "  " in name]


def test_a_sole_trader_without_a_patronymic_still_has_two_initials():
    pack = load("ru")
    one = Pack("ru", {**pack.words, "company_patterns": ["ИП {sole}"]})
    rng = Random(5)
    made = [people.make_company(rng, one) for _ in range(60)]
    assert all(len(name.split()) == 4 for name in made)
