"""Why the desktop showed no pop-up."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """One word for the row of the reminder and for the log; ``ui/text_popups.py`` has a sentence for each.

    Attributes:
        NO_BUS: no session bus (D-Bus) can be reached.
        NO_SERVICE: nobody on the bus shows pop-ups, and nobody could be started to.
        SILENT: whoever shows pop-ups did not answer in time, or an earlier pop-up is still stuck with him.
        NO_PROGRAM: the helper that plyer calls (``notify-send``, ``gdbus``) or a library of the system is missing.
        LETTERS: the session's character set cannot carry the text.
        REFUSED: the system answered with an error.
    """

    NO_BUS = "no-bus"
    NO_SERVICE = "no-service"
    SILENT = "silent"
    NO_PROGRAM = "no-program"
    LETTERS = "letters"
    REFUSED = "refused"


class NotShown(Exception):  # no error for the user: the reminder window shows it all the same
    """The desktop did not show the pop-up.

    Attributes:
        reason: why, in one word.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
