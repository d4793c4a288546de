"""Words for deals that are won, lost or on the way, as people write them; data in ``resources/presets``."""

from __future__ import annotations

import tomllib
from functools import cache

from crm_desktop.exchange.columns.headers import normal_header
from crm_desktop.kinds import DealState
from crm_desktop.paths import resource


@cache
def _states() -> dict[str, DealState]:
    """The state each phrase names (read once: it is data of the program)."""
    with resource("presets/deal_words.toml").open("rb") as file:
        data = tomllib.load(file)
    return {normal_header(word): state for state in DealState for word in data[state.value]["words"]}


def state_of(text: str) -> DealState | None:
    """The state that the name of a stage tells; nothing for words that nobody knows."""
    return _states().get(normal_header(text))
