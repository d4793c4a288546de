"""The program with one rule of the protocol removed: the tests must notice (T15).

``python -m tests.sync.mutants [NAME ...]`` removes each rule, or those named, while the test runs that has to notice;
its exit code is the number of those that went unnoticed. Functions are exchanged in that process; no file is changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

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

ROOT = Path(__file__).resolve().parents[2]
Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]
WORK = reconciling._Work

MUTANTS: dict[str, tuple[Mutant, str]] = {}
"""Who removes a rule, and the test that has to notice."""


def noticed_by(test: str) -> Callable[[Mutant], Mutant]:
    """``test``: module (without ``test_``) and function."""

    def keep(remove: Mutant) -> Mutant:
        module, function = test.split("::")
        MUTANTS[remove.__name__] = remove, f"tests/sync/test_{module}.py::{function}"
        return remove

    return keep


def _nothing(*_arguments: Any, **_options: Any) -> None:
    return None


# --- the push ---


@noticed_by("engine::test_a_push_whose_answer_was_lost_counts_once")
def the_receipt_is_not_looked_for(patch: Patch) -> None:
    """I4: a push that is sent again has another number."""
    real = freezing.waiting

    def waiting(store: Any) -> Any:
        batch = real(store)
        return None if batch is None else replace(batch, push_id=os.urandom(16))

    patch.setattr(freezing, "waiting", waiting)


@noticed_by("faults::test_a_push_that_arrives_late_counts_once_and_meets_no_later_edit")
def what_waits_is_frozen_anew(patch: Patch) -> None:
    """I4: number and content do not belong together."""
    real = freezing.freeze

    def freeze(store: Any, limits: Any = None) -> Any:
        freezing.thaw(store)
        return real(store, limits)

    patch.setattr(freezing, "freeze", freeze)


@noticed_by("pushing::test_a_row_whose_merge_changed_nothing_gets_the_revision_too")
def only_what_differs_is_stamped(patch: Patch) -> None:
    """I10: a row of the push that the server has already so is not written."""
    real = pushing._write

    def write(connection: Any, outcome: Any, known: Any, *rest: Any) -> None:
        same = [key for key, row in outcome.rows.items() if (at := known.rows.get(key)) and at.row == row]
        for key in same:
            del outcome.rows[key]
        real(connection, outcome, known, *rest)

    patch.setattr(pushing, "_write", write)


@noticed_by("simulation::test_nothing_is_lost_and_all_become_equal")
def the_lock_is_taken_last(patch: Patch) -> None:
    """I1: what the push decides upon is read before the lock, and believed under it."""
    real = pushing._attempt

    def attempt(connection: Any, batch: Any, sender: Any, living: Any, **options: Any) -> Any:
        outside = known.Known()
        with connection.pipeline():
            learn = asking.ask(connection, known.asked_at_first(batch), sender)
        learn(outside)

        asked: list[Any] = []

        def ask(line: Any, wanted: Any, who: Any) -> Any:
            asked.append(wanted)
            if len(asked) > 1:
                return asking.ask(line, wanted, who)
            return lambda inside: _copy(outside, inside)

        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(pushing, "ask", ask)
            return real(connection, batch, sender, living, **options)

    patch.setattr(pushing, "_attempt", attempt)


def _copy(source: known.Known, target: known.Known) -> None:
    for name in source.__slots__:
        setattr(target, name, getattr(source, name))


@noticed_by("pushing::test_links_of_a_merged_client_are_made_anew_and_the_old_ones_stay_as_tombstones")
def a_link_that_became_another_is_dropped(patch: Patch) -> None:
    """I9: no tombstone of it is left."""
    real = WORK._move

    def move(self: Any, key: Any, row: Any, moved: Any) -> None:
        real(self, key, row, moved)
        if self.rows[key]["deleted"] and not row["deleted"]:
            del self.rows[key]

    patch.setattr(WORK, "_move", move)


@noticed_by("pushing::test_that_revisions_are_equal_says_nothing_of_contents")
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


@noticed_by("pushing::test_a_client_that_comes_back_gives_way_where_its_number_was_given_away")
def uniqueness_is_decided_first(patch: Patch) -> None:
    """I11: numbers and names before it is known who lives."""
    _order(
        patch, WORK.merge, uniqueness.unite_names, uniqueness.give_numbers, WORK.break_circles, WORK.move_children,
        WORK.follow, WORK.refuse_deletes, WORK.bring_back_parents, WORK.find_missing,
    )  # fmt: skip


@noticed_by("pushing::test_of_two_merges_into_each_other_the_later_is_dropped")
def circles_are_not_broken(patch: Patch) -> None:
    """X becomes Y and Y becomes X: both are gone."""
    patch.setattr(WORK, "break_circles", _nothing)


@noticed_by("pushing::test_dropping_a_merge_restores_what_the_server_had_and_no_more")
def a_broken_circle_brings_to_life(patch: Patch) -> None:
    """I12: the row of the later merge lives, whatever the server had."""
    patch.setattr(reconciling, "fate_of", lambda row: Fate(False, None))
    real = reconciling._Work.fate
    patch.setattr(
        WORK, "fate", lambda self, key: known.fate_of(self.rows[key]) if key in self.rows else real(self, key)
    )


@noticed_by("pushing::test_what_hangs_on_a_merged_client_goes_over_also_what_the_merger_never_saw")
def nobody_follows_a_merge(patch: Patch) -> None:
    """I6: rows keep referring to what became another."""
    patch.setattr(WORK, "follow", _nothing)


@noticed_by("pushing::test_what_hangs_on_a_merged_client_goes_over_also_what_the_merger_never_saw")
def children_stay_behind_a_merge(patch: Patch) -> None:
    """I6: what the laptop that merged never saw does not go along."""
    patch.setattr(WORK, "move_children", _nothing)


@noticed_by("pushing::test_a_delete_that_did_not_know_of_a_new_child_is_refused")
def a_delete_does_not_look_for_children(patch: Patch) -> None:
    """What others are working on goes to the bin with its client."""
    patch.setattr(WORK, "refuse_deletes", _nothing)


@noticed_by("pushing::test_new_work_brings_a_deleted_client_back")
def parents_stay_dead(patch: Patch) -> None:
    """I6: a new child of a client in the bin does not bring it back."""
    patch.setattr(WORK, "bring_back_parents", _nothing)


@noticed_by("pushing::test_a_tag_made_twice_is_one_and_its_links_follow")
def names_are_not_united(patch: Patch) -> None:
    """I7."""
    patch.setattr(uniqueness, "unite_names", _nothing)


@noticed_by("pushing::test_the_second_client_of_a_number_gets_a_new_one_and_that_is_told")
def numbers_are_not_looked_at(patch: Patch) -> None:
    """I7."""
    patch.setattr(uniqueness, "give_numbers", _nothing)


@noticed_by("pushing::test_two_clients_may_exchange_their_numbers")
def nothing_lets_go_of_its_number_first(patch: Patch) -> None:
    """Two clients that exchange their numbers meet on the way."""
    patch.setattr(pushing, "_release", _nothing)


@noticed_by("pushing::test_a_value_that_has_no_place_after_a_merge_is_listed")
def conflicts_of_a_push_are_not_told(patch: Patch) -> None:
    """I2."""
    patch.setattr(pushing, "_conflicts", lambda *_: [])


@noticed_by("pushing::test_rows_that_refer_to_nothing_are_refused_with_those_that_refer_to_them")
def rows_that_refer_to_nothing_are_sent(patch: Patch) -> None:
    """One row without its parent holds up all the others."""
    patch.setattr(WORK, "find_missing", _nothing)


# --- the merge ---


@noticed_by("applying::test_edits_of_other_fields_meet_and_of_the_same_field_are_both_kept")
def ours_stands_in_a_conflict(patch: Patch) -> None:
    """I8: an acknowledged value is replaced by who has not seen it."""
    real = merge._field

    def field(name: str, base: Any, ours: Any, theirs: Any, *, buried: bool) -> Any:
        value, conflict = real(name, base, ours, theirs, buried=buried)
        return (value, None) if conflict is None else (ours, replace(conflict, winner=ours, loser=value))

    patch.setattr(merge, "_field", field)


@noticed_by("applying::test_edits_of_other_fields_meet_and_of_the_same_field_are_both_kept")
def conflicts_are_not_told(patch: Patch) -> None:
    """I2: who comes second is forgotten."""
    real = merge.merge3
    from crm_desktop.sync import meeting

    patch.setattr(meeting, "merge3", lambda *rows: Merged(real(*rows).row))


@noticed_by("merge::test_what_meets_what")
def a_delete_beats_an_edit(patch: Patch) -> None:
    """What was thrown away stays so, whoever worked on it."""
    patch.setattr(merge, "_edited", lambda *_: False)


# --- the pull ---


@noticed_by("pulling::test_children_never_come_before_their_parents")
def a_pull_is_no_snapshot(patch: Patch) -> None:
    """I5: READ COMMITTED, each table as it is by then."""
    patch.setattr(server_sql, "SNAPSHOT", "BEGIN READ ONLY")


@noticed_by("applying::test_edits_of_other_fields_meet_and_of_the_same_field_are_both_kept")
def a_pull_writes_over_edits(patch: Patch) -> None:
    """I2."""
    patch.setattr(unsent, "dirty", lambda *_: frozenset())


@noticed_by(
    "applying::test_a_row_without_unsent_edits_is_overwritten_and_only_what_changed_is_in_its_history"
)
def a_pull_is_captured(patch: Patch) -> None:
    """What the server sent is sent back as an edit."""
    patch.setattr(capture, "_HEARD", "OLD.rev <> 0")


@noticed_by("faults::test_a_full_disk_leaves_the_base_as_it_was")
def the_cursor_moves_first(patch: Patch) -> None:
    """I5: where a pull stopped in the middle, the rest never comes."""
    real = applying.apply

    def apply(store: Any, snapshot: Any, *rest: Any) -> Any:
        if snapshot.pending_rev is None:
            with store.transaction() as connection:
                history.advance(connection, snapshot.epoch, snapshot.point)
        return real(store, snapshot, *rest)

    patch.setattr(applying, "apply", apply)


@noticed_by("engine::test_a_server_that_is_not_what_it_was_stops_it_before_anything_is_applied")
def the_server_is_not_recognised(patch: Patch) -> None:
    """A server that was put back goes unnoticed."""
    patch.setattr(engine.Exchange, "_check", _nothing)


@noticed_by("acknowledging::test_what_was_sent_is_agreed_upon")
def only_the_cursor_is_recognised(patch: Patch) -> None:
    """I13: a push that was acknowledged and not pulled is not the high-water mark."""
    real = history.position

    def position(connection: Any) -> Any:
        at = real(connection)
        pulled = next((point for point in history.seen(connection) if point.rev == at.cursor), None)
        return replace(at, high=pulled)

    patch.setattr(history, "position", position)


@noticed_by("applying::test_the_base_is_what_the_server_has_with_what_is_unsent_on_top")
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


@noticed_by("simulation::test_nothing_is_lost_and_all_become_equal")
def a_laptop_skips_what_others_wrote(patch: Patch) -> None:
    """After each push the cursor stands at it."""
    real = engine.Exchange._acknowledge

    def acknowledge(self: Any, batch: Any, pushed: Any, position: Any) -> bool:
        return real(self, batch, pushed, replace(position, cursor=pushed.rev - 1))

    patch.setattr(engine.Exchange, "_acknowledge", acknowledge)


@noticed_by("simulation::test_nothing_is_lost_and_all_become_equal")
def who_was_merged_is_not_asked_after(patch: Patch) -> None:
    """A push that was merged with others' edits needs no pull."""
    patch.setattr(reconciling.Outcome, "differs", lambda *_: False)


