"""How clients went from stage to stage: the newest change leads to the stage that a client is in, whatever was done."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import ClientInBin, MergeRefused, NotUndoable, RecordNotFound
from crm_desktop.kinds import DealState, Op, StageRole, StageWhy
from crm_desktop.services import (
    clients,
    deal_moves,
    deals,
    dictionaries,
    field_history,
    mass_edit,
    operations,
    payments,
    stage_history,
    stage_rules,
)
from crm_desktop.services.base import open_base, stage_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.duplicates.parting import part
from crm_desktop.services.stage_history import NamedStage
from crm_desktop.storage import undo as undo_module
from tests.services.conftest import SetClock

VISITOR, CLIENT, REGULAR = (
    stage_id(role) for role in (StageRole.VISITOR, StageRole.CLIENT, StageRole.REGULAR)
)


def told(store, client):
    """The changes of a client in their order, as (from, to, why)."""
    return store.read(
        "SELECT from_id, to_id, why FROM stage_change WHERE client_id = ? AND deleted = 0 ORDER BY at, id",
        (client,),
    )


def edited(store, client, stage):
    clients.edit(store, client, ClientDraft(name="Ona", stage_id=stage))


def astray(store):
    """Clients whose newest live change leads to another stage than theirs."""
    return store.read(
        "SELECT c.id, c.stage_id, n.to_id FROM client c JOIN stage_change n ON n.id = (SELECT s.id FROM stage_change s"
        " WHERE s.client_id = c.id AND s.deleted = 0 ORDER BY s.at DESC, s.id DESC LIMIT 1)"
        " WHERE n.to_id IS NOT c.stage_id"
    )


def test_a_form_notes_the_stage_a_client_comes_with_and_each_it_goes_to(store):
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    edited(store, client, CLIENT)
    edited(store, client, CLIENT)
    edited(store, client, None)
    assert told(store, client) == [(None, VISITOR, ""), (VISITOR, CLIENT, ""), (CLIENT, None, "")]


def test_a_client_without_a_stage_has_no_story(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    assert told(store, client) == []


def test_one_change_of_many_notes_those_that_move(store):
    one = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    other = clients.add(store, ClientDraft(name="Jonas", stage_id=CLIENT))
    mass_edit.set_field(store, [one, other], "stage_id", CLIENT)
    assert told(store, one) == [(None, VISITOR, ""), (VISITOR, CLIENT, "")]
    assert told(store, other) == [(None, CLIENT, "")]
    mass_edit.set_field(store, [one], "stage_id", None)
    assert told(store, one)[-1] == (CLIENT, None, "")
    operations.undo(store)
    assert told(store, one)[-1] == (VISITOR, CLIENT, "")


def test_a_stage_that_is_removed_notes_what_replaces_it(store):
    own = dictionaries.add(store, Dictionary.STAGE, "Lankytojas")
    client = clients.add(store, ClientDraft(name="Ona", stage_id=own))
    dictionaries.delete(store, Dictionary.STAGE, own, replace_by=CLIENT)
    assert told(store, client)[-1] == (own, CLIENT, "")
    assert astray(store) == []


def test_merged_clients_have_one_story_that_leads_to_the_stage_kept(store, clock):
    keep = clients.add(store, ClientDraft(name="Ona", stage_id=REGULAR))
    clock.at += timedelta(days=1)
    other = clients.add(store, ClientDraft(name="Ona P.", stage_id=VISITOR))
    before = told(store, keep), told(store, other)
    merge(store, keep, [other], say=str)
    assert told(store, keep) == [
        (None, REGULAR, ""),
        (None, VISITOR, ""),
        (VISITOR, REGULAR, StageWhy.MERGE),
    ]
    part(store, other)
    assert (told(store, keep), told(store, other)) == before


def test_one_parted_of_several_leaves_stories_that_lead_to_the_stages(store, clock):
    keep = clients.add(store, ClientDraft(name="Ona"))
    second = clients.add(store, ClientDraft(name="Ona P.", stage_id=VISITOR))
    clock.at += timedelta(days=1)
    third = clients.add(store, ClientDraft(name="Ona Pet.", stage_id=REGULAR))
    merge(store, keep, [second, third], say=str)
    part(store, second)
    assert astray(store) == []
    assert clients.draft_of(store, keep).stage_id == REGULAR
    assert told(store, second) == [(None, VISITOR, "")]


def test_what_came_and_went_and_was_taken_back_in_the_middle_is_mended(store):
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    edited(store, client, CLIENT)
    middle = operations.can_undo(store).seq
    edited(store, client, REGULAR)
    edited(store, client, CLIENT)
    operations.undo(store, middle)
    assert clients.draft_of(store, client).stage_id == VISITOR
    assert told(store, client)[-1] == (CLIENT, VISITOR, "")
    operations.redo(store)
    assert astray(store) == []


def test_a_client_from_before_the_story_stays_without_one_until_its_stage_changes(store):
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    with store.change(Op.IMPORT) as change:
        change.execute("DELETE FROM stage_change")
    edited(store, client, CLIENT)
    operations.undo(store)
    assert told(store, client) == []


def test_a_clock_set_back_does_not_turn_the_story_round(store, clock):
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    clock.at -= timedelta(days=400)
    edited(store, client, CLIENT)
    mass_edit.set_field(store, [client], "stage_id", REGULAR)
    assert [row[1] for row in told(store, client)] == [VISITOR, CLIENT, REGULAR]
    assert astray(store) == []


def test_no_change_of_stage_is_no_change(store):
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    with store.change(Op.CHANGE_CLIENTS) as change:
        stage_history.note(store, client, VISITOR, VISITOR)
        stage_history.move(store, change, [client], VISITOR)
    assert told(store, client) == [(None, VISITOR, "")]


def test_the_history_of_the_field_says_why(store):
    stage_rules.set_rules(store, stage_rules.Rules(client=True))
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    payments.add(store, PaymentDraft(client, 100, "EUR", paid_on="2026-11-20"))
    newest, *_ = field_history.of(store, client, "stage_id")
    assert (newest.new, newest.why) == ("client", StageWhy.FIRST_PAYMENT)
    edited(store, client, REGULAR)
    assert field_history.of(store, client, "stage_id")[0].why == ""


STAGES = st.sampled_from([None, 0, 1, 2, 3])
WHO = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), WHO, STAGES),
        st.tuples(st.just("many"), st.lists(WHO, min_size=1, max_size=3), STAGES),
        st.tuples(st.just("pay"), WHO),
        st.tuples(st.just("win"), WHO),
        st.tuples(st.just("merge"), WHO, st.lists(WHO, min_size=1, max_size=2)),
        st.tuples(st.just("part"), WHO),
        st.tuples(st.just("bin"), WHO),
        st.tuples(st.just("replace"), STAGES, STAGES),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("redo")),
        st.tuples(st.just("clock"), st.integers(-3, 3)),
    ),
    max_size=14,
)


class _World:
    """Three clients and five stages, two of them the user's own, with both rules on."""

    def __init__(self, path, clock):
        self.clock = clock
        self.store = open_base(path, who="Ona", clock=clock).store
        stage_rules.set_rules(self.store, stage_rules.Rules(client=True, regular=2))
        own = dictionaries.add(self.store, Dictionary.STAGE, "Sava")
        self.stages = [VISITOR, CLIENT, REGULAR, own]
        self.who = [
            clients.add(self.store, ClientDraft(name=name, stage_id=VISITOR)) for name in ("A", "B", "C")
        ]

    def do(self, step):
        refusals = (ClientInBin, RecordNotFound, MergeRefused, NotUndoable)
        with suppress(*refusals):
            getattr(self, f"_{step[0]}")(*step[1:])

    def _stage(self, number):
        return None if number is None else self.stages[number]

    def _edit(self, who, stage):
        draft = clients.draft_of(self.store, self.who[who])
        clients.edit(self.store, self.who[who], replace(draft, stage_id=self._stage(stage)))

    def _many(self, who, stage):
        mass_edit.set_field(self.store, [self.who[each] for each in who], "stage_id", self._stage(stage))

    def _pay(self, who):
        payments.add(self.store, PaymentDraft(self.who[who], 100, "EUR", paid_on="2026-01-01"))

    def _win(self, who):
        deal = deals.add(self.store, DealDraft(self.who[who], "x", 5, "EUR"))
        deal_moves.close(self.store, [deal], DealState.WON)

    def _merge(self, keep, others):
        merge(self.store, self.who[keep], [self.who[each] for each in others], say=lambda lost: lost.value)

    def _part(self, who):
        part(self.store, self.who[who])

    def _bin(self, who):
        clients.delete(self.store, [self.who[who]])

    def _replace(self, stage, by):
        which, other = self._stage(stage), self._stage(by)
        if which is not None:
            dictionaries.delete(self.store, Dictionary.STAGE, which, replace_by=other, clear=other is None)

    def _undo(self, back):
        found = [row.seq for row in operations.recent(self.store, 50) if row.can_undo]
        if found:
            operations.undo(self.store, found[min(back, len(found) - 1)])

    def _redo(self):
        operations.redo(self.store)

    def _clock(self, days):
        self.clock.at += timedelta(days=days)


