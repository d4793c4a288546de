"""The devices of a shared base, and shutting one out."""

from __future__ import annotations

import pytest

from crm_desktop.sync.devices import devices, shut_out
from crm_desktop.sync.failures import DeviceShutOut, ServerRoleRefused


def test_who_shares_the_base_and_how_far_they_are(team, log_in, shared):
    anna, jonas = team("anna"), team("jonas")
    jonas.sync()
    anna.laptop.client("Ona")
    anna.sync()
    first, second = devices(log_in(shared), jonas.laptop.store)
    assert (first.name, first.person, first.is_this) == ("laptop of anna", "Anna", False)
    assert (second.name, second.person, second.is_this) == ("laptop of jonas", "Jonas", True)
    assert first.last_seen > second.last_seen
    assert not first.shut_out
    behind = second.behind
    jonas.exchange.close()
    jonas.sync()
    jonas.exchange.close()
    jonas.sync()
    told = {device.name: device for device in devices(log_in(shared), jonas.laptop.store)}
    assert told["laptop of jonas"].behind == 0 < behind


def test_an_owner_shuts_a_device_out_and_lets_it_in_again(team, log_in, shared, address):
    anna, jonas = team("anna"), team("jonas")
    anna.sync()
    jonas.sync()
    jonas.exchange.close()
    boss = log_in(shared, "boss")
    boss.execute("SET ROLE crm_owner")
    (lost,) = (each for each in devices(boss, anna.laptop.store) if each.person == "Jonas")
    boss.execute("RESET ROLE")
    shut_out(boss, address(shared, "boss"), lost.id)
    with pytest.raises(DeviceShutOut):
        jonas.sync()
    told = {device.person: device.shut_out for device in devices(log_in(shared), anna.laptop.store)}
    assert told == {"Anna": False, "Jonas": True}
    anna.sync()
    shut_out(boss, address(shared, "boss"), lost.id, shut=False)
    jonas.sync()


def test_nobody_else_shuts_out(team, log_in, shared, address):
    anna = team("anna")
    anna.sync()
    connection = log_in(shared)
    (own,) = devices(connection, anna.laptop.store)
    with pytest.raises(ServerRoleRefused) as caught:
        shut_out(connection, address(shared), own.id)
    assert caught.value.facts["role"] == "crm_owner"
    anna.sync()
