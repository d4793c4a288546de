from __future__ import annotations

import pytest

from crm_desktop.exchange.vcards.heads import parse_head, split_line


def test_the_parts_of_a_head():
    head = parse_head(b'Item1.tel;TYPE="home,voice";Cell;CHARSET=utf-8;Quoted-Printable;X-A="a;b:^nc^^^\'"')
    assert (head.group, head.name, head.types) == ("item1", "TEL", ("home", "voice", "cell"))
    assert (head.encoding, head.charset, head.params["X-A"]) == ("qp", "utf-8", 'a;b:\nc^"')
    assert head.has("cell")
    assert not head.has("fax", "work")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"PHOTO;ENCODING=b", "base64"),
        (b"PHOTO;BASE64", "base64"),
        (b"PHOTO;ENCODING=BASE64;TYPE=JPEG", "base64"),
        (b"NOTE;ENCODING=8BIT", ""),
        (b"NOTE;ENCODING=Q", "qp"),
        (b"TEL;B", ""),
    ],
)
def test_encodings(head, encoding):
    assert parse_head(head).encoding == encoding


def test_empty_parameters_say_nothing():
    assert parse_head(b"TEL;;=x;CELL").types == ("cell",)


@pytest.mark.parametrize("raw", [b"http", b"two words", b"", b"1TEL", b"X" * 10_001])
def test_what_is_no_head(raw):
    assert parse_head(raw) is None


@pytest.mark.parametrize("raw", [b"tel", b"x-anything", b"UNHEARD", b"unheard;a=b", b"\xef\xbb\xbfBEGIN"])
def test_what_is_a_head(raw):
    assert parse_head(raw) is not None


def parted(line):
    found = split_line(line)
    assert found is not None
    return found


def test_a_line_is_parted_at_the_colon_outside_quotes():
    head, value = parted(b'ADR;LABEL="a: b":;;c')
    assert (head.params["LABEL"], value) == ("a: b", b";;c")
    head, value = parted(b'ADR;LABEL="a: b')
    assert (head.name, value) == ("ADR", b" b")
    assert split_line(b'ADR;LABEL="a: b', whole=False) is None
    assert split_line(b":value") is None
    assert split_line(b"no property") is None
