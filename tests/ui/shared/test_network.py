from __future__ import annotations

import pytest
from PySide6.QtNetwork import QNetworkInformation

from crm_desktop.ui.shared.network import Network

KINDS = QNetworkInformation.Reachability


@pytest.mark.parametrize("gone", [KINDS.Disconnected, KINDS.Unknown])
@pytest.mark.parametrize("back", [KINDS.Local, KINDS.Site, KINDS.Online])
def test_only_what_was_gone_returns(qapp, gone, back):
    network, told = Network(), []
    network.heard(back)
    network.returned.connect(lambda: told.append("back"))
    network.heard(KINDS.Online)
    network.heard(back)
    assert told == []
    network.heard(gone)
    assert told == []
    network.heard(back)
    network.heard(back)
    assert told == ["back"]


def test_a_system_that_tells_nothing_is_not_asked(qapp, monkeypatch):
    monkeypatch.setattr(QNetworkInformation, "loadDefaultBackend", staticmethod(lambda: False))
    told: list = []
    network = Network()
    network.returned.connect(lambda: told.append("back"))
    network.heard(KINDS.Disconnected)
    network.heard(KINDS.Local)
    assert told == ["back"]
