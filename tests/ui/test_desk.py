"""One whole window over a real base: search, undo, views, pages, language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from crm_desktop.errors import SettingsNotSaved
from crm_desktop.services import clients, operations, views
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.filters import ClientQuery
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program


class Asked:
    """What the window asked the program and its hosts for."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def desk(qtbot, session, asked, base):
    hosts = Hosts(
        open_card=asked.open_card,
        edit_client=asked.edit_client,
        log_contact=asked.log_contact,
        open_import=asked.open_import,
        open_export=asked.open_export,
    )
    program = Program(
        set_theme=asked.set_theme,
        set_language=asked.set_language,
        set_font_scale=asked.set_font_scale,
        open_base=asked.open_base,
        make_sample=asked.make_sample,
        quit=asked.quit,
    )
    made = make_desk(session, program, lambda _desk: hosts)
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    yield made
    made.close()


def show(qtbot, desk, page=""):
    desk.start(page)
    desk.window.show()
    qtbot.waitExposed(desk.window)
    with qtbot.waitSignal(desk.window.painted, timeout=10_000, raising=False):
        pass
    qtbot.waitUntil(lambda: not desk.session.runner.busy())


def rows(desk):
    return desk.clients_page().table.window_model.rowCount()


def test_an_empty_base_opens_three_doors(qtbot, desk, asked):
    show(qtbot, desk)
    assert desk.window.where() == "welcome"
    page = desk.window.page("welcome")
    page.findChild(QWidget, "door_sample").click()
    page.findChild(QWidget, "door_import").click()
    page.findChild(QWidget, "door_empty").click()
    assert [call[0] for call in asked.calls] == ["make_sample", "open_import", "edit_client"]
    assert desk.window.where() == "clients"


def test_the_first_client_closes_the_doors(qtbot, desk, base):
    show(qtbot, desk)
    clients.add(base.store, ClientDraft(name="Ona"))
    assert desk.window.where() == "clients"
    assert rows(desk) == 1


def test_one_typing_error_is_forgiven_also_in_what_was_just_written(qtbot, people, desk, base):
    show(qtbot, desk)
    for typed, meant in (("Kazlauksas", "Jonas Kazlauskas"), ("Zuikys", "Zuikis Petras")):
        if meant.startswith("Z"):
            clients.add(base.store, ClientDraft(name=meant))
        desk.window.search.setText(typed)
        qtbot.waitUntil(lambda: rows(desk) == 1)
        assert desk.clients_page().table.current_row().name == meant


def test_where_nobody_is_found_no_card_is_left_to_be_called_by_mistake(qtbot, people, desk):
    show(qtbot, desk)
    desk.window.search.setText("Kazlauskas")
    assert desk.clients_page().current_id() == people["Kazlauskas"]
    desk.window.search.setText("4477120099")
    qtbot.waitUntil(lambda: not desk.session.runner.busy())
    assert desk.clients_page()._current is None
    assert desk.clients_page().findChild(QWidget, "clear_all").isVisibleTo(desk.window)
    assert not desk.clients_page().findChild(QWidget, "bring_first").isVisibleTo(desk.window)


def test_ctrl_z_in_the_search_takes_back_what_was_done_to_clients(qtbot, people, desk, base):
    show(qtbot, desk)
    clients.delete(base.store, [people["Petrova"]])
    desk.window.activateWindow()
    desk.window.search.setFocus()
    qtbot.keyClicks(desk.window.search, "a")
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.search.text() == "a"
    assert clients.draft_of(base.store, people["Petrova"]).name == "Петрова Анна"
    assert operations.can_redo(base.store) is not None
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Z, redo)
    assert operations.can_redo(base.store) is None


def test_an_empty_list_offers_to_bring_one(qtbot, desk, asked):
    show(qtbot, desk)
    desk.go_clients()
    assert not desk.clients_page().findChild(QWidget, "clear_all").isVisibleTo(desk.window)
    desk.clients_page().findChild(QWidget, "bring_first").click()
    assert asked.calls == [("open_import", [])]