@noticed_by("acknowledging::test_what_was_edited_after_the_freeze_is_unsent_and_based_on_what_was_sent")
def edits_after_the_freeze_are_taken_for_sent(patch: Patch) -> None:
    """I2."""
    real = acknowledging._agree

    def agree(connection: Any, key: Any, rev: int, base: Any, sent: Any) -> None:
        real(connection, key, rev, base, sent)
        connection.execute("DELETE FROM shadow WHERE tbl = ? AND id = ?", key)

    patch.setattr(acknowledging, "_agree", agree)


@noticed_by("acknowledging::test_a_push_after_a_pull_that_met_it_says_nothing_twice")
def what_was_sent_is_the_base_whatever_came(patch: Patch) -> None:
    """A pull between the freeze and the answer: the server's value looks like an edit of ours."""
    patch.setattr(acknowledging, "meet", lambda _table, _base, mine, _theirs: Merged(dict(mine)))


@noticed_by("acknowledging::test_what_was_taken_back_after_the_freeze_is_sent_as_an_edit")
def what_is_under_way_looks_new(patch: Patch) -> None:
    """An undo removes a row that others may have by now."""
    patch.setattr(freezing, "ON_ITS_WAY", 0)


@noticed_by("freezing::test_whatever_was_done_all_of_it_goes_once_parents_first_and_no_action_is_split")
def actions_are_split(patch: Patch) -> None:
    """A part of what somebody did in one step is sent alone."""
    patch.setattr(choosing._Actions, "bound", lambda self, key, told: [key])


