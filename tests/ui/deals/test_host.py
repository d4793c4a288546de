"""The form of a deal over the window, and deals on their way out of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from crm_desktop.kinds import ActivityKind, DealState
from crm_desktop.services import activities, deal_stages, deals, payments, views
from crm_desktop.services.drafts import ActivityDraft, PaymentDraft
from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.deals import files
from crm_desktop.ui.deals.head import BOARD, LIST
from crm_desktop.ui.deals.host import make_deals
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.places import CLIENTS, DEALS
from crm_desktop.ui.program import Program
from crm_desktop.ui.widgets import ask


class Window:
    """A window with its deals, and what it asked of others."""

    def __init__(self, qtbot, session):
        self.calls = []
        self.desk = make_desk(session, Program(*(lambda *_given: None,) * 6), self._hosts)
        qtbot.addWidget(self.desk.window)
        self.desk.window.resize(1000, 700)
        self.desk.start(CLIENTS)
        self.desk.window.go(DEALS)
        self.page = self.desk.window.page(DEALS)

    def _hosts(self, desk):
        self.deals = None

        def made():
            self.deals = self.deals or make_deals(desk)
            return self.deals

        return Hosts(
            deals_page=lambda: made().page(),
            new_deal=lambda client_id: made().new_deal(client_id),
            open_deal=lambda deal_id: made().open_deal(deal_id),
            plan_activity=lambda draft: self.calls.append(draft),
            open_activity=lambda *given: self.calls.append(given),
        )

    def form(self):
        return self.deals.form()


@pytest.fixture
def window(qtbot, session, made):
    window = Window(qtbot, session)
    yield window
    window.desk.close()


def test_a_deal_is_opened_saved_and_taken_back(window, store, made):
    window.page.board.opened.emit(made["Žibintai"])
    form = window.form()
    form._deal_title.setText("Lamps")
    window.deals.new_deal()
    assert window.form() is form, "one form at a time"
    form.save()
    assert window.form() is None
    assert deals.draft_of(store, made["Žibintai"]).title == "Lamps"
    window.desk.undoing.undo()
    assert deals.draft_of(store, made["Žibintai"]).title == "Žibintai"


def test_a_new_deal_is_begun_by_the_command_of_the_page(window):
    assert window.desk.window.search.placeholderText() == "Find a deal"
    window.desk.window.actions_table["new_deal"].trigger()
    assert window.form()._client is not None
    window.form().leave()
    assert window.form() is None


def test_from_the_form_to_the_client_a_contact_and_a_plan(window, store, made):
    deal = made["Žibintai"]
    client = deals.draft_of(store, deal).client_id
    contact = activities.add(store, ActivityDraft(client, ActivityKind.CALL, result="x", deal_id=deal))
    for name in ("deal_plan", "deal_contact_0", "deal_show_client"):
        window.deals.open_deal(deal)
        window.form().findChild(QPushButton, name).click()
        assert window.form() is None
    draft, opened = window.calls
    assert (draft.client_id, draft.deal_id) == (client, deal)
    assert opened == (contact, None, False)
    assert window.desk.window.where() == CLIENTS


def test_from_the_form_to_its_payments(window, store, made):
    window.deals.open_deal(made["Žibintai"])
    window.form().findChild(QPushButton, "deal_payments").click()
    assert window.form().objectName() == "payment_plan_form"
    window.form().save()
    assert store.read("SELECT COUNT(*), SUM(amount) FROM payment WHERE deal_id = ?", (made["Žibintai"],)) == [
        (3, 10_000)
    ]
    assert window.form() is None


def test_what_is_gone_is_told(window, made, store):
    deals.delete(store, made["Yen"])
    window.deals.open_deal(made["Yen"])
    assert window.form() is None
    assert not window.desk.window.notice.isHidden()


def test_the_search_of_the_window_narrows_the_deals(qtbot, window):
    window.page.go(LIST)
    window.desk.window.search.setText("wedding")
    qtbot.waitUntil(lambda: window.page.list.model.rowCount() == 1)
    window.page._clear_all()
    assert window.desk.window.search.text() == ""
    window.page.letters.emit("y")
    assert window.desk.window.search.text() == "y"


def test_rows_are_copied(qtbot, window):
    window.page.go(LIST)
    window.page.list.table.choose_row(2)
    qtbot.keyClick(window.page.list.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Yen" in QGuiApplication.clipboard().text())
    head, row = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[:3] == ["Title", "Client", "Stage"]
    assert row.split("\t")[:3] == ["Yen", "Иванов Пётр", "Won"]
    window.page.list.table.clearSelection()
    files.copy_rows(window.page._session, window.desk.window.tell, window.page.list.table)


def test_the_list_is_saved_as_a_file(qtbot, window, tmp_path, monkeypatch):
    import openpyxl

    path = tmp_path / "deals.xlsx"
    monkeypatch.setattr(files, "ask_file", lambda _parent, proposed: path)
    window.page.head.save_wanted.emit()
    qtbot.waitUntil(path.exists)
    assert openpyxl.load_workbook(path).active.max_row == 7
    path.unlink()
    window.page.list.table.choose_row(0)
    window.page.list.save_wanted.emit()
    qtbot.waitUntil(path.exists)
    assert openpyxl.load_workbook(path).active.max_row == 2
    monkeypatch.setattr(files, "ask_file", lambda _parent, proposed: None)
    window.page.list.save_wanted.emit()


def test_a_deal_lost_in_its_form_tells_what_is_not_owed_any_more(window, store, made, monkeypatch):
    deal = made["Wedding flowers"]
    client = deals.draft_of(store, deal).client_id
    payments.add(store, PaymentDraft(client, 20_000, "EUR", "2026-12-01", deal_id=deal))
    window.page.board.opened.emit(deal)
    form = window.form()
    form._state.choose(DealState.LOST)
    form._state.told.changed.emit()
    said = []
    monkeypatch.setattr(window.desk.window.tell, "done", lambda words, _undo=None: said.append(words))
    form.save()
    assert said == ["Deal lost · €200 planned, not owed any more"]
    window.page.board.opened.emit(deal)
    window.form()._notes.set_text("too dear")
    window.form().save()
    assert said[1:] == ["Deal saved"]


def keep_view(window, monkeypatch, name):
    monkeypatch.setattr(ask, "ask_text", lambda *_args: name)
    window.page.filter_bar.findChild(QPushButton, "save_view_chip").click()
    return views.views(window.desk.session.store)[-1]


def test_filters_of_deals_are_kept_as_a_view_and_opened_again(window, store, made, monkeypatch):
    deal_stages.add_pipeline(store, "Export")
    page = window.page
    page.go(LIST)
    page.filter_bar.set_filters((Filter("deal_state", FilterOp.IS, ("won",)),))
    page.filter_bar.changed.emit(page.filter_bar.filters())
    page.list._sort("amount")
    view = keep_view(window, monkeypatch, "Won ones")
    assert (view.name, view.of) == ("Won ones", views.DEALS)
    window.desk.views.show()
    window.desk.window.sidebar.went.emit(DEALS)  # who asks for the page itself sees all deals
    assert page.filter_bar.filters() == ()
    assert window.desk.views.current == ""
    page.go(BOARD)
    window.desk.window.go(CLIENTS)
    window.desk.views.open(view.id.hex())
    assert window.desk.window.where() == DEALS
    assert (page.head.view(), page.filter_bar.filters()) == (
        LIST,
        (Filter("deal_state", FilterOp.IS, ("won",)),),
    )
    assert (page.list.model.query.sort, page.list.model.query.descending) == ("amount", True)
    assert window.desk.views.current_name() == "Won ones"
    assert [row.title for row in page.list.model._source.first_page(page.list.model.query, 9).rows] == ["Yen"]


def test_what_is_gone_since_is_left_out_of_a_view(window, store, made, monkeypatch):
    page = window.page
    page.filter_bar.set_filters(
        (Filter("overdue", FilterOp.YES), Filter("responsible", FilterOp.IS, (b"x" * 16,)))
    )
    page.filter_bar.changed.emit(page.filter_bar.filters())
    view = keep_view(window, monkeypatch, "Late")
    broken = {**view.query, "sort": "by nothing known", "pipeline": "gone"}
    page.show_saved(broken)
    assert page.filter_bar.filters() == (Filter("overdue", FilterOp.YES),)
    assert (page.head.view(), page._pipeline) == (BOARD, "")
    assert page.list.model.query.sort == "created"


def test_a_view_of_clients_is_none_of_deals(window, store, made, monkeypatch):
    from crm_desktop.services.filters import ClientQuery, to_json

    view_id = views.save(store, "Clients", to_json(ClientQuery()))
    window.desk.views.open(view_id.hex())
    assert window.desk.window.where() == CLIENTS
    window.desk.views.left_deals()
    assert window.desk.views.current == view_id.hex()
