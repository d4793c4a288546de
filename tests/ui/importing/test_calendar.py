"""A calendar goes through the same page as a list."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.kinds import PointKind
from crm_desktop.services import clients, operations
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.lists import first_page
from crm_desktop.ui.importing.meaning_popup import Meaning, MeaningPopup
from crm_desktop.ui.importing.rows_model import CLIENT, REACH
from tests.exchange.calendars.making import ics

EVENTS = (
    "UID:1\nDTSTART:20990301T100000Z\nSUMMARY:Susitikimas\nLOCATION:Vilnius\nATTENDEE;CN=Rasa:mailto:rasa@x.lt",
    "UID:2\nDTSTART:20991301T100000Z\nSUMMARY:Bloga data",
)


def diary(session):
    return session.store.read("SELECT wanted, place FROM activity WHERE deleted = 0")


def test_a_calendar_goes_through_three_steps(driver, session, tmp_path):
    driver.bring(ics(tmp_path / "phone.ics", *EVENTS))
    driver.check()
    assert driver.counts() == {"new": 1, "rejected": 1}
    model = driver.page.rehearsal.table.model()
    header = [model.headerData(section, _horizontal()) for section in (CLIENT, REACH)]
    assert header == ["Client or contact", "When, with whom"]
    assert model.words(model.row(0), CLIENT) == "Susitikimas"
    assert "Rasa" in model.words(model.row(0), REACH)
    assert "BEGIN" not in model.words(model.row(1), CLIENT)
    driver.run()
    assert diary(session) == [("Susitikimas\nRasa <rasa@x.lt>", "Vilnius")]
    words = " ".join(each.text() for each in driver.page.result.findChildren(QLabel))
    assert "1 new entry is in the diary" in words
    assert "there is nobody" not in words
    operations.undo(session.store)
    assert diary(session) == []


def test_a_known_calendar_is_up_to_date(driver, session, tmp_path):
    path = ics(tmp_path / "phone.ics", EVENTS[0])
    for _ in range(2):
        driver.bring(path)
        driver.check()
        driver.run()
    words = " ".join(each.text() for each in driver.page.result.findChildren(QLabel))
    assert "The diary is up to date with this calendar" in words
    assert len(diary(session)) == 1


def test_a_column_of_a_calendar_comes_in_or_is_left_out(driver, session, tmp_path, qtbot):
    driver.bring(ics(tmp_path / "phone.ics", EVENTS[0]))
    columns = driver.page.columns
    columns._ask_meaning(5, QPoint(0, 0))
    popup = columns.findChild(MeaningPopup)
    offered = [popup.list.item(row).text().strip() for row in range(popup.list.count())]
    assert offered == ["Leave out", "Place"]
    popup.close()
    columns.set_meaning(5, Meaning(Target("ignore")))
    driver.check()
    driver.run()
    assert diary(session)[0][1] == ""


def _horizontal():
    from PySide6.QtCore import Qt

    return Qt.Orientation.Horizontal


def test_the_clients_of_a_calendar_are_those_who_got_something_new(driver, session, tmp_path, qtbot):
    draft = ClientDraft(name="Rasa", points=(PointDraft(PointKind.EMAIL, "rasa@x.lt"),))
    rasa = clients.add(session.store, draft)
    clients.add(session.store, ClientDraft(name="Nobody there"))
    driver.bring(ics(tmp_path / "phone.ics", EVENTS[0]))
    driver.check()
    driver.run()
    with qtbot.waitSignal(driver.page.result.query_wanted) as shown:
        driver.page.result.show_button.click()
    assert [row.client_id for row in first_page(session.store, shown.args[0]).rows] == [rasa]
