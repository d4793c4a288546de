"""What to tell the user about each ``UserError``: what went wrong, what was kept, what to do next.

Free of Qt: the command line prints the same sentences. Each sentence is a function of the error's facts, kept in the
table at the end; a test asks for a sentence for every subclass.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from crm_desktop import errors
from crm_desktop.ui.text import tr

Facts = Mapping[str, object]
Sentence = Callable[[Facts], str]

_log = logging.getLogger(__name__)


def error_text(error: errors.UserError) -> str:
    """The sentence for an error; the nearest base class speaks for a subclass without its own."""
    for kind in type(error).__mro__:
        sentence = SENTENCES.get(kind)
        if sentence is not None:
            return sentence(error.facts)
    _log.error("no sentence for %s", type(error).__name__)
    return tr("This did not work. Nothing was changed.")


def fault_text() -> str:
    """What to say about a fault of the program: nothing technical; the details stand in the log."""
    return tr(
        "Something went wrong inside the program. What was saved before is safe. "
        "Try again; if it happens again, restart the program."
    )


def _settings_not_saved(facts: Facts) -> str:
    return tr(
        "Your settings could not be written to {path} ({reason}). They hold until you close the program. "
        "Free some space or make the folder writable, then change the setting again.",
        path=facts.get("path"),
        reason=facts.get("reason"),
    )


SENTENCES: Mapping[type[errors.UserError], Sentence] = {
    errors.SettingsNotSaved: _settings_not_saved,
}
"""One entry per subclass of ``UserError``."""
