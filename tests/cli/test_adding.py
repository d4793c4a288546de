from __future__ import annotations

import io
import json
import uuid

import pytest

WHOLE = {
    "kind": "person",
    "family": "Иванов",
    "given": "Пётр",
    "middle": "Ильич",
    "salutation": "Уважаемый Пётр Ильич",
    "birthday": "--02-29",
    "phones": ["8 903 123-45-67"],
    "emails": ["Petr@pochta.example"],
    "points": [{"kind": "address", "street": "ул. Лесная, 5", "city": "Тверь", "label": "home"}],
    "company": "ООО «Вентмонтаж»",
    "job_title": "прораб",
    "stage": "regular",
    "source": "Сайт",
    "responsible": "Rasa",
    "tags": ["VIP"],
    "groups": ["Ключевые"],
    "dates": [{"label": "Свадьба", "date": "2001-06-09"}],
    "fields": {"Объект, м²": "240"},
    "do_not_contact": False,
    "discount_bp": 500,
    "likes": "пионы",
    "number": 77,
}


def test_a_whole_client_comes_back_from_show(add, run):
    added = add("client", WHOLE)
    assert added["number"] == 77
    uuid.UUID(added["id"])
    shown = run("show", "77", "--json").json
    assert shown["id"] == added["id"]
    for key in (
        "kind",
        "family",
        "given",
        "middle",
        "salutation",
        "birthday",
        "likes",
        "discount_bp",
        "number",
    ):
        assert shown[key] == WHOLE[key], key
    assert [(point["kind"], point["value"]) for point in shown["points"]][:2] == [
        ("phone", "8 903 123-45-67"), ("email", "Petr@pochta.example"),
    ] or {point["kind"] for point in shown["points"]} == {"phone", "email", "address"}  # fmt: skip
    assert shown["jobs"][0]["company"] == "ООО «Вентмонтаж»"
    assert shown["jobs"][0]["job_title"] == "прораб"
    assert shown["stage"]["role"] == "regular"
    assert (shown["source"], shown["responsible"]) == ("Сайт", "Rasa")
    assert [tag["name"] for tag in shown["tags"]] == ["VIP"]
    assert [group["name"] for group in shown["groups"]] == ["Ключевые"]
    assert shown["dates"][0]["date"] == "2001-06-09"
    assert [(field["name"], field["value"]) for field in shown["fields"]] == [("Объект, м²", "240")]


def test_a_list_is_one_step_to_undo(add, run):
    rows = add("client", [{"name": "Ona"}, {"name": "Jonas", "referrer": "1"}])
    assert [row["number"] for row in rows] == [1, 2]
    assert run("show", "2", "--json").json["referrer"]["name"] == "Ona"
    assert run("undo").code == 0
    assert run("search", "ona", "--json").json["total"] == 0


def test_one_bad_record_and_none_goes_in(add, run, tmp_path):
    add("client", {"name": "Rasa"})
    file = tmp_path / "bad.json"
    file.write_text(json.dumps([{"name": "Ona"}, {"name": "Jonas", "birthday": "30 February"}]))
    answer = run("add", "client", "--json-in", file)
    assert answer.code == 1
    assert "30 February" in answer.err
    assert answer.out == ""
    assert run("search", "ona", "--json").json["total"] == 0