def test_typing_finds_and_escape_shows_all(qtbot, people, desk):
    show(qtbot, desk)
    assert rows(desk) == 5
    qtbot.keyClicks(desk.window.search, "bdfyjd")
    assert rows(desk) == 1
    assert desk.clients_page().table.current_row().name == "Иванов Иван Петрович"
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Escape)
    assert rows(desk) == 5


def test_the_keyboard_leads_from_the_search_to_the_card(qtbot, people, desk, asked):
    show(qtbot, desk)
    qtbot.keyClicks(desk.window.search, "kazl")
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Down)
    qtbot.keyClick(desk.clients_page().table, Qt.Key.Key_Return)
    assert asked.calls == [("open_card", people["Kazlauskas"])]
    desk.window.actions_table["plan_contact"].trigger()
    assert asked.calls[-1] == ("log_contact", people["Kazlauskas"], True)


def test_delete_and_undo(qtbot, people, desk, base):
    show(qtbot, desk)
    table = desk.clients_page().table
    desk.show_client(people["Petrova"])
    table.setFocus()
    desk.window.actions_table["delete_clients"].trigger()
    assert rows(desk) == 4
    assert desk.window.toast.text() == "Client moved to the bin"
    assert desk.window.actions_table["undo"].isEnabled()
    desk.window.toast.findChild(QWidget, "toast_undo").click()
    qtbot.waitUntil(lambda: rows(desk) == 5)
    assert operations.can_redo(base.store) is not None
    desk.undoing.redo()
    qtbot.waitUntil(lambda: rows(desk) == 4)


def test_undo_in_a_text_field_is_the_fields(qtbot, people, desk, base):
    show(qtbot, desk)
    desk.window.activateWindow()
    desk.window.actions_table["go_settings"].trigger()
    name = desk.window.findChild(QLineEdit, "setting_name")
    name.setFocus()
    qtbot.waitUntil(lambda: name.hasFocus())
    qtbot.keyClicks(name, "abc")
    desk.undoing.undo()
    assert name.text() == ""
    assert rows(desk) == 5


def test_undo_in_the_search_takes_back_what_was_done(qtbot, people, desk, base):
    show(qtbot, desk)
    desk.window.activateWindow()
    desk.window.search.setFocus()
    qtbot.waitUntil(lambda: desk.window.search.hasFocus())
    desk.undoing.undo()
    qtbot.waitUntil(lambda: rows(desk) < 5)


def test_filters_become_a_view_that_comes_back(qtbot, people, desk, base, monkeypatch):
    from crm_desktop.services.filters import Filter, FilterOp
    from crm_desktop.ui.widgets import ask

    show(qtbot, desk)
    page = desk.clients_page()
    page.filter_bar._set("kind", Filter("kind", FilterOp.IS, ("company",)))
    assert rows(desk) == 2
    monkeypatch.setattr(ask, "ask_text", lambda *_args: "Companies")
    desk.window.actions_table["save_view"].trigger()
    (view,) = views.views(base.store)
    assert view.name == "Companies"
    desk.window.actions_table["clear_filters"].trigger()
    assert rows(desk) == 5
    desk.window.sidebar.findChild(QWidget, f"view_{view.id.hex()}").click()
    assert rows(desk) == 2
    assert page.query.filters[0].values == ("company",)
    desk.views.remove(view.id.hex())
    assert views.views(base.store) == []


@pytest.mark.parametrize("page", ["imports", "operations", "bin", "settings", "keys"])
def test_every_page_opens_and_hears_of_changes(qtbot, people, desk, base, page):
    show(qtbot, desk)
    desk.window.go(page)
    clients.delete(base.store, [people["Rasa"]])
    assert desk.window.where() == page
    assert not desk.window.grab().isNull()
    qtbot.waitUntil(lambda: not desk.session.runner.busy())
    desk.window.go("clients")
    assert rows(desk) == 4


