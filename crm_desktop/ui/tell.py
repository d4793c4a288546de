"""How the user is told something: what was done (a toast), what needs care (a notice), what went wrong."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.ui.text_errors import error_text, fault_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.toast import Toast
    from crm_desktop.ui.widgets.notice_bar import NoticeBar

_log = logging.getLogger(__name__)


class Tell:
    """The one voice of a window. Pages get it by their constructor."""

    def __init__(self, toast: Toast, notice: NoticeBar) -> None:
        self._toast = toast
        self._notice = notice

    def done(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say that something was done, and offer to take it back."""
        self._toast.tell(text, undo)

    def offer(self, text: str, word: str, call: Callable[[], object]) -> None:
        """Say something and offer one thing to do about it."""
        self._toast.tell(text, call, word)

    def notice(self, text: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Say something that stays until it is read."""
        self._notice.tell(text, "info", *([(action, call)] if action and call else []))

    def problem(self, error: Exception) -> None:
        """Say what went wrong; a fault of the program also goes to the log with its traceback."""
        if isinstance(error, UserError):
            self._notice.tell(error_text(error), "care")
        else:
            _log.error("fault", exc_info=error)
            self._notice.tell(fault_text(), "late")
