from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import clients
from crm_desktop.services.calendar import EntryState, occasions
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui.calendar.filters import CalendarFilter
from crm_desktop.ui.calendar.grid_view import GridView
from crm_desktop.ui.calendar.ink import LOOKS
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.shapes import Block, Chip, More
from crm_desktop.ui.calendar_preferences import Bars

MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)
Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def week(qtbot, store):
    view = GridView(store)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_range(SATURDAY)
    view.setFocus()
    return view


@pytest.fixture
def heard(week, hear):
    return hear(week)


def local(text):
    return datetime.fromisoformat(text).astimezone()


def block(view, **wanted):
    found = [shape for shape in (*view.grid.top, *view.grid.body) if isinstance(shape, Block)]
    return next(
        shape for shape in found if all(getattr(shape.entry, name) == value for name, value in wanted.items())
    )


def place(view, when):
    """The point of the viewport at which a local time stands."""
    moment = local(when)
    grid = view.grid
    y = grid.y(grid.axis.at(moment)) + grid.top_height - view.verticalScrollBar().value()
    return QPoint(grid.column(grid.number(moment.date()), 0, 1).center().x(), y)


def drag(view, start, *ends, release=True):
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    for end in ends:
        QTest.mouseMove(port, end)
    if release:
        QTest.mouseRelease(port, LEFT, pos=ends[-1])


# ------------------------------------------------------------------------------------------------------------ the range


def test_a_week_begins_with_the_monday_or_as_the_country_has_it(qtbot, store, week):
    assert week.shown_range() == (MONDAY, date(2026, 11, 22))
    sunday = GridView(store, week_start=6)
    qtbot.addWidget(sunday)
    sunday.show_range(SATURDAY)
    assert sunday.shown_range() == (date(2026, 11, 15), SATURDAY)
    day = GridView(store, days=1)
    qtbot.addWidget(day)
    day.show_range(SATURDAY)
    assert day.shown_range() == (SATURDAY, SATURDAY)


def test_pages_and_today_by_keys(week, heard, qtbot):
    with qtbot.waitSignal(week.shown_range_changed):
        QTest.keyClick(week, Key.Key_PageDown)
    assert week.shown_range()[0] == MONDAY + timedelta(days=7)
    assert week.current_day() == SATURDAY + timedelta(days=7)
    QTest.keyClick(week, Key.Key_PageUp)
    QTest.keyClick(week, Key.Key_Home)
    assert week.shown_range()[0] == MONDAY
    assert heard.all == [("today_wanted",)]


def test_the_day_of_the_cursor_goes_over_into_the_next_week(week):
    week.set_day(date(2026, 11, 22))
    QTest.keyClick(week, Key.Key_Right)
    assert week.current_day() == date(2026, 11, 23)
    assert week.shown_range()[0] == date(2026, 11, 23)


# ----------------------------------------------------------------------------------------------------------- the layout


def test_blocks_stand_at_their_times_and_never_over_each_other(week, plan):
    for minute in range(0, 60, 5):
        plan(f"2026-11-18 11:{minute:02}", minutes=30)
    plan("2026-11-18 13:00", minutes=15)
    week.reload()
    blocks = list(week.grid.body)
    rects = [shape.rect for shape in blocks]
    for number, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in rects[:number])
    shown = sum(isinstance(shape, Block) for shape in blocks)
    hidden = sum(shape.count for shape in blocks if isinstance(shape, More))
    assert shown + hidden == 13
    assert hidden
    short = block(week, start=local("2026-11-18 13:00"))
    assert short.rect.height() >= week.ink.small.height  # still to be read
    assert short.rect.top() == week.grid.y(13 * 60)


