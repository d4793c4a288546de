"""Words for differences: what happened, what each answer does, and what goes wrong. Free of widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop import errors
from crm_desktop.ui import formats
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SENTENCES: Mapping[type[errors.UserError], Callable[[Mapping[str, object]], str]] = {
    errors.DifferenceAnswered: lambda f: (
        tr("{name} decided this already, {when}.", name=f.get("by"), when=formats.moment(str(f.get("at", ""))))
        if f.get("by")
        else tr("This was decided already, {when}.", when=formats.moment(str(f.get("at", ""))))
    ),
    errors.DifferenceMoved: lambda _f: tr(
        "Somebody changed this value meanwhile. Nothing was written. Look at the newest value and choose again."
    ),
}
"""Of the errors of this subject."""
