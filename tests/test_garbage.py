from __future__ import annotations

import gc

import pytest

from crm_desktop.garbage import rare_collections


def test_of_several_works_at_once_the_last_to_end_puts_the_collections_back():
    before = gc.get_threshold()
    with rare_collections:
        with rare_collections:
            assert gc.get_threshold()[0] > 10 * before[0]
        assert gc.get_threshold()[0] > 10 * before[0]
    assert gc.get_threshold() == before


def test_work_that_fails_puts_them_back_too():
    before = gc.get_threshold()
    with pytest.raises(KeyError), rare_collections:
        raise KeyError
    assert gc.get_threshold() == before