def test_what_has_no_hour_stands_above(week, plan):
    plan("2026-11-17", minutes=3 * 1440, wanted="fair")
    plan("2026-11-19 10:00", minutes=2000)
    week.reload()
    fair, long = block(week, wanted="fair"), block(week, all_day=False)
    assert fair.rect.right() < week.grid.lefts[4]
    assert fair.rect.left() > week.grid.lefts[1]
    assert (fair.rect.bottom() < week.grid.top_height, long.rect.bottom() < week.grid.top_height) == (
        True,
        True,
    )


def test_a_contact_over_midnight_stands_on_both_days(week, plan):
    plan("2026-11-18 22:00", minutes=240)
    week.reload()
    pieces = [shape for shape in week.grid.body if isinstance(shape, Block)]
    assert [(piece.day.day, piece.begins, piece.ends) for piece in sorted(pieces, key=lambda p: p.day)] == [
        (18, True, False), (19, False, True),
    ]  # fmt: skip


def test_birthdays_and_holidays_stand_in_the_margin(week, store, heard):
    rasa = clients.add(store, ClientDraft(name="Rasa", birthday="1986-11-18"))
    week.set_margin(occasions(store, *week.shown_range()), {date(2026, 11, 18): ["Diena"]})
    chips = [shape for shape in week.grid.top if isinstance(shape, Chip)]
    assert [chip.words for chip in chips] == ["Diena", "Rasa turns 40"]
    QTest.mouseDClick(week.viewport(), LEFT, pos=chips[1].rect.center())
    assert heard.all[-1] == ("client_wanted", rasa)


def test_so_many_rows_above_and_the_others_are_counted(week, plan, heard):
    for number in range(8):
        plan("2026-11-17", minutes=None, wanted=str(number))
    week.reload()
    (more,) = [shape for shape in week.grid.top if isinstance(shape, More)]
    assert more.count == 4
    QTest.mouseClick(week.viewport(), LEFT, pos=more.rect.center())
    assert heard.all == [("day_wanted", date(2026, 11, 17))]


def test_the_first_look_begins_before_work_or_the_first_contact(qtbot, store, plan):
    plan("2026-11-18 05:00")
    early = GridView(store)
    qtbot.addWidget(early)
    early.resize(1000, 500)
    early.show_range(SATURDAY)
    early.show()
    assert early.grid.minutes(early.verticalScrollBar().value()) < 5 * 60


# ----------------------------------------------------------------------------------------------------------- the mouse


def test_a_click_selects_and_a_double_click_opens(week, plan, heard):
    made = plan("2026-11-18 11:00")
    week.reload()
    chosen: list = []
    week.selection_changed.connect(chosen.append)
    point = place(week, "2026-11-18 11:30")
    QTest.mouseClick(week.viewport(), LEFT, pos=point)
    assert (week.selected, chosen[0].id, week.current_day()) == ((made, None), made, date(2026, 11, 18))
    QTest.mouseDClick(week.viewport(), LEFT, pos=point)
    assert heard.all == [("open_wanted", made, None)]
    QTest.mouseClick(week.viewport(), LEFT, pos=place(week, "2026-11-19 11:30"))
    assert week.selected is None


def test_a_double_click_on_empty_ground_adds(week, heard):
    QTest.mouseDClick(week.viewport(), LEFT, pos=place(week, "2026-11-18 11:40"))
    QTest.mouseDClick(
        week.viewport(), LEFT, pos=QPoint(place(week, "2026-11-19 11:40").x(), week.grid.sizes.head + 1)
    )
    assert heard.all == [
        ("add_wanted", local("2026-11-18 11:30"), None, False), ("add_wanted", date(2026, 11, 19), None, True),
    ]  # fmt: skip


def test_a_double_click_on_the_name_of_a_day_shows_the_day(week, heard):
    QTest.mouseDClick(week.viewport(), LEFT, pos=QPoint(place(week, "2026-11-19 11:40").x(), 9))
    assert heard.all == [("day_wanted", date(2026, 11, 19))]


@pytest.mark.parametrize("view", [GridView, MonthView])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_precipice(qtbot, store, view, day):
    made = view(store)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show_range(day)
    made.step(1 if day == date.max else -1)
    made.move_cursor(1 if day == date.max else -1, 0)
    assert not made.grab().isNull()