def test_an_old_operation_is_taken_back_from_the_page(qtbot, people, desk, base):
    show(qtbot, desk)
    clients.delete(base.store, [people["Rasa"]])
    clients.add(base.store, ClientDraft(name="Later"))
    deleted = operations.recent(base.store, 2)[1]
    desk.window.go("operations")
    desk.window.page("operations").findChild(QWidget, f"take_back_{deleted.seq}").click()
    desk.go_clients()
    qtbot.waitUntil(lambda: rows(desk) == 6)


def test_the_bin_gives_back(qtbot, people, desk, base):
    show(qtbot, desk)
    clients.delete(base.store, [people["Rasa"], people["Petrova"]])
    desk.window.go("bin")
    page = desk.window.page("bin")
    assert page.table.window_model.rowCount() == 2
    page.search("Петр")
    assert page.table.window_model.rowCount() == 1
    page.table.selectAll()
    page.findChild(QWidget, "restore").click()
    assert desk.window.toast.text() == "Client taken out of the bin"
    desk.go_clients()
    qtbot.waitUntil(lambda: rows(desk) == 4)


def test_the_bin_gives_back_by_keys_alone(qtbot, people, desk, base):
    show(qtbot, desk)
    clients.delete(base.store, [people["Rasa"]])
    desk.window.go("bin")
    table = desk.window.page("bin").table
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Down)
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert desk.window.search.hasFocus()
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert desk.window.toast.text() == "Client taken out of the bin"
    assert table.window_model.rowCount() == 0
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Down)


@pytest.mark.parametrize("page", ["operations", "settings"])
def test_the_down_key_goes_from_the_search_into_any_page(qtbot, people, desk, page):
    show(qtbot, desk)
    desk.window.go(page)
    # Qt shows what was added to a layout a moment later.
    qtbot.waitUntil(
        lambda: any(each.isVisible() for each in desk.window.page(page).findChildren(QPushButton))
    )
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Down)
    focus = desk.window.focusWidget()
    assert focus is not None
    assert desk.window.page(page).isAncestorOf(focus)


def test_a_dropped_file_begins_the_import(qtbot, people, desk, asked, tmp_path):
    show(qtbot, desk)
    path = tmp_path / "klientai.csv"
    path.write_text("Vardas\nOna\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    desk.window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier))
    assert asked.calls == [("open_import", [path])]


def test_a_command_without_its_part_is_not_offered(qtbot, session, asked):
    program = Program(*[asked.call] * 6)
    desk = make_desk(session, program, lambda _desk: Hosts())
    qtbot.addWidget(desk.window)
    for name in ("import", "export", "new_client", "log_contact"):
        assert not desk.window.actions_table[name].isVisible()
        assert name not in desk.window.actions_table.table
    desk.close()


def test_a_view_chosen_before_the_list_was_seen_has_its_words(qtbot, desk, people):
    desk.window.go("settings")
    desk.clients_page().show_view(ClientQuery())
    desk.go_clients()
    assert desk.clients_page().table.window_model.names.stages


def test_the_palette_goes_to_a_day_that_is_typed(qtbot, session, asked):
    from crm_desktop.ui.palette import Palette

    days: list[date] = []
    program = Program(*[asked.nothing] * 6)
    desk = make_desk(session, program, lambda _desk: Hosts(show_day=days.append))
    qtbot.addWidget(desk.window)
    desk.start()
    desk.open_palette()
    palette = desk.window.findChild(Palette)
    qtbot.keyClicks(palette.line, "15 dec 2026")
    assert palette.found.item(0).text() == "Calendar: Tuesday, 15 December 2026"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert days == [date(2026, 12, 15)]
    desk.close()


def test_the_palette_finds_clients_and_commands(qtbot, people, desk):
    from crm_desktop.ui.palette import Palette

    show(qtbot, desk)
    desk.window.actions_table["palette"].trigger()
    palette = desk.window.findChild(Palette)
    qtbot.keyClicks(palette.line, "kazl")
    assert "Jonas Kazlauskas" in palette.found.item(0).text()
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.clients_page().current_id() == people["Kazlauskas"]
    desk.window.actions_table["palette"].trigger()
    palette = next(each for each in desk.window.findChildren(Palette) if each.isVisible())
    qtbot.keyClicks(palette.line, "what cha")
    assert palette.found.item(0).text().startswith("What changed")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.window.where() == "operations"


def test_a_guest_fills_the_page_and_leaves_it(qtbot, people, desk):
    from PySide6.QtWidgets import QLabel

    show(qtbot, desk)
    desk.window.show_guest(QLabel("a form"))
    assert desk.window.guest() is not None
    assert desk.window.where() == ""
    desk.window.leave_guest()
    assert desk.window.where() == "clients"
    assert desk.window.guest() is None


def test_every_control_has_a_name_for_tests_and_for_screen_readers(qtbot, people, desk):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    show(qtbot, desk)
    for page in ("clients", "operations", "bin", "settings", "keys", "welcome"):
        desk.window.go(page)
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for widget in desk.window.findChildren(kind)
        if not widget.objectName().startswith("qt_")
        and type(widget).__module__.startswith("PySide6") is False
        and not (widget.objectName() and (widget.accessibleName() or getattr(widget, "text", str)()))
    ]
    assert nameless == []


