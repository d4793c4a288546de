"""The program with one rule of the protocol removed: the tests must notice (T15).

As a plugin of pytest (``-p tests.sync.mutants``) it removes the rule that ``CRM_MUTANT`` names, in that process alone;
no file is changed. ``python -m tests.sync.mutants [NAME ...]`` tries each, or those named, on the quick tests of the
sync and tells who noticed first; its exit code is the number of those that nobody noticed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.storage import capture
from crm_desktop.sync import (
    acknowledging,
    applying,
    asking,
    choosing,
    comparing,
    engine,
    families,
    freezing,
    history,
    known,
    local_rows,
    merge,
    pushing,
    reconciling,
    returning,
    server_schema,
    server_sql,
    uniqueness,
    unsent,
)
from crm_desktop.sync.known import Fate
from crm_desktop.sync.merge import Merged
from tests.conftest import ROOT

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]
WORK = reconciling._Work

QUICK = [
    f"tests/sync/test_{name}.py"
    for name in (
        "merge acknowledging applying freezing pushing returning engine comparing server_sql simulation cuts"
    ).split()
]
"""What is asked whether it notices, in this order."""

MUTANTS: dict[str, Mutant] = {}


def mutant(remove: Mutant) -> Mutant:
    MUTANTS[remove.__name__] = remove
    return remove


def _nothing(*_arguments: Any, **_options: Any) -> None:
    return None


# --- the push ---


@mutant
def the_receipt_is_not_looked_for(patch: Patch) -> None:
    """I4: a push that is sent again has another number."""
    real = freezing.waiting

    def waiting(store: Any) -> Any:
        batch = real(store)
        return None if batch is None else replace(batch, push_id=os.urandom(16))

    patch.setattr(freezing, "waiting", waiting)


@mutant
def what_waits_is_frozen_anew(patch: Patch) -> None:
    """I4: number and content do not belong together."""
    real = freezing.freeze

    def freeze(store: Any, limits: Any = None) -> Any:
        freezing.thaw(store)
        return real(store, limits)

    patch.setattr(freezing, "freeze", freeze)


@mutant
def only_what_differs_is_stamped(patch: Patch) -> None:
    """I10: a row of the push that the server has already so is not written."""
    real = pushing._write

    def write(connection: Any, outcome: Any, known: Any, *rest: Any) -> None:
        same = [key for key, row in outcome.rows.items() if (at := known.rows.get(key)) and at.row == row]
        for key in same:
            del outcome.rows[key]
        real(connection, outcome, known, *rest)

    patch.setattr(pushing, "_write", write)


@mutant
def the_lock_is_taken_last(patch: Patch) -> None:
    """I1: what the push decides upon is read before the lock, and believed under it."""
    real = pushing._attempt

    def attempt(connection: Any, batch: Any, sender: Any, living: Any, **options: Any) -> Any:
        outside = known.Known()
        with connection.pipeline():
            learn = asking.ask(connection, known.asked_at_first(batch), sender)
        learn(outside)

        def ask(*_: Any) -> Any:
            return lambda inside: _copy(outside, inside)

        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(pushing, "ask", ask)
            return real(connection, batch, sender, living, **options)

    patch.setattr(pushing, "_attempt", attempt)


def _copy(source: known.Known, target: known.Known) -> None:
    for name in source.__slots__:
        setattr(target, name, getattr(source, name))


@mutant
def a_link_that_became_another_is_dropped(patch: Patch) -> None:
    """I9: no tombstone of it is left."""
    real = WORK._move

    def move(self: Any, key: Any, row: Any, moved: Any) -> None:
        real(self, key, row, moved)
        if self.rows[key]["deleted"] and not row["deleted"]:
            del self.rows[key]

    patch.setattr(WORK, "_move", move)


@mutant
def equal_revisions_are_not_merged(patch: Patch) -> None:
    """I14: what is based upon the server's revision is taken as it is."""
    real = WORK.merge

    def merge_all(self: Any) -> None:
        real(self)
        for key, sent in self.sent.items():
            theirs = self.known.rows.get(key)
            if theirs is not None and sent.base_rev == theirs.rev:
                self.rows[key] = dict(sent.mine)
                self.outcome.met = [each for each in self.outcome.met if each.key != key]

    patch.setattr(WORK, "merge", merge_all)


def _order(patch: Patch, *steps: Callable[[Any], None]) -> None:
    def reconcile(batch: Any, learned: Any, living: Any) -> Any:
        work = WORK(batch, learned, living)
        for step in steps:
            step(work)
        return work.outcome

    patch.setattr(pushing, "reconcile", reconcile)


@mutant
def uniqueness_is_decided_first(patch: Patch) -> None:
    """I11: numbers and names before it is known who lives."""
    _order(
        patch, WORK.merge, uniqueness.unite_names, uniqueness.give_numbers, WORK.break_circles, WORK.move_children,
        WORK.follow, WORK.refuse_deletes, WORK.bring_back_parents, WORK.find_missing,
    )  # fmt: skip


