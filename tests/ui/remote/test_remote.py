"""The diary elsewhere in the window: chosen, kept, exchanged with a real server, in trouble, and turned off."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from crm_desktop.errors import CalendarEmptied, CalendarServerUnreachable, FileNotWritten
from crm_desktop.exchange.remote.chosen import Chosen, chosen, with_chosen
from crm_desktop.exchange.remote.outcome import Difference, Outcome
from crm_desktop.exchange.remote.server import Server
from crm_desktop.kinds import ActivityKind, Op
from crm_desktop.services import activities
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui.pages.settings_remote import RemoteSettings
from crm_desktop.ui.remote import exchanging, file_card, kept, server_form
from crm_desktop.ui.remote.elsewhere import Elsewhere
from tests.exchange.remote.calendars import Elsewhere as Telephone
from tests.exchange.remote.conftest import PASSWORD, USER
from tests.test_keystore import Memory

MEETING = ActivityDraft(None, ActivityKind.MEETING, planned_at="2099-11-24T08:00:00.000Z", wanted="vases")


@pytest.fixture
def key_store():
    before, made = keyring.get_keyring(), Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def fast(monkeypatch):
    for module in (kept, exchanging):
        monkeypatch.setattr(module, "SETTLE_S", 0.05)


@pytest.fixture
def taken_back():
    return []


@pytest.fixture
def elsewhere(session, told, qtbot, fast, taken_back):
    made = Elsewhere(session, told, taken_back.append, lambda: told.words.append("settings"))
    made.start()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)


@pytest.fixture
def part(session, told, qtbot, elsewhere):
    made = RemoteSettings(session, told)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    made.reload()
    return made


def found(part, kind, name):
    (widget,) = part.findChildren(kind, name)
    return widget


def words(part, name):
    return found(part, QLabel, name).text()


def press(qtbot, part, name):
    button = found(part, QPushButton, name)
    assert button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def keep(session, **choice):
    base = session.store.path
    session.settings.update(elsewhere=with_chosen({}, base, Chosen(**choice)))


def choice(session):
    return chosen(session.settings.current.elsewhere, session.store.path)


# ---------------------------------------------------------------------------------------------------------------- file


def test_the_file_is_off_until_it_is_chosen(session, part, qtbot, elsewhere, tmp_path, monkeypatch):
    assert not found(part, QPushButton, "elsewhere_file_off").isVisible()
    monkeypatch.setattr(file_card, "ask_file", lambda *_: None)
    press(qtbot, part, "elsewhere_file_choose")
    assert choice(session).file == ""
    path = tmp_path / "diary.ics"
    monkeypatch.setattr(file_card, "ask_file", lambda *_: path)
    press(qtbot, part, "elsewhere_file_choose")
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(lambda: words(part, "elsewhere_file_status").startswith("Up to date"), timeout=10_000)
    activities.add(session.store, MEETING)
    qtbot.waitUntil(lambda: "SUMMARY:vases" in path.read_text("utf-8"), timeout=10_000)
    found(part, QCheckBox, "elsewhere_file_brief").click()
    qtbot.waitUntil(lambda: "SUMMARY:vases" not in path.read_text("utf-8"), timeout=10_000)
    found(part, QCheckBox, "elsewhere_file_mine").click()
    assert (choice(session).file_mine, choice(session).file_details) == (True, False)
    press(qtbot, part, "elsewhere_file_off")
    assert choice(session).file == ""
    assert path.exists()


def test_the_file_is_brought_up_to_date_at_the_end(session, qtbot, told, tmp_path):
    path = tmp_path / "diary.ics"
    keep(session, file=str(path))
    made = Elsewhere(session, told, print, print)
    made.start()
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=10_000)
    activities.add(session.store, MEETING)
    made.close()
    assert "SUMMARY:vases" in path.read_text("utf-8")


def test_a_folder_that_is_gone_is_told_and_tried_again(session, part, qtbot, elsewhere, tmp_path):
    folder = tmp_path / "stick"
    keep(session, file=str(folder / "diary.ics"))
    elsewhere.file.start()
    part.reload()
    qtbot.waitUntil(lambda: "could not be written" in words(part, "elsewhere_file_status"), timeout=10_000)
    assert isinstance(elsewhere.file.problem, FileNotWritten)
    assert elsewhere.file._timer.isActive()
    folder.mkdir()
    elsewhere.file._timer.start(0)
    qtbot.waitUntil((folder / "diary.ics").exists, timeout=10_000)
    qtbot.waitUntil(lambda: words(part, "elsewhere_file_status").startswith("Up to date"), timeout=10_000)


# -------------------------------------------------------------------------------------------------------------- server


def fill(part, address, password=PASSWORD):
    found(part, QLineEdit, "elsewhere_address").setText(address)
    found(part, QLineEdit, "elsewhere_user").setText(USER)
    found(part, QLineEdit, "elsewhere_password").setText(password)


def turned_on(qtbot, part, session, radicale, monkeypatch, name):
    fill(part, radicale.address)
    press(qtbot, part, "elsewhere_test")
    qtbot.waitUntil(lambda: words(part, "elsewhere_test_status").startswith("It works"), timeout=20_000)
    monkeypatch.setattr(server_form, "ask_text", lambda *_: name)
    press(qtbot, part, "elsewhere_make")
    calendars = found(part, QComboBox, "elsewhere_calendars")
    qtbot.waitUntil(lambda: calendars.currentText() == name, timeout=20_000)
    press(qtbot, part, "elsewhere_on")
    qtbot.waitUntil(lambda: words(part, "elsewhere_status").startswith("Last exchange"), timeout=20_000)


def test_a_calendar_is_chosen_and_exchanged_with(
    session,
    part,
    qtbot,
    elsewhere,
    radicale,
    monkeypatch,
    key_store,
    told,
    taken_back,
):
    activities.add(session.store, MEETING)
    turned_on(qtbot, part, session, radicale, monkeypatch, "Shop")
    assert "1 new there" in words(part, "elsewhere_status")
    assert "“Shop”" in words(part, "elsewhere_where")
    qtbot.waitUntil(lambda: list(key_store.kept.values()) == [PASSWORD], timeout=10_000)
    assert PASSWORD not in session.settings.path.read_text("utf-8")
    with Server(radicale.account, 10) as server:
        telephone = Telephone(server, choice(session).calendar)
        telephone.change("SUMMARY:vases", "SUMMARY:pots")
        press(qtbot, part, "elsewhere_now")
        qtbot.waitUntil(lambda: "1 changed here" in words(part, "elsewhere_status"), timeout=20_000)
        assert told.words[-1] == "From the calendar: 1 changed here"
        told.last_undo()
        assert taken_back == [elsewhere.exchanging.outcome.operation]
        activities.add(session.store, MEETING)
        qtbot.waitUntil(lambda: len(telephone.items()) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    press(qtbot, part, "elsewhere_off")
    qtbot.waitUntil(lambda: not key_store.kept, timeout=10_000)
    assert not choice(session).has_server
    assert found(part, QLineEdit, "elsewhere_address").text() == radicale.address


def test_what_is_wrong_is_said_at_the_test(part, qtbot, radicale, key_store):
    fill(part, "http://calendar.example.com/")
    press(qtbot, part, "elsewhere_test")
    qtbot.waitUntil(lambda: "without encryption" in words(part, "elsewhere_test_status"), timeout=20_000)
    fill(part, radicale.address, "wrong")
    press(qtbot, part, "elsewhere_test")
    qtbot.waitUntil(lambda: "with this password" in words(part, "elsewhere_test_status"), timeout=20_000)
    assert not found(part, QPushButton, "elsewhere_on").isVisible()
    fill(part, radicale.address, "")
    press(qtbot, part, "elsewhere_test")
    qtbot.waitUntil(lambda: "is needed" in words(part, "elsewhere_test_status"), timeout=20_000)


def test_without_a_key_store_the_password_is_asked_for_again(
    session,
    part,
    qtbot,
    elsewhere,
    radicale,
    monkeypatch,
    told,
):
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        turned_on(qtbot, part, session, radicale, monkeypatch, "No store")
        qtbot.waitUntil(lambda: any("no key store" in each for each in told.words), timeout=10_000)
        elsewhere.exchanging._password = ""  # as after a start
        elsewhere.exchanging.start()
        qtbot.waitUntil(lambda: "is needed" in words(part, "elsewhere_status"), timeout=20_000)
        assert any("is needed" in each for each in told.words)
        assert not elsewhere.exchanging._timer.isActive()
        found(part, QLineEdit, "elsewhere_password_again").setText(PASSWORD)
        press(qtbot, part, "elsewhere_use_password")
        qtbot.waitUntil(lambda: words(part, "elsewhere_status").startswith("Last exchange"), timeout=20_000)
    finally:
        keyring.set_keyring(before)


def test_offline_it_says_so_and_tries_again(session, part, qtbot, elsewhere, told, key_store):
    key_store.kept["CRM Desktop calendar http://127.0.0.1:1/", "ona"] = "x"
    keep(session, address="http://127.0.0.1:1/", user="ona", calendar="http://127.0.0.1:1/c/", is_on=True)
    elsewhere.exchanging.start()
    part.reload()
    qtbot.waitUntil(lambda: "Nobody answers" in words(part, "elsewhere_status"), timeout=20_000)
    assert isinstance(elsewhere.exchanging.problem, CalendarServerUnreachable)
    assert elsewhere.exchanging._timer.isActive()
    assert told.words == []


def test_differences_are_listed_with_both_values(session, part, elsewhere, told):
    keep(session, address="http://127.0.0.1:1/", user="ona", calendar="http://127.0.0.1:1/c/", is_on=True)
    part.reload()
    differences = [
        Difference(b"1", "Meeting", "place", "Vilnius", "Kaunas"),
        Difference(b"1", "Meeting", "planned_at", None, "2026-11-24T08:00:00.000Z"),
    ]
    elsewhere.exchanging._done(
        Outcome(changed=1, differences=differences, unreadable=["a"], refused=["vases"])
    )
    texts = [label.text() for label in part.server.findChildren(QLabel)]
    assert "Meeting. Place: here “Vilnius”, in the calendar “Kaunas”" in texts
    assert any("10:00" in each for each in texts)
    assert "cannot be read" in words(part, "elsewhere_status")
    assert "vases" in words(part, "elsewhere_status")
    assert "changed here and in the calendar" in told.words[-1]
    told.last_undo()
    assert told.words[-1] == "settings"


def test_an_emptied_calendar_is_a_question(session, part, qtbot, elsewhere, told, monkeypatch):
    keep(session, address="http://127.0.0.1:1/", user="ona", calendar="http://127.0.0.1:1/c/", is_on=True)
    part.reload()
    elsewhere.exchanging._failed(CalendarEmptied(count=12, total=12))
    assert "12 of 12 contacts" in words(part, "elsewhere_status")
    asked = []
    monkeypatch.setattr(elsewhere.exchanging, "run", lambda **named: asked.append(named))
    press(qtbot, part, "elsewhere_accept")
    assert asked == [{"accept_emptied": True}]
    elsewhere.exchanging._failed(ZeroDivisionError())
    assert "inside the program" in words(part, "elsewhere_status")


def test_an_exchange_itself_is_no_reason_for_another(session, elsewhere):
    keep(session, address="http://127.0.0.1:1/", user="ona", calendar="http://127.0.0.1:1/c/", is_on=True)
    exchanging_ = elsewhere.exchanging
    exchanging_.choice = choice(session)
    with session.store.change(Op.SYNC_CALENDAR):
        activities.add(session.store, MEETING)
    assert not exchanging_._pace.is_due_sometime
    activities.add(session.store, MEETING)
    assert exchanging_._pace.is_due_sometime
