"""``duplicates`` and ``merge``: found with reasons, merged, parted by ``undo``."""

from __future__ import annotations

import pytest


def person(name, phone, **rest):
    return {"name": name, "points": [{"kind": "phone", "value": phone}], **rest}


@pytest.fixture
def twice(add):
    add("client", person("Ona Petraitė", "+37061234567", price_terms="10 %"))
    add("client", person("Ona Petraitė", "+370 612 34567", price_terms="5 %"))
    add("client", person("Jonas Petraitis", "+37061234567"))


def test_pairs_with_reasons(run, twice):
    answer = run("duplicates")
    assert answer.code == 0
    first, last = answer.out.splitlines()
    assert "№ 1 Ona Petraitė" in first
    assert "№ 2 Ona Petraitė" in first
    assert first.endswith("Same name, same phone: +37061234567")
    assert last == "1 pair of probable duplicates"
    found = run("duplicates", "--json").json
    assert found["total"] == 1
    (row,) = found["rows"]
    assert (row["one"]["number"], row["other"]["number"]) == (1, 2)
    assert row["reasons"][0] == {"why": "name_same", "value": "", "points": 60}
    assert run("duplicates", "--json", "--limit", "0").json == {"total": 1, "rows": []}


def test_nobody_twice(run, add):
    add("client", person("Ona", "+37061234567"))
    assert run("duplicates").out.strip() == "Nobody is in the base twice, as far as can be told."


def test_merged_and_parted_by_undo(run, twice):
    answer = run("merge", "1", "2")
    assert answer.code == 0
    assert answer.out.startswith("1 client merged into Ona Petraitė.")
    shown = run("show", "2", "--json").json
    assert shown["number"] == 1
    assert shown["notes"] == "Price terms: 5 % (before merging, card No 2)"
    operation = answer.out.strip().split()[-1]
    assert run("undo", operation).code == 0
    assert run("show", "2", "--json").json["number"] == 2
    merged = run("merge", "2", "1", "--json").json
    assert merged["kept"]["number"] == 2
    assert merged["operation"] > int(operation)


def test_what_cannot_be_merged_is_said(run, add, twice):
    add("client", {"kind": "company", "name": "UAB Rasa"})
    for others in (("4",), ("1",)):
        answer = run("merge", "1", *others)
        assert answer.code == 1
        assert answer.err
    assert run("merge", "1").code == 2
    assert run("merge", "1", "99").code == 1
