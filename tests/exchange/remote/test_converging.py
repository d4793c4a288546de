"""Whatever is done on both sides, in whatever order: both end up the same, and nothing is lost that nobody deleted."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.exchange.remote.server import Server, href_of
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, operations
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft
from tests.exchange.remote.calendars import Elsewhere, calendar, unfolded
from tests.exchange.remote.test_syncing import quiet
from tests.services.conftest import SetClock  # noqa: TC001  made by the fixture

PLACES = ("Vilnius", "Kaunas; 2, a\\b", "Žemaičių g. 1")
TIMES = ("20261124T080000Z", "20261125T093000Z", "20270301T150000Z")

edits = st.tuples(
    st.sampled_from(["here", "there"]),
    st.sampled_from(["add", "add", "place", "place", "move", "move", "delete", "hold"]),
    st.integers(0, 3),
    st.integers(0, 2),
)
steps = st.lists(st.one_of(edits, st.just("sync")), max_size=14)


class World:
    """A base and a calendar, both changed by words of the test."""

    def __init__(self, store, server, place):
        self.store, self.server, self.place = store, server, place
        self.elsewhere = Elsewhere(server, place)
        self.memory = {}
        self.added, self.deleted = 0, set()

    def sync(self):
        return sync(self.store, self.server, self.place, quiet, memory=self.memory, accept_emptied=True)

    def apply(self, step):
        if step == "sync":
            self.sync()
            return
        side, what, which, value = step
        getattr(self, f"{what}_{side}")(which, value)

    def _title(self):
        self.added += 1
        return f"t{self.added}"

    def here(self):
        """Titles and ids of what is planned or held here."""
        return self.store.read("SELECT wanted, id FROM activity WHERE deleted = 0 ORDER BY rid")

    def _one(self, which):
        found = self.here()
        return found[which % len(found)] if found else None

    def add_here(self, _which, value):
        draft = ActivityDraft(None, ActivityKind.MEETING, planned_at=_utc(TIMES[value]), wanted=self._title())
        activities.add(self.store, draft)

    def _edit(self, which, **values):
        if one := self._one(which):
            draft = activities.draft_of(self.store, one[1])
            activities.edit(self.store, one[1], replace(draft, **values))

    def place_here(self, which, value):
        self._edit(which, place=PLACES[value])

    def move_here(self, which, value):
        self._edit(which, planned_at=_utc(TIMES[value]))

    def hold_here(self, which, value):
        if one := self._one(which):
            activities.hold(
                self.store, one[1], (Outcome.SUCCESSFUL, Outcome.CANCELLED, Outcome.FAILED)[value]
            )

    def delete_here(self, which, _value):
        if one := self._one(which):
            self.deleted.add(one[0])
            activities.delete(self.store, one[1])

    def add_there(self, _which, value):
        title = self._title()
        lines = f"UID:{title}\nSUMMARY:{title}\nDTSTART:{TIMES[value]}"
        self.server.put(self.place, href_of(self.place, f"{title}.ics"), calendar(lines), "")

    def _rewrite(self, which, name, line):
        items = self.elsewhere.items()
        if items:
            item = items[which % len(items)]
            lines = [
                each for each in unfolded(item.text).split("\n") if each.split(":")[0].split(";")[0] != name
            ]
            at = lines.index("BEGIN:VEVENT") + 1
            self.elsewhere.write(item, "\r\n".join([*lines[:at], line, *lines[at:]]))

    def place_there(self, which, value):
        place = PLACES[value].replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        self._rewrite(which, "LOCATION", f"LOCATION:{place}")

    def move_there(self, which, value):
        self._rewrite(which, "DTSTART", f"DTSTART:{TIMES[value]}")

    def hold_there(self, which, _value):
        self._rewrite(which, "STATUS", "STATUS:CANCELLED")

    def delete_there(self, which, _value):
        items = self.elsewhere.items()
        if items:
            item = items[which % len(items)]
            self.deleted.add(_told(item.text)["SUMMARY"])
            self.server.delete(self.place, item.href, item.etag)


def _utc(text):
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[9:11]}:{text[11:13]}:00.000Z"


def _told(text):
    lines = [line.partition(":") for line in unfolded(text).split("\n")]
    found = {name.split(";")[0]: value for name, _, value in lines}
    found["LOCATION"] = (
        found.get("LOCATION", "").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    )
    return found


def _check(world):
    world.sync()
    calm = world.sync()
    assert (calm.here, calm.there, calm.differences, calm.refused) == (0, 0, [], [])
    planned = world.store.read(
        "SELECT wanted, planned_at, place FROM activity WHERE deleted = 0 AND held_at IS NULL ORDER BY wanted"
    )
    told = {each["SUMMARY"]: each for each in map(lambda item: _told(item.text), world.elsewhere.items())}  # noqa: C417
    for title, planned_at, place in planned:
        assert (_utc(told[title]["DTSTART"]), told[title]["LOCATION"]) == (planned_at, place)
    titles = [title for title, _ in world.here()]
    assert len(titles) == len(set(titles))
    assert {f"t{number + 1}" for number in range(world.added)} - world.deleted <= {*titles, *told}
    assert len(told) == len(world.elsewhere.items())


@given(script=steps, undo=st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_both_sides_converge_and_nothing_is_lost(master_base, clock: SetClock, radicale, script, undo):
    with tempfile.TemporaryDirectory() as folder, Server(radicale.account, 10) as server:
        path = Path(folder) / "base.crm"
        shutil.copy(master_base, path)
        store = open_base(path, who="Ona", clock=clock).store
        try:
            world = World(store, server, server.make("converging").url)
            for step in script:
                world.apply(step)
            outcome = world.sync()
            if undo and outcome.operation:
                before = store.read("SELECT count(*) FROM activity")
                operations.undo(store, outcome.operation)
                calm = world.sync()
                assert calm.here == 0
                assert store.read("SELECT count(*) FROM activity") <= before
                world.sync()
                assert world.sync().there == 0
            else:
                _check(world)
        finally:
            store.close()
