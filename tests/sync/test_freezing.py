from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.storage import capture
from crm_desktop.storage.capture import ON_ITS_WAY
from crm_desktop.storage.operations import operations
from crm_desktop.sync import unsent
from crm_desktop.sync.acknowledging import acknowledge
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.freezing import freeze, refuse, refused, thaw, waiting
from crm_desktop.sync.tables import synced_table
from tests.sync.laptops import base_of, known_to_server, open_laptop, synced

if TYPE_CHECKING:
    from crm_desktop.sync.snapshot import RowKey
    from tests.sync.laptops import Laptop

pytestmark = pytest.mark.timeout(1800)  # --long tries very many


@pytest.fixture
def laptop(tmp_path):
    laptop = open_laptop(tmp_path)
    known_to_server(laptop)
    yield laptop
    laptop.store.close()


def keys(batch):
    return [(row.table, row.id) for row in batch.rows]


def test_nothing_unsent_is_nothing_to_send(laptop):
    assert freeze(laptop.store) is None
    assert unsent.count(laptop.store.connection) == 0


def test_new_rows_and_edits_go_together_parents_first(laptop):
    known = laptop.insert("client", name="Known")
    laptop.store.connection.execute("UPDATE client SET rev = 5")
    laptop.update("client", known, name="Edited", notes="x")
    client = laptop.client("New", points=2)
    assert unsent.count(laptop.store.connection) == 4
    batch = freeze(laptop.store)
    assert [row.table for row in batch.rows] == ["client", "client", "contact_point", "contact_point"]
    by_id = {row.id: row for row in batch.rows}
    assert (by_id[known].base_rev, base_of(by_id[known])["name"], by_id[known].mine["name"]) == (
        5,
        "Known",
        "Edited",
    )
    assert (by_id[client].base_rev, by_id[client].base, by_id[client].mine["name"]) == (0, None, "New")
    assert laptop.value("client", client, "rev") == ON_ITS_WAY
    assert unsent.count(laptop.store.connection) == 4


def test_a_frozen_push_stays_as_it_is_until_it_is_answered(laptop):
    client = laptop.client("New")
    first = freeze(laptop.store)
    laptop.update("client", client, name="Newer")
    laptop.client("Other")
    assert freeze(laptop.store) == waiting(laptop.store) == first


def test_what_came_back_to_what_the_server_has_is_not_sent(laptop):
    client = laptop.insert("client", name="Žana \x01 \U0001f98a", notes='say "a"\\b', discount_bp=5)
    laptop.store.connection.execute("UPDATE client SET rev = 5")
    laptop.update("client", client, name="B", notes="")
    laptop.update("client", client, name="Žana \x01 \U0001f98a", notes='say "a"\\b')
    assert freeze(laptop.store) is None
    assert unsent.count(laptop.store.connection) == 0


def test_what_is_told_to_nobody_stays_here_until_it_is_shared(laptop):
    view = laptop.insert("view", name="Mine")
    assert freeze(laptop.store) is None
    assert unsent.count(laptop.store.connection) == 0
    laptop.update("view", view, shared=1)
    assert keys(freeze(laptop.store)) == [("view", view)]
    acknowledge(laptop.store, 7)
    # What a tool took the mark off: its content is nobody's business any more (views take another row for that).
    laptop.update("view", view, shared=0)
    assert freeze(laptop.store) is None
    assert unsent.count(laptop.store.connection) == 0


def test_while_an_import_runs_nothing_is_frozen(laptop):
    with laptop.store.long_change("import") as work:
        with work.chunk() as change:
            change.execute("INSERT INTO client(id, name) VALUES (?, 'A')", (laptop.new_id(),))
        assert freeze(laptop.store) is None
    assert len(freeze(laptop.store).rows) == 1


