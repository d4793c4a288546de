from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest


def soon(**ahead):
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


def test_show_for_people_has_what_matters(add, run):
    add("client", {"name": "UAB „Vėjas“", "kind": "company"})
    add(
        "client",
        {
            "name": "Rasa Petraitienė", "company": "UAB „Vėjas“", "job_title": "direktorė", "likes": "bijūnai",
            "phones": ["8 612 34567 vid. 5"], "birthday": "1970-05-17", "salutation": "Gerb. p. Petraitiene",
            "do_not_contact": True, "preferred_channel": "sms", "language": "lt", "referrer": "1", "tags": ["VIP"],
            "dates": [{"label": "Vestuvės", "date": "--06-01"}], "fields": {"Plotas": "20"}, "stage": "client",
            "points": [{"kind": "phone", "value": "8 5 212 3456", "label": "work", "note": "iki 17 val."}],
        },
    )  # fmt: skip
    add(
        "request",
        {"client": "2", "kind": "complaint", "text": "nuvyto", "received_at": "2026-01-01T08:00:00Z"},
    )
    add("payment", {"client": "2", "amount": 4550, "currency": "EUR", "due_on": "2020-01-01"})
    add(
        "activity",
        {"client": "2", "kind": "call", "held_at": "2026-02-01T08:00:00Z", "result": "atsiprašyta"},
    )
    add("activity", {"client": "2", "kind": "visit", "planned_at": soon(days=9), "wanted": "nauja puokštė"})
    shown = run("show", "2").out
    for text in (
        "№ 2  Rasa Petraitienė", "[Client]", "UAB „Vėjas“, direktorė", "Gerb. p. Petraitiene", "bijūnai",
        "8 5 212 3456", "(iki 17 val.)", "Complaint", "nuvyto", "45.50", "overdue", "Planned", "nauja puokštė",
        "17 May 1970", "VIP", "Vestuvės: 1 Jun", "Plotas: 20", "Does not want to be contacted", "atsiprašyta", "SMS",
        "Lietuvių",
    ):  # fmt: skip
        assert text in shown, text
    assert "Rasa Petraitienė" in run("show", "№ 1").out


def test_show_of_a_client_in_the_bin_and_of_a_bare_one(add, run, base):
    from crm_desktop import ids
    from crm_desktop.services import clients
    from crm_desktop.services.base import open_base

    added = add("client", {"name": "Ona"})
    assert "History" not in run("show", "1").out
    opened = open_base(base)
    clients.delete(opened.store, [ids.from_text(added["id"])])
    opened.store.close()
    assert "This client lies in the bin." in run("show", added["id"]).out
    assert run("show", "1", "--json").json["deleted"] is True


def test_json_of_show_has_the_whole_card_and_the_whole_history(add, run):
    add("client", {"name": "Ona"})
    add("activity", [{"client": "1", "kind": "note", "result": f"{n}"} for n in range(60)])
    shown = run("show", "1", "--json").json
    assert len(shown["history"]) == shown["counts"]["activities"] == 60
    assert set(shown) == {
        "id", "kind", "number", "name", "prefix", "family", "given", "middle", "suffix", "nickname", "salutation",
        "gender", "birthday", "source_detail", "preferred_channel", "preferred_hours", "language", "do_not_contact",
        "likes", "notes", "discount_bp", "price_terms", "loyalty_card", "ideal_silence_days", "longest_silence_days",
        "created_at", "deleted", "stage", "source",
        "responsible", "referrer", "merged_into", "jobs", "people", "people_total", "tags", "groups", "points", "dates",
        "fields", "external_ids", "open_requests", "last_contacts", "planned", "owed", "imports", "counts", "history",
        "satisfaction", "vip", "prices", "in_parts", "deals", "payments", "stage_changes",
    }  # fmt: skip
    assert set(shown["history"][0]) == {
        "id", "client_id", "kind", "direction", "at", "planned_at", "held_at", "all_day", "minutes", "place", "wanted",
        "offered", "result", "outcome", "responsible_id", "responsible", "of_person", "repeats", "moves",
    }  # fmt: skip


def test_agenda(add, run):
    today = datetime.now().astimezone().date()
    add(
        "client",
        {"name": "Ona", "birthday": today.isoformat().replace(str(today.year), "--", 1).replace("---", "--")},
    )
    add(
        "client",
        {"name": "Jonas", "dates": [{"label": "Vestuvės", "date": f"{today.year - 10}-{today:%m-%d}"}]},
    )
    add("activity", {"client": "1", "kind": "call", "planned_at": soon(days=-2), "wanted": "perskambinti"})
    add("activity", {"client": "1", "kind": "visit", "planned_at": soon(days=3), "wanted": "vazos"})
    add("activity", {"client": "1", "kind": "visit", "planned_at": soon(days=30), "wanted": "vėliau"})
    found = run("agenda", "--json").json
    assert set(found) == {"from", "to", "overdue", "planned", "occasions"}
    assert found["from"] == today.isoformat()
    assert found["to"] == (today + timedelta(days=14)).isoformat()
    assert [contact["wanted"] for contact in found["overdue"]] == ["perskambinti"]
    assert [contact["wanted"] for contact in found["planned"]] == ["vazos"]
    assert set(found["planned"][0]) == {
        "id", "client_id", "number", "client", "kind", "planned_at", "all_day", "minutes", "place", "wanted", "phone",
        "occurrence",
    }  # fmt: skip
    assert [(each["client"], each["label"], each["years"]) for each in found["occasions"]] == [
        ("Jonas", "Vestuvės", 10), ("Ona", "", None),
    ]  # fmt: skip
    shown = run("agenda", "--to", (today + timedelta(days=40)).isoformat()).out
    for text in ("Overdue", "perskambinti", "Planned", "vazos", "vėliau", "Birthday", "Vestuvės", "10 years"):
        assert text in shown, text


def test_an_empty_agenda_says_so(add, run):
    add("client", {"name": "Ona"})
    assert "Nothing is planned." in run("agenda", "--from", "2030-01-01", "--to", "2030-01-02").out


@pytest.mark.parametrize(
    ("typed", "kind", "field"),
    [("vėd", "direct", "company"), ("perraitiene", "typo", "name"), ("61234567", None, "phone"),
     ("bijun", None, "likes")],
)  # fmt: skip
def test_search_tells_why(add, run, typed, kind, field):
    add("client", {"name": "MB „Vėdinimas“", "kind": "company"})
    add(
        "client",
        {"name": "Rasa Petraitienė", "company": "MB „Vėdinimas“", "likes": "bijūnai", "stage": "regular",
         "phones": ["8 612 34567", "8 5 212 3456"], "emails": ["rasa@pastas.example"]},
    )  # fmt: skip
    answer = run("search", typed, "--json").json
    assert set(answer) == {"total", "rows"}
    (row,) = [row for row in answer["rows"] if row["number"] == 2]
    assert set(row) == {"id", "number", "name", "phones", "emails", "company", "stage", "matched"}
    assert row["phones"] == ["8 612 34567", "8 5 212 3456"]
    assert row["emails"] == ["rasa@pastas.example"]
    assert (row["company"], row["stage"]) == ("MB „Vėdinimas“", "Regular")
    assert row["matched"]["field"] == field
    assert kind in (None, row["matched"]["kind"])


def test_search_for_people(add, run):
    add("client", [{"name": f"Ona {n}", "likes": "bijūnai"} for n in range(3)])
    shown = run("search", "bij", "--limit", "2").out
    assert shown.startswith("3 clients found.\n")
    assert shown.count("bijūnai") == 2
    assert run("search", "nobody").out == "0 clients found.\n"
