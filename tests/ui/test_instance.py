"""A second start finds the first, a killed one is no hindrance, and bases do not hear of each other."""

from __future__ import annotations

import threading

import pytest

from crm_desktop.ui.instance import Instance, bring_up_running, name_for


@pytest.fixture
def instance(qapp):
    made = Instance()
    yield made
    made.close()


def ask(qtbot, name):
    """As another process would: beside the event loop of the first."""
    found = []
    asking = threading.Thread(target=lambda: found.append(bring_up_running(name)))
    asking.start()
    qtbot.waitUntil(lambda: bool(found))
    asking.join()
    return found[0]


def test_a_second_start_brings_up_the_first(qtbot, instance, tmp_path):
    name = name_for(tmp_path / "clients.crm")
    assert not bring_up_running(name)
    assert instance.listen(name)
    with qtbot.waitSignal(instance.show_wanted):
        assert ask(qtbot, name)
    instance.close()
    assert not bring_up_running(name)


def test_what_a_killed_program_left_is_taken_over(qtbot, instance, tmp_path):
    name = name_for(tmp_path / "clients.crm")
    killed = Instance()
    killed.listen(name)
    assert instance.listen(name)
    with qtbot.waitSignal(instance.show_wanted):
        assert ask(qtbot, name)
    killed.close()


def test_each_base_has_a_name_of_its_own(tmp_path):
    assert name_for(tmp_path / "a.crm") == name_for(tmp_path / "b" / ".." / "a.crm")
    assert name_for(tmp_path / "a.crm") != name_for(tmp_path / "b.crm")