def test_a_push_the_server_has_nothing_of_can_be_frozen_anew(laptop):
    client = laptop.client("A")
    known = laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (known,))
    laptop.update("client", known, name="L")
    first = freeze(laptop.store)
    laptop.update("client", client, name="B")
    thaw(laptop.store)
    assert waiting(laptop.store) is None
    second = freeze(laptop.store)
    assert second.push_id != first.push_id
    assert {row.id: (row.base_rev, row.mine["name"]) for row in second.rows} == {
        client: (0, "B"),
        known: (5, "L"),
    }
    laptop.store.connection.execute("DELETE FROM journal WHERE id = ?", (client,))
    assert laptop.store.read("SELECT count(*) FROM shadow") == [(1,)]


def test_a_refused_row_and_what_hangs_on_it_stay_until_it_is_mended(laptop):
    bad, good = laptop.client("Bad", points=1), laptop.client("Good", points=1)
    batch = freeze(laptop.store)
    row = next(row for row in batch.rows if row.id == bad)
    thaw(laptop.store)
    refuse(laptop.store, row, "value too long")
    sent = freeze(laptop.store)
    assert keys(sent)[0] == ("client", good)
    assert len(sent.rows) == 2
    assert [(key, reason) for key, reason, _ in refused(laptop.store)] == [
        (("client", bad), "value too long")
    ]
    acknowledge(laptop.store, 8)
    assert freeze(laptop.store) is None
    laptop.update("client", bad, name="Mended")
    assert [table for table, _ in keys(freeze(laptop.store))] == ["client", "contact_point"]
    assert refused(laptop.store) == []


def test_a_row_heavier_than_a_push_goes_alone_after_what_it_hangs_on(laptop):
    client = laptop.new_id()
    with laptop.store.change("add"):
        laptop.insert("client", client, name="A")
        photo = laptop.insert("photo", client_id=client, mime="image/png", data=b"x" * 900)
    other = laptop.client("B")
    limits = Limits(rows=10, bytes=700)
    sent = []
    for rev in range(2, 6):
        batch = freeze(laptop.store, limits)
        if batch is not None:
            sent.append(keys(batch))
            acknowledge(laptop.store, rev)
    assert sent[0] == [("client", client)]
    assert [("photo", photo)] in sent
    assert any(("client", other) in batch for batch in sent)


def drained(laptop, limits):
    """The pushes until nothing is left to send."""
    batches = []
    while batch := freeze(laptop.store, limits):
        batches.append(keys(batch))
        acknowledge(laptop.store, 2 + len(batches))
    return batches


def test_without_its_journal_all_is_sent_all_the_same(laptop):
    for number in range(4):
        laptop.client(f"c{number}", points=1)
    waited = set(unsent.keys(laptop.store.connection))
    laptop.store.connection.execute("DELETE FROM journal")
    batches = drained(laptop, Limits(rows=3))
    assert {key for batch in batches for key in batch} == waited
    assert max(map(len, batches)) <= 3


def test_a_refused_row_does_not_hold_up_a_large_load(laptop):
    clients = [laptop.client(f"c{number}", points=1) for number in range(5)]
    batch = freeze(laptop.store)
    thaw(laptop.store)
    for row in batch.rows:
        if row.id in (clients[0], clients[3]):
            refuse(laptop.store, row, "too long")
    sent = {key for batch in drained(laptop, Limits(rows=3)) for key in batch}
    assert {id_ for table, id_ in sent if table == "client"} == {clients[1], clients[2], clients[4]}
    assert len(sent) == 6
    assert unsent.count(laptop.store.connection) == 4


def test_an_action_larger_than_a_push_goes_in_parts(laptop):
    client = laptop.client("big", points=9)
    batches = drained(laptop, Limits(rows=4))
    assert batches[0][0] == ("client", client)
    assert [len(batch) for batch in batches] == [4, 4, 2]


def test_an_edit_of_a_row_that_a_tool_removed_is_forgotten(laptop):
    gone = laptop.insert("client", name="K")
    laptop.store.connection.execute("UPDATE client SET rev = 5")
    laptop.update("client", gone, name="L")
    with laptop.store.change("tool") as change, capture.silenced(change.connection):
        change.execute("DELETE FROM client WHERE id = ?", (gone,))
    assert freeze(laptop.store) is None
    assert unsent.count(laptop.store.connection) == 0


