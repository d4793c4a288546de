from __future__ import annotations

from datetime import timedelta

from crm_desktop.kinds import Segment
from crm_desktop.services import lists
from crm_desktop.services.filters import ClientQuery, Filter, FilterOp
from crm_desktop.services.reports import kept_segments
from tests.services.reports.bases import NOW
from tests.services.reports.writing import client, deal

ONE = (Segment.NEW.value,)


def shown(store, op, values=ONE):
    page = lists.first_page(store, ClientQuery(filters=(Filter("segment", op, values),)))
    return [row.name for row in page.rows]


def buyers(store):
    for place in range(5):
        deal(store, client(store, f"Client {place}"), 100, f"2026-0{place + 1}-10")
    return client(store, "Never")


def test_lists_filter_by_segments(store):
    buyers(store)
    kept_segments.keep(store, NOW)
    assert shown(store, FilterOp.IS) == ["Client 3", "Client 4"]
    assert shown(store, FilterOp.IS, ("new", "lost")) == ["Client 0", "Client 3", "Client 4"]
    assert shown(store, FilterOp.IS_NOT) == ["Client 0", "Client 1", "Client 2", "Never"]
    assert shown(store, FilterOp.FILLED, ()) == [f"Client {place}" for place in range(5)]
    assert shown(store, FilterOp.EMPTY, ()) == ["Never"]


def test_what_differs_is_written_and_who_is_gone_goes(store):
    never = buyers(store)
    kept_segments.keep(store, NOW)
    before = store.read("SELECT * FROM client_segment ORDER BY client_id")
    kept_segments.keep(store, NOW)
    assert store.read("SELECT * FROM client_segment ORDER BY client_id") == before
    deal(store, never, 100, "2026-11-01")
    with store.change("import") as change:
        change.execute("UPDATE client SET deleted = 1 WHERE name = 'Client 4'")
    kept_segments.keep(store, NOW)
    assert shown(store, FilterOp.IS) == ["Client 3", "Never"]
    assert len(store.read("SELECT * FROM client_segment")) == 5
    # Who bought again is not new any more.
    deal(store, never, 100, "2026-11-10")
    kept_segments.keep(store, NOW)
    assert shown(store, FilterOp.IS) == ["Client 3"]


def test_they_are_kept_once_a_day(store):
    buyers(store)
    assert kept_segments.kept_day(store) is None
    assert kept_segments.keep_daily(store, NOW)
    assert kept_segments.kept_day(store) == "2026-11-20"
    assert not kept_segments.keep_daily(store, NOW + timedelta(hours=3))
    assert kept_segments.keep_daily(store, NOW + timedelta(days=1))


def test_keeping_them_is_no_operation(store):
    buyers(store)
    before = store.read("SELECT COUNT(*) FROM operation")
    kept_segments.keep(store, NOW)
    assert store.read("SELECT COUNT(*) FROM operation") == before
