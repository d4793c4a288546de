from __future__ import annotations

import pytest
from PySide6.QtGui import QFont

from crm_desktop import paths
from crm_desktop.kinds import ActivityKind
from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import theme
from crm_desktop.ui.calendar.ink import KIND_ICONS, KIND_TONES, LOOKS, TONES, Ink, bar_tone, tone_of_person
from crm_desktop.ui.calendar_preferences import Bars
from tests.ui.calendar.made import MONDAY, entry


def test_every_state_has_a_look_of_its_own_and_each_but_planned_a_mark():
    assert set(LOOKS) == set(EntryState)
    marks = [look.mark for state, look in LOOKS.items() if state is not EntryState.PLANNED]
    assert all(marks)
    assert len(set(marks)) == len(marks)


def test_every_icon_is_there():
    icons = {
        *KIND_ICONS.values(),
        *(look.mark for look in LOOKS.values() if look.mark),
        "repeat",
        "gift",
        "star",
    }
    assert set(KIND_ICONS) == set(ActivityKind)
    for name in icons:
        assert paths.resource(f"icons/{name}.svg").is_file()


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_every_colour_is_one_of_the_theme(colours):
    names = {*TONES, *KIND_TONES.values()}
    for look in LOOKS.values():
        names |= {look.ground, look.bar, look.ink, *filter(None, [look.edge])}
    assert all(getattr(colours, name).startswith("#") for name in names)


def test_bars_tell_of_the_state_the_kind_or_the_person():
    given = entry(MONDAY, 1440, all_day=True, responsible_id=b"\0" * 15 + b"\1", kind=ActivityKind.VISIT)
    assert bar_tone(given, Bars.STATE) == "accent"
    assert bar_tone(given, Bars.KIND) == "plum"
    assert bar_tone(given, Bars.PERSON) == tone_of_person(given.responsible_id) == TONES[1]
    assert tone_of_person(None) == "quiet"


def test_grounds_are_drawn_once_and_not_kept_for_ever(qapp, monkeypatch):
    from PySide6.QtCore import QSize

    from crm_desktop.ui.calendar import ink as module

    ink = Ink(qapp.palette(), QFont())
    look = LOOKS[EntryState.FAILED]
    first = ink.ground(look, "failed", QSize(90, 30), (True, False), 2.0)
    assert first.width() == 180
    assert ink.ground(look, "failed", QSize(90, 30), (True, False), 2.0).cacheKey() == first.cacheKey()
    monkeypatch.setattr(module, "_KEPT", 1)
    ink.ground(look, "failed", QSize(91, 30), (True, True), 1.0)
    assert ink.ground(look, "failed", QSize(90, 30), (True, False), 2.0).cacheKey() != first.cacheKey()
