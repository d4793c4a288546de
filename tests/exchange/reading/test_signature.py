"""What a file is, by its first bytes."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.reading.signature import container_of, foreign_kind, looks_binary


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b"PK\x03\x04rest", "zip"),
        (b"PK\x05\x06rest", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "ole"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "xml"),
        (b"<ss:Workbook xmlns:ss='x'>", "xml"),
        (b"\r\n<HTML><body>", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html>', "html"),
        (b"<!-- export --><table border=1>", "html"),
        ("<table>".encode("utf-16"), "html"),
        (b"Name;Phone", "text"),
        (b"PKA;1", "text"),
    ],
)
def test_container(head: bytes, container: str) -> None:
    assert container_of(head) == container


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"BM\x36\0\0\0", "BMP picture"),
        (b"BMW;Vilnius", None),
        (b"MZ\x90\0\x03", "Windows program"),
        (b"\0\0\0\x20ftypheic", "video or HEIC picture"),
        (b"\xef\xbb\xbf\r\nBEGIN:VCARD", "vCard"),
        ("BEGIN:VCALENDAR".encode("utf-16"), "iCalendar"),
        (b"Name;Phone", None),
    ],
)
def test_foreign(head: bytes, kind: str | None) -> None:
    assert foreign_kind(head) == kind


def test_a_few_control_characters_are_still_text() -> None:
    assert not looks_binary(b"Name;Phone\r\n\0\x01\x02" + b"a" * 100)
    assert looks_binary(bytes(range(32)) * 10)
