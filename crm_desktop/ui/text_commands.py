"""What to tell about what was typed or piped in on the command line: as ``text_errors``, of which it is a part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from crm_desktop import command_errors
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.errors import UserError

SENTENCES: Mapping[type[UserError], Callable[[Mapping[str, object]], str]] = {
    command_errors.OptionRefused: lambda f: tr(
        "{option} means nothing to this report. It takes: {known}.",
        option=f.get("option"),
        known=f.get("known"),
    ),
    command_errors.ChoiceRefused: lambda f: tr(
        "{option} cannot be “{value}”. There are: {known}.",
        option=f.get("option"),
        value=f.get("value"),
        known=f.get("known"),
    ),
    command_errors.JsonUnreadable: lambda f: (
        tr("{path} could not be read ({reason}).", path=f.get("path"), reason=f.get("reason"))
        if f.get("reason")
        else tr(
            "{path} holds no JSON object and no list of objects (line {line}). Nothing was changed.",
            path=f.get("path"),
            line=f.get("line"),
        )
    ),
    command_errors.JsonKeyUnknown: lambda f: tr(
        "“{key}” means nothing here. Nothing was changed. Known are: {known}.",
        key=f.get("key"),
        known=f.get("known"),
    ),
    command_errors.JsonKeyMissing: lambda f: tr("“{key}” is missing. Nothing was changed.", key=f.get("key")),
    command_errors.JsonValueRefused: lambda f: tr(
        "“{key}” cannot be {value}; it takes {expected}. Nothing was changed.",
        key=f.get("key"),
        value=f.get("value"),
        expected=f.get("expected"),
    ),
    command_errors.PasswordInArguments: lambda f: tr(
        "A password does not belong on the command line: others on this computer can read it there. Leave it out; "
        "it is asked for, or piped in with --password-stdin. Better have it changed now."
    ),
    command_errors.NotShared: lambda f: tr(
        "This base belongs to no shared one. To join one, choose “Join a shared base…” in the menu, or "
        "crm-desktop sync join on the command line."
    ),
}
