"""What happens in the simulation: what users do, and the mishaps; each is drawn with a weight (``ACTIONS``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.storage.undo import undo
from tests.sync.laptops import synced
from tests.sync.simulation import TEXTS, Action, World

if TYPE_CHECKING:
    from tests.sync.laptops import Laptop


def adds_client(world: World, laptop: Laptop) -> None:
    with laptop.store.change("add_client"):
        id_ = laptop.insert(
            "client", name="", number=world.random.choice([None, world.random.randrange(1, 60)])
        )
        world.write(laptop, "client", id_, "name", "notes")
        if world.random.random() < 0.5:
            call = laptop.insert("activity", client_id=id_, kind="call")
            world.write(laptop, "activity", call, "result")


def edits_client(world: World, laptop: Laptop) -> None:
    if id_ := world.choose(laptop, "client"):
        world.write(
            laptop, "client", id_, *world.random.sample(TEXTS["client"], world.random.choice([1, 1, 2]))
        )


def adds_history(world: World, laptop: Laptop) -> None:
    if id_ := world.choose(laptop, "client"):
        call = laptop.insert("activity", client_id=id_, kind="call")
        world.write(laptop, "activity", call, "result")


def edits_history(world: World, laptop: Laptop) -> None:
    if id_ := world.choose(laptop, "activity"):
        world.write(laptop, "activity", id_, world.random.choice(TEXTS["activity"]))


def throws_away(world: World, laptop: Laptop) -> None:
    table = world.random.choice(["client", "client", "activity"])
    if id_ := world.choose(laptop, table):
        row = laptop.row(table, id_)
        world.knew.setdefault((table, id_), []).append({row[column] for column in TEXTS[table]})
        laptop.update(table, id_, op="delete", deleted=1)


def brings_back(world: World, laptop: Laptop) -> None:
    if id_ := world.choose(laptop, "client", "deleted = 1 AND merged_into IS NULL"):
        laptop.update("client", id_, op="restore", deleted=0)


def tags(world: World, laptop: Laptop) -> None:
    client = world.choose(laptop, "client")
    if client is None:
        return
    with laptop.store.change("tag"):
        tag = world.choose(laptop, "tag")
        if tag is None or world.random.random() < 0.4:
            name = world.random.choice(["vip", "VIP", "slow", "new", "Žalias"])
            same = laptop.store.read(
                "SELECT id FROM tag WHERE deleted = 0 AND lower(name) = lower(?)", (name,)
            )
            tag = same[0][0] if same else laptop.insert("tag", name=name)
        laptop.tag(client, tag)


def untags(world: World, laptop: Laptop) -> None:
    if id_ := world.choose(laptop, "client_tag"):
        laptop.update("client_tag", id_, op="untag", deleted=1)


def merges(world: World, laptop: Laptop) -> None:
    keep, lost = world.choose(laptop, "client"), world.choose(laptop, "client")
    if keep is None or lost is None or keep == lost:
        return
    with laptop.store.change("merge") as change:
        change.execute("UPDATE activity SET client_id = ? WHERE client_id = ? AND deleted = 0", (keep, lost))
        links = change.execute(
            "SELECT id, tag_id FROM client_tag WHERE client_id = ? AND deleted = 0 ORDER BY id", (lost,)
        ).fetchall()
        for id_, tag in links:
            laptop.tag(keep, tag)
            laptop.update("client_tag", id_, deleted=1)
        change.execute("UPDATE client SET merged_into = ? WHERE merged_into = ?", (keep, lost))
        laptop.update("client", lost, deleted=1, merged_into=keep)


def numbers(world: World, laptop: Laptop) -> None:
    if id_ := world.choose(laptop, "client"):
        number = world.random.randrange(1, 60)
        taken = laptop.store.read("SELECT 1 FROM client WHERE number = ? AND deleted = 0", (number,))
        if not taken:
            laptop.update("client", id_, op="number", number=number)


def takes_back(world: World, laptop: Laptop) -> None:
    """Undo of the newest step; what it puts back is written over what it takes away."""
    newest = laptop.store.read(
        "SELECT seq FROM operation WHERE origin = 'local' AND undoable = 1 AND state = 'done' AND undoes IS NULL"
        " AND rows > 0 ORDER BY seq DESC LIMIT 1"
    )
    if not newest:
        return
    before = synced(laptop.store)
    undo(laptop.store, newest[0][0])
    after = synced(laptop.store)
    for table, columns in TEXTS.items():
        for id_, row in before[table].items():
            now = after[table].get(id_)
            if now is None:
                world.forget(table, id_)
                continue
            if (
                now["deleted"] and now != row
            ):  # thrown away by it, or put back into what he knows lies in the bin
                seen = {each[column] for each in (row, now) for column in columns}
                world.knew.setdefault((table, id_), []).append(seen)
            for column in columns:
                if now[column] != row[column]:
                    world.wrote(laptop, (table, id_, column), now[column], row[column])


def syncs(world: World, laptop: Laptop) -> None:
    world.sync(laptop)


def syncs_badly(world: World, laptop: Laptop) -> None:
    world.sync(laptop, world.random.choice(world.server.points))


def syncs_together(world: World, laptop: Laptop) -> None:
    """Two or three syncs turn by turn, one of them cut off perhaps, and somebody works on meanwhile."""
    others = sorted(world.laptops.keys() - {laptop.who})
    names = [laptop.who, *world.random.sample(others, world.random.choice([1, 1, 2]))]
    faults = [world.random.choice([None, None, None, *world.server.points]) for _ in names]
    works: list[Callable[[], None]] = [
        partial(_sync_beside, world, world.laptops[name], fault)
        for name, fault in zip(names, faults, strict=True)
    ]
    world.turns.run([*works, partial(_edit_beside, world, laptop)])


def _sync_beside(world: World, laptop: Laptop, fault: str | None) -> None:
    laptop.hurry()
    world.sync(laptop, fault)


def _edit_beside(world: World, laptop: Laptop) -> None:
    laptop.hurry()
    for _ in range(3):
        edits_client(world, laptop)
        world.turns.pause()


def tool_writes(world: World, _laptop: Laptop) -> None:
    rows = world.server.content(("client",))["client"]
    living = sorted(id_ for id_, row in rows.items() if not row["deleted"])
    if living:
        id_ = world.random.choice(living)
        column, token = world.random.choice(TEXTS["client"]), world.token()
        world.wrote(None, ("client", id_, column), token, rows[id_][column])
        world.server.edit("client", id_, column, token)


def copies_file(world: World, laptop: Laptop) -> None:
    """A backup of the file."""
    world.copies[laptop.who] = world.keep_copy(laptop)


def is_put_back(world: World, laptop: Laptop) -> None:
    """The disk died; the last backup is taken."""
    copy = world.copies.get(laptop.who)
    if copy is not None:
        world.restless.add(laptop.who)
        world.reopen(laptop, copy)


def is_cloned(world: World, laptop: Laptop) -> None:
    """The file is carried to another laptop, instead of the one that was there."""
    other = world.random.choice(sorted(world.laptops))
    if other == laptop.who:
        return
    world.sync(world.laptops[other])
    world.restless.update((other, laptop.who))
    copy = world.keep_copy(laptop)
    world.reopen(world.laptops[other], copy)


def server_is_kept(world: World, _laptop: Laptop) -> None:
    world.server.keep()
    world.server_is_kept = True


def server_is_put_back(world: World, _laptop: Laptop) -> None:
    if world.server_is_kept:
        world.server.put_back()
        world.forget_what_only_the_server_had()


ACTIONS: dict[Action, int] = {
    adds_client: 8, edits_client: 22, adds_history: 8, edits_history: 8, throws_away: 6, brings_back: 2, tags: 8,
    untags: 2, merges: 4, numbers: 4, takes_back: 4, syncs: 14, syncs_badly: 12, syncs_together: 4, tool_writes: 3,
    copies_file: 2, is_put_back: 1, is_cloned: 1,
}  # fmt: skip
"""What may happen, and how often."""

WITH_RESTORES = ACTIONS | {server_is_kept: 3, server_is_put_back: 3}
"""The same where the server dies now and then."""
