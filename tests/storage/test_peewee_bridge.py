"""Transactions by peewee on the connections of a store."""

from __future__ import annotations

import itertools
import sqlite3

import peewee
import pytest

from tests.storage.library import add_book, open_library


@pytest.fixture
def store(base):
    store = open_library(base)
    yield store
    store.close()


def test_an_interrupt_wherever_it_strikes_leaves_no_lock_behind(store, base):
    """Also between the taking of the lock and the beginning of the work."""
    other = open_library(base)
    struck = 0
    for steps in range(1, 40):
        count = itertools.count(1)
        store.connection.set_progress_handler(lambda count=count, steps=steps: next(count) == steps, 1)
        try:
            with store.transaction():
                pass
        except (peewee.OperationalError, sqlite3.OperationalError):
            struck += 1
        finally:
            store.connection.set_progress_handler(None, 0)
        assert not store.connection.in_transaction
        add_book(other, f"Book {steps}")
    assert struck > 0
    other.close()
