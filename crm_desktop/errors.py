"""What can go wrong in a way the user can mend.

A ``UserError`` carries facts (fields), never words: the sentences stand in ``ui/text_errors.py``, once for the window
and the command line, in three languages. Anything that is not a ``UserError`` is a fault of the program: it is
logged and shown as such.
"""

from __future__ import annotations


class UserError(Exception):
    """Base of all errors that the user is told in plain words."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{type(self).__name__}({facts})"


class SettingsNotSaved(UserError):
    """The settings of this device cannot be written. Facts: ``path``, ``reason`` (the system's own words)."""


class KeystoreMissing(UserError):
    """This computer has no key store that takes a secret (``service``: for whom): it is asked for each time."""


class AutostartNotSet(UserError):
    """Whether the program starts at login cannot be changed. Facts: ``place``, ``reason`` (the system's own words)."""


class FileUnreadable(UserError):
    """Base of what stops a file from being read. Always has ``path``."""


class FileMissing(FileUnreadable):
    """There is no such file (``path``)."""


class FileIsFolder(FileUnreadable):
    """``path`` is a folder."""


class FileNotReadable(FileUnreadable):
    """No permission, or locked by another program, or the disk failed (``path``, ``reason`` for the log)."""


class FileEmpty(FileUnreadable):
    """The file (``path``) has no content at all."""


class FileNotATable(FileUnreadable):
    """``path`` is something else than a table; ``found`` names it: "PDF", "PNG picture", "Word document", ..."""


class FileDamaged(FileUnreadable):
    """A workbook (``path``) that cannot be read to the end (``reason`` for the log)."""


class FileNeedsPassword(FileUnreadable):
    """The workbook (``path``) is encrypted and no password was given."""


class FilePasswordWrong(FileUnreadable):
    """The password given does not open the workbook (``path``)."""


class FileTooLarge(FileUnreadable):
    """``path`` would need more than a laptop has: ``what`` ("file", "unpacked", "line", "sheet"), ``limit`` of it."""


class EncodingUnknown(FileUnreadable):
    """The named ``encoding`` for ``path`` does not exist."""


class BaseUnusable(UserError):
    """Base of what stops the base (the user's one file) from being opened or written. Always has ``path``."""


class BaseMissing(BaseUnusable):
    """There is no base at ``path``, and none was to be made."""


class BaseFolderMissing(BaseUnusable):
    """The folder of ``path`` does not exist (an unplugged stick, a renamed folder)."""


class BaseExists(BaseUnusable):
    """A new base was to be made where a file lies already (``path``)."""


class NotABase(BaseUnusable):
    """``path`` is not an SQLite database at all."""


class BaseForeign(BaseUnusable):
    """``path`` is a database of another program (``application_id``: its mark in the file)."""


class BaseDamaged(BaseUnusable):
    """The database in ``path`` is damaged (``problems``: SQLite's own lines, for the log)."""


class BaseTooNew(BaseUnusable):
    """``path`` was written by a newer program: its schema is ``version``, this program knows up to ``supported``."""


class BaseNeedsTime(BaseUnusable):
    """Long work comes before ``path`` can be opened, and the caller had not the patience; nothing was changed yet.

    ``what``: "update" (the base is of an older version) or "recovery" (an operation was cut off and is taken back).
    """


class BaseReadOnly(BaseUnusable):
    """``path`` or its folder may not be written (``what``: "file" or "folder")."""


class BaseLocked(BaseUnusable):
    """Another program holds ``path`` locked for longer than we waited."""


class BaseBusy(BaseUnusable):
    """This program is writing very many rows into ``path``: for minutes nothing else is written."""


class NoSpace(BaseUnusable):
    """The disk that holds ``path`` is full."""


class NotUndoable(UserError):
    """The operation (``operation``) cannot be taken back; ``state`` says why.

    States: "open" (still running), "undone" (already taken back), "done" (made not undoable, or its journal was
    trimmed), "missing" (no such operation).
    """


class RecordNotFound(UserError):
    """The row asked for is not in the base, or not any more (``table``, ``id``)."""


class ClientEmpty(UserError):
    """A client needs a name or a way to reach it."""


class ClientInBin(UserError):
    """Something new was to be written for a client (``id``, ``name``) that lies in the bin."""


class NobodyChosen(UserError):
    """In ``field`` stands ``text`` where a client is to be chosen, and none was."""


class RecordEmpty(UserError):
    """A note, request, deal or payment (``table``) that says nothing: ``field`` at least must be filled in."""


class ValueRefused(UserError):
    """Base of what a field cannot take. Always has ``field``: the column, as the drafts name it."""


class TextTooLong(ValueRefused):
    """``field`` holds ``size`` where ``limit`` is the most (names: characters; other texts: bytes of UTF-8)."""


class TextNotStorable(ValueRefused):
    """``field`` holds a character that no database keeps: NUL or half of a surrogate pair (``character``: its code)."""


class KindRefused(ValueRefused):
    """``field`` holds something of another ``kind`` (Python's word) than its column: another program wrote it."""


class DateRefused(ValueRefused):
    """``field`` holds ``value``, which is no day of the calendar in the form asked for."""


class PeriodRefused(ValueRefused):
    """From ``first`` to ``last`` is no period: no days of the calendar, the end first, or longer than sixty years."""


class RateRefused(ValueRefused):
    """``value`` is no rate of ``currency``: a positive number with at most 12 digits is one."""


class DayAhead(ValueRefused):
    """``field`` holds the day ``value``, which is yet to come, where something happened already."""


class RefundTooLarge(ValueRefused):
    """More is given back of a deal than came in for it: ``most`` minor units of ``currency`` can be (``field``)."""


class PartsTooLarge(ValueRefused):
    """Payments of a deal come to ``planned``; only ``most`` are left to be planned (minor units, ``currency``)."""


class PaymentMade(UserError):
    """The payment ``id`` was made already, on the day ``paid_on``."""


class TimeRefused(ValueRefused):
    """``field`` holds ``value``, which is no time of the day in the form ``HH:MM``."""


class MomentRefused(ValueRefused):
    """``field`` holds ``value``, which is neither a day nor a time of one (command line)."""


class TimeAhead(ValueRefused):
    """``field`` holds the instant ``value``, which is yet to come, where something happened already."""


class TimesOutOfOrder(ValueRefused):
    """``field`` holds the instant ``value``, which is before ``floor``, that of ``earlier``: it cannot be."""


class TimeSkipped(ValueRefused):
    """``field`` holds the local time ``value``, which does not exist: the clocks go forward over it."""


class ZoneRefused(ValueRefused):
    """``field`` holds ``value``, which is no time zone that anybody knows (IANA)."""


class NumberRefused(ValueRefused):
    """``field`` holds ``value``, which is no number between ``least`` and ``most``."""


class LengthRefused(ValueRefused):
    """``field`` holds ``value``, which is no length of time up to a year."""


class RuleRefused(ValueRefused):
    """``field`` holds ``value``, which is no rule of repetition (RFC 5545); ``why``: one word for the log."""


class SeriesNotMoved(ValueRefused):
    """The days of a series cannot follow from the new time of one of its contacts (``field``: "planned_at").

    ``why``: "weekdays" (it takes place on several of them) or "pattern" (its rule says more than one day tells).
    """


class ContactHeld(UserError):
    """The contact ``id`` was held already (``held_at``): it cannot be moved, cancelled or made longer."""


class CurrencyRefused(ValueRefused):
    """``field`` holds ``value``, which is no three-letter code of ISO 4217."""


class FieldValueRefused(ValueRefused):
    """``field`` (the name of an own field) of kind ``kind`` cannot hold ``value``; ``choices`` where it has some."""


class FieldValuesDoNotFit(UserError):
    """``count`` values of the own field ``name`` do not fit the new ``kind``; ``values`` shows some of them."""


class NumberTaken(UserError):
    """The client number ``number`` belongs to ``name`` (``client_id``) already."""


class OwnReference(UserError):
    """A client cannot be its own referrer or its own employer (``field``)."""


class MergeRefused(UserError):
    """Clients that cannot be merged: ``reason`` "kinds" (a person with a company) or "alone" (fewer than two)."""


class ChangedMeanwhile(UserError):
    """Another window or program changed the same fields of ``client_id`` since the form was opened.

    ``conflicts`` is a tuple of ``services.meanwhile.Conflict`` (field, mine, theirs), ``now`` the client as it stands:
    a form shows both and saves again against ``now``.
    """


class DifferenceAnswered(UserError):
    """The difference ``id`` was answered already: ``by`` whom, ``at`` which instant."""


class DifferenceMoved(UserError):
    """The value that the difference ``id`` is about was changed since it was shown: ``now`` it is this."""


class NameEmpty(UserError):
    """An entry of a list (``table``) needs a name."""


class NameTaken(UserError):
    """The list ``table`` has an entry of this ``name`` already (``id``)."""


class EntryInUse(UserError):
    """``name`` of the list ``table`` stands on ``count`` records: say what replaces it, or that nothing does."""


class PhotoRefused(UserError):
    """A picture cannot be kept. ``why``: "no_picture", or "too_big" with its ``size`` and the ``limit`` in bytes."""


class FileProtected(FileUnreadable):
    """``path`` is encrypted in a way only its own program can open: it has to be saved without a password there."""


class FileNotWritten(UserError):
    """The file at ``path`` could not be written; ``why`` is the system's own short word, or "format"."""


class SheetNotFound(UserError):
    """The workbook at ``path`` has no sheet ``sheet``, only ``sheets``."""


class MappingRefused(UserError):
    """A chosen meaning for ``path`` names a ``column`` that is not there, or a ``target`` that no field is."""


class NothingToImport(UserError):
    """No row of ``files`` holds anybody: no name, no company, no phone, no e-mail; ``damaged`` cards among them.

    ``calendar``: they are calendars, without any event that has a date.
    """


class ClientNotFound(UserError):
    """No client of the base has the number or id ``text``."""


class ViewNotFound(UserError):
    """There is no saved view of this ``name``, only ``views``."""


class CalendarServerError(UserError):
    """Base of what stops the exchange with a calendar server. Has ``host`` where one is known."""


class CalendarAddressRefused(CalendarServerError):
    """What was typed is no address of a server that may be used. ``why``: "form", or "open" (not encrypted)."""


class CalendarServerUnreachable(CalendarServerError):
    """Nobody answers at ``host``, ``port``. ``why``: "name", "port", "timeout", "tls" (its certificate), or "lost"."""


class CalendarPasswordNeeded(CalendarServerError):
    """No password for ``user`` at ``host`` is known."""


class CalendarPasswordRefused(CalendarServerError):
    """``host`` does not let ``user`` in with this password."""


class CalendarForbidden(CalendarServerError):
    """``host`` knows the user, who may not do this there."""


class CalendarNotThere(CalendarServerError):
    """``host`` answers, but there is none. ``what``: "server" (has no calendars) or "calendar" (the chosen one)."""


class CalendarServerBusy(CalendarServerError):
    """``host`` has too much to do at the moment, or asks to come back later."""


class CalendarServerFailed(CalendarServerError):
    """``host`` answered what no calendar server should: ``status`` of HTTP, 0 for an answer that cannot be read."""


class CalendarEmptied(CalendarServerError):
    """``count`` of ``total`` contacts are gone from the calendar at once; nothing is done before somebody looked."""
