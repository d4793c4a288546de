from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.clock import utc_text
from crm_desktop.sync import failures
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.devices import Device
from crm_desktop.sync.membership import Membership
from crm_desktop.sync.state import SyncState
from crm_desktop.ui import text_shared
from crm_desktop.ui.standing import Phase, Standing

NOW = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)
BELONGS = Membership(ServerAddress("db.example.com", "crm", "anna"), "Anna's laptop")


def standing(ago=timedelta(0), problem=None, busy=False, offline_since="", **state):
    return Standing(SyncState(BELONGS, utc_text(NOW - ago), **state), busy, problem, offline_since)


@pytest.mark.parametrize(
    ("made", "phase", "words"),
    [
        (standing(), Phase.CURRENT, "Shared base: up to date"),
        (standing(timedelta(minutes=2)), Phase.CURRENT, "Shared base: up to date 2 min ago"),
        (standing(unsent=3), Phase.UNSENT, "Shared base: 3 edits not sent yet"),
        (standing(unsent=3, refused=3), Phase.CURRENT, "Shared base: up to date"),
        (standing(unsent=3, busy=True), Phase.EXCHANGING, "Shared base: exchanging…"),
        (Standing(SyncState(BELONGS)), Phase.NEVER, "Shared base: nothing exchanged yet"),
        (standing(problem=failures.ServerPutBack()), Phase.ANSWER, "Shared base: needs your answer"),
        (standing(problem=failures.DeviceShutOut()), Phase.ANSWER, "Shared base: needs your answer"),
        (
            standing(problem=failures.ServerPasswordNeeded()),
            Phase.SIGN_IN,
            "Shared base: the password is needed",
        ),
        (standing(problem=failures.ServerBusy()), Phase.TROUBLE, "Shared base: the exchange does not work"),
        (standing(problem=OSError()), Phase.TROUBLE, "Shared base: the exchange does not work"),
    ],
)
def test_each_phase_has_its_words(made, phase, words):
    assert made.phase is phase
    texts = text_shared.status_texts(made, NOW)
    assert texts[0] == words
    assert [len(each) for each in texts] == sorted((len(each) for each in texts), reverse=True)
    assert text_shared.spoken(made, NOW) == words.removesuffix(" 2 min ago")


def test_offline_says_since_when_and_what_waits():
    lost = failures.ServerUnreachable(why="name")
    since = utc_text(NOW - timedelta(minutes=5))
    made = standing(problem=lost, offline_since=since, unsent=2)
    assert made.phase is Phase.OFFLINE
    clock = (NOW - timedelta(minutes=5)).astimezone().strftime("%H:%M")
    assert text_shared.status_texts(made, NOW) == (
        f"Shared base: offline since {clock} · 2 edits not sent yet",
        f"Shared base: offline since {clock}",
        f"Offline since {clock}",
    )
    assert text_shared.headline(made, NOW) == f"Offline since {clock}"
    days = standing(problem=lost, offline_since=utc_text(NOW - timedelta(days=3)))
    assert clock not in text_shared.status_texts(days, NOW)[0].removesuffix(clock)
    assert len(text_shared.status_texts(days, NOW)) == 2


def test_details_say_what_the_headline_does_not():
    assert text_shared.details(standing()).endswith("· everything sent")
    assert "not sent yet" not in text_shared.details(standing(unsent=1))
    offline = standing(problem=failures.ServerUnreachable(), offline_since=utc_text(NOW), unsent=2, refused=1)
    assert text_shared.details(offline).endswith("· 1 edit not sent yet · 1 could not be sent")
    assert text_shared.details(Standing(SyncState(BELONGS))) == "Nothing exchanged yet"


def test_where_it_is():
    assert text_shared.where(BELONGS) == (
        "“crm” at db.example.com, as anna. This computer is called “Anna's laptop” there."
    )


@pytest.mark.parametrize(("seconds", "words"), [(600, "10 minutes behind"), (-130, "2 minutes ahead")])
def test_the_clock_is_told_by_its_fault(seconds, words):
    assert words in text_shared.clock_off(seconds)


def test_a_device_in_a_line():
    seen = utc_text(NOW)
    device = Device(b"1", "Laptop", "Jonas", "1.0", seen, False, 3, False)
    said = text_shared.device_line(device)
    assert said.startswith("Jonas · last seen ")
    assert said.endswith(" · 3 exchanges behind · program 1.0")
    nameless = text_shared.device_line(Device(b"1", "", "", "", seen, True, 0, False))
    assert nameless.startswith("Last seen ")
    assert nameless.endswith(" · up to date")


def test_what_a_comparison_came_to():
    assert text_shared.compared(0) == "Everything here is as it is on the server."
    assert text_shared.compared(2).startswith("2 entries were not")
