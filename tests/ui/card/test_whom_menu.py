"""The menu of colleagues: who has it now is left out, and without anybody it says what to do."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.ui.card.whom_menu import ask_whom
from tests.bases import new_base


@pytest.fixture
def asked(qtbot, store):
    """What the menu says, and what choosing each of its lines gives."""
    over = QWidget()
    qtbot.addWidget(over)
    over.show()

    def ask(present):
        given = []
        ask_whom(over, store, present, lambda *chosen: given.append(chosen))
        menu = over.findChildren(QMenu, "hand_over_menu")[-1]
        words = [action.text() for action in menu.actions() if not action.isSeparator()]
        for action in menu.actions():
            action.trigger()
        menu.close()
        return words, given

    return ask


@pytest.fixture
def store(tmp_path):

    base = new_base(tmp_path / "a.crm")
    yield base.store
    base.store.close()


def test_colleagues_have_numbers_for_keys(asked, store):
    people = ensure(store, Dictionary.COLLEAGUE, ["Anna & Co", "Berta"])
    words, given = asked({None})
    assert words == ["&1  Anna && Co", "&2  Berta"]
    assert given == [(people["Anna & Co"], "Anna & Co"), (people["Berta"], "Berta")]
    assert asked({people["Berta"]})[0] == ["&1  Anna && Co", "nobody"]
    assert asked({people["Berta"], None})[1][-1] == (None, "")


def test_the_tenth_has_none(asked, store):
    ensure(store, Dictionary.COLLEAGUE, [f"C{number:02}" for number in range(10)])
    assert asked({None})[0][-1] == "C09"


def test_without_colleagues_it_says_what_to_do(asked):
    words, given = asked({None})
    assert words == ["Write your colleagues down in the settings first"]
    assert given == []
