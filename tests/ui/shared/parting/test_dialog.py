"""The questions of a changed server in the window, against a real one: what is asked, and where each answer ends."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.sync import answers, failures
from crm_desktop.sync.engine import exchange_of
from crm_desktop.sync.failures import SyncError
from crm_desktop.sync.membership import become_member, membership, password_of
from crm_desktop.ui.shared.parting.ask import ask_parting
from crm_desktop.ui.shared.parting.dialog import PartingDialog
from tests.sync import postgres
from tests.sync.dumps import dump, make_empty, restore
from tests.sync.postgres import PASSWORD

LONG = 20_000
MINE = PASSWORD.format("anna")


class Anna:
    """A member at her window."""

    def __init__(self, qtbot, session, address):
        self.bot, self.session, self.store = qtbot, session, session.store
        self.exchanges: list[int] = []
        self.told: list[str] = []
        session.signals.exchange.connect(lambda: self.exchanges.append(1))
        session.signals.membership.connect(self.told.append)
        become_member(self.store, address, "laptop")
        self.window = QWidget()
        self.window.show()
        self.dialog = None

    def add(self, name):
        return clients.add(self.store, ClientDraft(name=name))

    def names(self):
        return {name for (name,) in self.store.read("SELECT name FROM client WHERE deleted = 0")}

    def sync(self):
        belongs = membership(self.store)
        assert belongs is not None
        with closing(exchange_of(self.store, belongs)) as exchange:
            try:
                exchange.sync(MINE)
            except SyncError as error:
                return error
        return None

    def ask(self, error, password=MINE):
        ask_parting(self.window, self.session, error, password)
        self.dialog = self.window.findChild(PartingDialog)
        self.wait()

    def wait(self):
        self.bot.waitUntil(lambda: not self.dialog._work.is_busy, timeout=LONG)

    def press(self, name):
        found = self.dialog.findChild(QPushButton, f"parting_{name}")
        assert found.isVisible(), name
        self.bot.keyClick(found, Qt.Key.Key_Return)
        self.wait()

    def type(self, name, text):
        line = self.dialog.findChild(QLineEdit, f"parting_{name}")
        assert line.isVisible(), name
        line.setText(text)

    def words(self, name="words"):
        return self.dialog.findChild(QLabel, f"parting_{name}").text()

    def answers(self):
        found = [each.objectName() for each in self.dialog.findChildren(QPushButton) if each.isVisible()]
        return sorted(name.removeprefix("parting_") for name in found)


@contextmanager
def at_window(made):
    yield made
    if made.dialog is not None and isValid(made.dialog):
        made.wait()
        made.dialog.close()
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def anna(qtbot, session, shared, address, key_store):
    """At the shared base of all tests."""
    with at_window(Anna(qtbot, session, address(shared))) as made:
        yield made


@pytest.fixture
def apart(qtbot, session, fresh, address, key_store):
    """At one of her own, which may be dropped and put back."""
    with at_window(Anna(qtbot, session, address(fresh))) as made:
        yield made


@pytest.fixture
def put_back(apart, server, fresh, tmp_path):
    apart.add("Ona")
    assert apart.sync() is None
    kept = dump(server, fresh, tmp_path / "backup")
    for name in ("Petras", "Rasa"):
        apart.add(name)
    assert apart.sync() is None
    restore(server, fresh, kept)
    return apart.sync()


@pytest.fixture
def made_anew(anna, server, shared):
    """The shared base is empty, and another one."""
    anna.add("Ona")
    assert anna.sync() is None
    postgres.empty(server, shared)
    return anna.sync()


def test_the_newer_records_are_returned(apart, put_back):
    apart.ask(put_back)
    assert "This laptop holds 2 newer records." in apart.words()
    assert apart.answers() == ["close", "return", "take"]
    assert apart.dialog.findChild(QPushButton, "parting_close").hasFocus()
    apart.press("return")
    assert "2 records go to the server" in apart.words()
    assert apart.exchanges == [1]
    assert apart.sync() is None
    assert apart.names() == {"Ona", "Petras", "Rasa"}


def test_the_servers_are_taken_with_a_copy_laid_aside(apart, put_back):
    apart.add("Never sent")
    apart.ask(put_back)
    apart.press("take")
    assert "before-taking-the-servers" in apart.words()
    assert apart.sync() is None
    assert apart.names() == {"Ona", "Never sent"}
    assert list(apart.store.path.parent.glob("*before-taking*"))


def test_later_it_is_asked_again_and_a_password_that_is_nowhere_first(apart, put_back):
    apart.ask(put_back)
    apart.dialog.reject()
    assert apart.exchanges == []
    assert apart.names() == {"Ona", "Petras", "Rasa"}
    again = apart.sync()
    assert isinstance(again, failures.ServerPutBack)
    apart.bot.waitUntil(lambda: not isValid(apart.dialog), timeout=LONG)
    apart.ask(again, password="")
    assert apart.answers() == ["again", "close"]
    apart.type("password", MINE)
    apart.press("again")
    assert apart.answers() == ["close", "return", "take"]
    apart.press("return")
    assert apart.told == [MINE]  # the exchange has not known it either


def test_while_an_answer_is_carried_out_the_dialog_stays(anna, made_anew, monkeypatch):
    reached, go_on = threading.Event(), threading.Event()
    real = answers.return_to_server

    def slow(*arguments):
        reached.set()
        assert go_on.wait(20)
        return real(*arguments)

    monkeypatch.setattr(answers, "return_to_server", slow)
    anna.ask(made_anew)
    anna.dialog.findChild(QPushButton, "parting_return").click()
    anna.bot.waitUntil(reached.is_set, timeout=LONG)
    anna.dialog.reject()
    ask_parting(anna.window, anna.session, made_anew)
    assert anna.window.findChildren(PartingDialog) == [anna.dialog]
    assert anna.dialog.isVisible()
    go_on.set()
    anna.wait()
    assert anna.exchanges == [1]


def test_an_emptied_server_is_filled_again_with_the_owners_login(apart, server, fresh):
    apart.add("Ona")
    assert apart.sync() is None
    make_empty(server, fresh)
    apart.ask(apart.sync())
    apart.type("owner_password", MINE)
    apart.press("refill")
    assert "crm_owner" in apart.words("trouble")
    apart.type("owner", "boss")
    apart.type("owner_password", PASSWORD.format("boss"))
    apart.press("refill")
    assert apart.exchanges == [1]
    assert apart.sync() is None
    with server.admin(fresh) as admin:
        assert admin.execute("SELECT name FROM crm.client").fetchall() == [("Ona",)]


def test_another_companys_base_is_refused_and_left(anna, server, shared):
    anna.add("Ona")
    assert anna.sync() is None
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_state SET epoch = gen_random_uuid()")
    anna.ask(anna.sync())
    assert anna.answers() == ["close", "leave"]
    anna.press("leave")
    assert membership(anna.store) is None
    assert anna.told == [""]
    assert anna.names() == {"Ona"}


def test_one_made_anew_is_filled(anna, made_anew, server, shared):
    anna.ask(made_anew)
    assert anna.answers() == ["close", "leave", "return"]
    anna.press("return")
    assert anna.sync() is None
    with server.admin(shared) as admin:
        assert admin.execute("SELECT name FROM crm.client").fetchall() == [("Ona",)]


def test_the_owner_brings_the_shared_base_up_to_date(anna, server, shared):
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_state SET version = version - 1")
    anna.ask(anna.sync())
    anna.type("owner", "boss")
    anna.type("owner_password", PASSWORD.format("boss"))
    anna.press("renew")
    assert anna.exchanges == [1]
    assert anna.sync() is None


def test_an_old_program_is_told_to_wait_and_work_goes_on(anna, server, shared):
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_state SET oldest = 999, version = 999")
    anna.ask(anna.sync())
    assert anna.answers() == ["close"]
    assert "you go on working" in anna.words()
    assert anna.add("Work goes on")


def test_another_password_is_tried_kept_and_used(anna, key_store):
    anna.ask(failures.ServerPasswordRefused(host="localhost", user="anna"), password="")
    anna.type("password", "wrong")
    anna.press("use")
    assert "does not let anna in" in anna.words("trouble")
    assert key_store.kept == {}
    anna.type("password", MINE)
    anna.press("use")
    assert anna.told == [MINE]
    assert password_of(membership(anna.store).address) == MINE


def test_a_password_that_is_not_to_be_kept_is_not(anna, key_store):
    anna.ask(failures.ServerPasswordNeeded(host="localhost", user="anna"), password="")
    anna.dialog.findChild(QCheckBox, "parting_keep").setChecked(False)
    anna.type("password", MINE)
    anna.bot.keyClick(anna.dialog.findChild(QLineEdit, "parting_password"), Qt.Key.Key_Return)
    anna.wait()
    assert anna.told == [MINE]
    assert key_store.kept == {}


def test_a_key_store_that_refuses_is_told(anna, key_store):
    key_store.trouble = True
    anna.ask(failures.ServerPasswordNeeded(host="localhost", user="anna"), password="")
    anna.type("password", MINE)
    anna.press("use")
    assert "no key store" in anna.words()
    assert anna.told == [MINE]


@pytest.mark.parametrize("error", [failures.DeviceShutOut, failures.ServerFailed])
def test_whatever_else_it_is_can_be_read_and_closed(anna, error):
    anna.ask(error(host="localhost", user="anna", code="XX000"))
    assert "close" in anna.answers()
    assert anna.words()