def test_activity_deal_payment_and_request_stand_on_the_card(add, run):
    add("client", {"name": "Ona"})
    call = {
        "client": "№ 1", "kind": "call", "direction": "in", "held_at": "2026-11-20T10:00:00+02:00", "wanted": "rožės",
        "result": "sutarta", "outcome": "successful", "minutes": 5, "responsible": "Rasa",
        "next_at": "2035-01-02T08:00:00Z", "next_kind": "visit", "next_wanted": "parodyti",
    }  # fmt: skip
    add("activity", call)
    deal = add("deal", {"client": "1", "title": "Vestuvės", "amount": 120000, "currency": "EUR"})
    payment = {"client": "1", "amount": 120000, "currency": "EUR", "due_on": "2020-01-01", "deal": deal["id"]}
    add("payment", payment)
    add(
        "request",
        {"client": "1", "kind": "wish", "text": "mėlynos vazos", "received_at": "2026-11-01T08:00:00Z"},
    )
    shown = run("show", "1", "--json").json
    assert shown["last_contacts"][0]["at"] == "2026-11-20T08:00:00.000Z"
    assert shown["planned"][0]["wanted"] == "parodyti"
    assert shown["owed"] == [
        {
            "currency": "EUR",
            "amount": 120000,
            "overdue": 120000,
            "next_due": "2020-01-01",
            "we_owe": 0,
            "we_overdue": 0,
            "next_on": None,
            "next_amount": 0,
        }
    ]
    assert shown["open_requests"][0]["text"] == "mėlynos vazos"
    assert {entry["kind"] for entry in shown["history"]} == {"call", "visit"}
    assert shown["history"][-1]["responsible"] == "Rasa"
    assert shown["counts"]["deals"] == 1


def test_a_stage_by_its_own_name_and_an_amount_left_open(add, run, base):
    from crm_desktop.services import dictionaries
    from crm_desktop.services.base import open_base

    opened = open_base(base)
    dictionaries.add(opened.store, dictionaries.Dictionary.STAGE, "Draugas")
    opened.store.close()
    add("client", {"name": "Ona", "stage": "draugas", "discount_bp": None})
    assert run("show", "1", "--json").json["stage"]["name"] == "Draugas"


def test_json_may_be_piped_in(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"name": "Ona"}'))
    answer = run("add", "client", "--json-in", "-")
    assert (answer.code, answer.out) == (0, "1 record added.\n")


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("client", {"nmae": "Ona"}, "nmae"),
        ("client", {"name": 5}, "name"),
        ("client", {"name": "Ona", "do_not_contact": 1}, "do_not_contact"),
        ("client", {"name": "Ona", "discount_bp": True}, "discount_bp"),
        ("client", {"name": "Ona", "kind": "robot"}, "robot"),
        ("client", {"name": "Ona", "stage": "tourist"}, "tourist"),
        ("client", {"name": "Ona", "tags": "VIP"}, "tags"),
        ("client", {"name": "Ona", "tags": [1]}, "tags"),
        ("client", {"name": "Ona", "phones": "8612"}, "phones"),
        ("client", {"name": "Ona", "points": ["8612"]}, "8612"),
        ("client", {"name": "Ona", "points": [{"value": "8612"}]}, "kind"),
        ("client", {"name": "Ona", "fields": []}, "fields"),
        ("client", {"name": "Ona", "referrer": "99"}, "99"),
        ("client", {"name": "Ona", "stage_id": "x"}, "stage_id"),
        ("client", {}, "name"),
        ("activity", {"client": "Petras", "kind": "call"}, "Petras"),
        ("activity", {"client": "Ona", "kind": "call"}, "Ona"),
        ("payment", {"client": "1", "amount": 5, "currency": "EUR", "deal": "x"}, "deal"),
        ("payment", {"client": "1", "currency": "EUR"}, "amount"),
        ("deal", {"client": "1", "amount": "12.50"}, "amount"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_added(run, add, tmp_path, what, given, said):
    add("client", {"name": "Rasa"})
    before = run("history", "--json").json
    file = tmp_path / "given.json"
    file.write_text(json.dumps(given))
    answer = run("add", what, "--json-in", file)
    assert answer.code == 1
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert run("history", "--json").json == before


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '["Ona"]', "null"])
def test_what_is_no_object(run, tmp_path, text):
    file = tmp_path / "given.json"
    file.write_text(text)
    answer = run("add", "client", "--json-in", file)
    assert answer.code == 1
    assert "given.json" in answer.err


def test_a_file_of_another_encoding_and_one_that_is_not_there(run, tmp_path):
    file = tmp_path / "given.json"
    file.write_bytes('{"name": "Žydrė"}'.encode("cp1257"))
    assert run("add", "client", "--json-in", file).code == 1
    answer = run("add", "client", "--json-in", tmp_path / "none.json")
    assert answer.code == 1
    assert "none.json" in answer.err
