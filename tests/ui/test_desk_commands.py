"""Which commands are offered, and what each calls: with every part hosted, and with none."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program


class Asked:
    """What the program and its parts were asked for."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


class Page(QWidget):
    """A page that shows nothing."""

    def changed(self, changes):
        """Nothing is shown."""

    def shown(self, *, stale):
        """Nothing is shown."""

    def states(self):
        return {}


_PAGES = ("imports_page", "duplicates_page", "today_page", "calendar_page")
_ALL = tuple(field.name for field in dataclasses.fields(Hosts) if field.name not in {"card", *_PAGES})


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def make(qtbot, session, asked):
    made = []

    def desk(*parts, pages=_PAGES):
        given: dict = {name: getattr(asked, name) for name in parts} | dict.fromkeys(pages, Page)
        hosts = Hosts(**given)
        program = Program(
            *(
                getattr(asked, name)
                for name in (
                    "set_theme",
                    "set_language",
                    "set_font_scale",
                    "open_base",
                    "make_sample",
                    "quit",
                )
            )
        )
        made.append(make_desk(session, program, lambda _desk: hosts))
        qtbot.addWidget(made[-1].window)
        made[-1].window.resize(1280, 800)
        made[-1].start("clients")
        asked.calls.clear()
        return made[-1]

    yield desk
    for each in made:
        each.close()


def run(desk, name):
    desk.window.actions_table[name].trigger()


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("new_client", ("edit_client", None)),
        ("import", ("open_import", [])),
        ("paste_list", ("paste_list",)),
        ("export", ("open_export",)),
        ("export_diary", ("export_diary",)),
        ("print_list", ("print_clients",)),
        ("take_out", ("take_out",)),
        ("bring_back", ("bring_back",)),
        ("reminders", ("open_reminders",)),
        ("open_base", ("open_base",)),
        ("quit", ("quit",)),
        ("theme_dark", ("set_theme", "dark")),
        ("theme_system", ("set_theme", "system")),
        ("language_lt", ("set_language", "lt")),
        ("language_ru", ("set_language", "ru")),
    ],
)
def test_a_command_asks_for_its_part(make, people, asked, command, call):
    desk = make(*_ALL)
    run(desk, command)
    assert asked.calls == [call]


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("edit_client", ("edit_client",)),
        ("open_card", ("open_card",)),
        ("log_contact", ("log_contact", False)),
        ("plan_contact", ("log_contact", True)),
    ],
)
def test_a_command_for_the_client_the_list_stands_on(make, people, asked, command, call):
    desk = make(*_ALL)
    desk.show_client(people["Petrova"])
    asked.calls.clear()
    run(desk, command)
    assert asked.calls == [(call[0], people["Petrova"], *call[1:])]


@pytest.mark.parametrize(
    ("command", "call"), [("plan_many", "plan_many"), ("merge_clients", "merge_clients")]
)
def test_a_command_for_the_clients_chosen(make, people, asked, command, call):
    desk = make(*_ALL)
    run(desk, "select_all")
    run(desk, command)
    ((name, ids),) = asked.calls
    assert name == call
    assert set(people.values()) < set(ids), "and the company that came with one of them"


def test_elsewhere_a_contact_is_planned_with_nobody_yet(make, people, asked, base):
    desk = make(*_ALL)
    desk.show_client(people["Petrova"])
    desk.window.go("settings")
    asked.calls.clear()
    run(desk, "plan_contact")
    ((name, draft),) = asked.calls
    assert (name, draft.client_id, draft.responsible_id) == ("plan_activity", None, base.me)


def test_in_an_empty_list_a_contact_is_planned_with_nobody_yet(make, asked):
    desk = make(*_ALL)
    desk.go_clients()
    run(desk, "plan_contact")
    assert [(name, draft.client_id) for name, draft in asked.calls] == [("plan_activity", None)]


@pytest.mark.parametrize(
    "place", ["clients", "today", "calendar", "duplicates", "imports", "operations", "bin", "settings"]
)
def test_each_place_has_a_command(make, people, place):
    desk = make(*_ALL)
    desk.window.go("keys")
    run(desk, f"go_{place}")
    assert desk.window.where() == place


@pytest.mark.parametrize("place", ["today", "calendar", "duplicates"])
def test_a_place_that_nobody_fills_is_not_offered(make, place):
    desk = make(pages=())
    assert not desk.window.actions_table[f"go_{place}"].isVisible()
    assert place not in desk.window.actions_table.table


def test_without_the_page_of_imports_their_list_stands_in(make, people):
    desk = make(pages=())
    run(desk, "go_imports")
    assert type(desk.window.page("imports")).__name__ == "OperationsPage"


def test_the_keys_and_the_filter_have_commands(make, people):
    desk = make()
    run(desk, "keys")
    assert desk.window.where() == "keys"
    run(desk, "go_clients")
    run(desk, "find")
    assert desk.window.focusWidget() is desk.window.search
