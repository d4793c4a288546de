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
