"""What to tell the user about each ``UserError``: what went wrong, what was kept, what to do next.

Free of Qt: the command line prints the same sentences. Each sentence is a function of the error's facts, kept in the
table at the end; a test asks for a sentence for every subclass.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import PurePath

from crm_desktop import errors
from crm_desktop.kinds import FieldKind
from crm_desktop.ui import (
    formats,
    text_commands,
    text_differences,
    text_money,
    text_remote,
    text_sync_errors,
)
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_kinds import field, field_kind
from crm_desktop.ui.text_typed import no_date

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


def failure_text(error: BaseException) -> str:
    """What went wrong: something the user can mend, or a fault of the program."""
    return error_text(error) if isinstance(error, errors.UserError) else fault_text()


def _name(facts: Facts) -> str:
    """The name of the file, without its folders."""
    return PurePath(str(facts.get("path", ""))).name


_COUNTS = frozenset({"parts", "chance", "regular"})
"""Numbers whose least and greatest people know as such; sums are told in minor units, which nobody does."""


def _number(facts: Facts) -> str:
    value, named = facts.get("value"), _field(facts)
    if facts.get("field") in _COUNTS:
        return tr(
            "“{value}” does not fit in “{field}”: write a number from {least} to {most}.",
            value=value,
            field=named,
            least=facts.get("least"),
            most=facts.get("most"),
        )
    return tr("“{value}” in “{field}” is no number that fits here.", value=value, field=named)


def _field(facts: Facts) -> str:
    return field(str(facts.get("field", "")))


def _moment(facts: Facts, name: str) -> str:
    return formats.moment(str(facts.get(name, "")))


_SETTINGS: Mapping[type[errors.UserError], Sentence] = {
    errors.KeystoreMissing: lambda f: tr(
        "This computer has no key store, so the password is not kept anywhere: it is asked for again after each start."
    ),
    errors.SettingsNotSaved: lambda f: tr(
        "Your settings could not be written to {path} ({reason}). They hold until you close the program. "
        "Free some space or make the folder writable, then change the setting again.",
        path=f.get("path"),
        reason=f.get("reason"),
    ),
    errors.AutostartNotSet: lambda f: tr(
        "Starting with the computer could not be changed: {place} ({reason}). All else works as before.",
        place=f.get("place"),
        reason=f.get("reason"),
    ),
}

_FILES: Mapping[type[errors.UserError], Sentence] = {
    errors.FileUnreadable: lambda f: tr("“{file}” cannot be read. Nothing was changed.", file=_name(f)),
    errors.FileMissing: lambda f: tr(
        "There is no file “{file}”. Perhaps it was moved or renamed: choose it again.", file=_name(f)
    ),
    errors.FileIsFolder: lambda f: tr("“{file}” is a folder. Choose the file inside it.", file=_name(f)),
    errors.FileNotReadable: lambda f: tr(
        "“{file}” cannot be opened. Perhaps another program has it open, or you may not read it: "
        "close it there, or copy it to your own folder and try the copy.",
        file=_name(f),
    ),
    errors.FileEmpty: lambda f: tr("“{file}” is empty: there is nothing to bring in.", file=_name(f)),
    errors.FileNotATable: lambda f: tr(
        "“{file}” is no table but this: {found}. Save the list as .xlsx or .csv and bring that.",
        file=_name(f),
        found=f.get("found"),
    ),
    errors.FileDamaged: lambda f: tr(
        "“{file}” is damaged and cannot be read to its end. Open it in the program it comes from, "
        "save it anew and try again. Nothing was brought in.",
        file=_name(f),
    ),
    errors.FileNeedsPassword: lambda f: tr(
        "“{file}” is locked with a password. Enter the password to read it.", file=_name(f)
    ),
    errors.FilePasswordWrong: lambda f: tr(
        "This password does not open “{file}”. Check capital letters and the keyboard language.",
        file=_name(f),
    ),
    errors.FileTooLarge: lambda f: tr(
        "“{file}” is larger than this program can read safely. Split it into smaller files and bring them one "
        "after another. Nothing was brought in.",
        file=_name(f),
    ),
    errors.FileProtected: lambda f: tr(
        "“{file}” is protected in a way that only its own program can open. Open it there, save it without a "
        "password, and bring that file.",
        file=_name(f),
    ),
    errors.FileNotWritten: lambda f: (
        tr("“{file}” has an ending that says no kind of file that can be written here.", file=_name(f))
        if f.get("why") == "format"
        else tr(
            "“{file}” could not be written. Perhaps it is open in another program, or the folder may not be written: "
            "close it there, or choose another place.",
            file=_name(f),
        )
    ),
    errors.PhotoRefused: lambda f: (
        tr("This picture is too big to be kept. Make it smaller and choose it again.")
        if f.get("why") == "too_big"
        else tr("This is no picture that can be kept. Choose a JPEG or PNG file.")
    ),
    errors.SheetNotFound: lambda f: tr(
        "“{file}” has no sheet “{sheet}”. Choose one of those it has.", file=_name(f), sheet=f.get("sheet")
    ),
    errors.MappingRefused: lambda f: tr(
        "The chosen columns do not fit “{file}”. Look at the columns again.", file=_name(f)
    ),
    errors.NothingToImport: lambda f: (
        tr(
            "No card of this file can be read: they are damaged, or cut off at the beginning. Save the address book "
            "anew in the program it comes from and bring that. Nothing was brought in."
        )
        if f.get("damaged")
        else tr("There is no event with a date in this calendar. Nothing was brought in.")
        if f.get("calendar")
        else tr(
            "There is nobody in this file: no name, no company, no phone and no e-mail. Nothing was brought in."
        )
    ),
    errors.EncodingUnknown: lambda f: tr(
        "There is no encoding named “{encoding}”. Choose one of the list, or leave the choice to the program.",
        encoding=f.get("encoding"),
    ),
}

_BASES: Mapping[type[errors.UserError], Sentence] = {
    errors.BaseUnusable: lambda f: tr(
        "The base “{file}” cannot be used. It was left as it is.", file=_name(f)
    ),
    errors.BaseMissing: lambda f: tr(
        "There is no base at {path}. Choose another one, or start a new one.", path=f.get("path")
    ),
    errors.BaseFolderMissing: lambda f: tr(
        "The folder of {path} does not exist. If the base lies on a stick or a network drive, connect it first.",
        path=f.get("path"),
    ),
    errors.BaseExists: lambda f: tr(
        "A file lies at {path} already, so no new base was made there. Choose another name.",
        path=f.get("path"),
    ),
    errors.NotABase: lambda f: tr(
        "“{file}” is not a base of this program. It was left as it is. To bring in a list of clients, use "
        "“Bring a list”.",
        file=_name(f),
    ),
    errors.BaseForeign: lambda f: tr(
        "“{file}” belongs to another program. It was left as it is. Choose another base.", file=_name(f)
    ),
    errors.BaseDamaged: lambda f: tr(
        "The base “{file}” is damaged. It was left as it is, so nothing more can be lost. "
        "Put a backup in its place, and keep the damaged file.",
        file=_name(f),
    ),
    errors.BaseTooNew: lambda f: tr(
        "The base “{file}” was written by a newer version of the program. It was left as it is. "
        "Install the newer version to open it.",
        file=_name(f),
    ),
    errors.BaseNeedsTime: lambda f: tr(
        "The base “{file}” has to be brought up to date first, which takes a while.", file=_name(f)
    ),
    errors.BaseReadOnly: lambda f: tr(
        "The base “{file}” may not be written here. Copy it to a folder of your own, or ask who looks after "
        "this computer for the right to write.",
        file=_name(f),
    ),
    errors.BaseLocked: lambda f: tr(
        "Another program is using the base “{file}” right now. Nothing was changed. Close the other program, "
        "or wait a moment, and try again.",
        file=_name(f),
    ),
    errors.BaseBusy: lambda _f: tr(
        "The records of the shared base are being taken over, which may take some minutes. Nothing was changed. "
        "Please save again when that is done."
    ),
    errors.NoSpace: lambda f: tr(
        "The disk is full. What was saved before is safe, this was not saved. Free some space and try again.",
    ),
    errors.NotUndoable: lambda f: {
        "open": tr("This is still running. Stop it first."),
        "undone": tr("This was taken back already."),
    }.get(str(f.get("state")), tr("This cannot be taken back any more. Nothing was changed.")),
}

_RECORDS: Mapping[type[errors.UserError], Sentence] = {
    errors.RecordNotFound: lambda f: tr(
        "This is not in the base any more. Somebody may have deleted it: look into the bin or under "
        "“What changed”."
    ),
    errors.ClientEmpty: lambda f: tr(
        "Write at least a name, a phone or an e-mail, so that you can find the client again."
    ),
    errors.ClientInBin: lambda f: tr(
        "“{name}” lies in the bin. Take the client out of the bin first, then write this down.",
        name=f.get("name"),
    ),
    errors.NobodyChosen: lambda f: tr(
        "Nobody was chosen for “{text}”. Choose one of the clients found, or clear the field.",
        text=f.get("text"),
    ),
    errors.RecordEmpty: lambda f: tr("Something is still missing: fill in “{field}”.", field=_field(f)),
    errors.ValueRefused: lambda f: tr(
        "“{field}” cannot take this value. Nothing was saved yet.", field=_field(f)
    ),
    errors.TextTooLong: lambda f: tr(
        "The text in “{field}” is too long. Shorten it, or keep the long part in a file.", field=_field(f)
    ),
    errors.TextNotStorable: lambda f: tr(
        "The text in “{field}” holds a sign that cannot be stored. Type that place again.", field=_field(f)
    ),
    errors.KindRefused: lambda f: tr(
        "Another program wrote something into “{field}” that does not belong there. Type it again.",
        field=_field(f),
    ),
    errors.DateRefused: lambda f: no_date(str(f.get("field")), str(f.get("value")), _field(f)),
    errors.PeriodRefused: lambda f: tr(
        "From “{first}” to “{last}” is no period. Write two days that exist, the first one first, sixty years apart at "
        "most.",
        first=f.get("first"),
        last=f.get("last"),
    ),
    errors.TimeRefused: lambda f: tr(
        "“{value}” in “{field}” is no time of the day. Write it like 9:30 or 15:45.",
        value=f.get("value"),
        field=_field(f),
    ),
    errors.MomentRefused: lambda f: tr(
        "“{value}” in “{field}” is no day and no time that exists. Write it like 2026-11-23 or 2026-11-23 15:30.",
        value=f.get("value"),
        field=f.get("field"),
    ),
    errors.TimeAhead: lambda f: tr(
        "“{field}” would be {value}, which is yet to come. Choose a time that has passed.",
        field=_field(f),
        value=_moment(f, "value"),
    ),
    errors.TimesOutOfOrder: lambda f: tr(
        "“{field}” ({value}) would be before “{earlier}” ({floor}). Put one of the two right.",
        field=_field(f),
        value=_moment(f, "value"),
        earlier=field(str(f.get("earlier"))),
        floor=_moment(f, "floor"),
    ),
    errors.TimeSkipped: lambda f: tr(
        "There is no {value}: the clocks go forward over this time. Choose one an hour later.",
        value=f.get("value"),
    ),
    errors.ZoneRefused: lambda f: tr(
        "“{value}” is no time zone that is known. Write it like Europe/Vilnius.", value=f.get("value")
    ),
    errors.NumberRefused: _number,
    errors.LengthRefused: lambda f: tr(
        "“{value}” is no length of time. Write it like 45, 1:30 or 2 h.", value=f.get("value")
    ),
    errors.RuleRefused: lambda f: tr(
        "“{value}” is no rule by which a contact can repeat. Choose how often and on which days.",
        value=f.get("value"),
    ),
    errors.SeriesNotMoved: lambda f: (
        tr(
            "This series takes place on several weekdays, so one new day does not say where the others go. "
            "Open the contact and choose the weekdays there, or move only this one."
        )
        if f.get("why") == "weekdays"
        else tr(
            "The rule of this series says more than one new day can tell. Open the contact and choose there how it "
            "repeats, or move only this one."
        )
    ),
    errors.ContactHeld: lambda f: tr(
        "This contact was held already, so its plan cannot change any more. Open it to mend what is written there, "
        "or plan another one."
    ),
    errors.CurrencyRefused: lambda f: tr(
        "“{value}” is no currency. Write its three letters, for example EUR.", value=f.get("value")
    ),
    errors.FieldValueRefused: lambda f: tr(
        "“{value}” does not fit the field “{field}” ({kind}).",
        value=f.get("value"),
        field=_field(f),
        kind=field_kind(FieldKind(str(f.get("kind", "text")))).lower(),
    ),
    errors.FieldValuesDoNotFit: lambda f: ntr(
        "{n} value of “{name}” does not fit the new type, so the type was left as it was.",
        "{n} values of “{name}” do not fit the new type, so the type was left as it was.",
        int(str(f.get("count", 0))),
        name=f.get("name"),
    ),
    errors.NumberTaken: lambda f: tr(
        "Number {number} belongs to {name} already. Choose another, or leave it empty for the next free one.",
        number=f.get("number"),
        name=f.get("name"),
    ),
    errors.OwnReference: lambda f: tr("A client cannot stand in its own “{field}”.", field=_field(f)),
    errors.MergeRefused: lambda f: (
        tr("A person and a company cannot become one card. Change one of them first.")
        if f.get("reason") == "kinds"
        else tr("To merge clients, choose at least two of them.")
    ),
    errors.ChangedMeanwhile: lambda f: tr(
        "Somebody else changed this client while you were writing. Nothing of yours was lost: compare both below "
        "and choose."
    ),
    errors.NameEmpty: lambda f: tr("Give it a name first."),
    errors.NameTaken: lambda f: tr("“{name}” is in the list already.", name=f.get("name")),
    errors.EntryInUse: lambda f: ntr(
        "“{name}” stands on {n} client. Choose what takes its place.",
        "“{name}” stands on {n} clients. Choose what takes its place.",
        int(str(f.get("count", 0))),
        name=f.get("name"),
    ),
}

_COMMANDS: Mapping[type[errors.UserError], Sentence] = {
    errors.ClientNotFound: lambda f: tr(
        "No client has the number or id “{text}”. Find the client with “search” first.", text=f.get("text")
    ),
    errors.ViewNotFound: lambda f: (
        tr("There is no view “{name}”. There are: {views}.", name=f.get("name"), views=f.get("views"))
        if f.get("views")
        else tr("There is no view “{name}”, and no other saved view.", name=f.get("name"))
    ),
}

SENTENCES: Mapping[type[errors.UserError], Sentence] = {
    **_SETTINGS,
    **_FILES,
    **_BASES,
    **_RECORDS,
    **_COMMANDS,
    **text_commands.SENTENCES,
    **text_remote.SENTENCES,
    **text_money.SENTENCES,
    **text_sync_errors.SENTENCES,
    **text_differences.SENTENCES,
}
"""One entry per subclass of ``UserError``."""
