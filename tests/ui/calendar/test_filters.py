"""Which contacts are shown: chosen by clicks, kept as JSON, and whatever stands there is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.services.dictionaries import Dictionary, add, set_active
from crm_desktop.ui.calendar.filters import CalendarFilter, FilterPopup
from crm_desktop.ui.calendar_preferences import Bars

KINDS = list(ActivityKind)


@given(
    st.lists(st.sampled_from(KINDS), unique=True),
    st.lists(st.one_of(st.none(), st.binary(min_size=16, max_size=16)), unique=True),
    st.booleans(),
    st.sampled_from(Bars),
)
def test_a_filter_comes_back_as_it_was_kept(kinds, people, written, bars):
    chosen = CalendarFilter(kinds=tuple(kinds), people=tuple(people), written=written, bars=bars)
    assert CalendarFilter.from_settings(chosen.stored()) == chosen


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, CalendarFilter()),
        (
            {"kinds": ["call", "dance"], "people": "Ona", "bars": "rainbow"},
            CalendarFilter(kinds=(ActivityKind.CALL,)),
        ),
        ({"kinds": "call", "people": [7, "zz", ""]}, CalendarFilter(people=(None, None))),
        ({"bars": ["kind"], "kinds": [["call"]], "written": "yes"}, CalendarFilter()),
    ],
)
def test_what_cannot_be_used_is_left_out(stored, expected):
    assert CalendarFilter.from_settings(stored) == expected


@pytest.mark.parametrize(
    ("chosen", "is_set"),
    [
        (CalendarFilter(), False),
        (CalendarFilter(kinds=tuple(ActivityKind)), False),
        (CalendarFilter(kinds=(ActivityKind.CALL,)), True),
        (CalendarFilter(people=(None,)), True),
        (CalendarFilter(bars=Bars.KIND), False),
    ],
)
def test_a_filter_is_set_when_something_is_left_out(chosen, is_set):
    assert chosen.is_set is is_set


# ------------------------------------------------------------------------------------------------------------ the popup


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def popup(window, session):
    def show(standing=None):
        heard: list = []
        made = FilterPopup(window, session, standing or CalendarFilter())
        made.changed.connect(heard.append)
        made.open_below(window)
        return made, heard

    return show


def box(popup, name):
    return popup.findChild(QCheckBox, name)


def kinds(popup):
    return [kind for number, kind in enumerate(KINDS) if box(popup, f"calendar_kind_{number}").isChecked()]


def test_kinds_are_taken_away_one_by_one(popup):
    made, heard = popup()
    assert kinds(made) == KINDS, "nothing chosen means all, and looks so"
    call, letter = KINDS.index(ActivityKind.CALL), KINDS.index(ActivityKind.MEETING)
    box(made, f"calendar_kind_{call}").click()
    box(made, f"calendar_kind_{letter}").click()
    assert set(KINDS) - set(heard[-1].kinds) == {ActivityKind.CALL, ActivityKind.MEETING}
    assert heard[-1].is_set
    for number in (call, letter):
        box(made, f"calendar_kind_{number}").click()
    assert heard[-1] == CalendarFilter()
    made.close()


def test_what_nobody_planned_is_asked_for_apart(popup):
    made, heard = popup()
    box(made, "calendar_written").click()
    assert heard[-1] == CalendarFilter(written=True)
    box(made, "calendar_kind_0").click()
    assert heard[-1] == CalendarFilter(kinds=tuple(KINDS[1:]), written=True)
    made.findChild(QPushButton, "calendar_filter_all").click()
    assert heard[-1] == CalendarFilter()
    assert not box(made, "calendar_written").isChecked()
    made.close()


def test_what_was_chosen_last_is_marked(popup):
    made, _heard = popup(CalendarFilter(kinds=(ActivityKind.CALL,), written=True, bars=Bars.KIND))
    assert box(made, "calendar_written").isChecked()
    assert kinds(made) == [ActivityKind.CALL]
    assert made._bars.value() == Bars.KIND
    made.close()


def test_colours_are_chosen_there(popup):
    made, heard = popup()
    made._bars.choose(Bars.PERSON)
    made._bars.told.changed.emit()
    assert heard[-1] == CalendarFilter(bars=Bars.PERSON)
    made.close()


def test_people_are_offered_where_there_are_several(popup, store, base):
    made, _heard = popup()
    assert box(made, "calendar_person_0") is None, "the only one there is does everything"
    made.close()
    rasa = add(store, Dictionary.COLLEAGUE, "Rasa")
    made, heard = popup()
    names = [box(made, f"calendar_person_{number}").text() for number in range(3)]
    assert sorted(names[:2]) == ["Ona", "Rasa"]
    assert names[2] == "Nobody in particular"
    box(made, f"calendar_person_{names.index('Ona')}").click()
    assert set(heard[-1].people) == {rasa, None}
    assert base.me not in heard[-1].people
    made.close()
    set_active(store, rasa, active=False)
    made, _heard = popup()
    assert box(made, "calendar_person_0") is None, "who does not work here any more is not offered"
    made.close()


def test_the_keys_are_in_the_popup_at_once(qtbot, popup, window):
    made, _heard = popup()
    qtbot.waitUntil(lambda: box(made, "calendar_kind_0").hasFocus())
    assert made.geometry().right() <= window.mapToGlobal(window.rect().bottomRight()).x()
    made.close()
