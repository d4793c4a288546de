from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.clock import utc_text
from crm_desktop.kinds import Channel, PointKind, RequestKind
from crm_desktop.services import activities, clients, request_list, requests
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft, RequestDraft
from crm_desktop.services.request_list import RequestQuery, Standing, count, ids, overdue_count, page

COMPLAINT, INQUIRY, WISH = RequestKind
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona", points=(PointDraft(PointKind.PHONE, "+37061234567"),)))


def ago(**length):
    return utc_text(NOW - timedelta(**length))


def texts(store, query):
    rows = page(store, query, NOW, 50).rows
    assert count(store, query, NOW) == len(rows)
    assert ids(store, query, NOW) == [row.id for row in rows]
    return [row.text for row in rows]


@pytest.fixture
def some(store, ona):
    anna = ensure(store, Dictionary.COLLEAGUE, ["Anna"])["Anna"]
    made = {}
    for text, kind, since, more in (
        ("late complaint", COMPLAINT, 4, {"channel": Channel.EMAIL, "responsible_id": anna}),
        ("new complaint", COMPLAINT, 0, {"channel": Channel.PHONE}),
        ("answered", COMPLAINT, 2, {"answered_at": ago(days=1)}),
        ("late inquiry", INQUIRY, 2, {"responsible_id": anna}),
        ("wish", WISH, 100, {}),
        ("done", COMPLAINT, 9, {"resolved_at": ago(days=8)}),
    ):
        made[text] = requests.add(store, RequestDraft(ona, kind, text, received_at=ago(days=since), **more))
    return made, anna


def test_open_ones_the_longest_waiting_first_and_resolved_ones_the_newest_first(store, some):
    assert texts(store, RequestQuery()) == [
        "wish", "late complaint", "answered", "late inquiry", "new complaint",
    ]  # fmt: skip
    assert texts(store, RequestQuery(Standing.OVERDUE)) == ["late complaint", "late inquiry"]
    assert overdue_count(store, NOW) == 2
    assert texts(store, RequestQuery(Standing.RESOLVED)) == ["done"]
    assert texts(store, RequestQuery(Standing.ALL))[:2] == ["new complaint", "late inquiry"]


def test_filters(store, some):
    _, anna = some
    assert texts(store, RequestQuery(kinds=(INQUIRY, WISH))) == ["wish", "late inquiry"]
    assert texts(store, RequestQuery(channels=(Channel.EMAIL,))) == ["late complaint"]
    assert texts(store, RequestQuery(responsible=(anna,))) == ["late complaint", "late inquiry"]
    assert texts(store, RequestQuery(responsible=(anna, None), kinds=(COMPLAINT,))) == [
        "late complaint", "answered", "new complaint",
    ]  # fmt: skip
    assert texts(store, RequestQuery(first=date(2026, 11, 18), last=date(2026, 11, 18))) == [
        "answered", "late inquiry",
    ]  # fmt: skip
    assert texts(store, RequestQuery(last=date(2026, 8, 12))) == ["wish"]
    assert texts(store, RequestQuery(text="late", kinds=(COMPLAINT,))) == ["late complaint"]


def test_a_row_says_all_that_a_line_shows(store, some, ona):
    made, anna = some
    activities.add(store, ActivityDraft(ona, planned_at="2026-11-25T09:00:00Z"))
    row = request_list.row(store, made["late complaint"])
    assert row == page(store, RequestQuery(), NOW, 50).rows[1]
    assert (row.client, row.phone, row.kind, row.channel) == ("Ona", "+37061234567", COMPLAINT, Channel.EMAIL)
    assert (row.responsible, row.responsible_id) == ("Anna", anna)
    assert row.next_contact == "2026-11-25T09:00:00.000Z"
    assert row.due_at == ago(days=3)


def test_pages_follow_each_other_in_both_orders(store, ona):
    for number in range(7):
        requests.add(store, RequestDraft(ona, text=str(number), received_at=ago(days=number // 3)))
    for standing in (Standing.OPEN, Standing.ALL):
        query = RequestQuery(standing)
        whole = [row.id for row in page(store, query, NOW, 50).rows]
        rows, after = [], None
        while found := page(store, query, NOW, 2, after).rows:
            rows += [row.id for row in found]
            after = found[-1].cursor
        assert rows == whole
        assert len(whole) == 7


def test_what_lies_in_the_bin_is_not_listed(store, some, ona):
    made, _ = some
    requests.delete(store, made["wish"])
    assert "wish" not in texts(store, RequestQuery())
    assert request_list.row(store, made["wish"]) is None
    clients.delete(store, [ona])
    assert texts(store, RequestQuery(Standing.ALL)) == []
    assert request_list.row(store, made["done"]) is None


@pytest.mark.parametrize("zone", ["Europe/Vilnius", "America/New_York"])
def test_days_are_those_here(store, ona, zone, monkeypatch):
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        midnight = datetime(2026, 11, 10).astimezone()
        for text, at in (("before", midnight - timedelta(seconds=1)), ("on", midnight)):
            requests.add(store, RequestDraft(ona, text=text, received_at=utc_text(at)))
        day = date(2026, 11, 10)
        assert texts(store, RequestQuery(first=day, last=day)) == ["on"]
        assert texts(store, replace(RequestQuery(), last=date(2026, 11, 9))) == ["before"]
    finally:
        monkeypatch.undo()
        time.tzset()
