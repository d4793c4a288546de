from __future__ import annotations

from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.collation import EMPTY, same_letters, sort_key

LOCALES = {"en": "en_US", "ru": "ru_RU", "lt": "lt_LT"}
NAMES = (
    """
Иванов Иван|Иванова Анна|Ивáнов|иванов|Ёлкин|Елкин|Елкина|Еремин|Ёжиков|Йорк|Ирк|Иорданский|Ильин|Щукин|Шукин|Цой|Чехов
Эдуард|Юрий|Яшин|ООО «Ромашка»|ООО "Ромашка"|ООО Рога и копыта|Їжак|Ігор|Ґонта|Гонта|Ўладзімір|Ыгыатта|Объедков
Žukas|Zukas|Žukauskas|Zubas|Šimkus|Simkus|Sinkus|Čepas|Cepas|Cibas|Ylius|Ilius|Iljinas|Įlanka|Jonas|Jonaitis|Ąžuolas
Azuolas|Asta|Ėglė|Eglė|Ęglė|Egidijus|Ūla|Ųla|Ula|Ugnė|UAB „Rožė“|UAB Rožė|UAB „Šaltinis“|UAB 3 mušketininkai|3M|10|9
Smith|smith|Smyth|Smithson|O'Brien|OBrien|Obrien|D'Arcy|Jean-Luc|Jean Luc|Jeanluc|Łukasz|Lukasz|Ørsted|Orsted|Æsir
Müller|Muller|Mueller|Ångström|Angstrom|Zoë|Zoe|François|Francois|Đorđe|Djordje|Çelik|Celik|Ñandú|Nandu|Étienne
Etienne|Αθήνα|Αλέξης|ß|z|ž|y|i|Y|I|й|и|е|ё|-|_|&Co|(Anna)|Anna|«Анна»|„Anna“|a b|ab|a-b|a.b|São Paulo|A|B|Zz
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.fixture(scope="module", params=list(LOCALES))
def collation(request):
    from PySide6.QtCore import QCollator, QLocale

    return request.param, QCollator(QLocale(LOCALES[request.param]))


def _sign(a, b):
    return (a > b) - (a < b)


def test_real_names_sort_as_the_system_sorts_them(collation):
    language, collator = collation
    expected = sorted(NAMES, key=cmp_to_key(collator.compare))
    assert sorted(NAMES, key=lambda name: sort_key(name, language)) == expected


@given(st.data())
def test_any_two_texts_compare_as_the_system_compares_them(collation, data):
    language, collator = collation
    letters = "aAbBcCčČdDeEėĖęéiIįĮyYjzZžŽsSšŠoóuųūÜlLłnñøаАеЕёЁиИйЙяЯщьъэ 019-.,()&"
    one, other = (data.draw(st.text(letters, min_size=1, max_size=6)) for _ in range(2))
    expected = collator.compare(one, other)
    assert _sign(sort_key(one, language), sort_key(other, language)) == _sign(expected, 0), (one, other)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ru", ["Абрамов", "Елкин", "Ёлкин", "Елкина", "Ирк", "Йорк", "Adams", "Žukas"]),
        ("en", ["9", "Adams", "Simkus", "Šimkus", "Zukas", "Žukas", "Абрамов"]),
        (
            "lt",
            ["Cepas", "Čepas", "Ilius", "Ylius", "Ilius B", "Jonas", "Simkus", "Šimkus", "Zukas", "Žukas"],
        ),
    ],
)
def test_what_each_language_expects(language, names):
    assert sorted(names, key=lambda name: sort_key(name, language)) == names


def test_an_empty_text_comes_last():
    assert sort_key("", "en") == EMPTY
    assert sort_key("\U0010ffff", "en") < EMPTY


def test_other_scripts_have_an_order_too():
    assert sort_key("Яна", "en") < sort_key("אבי", "en") < sort_key("中村", "en")
    assert sort_key("אבי", "en") < sort_key("אבי a", "en")


def test_invisible_characters_weigh_nothing():
    assert sort_key("An\u200bna\x00", "en") == sort_key("Anna", "en")


@given(st.text(max_size=20))
def test_any_text_has_a_key(text):
    assert isinstance(sort_key(text, "lt"), bytes)


def test_same_letters_spans_case_and_accents_alone():
    first, after = same_letters("Vilnius", "lt")
    assert all(first <= sort_key(name, "lt") < after for name in ("Vilnius", "VILNIUS", "vilnius", "Vílnius"))
    assert not any(
        first <= sort_key(name, "lt") < after for name in ("Vilnius 2", "Vilniu", "Vilniusa", "Kaunas")
    )