@mutant
def circles_are_not_broken(patch: Patch) -> None:
    """X becomes Y and Y becomes X: both are gone."""
    patch.setattr(WORK, "break_circles", _nothing)


@mutant
def a_broken_circle_brings_to_life(patch: Patch) -> None:
    """I12: the row of the later merge lives, whatever the server had."""
    patch.setattr(reconciling, "fate_of", lambda row: Fate(False, None))
    real = reconciling._Work.fate
    patch.setattr(
        WORK, "fate", lambda self, key: known.fate_of(self.rows[key]) if key in self.rows else real(self, key)
    )


@mutant
def nobody_follows_a_merge(patch: Patch) -> None:
    """I6: rows keep referring to what became another."""
    patch.setattr(WORK, "follow", _nothing)


@mutant
def children_stay_behind_a_merge(patch: Patch) -> None:
    """I6: what the laptop that merged never saw does not go along."""
    patch.setattr(WORK, "move_children", _nothing)


@mutant
def a_delete_does_not_look_for_children(patch: Patch) -> None:
    """What others are working on goes to the bin with its client."""
    patch.setattr(WORK, "refuse_deletes", _nothing)


@mutant
def parents_stay_dead(patch: Patch) -> None:
    """I6: a new child of a client in the bin does not bring it back."""
    patch.setattr(WORK, "bring_back_parents", _nothing)


@mutant
def names_are_not_united(patch: Patch) -> None:
    """I7."""
    patch.setattr(uniqueness, "unite_names", _nothing)


@mutant
def numbers_are_not_looked_at(patch: Patch) -> None:
    """I7."""
    patch.setattr(uniqueness, "give_numbers", _nothing)


@mutant
def nothing_lets_go_of_its_number_first(patch: Patch) -> None:
    """Two clients that exchange their numbers meet on the way."""
    patch.setattr(pushing, "_release", _nothing)


@mutant
def conflicts_of_a_push_are_not_told(patch: Patch) -> None:
    """I2."""
    patch.setattr(pushing, "_conflicts", lambda *_: [])


@mutant
def rows_that_refer_to_nothing_are_sent(patch: Patch) -> None:
    """One row without its parent holds up all the others."""
    patch.setattr(WORK, "find_missing", _nothing)


# --- the merge ---


@mutant
def ours_stands_in_a_conflict(patch: Patch) -> None:
    """I8: an acknowledged value is replaced by who has not seen it."""
    real = merge._field

    def field(name: str, base: Any, ours: Any, theirs: Any, *, buried: bool) -> Any:
        value, conflict = real(name, base, ours, theirs, buried=buried)
        return (value, None) if conflict is None else (ours, replace(conflict, winner=ours, loser=value))

    patch.setattr(merge, "_field", field)


@mutant
def conflicts_are_not_told(patch: Patch) -> None:
    """I2: who comes second is forgotten."""
    real = merge.merge3
    from crm_desktop.sync import meeting

    patch.setattr(meeting, "merge3", lambda *rows: Merged(real(*rows).row))


@mutant
def a_delete_beats_an_edit(patch: Patch) -> None:
    """What was thrown away stays so, whoever worked on it."""
    patch.setattr(merge, "_edited", lambda *_: False)


# --- the pull ---


@mutant
def a_pull_is_no_snapshot(patch: Patch) -> None:
    """I5: READ COMMITTED, each table as it is by then."""
    patch.setattr(server_sql, "SNAPSHOT", "BEGIN READ ONLY")


@mutant
def a_pull_writes_over_edits(patch: Patch) -> None:
    """I2."""
    patch.setattr(unsent, "dirty", lambda *_: frozenset())


@mutant
def a_pull_is_captured(patch: Patch) -> None:
    """What the server sent is sent back as an edit."""
    patch.setattr(capture, "_HEARD", "OLD.rev <> 0")


@mutant
def the_cursor_moves_first(patch: Patch) -> None:
    """I5: where a pull stopped in the middle, the rest never comes."""
    real = applying.apply

    def apply(store: Any, snapshot: Any, *rest: Any) -> Any:
        if snapshot.pending_rev is None:
            with store.transaction() as connection:
                history.advance(connection, snapshot.epoch, snapshot.point)
        return real(store, snapshot, *rest)

    patch.setattr(applying, "apply", apply)


@mutant
def the_server_is_not_recognised(patch: Patch) -> None:
    """A server that was put back goes unnoticed."""
    patch.setattr(engine.Exchange, "_check", _nothing)


@mutant
def only_the_cursor_is_recognised(patch: Patch) -> None:
    """I13: a push that was acknowledged and not pulled is not the high-water mark."""
    real = history.position

    def position(connection: Any) -> Any:
        at = real(connection)
        pulled = next((point for point in history.seen(connection) if point.rev == at.cursor), None)
        return replace(at, high=pulled)

    patch.setattr(history, "position", position)