def test_a_drag_moves_by_quarters_of_an_hour_to_another_day(week, plan, heard):
    made = plan("2026-11-21 13:00")
    week.reload()
    drag(
        week,
        place(week, "2026-11-21 13:30"),
        place(week, "2026-11-20 13:40"),
        place(week, "2026-11-19 15:21"),
    )
    assert heard.all == [("move_wanted", made, None, local("2026-11-19 14:45"), False)]
    assert week.drag is None


def test_escape_gives_a_drag_up(week, plan, heard):
    plan("2026-11-21 13:00")
    week.reload()
    drag(week, place(week, "2026-11-21 13:30"), place(week, "2026-11-19 15:30"), release=False)
    assert week.drag.active
    week.grab()
    QTest.keyClick(week, Key.Key_Escape)
    QTest.mouseRelease(week.viewport(), LEFT, pos=place(week, "2026-11-19 15:30"))
    assert (week.drag, heard.all) == (None, [])


def test_the_lower_edge_is_stretched(week, plan, heard):
    made = plan("2026-11-21 13:00")
    week.reload()
    edge = place(week, "2026-11-21 14:00") - QPoint(0, 3)
    QTest.mouseMove(week.viewport(), edge)
    assert week.viewport().cursor().shape() == Qt.CursorShape.SizeVerCursor
    drag(week, edge, place(week, "2026-11-21 15:31"))
    drag(week, edge, place(week, "2026-11-21 12:00"))
    assert heard.all == [("resize_wanted", made, None, 150), ("resize_wanted", made, None, 15)]


def test_a_drag_on_empty_ground_draws_a_contact(week, heard):
    drag(week, place(week, "2026-11-21 15:05"), place(week, "2026-11-21 16:20"))
    drag(week, place(week, "2026-11-21 15:00"), place(week, "2026-11-21 14:00"))
    assert heard.all == [
        ("add_wanted", local("2026-11-21 15:00"), 75, False), ("add_wanted", local("2026-11-21 14:00"), 60, False),
    ]  # fmt: skip


def test_from_the_hours_to_the_whole_day_and_back(week, plan, heard):
    timed, whole = plan("2026-11-21 13:00"), plan("2026-11-20", minutes=None)
    week.reload()
    above = QPoint(place(week, "2026-11-19 13:00").x(), week.grid.sizes.head + 2)
    drag(week, place(week, "2026-11-21 13:30"), above)
    drag(week, block(week, id=whole).rect.center(), place(week, "2026-11-19 10:10"))
    drag(week, block(week, id=whole).rect.center(), above)
    assert heard.all == [
        ("move_wanted", timed, None, date(2026, 11, 19), True),
        ("move_wanted", whole, None, local("2026-11-19 10:00"), False),
        ("move_wanted", whole, None, date(2026, 11, 19), True),
    ]


def test_what_was_held_is_not_dragged(week, plan, heard):
    plan("2026-11-18 13:00", outcome=Outcome.SUCCESSFUL)
    week.reload()
    drag(week, place(week, "2026-11-18 13:30"), place(week, "2026-11-19 15:00"))
    assert heard.all == []


def test_hours_move_along_at_the_edge(week, plan, qtbot):
    plan("2026-11-21 13:00")
    week.reload()
    before = week.verticalScrollBar().value()
    low = QPoint(place(week, "2026-11-21 13:30").x(), week.viewport().height() - 3)
    drag(week, place(week, "2026-11-21 13:30"), low, release=False)
    qtbot.waitUntil(lambda: week.verticalScrollBar().value() > before)
    high = QPoint(low.x(), week.grid.top_height + 2)
    now = week.verticalScrollBar().value()
    QTest.mouseMove(week.viewport(), high)
    qtbot.waitUntil(lambda: week.verticalScrollBar().value() < now)
    QTest.mouseRelease(week.viewport(), LEFT, pos=high)
    qtbot.waitUntil(lambda: not week._scrolling.isActive())


