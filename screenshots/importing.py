"""The screens of the import, over lists written for the pictures: an old table with all its troubles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.kinds import Op
from crm_desktop.services import clients, facts, operations
from crm_desktop.ui.importing.host import IMPORTING
from crm_desktop.ui.importing.tiles import Shown
from crm_desktop.ui.importing.wizard import ImportPage
from screenshots.stage import wait

if TYPE_CHECKING:
    from crm_desktop.ui.desk import Desk

_LIST = """Gėlių klientai 2009;;;;;;;
;;;;;;;
Vardas, pavardė;Telefonas;El. paštas;Gimimo data;Miestas;Mėgstamos gėlės;Asmens kodas;Pastabos
Kazlauskienė Rasa;8 612 34567, 8 5 233 1122;rasa@gelynas.example;12.03.1968;Vilnius;bijūnai;46803120000;moka grynais
Petrauskas Jonas;8 698 11223;jonas.petrauskas@pastas.example;1975-11-02;Kaunas;rožės;37511020000;
Žukauskaitė Dalia;861055555;dalia(at)pastas;31.02.1981;Vilnius;frezijos;48102310000;skambinti po 17 val.
UAB „Baltas namas“;8 5 212 3456;info@baltasnamas.example;;Vilnius;;;sąskaita kas mėnesį
Rasa Kazlauskienė;+370 612 34567;;;Vilnius;bijūnai;;
Stankevičius Tomas;8 620 77889;tomas.s@pastas.example;04.07;Trakai;kardeliai;;vestuvės liepą
;;;;Kaunas;tulpės;;
Šimkutė Ona;7,06123E+10;ona.simkute@pastas.example;1950-01-30;Vilnius;alyvos;45001300000;
Butkus Andrius;8 687 44556;;22.08.1990;Lentvaris;;39008220000;paliko avansą
"""

_CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Phone//LT
BEGIN:VEVENT
UID:1@pavyzdys.example
DTSTART;TZID=Europe/Vilnius:20270308T100000
DTEND;TZID=Europe/Vilnius:20270308T110000
SUMMARY:Susitikimas: pavasario gėlės
LOCATION:Gedimino pr. 9\\, Vilnius
ATTENDEE;CN="Rasa Kazlauskienė":mailto:rasa@pastas.example
ATTENDEE;CN="Tomas Stankevičius":mailto:tomas.s@pastas.example
END:VEVENT
BEGIN:VEVENT
UID:2@pavyzdys.example
DTSTART;TZID="FLE Standard Time":20270301T090000
RRULE:FREQ=WEEKLY;BYDAY=MO
SUMMARY:Paskambinti tiekėjui
END:VEVENT
BEGIN:VEVENT
UID:3@pavyzdys.example
DTSTART;TZID=Europe/Vilnius:20260214T120000
DTEND;TZID=Europe/Vilnius:20260214T123000
SUMMARY:Rožės Onai Šimkutei
DESCRIPTION:Patiko, nori ir kovo 8 d.
END:VEVENT
BEGIN:VEVENT
UID:4@pavyzdys.example
DTSTART;VALUE=DATE:20270230
SUMMARY:Mugė
END:VEVENT
BEGIN:VEVENT
UID:5@pavyzdys.example
DTSTART;VALUE=DATE:20260517
RRULE:FREQ=YEARLY
SUMMARY:Gimtadienis: Dalia Žukauskaitė
END:VEVENT
BEGIN:VEVENT
UID:6@pavyzdys.example
DTSTART;TZID=Mėnulis:20270310T150000
SUMMARY:Pasikalbėti su buhaltere
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


def calendar_columns(desk: Desk) -> None:
    """The first step with a calendar."""
    page = _fresh(desk)
    path = Path(gettempdir()) / "telefonas.ics"
    path.write_text(_CALENDAR, encoding="utf-8")
    page.bring([path])
    wait(lambda: not page.columns.is_reading())


def calendar_check(desk: Desk) -> None:
    """The second step with a calendar, on an event that cannot go in."""
    calendar_columns(desk)
    page = _page(desk)
    page.go_on()
    wait(lambda: not page.rehearsal.is_busy())
    page.rehearsal.table.choose(3)


def calendar_result(desk: Desk) -> None:
    """The third step with a calendar."""
    calendar_check(desk)
    page = _page(desk)
    page.go_on()
    wait(lambda: page.result.result is not None)


def columns(desk: Desk) -> None:
    """The first step."""
    page = _fresh(desk)
    page.bring([_file()])
    wait(lambda: not page.columns.is_reading())


def meaning(desk: Desk) -> None:
    """The choice of a meaning."""
    columns(desk)
    _page(desk).columns.table.ask_meaning(1)


def check(desk: Desk) -> None:
    """The second step, on a row that needs a look."""
    columns(desk)
    page = _page(desk)
    page.go_on()
    wait(lambda: not page.rehearsal.is_busy())
    page.rehearsal.table.choose(2)


def rejected(desk: Desk) -> None:
    """The second step, only the rows that cannot go in."""
    check(desk)
    _page(desk).rehearsal.tiles.choose(Shown(Verdict.REJECTED))


def result(desk: Desk) -> None:
    """The third step."""
    check(desk)
    page = _page(desk)
    page.go_on()
    wait(lambda: page.result.result is not None)


def report(desk: Desk) -> None:
    """The page of past imports with what came of the newest."""
    result(desk)
    desk.window.go("imports")
    page = desk.window.page("imports")
    buttons = page.findChildren(QPushButton, QRegularExpression("import_details_"))
    if not page.findChildren(QWidget, "import_report"):
        buttons[0].click()


def kept(desk: Desk) -> None:
    """What stays after a list was taken back."""
    result(desk)
    store = desk.session.store
    (newest,) = operations.recent(store, 1, op=Op.IMPORT)
    for place, (client,) in enumerate(
        store.read(
            "SELECT j.id FROM journal j WHERE j.operation = ? AND j.tbl = 'client' LIMIT 2", (newest.seq,)
        )
    ):
        draft = clients.draft_of(store, client)
        changed = replace(draft, likes="baltos rožės") if place else replace(draft, notes="skambinti vakare")
        clients.edit(store, client, changed)
    desk.undoing.take_back(operations.recent(store, 1, before=newest.seq + 1)[0])
    desk.window.notice.findChildren(QPushButton, "notice_action")[-1].click()


def inbox(desk: Desk) -> None:
    """Two files that wait in the watched folder, one of which cannot be read."""
    folder = Path(mkdtemp(prefix="crm-inbox-"))
    (folder / "uzsakymai.csv").write_bytes(_LIST.encode("cp1257"))
    (folder / "sugadintas.xlsx").write_bytes(b"PK\x03\x04")
    desk.session.settings.update(watched_folder=str(folder))
    desk.session.signals.watched_folder.emit()
    page = desk.window.page("imports")
    wait(lambda: bool(page.findChildren(QPushButton, "inbox_look_1")))
    desk.window.go("imports")


def trouble(desk: Desk) -> None:
    """A file that is no table."""
    page = _fresh(desk)
    path = Path(gettempdir()) / "klientai.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    page.bring([path])
    wait(lambda: not page.columns.is_reading())


SCREENS: dict[str, Callable[[Desk], None]] = {
    "import-columns": columns,
    "import-meaning": meaning,
    "import-check": check,
    "import-rejected": rejected,
    "import-result": result,
    "import-report": report,
    "import-kept": kept,
    "import-inbox": inbox,
    "import-trouble": trouble,
    "calendar-columns": calendar_columns,
    "calendar-check": calendar_check,
    "calendar-result": calendar_result,
}


def _file() -> Path:
    path = Path(gettempdir()) / "klientai.csv"
    path.write_bytes(_LIST.encode("cp1257"))
    return path


def _fresh(desk: Desk) -> ImportPage:
    """The page of the import with nothing begun."""
    assert desk.hosts.open_import is not None
    if desk.window.made(IMPORTING) is None:
        desk.hosts.open_import([_file()])
    facts.set_region(desk.session.store, "LT")
    page = _page(desk)
    wait(lambda: not page.columns.is_reading())
    page.forget()
    desk.window.go(IMPORTING)
    return page


def _page(desk: Desk) -> ImportPage:
    page = desk.window.page(IMPORTING)
    if not isinstance(page, ImportPage):
        raise TypeError(type(page))
    return page
