"""Asked of real buses: one with a service, one without, none, and ones that sleep."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time

import pytest

from crm_desktop.background.popups import bus as asking
from crm_desktop.background.popups.reasons import NotShown, Reason
from tests import notifications

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is of Linux")
SHORT_S = 0.3


def reason(call):
    with pytest.raises(NotShown) as caught:
        call()
    return caught.value.reason


def test_a_real_service_tells_who_it_is(dunst):
    service = asking.notification_service()
    assert service.name == "dunst"
    assert service.version[0].isdigit()
    assert service.markup
    assert asking.has_owner(asking.NOTIFICATIONS)


def test_nobody_on_the_bus(bus):
    assert reason(asking.notification_service) is Reason.NO_SERVICE
    assert reason(asking.portal_service) is Reason.NO_SERVICE
    assert not asking.has_owner(asking.NOTIFICATIONS)


def test_no_bus_at_all(no_bus):
    assert reason(asking.notification_service) is Reason.NO_BUS
    assert not asking.has_owner(asking.NOTIFICATIONS)


@pytest.mark.parametrize(
    "address", ["unix:path=/nonexistent/bus", "tcp:host=127.0.0.1,port=1", "nonsense", "unix:runtime=yes"]
)
def test_an_address_that_leads_nowhere(monkeypatch, address):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert reason(asking.notification_service) is Reason.NO_BUS


def test_a_service_that_sleeps_is_given_up(dunst):
    dunst.stop()
    start = time.monotonic()
    assert reason(lambda: asking.notification_service(SHORT_S)) is Reason.SILENT
    assert time.monotonic() - start < 20  # plyer alone would hang for 40


def test_a_bus_that_sleeps_is_given_up(bus):
    bus.send_signal(signal.SIGSTOP)
    assert reason(lambda: asking.notification_service(SHORT_S)) is Reason.SILENT


def test_a_service_that_can_be_started_is_started(screen, monkeypatch, tmp_path):
    starter = tmp_path / "start"
    starter.write_text(f"#!/bin/sh\nDISPLAY={screen} exec dunst -conf /dev/null >/dev/null 2>&1\n")
    starter.chmod(starter.stat().st_mode | stat.S_IXUSR)
    services = tmp_path / "dbus-1" / "services"
    services.mkdir(parents=True)
    (services / "any.service").write_text(f"[D-BUS Service]\nName={asking.NOTIFICATIONS}\nExec={starter}\n")
    with notifications.session_bus(services) as (_process, address):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert not asking.has_owner(asking.NOTIFICATIONS)
        assert asking.notification_service(20).name == "dunst"


def test_where_the_bus_is(tmp_path):
    assert asking.session_address({}) == ""
    assert asking.session_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    assert asking.session_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}{os.sep}bus"
    named = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/a", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert asking.session_address(named) == "unix:path=/a"