# ------------------------------------------------------------------------------------------------------------ the keys


def test_arrows_move_between_slots_and_meet_contacts(week, plan, heard):
    made = plan("2026-11-21 10:00")
    week.reload()
    QTest.keyClick(week, Key.Key_Down)  # from nine
    assert week.selected is None
    QTest.keyClick(week, Key.Key_Down)
    assert week.selected == (made, None)
    QTest.keyClick(week, Key.Key_Return)
    QTest.keyClick(week, Key.Key_Left)
    assert (week.selected, week.current_day()) == (None, date(2026, 11, 20))
    QTest.keyClick(week, Key.Key_Return)
    assert heard.all == [("open_wanted", made, None), ("add_wanted", local("2026-11-20 10:00"), None, False)]


def test_above_the_first_hour_stands_the_whole_day(week, plan, heard):
    made = plan("2026-11-20", minutes=None)
    week.reload()
    for _ in range(21):  # eighteen half hours, the rows above, and no further
        QTest.keyClick(week, Key.Key_Up)
    week.grab()
    QTest.keyClick(week, Key.Key_Return)
    QTest.keyClick(week, Key.Key_Left)
    assert week.selected == (made, None)
    QTest.keyClick(week, Key.Key_Down)
    assert week.selected is None
    assert heard.all == [("add_wanted", SATURDAY, None, True)]


def test_tab_goes_through_the_contacts_and_out(week, plan, qtbot):
    first, second = plan("2026-11-21 10:00"), plan("2026-11-21 12:00")
    week.reload()
    QTest.keyClick(week, Key.Key_Tab)
    assert week.selected == (first, None)
    QTest.keyClick(week, Key.Key_Tab)
    assert week.selected == (second, None)
    QTest.keyClick(week, Key.Key_Backtab)
    assert week.selected == (first, None)
    QTest.keyClick(week, Key.Key_Backtab)
    assert week.selected is None


def test_with_shift_arrows_move_the_contact_and_with_alt_its_end(week, plan, heard):
    made = plan("2026-11-21 13:00")
    week.reload()
    week.select((made, None))
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right):
        QTest.keyClick(week, key, Mod.ShiftModifier)
    QTest.keyClick(week, Key.Key_Up, Mod.AltModifier)
    QTest.keyClick(week, Key.Key_Down, Mod.AltModifier)
    assert heard.all == [
        ("move_wanted", made, None, local(f"2026-11-{when}"), False)
        for when in ("21 12:45", "21 13:15", "20 13:00", "22 13:00")
    ] + [("resize_wanted", made, None, 45), ("resize_wanted", made, None, 75)]


def test_a_whole_day_moves_by_days_only(week, plan, heard):
    made = plan("2026-11-21", minutes=None)
    week.reload()
    week.select((made, None))
    QTest.keyClick(week, Key.Key_Up, Mod.ShiftModifier)
    QTest.keyClick(week, Key.Key_Right, Mod.ShiftModifier)
    assert heard.all == [("move_wanted", made, None, date(2026, 11, 22), True)]


def test_letters_begin_a_quick_entry_and_delete_deletes(week, plan, heard):
    made = plan("2026-11-21 13:00")
    week.reload()
    QTest.keyClicks(week, "1")
    # A key of a Russian keyboard, which QTest does not know.
    QApplication.sendEvent(week, QKeyEvent(QEvent.Type.KeyPress, 0x416, Mod.NoModifier, "ж"))
    QTest.keyClick(week, Key.Key_Delete)
    week.select((made, None))
    QTest.keyClick(week, Key.Key_Delete)
    QTest.keyClick(week, Key.Key_Insert)
    QTest.keyClick(week, Key.Key_A, Mod.ControlModifier)
    assert heard.all == [
        ("typed", "1", SATURDAY), ("typed", "ж", SATURDAY), ("delete_wanted", made, None),
        ("add_wanted", local("2026-11-21 13:00"), None, False),
    ]  # fmt: skip


