"""What tests of the window stand on: a small real base, a runner that posts to this thread, one voice."""

from __future__ import annotations

import pytest

from crm_desktop import paths
from crm_desktop.background.runner import Runner
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft, PointDraft
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text, theme
from crm_desktop.ui.session import Session, Signals
from tests.bases import new_base


class Told:
    """A voice that remembers what it said."""

    def __init__(self):
        self.words = []
        self.problems = []
        self.last_undo = None

    def done(self, text, undo=None):
        self.words.append(text)
        self.last_undo = undo

    def offer(self, text, word, call):
        self.words.append(text)
        self.last_undo = call

    def notice(self, text, action="", call=None):
        self.words.append(text)
        self.last_undo = call

    def problem(self, error):
        self.problems.append(error)


@pytest.fixture(autouse=True)
def _looks(qapp):
    text.set_language("en")
    theme.load_fonts()
    theme.apply(qapp, "light")
    yield
    text.set_language("en")


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def base(tmp_path):
    made = new_base(tmp_path / "clients.crm", who="Ona")
    yield made
    made.store.close()


@pytest.fixture
def session(qapp, base, tmp_path):
    signals = Signals()
    runner = Runner(signals.post.emit)
    unsubscribe = base.store.subscribe(signals.changed.emit)
    yield Session(base, runner, SettingsFile(tmp_path / "settings.json"), signals)
    unsubscribe()
    runner.close()


@pytest.fixture
def people(base):
    """Three people and the company that comes with one of them; ids by name."""
    drafts = {
        "Ivanov": ClientDraft(
            name="Иванов Иван Петрович",
            points=(PointDraft(PointKind.PHONE, "+7 903 555-01-02"),),
            employments=(EmploymentDraft(company_name="ООО «Ромашка»"),),
        ),
        "Kazlauskas": ClientDraft(
            name="Jonas Kazlauskas", points=(PointDraft(PointKind.EMAIL, "jonas@rasa.lt"),)
        ),
        "Petrova": ClientDraft(name="Петрова Анна", notes="asked for blue vases"),
        "Rasa": ClientDraft(kind=ClientKind.COMPANY, name="UAB „Rasa“"),
    }
    return {name: clients.add(base.store, draft) for name, draft in drafts.items()}


@pytest.fixture
def crowd(base):
    """Enough clients for several windows of rows, in the order of their names."""
    return [clients.add(base.store, ClientDraft(name=f"Client {number:04}")) for number in range(150)]


@pytest.fixture
def resources():
    return paths.resource
