"""Calendars that are broken or hostile: told in words, or read as far as they go; never a crash, never a hang."""

from __future__ import annotations

import random
import time

import pytest

from crm_desktop.errors import UserError
from tests.bases import new_base
from tests.exchange.calendars.making import ics
from tests.exchange.importing.bringing import bring

_SEED = (
    "UID:1\nDTSTART;TZID=Europe/Vilnius:20260301T100000\nDTEND;TZID=Europe/Vilnius:20260301T113000\nSUMMARY:Susitikimas\n"
    "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=10\nEXDATE:20260308T080000Z\nATTENDEE;CN=Ona:mailto:ona@x.lt\nSTATUS:CONFIRMED",
    "UID:2\nDTSTART;VALUE=DATE:20260301\nSUMMARY:Ona's birthday\nRRULE:FREQ=YEARLY",
    "UID:3\nDTSTART:20260301T100000Z\nDURATION:PT1H\nRECURRENCE-ID:20260301T100000Z\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM",
    "DTSTART:20260301T100000\nDESCRIPTION;ENCODING=QUOTED-PRINTABLE:=C5=A1",
)
_HEAD = (
    "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:16010101T040000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
)
_BITS = (
    *(b":", b";", b"=", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"\\", b"-", b"Z", b"T", b"\xd0", b" "),
    *(b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"9999", b"0001", b"SECONDLY", b"DAILY", b"COUNT=99999999"),
    *(b"INTERVAL=0", b"UNTIL=", b"TZID=Mine:"),
)


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "base.crm", who="Rasa", region="LT")
    yield base.store
    base.store.close()


def bring_whatever(store, path):
    began = time.process_time()
    try:
        counts = bring(store, path).json()
    except UserError:
        counts = None
    assert time.process_time() - began < 10
    return counts


def mutated(content, rng):
    broken = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        place = rng.randrange(len(broken) + 1)
        how = rng.randrange(4)
        if how == 0:
            broken[place:place] = rng.choice(_BITS)
        elif how == 1:
            del broken[place : place + rng.randint(1, 30)]
        elif how == 2 and broken:
            broken[place - 1 : place] = bytes([rng.randrange(256)])
        else:
            broken[place:place] = broken[: rng.randint(0, 80)]
    return bytes(broken)


def run(store, tmp_path, count, seed):
    content = ics(tmp_path / "seed.ics", *_SEED, head=_HEAD).read_bytes()
    rng = random.Random(seed)
    read = 0
    for number in range(count):
        path = tmp_path / f"{number}.ics"
        path.write_bytes(mutated(content, rng))
        read += bring_whatever(store, path) is not None
        path.unlink()
    assert store.read("PRAGMA integrity_check") == [("ok",)]
    return read


def test_mutated_calendars(store, tmp_path):
    assert run(store, tmp_path, 60, seed=1) > 10


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_many_mutated_calendars(store, tmp_path, seed):
    run(store, tmp_path, 500, seed=100 + seed)


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:20260301T100000Z\nRRULE:FREQ=SECONDLY",
        "DTSTART:20260301T100000Z\nRRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10;BYMINUTE="
        + ",".join(map(str, range(60))),
        "DTSTART;VALUE=DATE:19960229\nRRULE:FREQ=YEARLY",
        "DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:00010101T000000Z\nRRULE:FREQ=HOURLY;COUNT=10000",
        "DTSTART:99991231T235959Z\nRRULE:FREQ=DAILY",
        "DTSTART;TZID=Asia/Tokyo:99991231T235959\nDURATION:P99999W",
        "DTSTART:20260301T100000Z\nRRULE:FREQ=DAILY;COUNT=0",
        "DTSTART:20260301T100000Z\nRRULE:FREQ=DAILY;UNTIL=99999999",
        "DTSTART:20260329T033000\nSUMMARY:missing hour",
        "DTSTART;TZID=Europe/Kaunas:20260329T033000\nSUMMARY:a zone that does not exist",
        "DTSTART:20260301T100000Z\nEXDATE:" + ",".join(["20260301T100000Z"] * 50_000),
        "DTSTART:20260301T100000Z\n" + "ATTENDEE:mailto:a@b.lt\n" * 20_000,
        "DTSTART:20260301T100000Z\nSUMMARY:" + "žąsis " * 100_000,
        "DTSTART:20260301T100000Z\n" + "BEGIN:VALARM\n" * 50_000,
        "DTSTART:20260301T100000Z\nSUMMARY:" + "<" * 200_000,
        "DTSTART:20260301T100000Z\nSUMMARY:" + "&" * 200_000,
        "DTSTART;" + 'X="' * 100_000 + ":20260301T100000Z",
        "DTSTART:20260301T100000Z\nSUMMARY:nul\0and\ud7ff",
    ],
)
def test_hostile_events(store, tmp_path, event):
    bring_whatever(store, ics(tmp_path / "a.ics", event, "UID:good\nDTSTART:20260301T100000Z"))
    assert store.read("SELECT COUNT(*) FROM activity WHERE uid = 'good'") == [(1,)]
    assert store.read("PRAGMA integrity_check") == [("ok",)]


def test_a_calendar_without_any_end(store, tmp_path):
    path = tmp_path / "a.ics"
    path.write_text(
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nDTSTART:20260301T100000Z\nSUMMARY:a\n" * 3 + "DESCRIPTION:b"
    )
    assert bring_whatever(store, path)["read"] == 3


@pytest.mark.parametrize(
    "text", ["BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT\nEND:VEVENT"]
)
def test_a_calendar_without_events_is_told(store, tmp_path, text):
    path = tmp_path / "a.ics"
    path.write_text(text)
    assert bring_whatever(store, path) is None


@pytest.mark.long
def test_a_hundred_megabytes(store, tmp_path):
    path = tmp_path / "a.ics"
    with path.open("w") as file:
        file.write(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260301T100000Z\nATTACH;ENCODING=BASE64;VALUE=BINARY:"
        )
        for _ in range(1000):
            file.write("A" * 100_000)
        file.write("\nSUMMARY:after\nEND:VEVENT\nEND:VCALENDAR\n")
    bring(store, path)
    assert store.read("SELECT wanted FROM activity") == [("after",)]
