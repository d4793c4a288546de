"""How contacts repeat, in words of three languages."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.services.repeating import LAST, Repeat, Unit
from crm_desktop.ui import text
from crm_desktop.ui.text_repeats import nth_words, repeat_words, rule_words, weekday_letters

DAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        (Repeat(Unit.DAY), ("every day", "каждый день", "kasdien")),
        (Repeat(Unit.DAY, 3), ("every 3 days", "каждые 3 дня", "kas 3 dienas")),
        (Repeat(Unit.WEEK), ("every week on Tuesdays", "каждую неделю по вторникам", "kas savaitę antradieniais")),
        (
            Repeat(Unit.WEEK, 2, (0, 2)),
            (
                "every 2 weeks on Mondays, Wednesdays",
                "каждые 2 недели по понедельникам, средам",
                "kas 2 savaites pirmadieniais, trečiadieniais",
            ),
        ),
        (
            Repeat(Unit.MONTH, nth=(1, 2)),
            ("every month on the second Tuesday", "каждый месяц во второй вторник", "kas mėnesį antrąjį antradienį"),
        ),
        (
            Repeat(Unit.MONTH, 5, month_day=LAST),
            ("every 5 months on the last day", "каждые 5 месяцев в последний день", "kas 5 mėnesius paskutinę dieną"),
        ),
        (Repeat(Unit.MONTH), ("every month on day 24", "каждый месяц 24 числа", "kas mėnesį 24 dieną")),
        (Repeat(Unit.YEAR), ("every year on 24 Nov", "каждый год 24 нояб.", "kasmet, lapkr. 24")),
        (Repeat(Unit.YEAR, 2, count=5), ("every 2 years on 24 Nov, 5 times in all", None, None)),
        (Repeat(Unit.DAY, until=date(2030, 1, 2)), ("every day, until 2 Jan 2030", None, "kasdien, iki 2030-01-02")),
    ],
)  # fmt: skip
def test_repetitions_are_said(repeat, words):
    for code, said in zip(text.LANGUAGES, words, strict=True):
        text.set_language(code)
        if said is not None:
            assert repeat_words(repeat, DAY) == said


def test_days_bend_by_gender():
    text.set_language("ru")
    assert nth_words((2, 1)) == "в первую среду"
    assert nth_words((6, LAST)) == "в последнее воскресенье"
    text.set_language("lt")
    assert nth_words((6, LAST)) == "paskutinį sekmadienį"


def test_a_rule_in_words():
    assert rule_words("", DAY) == ""
    assert rule_words("RRULE:FREQ=DAILY;INTERVAL=2", DAY) == "every 2 days"
    assert rule_words("RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15", DAY) == "by a rule of its own"


def test_letters_of_the_week():
    assert weekday_letters()[0] == "Mon"
