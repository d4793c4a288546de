from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.vcards import lines
from crm_desktop.exchange.vcards.lines import physical_lines, properties
from crm_desktop.exchange.vcards.writing import folded


def found(*physical: bytes):
    return [(each.head.name if each.head else "", each.value) for each in properties(physical)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_line_ends_of_all_kinds(end, size):
    text = end.join((b"a", b"bc", b"", b"d"))
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(physical_lines(chunks)) == [b"a", b"bc", b"", b"d"]


def test_folding_of_later_versions_drops_one_blank():
    assert found(b"NOTE:one ", b" two", b"\t three") == [("NOTE", b"one two three")]


def test_folding_of_the_first_version_keeps_it():
    assert found(b"VERSION:2.1", b"NOTE:one", b" two")[1] == ("NOTE", b"one two")


def test_soft_breaks_go_on_without_indent():
    head = b"NOTE;ENCODING=QUOTED-PRINTABLE:"
    assert found(head + b"a=", b"=20b=  ", b"TEL:c", b"TEL:1")[0] == ("NOTE", b"a=20bTEL:c")
    assert found(head + b"a=", b"", b"TEL:1") == [("NOTE", b"a"), ("TEL", b"1")]
    assert found(head + b"a=", b"END:VCARD") == [("NOTE", b"a="), ("END", b"VCARD")]


def test_base64_goes_on_without_indent_and_over_empty_lines():
    head = b"PHOTO;BASE64:"
    assert found(head, b"", b"AAAA", b" BBBB", b"", b"CC==", b"TEL:1") == [
        ("PHOTO", b"AAAABBBBCC=="),
        ("TEL", b"1"),
    ]


def test_a_line_break_that_nobody_escaped_belongs_to_the_text():
    assert found(b"NOTE:one", b"two words: three", b"http://x.lt", b"TEL:1") == [
        ("NOTE", rb"one\ntwo words: three\nhttp://x.lt"),
        ("TEL", b"1"),
    ]
    assert found(b"NOTE;ENCODING=QUOTED-PRINTABLE:one", b"two") == [("NOTE", b"one=0Atwo")]
    assert found(b"BEGIN:VCARD", b"stray") == [("BEGIN", b"VCARD"), ("", b"stray")]


def test_a_blank_line_of_a_folded_text_is_part_of_it():
    assert found(b"NOTE:one", b"  ", b" two") == [("NOTE", b"one two")]


def test_heads_may_be_folded_too():
    assert found(b'ADR;LABEL="Gedimino', b'  1: x":;;a', b"  b") == [("ADR", b";;a b")]
    assert found(b"FN:Ona", b'ADR;LABEL="a";TYPE', b" =home:;;a") == [("FN", b"Ona"), ("ADR", b";;a")]
    assert found(b"FN:Ona", b"ADR;no colon", b"TEL:1") == [
        ("FN", b"Ona"),
        ("", b"ADR;no colon"),
        ("TEL", b"1"),
    ]
    assert found(b"X-VERY-", b" LONG:a") == [("X-VERY-LONG", b"a")]
    assert found(b'ADR;LABEL="a:b', b"TEL:1") == [("ADR", b"b"), ("TEL", b"1")]


def test_nul_and_the_end_of_dos_mean_nothing():
    assert found(b"T\0EL:1\0", b"\x1a") == [("TEL", b"1")]


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(lines, "LONGEST_PROPERTY", 10)
    assert found(b"NOTE:12345", b" 67890", b" 12345", b" 1", b"TEL:1") == [
        ("NOTE", b"1234567890"),
        ("TEL", b"1"),
    ]
    assert list(physical_lines([b"12345678901", b"dropped", b"kept\nb"])) == [b"12345678901kept", b"b"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_what_is_folded_is_unfolded(text):
    line = b"NOTE:" + text.encode()
    assert b"".join(value for _, value in found(*folded(line).split(b"\r\n")[:-1])) == text.encode()
