from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta


def ago(**length):
    return (datetime.now(UTC) - timedelta(**length)).isoformat()


def test_requests_and_marks_are_added_listed_and_found(add, run):
    number = add("client", {"name": "Ona"})["number"]
    who = str(number)
    add("request", {"client": who, "kind": "wish", "text": "голубую вазу", "channel": "visit"})
    late = add(
        "request", {"client": who, "text": "came chipped", "received_at": ago(days=5), "responsible": "Anna"}
    )
    done = add(
        "request",
        {
            "client": who,
            "kind": "inquiry",
            "text": "prices",
            "resolved_at": ago(hours=1),
            "received_at": ago(days=2),
        },
    )
    shown = run("requests", "--json").json
    assert shown["total"] == 2
    assert [(row["text"], row["overdue"]) for row in shown["rows"]] == [
        ("came chipped", True),
        ("голубую вазу", False),
    ]
    assert (shown["rows"][1]["channel"], shown["rows"][0]["responsible"]) == ("visit", "Anna")
    assert [row["id"] for row in run("requests", "--overdue", "--json").json["rows"]] == [late["id"]]
    assert [row["id"] for row in run("requests", "--resolved", "--json").json["rows"]] == [done["id"]]
    assert run("requests", "--all", "--kind", "inquiry", "--json").json["total"] == 1
    found = run("requests", "who", "asked", "for", "голубые", "вазы?", "--json").json
    assert [row["text"] for row in found["rows"]] == ["голубую вазу"]
    table = run("requests").out
    assert "overdue" in table
    assert "came chipped" in table
    assert "2 requests" in table


def test_a_mark_is_given_and_stands_on_the_card(add, run):
    number = add("client", {"name": "Ona"})["number"]
    request = add("request", {"client": str(number), "text": "chipped"})
    add("feedback", {"client": str(number), "mark": 2, "comment": "too slow", "request": request["id"]})
    shown = run("show", str(number), "--json").json
    assert (shown["satisfaction"]["last"], shown["satisfaction"]["comment"]) == (2, "too slow")
    assert "★★☆☆☆ 2 of 5" in run("show", str(number)).out


def test_bad_values_are_refused_in_words(add, run, tmp_path):
    number = add("client", {"name": "Ona"})["number"]
    for what, given, said in (
        ("feedback", {"client": str(number), "mark": 9}, "9"),
        ("request", {"client": str(number), "text": "x", "channel": "pigeon"}, "pigeon"),
        (
            "request",
            {"client": str(number), "text": "x", "received_at": "2199-01-01T00:00:00Z"},
            "yet to come",
        ),
    ):
        path = tmp_path / "given.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        refused = run("add", what, "--json-in", path)
        assert refused.code == 1
        assert said in refused.err


def test_times_are_written_as_people_do(add, run, monkeypatch):
    client = str(add("client", {"name": "Ona"})["number"])
    add(
        "request",
        {"client": client, "text": "by day", "received_at": "2026-01-05", "answered_at": "2026-01-05 15:30"},
    )
    (row,) = run("requests", "--json").json["rows"]
    day = datetime(2026, 1, 5).astimezone(UTC)
    assert datetime.fromisoformat(row["received_at"]) == day
    assert datetime.fromisoformat(row["answered_at"]) == day + timedelta(hours=15, minutes=30)


def test_filters(add, run):
    client = str(add("client", {"name": "Ona"})["number"])
    for text, more in (
        ("mail", {"channel": "email", "received_at": "2026-01-05 12:00"}),
        ("hers", {"responsible": "Anna", "received_at": "2026-02-05 12:00"}),
    ):
        add("request", {"client": client, "text": text, **more})

    def listed(*options):
        return [row["text"] for row in run("requests", *options, "--json").json["rows"]]

    assert listed("--channel", "email") == ["mail"]
    assert listed("--with", "anna") == ["hers"]
    assert listed("--with=-") == ["mail"]
    assert listed("--from", "2026-01-05", "--to", "2026-01-05") == ["mail"]
    assert listed("--from", "2026-01-06") == ["hers"]
    refused = run("requests", "--with", "Berta")
    assert (refused.code, refused.out) == (1, "")
    assert "Anna" in refused.err
