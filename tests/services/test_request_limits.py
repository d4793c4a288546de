from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.clock import utc_text
from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import Op, RequestKind
from crm_desktop.services import clients, operations, request_limits, requests
from crm_desktop.services.common import set_setting
from crm_desktop.services.drafts import ClientDraft, RequestDraft
from crm_desktop.services.request_limits import DEFAULT, Limit, due_at, limits, overdue_sql, set_limits

COMPLAINT, INQUIRY, WISH = RequestKind
RECEIVED = "2026-11-18T10:00:00.000Z"


def test_limits_are_a_setting_of_the_base_that_can_be_taken_back(store):
    assert limits(store) == DEFAULT
    mine = {COMPLAINT: Limit(2, 1), INQUIRY: Limit(None, 30), WISH: Limit(48)}
    set_limits(store, mine)
    assert limits(store) == mine
    operations.undo(store)
    assert limits(store) == DEFAULT


@pytest.mark.parametrize(
    "limit", [Limit(0), Limit(-1), Limit(24 * 366 + 1), Limit(None, 0), Limit(None, 367)]
)
def test_limits_that_are_none_are_refused(store, limit):
    with pytest.raises(NumberRefused):
        set_limits(store, {COMPLAINT: limit})


@pytest.mark.parametrize("value", [7, [], ["1", "2"], [0, 900], [True, 2.5]])
def test_what_a_newer_program_wrote_counts_as_the_default(store, value):
    set_setting(store, request_limits.NAME, {"complaint": value})
    assert limits(store)[COMPLAINT] == DEFAULT[COMPLAINT]


def test_the_answer_comes_first_then_the_resolution_then_nothing():
    known = {COMPLAINT: Limit(24, 3), INQUIRY: Limit(24, None), WISH: Limit()}
    assert due_at(known, COMPLAINT, RECEIVED, None, None) == "2026-11-19T10:00:00.000Z"
    assert due_at(known, COMPLAINT, RECEIVED, RECEIVED, None) == "2026-11-21T10:00:00.000Z"
    assert due_at(known, COMPLAINT, RECEIVED, RECEIVED, RECEIVED) is None
    assert due_at(known, INQUIRY, RECEIVED, RECEIVED, None) is None
    assert due_at(known, WISH, RECEIVED, None, None) is None
    assert due_at({COMPLAINT: Limit(100, 1)}, COMPLAINT, RECEIVED, None, None) == "2026-11-19T10:00:00.000Z"
    assert due_at(known, COMPLAINT, "9999-12-31T10:00:00.000Z", None, None) is None


def test_without_any_limit_nothing_is_late():
    assert overdue_sql({COMPLAINT: Limit()}, datetime(2026, 11, 20, tzinfo=UTC)) == (
        "(q.resolved_at IS NULL AND (0))",
        {},
    )


_HOURS = st.none() | st.integers(1, 100)
_DAYS = st.none() | st.integers(1, 6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sql_and_the_clock_of_one_request_say_the_same(base_of_requests, data):
    store, ids = base_of_requests
    known = {kind: Limit(data.draw(_HOURS), data.draw(_DAYS)) for kind in RequestKind}
    now = datetime(2026, 11, 20, 10, tzinfo=UTC) + timedelta(hours=data.draw(st.integers(-50, 200)))
    where, values = overdue_sql(known, now)
    late = {id_ for (id_,) in store.read(f"SELECT q.id FROM request q WHERE {where}", values)}
    for id_ in ids:
        draft = requests.draft_of(store, id_)
        due = due_at(known, draft.kind, draft.received_at, draft.answered_at, draft.resolved_at)
        assert (id_ in late) == (due is not None and due < utc_text(now))


@pytest.fixture
def base_of_requests(store, clock):
    clock.at = datetime(2026, 12, 30, tzinfo=UTC)
    client = clients.add(store, ClientDraft(name="Ona"))
    ids = []
    with store.change(Op.IMPORT):
        for kind in RequestKind:
            for hours in (0, 5, 30, 100):
                received = datetime(2026, 11, 18, 10, tzinfo=UTC) - timedelta(hours=hours)
                answered = utc_text(received + timedelta(hours=1))
                for times in ((None, None), (answered, None), (answered, answered)):
                    draft = RequestDraft(client, kind, "x", utc_text(received), *times)
                    ids.append(requests.add(store, draft))
    return store, ids
