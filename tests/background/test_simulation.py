"""Reminders cannot be lost: thousands of days with suspends, kills, leaps of the clock, other zones, both DST changes.

At every look what is due is exactly what the oracle works out from the tables, nothing that was dealt with is shown
again, and a pop-up comes at most a minute after its time while the program runs. The long form is 10,000 days:
``pytest --long tests/background/test_simulation.py``.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.services import activities, reminders
from crm_desktop.services.drafts import ActivityDraft
from tests.background.simulation import ZONES, Laptop, Tally
from tests.background.user import User

SHORT_DAYS, LONG_DAYS, SEEDS = 25, 10_000, 4
LONG_SEEDS = (11, 2027)


@pytest.fixture(autouse=True)
def _own_zone():
    zone = os.environ["TZ"]
    yield
    os.environ["TZ"] = zone
    time.tzset()


def run(path, days: int, seed: int) -> Tally:
    laptop = Laptop(path, seed)
    user = User(laptop)
    rng = laptop.random
    laptop.look()
    end = laptop.real + timedelta(days=days)
    while laptop.real < end:
        laptop.run_until(laptop.real + timedelta(minutes=rng.expovariate(1 / 300)))
        event = rng.random()
        if event < 0.60:
            acts(laptop, user)
        elif event < 0.75:
            sleeps(laptop)
        elif event < 0.87:
            dies(laptop)
        elif event < 0.94:
            leaps(laptop)
        elif event < 0.97:
            laptop.set_zone(rng.choice(ZONES))
            laptop.tally.zones += 1
            laptop.disturbed()
            polls(laptop)
        else:
            laptop.quiet = rng.choice([("", ""), ("20:00", "08:00"), ("12:00", "13:00")])
            laptop.disturbed()
            laptop.look()
    laptop.kill()
    return laptop.tally


def polls(laptop: Laptop) -> None:
    """The next poll finds it: nobody woke the watch."""
    laptop.real += timedelta(seconds=laptop.random.uniform(0, 30))
    laptop.look()


def acts(laptop: Laptop, user: User) -> None:
    user.acts()
    polls(laptop)


def sleeps(laptop: Laptop) -> None:
    """A suspend: time goes on, the program does not."""
    laptop.real += timedelta(hours=laptop.random.choice([0.1, 2, 9, 14, 60, 400]))
    laptop.disturbed()
    polls(laptop)


def dies(laptop: Laptop) -> None:
    """Killed, now or between its pop-ups and noting them; started again later."""
    if laptop.random.random() < 0.5:
        laptop.look(dies=True)
    laptop.kill()
    laptop.real += timedelta(hours=laptop.random.choice([0, 0.01, 1, 8, 70]))
    laptop.open()
    laptop.look()


def leaps(laptop: Laptop) -> None:
    """The clock on the wall is set: wrong by minutes, hours, years, or right again."""
    laptop.tally.leaps += 1
    wrong = laptop.random.choice([-1, 1]) * laptop.random.choice(
        [
            timedelta(seconds=50),
            timedelta(hours=3),
            timedelta(hours=26),
            timedelta(days=400),
            timedelta(days=1461),
        ]
    )
    laptop.offset = timedelta() if laptop.offset and laptop.random.random() < 0.7 else wrong
    laptop.disturbed()
    polls(laptop)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_reminder_is_lost_nor_shown_after_it_was_dealt_with_nor_late(tmp_path, seed):
    tally = run(tmp_path / "base.crm", SHORT_DAYS, seed)
    assert tally.looks > SHORT_DAYS
    assert tally.popups


def test_what_was_put_off_comes_back_in_a_zone_in_which_its_series_was_made_a_day_later(tmp_path):
    laptop = Laptop(tmp_path / "base.crm", 0)
    laptop.set_zone("America/New_York")
    laptop.real = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)
    draft = ActivityDraft(planned_at="2027-03-10", all_day=True, rule="RRULE:FREQ=WEEKLY")
    activities.add(laptop.store, draft)
    laptop.disturbed()
    laptop.look()
    (line,) = reminders.due(laptop.store, laptop.now, 9)
    reminders.snooze(laptop.store, [line.ref], laptop.now + timedelta(days=1), laptop.now)
    laptop.set_zone("Asia/Tokyo")
    laptop.real += timedelta(days=2)
    laptop.disturbed()
    laptop.look()
    assert [each.ref for each in reminders.due(laptop.store, laptop.now, 9)] == [line.ref]
    laptop.kill()


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", LONG_SEEDS)
def test_ten_thousand_days(tmp_path, seed):
    tally = run(tmp_path / "base.crm", LONG_DAYS, seed)
    assert tally.kills > 100
    assert tally.leaps > 100
    assert tally.zones > 100
    assert tally.latest <= timedelta(seconds=60)
    print(tally.looks, tally.kills, tally.leaps, tally.zones, tally.popups, len(tally.told), tally.latest)  # noqa: T201
