"""Sample deals are paid in all the ways that the window can show."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.services import owed
from crm_desktop.services.demo.making import make_demo

TODAY = date(2026, 11, 20)


@pytest.fixture
def made(store):
    make_demo(store, 400, today=TODAY, activities_per_client=2)
    return store


def test_there_are_instalments_refunds_and_what_is_off(made):
    parts = made.read(
        "SELECT d.amount, SUM(p.amount), SUM(p.paid_on IS NULL), MIN(IIF(p.paid_on IS NULL, p.due_on, NULL))"
        " FROM deal d JOIN payment p ON p.deal_id = d.id WHERE d.state = 'open' GROUP BY d.id"
    )
    assert len(parts) > 5
    for amount, together, planned, first in parts:
        assert (amount, planned) == (together, 2)
        assert first >= TODAY.isoformat()
    back = made.read(
        "SELECT state, COUNT(*) FROM deal d JOIN payment p ON p.deal_id = d.id WHERE p.amount < 0 GROUP BY 1"
    )
    assert {state for state, _ in back} == {"lost", "won"}
    lost = [id_ for (id_,) in made.read("SELECT id FROM deal WHERE state = 'lost'")]
    assert owed.off_of(made, lost)


def test_nobody_pays_tomorrow_or_gives_back_more_than_came(made):
    assert made.read("SELECT COUNT(*) FROM payment WHERE paid_on > ?", (TODAY.isoformat(),)) == [(0,)]
    came = "SELECT 1 FROM payment WHERE deal_id IS NOT NULL AND paid_on IS NOT NULL GROUP BY deal_id"
    assert made.read(came)
    assert made.read(f"{came} HAVING SUM(amount) < 0") == []


def test_colleagues_share_the_work_the_first_one_has_most(made):
    for table in ("client", "deal", "activity"):
        found = made.read(f"SELECT responsible_id, COUNT(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC")
        assert len(found) == len(made.read("SELECT id FROM colleague WHERE deleted = 0"))
        assert None not in dict(found)
        assert found[0][1] > 2 * found[-1][1]
    assert made.read(
        "SELECT COUNT(*) FROM deal d JOIN client c ON c.id = d.client_id WHERE c.responsible_id <> d.responsible_id"
    ) == [(0,)]


def test_a_second_helping_has_no_second_colleagues(made):
    before = made.read("SELECT id FROM colleague")
    make_demo(made, 10, seed=2, today=TODAY)
    assert made.read("SELECT id FROM colleague") == before
