from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint

from crm_desktop.ui.calendar.dragging import Aim, Drag
from tests.ui.calendar.made import entry

START = datetime(2026, 11, 19, 11, 0)  # noqa: DTZ001  a time on the wall


def test_a_ghost_stands_where_the_contact_would():
    timed, whole = entry(START, 90), entry(date(2026, 11, 19), 2880, all_day=True)
    moved = Drag(Aim.MOVE, QPoint(), timed, at=START.astimezone() + timedelta(days=1)).ghost()
    assert (moved.first, moved.end - moved.start) == (date(2026, 11, 20), timedelta(minutes=90))
    longer = Drag(Aim.STRETCH, QPoint(), timed, at=START.astimezone(), minutes=120).ghost()
    assert longer.end - longer.start == timedelta(hours=2)
    above = Drag(Aim.MOVE, QPoint(), timed, at=date(2026, 11, 21)).ghost()
    assert (above.all_day, above.first, above.last) == (True, date(2026, 11, 21), date(2026, 11, 21))
    on = Drag(Aim.MOVE, QPoint(), whole, at=date(2026, 11, 21)).ghost()
    assert (on.all_day, on.first, on.last) == (True, date(2026, 11, 21), date(2026, 11, 22))
    assert Drag(Aim.DRAW, QPoint(), at=START.astimezone()).ghost() is None


def test_what_would_change_nothing_is_not_asked_for(hear, qtbot, store):
    from crm_desktop.ui.calendar.grid_view import GridView

    view = GridView(store)
    qtbot.addWidget(view)
    heard = hear(view)
    timed, whole = entry(START), entry(date(2026, 11, 19), 1440, all_day=True)
    Drag(Aim.MOVE, QPoint(), timed, at=timed.start).ask(view)
    Drag(Aim.MOVE, QPoint(), whole, at=whole.first).ask(view)
    Drag(Aim.STRETCH, QPoint(), timed, at=timed.start, minutes=60).ask(view)
    Drag(Aim.STRETCH, QPoint(), timed, at=timed.start).ask(view)
    Drag(Aim.MOVE, QPoint(), timed).ask(view)
    assert heard.all == []
    Drag(Aim.STRETCH, QPoint(), timed, at=timed.start, minutes=75).ask(view)
    assert heard.all == [("resize_wanted", timed.id, None, 75)]
