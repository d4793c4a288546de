from __future__ import annotations

import pytest

from crm_desktop.exchange.calendars.lines import LONGEST_LINE, Line, parse_line, read_lines


def read(text):
    return [str(line) for line in read_lines(text.split("\n"))]


def test_a_folded_line_is_one():
    assert read("SUMMARY:one\n  two\n\tthree") == ["SUMMARY:one twothree"]


def test_empty_lines_between_the_parts_are_none():
    assert read("SUMMARY:one\n\n two\n\n\nUID:1") == ["SUMMARY:onetwo", "UID:1"]


def test_a_text_broken_without_its_space_goes_on_in_a_new_line():
    (line,) = read_lines(["DESCRIPTION:one", "two: three", "Four"])
    assert line.text == "one\ntwo: three\nFour"


def test_what_is_no_property_is_passed_over():
    assert read("nonsense\nUID:1\nmore nonsense\n:\nBEGIN") == ["UID:1"]


def test_properties_that_nobody_knows_are_properties():
    assert read("UID:1\nX-MINE:a\nFOREIGN:b") == ["UID:1", "X-MINE:a", "FOREIGN:b"]


def test_capitals_in_a_broken_text_begin_no_property():
    (line,) = read_lines(["DESCRIPTION:one", "Agenda:two"])
    assert line.text == "one\nAgenda:two"


def test_parameters():
    line = parse_line('dtstart;tzid="(UTC-05:00) Eastern Time (US & Canada)";X-A=b,"c;d":20160409T090000')
    assert (line.name, line.value) == ("DTSTART", "20160409T090000")
    assert line.parameters == {"TZID": "(UTC-05:00) Eastern Time (US & Canada)", "X-A": "b,c;d"}
    assert parse_line(str(line)) == Line(
        "DTSTART", "20160409T090000", {"TZID": "(UTC-05:00) Eastern Time (US & Canada)", "X-A": "b,c;d"}
    )


@pytest.mark.parametrize("text", ["", "UID", ":1", "UID;TZID=x", "1UID:1", "U ID:1"])
def test_what_is_no_line(text):
    assert parse_line(text) is None


def test_escapes():
    assert Line("SUMMARY", r"a\, b\; c\\d\ne\Nf").text == "a, b; c\\d\ne\nf"


def test_quoted_printable_of_old_phones():
    line = parse_line("SUMMARY;CHARSET=windows-1257;ENCODING=QUOTED-PRINTABLE:=D0aukštas=0D=0Adu")
    assert line.text.endswith("\ndu")
    (line,) = read_lines(["SUMMARY;QUOTED-PRINTABLE;CHARSET=nonsense:=C5=A1ikas =", "ir=", " kas"])
    assert line.text == "šikas irkas"
    assert line.parameters == {}


def test_a_parameter_without_a_name_is_a_type():
    assert parse_line("TEL;HOME:1").parameters == {"TYPE": "HOME"}


def test_nul_is_none_and_endless_lines_are_cut():
    (line,) = read_lines(["SUMMARY:a\0b", *(" " + "x" * 100_000 for _ in range(20))])
    assert line.value.startswith("abx")
    assert len(str(line)) <= LONGEST_LINE
