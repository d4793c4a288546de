"""The page of the shared base: what stands on it in each state, and what its buttons do."""

from __future__ import annotations

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from crm_desktop.kinds import PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.sync import failures
from crm_desktop.sync.membership import become_member, membership, password_of
from crm_desktop.ui.shared.page import SharedPage
from crm_desktop.ui.standing import Phase
from tests.sync import postgres
from tests.test_keystore import Memory

PATIENCE_MS = 20_000
PASSWORD = postgres.PASSWORD.format("anna")


@pytest.fixture
def opened():
    return []


@pytest.fixture
def answered():
    return []


@pytest.fixture
def page(qtbot, told, opened, answered):
    made_ones = []

    def over(seat):
        made = SharedPage(seat.session, told, lambda: None, opened.append, answered.append)
        qtbot.addWidget(made)
        made.resize(1000, 800)
        made.show()
        if seat.exchanging is not None:
            made.meet(seat.exchanging)
        made.shown(stale=False)
        made_ones.append(made)
        return made

    yield over
    for each in made_ones:
        each.leave()


def found(page, kind, name):
    (widget,) = page.findChildren(kind, name)
    return widget


def words(page, name):
    return found(page, QLabel, name).text()


def press(qtbot, page, name):
    qtbot.mouseClick(found(page, QPushButton, name), Qt.MouseButton.LeftButton)


def seen(page, kind, name):
    return any(each.isVisible() for each in page.findChildren(kind, name))


def wait(qtbot, ready):
    qtbot.waitUntil(ready, timeout=PATIENCE_MS)


def current(qtbot, seat):
    wait(qtbot, lambda: seat.phase is Phase.CURRENT and not seat.exchanging.standing.state.unsent)


def quiet(qtbot, seat):
    wait(qtbot, lambda: not seat.runner.busy())


def test_until_it_is_read_it_says_so(seat, page):
    made = page(seat("anna"))
    assert words(made, "shared_headline") == "One moment…"
    assert not seen(made, QPushButton, "shared_answer")


def test_all_is_well(qtbot, seat, page):
    anna = seat("anna")
    anna.begin()
    made = page(anna)
    current(qtbot, anna)
    assert words(made, "shared_headline") == "Up to date"
    assert "everything sent" in words(made, "shared_details")
    assert "as anna" in words(made, "shared_where")
    assert "“laptop of anna”" in words(made, "shared_where")
    before = anna.exchanging.standing.state.last_ok_at
    press(qtbot, made, "shared_exchange")
    assert words(made, "shared_headline") == "Exchanging…"
    assert not found(made, QPushButton, "shared_exchange").isEnabled()
    wait(qtbot, lambda: anna.exchanging.standing.state.last_ok_at > before)
    current(qtbot, anna)


@pytest.mark.parametrize("kept", [True, False])
def test_the_password_is_given_on_the_page(qtbot, seat, page, told, kept):
    keyring.set_keyring(Memory())
    anna = seat("anna")
    anna.begin("")
    made = page(anna)
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    assert words(made, "shared_headline") == "Password needed"
    field = found(made, QLineEdit, "shared_password")
    assert field.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)  # nothing typed yet
    assert anna.phase is Phase.SIGN_IN
    qtbot.keyClicks(field, PASSWORD)
    found(made, QCheckBox, "shared_keep_password").setChecked(kept)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == ""
    current(qtbot, anna)
    assert not field.isVisible()
    quiet(qtbot, anna)
    assert password_of(membership(anna.store).address) == (PASSWORD if kept else None)
    assert told.words == []


def test_without_a_key_store_it_says_that_the_password_is_asked_for_again(qtbot, seat, page, told):
    anna = seat("anna")
    anna.begin("")
    made = page(anna)
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    found(made, QLineEdit, "shared_password").setText(PASSWORD)
    press(qtbot, made, "shared_password_use")
    wait(qtbot, lambda: any("no key store" in each for each in told.words))
    current(qtbot, anna)


