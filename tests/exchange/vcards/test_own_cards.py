"""Cards of ours that somebody has changed by hand."""

from __future__ import annotations

from tests.exchange.vcards.making import card, cells

OURS = "PRODID:-//CRM Desktop//1//EN"


def test_odd_cards_of_ours_are_read_as_far_as_they_go(tmp_path):
    (found,) = cells(
        tmp_path,
        card(
            OURS,
            "ADR;no colon",
            "FN:Ona",
            "X-UNHEARD:1",
            "X-CRM-FIELD:nameless",
            "ADR:;;Kalnų 2;;;;",
            "UID:1",
        ),
    )
    assert found == {"company.flag": "0", "name.any": "Ona", "address.street#1": "Kalnų 2"}


def test_more_addresses_than_a_file_can_have_columns_for_end(tmp_path, monkeypatch):
    monkeypatch.setattr("crm_desktop.exchange.vcards.own_cards._MOST_OF_A_KIND", 1)
    (found,) = cells(
        tmp_path, card(OURS, "FN:Ona", "ADR:;;a;;;;", "ADR:;;b;;;;", "TEL;X-CRM-EXT=1:1", "TEL;X-CRM-EXT=2:2")
    )
    assert found["address.street#1"] == "a"
    assert found["note"] == "phone: 2"
    (found,) = cells(tmp_path, card(OURS, "FN:Ona", "X-CRM-PRICE:Tea;2.50;EUR;", "X-CRM-PRICE:Roses;1;EUR;x"))
    assert (found["price.item#1"], found["price#1"]) == ("Tea", "2.50")
    assert found["note"] == "price: Roses 1 EUR x"
    assert "address.street#2" not in found
