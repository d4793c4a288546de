from __future__ import annotations

import pytest

from crm_desktop.services import clients, listing, operations
from crm_desktop.services.duplicates.apart import keep_apart
from crm_desktop.services.duplicates.bulk import certain_groups, merge_groups
from crm_desktop.services.duplicates.finding import find
from crm_desktop.services.duplicates.parting import merged_into, part
from tests.services.content import content
from tests.services.duplicates.cards import add

PHONES = [f"+3706123450{number}" for number in range(6)]


def say(lost):
    return lost.value


def test_all_certain_ones_are_one_operation_and_each_is_parted_by_itself(store):
    one, other, third = (add(store, "Petraitė Ona", phone=PHONES[0]) for _ in range(3))
    fourth, fifth = (add(store, "Kazlauskas Jonas", phone=PHONES[1]) for _ in range(2))
    add(store, "Balčius Benas", phone=PHONES[2])
    add(store, "Balčius B.", phone=PHONES[2])
    before = content(store)
    pairs = find(store)
    groups = certain_groups(store, [pair for pair in pairs if pair.score > 75])
    assert certain_groups(store, []) == []
    wanted = [(one, other, third), (fourth, fifth)]
    groups = [tuple(sorted(group)) for group in wanted]
    told = []
    assert merge_groups(store, groups, say=say, progress=lambda done, total: told.append((done, total))) == 3
    assert told == [(2, 2)]
    assert listing.verify(store) == []
    part(store, fifth)
    assert merged_into(store, fourth) == []
    assert {merged.id for merged in merged_into(store, one)} == {other, third}
    assert listing.verify(store) == []
    operations.undo(store)
    operations.undo(store)
    assert content(store) == before


def test_pairs_with_a_client_in_common_are_one_group(store):
    first, second, third = (
        add(store, "Petraitė Ona", phone=PHONES[0], email="o@p.lt", birthday="1980-05-17") for _ in range(3)
    )
    pairs = find(store)
    assert len(pairs) == 3
    (group,) = certain_groups(store, pairs)
    assert set(group) == {first, second, third}
    keep_apart(store, [first, third])
    assert certain_groups(store, pairs) == []


def test_who_is_gone_is_passed_over(store):
    one, other = (add(store, "Petraitė Ona", phone=PHONES[0]) for _ in range(2))
    clients.delete(store, [other])
    assert merge_groups(store, [(one, other)], say=say) == 0


def test_cancelling_takes_everything_back(store):
    groups = [
        tuple(add(store, f"Petraitė Ona{place}", phone=PHONES[0]) for _ in range(2)) for place in range(25)
    ]
    before = content(store)

    def cancel(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        merge_groups(store, groups, say=say, progress=cancel)
    assert content(store) == before
    assert merge_groups(store, groups, say=say) == 25
