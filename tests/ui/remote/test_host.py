"""The diary elsewhere in the real window."""

from __future__ import annotations

from crm_desktop.exchange.remote.chosen import Chosen, with_chosen
from crm_desktop.exchange.remote.outcome import Outcome
from crm_desktop.kinds import Op
from crm_desktop.services import activities
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program
from crm_desktop.ui.remote.host import start_elsewhere
from tests.ui.remote.test_remote import MEETING


def test_it_runs_with_the_window_and_ends_with_it(session, qtbot, tmp_path):
    path = tmp_path / "diary.ics"
    base = session.store.path
    session.settings.update(elsewhere=with_chosen({}, base, Chosen(file=str(path))))
    desk = make_desk(session, Program(*(lambda *_: None,) * 6), lambda _desk: Hosts())
    desk.start("clients")
    desk.window.show()
    made = start_elsewhere(session, desk.window, desk.undoing, desk.leaving)
    qtbot.waitUntil(path.exists, timeout=20_000)
    with session.store.change(Op.SYNC_CALENDAR) as change:
        activities.add(session.store, MEETING)
        operation = change.operation
    made.exchanging.told.emit(Outcome(added=1, operation=operation))
    assert session.store.read("SELECT count(*) FROM activity WHERE deleted = 0") == [(1,)]
    made._take_back(operation)
    qtbot.waitUntil(
        lambda: session.store.read("SELECT count(*) FROM activity WHERE deleted = 0") == [(0,)],
        timeout=10_000,
    )
    made._take_back(999_999)
    activities.add(session.store, MEETING)
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    desk.close()
    assert "SUMMARY:vases" in path.read_text("utf-8")
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
