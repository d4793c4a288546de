from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import PointKind
from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft
from crm_desktop.services.meanwhile import Conflict, merged

P1 = PointDraft(PointKind.PHONE, "1", id=b"1")
P2 = PointDraft(PointKind.PHONE, "2", id=b"2")
NEW = PointDraft(PointKind.PHONE, "3")
SEEN = ClientDraft(
    name="Ona",
    points=(P1, P2),
    tags=("a", "b"),
    employments=(EmploymentDraft(b"c", "C"),),
    fields={b"f": "x"},
)


def test_only_mine_only_theirs_and_the_same_on_both():
    mine, now = replace(SEEN, name="X", likes="same"), replace(SEEN, notes="theirs", likes="same")
    draft, conflicts = merged(SEEN, mine, now)
    assert conflicts == ()
    assert (draft.name, draft.notes, draft.likes) == ("X", "theirs", "same")


def test_both_changed_one_value():
    draft, conflicts = merged(SEEN, replace(SEEN, name="X"), replace(SEEN, name="Y"))
    assert conflicts == (Conflict("name", "X", "Y"),)
    assert draft.name == "X"


def test_rows_added_on_either_side_and_removed_on_either():
    theirs = PointDraft(PointKind.EMAIL, "t", id=b"t")
    mine, now = replace(SEEN, points=(P1, NEW)), replace(SEEN, points=(P2, theirs))
    draft, conflicts = merged(SEEN, mine, now)
    assert conflicts == ()
    assert draft.points == (NEW, theirs)


def test_a_row_changed_here_and_removed_there():
    changed = replace(P1, value="9")
    draft, conflicts = merged(SEEN, replace(SEEN, points=(changed, P2)), replace(SEEN, points=(P2,)))
    assert conflicts == (Conflict("points", changed, None, b"1"),)
    assert draft.points == (changed, P2)
    _, conflicts = merged(SEEN, replace(SEEN, points=(P2,)), replace(SEEN, points=(changed, P2)))
    assert conflicts == (Conflict("points", None, changed, b"1"),)


def test_equal_new_rows_stay_two_rows():
    draft, _ = merged(SEEN, replace(SEEN, points=(P1, P2, NEW, NEW)), SEEN)
    assert draft.points == (P1, P2, NEW, NEW)


def test_jobs_are_known_by_their_company():
    other = EmploymentDraft(b"d", "D")
    boss = replace(SEEN.employments[0], job_title="boss")
    mine = replace(SEEN, employments=(boss,))
    now = replace(SEEN, employments=(*SEEN.employments, other, EmploymentDraft(company_name="new")))
    draft, conflicts = merged(SEEN, mine, now)
    assert conflicts == ()
    assert draft.employments == (boss, other, EmploymentDraft(company_name="new"))
    twice = replace(SEEN, employments=(boss, boss))
    assert merged(SEEN, twice, SEEN)[0].employments == (boss, boss)


def test_tags_are_merged_one_by_one():
    draft, conflicts = merged(SEEN, replace(SEEN, tags=("a", "m")), replace(SEEN, tags=("b", "n")))
    assert conflicts == ()
    assert draft.tags == ("m", "n")


def test_own_fields_are_merged_one_by_one():
    draft, conflicts = merged(
        SEEN, replace(SEEN, fields={b"f": "y", b"g": "m"}), replace(SEEN, fields={b"f": "z", b"h": "n"})
    )
    assert conflicts == (Conflict("fields", "y", "z", b"f"),)
    assert draft.fields == {b"f": "y", b"g": "m", b"h": "n"}


_value = st.sampled_from(["", "a", "b"])
_drafts = st.builds(
    ClientDraft,
    name=_value,
    likes=_value,
    points=st.lists(st.sampled_from([P1, replace(P1, value="9"), P2]), unique_by=lambda point: point.id).map(
        tuple
    ),
    dates=st.lists(
        st.sampled_from([DateDraft("d", "--01-01", b"d"), DateDraft("e", "--01-01", b"d")]), max_size=1
    ).map(tuple),
    tags=st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(lambda names: tuple(sorted(names))),
    fields=st.dictionaries(st.sampled_from([b"f", b"g"]), _value),
)


@given(_drafts, _drafts, _drafts)
def test_who_changed_nothing_loses_nothing_and_gains_all(seen, mine, now):
    unordered = lambda draft: replace(draft, points=tuple(sorted(draft.points, key=lambda point: point.id)))  # noqa: E731
    assert unordered(merged(seen, seen, now)[0]) == unordered(now)
    assert merged(seen, mine, seen) == (mine, ())
    assert merged(seen, now, now)[1] == ()
    draft, conflicts = merged(seen, mine, now)
    other, others = merged(seen, now, mine)
    assert len(conflicts) == len(others)
    if not conflicts:
        assert unordered(draft) == unordered(other)
