from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest


def soon(**ahead):
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


@pytest.fixture
def planned(add):
    add("client", {"name": "Ona", "phones": ["8 612 34567"]})
    add("activity", {"client": "1", "kind": "meeting", "planned_at": soon(minutes=5), "wanted": "vazos"})
    add("activity", {"client": "1", "kind": "visit", "planned_at": soon(days=3), "wanted": "puokštė"})


def test_what_is_due_is_printed_for_people(planned, run):
    answer = run("remind", "--due")
    assert answer.code == 0
    for text in ("Due", "Ona", "meeting", "vazos", "8 612 34567"):
        assert text in answer.out, text
    assert "puokštė" not in answer.out


def test_without_a_word_what_comes_next_is_told_too(planned, run):
    shown = run("remind").out
    assert shown.index("vazos") < shown.index("Next") < shown.index("puokštė")


def test_json_has_one_object_for_each_reminder(planned, run):
    (one,) = run("remind", "--due", "--json").json
    assert (one["kind"], one["client"], one["number"], one["text"], one["activity_kind"], one["due"]) == (
        "contact", "Ona", 1, "vazos", "meeting", True,
    )  # fmt: skip
    assert [each["due"] for each in run("remind", "--json").json] == [True, False]
    # Asked again it is the same: printing answers nothing.
    assert run("remind", "--due", "--json").json == [one]


def test_nothing_is_due_in_an_empty_base(add, run):
    add("client", {"name": "Ona"})
    assert run("remind", "--due").out == "Nothing is due.\n"
    assert run("remind", "--due", "--json").json == []