def test_a_question_is_put_from_the_page_and_trouble_has_words(qtbot, seat, page, answered):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    made = page(anna)
    error = failures.ServerPutBack(host="db", rev=1, known=2)
    anna.exchanging._show(problem=error)
    assert words(made, "shared_headline") == "Needs your answer"
    press(qtbot, made, "shared_answer")
    assert answered == [error]
    anna.exchanging._show(problem=failures.ServerBusy(host="db", why="disk"))
    assert words(made, "shared_headline") == "Exchange does not work"
    assert words(made, "shared_problem_words")
    assert not found(made, QPushButton, "shared_answer").isVisible()
    anna.exchanging._show(problem=RuntimeError("inside"))
    assert "inside the program" in words(made, "shared_problem_words")
    anna.exchanging.sync_now()
    current(qtbot, anna)
    assert not found(made, QLabel, "shared_problem_words").isVisible()


def test_a_copied_base_asks_what_this_computer_is_called(qtbot, seat, page):
    anna = seat("anna")
    with anna.store.transaction() as connection:
        connection.execute("UPDATE sync_meta SET machine = 'another'")
    anna.begin()
    made = page(anna)
    field = found(made, QLineEdit, "shared_device")
    wait(qtbot, field.isVisible)
    assert field.text()
    field.setText("  At the   counter ")
    press(qtbot, made, "shared_device_use")
    wait(qtbot, lambda: "“At the counter”" in words(made, "shared_where"))
    assert not field.isVisible()
    current(qtbot, anna)


def test_a_clock_that_is_wrong_is_told(qtbot, seat, page):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    made = page(anna)
    assert not seen(made, QLabel, "shared_clock")
    with anna.store.transaction() as connection:
        connection.execute("UPDATE sync_meta SET server_ahead = -600")
    anna.exchanging._read()
    wait(qtbot, lambda: seen(made, QLabel, "shared_clock"))
    assert "10 minutes ahead" in words(made, "shared_clock")


def test_what_cannot_be_sent_is_listed_and_opened(qtbot, seat, page, opened, server, shared):
    anna = seat("anna", settle_s=1000)
    with server.admin(shared) as admin:
        admin.execute("ALTER TABLE crm.contact_point ADD CONSTRAINT no_fives CHECK (value NOT LIKE '%555%')")
        try:
            good = clients.add(anna.store, ClientDraft(name="Ona"))
            point = PointDraft(PointKind.PHONE, "+370 555 01 02")
            bad = clients.add(anna.store, ClientDraft(name="Rasa", points=(point,)))
            anna.begin()
            made = page(anna)
            wait(qtbot, lambda: seen(made, QPushButton, "shared_refused_0"))
            assert anna.exchanging.standing.state.refused == 1
            assert anna.exchanging.standing.waiting == 0
            assert anna.phase is Phase.CURRENT
            assert "1 could not be sent" in words(made, "shared_details")
            titles = [each.text() for each in made.exchange._refused.findChildren(QLabel)]
            assert any(each.startswith("Rasa") for each in titles)
            press(qtbot, made, "shared_refused_0")
            assert opened == [bad] != [good]
        finally:
            admin.execute("ALTER TABLE crm.contact_point DROP CONSTRAINT no_fives")
    with anna.store.change("edit") as change:
        change.execute("UPDATE contact_point SET value = '+370 600 01 02'")
    anna.exchanging.sync_now()
    wait(qtbot, lambda: anna.exchanging.standing.state.refused == 0)
    wait(qtbot, lambda: not made.exchange._refused.isVisible())
    current(qtbot, anna)


