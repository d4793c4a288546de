from __future__ import annotations

import pytest

from crm_desktop.translit import skeleton, stems

PAIRS = (
    """
Иванов Ivanov|Юрий Yuriy|Юрий Juri|Юрий Iurii|Юрий Yuri|Юрий Jurij|Щербаков Shcherbakov|Щербаков Ščerbakov
Щербаков Scherbakov|Щербаков Schtscherbakow|Жуков Zhukov|Жуков Žukov|Чехов Chekhov|Чехов Čechov|Чехов Tschechow
Хрущёв Khrushchev|Хрущёв Chruščiov|Хрущёв Khrushchov|Цветков Tsvetkov|Цветков Cvetkov|Цветков Tzvetkov
Хачатурян Khachaturyan|Хачатурян Khachaturian|Хачатурян Chačaturian|Соловьёв Solovyov|Соловьёв Solovjov
Соловьёв Soloviov|Соловьёв Solovyev|Соловьев Solovev|Горбачёв Gorbachev|Горбачёв Gorbačiov|Андреев Andreyev
Андреев Andrejev|Андреев Andreev|Евгений Evgeny|Евгений Yevgeniy|Евгений Jevgenij|Евгений Evgenii|Елена Yelena
Елена Jelena|Елена Elena|Юлия Yulia|Юлия Julija|Юлия Iuliia|Юлия Julia|Дмитрий Dmitry|Дмитрий Dmitriy|Дмитрий Dmitrij
Дмитрий Dmitrii|Алексей Alexey|Алексей Aleksei|Алексей Aleksejus|Сергей Sergey|Сергей Sergei|Сергей Sergej|Анна Anna
Анна Ana|Михаил Mikhail|Михаил Michail|Михаил Mihail|Татьяна Tatyana|Татьяна Tatjana|Татьяна Tatiana|Фёдор Fyodor
Фёдор Fiodor|Фёдор Fedor|Семёнов Semyonov|Семёнов Semionov|Ксения Ksenia|Ксения Xenia|Ксения Ksenija
Петровский Petrovsky|Петровский Petrovskij|Петровский Petrovskii|Петровский Petrowski|Шевченко Shevchenko
Шевченко Ševčenko|Наталья Natalya|Наталья Natalja|Наталья Natalia|Наталия Natalija|Яковлев Yakovlev|Яковлев Jakovlev
Яковлев Iakovlev|Пётр Pyotr|Пётр Petr|Пётр Piotr|Царёв Tsarev|Царев Carev|Быков Bykov|Объедков Obyedkov|Ильин Ilyin
Ильин Iljin|Подъячев Podyachev|Филипп Filipp|Филипп Philip|Виктория Viktorija|Виктор Victor|Кристина Christina
Ольга Olga|Игорь Igor|Чайковский Tchaikovsky|Чайковский Tschaikowski|Чайковский Čaikovskij|Хабаров Habarov
Эдуард Eduard|Иванов Ivanovas|Петров Petrovas|Юрий Jurijus|Алексеев Aleksejevas|Жанна Žana|Сергеев Sergejevas
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def _finds(typed, written):
    return any(skeleton(written).startswith(stem) for stem in stems(typed))


@pytest.mark.parametrize("pair", PAIRS)
def test_a_name_is_found_in_the_other_script_and_back(pair):
    cyrillic, latin = pair.split()
    assert _finds(cyrillic, latin)
    assert _finds(latin, cyrillic)


def test_there_are_enough_pairs():
    assert len(PAIRS) >= 60


@pytest.mark.parametrize("typed", ["Ivanovas", "Ivanov", "Iva", "Иванов", "ИВАН"])
def test_beginnings_and_lithuanian_endings(typed):
    assert _finds(typed, "Иванов" if typed[0] == "I" else "Ivanov")


@pytest.mark.parametrize(
    ("one", "other"), [("Иванов", "Petrov"), ("Анна", "Inna"), ("Сидоров", "Fedorov"), ("Жук", "Luk")]
)
def test_different_names_stay_different(one, other):
    assert not _finds(one, other)


def test_skeletons_of_what_is_no_name():
    assert skeleton("") == ""
    assert skeleton("ь") == ""
    assert skeleton("2000") == "2000"
    assert stems("ab") == ("ab",)