@noticed_by("freezing::test_whatever_was_done_all_of_it_goes_once_parents_first_and_no_action_is_split")
def parents_may_come_later(patch: Patch) -> None:
    """I6: a new row goes before what it refers to."""
    patch.setattr(choosing._Choice, "_parents", lambda self, key: [])


@noticed_by("freezing::test_what_came_back_to_what_the_server_has_is_not_sent")
def taking_back_counts_as_an_edit(patch: Patch) -> None:
    """What was edited back is sent, and meets what others wrote."""
    patch.setattr(unsent, "forget_taken_back", _nothing)


# --- server and faults ---


@noticed_by("making::test_in_a_base_just_made_what_another_tool_writes_has_a_revision")
def other_tools_get_no_revision(patch: Patch) -> None:
    """What another tool writes never arrives at the laptops."""
    stamped = [each for each in server_schema._TRIGGERS if "sync_1_open" not in each and "sync_2" not in each]
    patch.setattr(server_schema, "_TRIGGERS", stamped)


@noticed_by("comparing::test_an_edit_that_no_trigger_saw_is_sent")
def lost_triggers_are_not_made_good(patch: Patch) -> None:
    """Edits that no trigger saw are overwritten by the next pull."""

    def find(store: Any, _snapshot: Any) -> int:
        with store.transaction() as connection:
            capture.compared(connection)
        return 0

    patch.setattr(comparing, "find_missed", find)