# Any work of any user ---------------------------------------------------------------------------------------------

ACTIONS = st.lists(
    st.tuples(st.sampled_from(["client", "points", "edit", "tag", "refer", "many"]), st.integers(0, 2**16)),
    max_size=25,
)


def play(laptop, actions):
    """Do what the actions say; a second row of an action refers to what stood before."""
    clients, tags = [laptop.client("first", points=1)], []
    for what, number in actions:
        client = clients[number % len(clients)]
        if what == "client":
            clients.append(laptop.client(f"c{number}", points=number % 4))
        elif what == "points":
            for table in ("contact_point", "activity"):
                laptop.insert(table, client_id=client, kind="call")
        elif what == "edit":
            with laptop.store.change("edit"):
                laptop.update("client", client, notes=f"n{number}")
                laptop.update("client", clients[-1], notes=f"m{number}")
        elif what == "tag":
            with laptop.store.change("tag"):
                tags.append(laptop.insert("tag", name=f"t{number}"))
                laptop.tag(client, tags[-1])
        elif what == "refer":
            laptop.update("client", clients[0], referrer_id=client)
        else:
            with laptop.store.change("import"):
                for place in range(number % 12):
                    clients.append(laptop.client(f"i{place}", points=1))


def unsent_actions(laptop):
    """The rows of each action done here."""
    found = []
    for operation in operations(laptop.store, 1000):
        rows = laptop.store.read("SELECT DISTINCT tbl, id FROM journal WHERE operation = ?", (operation.seq,))
        found.append(set(rows))
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(actions=ACTIONS, rows=st.integers(3, 12), early=st.integers(0, 25))
def test_whatever_was_done_all_of_it_goes_once_parents_first_and_no_action_is_split(
    tmp_path_factory, actions, rows, early
):
    laptop = open_laptop(tmp_path_factory.mktemp("laptop"))
    known_to_server(laptop)
    limits = Limits(rows=rows)
    sent, rev = {}, 1
    for part in (actions[:early], actions[early:]):
        play(laptop, part)
        waited = set(unsent.keys(laptop.store.connection))
        batches = []
        while batch := freeze(laptop.store, limits):
            rev += 1
            assert len(batch.rows) <= rows
            for row in batch.rows:
                for column, parent in synced_table(row.table).references:
                    if row.mine[column] is not None:
                        known = laptop.value(parent, row.mine[column], "rev")  # type: ignore[arg-type]
                        assert known != 0, "a row goes no earlier than the new rows it refers to"
            batches.append(set(keys(batch)))
            acknowledge(laptop.store, rev)
            sent.update(dict.fromkeys(keys(batch), rev))
        assert set().union(*batches) == waited
        assert sum(map(len, batches)) == len(waited)
        assert unsent.count(laptop.store.connection) == 0
        for group in bound_together(laptop, waited, rows):
            assert len({sent[key] for key in group}) == 1, "an action is split"
    laptop.store.close()


def bound_together(laptop: Laptop, waited: set[RowKey], most: int) -> list[set[RowKey]]:
    """What small actions wrote, where a push holds it with all that it could have to take along."""
    actions = [action & waited for action in unsent_actions(laptop) if 2 <= len(action) <= most]
    content = synced(laptop.store)
    references = [
        {(table, id_), (parent, content[table][id_][column])} & waited
        for table, id_ in waited
        for column, parent in synced_table(table).references
    ]
    reach = joined([*actions, *references])
    return [
        group
        for group in joined(actions)
        if group and all(len(around) <= most for around in reach if group & around)
    ]


def joined(bonds: list[set[RowKey]]) -> list[set[RowKey]]:
    """Sets that share nothing, made from sets that may."""
    groups: list[set[RowKey]] = []
    for bond in bonds:
        one, rest = set(bond), []
        for group in groups:
            if group & one:
                one |= group
            else:
                rest.append(group)
        groups = [*rest, one]
    return groups