def test_what_found_no_room_is_ringed_at_its_count_and_opened(week, plan, heard):
    for _ in range(9):
        plan("2026-11-21 13:00")
    for number in range(8):
        plan("2026-11-17", minutes=None, wanted=str(number))
    week.reload()
    counts = {shape.day: shape.rect for shape in (*week.grid.body, *week.grid.top) if isinstance(shape, More)}
    for entry in week.entries:
        week.select(entry.ref)
        assert week.rect_of(entry.ref) is not None
        assert week.grab().toImage() is not None
    below = week.grid.top_height - week.verticalScrollBar().value()
    hidden = next(shape for shape in week.grid.body if isinstance(shape, More)).members[0]
    assert week.rect_of(hidden) == counts[SATURDAY].translated(0, below)
    week.select(hidden)
    QTest.keyClick(week, Key.Key_Return)
    assert heard.all == [("open_wanted", *hidden)]


def test_escape_lets_go_of_the_selection(week, plan):
    made = plan("2026-11-21 13:00")
    week.reload()
    week.select((made, None))
    QTest.keyClick(week, Key.Key_Escape)
    assert week.selected is None


# ------------------------------------------------------------------------------------------------- menu, tips, the rest


def menu_of(view, point):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    return view.findChild(QMenu, "entry_menu")


def test_the_menu_offers_what_the_state_allows(week, plan, heard):
    made = plan("2026-11-21 13:00")
    plan("2026-11-18 13:00", outcome=Outcome.FAILED)
    week.reload()
    menu = menu_of(week, place(week, "2026-11-21 13:30"))
    for name in ("well", "failed", "no_answer", "tell", "move", "cancel", "delete", "open"):
        next(action for action in menu.actions() if action.objectName() == f"entry_{name}").trigger()
    menu.close()
    assert [event[0] for event in heard.all] == [
        "tell_wanted", "tell_wanted", "tell_wanted", "tell_wanted", "move_form_wanted", "cancel_wanted",
        "delete_wanted", "open_wanted",
    ]  # fmt: skip
    assert [event[3] for event in heard.all[:4]] == [
        Outcome.SUCCESSFUL,
        Outcome.FAILED,
        Outcome.NO_ANSWER,
        None,
    ]
    assert all(event[1:3] == (made, None) for event in heard.all)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    names = [
        a.objectName() for a in menu_of(week, place(week, "2026-11-18 13:30")).actions() if a.objectName()
    ]
    assert names == ["entry_open", "entry_tell", "entry_delete"]


def test_no_menu_on_empty_ground_and_one_by_the_keyboard(week, plan):
    made = plan("2026-11-21 13:00")
    week.reload()
    assert menu_of(week, place(week, "2026-11-19 13:30")) is None
    week.select((made, None))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(week.viewport(), event)
    menu = week.findChild(QMenu, "entry_menu")
    assert menu is not None
    menu.close()


def test_a_tip_tells_all_of_a_contact(week, plan, monkeypatch):
    plan("2026-11-21 13:00", wanted="vases", place="Pilies 5")
    week.reload()
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _point, words, _widget: told.append(words))
    for when in ("2026-11-21 13:30", "2026-11-19 13:30"):
        point = place(week, when)
        QApplication.sendEvent(
            week.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, week.viewport().mapToGlobal(point))
        )
    assert told == [
        "Meeting with Ona Žemaitė\nSaturday, 21 November 2026 13:00 to 14:00\nplanned\nvases\nPilies 5", "",
    ]  # fmt: skip


