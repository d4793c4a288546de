"""Encodings are told by marks, by form and by letters, also in very short files."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.reading.encoding import guess_encoding, unicode_by_form

RU = "Имя;Город\nЖанна;Киев\nАнна Сергеевна;Москва\n"
LT = "Vardas;Pavardė\nŽydrūnas;Šiauliai\n"
PL = "Imię;Miasto\nŁukasz Żółć;Łódź\n"
DE = "Müller;Köln\nGroß;Fürth\n"
JA = "名無し,権兵衛\nのうぎょう,カタカナ\n"


def guess(data: bytes) -> str:
    return guess_encoding(io.BytesIO(data))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RU, "cp1251"),
        (RU, "cp866"),
        (RU, "koi8-r"),
        (RU, "mac-cyrillic"),
        ("Иванов;1\n", "cp1251"),
        ("ИВАНОВ;МОСКВА\n", "cp1251"),
        (LT, "cp1257"),
        (LT, "cp775"),
        ("Birutė;8612\n", "cp1257"),
        (PL, "cp1250"),
        (DE, "cp1252"),
        ("José;1\n", "cp1252"),
        (JA, "shift_jis"),
        ("Όνομα;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\n", "cp1253"),
        ("Adı;Şehir\nİbrahim Çağlar;İstanbul\n", "cp1254"),
        ("שם;עיר\nדוד כהן;ירושלים\n", "cp1255"),
        (RU + LT, "utf-8"),
        ("Name;City\n", "utf-8"),
        (RU, "utf-16-le"),
        (RU, "utf-16-be"),
        (LT, "utf-16-le"),
        ("Name\tCity\nJonas\tVilnius\n", "utf-16-be"),
    ],
)
def test_short_files(text: str, encoding: str) -> None:
    assert guess(text.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-32", "utf-32")]
)
def test_marks(encoding: str, found: str) -> None:
    assert guess(RU.encode(encoding)) == found


def test_letters_far_below_the_beginning_count() -> None:
    english = b"Name;City\n" * 200_000
    assert guess(english + RU.encode("cp1251")) == "cp1251"


def test_a_sample_of_a_big_file_is_enough() -> None:
    assert guess(RU.encode("cp1251") * 60_000) == "cp1251"


def test_one_long_line() -> None:
    assert guess(b"a" * 3_000_000 + "ž ė š ų".encode("cp1257")) == "cp1257"


def test_utf8_with_few_broken_bytes_stays_utf8() -> None:
    assert guess(RU.encode() * 3 + b"\xff\n") == "utf-8"


def test_utf8_cut_in_the_middle_of_a_letter() -> None:
    assert guess((RU + "ж").encode()[:-1]) == "utf-8"


def test_no_known_language_is_left_to_the_general_detector() -> None:
    chinese = "姓名;城市\n张伟;北京\n王芳;上海\n李娜;广州\n" * 5
    assert chinese.encode("gb18030").decode(guess(chinese.encode("gb18030"))) == chinese


def test_bytes_that_are_no_text_get_some_encoding() -> None:
    b"".decode(guess(bytes(range(128, 256)) * 3))


def test_form_needs_more_than_two_bytes() -> None:
    assert unicode_by_form(b"a\0") is None
    assert unicode_by_form(b"\0\xd8" * 20) is None


@given(st.binary(max_size=300))
def test_any_bytes_have_an_encoding(data: bytes) -> None:
    data.decode(guess(data), "replace")
