from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.kinds import Op, RequestKind
from crm_desktop.services import activities, dictionaries, reminders, requests
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, RequestDraft
from crm_desktop.services.reminders import Rules, set_rules
from crm_desktop.services.request_limits import Limit, set_limits
from tests.services.reminders.conftest import NOW


def ask(scene, kind=RequestKind.COMPLAINT, **values):
    return requests.add(scene.store, RequestDraft(scene.client(), kind, "Withered", **values))


def test_a_complaint_reminds_on_the_next_morning_until_it_is_resolved(scene, clock):
    complaint = ask(scene)
    assert scene.due() == []
    clock.at = NOW + timedelta(hours=21)
    (line,) = scene.due()
    assert (line.request_kind, line.text, line.client) == (RequestKind.COMPLAINT, "Withered", "Ona")
    # It cannot be waved away.
    assert reminders.handle(scene.store, [line.ref], scene.now) == 0
    reminders.snooze(scene.store, [line.ref], scene.now + timedelta(days=1), scene.now)
    assert scene.due() == []
    requests.answer(scene.store, complaint)
    clock.at += timedelta(days=1)
    assert len(scene.due()) == 1
    requests.resolve(scene.store, complaint)
    assert reminders.due(scene.store, scene.now, 9) == []
    assert scene.due() == []


@pytest.mark.parametrize(("kind", "count"), [(RequestKind.INQUIRY, 0), (RequestKind.WISH, 0)])
def test_an_inquiry_until_it_is_answered_and_a_wish_not_at_all(scene, clock, kind, count):
    request = ask(scene, kind)
    clock.at = NOW + timedelta(days=2)
    assert len(scene.due()) == (kind is RequestKind.INQUIRY)
    requests.answer(scene.store, request)
    assert len(scene.due()) == count
    set_rules(scene.store, Rules(waiting_days={"wish": 0, "inquiry": None, "complaint": None}))
    assert len(scene.due()) == (kind is RequestKind.WISH)


def test_a_request_from_the_end_of_the_calendar_holds_up_nobody(scene, clock):
    far = ask(scene)
    with scene.store.change(Op.IMPORT) as change:  # no form takes a time to come
        change.execute("UPDATE request SET received_at = '9999-12-31T23:59:00.000Z' WHERE id = ?", (far,))
    ask(scene, received_at="2027-03-01T10:00:00Z")
    assert scene.moments() == ["2027-03-01T10:00:00.000Z"]


def test_it_reminds_at_the_latest_when_the_time_allowed_is_over(scene, clock):
    set_limits(scene.store, {RequestKind.COMPLAINT: Limit(4, 1)})
    complaint = ask(scene)
    assert scene.due() == []
    clock.at = NOW + timedelta(hours=4)
    assert len(scene.due()) == 1
    requests.answer(scene.store, complaint)
    assert scene.due() == []  # the next morning is as early as the end of a day, and comes first
    set_limits(scene.store, {RequestKind.COMPLAINT: Limit(1, None)})
    requests.edit(
        scene.store, complaint, replace(requests.draft_of(scene.store, complaint), answered_at=None)
    )
    assert len(scene.due()) == 1
    set_limits(scene.store, {RequestKind.COMPLAINT: Limit()})
    assert scene.due() == []


@pytest.fixture
def friend(scene):
    dictionaries.add(scene.store, Dictionary.GROUP, "Friends", longest_silence_days=10)
    return scene.client(groups=("Friends",))


def test_a_silence_reminds_in_the_morning_of_the_day_it_became_too_long(scene, clock, friend):
    clock.at = NOW + timedelta(days=11, hours=-4)
    assert scene.due() == []
    assert reminders.next_at(scene.store, scene.now) == NOW + timedelta(days=11, hours=-3)
    clock.at = NOW + timedelta(days=11)
    (line,) = scene.due()
    assert (line.ref.kind, line.ref.moment) == ("silence", "2027-03-21")


def test_a_silence_that_was_seen_is_over_until_the_next_contact(scene, clock, friend):
    clock.at = NOW + timedelta(days=11)
    assert reminders.handle(scene.store, [line.ref for line in scene.due()], scene.now) == 1
    clock.at = NOW + timedelta(days=20)
    assert scene.due() == []
    activities.add(scene.store, ActivityDraft(friend))
    clock.at = NOW + timedelta(days=32)
    assert scene.moments() == ["2027-04-10"]


def test_a_contact_ends_a_silence_and_one_ahead_hides_it(scene, clock, friend):
    clock.at = NOW + timedelta(days=11)
    assert len(scene.due()) == 1
    ahead = scene.plan((scene.now + timedelta(days=3)).isoformat(), friend)
    assert scene.due() == []
    activities.delete(scene.store, ahead)
    assert len(scene.due()) == 1
    activities.add(scene.store, ActivityDraft(friend))
    assert scene.due() == []


def test_an_old_silence_is_no_news_but_one_that_was_put_off(scene, clock, friend):
    clock.at = NOW + timedelta(days=11)
    (line,) = scene.due()
    clock.at = NOW + timedelta(days=50)
    assert scene.due() == []
    reminders.snooze(scene.store, [line.ref], scene.now + timedelta(days=5), scene.now)
    clock.at = NOW + timedelta(days=56)
    assert scene.moments() == ["2027-03-21"]


def test_the_silence_of_a_client_of_a_colleague_is_the_colleagues(scene, clock, friend):
    jonas = dictionaries.add(scene.store, Dictionary.COLLEAGUE, "Jonas")
    clock.at = NOW + timedelta(days=11)
    assert len(scene.due()) == 1
    with scene.store.change(Op.CHANGE_CLIENTS) as change:
        change.execute("UPDATE client SET responsible_id = ?", (jonas,))
    assert scene.due() == []
