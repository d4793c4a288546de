"""The part of the status line about the shared base. Never there in a base that belongs to none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm_desktop.ui import text_shared
from crm_desktop.ui.standing import Phase
from crm_desktop.ui.status_part import StatusPart
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui import theme
    from crm_desktop.ui.standing import Standing

_TICK_MS = 15_000
_CARE = frozenset({Phase.ANSWER, Phase.SIGN_IN, Phase.TROUBLE})


class SharedStatus(StatusPart):
    """Pressed, it opens the page of the shared base."""

    def __init__(self, standing: Standing, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the clock on the wall."""
        super().__init__("status_shared", "database", _TICK_MS)
        self._standing, self._now = standing, now
        self.say()

    def show_standing(self, standing: Standing) -> None:
        """Say how it stands now."""
        if standing.phase is not self._standing.phase:
            self.forget_room()
        self._standing = standing
        self.say()

    def say(self) -> None:
        """Make the words of this moment."""
        now = self._now()
        self.show_words(
            text_shared.status_texts(self._standing, now),
            text_shared.spoken(self._standing, now),
            tr("Opens the page of the shared base"),
        )

    def ink(self, colours: theme.Colours) -> str:
        """Quiet, also without a network: that is no trouble. Coloured where a person is wanted."""
        return colours.care if self._standing.phase in _CARE else colours.quiet