@mutant
def the_base_stays_old_after_a_merge(patch: Patch) -> None:
    """What was merged once meets again, as if nobody had."""

    def settle(connection: Any, key: tuple[str, bytes], rev: int, _base: Any, _row: Any) -> None:
        table, id_ = key
        local_rows.set_revision(connection, table, id_, rev)

    class _Rows:
        def __getattr__(self, name: str) -> Any:
            return settle if name == "settle" else getattr(local_rows, name)

    patch.setattr(applying, "local_rows", _Rows())


# --- the acknowledgement, and what is sent ---


@mutant
def a_laptop_skips_what_others_wrote(patch: Patch) -> None:
    """After each push the cursor stands at it."""
    real = engine.Exchange._acknowledge

    def acknowledge(self: Any, batch: Any, pushed: Any, position: Any) -> bool:
        return real(self, batch, pushed, replace(position, cursor=pushed.rev - 1))

    patch.setattr(engine.Exchange, "_acknowledge", acknowledge)


@mutant
def who_was_merged_is_not_asked_after(patch: Patch) -> None:
    """A push that was merged with others' edits needs no pull."""
    patch.setattr(reconciling.Outcome, "differs", lambda *_: False)


@mutant
def edits_after_the_freeze_are_taken_for_sent(patch: Patch) -> None:
    """I2."""
    real = acknowledging._agree

    def agree(connection: Any, key: Any, rev: int, base: Any, sent: Any) -> None:
        real(connection, key, rev, base, sent)
        connection.execute("DELETE FROM shadow WHERE tbl = ? AND id = ?", key)

    patch.setattr(acknowledging, "_agree", agree)


@mutant
def what_was_sent_is_the_base_whatever_came(patch: Patch) -> None:
    """A pull between the freeze and the answer: the server's value looks like an edit of ours."""
    patch.setattr(acknowledging, "meet", lambda _table, _base, mine, _theirs: Merged(dict(mine)))


@mutant
def what_is_under_way_looks_new(patch: Patch) -> None:
    """An undo removes a row that others may have by now."""
    patch.setattr(freezing, "ON_ITS_WAY", 0)


@mutant
def actions_are_split(patch: Patch) -> None:
    """A part of what somebody did in one step is sent alone."""
    patch.setattr(choosing._Actions, "bound", lambda self, key, told: [key])


@mutant
def parents_may_come_later(patch: Patch) -> None:
    """I6: a new row goes before what it refers to."""
    patch.setattr(choosing._Choice, "_parents", lambda self, key: [])


@mutant
def taking_back_counts_as_an_edit(patch: Patch) -> None:
    """What was edited back is sent, and meets what others wrote."""
    patch.setattr(unsent, "forget_taken_back", _nothing)


# --- server and faults ---


@mutant
def other_tools_get_no_revision(patch: Patch) -> None:
    """What another tool writes never arrives at the laptops."""
    stamped = [each for each in server_schema._TRIGGERS if "sync_1_open" not in each and "sync_2" not in each]
    patch.setattr(server_schema, "_TRIGGERS", stamped)


@mutant
def the_server_lets_rows_be_deleted(patch: Patch) -> None:
    """Absence says nothing to the laptops."""
    patch.setattr(
        server_schema, "_TRIGGERS", [each for each in server_schema._TRIGGERS if "sync_3" not in each]
    )


@mutant
def lost_triggers_are_not_made_good(patch: Patch) -> None:
    """Edits that no trigger saw are overwritten by the next pull."""

    def find(store: Any, _snapshot: Any) -> int:
        with store.transaction() as connection:
            capture.compared(connection)
        return 0

    patch.setattr(comparing, "find_missed", find)


@mutant
def what_the_server_lost_is_not_returned(patch: Patch) -> None:
    """After a restore only what was never sent is sent."""
    patch.setattr(returning, "_give_back", _nothing)


@mutant
def a_live_child_does_not_bring_back_here(patch: Patch) -> None:
    """A pull lays the history of a client into the bin with it."""
    patch.setattr(families.Families, "settle", lambda self: [])


# --- trying them ---


def pytest_configure(config: pytest.Config) -> None:
    """Remove the rule for the whole run."""
    name = os.environ.get("CRM_MUTANT")
    if name:
        patch = pytest.MonkeyPatch()
        MUTANTS[name](patch)
        config.add_cleanup(patch.undo)


def noticed(name: str, tests: list[str]) -> str:
    """Who of the tests notices first that the rule is missing; "" where nobody does."""
    quiet = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header", "--tb=no"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.sync.mutants", *quiet, *tests],
        cwd=ROOT, env={**os.environ, "CRM_MUTANT": name}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise AssertionError(done.stdout + done.stderr)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return lines[0].split(" - ")[0] if lines else ""


def main(names: list[str]) -> int:
    unnoticed = 0
    for name in names or MUTANTS:
        begin = time.monotonic()
        by = noticed(name, QUICK)
        unnoticed += not by
        print(f"{name}: {by or 'NOBODY NOTICED'} ({time.monotonic() - begin:.0f} s)", flush=True)  # noqa: T201
    return unnoticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
