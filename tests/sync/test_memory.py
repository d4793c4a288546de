from __future__ import annotations

import pytest

from crm_desktop.kinds import ConflictKind, DifferenceAnswer
from crm_desktop.services import difference_answers, differences
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.sync.memory import Memory
from crm_desktop.sync.merge import Conflict
from tests.services.differing import meet
from tests.sync.laptops import open_laptop


@pytest.fixture
def laptop(tmp_path):
    made = open_laptop(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def memory(laptop):
    return Memory(laptop.store.connection)


def at(laptop, hour):
    laptop.store.clock.at = laptop.store.clock.at.replace(hour=hour)


def test_the_edit_of_the_field_itself_counts(laptop, memory):
    client = laptop.client()
    at(laptop, 11)
    laptop.update("client", client, notes="a")
    at(laptop, 12)
    laptop.update("client", client, likes="b")
    at(laptop, 13)
    with remote_change(laptop.store, "sync") as remote, remote.written_by("Bea", "2026-11-20T13:00:00.000Z"):
        remote.change.execute("UPDATE client SET notes = 'c'")
    assert memory.edited_at(("client", client), "notes") == "2026-11-20T11:00:00.000Z"
    assert memory.edited_at(("client", client), "likes") == "2026-11-20T12:00:00.000Z"


def test_a_row_that_came_whole_was_edited_then(laptop, memory):
    client = laptop.client()
    assert memory.edited_at(("client", client), "notes") == "2026-11-20T10:00:00.000Z"
    assert memory.edited_at(("client", b"n" * 16), "notes") == ""


@pytest.mark.parametrize(
    ("base", "winner", "loser", "decided"),
    [
        ("hers", "mine", "hers\n\nmine", True),  # one took the other, one took both
        ("hers", "hers\n\nmine", "mine", True),
        ("hers", "mine", "third", False),  # somebody said something new
        ("mine", "hers", "mine", False),  # not what the answers began with
    ],
)
def test_two_answers_that_say_nothing_new_are_no_difference(laptop, memory, base, winner, loser, decided):
    client = laptop.client()
    meet(laptop, ("client", client, {"notes": "mine"}, {"notes": "hers"}))
    met = Conflict("notes", ConflictKind.BOTH_CHANGED, base, winner, loser)
    assert not memory.is_decided(("client", client), met)  # not answered yet
    (found,) = differences.window(laptop.store).rows
    difference_answers.keep(laptop.store, found.ids)
    assert differences.window(laptop.store, answered=True).rows[0].answer is DifferenceAnswer.KEPT
    assert memory.is_decided(("client", client), met) is decided
    assert not memory.is_decided(("client", b"n" * 16), met)
