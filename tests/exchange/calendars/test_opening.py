from __future__ import annotations

import pytest

from crm_desktop.errors import EncodingUnknown, FileEmpty, FileTooLarge
from crm_desktop.exchange.calendars import opening
from crm_desktop.exchange.calendars.opening import is_calendar, open_calendar
from tests.exchange.calendars.making import entries, ics, rows

EVENT = "DTSTART:20260301T100000Z\nSUMMARY:{}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Susitikimas šeštadienį", "utf-8-sig"),
        ("Susitikimas šeštadienį", "utf-16"),
        ("Susitikimas šeštadienį", "utf-16-le"),
        ("Встреча с поставщиком цветов в субботу", "cp1251"),
        ("Susitikimas su tiekėju šeštadienį, gėlės ir puokštės", "cp1257"),
        ("Event Två", "latin-1"),
    ],
)
def test_letters_of_any_encoding(tmp_path, text, encoding):
    path = ics(tmp_path / "a.ics", EVENT.format(text), encoding=encoding)
    assert is_calendar(path.read_bytes()[:8192])
    (row,) = rows(path)
    assert row["event.title"] == text


def test_line_ends_of_any_kind(tmp_path):
    path = ics(tmp_path / "a.ics", EVENT.format("one"), EVENT.format("two"))
    whole = path.read_bytes()
    for end in (b"\n", b"\r", b"\r\r\n"):
        path.write_bytes(whole.replace(b"\r\n", end))
        assert [each.title for each in entries(path)] == ["one", "two"]


def test_a_calendar_is_known_by_its_content():
    assert is_calendar(b"\r\n begin:vcalendar\r\n")
    assert is_calendar("\ufeffBEGIN:VCALENDAR\n".encode())
    assert is_calendar(b"rubbish\nBEGIN:VEVENT\n")
    assert not is_calendar(b"name;BEGIN:VCALENDAR\n")
    assert not is_calendar(b"BEGIN:VCARD\n")


def test_an_encoding_that_the_user_names(tmp_path):
    path = ics(tmp_path / "a.ics", EVENT.format("Å"), encoding="latin-1")
    assert rows(path)
    book = open_calendar(path, encoding="cp1251")
    assert (book.encoding, book.sheets[0].rows[0][2]) == ("cp1251", "Е")
    with pytest.raises(EncodingUnknown):
        open_calendar(path, encoding="klingon")


def test_files_that_are_refused(tmp_path, monkeypatch):
    empty = tmp_path / "a.ics"
    empty.write_bytes(b"")
    with pytest.raises(FileEmpty):
        open_calendar(empty)
    monkeypatch.setattr(opening, "LARGEST_FILE", 10)
    with pytest.raises(FileTooLarge):
        open_calendar(ics(tmp_path / "b.ics", EVENT.format("a")))


def test_progress_is_told_and_stops_the_reading(tmp_path):
    path = ics(tmp_path / "a.ics", *(EVENT.format(n) for n in range(1200)))
    told = []
    open_calendar(path, progress=lambda done, total: told.append((done, total)))
    assert len(told) == 2

    def stop(_done, _total):
        raise KeyError

    with pytest.raises(KeyError):
        open_calendar(path, progress=stop)


def test_a_line_without_end_is_cut(tmp_path):
    path = ics(tmp_path / "a.ics", EVENT.format("x" * 3_000_000))
    (row,) = rows(path)
    title = row["event.title"]
    assert isinstance(title, str)
    assert len(title) < 1_100_000
