"""Joining in the window, with a real server and TLS: what the test says, what the join does, and the keyboard alone."""

from __future__ import annotations

import threading

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from crm_desktop.errors import NoSpace
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.sync import joining, membership, pulling
from crm_desktop.sync.failures import ServerUnreachable
from crm_desktop.sync.membership import password_of
from crm_desktop.ui.shared.joining.administrator import AdministratorDialog
from crm_desktop.ui.shared.joining.dialog import JoinDialog
from crm_desktop.ui.shared.joining.fields import AuthorityField
from crm_desktop.ui.shared.joining.host import open_joining
from tests.sync.certificates import Authority
from tests.sync.conftest import Member
from tests.sync.postgres import PASSWORD

LONG = 20_000


class Joiner:
    """Somebody before the dialog."""

    def __init__(self, qtbot, session, server):
        self.bot, self.session, self.server = qtbot, session, server
        self.went: list[str] = []
        self.told: list[str] = []
        session.signals.membership.connect(self.told.append)
        self.window = QWidget()
        self.window.show()
        self.dialog = open_joining(self.window, session, self.went.append)

    def line(self, name):
        return self.dialog.findChild(QLineEdit, f"join_{name}")

    def fill(self, database, user="anna", password=None, *, host="localhost", ca=True):
        self.line("address").setText(f"{host}:{self.server.port}")
        self.line("database").setText(database)
        self.line("user").setText(user)
        self.line("password").setText(PASSWORD.format(user) if password is None else password)
        self.line("device").setText("laptop")
        if ca and self.server.binaries.tls:
            self.dialog.findChild(AuthorityField).take(self.server.ca)
        self.dialog.findChild(QWidget, "join_encrypted").setChecked(self.server.binaries.tls)

    def press(self, name):
        button = self.button(name)
        assert button.isVisible(), name
        button.click()

    def button(self, name):
        return self.dialog.findChild(QPushButton, f"join_{name}")

    def wait(self):
        self.bot.waitUntil(lambda: not self.dialog._work.is_busy, timeout=LONG)

    def test(self, *arguments, **options):
        self.fill(*arguments, **options)
        self.press("test")
        self.wait()

    def troubles(self):
        found = [each for each in self.dialog.findChildren(QLabel) if each.objectName().endswith("_trouble")]
        return {each.objectName().split("_")[1]: each.text() for each in found if each.isVisible()}

    def words(self, name):
        return self.dialog.findChild(QWidget, f"join_{name}").text()


@pytest.fixture
def joiner(qtbot, session, server, key_store):
    made = Joiner(qtbot, session, server)
    yield made
    if isValid(made.dialog):
        made.wait()
        made.dialog.close()
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def tls(server):
    if not server.binaries.tls:
        pytest.skip("the server here was built without OpenSSL")


def test_a_wrong_password_is_told_beside_the_password(joiner, shared):
    joiner.test(shared, password="wrong")
    assert list(joiner.troubles()) == ["password"]
    assert "wrong" not in joiner.troubles()["password"]
    assert joiner.line("password").hasFocus()
    assert not joiner.button("go").isEnabled()


def test_what_is_wrong_is_told_beside_the_field_it_is_about(joiner, shared, empty):
    found = {}
    for case, (database, user) in {
        "no database": ("nothing_here", "anna"),
        "nothing made": (empty, "anna"),
        "no role": (shared, "stranger"),
        "no login": (shared, ""),
    }.items():
        joiner.test(database, user)
        found[case] = list(joiner.troubles())
    assert found == {
        "no database": ["database"], "nothing made": ["database"], "no role": ["user"], "no login": ["user"],
    }  # fmt: skip


def test_a_server_that_is_not_there_is_told_beside_the_address(joiner, server, shared):
    joiner.fill(shared)
    joiner.line("address").setText("localhost:1")
    joiner.press("test")
    joiner.wait()
    assert "1" in joiner.troubles()["address"]


def test_an_authority_that_nobody_knows_is_told_beside_the_file(joiner, shared, tls, tmp_path):
    joiner.test(shared, ca=False)
    assert list(joiner.troubles()) == ["authority"]
    other = tmp_path / "other.pem"
    other.write_bytes(Authority("Somebody else").certificate_pem)
    joiner.dialog.findChild(AuthorityField).take(other)
    joiner.press("test")
    joiner.wait()
    assert list(joiner.troubles()) == ["authority"]


def test_a_certificate_for_another_name_is_told_beside_the_address(joiner, shared, tls):
    joiner.test(shared, host="127.0.0.1")
    assert list(joiner.troubles()) == ["address"]


def test_the_first_one_fills_the_shared_base(joiner, session, shared, people, key_store):
    joiner.test(shared)
    assert joiner.troubles() == {}
    assert joiner.words("here").startswith("5 clients")
    assert joiner.words("there") == "nothing yet"
    assert "sent there" in joiner.words("outlook_words")
    assert "copy" in joiner.words("more")
    joiner.press("go")
    joiner.wait()
    assert "5 clients" in joiner.words("result_words")
    belongs = membership.membership(session.store)
    assert belongs.device == "laptop"
    assert password_of(belongs.address) == PASSWORD.format("anna")
    assert joiner.told == [PASSWORD.format("anna")]
    assert list(session.store.path.parent.glob("*before-joining*"))
    joiner.press("close")


