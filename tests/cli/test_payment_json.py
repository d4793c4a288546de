"""``add payment``: written down, paid in parts, planned in parts, as in the window."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def deal(add):
    add("client", {"name": "Ona"})
    return add("deal", {"client": "1", "title": "Wedding", "amount": 100_000, "currency": "EUR"})["id"]


def paid(run):
    """The payments of the client, as (amount, due, paid)."""
    shown = run("show", "1", "--json").json
    return [(each["amount"], each["due_on"], each["paid_on"]) for each in shown["payments"]]


def test_a_planned_payment_is_paid_in_parts_and_then_whole(add, run, deal):
    planned = add("payment", {"client": "1", "amount": 5000, "currency": "EUR", "deal": deal})["id"]
    part = add("payment", {"pays": planned, "amount": 2000, "paid_on": "2026-11-02"})
    assert (part["rest"], part["over"]) == (3000, 0)
    assert part["id"] != planned
    assert paid(run) == [(3000, None, None), (2000, None, "2026-11-02")]
    last = add("payment", {"pays": planned, "paid_on": "2026-11-03"})
    assert last == {"id": planned, "rest": 0, "over": 0}
    assert run("show", "1", "--json").json["owed"] == []
    run("undo")
    assert paid(run)[0] == (3000, None, None)


def test_the_rest_of_a_deal_is_planned_in_parts(add, run, deal):
    add(
        "payment", {"client": "1", "amount": 10_000, "currency": "EUR", "paid_on": "2026-11-01", "deal": deal}
    )
    planned = add("payment", {"deal": deal, "plan": 3, "first": "2035-01-31", "note": "monthly"})
    assert len(planned["ids"]) == 3
    assert paid(run)[:3] == [
        (30_000, "2035-01-31", None),
        (30_000, "2035-02-28", None),
        (30_000, "2035-03-31", None),
    ]
    run("undo")
    assert len(paid(run)) == 1
    add("payment", {"deal": deal, "percent": [30, 12.5, 57.5]})
    assert sorted(amount for amount, due, _ in paid(run) if due is None) == [10_000, 11_250, 27_000, 51_750]
    run("undo")
    add("payment", {"deal": deal, "amounts": [20_000, 5000], "first": "2035-01-01"})
    assert paid(run)[:2] == [(20_000, "2035-01-01", None), (5000, "2035-02-01", None)]


def test_what_we_owe_is_planned_below_nought(add, run):
    add("client", {"name": "Ona"})
    bought = add("deal", {"client": "1", "title": "Vases", "amount": -900, "currency": "EUR"})["id"]
    add("payment", {"deal": bought, "amounts": [400, 500]})
    assert sorted(amount for amount, _, _ in paid(run)) == [-500, -400]


def test_how_many_were_planned_is_said(run, deal, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"deal": deal, "plan": 4}))
    assert run("add", "payment", "--json-in", file).out == "4 records added.\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pays": "x"}, "pays"),
        ({"pays": 5}, "pays"),
        ({"pays": "01890a5d-ac96-774b-bcce-b302099a8057"}, "not in the base"),
        ({"pays": "PLANNED", "amount": True}, "amount"),
        ({"pays": "PLANNED", "paid_on": 20261101}, "paid_on"),
        ({"pays": "PLANNED", "currency": "EUR"}, "currency"),
        ({"plan": 3}, "deal"),
        ({"deal": "DEAL", "plan": "3"}, "plan"),
        ({"deal": "DEAL", "plan": 0}, "from 1 to 60"),
        ({"deal": "DEAL", "plan": 2, "percent": [50, 50]}, "percent"),
        ({"deal": "DEAL", "percent": 50}, "percent"),
        ({"deal": "DEAL", "percent": [True]}, "percent"),
        ({"deal": "DEAL", "percent": [33.333]}, "percent"),
        ({"deal": "DEAL", "percent": [80, 30]}, "100"),
        ({"deal": "DEAL", "amounts": [100_001]}, "€1,000"),
        ({"deal": "DEAL", "amounts": ["5"]}, "amounts"),
        ({"deal": "DEAL", "plan": 2, "first": "soon"}, "soon"),
        ({"deal": "DEAL", "plan": 2, "client": "1"}, "client"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_written(add, run, deal, tmp_path, given, said):
    planned = add("payment", {"client": "1", "amount": 5000, "currency": "EUR"})["id"]
    before = run("history", "--json").json
    file = tmp_path / "given.json"
    file.write_text(json.dumps(given).replace("DEAL", deal).replace("PLANNED", planned))
    answer = run("add", "payment", "--json-in", file)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert run("history", "--json").json == before


def test_show_tells_how_the_client_went_on(add, run):
    add("client", {"name": "Ona", "stage": "visitor"})
    assert run("show", "1", "--json").json["stage_changes"] == []
