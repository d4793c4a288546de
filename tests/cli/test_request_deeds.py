from __future__ import annotations

import pytest


@pytest.fixture
def made(add):
    """Two requests of a client, by their ids."""
    client = str(add("client", {"name": "Ona"})["number"])
    add("client", {"name": "Jonas", "responsible": "Anna"})
    return [add("request", {"client": client, "text": text})["id"] for text in ("chipped", "late")]


def rows(run, *options):
    return {row["id"]: row for row in run("requests", "--all", *options, "--json").json["rows"]}


def test_from_the_answer_to_the_end_and_back(run, made):
    first, second = made
    assert run("request", "answer", *made, "--json").json == {"changed": 2}
    assert all(row["answered_at"] for row in rows(run).values())
    assert "2 requests handed over" in run("request", "hand-over", *made, "--to", "anna").out
    assert {row["responsible"] for row in rows(run).values()} == {"Anna"}
    assert "Request saved" in run("request", "resolve", first, "--words", "sent new ones").out
    told = rows(run)
    assert (told[first]["resolution"], bool(told[first]["resolved_at"])) == ("sent new ones", True)
    assert told[second]["resolved_at"] is None
    assert run("request", "reopen", *made, "--json").json == {"changed": 1}
    assert rows(run)[first]["resolved_at"] is None
    assert run("request", "hand-over", first, "--to=-").code == 0
    assert rows(run)[first]["responsible"] == ""
    assert run("undo").code == 0
    assert rows(run)[first]["responsible"] == "Anna"


def test_what_stands_so_already_is_said(run, made):
    run("request", "answer", *made)
    again = run("request", "answer", *made)
    assert (again.code, again.out.strip()) == (0, "Nothing to do: they stand so already.")


@pytest.mark.parametrize(
    ("deed", "more", "said"),
    [
        ("answer", ["0199f2a0-0000-7000-8000-000000000000"], "not in the base"),
        ("answer", ["7"], "not in the base"),
        ("hand-over", ["--to", "Berta"], "Anna"),
        ("hand-over", [], "--to"),
    ],
)
def test_nothing_is_done_where_one_of_them_is_none(run, made, deed, more, said):
    refused = run("request", deed, made[0], *more)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err
    row = rows(run)[made[0]]
    assert (row["answered_at"], row["responsible"]) == (None, "")
