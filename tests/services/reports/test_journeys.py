from __future__ import annotations

from crm_desktop.clock import utc_text
from crm_desktop.kinds import StageRole
from crm_desktop.services.base import stage_id
from crm_desktop.services.reports.journeys import Stay, journeys
from tests.services.reports.bases import NOW
from tests.services.reports.writing import client, insert

VISITOR, CLIENT, REGULAR = (
    stage_id(role) for role in (StageRole.VISITOR, StageRole.CLIENT, StageRole.REGULAR)
)


def at(day):
    return f"{day}T10:00:00.000Z"


def went(store, client_id, from_id, to_id, day, **values):
    insert(store, "stage_change", client_id=client_id, from_id=from_id, to_id=to_id, at=at(day), **values)


def way(store, client_id):
    (found,) = journeys(store, "c.id = :id", {"id": client_id}, utc_text(NOW))
    return found


def stays(store, client_id):
    """Days to a thousandth: Julian days of a double are exact to some microseconds."""
    return [
        Stay(stay.step, None if stay.days is None else round(stay.days, 3), stay.ended)
        for stay in way(store, client_id).stays
    ]


def test_a_way_from_step_to_step(store):
    one = client(store, "One", created_at=at("2026-11-01"), stage_id=REGULAR)
    went(store, one, VISITOR, CLIENT, "2026-11-05")
    went(store, one, CLIENT, REGULAR, "2026-11-15")
    assert stays(store, one) == [
        Stay("visitor", 4, True),
        Stay("client", 10, True),
        Stay("regular", 5, False),
    ]
    found = way(store, one)
    assert (found.now, found.came, found.assumed, found.unseen) == ("regular", at("2026-11-01"), False, False)


def test_without_any_change_a_client_stands_since_it_came(store):
    one = client(store, "One", created_at=at("2026-11-10"), stage_id=CLIENT)
    assert stays(store, one) == [Stay("client", 10, False)]
    assert way(store, one).assumed


def test_a_client_without_stage_stands_nowhere(store):
    one = client(store, "One")
    assert stays(store, one) == []
    assert (way(store, one).now, way(store, one).assumed) == (None, False)


def test_where_nobody_knows_when_it_came_the_first_stay_has_no_length(store):
    one = client(store, "One", created_at="", stage_id=CLIENT)
    assert stays(store, one) == [Stay("client", None, False)]
    went(store, one, VISITOR, CLIENT, "2026-11-10")
    assert stays(store, one) == [Stay("visitor", None, True), Stay("client", 10, False)]


def test_a_change_before_the_client_was_written_down_has_no_beginning(store):
    one = client(store, "One", created_at=at("2026-11-10"), stage_id=CLIENT)
    went(store, one, VISITOR, CLIENT, "2026-11-05")
    assert stays(store, one) == [Stay("visitor", None, True), Stay("client", 15, False)]


def test_a_missing_change_leaves_both_stays_unmeasured(store):
    one = client(store, "One", created_at=at("2026-11-01"), stage_id=REGULAR)
    went(store, one, VISITOR, CLIENT, "2026-11-05")
    assert stays(store, one) == [
        Stay("visitor", 4, True),
        Stay("client", None, True),
        Stay("regular", None, False),
    ]
    assert way(store, one).unseen


def test_who_has_no_stage_any_more_left_the_last(store):
    one = client(store, "One", created_at=at("2026-11-01"))
    went(store, one, VISITOR, None, "2026-11-05")
    assert stays(store, one) == [Stay("visitor", 4, True)]
    assert not way(store, one).unseen


def test_stages_of_one_role_are_one_step_and_own_ones_by_themselves(store):
    second = insert(store, "stage", name="Client of the branch", role="client")
    own = insert(store, "stage", name="Supplier")
    one = client(store, "One", created_at=at("2026-11-01"), stage_id=own)
    went(store, one, CLIENT, second, "2026-11-05")
    went(store, one, second, own, "2026-11-10")
    assert stays(store, one) == [Stay("client", 9, True), Stay(own, 10, False)]


def test_changes_of_one_moment_keep_their_order_and_deleted_and_later_ones_do_not_count(store):
    one = client(store, "One", created_at=at("2026-11-01"), stage_id=REGULAR)
    went(store, one, VISITOR, CLIENT, "2026-11-05")
    went(store, one, CLIENT, REGULAR, "2026-11-05")
    went(store, one, REGULAR, VISITOR, "2026-11-06", deleted=1)
    went(store, one, REGULAR, VISITOR, "2027-01-01")
    assert stays(store, one) == [
        Stay("visitor", 4, True),
        Stay("client", 0, True),
        Stay("regular", 15, False),
    ]


def test_nobody_stands_anywhere_for_less_than_no_time(store):
    one = client(store, "One", created_at=at("2026-12-24"), stage_id=CLIENT)
    assert stays(store, one) == [Stay("client", 0, False)]