def test_leaving_is_asked_about(qtbot, seat, page, told):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    made = page(anna)
    done = anna.exchanging.standing.state.last_ok_at
    left: list = []
    anna.signals.membership.connect(left.append)
    press(qtbot, made, "shared_leave")
    press(qtbot, made, "shared_leave_no")
    assert membership(anna.store) is not None
    press(qtbot, made, "shared_leave")
    press(qtbot, made, "shared_leave_yes")
    wait(qtbot, lambda: left == [""])
    assert membership(anna.store) is None
    assert told.words == ["This computer has left the shared base"]
    anna.exchanging.sync_now()  # a last wish from somewhere: nothing is exchanged without a membership
    wait(qtbot, lambda: left == ["", ""])
    assert anna.store.read("SELECT last_ok_at FROM sync_meta") in ([(done,)], [(None,)])


def test_everything_is_compared(qtbot, seat, page):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    made = page(anna)
    press(qtbot, made, "shared_compare")
    assert words(made, "shared_compared") == "Comparing…"
    wait(qtbot, lambda: "as it is on the server" in words(made, "shared_compared"))
    anna.exchanging.use_password("wrong")
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    press(qtbot, made, "shared_compare")
    wait(qtbot, lambda: "password" in words(made, "shared_compared"))
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    assert found(made, QPushButton, "shared_compare").isEnabled()


def test_differences_are_counted_beside_their_name(qtbot, seat, page):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    made = page(anna)
    state = anna.exchanging.standing.state
    anna.exchanging._show(state=type(state)(state.membership, state.last_ok_at, differences=3))
    assert [made.tabs.tabText(n) for n in range(made.tabs.count())][1] == "Differences · 3"


def devices(page):
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    return page.devices


def test_the_devices_of_all(qtbot, seat, page):
    anna, jonas = seat("anna"), seat("jonas")
    for each in (anna, jonas):
        each.begin()
        current(qtbot, each)
    made = page(anna)
    part = devices(made)
    wait(qtbot, lambda: part._card.isVisible())
    texts = [each.text() for each in part.findChildren(QLabel)]
    assert {"laptop of anna", "laptop of jonas"} <= set(texts)
    assert any(each.startswith("Jonas · last seen today") for each in texts)
    assert not part.findChildren(QPushButton, "shared_device_1"), "nobody who is no administrator"
    anna.exchanging.use_password("wrong")
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    press(qtbot, made, "shared_devices_again")
    wait(qtbot, lambda: "password" in words(made, "shared_devices_state"))


def test_an_administrator_shuts_a_device_out_and_lets_it_in(qtbot, seat, page, told, server, shared, address):
    jonas = seat("jonas")
    jonas.begin()
    current(qtbot, jonas)
    boss = seat("boss", None)
    with server.admin() as admin:
        admin.execute("GRANT crm_sync TO boss")
    try:
        become_member(boss.store, address(shared, "boss"), "office")
        boss.begin()
        current(qtbot, boss)
        made = page(boss)
        part = devices(made)
        wait(qtbot, lambda: part._card.isVisible())
        (shut,) = [each for each in part.findChildren(QPushButton) if each.text() == "Shut out…"]
        shut.click()
        assert "laptop of jonas" in told.words[-1]
        told.last_undo()
        wait(qtbot, lambda: any(each.text() == "Let in again" for each in part.findChildren(QPushButton)))
        jonas.exchanging.sync_now()
        wait(qtbot, lambda: jonas.phase is Phase.ANSWER)
        next(each for each in part.findChildren(QPushButton) if each.text() == "Let in again").click()
        wait(qtbot, lambda: any(each.text() == "Shut out…" for each in part.findChildren(QPushButton)))
        jonas.exchanging.sync_now()
        current(qtbot, jonas)
    finally:
        with server.admin() as admin:
            admin.execute("REVOKE crm_sync FROM boss")


def test_a_window_that_goes_is_told_nothing_any_more(qtbot, seat, page):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    made = page(anna)
    part = devices(made)
    made.exchange._compare()
    made.leave()
    part._failed(RuntimeError())
    current(qtbot, anna)
    assert words(made, "shared_devices_state") == "Asking the server…"
    assert words(made, "shared_compared") == "Comparing…"
