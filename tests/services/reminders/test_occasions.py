from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.ids import uuid7
from crm_desktop.kinds import Op
from crm_desktop.services import clients, reminders
from crm_desktop.services.drafts import DateDraft
from crm_desktop.services.reminders import Rules, set_rules
from tests.services.reminders.conftest import NOW


def test_a_birthday_reminds_on_the_day_before_and_on_the_day_at_nine(scene, clock):
    scene.client(birthday="1980-03-12")
    assert scene.due() == []
    clock.at = NOW + timedelta(days=1)
    (line,) = scene.due()
    assert (line.ref.kind, line.ref.moment, line.years, line.client) == ("birthday", "2027-03-12", 47, "Ona")
    assert scene.popups() == [("occasions", 1)]
    assert scene.popups() == []
    clock.at = NOW + timedelta(days=2, hours=-4)
    assert scene.popups() == []
    clock.at = NOW + timedelta(days=2)
    assert scene.popups() == [("occasions", 1)]


def test_a_named_date_has_its_label_and_a_yearless_one_no_age(scene):
    scene.client(dates=(DateDraft("Wedding", "--03-10"),))
    (line,) = scene.due()
    assert (line.ref.kind, line.label, line.years) == ("date", "Wedding", None)


def test_29_february_is_kept_on_the_28th_in_common_years(scene, clock):
    scene.client(birthday="2000-02-29")
    clock.at = NOW.replace(year=2028, month=2, day=28)
    assert scene.moments() == ["2028-02-29"]
    clock.at = NOW.replace(year=2029, month=2, day=28)
    assert scene.moments() == ["2029-02-28"]


def test_what_was_missed_over_weeks_is_told_and_after_a_month_it_is_over(scene, clock):
    scene.client("A", birthday="--03-15")
    scene.client("B", birthday="--04-01")
    clock.at = NOW + timedelta(days=30)
    assert scene.moments() == ["2027-03-15", "2027-04-01"]
    clock.at = NOW + timedelta(days=45)
    assert scene.moments() == ["2027-04-01"]


def test_what_was_before_reminders_began_here_or_before_it_was_written_down_is_not_missed(scene, clock):
    scene.client("Before", birthday="--03-08")
    with scene.store.change(Op.ADD_CLIENT) as change:
        # Written down on 30 March 2027, by its id, and in the program it came from on an older day.
        late = (1806400000000).to_bytes(6, "big") + uuid7()[6:]
        change.execute("INSERT INTO client(id, name, birthday) VALUES (?, 'Late', '--03-25')", (late,))
        other = b"\x80" * 16
        change.execute("INSERT INTO client(id, name, birthday) VALUES (?, 'Other id', '--03-26')", (other,))
    clock.at = NOW + timedelta(days=21)
    assert scene.moments() == ["2027-03-26"]


def test_a_greeted_birthday_is_over_and_comes_again_next_year(scene, clock):
    scene.client(birthday="--03-10")
    (line,) = scene.due()
    assert reminders.handle(scene.store, [line.ref], scene.now) == 1
    assert reminders.due(scene.store, scene.now, 9) == []
    assert scene.due() == []
    clock.at = NOW + timedelta(days=365)
    assert scene.moments() == ["2028-03-10"]


def test_a_birthday_put_off_beyond_its_month_comes_back(scene, clock):
    scene.client(birthday="--03-10")
    (line,) = scene.due()
    reminders.snooze(scene.store, [line.ref], NOW + timedelta(days=50), NOW)
    clock.at = NOW + timedelta(days=49)
    assert scene.due() == []
    clock.at = NOW + timedelta(days=51)
    assert scene.moments() == ["2027-03-10"]
    clock.at = NOW + timedelta(days=90)
    assert scene.due() == []


def test_other_days_ahead_and_none(scene):
    scene.client(birthday="--03-17")
    assert scene.due() == []
    set_rules(scene.store, Rules(days_ahead=(7,)))
    assert scene.moments() == ["2027-03-17"]
    scene.client(birthday="--03-10")
    set_rules(scene.store, Rules(days_ahead=()))
    assert scene.times() == []


@pytest.mark.parametrize("change", ["birthday", "bin"])
def test_a_birthday_that_is_another_one_now_or_lies_in_the_bin_is_gone(scene, change):
    ona = scene.client(birthday="--03-10")
    assert len(scene.due()) == 1
    if change == "bin":
        clients.delete(scene.store, [ona])
        assert reminders.due(scene.store, scene.now, 9) == []
    else:
        from dataclasses import replace

        clients.edit(scene.store, ona, replace(clients.draft_of(scene.store, ona), birthday="--06-10"))
    assert scene.due() == []
