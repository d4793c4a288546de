from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.deal_words import state_of
from crm_desktop.kinds import DealState


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Успешно реализовано", DealState.WON),
        ("Закрыто и не реализовано", DealState.LOST),
        ("Closed Won", DealState.WON),
        ("closedlost", DealState.LOST),
        ("Сделка успешна", DealState.WON),
        ("СДЕЛКА ПРОВАЛЕНА", DealState.LOST),
        ("Laimėta", DealState.WON),
        ("pralaimeta", DealState.LOST),
        ("Refunded", DealState.LOST),
        ("In Process", DealState.OPEN),
        ("В обработке", DealState.OPEN),
        ("Neapmokėta", DealState.OPEN),
        ("Переговоры", None),
        ("", None),
    ],
)
def test_stages_that_tell_a_state(text, state):
    assert state_of(text) is state
