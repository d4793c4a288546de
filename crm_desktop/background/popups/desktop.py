"""The way to the desktop's own pop-ups: plyer, guarded against what it does not look at itself.

On Linux plyer starts ``notify-send`` (in a Flatpak ``gdbus``) and forgets to look at its exit code: no service, a title
like ``-5 %`` or letters that the session cannot carry are lost without a word, a sleeping service hangs it for 40
seconds. On Windows it shows the pop-up on a thread of its own. On macOS it needs pyobjus, which the installer brings.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from crm_desktop.background.popups import bus
from crm_desktop.background.popups.reasons import NotShown, Reason
from crm_desktop.background.popups.wording import clean_text, clean_title

if TYPE_CHECKING:
    from collections.abc import Mapping

APP_NAME = "CRM Desktop"
SECONDS = 10
"""How long Windows shows a pop-up; elsewhere the desktop decides."""

_ASCII = re.compile(r"(C|POSIX)(\..*)?", re.IGNORECASE)


def show(title: str, text: str) -> None:
    """Show a pop-up. May take long: to be called on a thread that nobody waits for without a limit.

    Raises:
        NotShown: the desktop did not show it, as far as can be known.
    """
    way = _way(sys.platform)
    title, text = clean_title(title), clean_text(text)
    kind = type(way).__name__
    if kind == "NotifySendNotification":
        service = bus.notification_service()
        _check_letters(title + text, os.environ)
        text = for_notify_send(text, markup=service.markup)
    elif kind == "NotifyDesktopPortals":
        bus.portal_service()
        title, text = for_portal(title), for_portal(text)
    elif kind == "NotifyDbus":
        text = _marked(text, markup=bus.notification_service().markup)
    try:
        way.notify(title=title, message=text, app_name=APP_NAME, timeout=SECONDS)
    except (NotImplementedError, FileNotFoundError) as error:
        raise NotShown(Reason.NO_PROGRAM) from error
    except UnicodeEncodeError as error:
        raise NotShown(Reason.LETTERS) from error
    except Exception as error:  # of D-Bus, Objective-C or Win32: plyer passes on what the system has
        raise NotShown(Reason.REFUSED) from error


def for_notify_send(text: str, *, markup: bool) -> str:
    """The text as ``notify-send`` takes it: it reads backslashes as C does, and passes markup on as it is."""
    return _marked(text, markup=markup).replace("\\", "\\\\")


def for_portal(text: str) -> str:
    """The text as it may stand between the single quotes of a GVariant, into which plyer puts it unguarded."""
    return text.replace("\\", "\\\\").replace("'", "’").replace("\n", "\\n")


def _marked(text: str, *, markup: bool) -> str:
    return escape(text, quote=False) if markup else text


def _check_letters(text: str, environ: Mapping[str, str]) -> None:
    """``notify-send`` goes by LC_ALL even where Python speaks UTF-8 all the same, and then shows nothing.

    Python mends the other variables of the C locale for itself and its children (PEP 538), this one it may not.
    """
    named = environ.get("LC_ALL", "")
    match = _ASCII.fullmatch(named)
    if match and not (match[2] or "").lower().startswith(".utf") and not text.isascii():
        raise NotShown(Reason.LETTERS)


def _way(platform: str) -> Any:
    """Plyer's way to show pop-ups on this system.

    Not through ``plyer.notification``: that prints a traceback where there is none, and goes on.
    """
    folder = {"win32": "win", "cygwin": "win", "darwin": "macosx"}.get(platform, "linux")
    # It warns that dbus-python is missing, which is not wanted: notify-send does the same without a compiler.
    warnings.filterwarnings("ignore", module=r"plyer\.")
    try:
        return import_module(f"plyer.platforms.{folder}.notification").instance()
    except (ImportError, AttributeError, OSError) as error:
        raise NotShown(Reason.NO_PROGRAM) from error
