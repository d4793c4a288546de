from __future__ import annotations

from itertools import pairwise

import pytest

from crm_desktop.background.autostart import State
from crm_desktop.background.notifier import Posted
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.ui import text
from crm_desktop.ui.text_popups import (
    login_state,
    since,
    spoken,
    status_texts,
    what_became_of,
    why_not_shown,
)


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")
    yield
    text.set_language("en")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s ago"),
        (2.9, "2 s ago"),
        (89, "89 s ago"),
        (90, "1 min ago"),
        (3599, "59 min ago"),
        (3600, "1 h ago"),
        (86399, "23 h ago"),
        (86400, "1 day ago"),
        (86400 * 3, "3 days ago"),
    ],
)
def test_how_long_ago(seconds, words):
    assert since(seconds) == words


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        ((None, "", 0), ("Reminders not checked yet", "Not checked yet")),
        (
            (None, "", 0, "No base"),
            ("No base · Reminders not checked yet", "Reminders not checked yet", "Not checked yet"),
        ),
        (
            (2, "10:45", 0),
            ("Reminders checked 2 s ago, next 10:45", "Checked 2 s ago, next 10:45", "Next 10:45"),
        ),
        ((2, "", 0), ("Reminders checked 2 s ago, none ahead", "Reminders checked 2 s ago", "None ahead")),
        (
            (2, "10:45", 3),
            (
                "3 reminders due · checked 2 s ago, next 10:45",
                "3 reminders due · checked 2 s ago",
                "3 reminders due",
            ),
        ),
        ((2, "", 1), ("1 reminder due · checked 2 s ago", "1 reminder due")),
        ((180, "10:45", 3), ("Reminders last checked 3 min ago", "3 min ago")),
    ],
)
def test_the_line_about_reminders(arguments, texts):
    wordings = status_texts(*arguments)
    assert wordings == texts


@pytest.mark.parametrize("code", ["en", "ru", "lt"])
@pytest.mark.parametrize("age", [None, 3, 500])
@pytest.mark.parametrize("following", ["", "10:45"])
@pytest.mark.parametrize("due", [0, 1, 12])
@pytest.mark.parametrize("problem", ["", "Pop-ups do not work"])
def test_each_wording_is_shorter_and_a_problem_is_never_left_out_first(code, age, following, due, problem):
    text.set_language(code)
    wordings = status_texts(age, following, due, problem)
    assert all(len(longer) > len(shorter) for longer, shorter in pairwise(wordings))
    if problem:
        assert wordings[0].startswith(problem)


def test_a_screen_reader_hears_nothing_that_changes_every_second():
    assert spoken("10:45", 2, "") == "2 reminders due, Next 10:45"
    assert spoken("", 0, "10:31") == "Reminders, last checked at 10:31"
    assert spoken("", 0, "", "No pop-ups") == "No pop-ups, Reminders"


def test_every_reason_and_state_has_words():
    assert len({why_not_shown(reason) for reason in Reason}) == len(Reason)
    assert len({login_state(state) for state in State}) == len(State)


def test_what_became_of_a_pop_up():
    assert what_became_of(Posted("desktop")) == "The desktop has shown it."
    tray = what_became_of(Posted("tray", Reason.NO_SERVICE))
    assert tray == "Shown by the tray, because no notification service is running."
    assert "reminder window" in what_became_of(Posted("failed: silent", Reason.SILENT))
