from __future__ import annotations

import pytest

from crm_desktop.errors import NumberRefused, NumberTaken
from crm_desktop.kinds import Op
from crm_desktop.services import clients, numbers
from crm_desktop.services.drafts import ClientDraft


def test_numbers_in_a_row(store):
    with store.change(Op.IMPORT):
        assert numbers.reserve(store, 200) == 1
        assert numbers.reserve(store) == 201


def test_a_number_that_came_otherwise_is_passed_over(store):
    clients.add(store, ClientDraft(name="A", number=10))
    with store.change(Op.IMPORT):
        assert numbers.reserve(store) == 11


def test_a_change_that_failed_gives_its_numbers_back(store):
    def reserve_and_fail():
        with store.change(Op.IMPORT):
            numbers.reserve(store, 5)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        reserve_and_fail()
    with store.change(Op.IMPORT):
        assert numbers.reserve(store) == 1


def test_numbers_kept_for_this_laptop_are_given_out_first(store):
    """As long as they suffice: a large import takes the next higher ones."""
    numbers.lease(store, 101)
    assert numbers.left(store) == numbers.LEASE
    with store.change(Op.IMPORT):
        assert numbers.reserve(store) == 101
        assert numbers.reserve(store, 3) == 102
        assert numbers.left(store) == numbers.LEASE - 4
        assert numbers.reserve(store, 200) == 105
        assert numbers.reserve(store, above=500) == 501
        assert numbers.highest(store) == 501


def test_a_kept_number_that_somebody_typed_is_passed_over(store):
    numbers.lease(store, 101)
    clients.add(store, ClientDraft(name="A", number=101))
    clients.add(store, ClientDraft(name="B", number=103))
    with store.change(Op.IMPORT):
        assert numbers.reserve(store, 2) == 104
        assert numbers.left(store) == numbers.LEASE - 5


def test_the_last_numbers_there_are(store):
    numbers.lease(store, numbers.LARGEST - 1)
    assert numbers.left(store) == 2


def test_a_change_that_failed_gives_kept_numbers_back(store):
    numbers.lease(store, 101)

    def reserve_and_fail():
        with store.change(Op.IMPORT):
            numbers.reserve(store, 5)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        reserve_and_fail()
    assert numbers.left(store) == numbers.LEASE


def test_claims(store):
    client = clients.add(store, ClientDraft(name="A", number=10))
    numbers.claim(store, 10, client)
    numbers.claim(store, numbers.LARGEST, client)
    with pytest.raises(NumberTaken):
        numbers.claim(store, 10, b"x" * 16)
    clients.delete(store, [client])
    with pytest.raises(NumberTaken):
        numbers.claim(store, 10, b"x" * 16)
    for number in (0, -1, numbers.LARGEST + 1):
        with pytest.raises(NumberRefused):
            numbers.claim(store, number, client)


def test_numbers_in_use(store):
    clients.add(store, ClientDraft(name="A", number=10))
    many = range(1, 2000)
    assert numbers.in_use(store, [*many]) == {10}
    assert numbers.in_use(store, [0, 10, 11, numbers.LARGEST + 1]) == {0, 10, numbers.LARGEST + 1}
    assert numbers.in_use(store, []) == set()


def test_new_numbers_pass_those_about_to_be_given(store):
    with store.change(Op.IMPORT):
        assert numbers.reserve(store, above=500) == 501
