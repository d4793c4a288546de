"""The whole program over a file: it opens, switches language and base, and tells what it cannot open."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop import __main__ as entry
from crm_desktop.app import Application
from crm_desktop.errors import NotABase
from crm_desktop.services import clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text
from crm_desktop.ui.asked import Wanted, wanted
from crm_desktop.ui.status_line import StatusLine


@pytest.fixture
def program(qapp, tmp_path):
    text.set_language("en")
    made = Application(qapp, SettingsFile(tmp_path / "settings.json"), None)
    yield made
    made.close()
    text.set_language("en")


def calm(qtbot, program):
    qtbot.waitUntil(lambda: not program._runner.busy(), timeout=20_000)


def test_a_new_base_opens_with_the_doors_and_is_remembered(qtbot, program, tmp_path):
    desk = program.open(tmp_path / "folder" / "new.crm")
    qtbot.waitExposed(desk.window)
    assert desk.window.where() == "welcome"
    assert program._settings.current.last_base == tmp_path / "folder" / "new.crm"
    calm(qtbot, program)


def test_sample_data_comes_and_goes(qtbot, program, tmp_path):
    desk = program.open(tmp_path / "new.crm")
    program.make_sample()
    qtbot.waitUntil(lambda: desk.window.where() == "clients", timeout=60_000)
    calm(qtbot, program)
    qtbot.waitUntil(lambda: desk.window.toast.text().startswith("Sample clients"))
    model = desk.clients_page().table.window_model
    qtbot.waitUntil(lambda: model.rowCount() >= 200)
    desk.undoing.take_back_last()
    qtbot.waitUntil(lambda: model.rowCount() == 0, timeout=60_000)
    calm(qtbot, program)


def test_the_language_changes_in_the_open_window(qtbot, program, tmp_path):
    base = open_base(tmp_path / "a.crm")
    clients.add(base.store, ClientDraft(name="Ona"))
    base.store.close()
    first = program.open(tmp_path / "a.crm")
    first.window.search.setText("on")
    program.set_language("lt")
    qtbot.waitUntil(lambda: program.desk is not first)
    assert text.language() == "lt"
    assert program.desk.window.search.text() == "on"
    assert program.desk.window.where() == "clients"
    assert program._settings.current.language == "lt"
    calm(qtbot, program)


def test_another_order_of_names_is_told_of_while_it_is_made(qtbot, program, tmp_path, monkeypatch):
    base = open_base(tmp_path / "a.crm", language="en")
    for number in range(600):
        clients.add(base.store, ClientDraft(name=f"Ona {number}"))
    base.store.close()
    program.open(tmp_path / "a.crm")
    said = []
    monkeypatch.setattr(StatusLine, "show_work", lambda _line, words: said.append(words))
    program.set_language("lt")
    qtbot.waitUntil(lambda: "" in said, timeout=20_000)
    assert any("%" in words for words in said)
    calm(qtbot, program)
    program.desk.go_clients()
    qtbot.waitUntil(lambda: program.desk.clients_page().table.window_model.rowCount() == 600)


def test_a_file_that_is_no_base_leaves_the_open_one_open(qtbot, program, tmp_path):
    desk = program.open(tmp_path / "a.crm")
    foreign = tmp_path / "list.crm"
    foreign.write_bytes(b"no base at all" * 400)
    before = foreign.read_bytes()
    with pytest.raises(NotABase):
        program.open(foreign)
    assert program.desk is desk
    assert foreign.read_bytes() == before
    calm(qtbot, program)


def test_what_another_process_writes_is_seen(qtbot, program, tmp_path):
    path = tmp_path / "a.crm"
    desk = program.open(path)
    calm(qtbot, program)
    other = open_base(path)
    clients.add(other.store, ClientDraft(name="From outside"))
    other.store.close()
    program._look_outside()
    qtbot.waitUntil(lambda: desk.window.where() == "clients")
    calm(qtbot, program)


def test_a_fault_is_told_in_the_window(qtbot, program, tmp_path):
    desk = program.open(tmp_path / "a.crm")
    program.show_fault(ValueError("secret detail"))
    qtbot.waitUntil(lambda: "Something went wrong" in desk.window.notice.text())
    assert "secret detail" not in desk.window.notice.text()
    calm(qtbot, program)


def test_colours_and_size_are_remembered(qtbot, program, tmp_path):
    program.open(tmp_path / "a.crm")
    program.set_theme("dark")
    program.set_font_scale(1.5)
    assert program._settings.current.theme == "dark"
    assert program._settings.current.font_scale == 1.5
    calm(qtbot, program)


def test_the_arguments_of_the_window():
    assert wanted([]) == Wanted()
    assert wanted(["--demo", "--lang", "lt"]) == Wanted(None, "lt", demo=True)
    assert wanted(["--base=a.crm", "--lang=ru"]) == Wanted(Path("a.crm"), "ru")


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--demo"], True),
        (["--base", "a.crm", "--lang", "ru"], True),
        (["import", "list.xlsx"], False),
        (["--base", "a.crm", "search", "ona"], False),
        (["--help"], False),
    ],
)
def test_commands_go_to_the_command_line(arguments, window):
    assert entry._opens_window(arguments) is window
