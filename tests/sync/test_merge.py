"""merge3 keeps its promises on every triple of a small domain, and on rows of all real tables."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.kinds import ConflictKind
from crm_desktop.models.schema import TABLES
from crm_desktop.sync.merge import Merged, Row, changed_fields, merge3

V, W = b"V" * 16, b"W" * 16
FATES: tuple[dict[str, Any], ...] = (
    {"deleted": 0, "merged_into": None},
    {"deleted": 1, "merged_into": None},
    {"deleted": 1, "merged_into": V},
    {"deleted": 1, "merged_into": W},
)
STATES: tuple[dict[str, Any], ...] = tuple(
    {"a": a, "b": b, **fate} for a, b, fate in itertools.product((0, 1, 2), ("x", "y", None), FATES)
)
TRIPLES = list(itertools.product((None, *STATES), STATES, (None, *STATES)))
MERGED = [merge3(*triple) for triple in TRIPLES]
LIVE, BIN = FATES[0], FATES[1]


def fate(row: Row) -> tuple[object, object]:
    return row.get("deleted", 0), row.get("merged_into")


def state(a: int = 0, b: str | None = "x", **fate_: Any) -> dict[str, Any]:
    return {"a": a, "b": b, **LIVE, **fate_}


def values(row: Row) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("deleted", "merged_into")}


def told(merged: Merged) -> set[tuple[str, str]]:
    return {(conflict.field, conflict.kind.value) for conflict in merged.conflicts}


# --- the promises: each is checked on every triple, and on rows of the real tables ---


def equal_sides_make_no_difference(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    if theirs is not None and mine == theirs:
        assert merged == Merged(dict(mine))


def what_was_left_alone_here_is_the_servers(
    base: Row | None, mine: Row, theirs: Row | None, merged: Merged
) -> None:
    if theirs is not None and base == mine:
        assert merged == Merged(dict(theirs))


def what_was_left_alone_there_is_ours(
    base: Row | None, mine: Row, theirs: Row | None, merged: Merged
) -> None:
    if theirs is None or base == theirs:
        assert merged == Merged(dict(mine))


def nothing_is_invented(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    sides = [mine] if theirs is None else [mine, theirs]
    assert merged.row.keys() == mine.keys()
    for field, value in values(merged.row).items():
        assert any(value == side[field] for side in sides)
    assert fate(merged.row) in [fate(side) for side in sides]


def nothing_of_ours_is_lost(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    listed = {(conflict.field, conflict.loser) for conflict in merged.conflicts}
    for field, value in values(mine).items():
        if base is None or base[field] != value:
            assert merged.row[field] == value or (field, value) in listed
    changed = base is None or fate(base) != fate(mine)
    # Thrown away here, merged there: it is gone from the lists either way, which is all that was asked.
    if changed and fate(merged.row) != fate(mine) and not (mine["deleted"] and merged.row["deleted"]):
        assert any(c.field in ("deleted", "merged_into") for c in merged.conflicts)
    if changed and mine.get("merged_into") not in (None, merged.row.get("merged_into")):
        assert ("merged_into", mine["merged_into"]) in listed


def an_acknowledged_value_stands(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    if theirs is None:
        return
    for field, value in values(theirs).items():
        if base is None or base[field] != value:
            assert merged.row[field] == value


def an_edit_beats_a_delete(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    if base is None or theirs is None or base["deleted"]:
        return
    for one, other, kind in ((mine, theirs, "revived"), (theirs, mine, "delete_refused")):
        if not one["deleted"] and values(one) != values(base) and fate(other) == fate({**other, **BIN}):
            assert not merged.row["deleted"]
            assert ("deleted", kind) in told(merged)


def a_merge_is_never_overruled_by_an_edit_there(
    base: Row | None, mine: Row, theirs: Row | None, merged: Merged
) -> None:
    if theirs is not None and theirs.get("merged_into") is not None and (base is None or base != theirs):
        if base is not None and fate(base) == fate(theirs):
            return  # parted here
        assert fate(merged.row) == fate(theirs)


def a_live_row_points_nowhere(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    assert merged.row["deleted"] or merged.row.get("merged_into") is None


def merging_again_changes_nothing(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    """After a pull the shadow is the server's row: the push that follows must find nothing to decide."""
    assert merge3(theirs, merged.row, theirs) == Merged(merged.row)
    assert merge3(merged.row, merged.row, merged.row) == Merged(merged.row)


def a_conflict_says_what_stands_and_what_went(
    base: Row | None, mine: Row, theirs: Row | None, merged: Merged
) -> None:
    fields = [conflict.field for conflict in merged.conflicts]
    assert len(fields) == len(set(fields))
    for conflict in merged.conflicts:
        assert conflict.winner == merged.row[conflict.field]
        assert conflict.loser != conflict.winner
        assert conflict.base == (None if base is None else base[conflict.field])


def apart_is_no_conflict(base: Row | None, mine: Row, theirs: Row | None, merged: Merged) -> None:
    if base is None or theirs is None or not (fate(base) == fate(mine) == fate(theirs)):
        return
    if not set(changed_fields(base, mine)) & set(changed_fields(base, theirs)):
        assert not merged.conflicts


PROMISES = (
    equal_sides_make_no_difference,
    what_was_left_alone_here_is_the_servers,
    what_was_left_alone_there_is_ours,
    nothing_is_invented,
    nothing_of_ours_is_lost,
    an_acknowledged_value_stands,
    an_edit_beats_a_delete,
    a_merge_is_never_overruled_by_an_edit_there,
    a_live_row_points_nowhere,
    merging_again_changes_nothing,
    a_conflict_says_what_stands_and_what_went,
    apart_is_no_conflict,
)