def test_two_bases_become_one_and_lead_on_to_duplicates(joiner, session, shared, server, people, tmp_path):
    jonas = Member("jonas", tmp_path, server.address(shared, "jonas"))
    jonas.laptop.client("Milda")
    jonas.sync()
    jonas.exchange.close()
    jonas.laptop.store.close()
    joiner.test(shared)
    assert "put together" in joiner.words("outlook_words")
    assert "Jonas shares it already" in joiner.words("more")
    joiner.press("go")
    joiner.wait()
    assert "6 clients" in joiner.words("result_words")
    joiner.press("duplicates")
    assert joiner.went == ["duplicates"]


def test_the_certificates_of_the_company_are_kept(joiner, session, shared, server, tls):
    joiner.test(shared)
    joiner.press("go")
    joiner.wait()
    kept = membership.membership(session.store).address.ca_file
    assert kept != server.ca
    assert kept.read_bytes() == server.ca.read_bytes()


def test_the_owner_makes_the_shared_base(joiner, session, empty, server, log_in):
    with server.admin() as admin:
        admin.execute("GRANT crm_owner TO jonas")
    try:
        joiner.test(empty, "jonas")
        assert "you may make" in joiner.words("outlook_words")
        joiner.press("go")
        joiner.wait()
        assert membership.membership(session.store) is not None
    finally:
        with server.admin() as admin:
            admin.execute("REVOKE crm_owner FROM jonas")


def test_the_keyboard_alone_will_do(qtbot, joiner, shared, people, session):
    joiner.fill(shared)
    joiner.line("password").clear()
    joiner.line("password").setFocus()
    qtbot.keyClicks(joiner.line("password"), PASSWORD.format("anna"))
    qtbot.keyClick(joiner.line("password"), Qt.Key.Key_Return)
    joiner.wait()
    assert joiner.button("go").hasFocus()
    qtbot.keyClick(joiner.button("go"), Qt.Key.Key_Return)
    joiner.wait()
    assert joiner.button("close").hasFocus()
    qtbot.keyClick(joiner.button("close"), Qt.Key.Key_Return)
    assert membership.membership(session.store) is not None


def test_what_is_typed_after_the_test_wants_another_test(qtbot, joiner, shared):
    joiner.test(shared)
    assert joiner.button("go").isEnabled()
    qtbot.keyClicks(joiner.line("database"), "x")
    assert not joiner.button("go").isEnabled()
    assert not joiner.dialog.findChild(QWidget, "join_outlook").isVisible()


def test_an_answer_about_what_was_typed_before_is_not_heard(qtbot, joiner, shared, session):
    joiner.fill(shared)
    joiner.press("test")
    qtbot.keyClicks(joiner.line("database"), "x")
    joiner.bot.waitUntil(lambda: not session.runner.busy(), timeout=LONG)
    qtbot.wait(1)  # what was posted has arrived
    assert not joiner.button("go").isEnabled()
    assert joiner.button("test").isEnabled()


def test_where_no_copy_can_be_laid_aside_nothing_is_begun(joiner, shared, session, monkeypatch):
    def full(*_arguments):
        raise NoSpace(path=session.store.path)

    joiner.test(shared)
    monkeypatch.setattr(joining, "save_copy", full)
    joiner.press("go")
    joiner.wait()
    assert "The disk is full" in joiner.words("status")
    assert membership.membership(session.store) is None


def test_the_way_to_the_administrators_part_is_there(joiner):
    joiner.press("administrator")
    assert joiner.dialog.findChild(AdministratorDialog).isVisible()


def test_stopped_before_anything_was_exchanged_nothing_has_changed(
    joiner, session, shared, people, monkeypatch
):
    reached, go_on = threading.Event(), threading.Event()
    real = joining.look_ahead

    def slow(*arguments):
        reached.set()
        assert go_on.wait(20)
        return real(*arguments)

    joiner.test(shared)
    monkeypatch.setattr(joining, "look_ahead", slow)
    joiner.press("go")
    joiner.bot.waitUntil(reached.is_set, timeout=LONG)
    joiner.dialog.reject()
    assert joiner.dialog.isVisible()
    go_on.set()
    joiner.wait()
    assert membership.membership(session.store) is None
    assert "Nothing was changed" in joiner.words("status")
    assert joiner.told == []


def test_cut_off_in_the_middle_it_goes_on_by_itself(joiner, session, shared, people, monkeypatch):
    def cut(*_arguments, **_options):
        raise ServerUnreachable(host="localhost", port=1, why="lost")

    joiner.test(shared)
    monkeypatch.setattr(pulling, "pull", cut)
    joiner.press("go")
    joiner.wait()
    assert "broke off" in joiner.words("result_words")
    assert joiner.told == [PASSWORD.format("anna")]
    assert membership.membership(session.store) is not None
    assert clients.add(session.store, ClientDraft(name="Work goes on"))


def test_without_a_key_store_it_says_so(qtbot, session, server, shared):
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        joiner = Joiner(qtbot, session, server)
        qtbot.waitUntil(lambda: not session.runner.busy(), timeout=LONG)
        joiner.bot.waitUntil(
            lambda: not joiner.dialog.findChild(QWidget, "join_keep").isVisible(), timeout=LONG
        )
        joiner.dialog.close()
        joiner.window.deleteLater()
    finally:
        keyring.set_keyring(before)


def test_closed_in_the_middle_of_a_test_nothing_more_is_heard(joiner, shared, session):
    joiner.fill(shared)
    joiner.press("test")
    joiner.dialog.reject()
    assert not joiner.dialog.isVisible()
    joiner.bot.waitUntil(lambda: not session.runner.busy(), timeout=LONG)


def test_a_second_call_brings_the_first_dialog_forward(joiner, session):
    assert open_joining(joiner.window, session, joiner.went.append) is joiner.dialog
    assert len(joiner.window.findChildren(JoinDialog)) == 1
