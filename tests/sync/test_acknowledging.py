from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm_desktop.storage import capture
from crm_desktop.storage.undo import undo
from crm_desktop.sync import history, local_rows, unsent
from crm_desktop.sync.acknowledging import acknowledge
from crm_desktop.sync.applying import apply
from crm_desktop.sync.freezing import freeze, waiting
from crm_desktop.sync.snapshot import Point
from tests.sync.laptops import base_of, known_to_server, open_laptop, snapshot, synced

pytestmark = pytest.mark.timeout(1800)  # --long tries very many


@pytest.fixture
def laptop(tmp_path):
    laptop = open_laptop(tmp_path)
    known_to_server(laptop)
    yield laptop
    laptop.store.close()


def shadow(laptop, id_, table="client"):
    return local_rows.shadow(laptop.store.connection, (table, id_))


def test_what_was_sent_is_agreed_upon(laptop):
    new, known = laptop.client("A"), laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    laptop.update("client", known, name="L")
    batch = freeze(laptop.store)
    acknowledge(laptop.store, 9)
    assert waiting(laptop.store) is None
    assert [laptop.value("client", id_, "rev") for id_ in (new, known)] == [9, 9]
    assert unsent.count(laptop.store.connection) == 0
    assert history.position(laptop.store.connection).high == Point(9, batch.push_id)


def test_it_is_no_operation_and_journals_nothing(laptop):
    laptop.client("A")
    freeze(laptop.store)
    before = laptop.store.read("SELECT * FROM journal"), laptop.store.read("SELECT * FROM operation")
    acknowledge(laptop.store, 9)
    assert (
        laptop.store.read("SELECT * FROM journal"),
        laptop.store.read("SELECT * FROM operation"),
    ) == before


def test_what_was_edited_after_the_freeze_is_unsent_and_based_on_what_was_sent(laptop):
    new, known = laptop.client("A"), laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    laptop.update("client", known, name="L")
    freeze(laptop.store)
    laptop.update("client", new, name="B")
    laptop.update("client", known, name="M")
    acknowledge(laptop.store, 9)
    assert (shadow(laptop, new)[0], shadow(laptop, new)[1]["name"]) == (9, "A")
    assert (shadow(laptop, known)[0], shadow(laptop, known)[1]["name"]) == (9, "L")
    assert {row.mine["name"] for row in freeze(laptop.store).rows} == {"B", "M"}


def test_what_was_taken_back_after_the_freeze_is_sent_as_an_edit(laptop):
    known = laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    laptop.update("client", known, name="L")
    new = laptop.client("A")
    freeze(laptop.store)
    undo(laptop.store)  # the new client: it goes to the bin, for others may have it already
    undo(laptop.store)
    acknowledge(laptop.store, 9)
    sent = {row.id: (base_of(row), row.mine) for row in freeze(laptop.store).rows}
    assert (sent[known][0]["name"], sent[known][1]["name"]) == ("L", "K")
    assert (sent[new][0]["deleted"], sent[new][1]["deleted"]) == (0, 1)


def test_undo_works_after_it_as_before(laptop):
    known = laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    laptop.update("client", known, name="L")
    freeze(laptop.store)
    acknowledge(laptop.store, 9)
    assert undo(laptop.store).kept == ()
    assert laptop.value("client", known, "name") == "K"
    assert [base_of(row)["name"] for row in freeze(laptop.store).rows] == ["L"]


def test_a_row_that_a_tool_removed_meanwhile_is_passed_over(laptop):
    known = laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    laptop.update("client", known, name="L")
    freeze(laptop.store)
    with laptop.store.change("tool") as change, capture.silenced(change.connection):
        change.execute("DELETE FROM client WHERE id = ?", (known,))
    acknowledge(laptop.store, 9)
    assert waiting(laptop.store) is None


def test_without_a_push_it_does_nothing(laptop):
    acknowledge(laptop.store, 9)
    assert history.position(laptop.store.connection).high is None


def test_a_push_after_a_pull_that_met_it_says_nothing_twice(laptop):
    """Frozen, cut off, pulled (others edited the row), and only then acknowledged."""
    known = laptop.insert("client", name="K", notes="n", likes="l")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    was = synced(laptop.store)["client"][known]
    laptop.update("client", known, name="L", notes="mine")
    freeze(laptop.store)
    theirs = was | {"notes": "theirs", "likes": "more"}
    apply(laptop.store, snapshot(6, {"client": [(known, 6, theirs)]}))
    acknowledge(laptop.store, 7)
    # The server merged the push into what it had: name from here, the rest from there.
    row = synced(laptop.store)["client"][known]
    assert (row["name"], row["notes"], row["likes"]) == ("L", "theirs", "more")
    assert shadow(laptop, known) is None


COLUMNS = ("name", "notes", "likes")
EDITS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(COLUMNS), st.sampled_from("abc")), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=EDITS, after=EDITS, met=st.none() | EDITS)
# A row of no push that was edited and edited back meanwhile: no edit, whatever its shadow says until it is sent.
@example(
    before=[],
    after=[(1, "notes", "b"), (1, "notes", ""), (0, "name", "c"), (2, "name", "b"), (0, "name", "a")],
    met=None,
)
def test_exactly_what_the_server_cannot_have_is_unsent_afterwards(tmp_path_factory, before, after, met):
    """``before`` is sent, ``met`` are edits of others that are pulled meanwhile, ``after`` is done meanwhile."""
    laptop = open_laptop(tmp_path_factory.mktemp("laptop"))
    ids = [laptop.client("a") for _ in range(3)]
    known_to_server(laptop, 5)
    ids.append(laptop.client("a"))  # a new one
    server = {id_: row for id_, row in synced(laptop.store)["client"].items() if id_ != ids[3]}
    for number, column, value in before:
        laptop.update("client", ids[number], **{column: value})
    batch = freeze(laptop.store)
    for number, column, value in after:
        laptop.update("client", ids[number], **{column: value})
    if met is not None:
        for number, column, value in met:
            if number < 3:
                server[ids[number]] = server[ids[number]] | {column: value}
        rows = [(id_, 6, server[id_]) for id_ in {ids[number] for number, _, _ in met if number < 3}]
        apply(laptop.store, snapshot(6, {"client": rows}))
    acknowledge(laptop.store, 7)
    # What the server made of the push is exactly what the laptop takes it to have.
    for row in batch.rows:
        theirs = server.get(row.id)
        server[row.id] = dict(row.mine)
        if theirs is not None:
            server[row.id] = {
                name: theirs[name] if theirs[name] != base_of(row)[name] else row.mine[name]
                for name in theirs
            }
    local = synced(laptop.store)["client"]
    for id_, row in local.items():
        known = shadow(laptop, id_)
        assert (known[1] if known else row) == server[id_]
    differing = {id_ for id_, row in local.items() if row != server[id_]}
    listed = synced(laptop.store)["conflict"].keys()  # found by the pull, to be told to the others
    assert unsent.count(laptop.store.connection) == len(differing) + len(listed)
    rest = freeze(laptop.store)
    assert {row.id for row in (rest.rows if rest else ())} == differing | listed
    laptop.store.close()
