"""OLE containers: old Excel workbooks (xls), and the shell around every workbook that is encrypted with a password.

Excel silently tries the password ``VelvetSweatshop`` (MS-OFFCRYPTO 2.4.2.3): workbooks that are merely write-protected
are encrypted with it, and their owner does not know it.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import (
    FileDamaged,
    FileNeedsPassword,
    FileNotATable,
    FilePasswordWrong,
    FileProtected,
    FileTooLarge,
    UserError,
)
from crm_desktop.exchange.reading.reach import biff_cells

if TYPE_CHECKING:
    from pathlib import Path

    from olefile import OleFileIO

DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - a published constant, no secret
_OTHERS = (
    ("WordDocument", "Word document"),
    ("PowerPoint Document", "PowerPoint presentation"),
    ("__properties_version1.0", "Outlook message"),
    ("VisioDocument", "Visio drawing"),
)
_FILEPASS = struct.pack("<H", 0x002F)


@dataclass(frozen=True)
class Shell:
    """What an OLE container holds: ``content`` is a plain workbook (xls or zip), decrypted if ``encrypted``."""

    content: bytes
    cells: int = 0
    default_password: bool = False


def open_shell(path: Path, content: bytes, password: str | None) -> Shell:
    """The plain workbook in an OLE container.

    Raises FileNotATable (another Office document), FileDamaged, FileNeedsPassword, FilePasswordWrong or FileProtected.
    """
    streams = _streams(path, content)
    names = {name.lower() for name in streams}
    if "encryptioninfo" in names:
        return _decrypted(path, content, password)
    workbook = next((streams[name] for name in streams if name.lower() in ("workbook", "book")), None)
    if workbook is None:
        found = next((title for name, title in _OTHERS if name.lower() in names), None)
        if found:
            raise FileNotATable(path=path, found=found)
        raise FileDamaged(path=path, reason="no workbook stream")
    if _has_file_password(workbook):
        return _decrypted(path, content, password)
    return Shell(content, biff_cells(workbook))


def _streams(path: Path, content: bytes) -> dict[str, bytes]:
    """The streams in the root of the container, by name."""
    # Imported here, as few files need it.
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            # Only what tells the kind is read; storages and foreign streams stay unread.
            return {
                entry[0]: _stream(container, entry[0]) for entry in container.listdir() if len(entry) == 1
            }
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, RecursionError) as error:
        raise FileDamaged(path=path, reason=f"{type(error).__name__}: {error}") from error


def _stream(container: OleFileIO, name: str) -> bytes:
    if name.lower() not in ("workbook", "book"):
        return b""
    with container.openstream(name) as stream:
        return bytes(stream.read())


def _has_file_password(workbook: bytes) -> bool:
    """Whether a FILEPASS record (MS-XLS 2.4.117) stands among the first ones."""
    at = 0
    for _ in range(20):
        head = workbook[at : at + 4]
        if len(head) < 4 or head[:2] == _FILEPASS:
            return len(head) == 4
        at += 4 + struct.unpack("<HH", head)[1]
    return False


def _decrypted(path: Path, content: bytes, password: str | None) -> Shell:
    plain = _decrypt(path, content, DEFAULT_PASSWORD)
    if plain is not None:
        return _shell_of(path, plain, default_password=True)
    if password is None:
        raise FileNeedsPassword(path=path)
    plain = _decrypt(path, content, password)
    if plain is None:
        raise FilePasswordWrong(path=path)
    return _shell_of(path, plain, default_password=False)


def _shell_of(path: Path, plain: bytes, *, default_password: bool) -> Shell:
    cells = 0
    if not plain.startswith(b"PK"):
        streams = _streams(path, plain)
        cells = max((biff_cells(stream) for stream in streams.values()), default=0)
    return Shell(plain, cells, default_password)


_MOST_SPINS = 1_000_000
"""Rounds of hashing the password, as the file demands (Office writes 100,000): a damaged number would take for ever."""


def _decrypt(path: Path, content: bytes, password: str) -> bytes | None:
    """The decrypted workbook, None if the password is not the one."""
    # Imported here: it draws in the whole cryptography package.
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    plain = io.BytesIO()
    try:
        document = OfficeFile(io.BytesIO(content))
        spins = getattr(document, "info", {}).get("spinValue", 0)
        if spins > _MOST_SPINS:
            raise FileTooLarge(path=path, what="password rounds", limit=_MOST_SPINS)
        if document.format == "ooxml":
            document.load_key(password=password, verify_password=True)
        else:
            document.load_key(password=password)
        document.decrypt(plain)
    except UserError:
        raise
    except InvalidKeyError:
        return None
    except (DecryptionError, FileFormatError) as error:
        raise FileProtected(path=path) from error
    except Exception as error:
        # The library checks little: damaged headers come out as AssertionError, struct.error, IndexError and others.
        raise FileDamaged(path=path, reason=f"{type(error).__name__}: {error}") from error
    return plain.getvalue()
