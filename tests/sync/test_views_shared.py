"""A view leaves the laptop only when it is shared, and what is taken back stays here and goes at the others'."""

from __future__ import annotations

import psycopg
import pytest

from crm_desktop.services import views
from crm_desktop.sync import unsent
from tests.sync import postgres
from tests.sync.batches import Sending, id_of, new

SECRET = "who pays late"


def _names(member):
    return {(view.name, view.shared) for view in views.views(member.laptop.store)}


def _on_server(server, shared):
    with server.admin(shared) as admin:
        return admin.execute("SELECT query FROM crm.view ORDER BY rev").fetchall()


def test_an_own_view_never_leaves_and_a_shared_one_arrives(team, server, shared):
    anna, jonas = team("anna"), team("jonas")
    own = views.save(anna.laptop.store, "Mine", {"text": SECRET})
    plain = views.save(anna.laptop.store, "Vilnius", {"text": "Vilnius"})
    views.share(anna.laptop.store, plain)
    anna.sync()
    jonas.sync()
    assert _names(jonas) == {("Vilnius", True)}
    assert SECRET not in str(_on_server(server, shared))
    views.rename(anna.laptop.store, own, "Still mine")
    assert unsent.count(anna.laptop.store.connection) == 0
    assert anna.sync().went == 0
    assert _names(anna) == {("Vilnius", True), ("Still mine", False)}


def test_a_view_taken_back_goes_at_the_others_and_what_becomes_of_it_stays_here(team, server, shared):
    anna, jonas = team("anna"), team("jonas")
    view = views.share(anna.laptop.store, views.save(anna.laptop.store, "Vilnius", {"text": "Vilnius"}))
    anna.sync()
    jonas.sync()
    back = views.unshare(anna.laptop.store, view)
    views.save(anna.laptop.store, "Vilnius", {"text": SECRET}, view_id=back)
    anna.sync()
    jonas.sync()
    assert _names(jonas) == set()
    assert _names(anna) == {("Vilnius", False)}
    assert SECRET not in str(_on_server(server, shared))
    views.share(anna.laptop.store, back)
    anna.sync()
    jonas.sync()
    assert _names(jonas) == {("Vilnius", True)}


def test_a_view_that_a_colleague_edits_while_it_is_taken_back_lives_on(team):
    """As everything does: an edit beats a delete (4.4); its owner has both, and nothing is lost."""
    anna, jonas = team("anna"), team("jonas")
    view = views.share(anna.laptop.store, views.save(anna.laptop.store, "Vilnius", {"text": "Vilnius"}))
    anna.sync()
    jonas.sync()
    views.rename(jonas.laptop.store, view, "Vilnius and Kaunas")
    views.unshare(anna.laptop.store, view)
    jonas.sync()
    anna.sync()
    jonas.sync()
    assert _names(jonas) == {("Vilnius and Kaunas", True)}
    assert _names(anna) == {("Vilnius and Kaunas", True), ("Vilnius", False)}


def test_a_tool_that_takes_the_mark_off_a_shared_view_sends_nothing(team, server, shared):
    anna = team("anna")
    view = views.share(anna.laptop.store, views.save(anna.laptop.store, "Vilnius", {"text": "Vilnius"}))
    anna.sync()
    anna.laptop.update("view", view, shared=0, query=f'{{"text": "{SECRET}"}}')
    assert unsent.count(anna.laptop.store.connection) == 0
    assert anna.sync().went == 0
    assert SECRET not in str(_on_server(server, shared))
    assert _names(anna) == {("Vilnius", False)}


def test_the_server_takes_no_view_that_is_not_shared(log_in, shared):
    with pytest.raises(psycopg.errors.CheckViolation):
        log_in(shared).execute("INSERT INTO crm.view(id, name, rev) VALUES (gen_random_uuid(), 'x', 0)")
    with pytest.raises(Exception, match="view"):
        Sending(log_in(shared), "a").send(new("view", id_of("mine"), name="x"))


def test_a_comparison_with_the_server_does_not_miss_what_is_ones_own(team):
    anna = team("anna")
    views.save(anna.laptop.store, "Mine", {"text": SECRET})
    views.share(anna.laptop.store, views.save(anna.laptop.store, "Ours", {}))
    anna.sync()
    assert anna.exchange.sync(postgres.PASSWORD.format("anna"), thorough=True).repaired == 0
    assert _names(anna) == {("Mine", False), ("Ours", True)}
