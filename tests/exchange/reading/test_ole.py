"""Containers of old and of encrypted workbooks."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from msoffcrypto import exceptions
from msoffcrypto.format.ooxml import OOXMLFile

from crm_desktop.errors import (
    FileDamaged,
    FileNeedsPassword,
    FileNotATable,
    FilePasswordWrong,
    FileProtected,
    FileTooLarge,
)
from crm_desktop.exchange.reading import ole as module
from crm_desktop.exchange.reading.ole import DEFAULT_PASSWORD, open_shell
from tests.exchange.reading.making import biff, ole, xlsx

HERE = Path("list.xls")


def encrypted(password: str) -> bytes:
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(A1="a"))).encrypt(password, file)
    return file.getvalue()


def test_plain_workbook() -> None:
    cell = biff(0x0203, struct.pack("<HH", 4, 1) + bytes(10))
    content = ole(Workbook=biff(0x0809, bytes(16)) + cell)
    shell = open_shell(HERE, content, None)
    assert (shell.content, shell.cells, shell.default_password) == (content, 10, False)


def test_old_name_of_the_stream() -> None:
    assert open_shell(HERE, ole(Book=biff(0x0809, bytes(16))), None).cells == 0


@pytest.mark.parametrize(
    ("stream", "found"),
    [("WordDocument", "Word document"), ("PowerPoint_Document", "PowerPoint presentation")],
)
def test_other_documents(stream: str, found: str) -> None:
    with pytest.raises(FileNotATable) as caught:
        open_shell(HERE, ole(**{stream: b"x"}), None)
    assert caught.value.facts["found"] == found


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ole(Other=b"x")])
def test_damage(content: bytes) -> None:
    with pytest.raises(FileDamaged):
        open_shell(HERE, content, None)


def test_password() -> None:
    content = encrypted("secret")
    with pytest.raises(FileNeedsPassword):
        open_shell(HERE, content, None)
    with pytest.raises(FilePasswordWrong):
        open_shell(HERE, content, "Secret")
    shell = open_shell(HERE, content, "secret")
    assert shell.content.startswith(b"PK")
    assert not shell.default_password


def test_the_password_that_excel_tries_by_itself() -> None:
    assert open_shell(HERE, encrypted(DEFAULT_PASSWORD), None).default_password


def test_endless_hashing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_SPINS", 10)
    with pytest.raises(FileTooLarge):
        open_shell(HERE, encrypted("secret"), "secret")


def xor_protected(password: str) -> bytes:
    """An xls under XOR obfuscation (MS-XLS 2.2.10.1), the simplest of its encryptions."""
    from msoffcrypto.method.xor_obfuscation import DocumentXOR

    key = DocumentXOR.create_xor_key_method1(password)
    verifier = next(number for number in range(1 << 16) if DocumentXOR.verifypw(password, number))
    file_pass = biff(0x002F, struct.pack("<HHH", 0, key, verifier))
    sheet = biff(0x0203, struct.pack("<HH", 1, 1) + bytes(10))
    return ole(Workbook=biff(0x0809, bytes(16)) + file_pass + sheet + biff(0x000A))


def test_protected_xls() -> None:
    content = xor_protected("pw")
    with pytest.raises(FileNeedsPassword):
        open_shell(HERE, content, None)
    with pytest.raises(FilePasswordWrong):
        open_shell(HERE, content, "no")
    shell = open_shell(HERE, content, "pw")
    assert shell.content.startswith(b"\xd0\xcf")


def test_unknown_encryption() -> None:
    file_pass = biff(0x002F, struct.pack("<HHH", 1, 9, 9))
    with pytest.raises(FileProtected):
        open_shell(HERE, ole(Workbook=biff(0x0809, bytes(16)) + file_pass + biff(0x000A)), None)


def test_damaged_encryption() -> None:
    with pytest.raises((FileDamaged, FileProtected)):
        open_shell(HERE, ole(EncryptionInfo=b"\x04\0\x04\0" + b"@" * 40, EncryptedPackage=b"x"), None)
    file_pass = biff(0x002F, b"\1")
    with pytest.raises(FileDamaged):
        open_shell(HERE, ole(Workbook=file_pass), None)


def test_file_password_only_near_the_beginning() -> None:
    many = biff(0x0809, bytes(16)) * 30
    assert not module._has_file_password(many + biff(0x002F, bytes(6)))
    assert module._has_file_password(biff(0x0809) + biff(0x002F, bytes(6)))
    assert not module._has_file_password(b"")


def test_the_library_still_has_the_errors_relied_on() -> None:
    assert issubclass(exceptions.InvalidKeyError, exceptions.DecryptionError)
