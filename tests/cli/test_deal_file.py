"""Deals through the shell: in with all they hold, out as a file."""

from __future__ import annotations

import csv

import pytest

from crm_desktop.cli import deal_file

DEAL = {
    "client": "1", "title": "Vestuvės", "currency": "EUR", "stage": "offer", "source": "Skelbimas",
    "responsible": "Rasa", "expected_on": "2035-06-01", "cost": 5,
    "items": [
        {"name": "Rožės", "quantity": 25000, "price": 200, "cost": 90},
        {"name": "Vaza", "price": 1250, "cost": 700},
    ],
}  # fmt: skip


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(
            csv.DictReader(file, delimiter=";" if ";" in file.readline() and not file.seek(0) else ",")
        )


def test_a_deal_goes_in_with_all_it_holds_and_comes_out_so(add, run, tmp_path):
    add("client", {"name": "Ona"})
    add("deal", DEAL)
    add("deal", {"client": "1", "title": "Senas", "state": "lost", "lost_reason": "brangu", "stage": None})
    path = tmp_path / "deals.csv"
    answer = run("export", "deals", "--to", path, "--json")
    assert (answer.code, answer.json) == (0, {"file": str(path), "rows": 2, "cut": 0})
    old, new = table(path)
    assert (old["Name of the deal"], old["Stage of the deal"], old["Why it was lost"]) == (
        "Senas",
        "Lost",
        "brangu",
    )
    assert new["Sum of the deal"] == "62.5"
    assert (new["Costs of the deal"], new["Profit"]) == ("29.5", "33.0")
    assert (new["Stage of the deal"], new["Responsible for the deal"], new["Source"]) == (
        "Offer made", "Rasa", "Skelbimas"
    )  # fmt: skip
    assert new["What is sold"] == "25 × Rožės; Vaza"


def test_it_is_told_in_words(add, run, tmp_path):
    add("client", {"name": "Ona"})
    add("deal", {"client": "1", "title": "x", "notes": "y" * 40_000})
    answer = run("export", "deals", "--to", tmp_path / "deals.xlsx")
    assert answer.out.startswith(f"1 deal written to {tmp_path / 'deals.xlsx'}\n")
    assert len(answer.out.splitlines()) == 2
    answer = run("export", "deals", "--to", tmp_path / "deals.csv")
    assert len(answer.out.splitlines()) == 1
    assert run("export", "deals", "--to", tmp_path / "deals.pdf").code == 1
    assert deal_file.__doc__


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"stage": "nowhere"}, "new, offer, terms, won, lost"),
        ({"stage": "won", "pipeline": "Export"}, "won"),
        ({"stage": 5}, "stage"),
        ({"items": [{"quantity": 1000}]}, "name"),
        ({"items": [{"name": "x", "price": "1"}]}, "price"),
        ({"items": "x"}, "items"),
        ({"stage_id": "x"}, "stage_id"),
    ],
)
def test_what_is_none_is_said(add, run, tmp_path, given, said):
    import json

    add("client", {"name": "Ona"})
    path = tmp_path / "deal.json"
    path.write_text(json.dumps({"client": "1", "title": "x", **given}))
    answer = run("add", "deal", "--json-in", path)
    assert answer.code == 1
    assert said in answer.err


def test_a_stage_is_found_in_its_pipeline(add, run, base, tmp_path):
    from crm_desktop.services import deal_stages
    from crm_desktop.services.base import open_base

    opened = open_base(base)
    deal_stages.add_pipeline(opened.store, "Export")
    opened.store.close()
    add("client", {"name": "Ona"})
    add("deal", {"client": "1", "title": "x", "stage": "WON", "pipeline": "export"})
    run("export", "deals", "--to", tmp_path / "deals.csv")
    (row,) = table(tmp_path / "deals.csv")
    assert (row["Pipeline"], row["Won or lost"]) == ("Export", "Won")


def test_a_view_of_deals_is_none_of_clients(run, add, base, tmp_path):
    from crm_desktop.services import views
    from crm_desktop.services.base import open_base

    add("client", {"name": "Ona"})
    opened = open_base(base)
    views.save(opened.store, "Won ones", {"of": views.DEALS})
    opened.store.close()
    answer = run("export", "clients", "--to", tmp_path / "x.csv", "--view", "Won ones")
    assert answer.code == 1
    assert "Won ones" in answer.err