def test_a_tip_tells_what_found_no_room(week, plan, monkeypatch):
    for _ in range(9):
        plan("2026-11-21 13:00")
    week.reload()
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _point, words, _widget: told.append(words))
    (more,) = [shape for shape in week.grid.body if isinstance(shape, More)]
    point = more.rect.center() + QPoint(0, week.grid.top_height - week.verticalScrollBar().value())
    event = QHelpEvent(QEvent.Type.ToolTip, point, week.viewport().mapToGlobal(point))
    QApplication.sendEvent(week.viewport(), event)
    assert told == ["\n".join(["13:00 Ona Žemaitė"] * more.count)]


def test_a_contact_held_at_the_edge_turns_the_page(week, plan, heard, qtbot):
    made = plan("2026-11-21 13:00")
    week.reload()
    week._turning.setInterval(1)
    edge = QPoint(week.viewport().width() - 3, place(week, "2026-11-21 13:30").y())
    drag(week, place(week, "2026-11-21 13:30"), edge, release=False)
    qtbot.waitUntil(lambda: week.first > MONDAY)
    week._turning.setInterval(100_000)
    week.show_range(date(2026, 11, 23))
    inside = place(week, "2026-11-24 13:30")
    QTest.mouseMove(week.viewport(), inside)
    QTest.mouseRelease(week.viewport(), LEFT, pos=inside)
    assert heard.all == [("move_wanted", made, None, local("2026-11-24 13:00"), False)]
    assert not week._turning.isActive()
    assert (week.page_at(QPoint(2, 300)), week.page_at(inside)) == (-1, 0)


def test_what_is_selected_stays_so_while_it_is_there(week, plan, store):
    from crm_desktop.services import activities

    made = plan("2026-11-21 13:00")
    week.reload()
    week.select((made, None))
    week.reload()
    assert week.selected == (made, None)
    activities.delete(store, made)
    week.reload()
    assert week.selected is None


def test_a_filter_leaves_out(week, plan):
    plan("2026-11-21 13:00", kind=ActivityKind.CALL)
    plan("2026-11-21 15:00")
    week.set_filter(CalendarFilter((ActivityKind.CALL,)))
    assert [entry.kind for entry in week.entries] == [ActivityKind.CALL]


@pytest.mark.parametrize("bars", list(Bars))
@pytest.mark.parametrize("days", [1, 7])
def test_all_states_are_painted_each_with_a_mark_beside_its_colour(qtbot, store, plan, bars, days):
    outcomes = [Outcome.NONE, Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.NO_ANSWER, Outcome.CANCELLED]
    for hour, outcome in enumerate(outcomes):
        plan(f"2026-11-21 {hour + 6:02}:00", outcome=outcome, minutes=15)
    plan("2026-11-21 11:00", minutes=15)
    plan("2026-11-21 15:00", minutes=15)
    view = GridView(store, days)
    qtbot.addWidget(view)
    view.resize(900, 900)
    view.set_bars(bars)
    view.show()
    view.show_range(SATURDAY)
    assert {entry.state for entry in view.entries} == set(EntryState)
    picture = view.grab().toImage()
    for entry in view.entries:
        look, rect = LOOKS[entry.state], view.rect_of(entry.ref)
        if look.mark and rect.top() >= view.grid.top_height and rect.bottom() < view.viewport().height():
            box = QRect(rect.right() - 20, rect.top(), 20, rect.height())
            assert is_in(picture, box, view.ink.colour(look.bar), view.ink.colour(look.ground)), entry.state


def is_in(picture, box, colour, ground):
    """Whether something in the box is nearer to a colour than to its ground: thin lines are mixed of both."""

    def apart(one, other):
        return (
            abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())
        )

    places = [(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())]
    return any(apart(picture.pixelColor(*place), colour) < apart(colour, ground) / 2 for place in places)


def test_a_big_type_and_a_small_window_do_no_harm(week, plan):
    plan("2026-11-21 13:00")
    font = week.font()
    font.setPixelSize(40)
    week.setFont(font)
    week.resize(120, 90)
    week.reload()
    assert not week.grab().isNull()
    assert week.grid.lefts == sorted(week.grid.lefts)