def test_the_card_waits_until_the_typing_does(qtbot, session, people, asked):
    shown: list = []

    class Card(QWidget):
        def show_client(self, client_id):
            shown.append(client_id)

        def changed(self, changes):
            pass

        def read_again(self):
            shown.append("again")

    made = make_desk(session, Program(*[asked.nothing] * 6), lambda _desk: Hosts(card=Card))
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    show(qtbot, made)
    made.show_client(people["Petrova"])
    assert shown[-1] == people["Petrova"], "who chooses a client sees the card at once"
    shown.clear()
    qtbot.keyClicks(made.window.search, "kazl")
    assert made.clients_page().current_id() == people["Kazlauskas"]
    assert shown == []
    qtbot.waitUntil(lambda: shown == [people["Kazlauskas"]])
    made.window.go("operations")
    clients.add(session.store, ClientDraft(name="Zita Zitaitė"))
    made.window.go("clients")
    assert shown[1:] == ["again"], "out of sight the card was told nothing"
    made.close()


# ------------------------------------------------------------------------------------ what the first window begins with


class TodayPage(QWidget):
    """Stands where the page of today would."""

    def changed(self, changes):
        """Nothing is shown."""

    def shown(self, *, stale):
        """Nothing is shown."""

    def states(self):
        return {}


@pytest.fixture
def morning(qtbot, session, asked):
    """The first window of a program, as often as it is started."""
    made = []

    def start(page="", *, hosted=True):
        hosts = Hosts(today_page=TodayPage if hosted else None)
        made.append(make_desk(session, Program(*[asked.nothing] * 6), lambda _desk: hosts))
        qtbot.addWidget(made[-1].window)
        made[-1].start(page)
        return made[-1].window.where()

    yield start
    for each in made:
        each.close()


def test_the_first_window_of_a_day_begins_with_today(morning, session, people):
    here = session.store.clock.now().astimezone().date().isoformat()
    assert session.settings.current.greeted_on == ""
    assert morning() == "today"
    assert session.settings.current.greeted_on == here
    assert morning() == "clients", "seen once it need not be first again"
    session.settings.update(greeted_on="2020-02-29")
    assert morning() == "today"


def test_an_empty_base_has_no_day_to_begin_with(morning, session):
    assert morning() == "welcome"
    assert session.settings.current.greeted_on == ""


