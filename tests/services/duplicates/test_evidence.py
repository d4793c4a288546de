"""What speaks for two cards being one client: tables in three languages, families and offices among them."""

from __future__ import annotations

import pytest

from crm_desktop.services.duplicates.evidence import CERTAIN, LIKELY, POSSIBLE, Why, judge
from tests.services.duplicates.cards import subject

PHONE = "+37061234567"
CERTAINLY = [
    (subject("Petraitė Ona", phone=PHONE), subject("Petraitė Ona", phone=PHONE)),
    (subject("Иванов Иван Петрович", email="i@p.ru"), subject("Иванов Иван Петрович", email="i@p.ru")),
    (
        subject("Petraitė Ona", phone=PHONE, birthday="1980-05-17"),
        subject("Petraite Ona", phone=PHONE, birthday="1980-05-17", email="o@p.lt"),
    ),
    (
        subject("Petraitė Ona", externals=[("amocrm", "1")]),
        subject("Petraitė Ona", externals=[("amocrm", "1")]),
    ),
    (subject("Petraitė Ona", loyalty_card="A7"), subject("Petraitė Ona", loyalty_card="a7")),
    (
        subject("UAB Gėlės", kind="company", phone=PHONE),
        subject("Gėlės", kind="company", phone=PHONE, email="a@b.lt"),
    ),
]
PROBABLY = [
    (subject("Иванов Иван", phone="+7903"), subject("Ivanov Ivan", phone="+7903")),
    (subject("Kazlauskas Jonas", phone=PHONE), subject("Kazlasukas Jonas", phone=PHONE)),
    (subject("Smith J.", phone="+44"), subject("Smith John", phone="+44")),
    (subject("", phone=PHONE), subject("Petraitė Ona", phone=PHONE)),
    (subject("Petraitė Ona", birthday="1980-05-17"), subject("Petraitė Ona", birthday="--05-17")),
    (subject("Petraitė Ona", employer="UAB Rasa"), subject("Petraitė Ona", employer="„Rasa“ UAB")),
    (
        subject("Petraitytė Ona", phone=PHONE, birthday="1980-05-17"),
        subject("Jonaitienė Ona", phone=PHONE, birthday="1980-05-17"),
    ),
    (subject("UAB Gėlės", kind="company"), subject("Gėlės", kind="company", phone=PHONE)),
    (
        subject("Иванов Иван", phone="+7903", birthday="1980-05-17"),
        subject("Иванов Иван", phone="+7903", birthday="1980-05-11"),
    ),
    (
        subject("Иванов Иван", phone="+7903", birthday="--05-07"),
        subject("Иванов Иван", phone="+7903", birthday="--07-05"),
    ),
]
NEVER = [
    # families on one phone, in three languages
    (subject("Petraitis Jonas", phone=PHONE), subject("Petraitienė Ona", phone=PHONE)),
    (subject("Иванов Пётр", phone="+7903"), subject("Иванова Мария", phone="+7903")),
    (subject("Иванов А.", phone="+7903"), subject("Иванова А.", phone="+7903")),
    (subject("Smith John", phone="+44"), subject("Smith Mary", phone="+44")),
    (subject("Kazlauskaitė Rasa", phone=PHONE), subject("Kazlauskaitė Ieva", phone=PHONE)),
    # father and son of one name
    (
        subject("Petraitis Jonas", phone=PHONE, birthday="1950-01-02"),
        subject("Petraitis Jonas", phone=PHONE, birthday="1985-11-30"),
    ),
    # a person and the company on one phone
    (subject("Petraitis Jonas", phone=PHONE), subject("UAB Petraitis", kind="company", phone=PHONE)),
    # two companies of one accountant
    (subject("UAB Gėlės", kind="company", phone=PHONE), subject("UAB Medis", kind="company", phone=PHONE)),
    # nothing but the name
    (subject("Petraitė Ona"), subject("Petraitė Ona")),
    (subject("Petraitė Ona", city="Vilnius"), subject("Petraitė Ona", city="Vilnius")),
    (subject("Smith J.", city="York"), subject("Smith John", city="York")),
    (subject("Gėlės", kind="company", city="Vilnius"), subject("Gėlės", kind="company", city="Kaunas")),
    # known as two
    (
        subject("Petraitė Ona", phone=PHONE, externals=[("amocrm", "1")]),
        subject("Petraitė Ona", phone=PHONE, externals=[("amocrm", "2")]),
    ),
]


def score(one, other, **known):
    judgements = [judge(one, other, **known), judge(other, one, **known)]
    scores = {judgement.score if judgement else 0 for judgement in judgements}
    assert len(scores) == 1, "the order of the two makes no difference"
    return scores.pop()


@pytest.mark.parametrize(("one", "other"), CERTAINLY)
def test_certain(one, other):
    assert score(one, other) >= CERTAIN


@pytest.mark.parametrize(("one", "other"), PROBABLY)
def test_probable_but_to_be_judged(one, other):
    assert POSSIBLE <= score(one, other) < CERTAIN


@pytest.mark.parametrize(("one", "other"), NEVER)
def test_never_proposed(one, other):
    assert score(one, other) < POSSIBLE


def test_an_office_line_proves_little():
    one, other = subject("Petraitė Ona", phone=PHONE), subject("Petraitė Ona", phone=PHONE)
    assert score(one, other, crowd=lambda key: 3) >= LIKELY
    assert score(one, other, crowd=lambda key: 7) < score(one, other, crowd=lambda key: 4)
    assert score(one, other, crowd=lambda key: 40) < POSSIBLE


def test_a_second_key_in_common_adds_a_little():
    one, other = (subject("Kazlauskas Jonas", phone=PHONE, email="j@k.lt") for _ in range(2))
    two_keys = judge(one, other)
    assert [reason.why for reason in two_keys.reasons[:2]] == [Why.NAME_SAME, Why.PHONE]
    assert {reason.why: reason.points for reason in two_keys.reasons}[Why.EMAIL] == 8
    assert two_keys.score == 100


def test_a_rare_name_in_one_city_is_worth_a_look():
    one, other = (
        subject("Žvirblis Ąžuolas", city="Alytus"),
        subject("Zvirblis Azuolas", city="Alytus", phone=PHONE),
    )
    assert score(one, other) == 0
    assert POSSIBLE <= score(one, other, rare=True) < LIKELY


def test_reasons_say_what_and_what_speaks_against():
    one = subject("Petraitė Ona", phone=PHONE, city="Vilnius", birthday="1980-05-17")
    other = subject("Petraitė Ona", email="o@p.lt", city="Kaunas", birthday="1980-05-17")
    reasons = judge(one, other).reasons
    assert [(reason.why, reason.value) for reason in reasons] == [
        (Why.NAME_SAME, ""),
        (Why.BIRTHDAY, "1980-05-17"),
        (Why.OTHER_CITY, ""),
    ]
    assert [reason.why.against for reason in reasons] == [False, False, True]
    other.points += subject(phone="+1").points
    assert judge(one, other).reasons[-1].why is Why.OTHER_WAYS


def test_the_second_outside_id_in_common_counts_too():
    one = subject("Petraitė Ona", externals=[("amocrm", "1"), ("bitrix", "9")])
    other = subject("Petraitė Ona", externals=[("bitrix", "9")])
    assert score(one, other) >= CERTAIN
    assert score(subject("Petraitė Ona", phone=PHONE), subject("Jonaitienė Ona", birthday="1980-05-17")) == 0