@pytest.mark.parametrize("at_once", [1, 1000])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_the_newest_change_leads_to_the_stage_whatever_was_done_and_taken_back(
    master_base, monkeypatch, at_once, steps
):
    monkeypatch.setattr(undo_module, "AT_ONCE", at_once)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "base.crm"
        shutil.copy(master_base, path)
        world = _World(path, SetClock(datetime(2026, 11, 20, 10, 0, tzinfo=UTC)))
        try:
            for step in steps:
                world.do(step)
                assert astray(world.store) == [], step
        finally:
            world.store.close()


def test_how_a_client_went_on_is_told_newest_first(store):
    own = dictionaries.add(store, Dictionary.STAGE, "Angel", colour="blue")
    client = clients.add(store, ClientDraft(name="Ona", stage_id=VISITOR))
    assert stage_history.of(store, client) == []  # what it began with is no change
    stage_rules.set_rules(store, stage_rules.Rules(client=True))
    payments.add(store, PaymentDraft(client, 100, "EUR", paid_on="2026-11-20"))
    store.clock.at += timedelta(minutes=1)
    edited(store, client, own)
    store.clock.at += timedelta(minutes=1)
    edited(store, client, None)
    found = stage_history.of(store, client)
    assert [(each.before, each.after, each.why) for each in found] == [
        (NamedStage("Angel", StageRole.OWN), None, StageWhy.BY_HAND),
        (NamedStage("", StageRole.CLIENT), NamedStage("Angel", StageRole.OWN), StageWhy.BY_HAND),
        (NamedStage("", StageRole.VISITOR), NamedStage("", StageRole.CLIENT), StageWhy.FIRST_PAYMENT),
    ]
    assert [each.colour for each in found[:2]] == ["", "blue"]
    assert {each.who for each in found} == {operations.recent(store)[0].who}
    operations.undo(store)
    assert stage_history.of(store, client) == found[1:]


def test_a_rule_at_once_is_a_change_and_what_was_written_down_is_none(store):
    stage_rules.set_rules(store, stage_rules.Rules(client=True))
    client = clients.add(store, ClientDraft(name="Ona"))
    payments.add(store, PaymentDraft(client, 100, "EUR", paid_on="2026-11-20"))
    (change,) = stage_history.of(store, client)
    assert (change.before, change.after, change.why) == (
        None,
        NamedStage("", StageRole.CLIENT),
        StageWhy.FIRST_PAYMENT,
    )