def test_a_window_built_anew_stays_where_it_was(morning, session, people):
    assert morning("settings") == "settings"
    assert session.settings.current.greeted_on == ""
    assert morning(hosted=False) == "clients"
    assert session.settings.current.greeted_on == "", "nobody was shown what the day holds"


def test_a_greeting_that_cannot_be_remembered_stops_nobody(morning, session, people, monkeypatch):
    def full(**_changes):
        raise SettingsNotSaved(path=session.store.path)

    monkeypatch.setattr(session.settings, "update", full)
    assert morning() == "today"


# --------------------------------------------------------------------------------------------------------- the palette


@pytest.fixture
def palette(qtbot, desk, people):
    from crm_desktop.ui.palette import Palette

    def open_one():
        show(qtbot, desk)
        desk.open_palette()
        return next(each for each in desk.window.findChildren(Palette) if each.isVisible())

    return open_one


def found(palette):
    return [palette.found.item(number).text() for number in range(palette.found.count())]


def test_the_arrows_go_round_in_the_palette(qtbot, palette):
    opened = palette()
    count = opened.found.count()
    assert count > 2
    assert opened.found.currentRow() == 0
    qtbot.keyClick(opened.line, Qt.Key.Key_Up)
    assert opened.found.currentRow() == count - 1
    qtbot.keyClick(opened.line, Qt.Key.Key_Down)
    assert opened.found.currentRow() == 0
    qtbot.keyClick(opened.line, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_the_palette_understands_a_wrong_layout_and_says_so(qtbot, palette):
    opened = palette()
    qtbot.keyClicks(opened.line, "bdfyjd")
    assert "Иванов" in found(opened)[0]
    opened.close()


def test_where_the_palette_finds_nothing_return_does_nothing(qtbot, palette, desk):
    opened = palette()
    qtbot.keyClicks(opened.line, "qqqqzzzz 9911")
    assert found(opened) == []
    assert not opened.found.isVisible()
    qtbot.keyClick(opened.line, Qt.Key.Key_Return)
    assert opened.isVisible()
    assert desk.window.where() == "clients"
    opened.close()


def test_without_a_calendar_the_palette_offers_no_days_and_no_command_that_cannot_be(qtbot, palette, desk):
    opened = palette()
    qtbot.keyClicks(opened.line, "15 dec 2026")
    assert not any(words.startswith("Calendar") for words in found(opened))
    opened.line.setText("undo")
    assert (
        not any(words.startswith("Undo") for words in found(opened))
        or desk.window.actions_table["undo"].isEnabled()
    )
    opened.close()


def test_a_click_in_the_palette_chooses(qtbot, palette, desk, people):
    opened = palette()
    qtbot.keyClicks(opened.line, "petr")
    item = next(opened.found.item(number) for number, words in enumerate(found(opened)) if "Петрова" in words)
    opened.found.itemClicked.emit(item)
    assert desk.clients_page().current_id() == people["Petrova"]


def test_whoever_was_chosen_stays_chosen_when_somebody_else_renames_or_deletes_them(qtbot, desk, people):
    show(qtbot, desk, "clients")
    page, store, count = desk.clients_page(), desk.session.store, rows(desk)
    assert page.choose_client(people["Kazlauskas"])
    for name in ("Zenonas Kazlauskas", "Aaron Kazlauskas", "Martynas Kazlauskas"):
        draft = replace(clients.draft_of(store, people["Kazlauskas"]), name=name)
        clients.edit(store, people["Kazlauskas"], draft)
        qtbot.waitUntil(lambda name=name: page.table.current_row().name == name)
        qtbot.waitUntil(lambda: not desk.session.runner.busy())
        assert page.current_id() == people["Kazlauskas"]
        assert page.selected_ids() == [people["Kazlauskas"]]
    clients.delete(store, [people["Kazlauskas"]])
    qtbot.waitUntil(lambda: rows(desk) == count - 1)
    qtbot.waitUntil(lambda: not desk.session.runner.busy())
    assert page.current_id() != people["Kazlauskas"]