@noticed_by("parting::test_what_the_server_lost_is_returned")
def what_the_server_lost_is_not_returned(patch: Patch) -> None:
    """After a restore only what was never sent is sent."""
    patch.setattr(returning, "_give_back", _nothing)


@noticed_by("applying::test_thrown_away_elsewhere_while_something_is_unsent_here_it_is_brought_back")
def a_live_child_does_not_bring_back_here(patch: Patch) -> None:
    """A pull lays the history of a client into the bin with it."""
    patch.setattr(families.Families, "settle", lambda self: [])


# --- trying them ---


class Trying:
    """A plugin of pytest: instead of each test, run it once for each rule that it has to miss.

    Its outcome is turned round: only that it fails is asked.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.waiting: dict[str, list[str]] = {}
        self.by: dict[str, str] = {}
        for name in names:
            self.waiting.setdefault(MUTANTS[name][1], []).append(name)

    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> bool:
        waiting = self.waiting.get(item.nodeid.split("[")[0], [])
        if waiting:  # items between were passed over
            item.session._setupstate.teardown_exact(item)
        for name in list(waiting):
            with pytest.MonkeyPatch.context() as patch:
                MUTANTS[name][0](patch)
                item._initrequest()
                reports = runtestprotocol(item, log=False, nextitem=nextitem)
            if any(report.failed for report in reports):
                self.by[name] = f"{item.nodeid}: {_words(reports)}"
                waiting.remove(name)
                print(f"{name}: noticed by {self.by[name]}", flush=True)  # noqa: T201
        return True


def _words(reports: Iterable[pytest.TestReport]) -> str:
    """What the test said: that a promise does not hold, not that the exchanged function is broken."""
    crash = next(getattr(report.longrepr, "reprcrash", None) for report in reports if report.failed)
    return "" if crash is None else str(crash.message).splitlines()[0]


def unnoticed(names: list[str]) -> list[str]:
    """The rules whose absence the test that is named for them does not notice."""
    trying = Trying(names)
    tests = sorted({MUTANTS[name][1] for name in names})
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header", "--rootdir", str(ROOT)]
    code = pytest.main([*options, *(str(ROOT / test) for test in tests)], plugins=[trying])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"the tests themselves do not run: {code}")
    return [name for name in names if name not in trying.by]


def main(names: list[str]) -> int:
    left = unnoticed(names or list(MUTANTS))
    for name in left:
        print(f"NOBODY NOTICED: {name}")  # noqa: T201
    return len(left)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
