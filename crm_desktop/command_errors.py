"""What can be wrong with what was typed or piped in on the command line (see ``errors``)."""

from __future__ import annotations

from crm_desktop.errors import UserError


class OptionRefused(UserError):
    """``option`` means nothing to this command or report; ``known`` are those that do (command line)."""


class ChoiceRefused(UserError):
    """``option`` cannot be ``value``; ``known`` are the choices (command line)."""


class JsonUnreadable(UserError):
    """What came from ``path`` ("-": piped in) is no JSON object or list of objects (``line``; 0: see ``reason``)."""


class JsonKeyUnknown(UserError):
    """A JSON object has a ``key`` that means nothing here; ``known`` are those that do."""


class JsonKeyMissing(UserError):
    """A JSON object lacks the ``key`` without which it means nothing."""


class JsonValueRefused(UserError):
    """The ``value`` under ``key`` is not of the kind ``expected`` shows."""


class PasswordInArguments(UserError):
    """A password was given as an argument of the command line, where others on this computer can read it."""


class NotShared(UserError):
    """The base in ``path`` belongs to no shared one, and something was wanted that only such a one has."""
