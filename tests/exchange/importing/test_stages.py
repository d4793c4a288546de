"""Stages that a list brings are noted as such, and a deal that is won moves its buyer on where a rule says so."""

from __future__ import annotations

from crm_desktop.exchange.importing.staging import Action
from crm_desktop.kinds import StageRole, StageWhy
from crm_desktop.services import listing, operations, stage_rules
from crm_desktop.services.base import stage_id
from tests.exchange.importing.bringing import bring, bring_as, listed

HEADER = ("Name", "Phone", "Stage")
VISITOR, CLIENT = stage_id(StageRole.VISITOR), stage_id(StageRole.CLIENT)


def told(store):
    return store.read("SELECT from_id, to_id, why FROM stage_change WHERE deleted = 0 ORDER BY at, id")


def test_the_stage_a_client_comes_with_and_the_one_an_update_gives(store, tmp_path):
    bring(
        store,
        listed(tmp_path / "a.csv", HEADER, ("Ona P.", "861234567", "Visitor"), ("Jonas", "861234568", "")),
    )
    assert told(store) == [(None, VISITOR, StageWhy.IMPORT.value)]
    path = listed(tmp_path / "b.csv", HEADER, ("Ona P.", "861234567", "Client"))
    bring_as(store, Action.UPDATE, path)
    assert told(store)[1:] == [(VISITOR, CLIENT, StageWhy.IMPORT.value)]
    operations.undo(store)
    assert told(store) == [(None, VISITOR, StageWhy.IMPORT.value)]


def test_a_won_deal_of_a_list_moves_its_buyer_on(store, tmp_path):
    stage_rules.set_rules(store, stage_rules.Rules(client=True))
    header = ("Name", "Phone", "Deal name", "Deal amount", "Deal status")
    bring(
        store,
        listed(
            tmp_path / "a.csv",
            header,
            ("Ona Petraitė", "861234567", "Vases", "900 EUR", "Won"),
            ("Jonas Jonaitis", "861234568", "Roses", "90 EUR", "Open"),
        ),
    )
    found = dict(store.read("SELECT c.name, c.stage_id FROM client c"))
    assert found == {"Ona Petraitė": CLIENT, "Jonas Jonaitis": None}
    assert told(store)[-1] == (None, CLIENT, StageWhy.FIRST_PAYMENT.value)
    assert listing.verify(store) == []
