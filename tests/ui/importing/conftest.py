"""A page of the import with real threads, and lists as people keep them."""

from __future__ import annotations

import pytest

from crm_desktop.ui.importing.wizard import ImportPage

LIST = """Gėlių klientai;;;;;
;;;;;
Vardas, pavardė;Telefonas;El. paštas;Gimimo data;Miestas;Mėgstamos gėlės
Kazlauskienė Rasa;8 612 34567;rasa@gelynas.example;12.03.1968;Vilnius;bijūnai
Petrauskas Jonas;8 698 11223;jonas@pastas.example;02.11.1975;Kaunas;rožės
Žukauskaitė Dalia;8 610 55555;dalia(at)pastas;31.02.1981;Vilnius;frezijos
Rasa Kazlauskienė;+370 612 34567;;;Vilnius;
;;;;Kaunas;tulpės
"""


@pytest.fixture
def list_file(tmp_path):
    path = tmp_path / "klientai.csv"
    path.write_bytes(LIST.encode("cp1257"))
    return path


class Driver:
    """Goes through the steps as a user would, and waits for the threads."""

    def __init__(self, page, qtbot):
        self.page = page
        self.qtbot = qtbot
        self.taken_back = []

    def bring(self, *paths):
        self.page.bring(list(paths))
        self.wait(lambda: not self.page.columns.is_reading())

    def check(self):
        self.page.go_on()
        self.settled()

    def settled(self):
        rehearsal = self.page.rehearsal
        self.wait(lambda: not rehearsal.is_busy() and not rehearsal._settle.isActive())

    def run(self):
        self.page.go_on()
        self.wait(lambda: self.page.result.result is not None)

    def wait(self, ready):
        self.qtbot.waitUntil(ready, timeout=20_000)

    def counts(self):
        return {str(name): count for name, count in self.page.rehearsal.summary().verdicts.items() if count}


@pytest.fixture
def driver(session, told, qtbot):
    taken_back: list = []
    page = ImportPage(session, told, taken_back.append)
    qtbot.addWidget(page)
    page.resize(1084, 700)
    page.show()
    made = Driver(page, qtbot)
    made.taken_back = taken_back
    yield made
    page.close_sessions()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
