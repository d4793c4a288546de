from __future__ import annotations

from pathlib import Path

from crm_desktop.exchange.remote.chosen import Chosen, chosen, with_chosen

BASE, OTHER = Path("/bases/a.crm"), Path("/bases/b.crm")


def test_each_base_has_its_own():
    stored = with_chosen({}, BASE, Chosen(file="/cloud/diary.ics", file_details=False))
    assert stored == {str(BASE): {"file": "/cloud/diary.ics", "file_details": False}}
    assert chosen(stored, BASE) == Chosen(file="/cloud/diary.ics", file_details=False)
    assert chosen(stored, OTHER) == Chosen()
    assert with_chosen(stored, BASE, Chosen()) == {}


def test_rubbish_gives_way_to_defaults():
    assert chosen({str(BASE): "x"}, BASE) == Chosen()
    assert chosen({str(BASE): {"file": 3, "is_on": "yes", "mine": True, "other": 1}}, BASE) == Chosen(
        mine=True
    )


def test_a_server_is_used_only_when_all_is_said():
    whole = Chosen(address="https://x/", user="ona", calendar="https://x/c/", is_on=True)
    assert whole.has_server
    assert not Chosen(address="https://x/", user="ona", calendar="https://x/c/").has_server
    assert not Chosen(is_on=True).has_server
