from __future__ import annotations

import pytest

from crm_desktop.errors import EntryInUse, NameEmpty, NameTaken, NumberRefused, RecordNotFound
from crm_desktop.kinds import DealState
from crm_desktop.services import clients, deal_stages, deals, operations
from crm_desktop.services.deal_stages import DealStage, first_id
from crm_desktop.services.drafts import ClientDraft, DealDraft
from tests.services.content import content


@pytest.fixture
def deal(store):
    return deals.add(store, DealDraft(clients.add(store, ClientDraft(name="Ona")), "Wedding"))


def test_a_new_base_has_stages_under_words_of_the_window(store):
    assert deal_stages.stages(store)[0] == DealStage(
        first_id("new"), "", DealState.OPEN, "", "purple", None, "new"
    )
    assert [(stage.word, stage.role) for stage in deal_stages.stages(store)] == [
        ("new", "open"), ("offer", "open"), ("terms", "open"), ("won", "won"), ("lost", "lost"),
    ]  # fmt: skip
    assert operations.can_undo(store) is None
    deal_stages.furnish(store)
    assert len(deal_stages.stages(store)) == 5


def test_stages_of_ones_own_stand_before_the_closed_ones(store):
    mine = deal_stages.add(store, "Measured  up", colour="purple")
    found = deal_stages.stages(store, "")
    assert [stage.word or stage.name for stage in found] == [
        "new",
        "offer",
        "terms",
        "Measured up",
        "won",
        "lost",
    ]
    deal_stages.reorder(store, [mine, first_id("new")])
    assert deal_stages.stages(store)[0].id == mine
    deal_stages.rename(store, mine, "Measured")
    deal_stages.recolour(store, mine, "blue")
    deal_stages.set_chance(store, mine, 40)
    stage = deal_stages.stages(store)[0]
    assert (stage.name, stage.colour, stage.chance) == ("Measured", "blue", 40)
    deal_stages.set_chance(store, mine, None)
    assert deal_stages.stages(store)[0].chance is None


def test_a_first_stage_goes_back_to_the_words_of_the_window(store):
    deal_stages.rename(store, first_id("new"), "Asked")
    deal_stages.rename(store, first_id("new"), " ")
    assert deal_stages.stages(store)[0].name == ""
    deal_stages.add_pipeline(store, "Export")
    assert deal_stages.word_of(store, first_id("new")) == "new"
    assert deal_stages.word_of(store, deal_stages.stages(store, "Export")[1].id) == "won"


def test_pipelines_have_names_of_their_own(store):
    deal_stages.add_pipeline(store, "Export")
    assert deal_stages.pipelines(store) == ["", "Export"]
    assert [stage.role for stage in deal_stages.stages(store, "Export")] == ["open", "won", "lost"]
    deal_stages.add(store, "Customs", pipeline=" Export ")
    deal_stages.rename_pipeline(store, "Export", "EXPORT  abroad")
    deal_stages.rename_pipeline(store, "EXPORT abroad", "Export abroad")
    assert deal_stages.pipelines(store) == ["", "Export abroad"]
    assert len(deal_stages.stages(store, "Export abroad")) == 4
    assert deal_stages.first_of(store, DealState.WON, "Export abroad") == deal_stages.stages(store)[-2].id
    assert deal_stages.first_of(store, DealState.WON, "nowhere") is None
    for name, error in ((" ", NameEmpty), ("export ABROAD", NameTaken)):
        with pytest.raises(error):
            deal_stages.add_pipeline(store, name)


def test_names_are_refused_within_a_pipeline(store):
    deal_stages.add(store, "Measured")
    with pytest.raises(NameEmpty):
        deal_stages.add(store, "")
    with pytest.raises(NameTaken):
        deal_stages.add(store, "MEASURED")
    deal_stages.add(store, "Measured", pipeline="Export")
    with pytest.raises(NumberRefused):
        deal_stages.set_chance(store, first_id("new"), 101)


def test_a_role_changes_only_while_nothing_stands_there(store, deal):
    with pytest.raises(EntryInUse) as caught:
        deal_stages.set_role(store, first_id("new"), DealState.WON)
    assert caught.value.facts == {"table": "deal_stage", "name": "new", "count": 1}
    deal_stages.set_role(store, first_id("new"), DealState.OPEN)
    deal_stages.set_role(store, first_id("offer"), DealState.WON)
    assert [stage.word for stage in deal_stages.stages(store) if stage.role is DealState.WON] == [
        "offer",
        "won",
    ]


def test_deals_of_a_stage_that_goes_are_moved(store, deal):
    before = content(store)
    with pytest.raises(EntryInUse):
        deal_stages.delete(store, first_id("new"))
    for other in (first_id("new"), first_id("won"), b"x" * 16):
        with pytest.raises(RecordNotFound):
            deal_stages.delete(store, first_id("new"), move_to=other)
    deal_stages.delete(store, first_id("new"), move_to=first_id("offer"))
    assert deals.draft_of(store, deal).stage_id == first_id("offer")
    assert deal_stages.usage(store) == {first_id("offer"): 1}
    assert deal_stages.any_deal(store)
    operations.undo(store)
    assert content(store) == before
    deals.delete(store, deal)
    assert not deal_stages.any_deal(store)
    deal_stages.delete(store, first_id("new"))
    assert store.read("SELECT stage_id FROM deal") == [(None,)]
