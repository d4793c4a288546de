"""The kinds of buyers, worked out beside the window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.services.filters import ClientQuery, Filter, FilterOp
from crm_desktop.services.reports import kept_segments
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program
from crm_desktop.ui.segment_care import SegmentCare
from tests.services.reports.writing import client, deal, payment

ASKED = ClientQuery(filters=(Filter("segment", FilterOp.FILLED),))


class Clock:
    def __init__(self, clock):
        self.ahead, self._clock = timedelta(0), clock

    def now(self):
        return self._clock.now() + self.ahead


@pytest.fixture
def clock(base, monkeypatch):
    made = Clock(base.store.clock)
    monkeypatch.setattr(base.store, "clock", made)
    return made


def sell(store, name="Ona"):
    on = store.clock.now().astimezone().date().isoformat()
    deal(store, client(store, name), 100, on)


def kept(store):
    return [row[0] for row in store.read("SELECT segment FROM client_segment")]


class Told(SegmentCare):
    """Notes how often it told that they were worked out."""

    def __init__(self, session):
        self.calls: list[int] = []
        super().__init__(session, lambda: self.calls.append(1))


@pytest.fixture
def care(session):
    made = Told(session)
    session.signals.changed.connect(made.changed)
    yield made
    made.stop()


def ended(qtbot, session, care):
    qtbot.waitUntil(lambda: not session.runner.busy() and care._task is None)


def test_they_are_kept_at_the_start_and_after_midnight_but_not_between(qtbot, session, base, clock, care):
    sell(base.store)
    care.start()
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 1
    assert care.calls == [1]
    sell(base.store, "Jonas")
    care.look_at_clock()
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 1
    clock.ahead = timedelta(days=1)
    care.look_at_clock()
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 2
    today = clock.now().astimezone().date().isoformat()
    assert kept_segments.kept_day(base.store) == today


def test_a_list_that_asks_gets_what_was_sold_since(qtbot, session, base, care):
    care.start()
    ended(qtbot, session, care)
    sell(base.store)
    care.asked(ClientQuery())
    assert care._task is None
    care.asked(ASKED)
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 1
    told = list(care.calls)
    care.asked(ASKED)
    assert care._task is None
    assert care.calls == told


def test_money_without_a_deal_and_money_given_back_make_them_old_too(qtbot, session, base, care):
    sell(base.store)
    other = client(base.store, "Jonas")
    care.start()
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 1
    on = base.store.clock.now().astimezone().date().isoformat()
    payment(base.store, other, 500, on)
    care.asked(ASKED)
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 2


def test_where_they_cannot_be_worked_out_the_next_who_asks_tries_again(
    qtbot, session, base, care, monkeypatch
):
    def fails(_store, _now):
        raise OSError("disk full")

    sell(base.store)
    with monkeypatch.context() as broken:
        broken.setattr(kept_segments, "keep_daily", fails)
        care.start()
        ended(qtbot, session, care)
    assert care.calls == []
    care.asked(ASKED)
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 1


def test_those_of_an_earlier_window_are_looked_at_again_by_the_first_who_asks(qtbot, session, base, care):
    kept_segments.keep(base.store, base.store.clock.now())
    sell(base.store)
    care.start()
    ended(qtbot, session, care)
    assert kept(base.store) == []
    care.asked(ASKED)
    ended(qtbot, session, care)
    assert len(kept(base.store)) == 1


def test_who_was_stopped_tells_nothing(qtbot, session, base, care):
    session.runner.hold()
    care.start()
    care.stop()
    session.runner.release()
    qtbot.waitUntil(lambda: not session.runner.busy())
    assert care.calls == []


@pytest.fixture
def desk(qtbot, session):
    program = Program(
        set_theme=lambda _theme: None,
        set_language=lambda _language: None,
        set_font_scale=lambda _factor: None,
        open_base=lambda: None,
        make_sample=lambda: None,
        quit=lambda: None,
    )
    made = make_desk(session, program, lambda _desk: Hosts())
    qtbot.addWidget(made.window)
    yield made
    made.close()


def test_a_list_filtered_by_them_shows_what_was_just_sold(qtbot, base, desk):
    client(base.store, "Nobody")
    desk.start("clients")
    desk.window.show()
    qtbot.waitUntil(lambda: kept_segments.kept_day(base.store) is not None)
    page = desk.clients_page()
    sell(base.store)
    page.show_view(ASKED)
    model = page.table.window_model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    sell(base.store, "Jonas")
    page.show_view(ASKED)
    qtbot.waitUntil(lambda: model.rowCount() == 2)
