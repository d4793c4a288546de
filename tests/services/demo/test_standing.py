"""Sample clients came into their stages by a way that leads to them, and important ones have prices."""

from __future__ import annotations

from datetime import date

from crm_desktop.kinds import StageRole
from crm_desktop.services import dictionaries
from crm_desktop.services.base import stage_id
from crm_desktop.services.demo.making import make_demo


def test_every_way_leads_to_the_stage_and_begins_when_the_client_came(store):
    make_demo(store, 120, today=date(2026, 11, 20))
    found = store.read(
        "SELECT c.id, c.stage_id, c.created_at, s.from_id, s.to_id, s.at FROM client c"
        " JOIN stage_change s ON s.client_id = c.id ORDER BY c.rid, s.at, s.id"
    )
    ways: dict[bytes, list[list[object]]] = {}
    for client_id, *rest in found:
        ways.setdefault(client_id, []).append(rest)
    assert len(ways) == 120
    for way in ways.values():
        assert [row[2] for row in way] == [None, *(row[3] for row in way[:-1])]
        assert way[-1][3] == way[0][0]
        assert way[0][4] == way[0][1]
        assert [row[4] for row in way] == sorted(str(row[4]) for row in way)


def test_a_step_without_a_stage_is_left_out_of_the_way(store):
    dictionaries.set_role(store, stage_id(StageRole.CLIENT), StageRole.OWN)
    make_demo(store, 60, today=date(2026, 11, 20))
    assert store.read(
        "SELECT COUNT(*) FROM stage_change WHERE to_id IS NULL OR to_id = ?", (stage_id(StageRole.CLIENT),)
    ) == [(0,)]
    assert store.read("SELECT COUNT(*) > 0 FROM stage_change") == [(1,)]


def test_important_clients_have_prices_of_their_own(store):
    make_demo(store, 200, today=date(2026, 11, 20))
    (important,) = store.read("SELECT COUNT(*) FROM client WHERE vip = 1")
    assert important[0] > 0
    assert store.read(
        "SELECT COUNT(DISTINCT c.id), MIN(c.vip), MIN(p.amount > 0) FROM personal_price p"
        " JOIN client c ON c.id = p.client_id"
    ) == [(important[0], 1, 1)]
