from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest

from crm_desktop.cli import main
from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Outcome, ReportKind
from crm_desktop.services import activities, clients, fields
from crm_desktop.services.base import open_base
from crm_desktop.services.dictionaries import Dictionary, add
from crm_desktop.services.drafts import ActivityDraft, ClientDraft


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "a.crm"
    base = open_base(made, who="Ona")
    client = clients.add(base.store, ClientDraft(name="Rasa"))
    add(base.store, Dictionary.COLLEAGUE, "Rūta")
    held = utc_text(base.store.clock.now() - timedelta(minutes=1))
    draft = ActivityDraft(client, kind=ActivityKind.MEETING, held_at=held, outcome=Outcome.SUCCESSFUL)
    activities.add(base.store, draft)
    base.store.close()
    return made


def run(path, *words):
    return main(["report", *words, "--base", str(path), "--lang", "en"])


@pytest.mark.parametrize("kind", [kind.value for kind in ReportKind])
def test_every_report_is_printed_and_given_as_json(path, kind, capsys):
    assert run(path, kind) == 0
    printed = capsys.readouterr().out
    assert run(path, kind, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == kind
    assert found["title"] in printed
    assert found["notes"]


def test_the_numbers_are_those_of_the_base(path, capsys):
    run(path, "weekly", "--json")
    found = json.loads(capsys.readouterr().out)
    days = next(table for table in found["tables"] if table["id"] == "days")
    assert days["total"]["successful"] == 1
    assert {figure["id"]: figure["value"] for figure in found["figures"]}["held"] == 1
    run(path, "weekly", "--json", "--person", "rūta")
    days = json.loads(capsys.readouterr().out)["tables"][0]
    assert days["total"]["successful"] == 0


def test_a_report_goes_into_a_file(path, tmp_path, capsys):
    target = tmp_path / "week.csv"
    assert run(path, "weekly", "--to-file", str(target)) == 0
    assert "week.csv" in capsys.readouterr().out
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert ["By day"] in list(csv.reader(file, delimiter=";"))


def test_what_cannot_be_is_told_in_plain_words(path, tmp_path, capsys):
    assert run(path, "weekly", "--from", "2026-02-02", "--to", "2026-01-01") == 1
    assert run(path, "weekly", "--to-file", str(tmp_path / "gone" / "week.xlsx")) == 1
    assert run(path, "weekly", "--person", "nobody there") == 1
    assert "There are: Ona, Rūta." in capsys.readouterr().err
    assert "Traceback" not in capsys.readouterr().err
    assert run(path, "horoscope") == 2


def test_options_are_understood(path, capsys):
    words = ["--question", "days", "--client", "1", "--period", "all", "--kinds", "meeting", "call"]
    assert run(path, "meetings", "--json", *words) == 0
    asked = {each["option"]: each["value"] for each in json.loads(capsys.readouterr().out)["options"]}
    assert asked["Client"] == "Rasa"
    assert asked["Contacts"] == "Meeting, Call"
    more = ["--attribution", "campaign", "--currency", "eur", "--from", "2026-01-01"]
    assert run(path, "sources", "--json", *more) == 0
    asked = {each["option"]: each["value"] for each in json.loads(capsys.readouterr().out)["options"]}
    assert asked["Money in"] == "EUR"
    assert asked["Put down to"] == "Campaign that ran then"
    assert run(path, "clients", "--by", "stage", "--json") == 0


def test_a_filter_that_a_report_does_not_know_is_refused(path, capsys):
    assert run(path, "funnel", "--stage", "client") == 1
    told = capsys.readouterr().err
    assert "--stage" in told
    assert "--person" in told
    assert run(path, "sources", "--source", "advert") == 1
    assert run(path, "weekly", "--question", "days") == 1
    assert run(path, "dates", "--currency", "EUR") == 1


def test_a_period_that_a_report_has_no_use_for_is_left_out_and_told(path, capsys):
    assert run(path, "forecast", "--json", "--from", "2026-01-01", "--to", "2026-02-01") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["kind"] == "forecast"
    assert "--from" in err
    assert "--to" in err
    assert run(path, "forecast", "--json", "--ahead", "2") == 0
    assert json.loads(capsys.readouterr().out)["options"][0]["value"] == "2 months"


def test_a_choice_that_is_none_is_refused_with_those_there_are(path, capsys):
    base = open_base(path)
    fields.add(base.store, "Favourite flower")
    base.store.close()
    assert run(path, "clients", "--by", "favourite FLOWER", "--json") == 0
    asked = {each["option"]: each["value"] for each in json.loads(capsys.readouterr().out)["options"]}
    assert asked["By"] == "Favourite flower"
    for words in (["clients", "--by", "horoscope"], ["pareto", "--by", "city"], ["forecast", "--ahead", "0"]):
        assert run(path, *words) == 1
    assert "Favourite flower" in capsys.readouterr().err
    assert run(path, "sources", "--currency", "EURO") == 1
    assert run(path, "weekly", "--to-file", "week.docx") == 1
    assert "ending" in capsys.readouterr().err