def test_the_domain_is_whole() -> None:
    assert len(TRIPLES) == 37 * 36 * 37 > 20_000


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_promise_holds_for_every_triple(promise: Any) -> None:
    for triple, merged in zip(TRIPLES, MERGED, strict=True):
        promise(*triple, merged)


# --- the table of the protocol, one by one ---


@pytest.mark.parametrize(
    ("mine", "theirs", "row", "listed"),
    [
        (state(1), state(b="y"), state(1, "y"), set()),
        (state(1), state(2), state(2), {("a", "both_changed")}),
        (state(1), state(**BIN), state(1), {("deleted", "revived")}),
        (state(1), state(**FATES[2]), state(**FATES[2]), {("a", "edited_after_merge")}),
        (state(**BIN), state(1), state(1), {("deleted", "delete_refused")}),
        (state(**BIN), state(**FATES[2]), state(**FATES[2]), set()),
        (state(**FATES[2]), state(1), state(1), {("merged_into", "merge_refused")}),
        (state(**FATES[2]), state(**BIN), state(**FATES[2]), set()),
        (state(**FATES[2]), state(**FATES[3]), state(**FATES[3]), {("merged_into", "merged_elsewhere")}),
        (state(2, **BIN), state(1, **BIN), state(1, **BIN), {("a", "both_changed")}),
    ],
)
def test_what_meets_what(
    mine: dict[str, Any], theirs: dict[str, Any], row: dict[str, Any], listed: set[tuple[str, str]]
) -> None:
    merged = merge3(state(), mine, theirs)
    assert merged.row == row
    assert told(merged) == listed


def test_taken_out_of_the_bin_here_and_merged_there_stays_merged() -> None:
    merged = merge3(state(**BIN), state(), state(**FATES[2]))
    assert merged.row == state(**FATES[2])
    assert told(merged) == {("merged_into", "edited_after_merge")}


def test_a_merge_taken_back_here_and_thrown_away_there_lives() -> None:
    merged = merge3(state(**FATES[2]), state(), state(**BIN))
    assert merged.row == state()
    assert told(merged) == {("deleted", "revived")}


def test_without_a_base_nothing_is_revived() -> None:
    """A file of last year joins again: what was thrown away since does not come back, and is named."""
    merged = merge3(None, state(), state(**BIN))
    assert merged.row == state(**BIN)
    assert told(merged) == {("deleted", "both_changed")}


def test_a_column_the_server_does_not_know_keeps_our_value() -> None:
    merged = merge3(
        {"a": 0, "new": 0, "deleted": 0}, {"a": 0, "new": 5, "deleted": 0}, {"a": 3, "deleted": 0}
    )
    assert merged == Merged({"a": 3, "new": 5, "deleted": 0})


def test_a_column_that_came_after_the_base_was_noted_is_as_without_a_base() -> None:
    merged = merge3({"deleted": 0}, {"new": 5, "deleted": 0}, {"new": 7, "deleted": 0})
    assert merged.row == {"new": 7, "deleted": 0}
    assert [(c.field, c.base, c.loser) for c in merged.conflicts] == [("new", None, 5)]


def test_a_row_in_the_bin_has_no_edit_that_revives_it() -> None:
    assert merge3(state(**BIN), state(1, **BIN), state(**FATES[2])).row == state(**FATES[2])


# --- rows of the real tables ---

TEXTS = st.sampled_from(["", "a", "b", "ё"]) | st.text(max_size=3)
REAL = st.none() | TEXTS | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=3) | st.sampled_from([V, W])


@st.composite
def real_rows(draw: st.DrawFn) -> tuple[Row | None, Row, Row | None]:
    spec = draw(st.sampled_from(TABLES))
    fields = [name for name in spec.columns if name not in ("deleted", "merged_into")]
    touched = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3, unique=True))
    base: dict[str, Any] = {name: name for name in fields}
    fates = FATES if "merged_into" in spec.columns else FATES[:2]

    def side() -> dict[str, Any]:
        changed = {name: draw(REAL) for name in touched if draw(st.booleans())}
        row = {**base, **changed, **draw(st.sampled_from(fates))}
        return {name: row[name] for name in spec.columns}

    sides: list[dict[str, Any]] = [side(), side(), side()]
    return draw(st.sampled_from([None, *sides])), sides[1], draw(st.sampled_from([None, *sides]))


def keeps_every_promise(rows: tuple[Row | None, Row, Row | None]) -> None:
    merged = merge3(*rows)
    for promise in PROMISES:
        promise(*rows, merged)


@settings(max_examples=2_000)
@given(real_rows())
def test_every_promise_holds_for_rows_of_real_tables(rows: tuple[Row | None, Row, Row | None]) -> None:
    keeps_every_promise(rows)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=100_000)
@given(real_rows())
def test_every_promise_holds_for_many_rows_of_real_tables(rows: tuple[Row | None, Row, Row | None]) -> None:
    keeps_every_promise(rows)


def test_every_kind_that_merging_tells_is_one_the_list_knows() -> None:
    found = {conflict.kind for merged in MERGED for conflict in merged.conflicts}
    assert found == set(ConflictKind) - {ConflictKind.MERGED, ConflictKind.NUMBER, ConflictKind.RETURNED}
