from __future__ import annotations

from crm_desktop.services import inbox
from crm_desktop.services.inbox import Handled


def test_a_file_is_dealt_with_once_by_name_size_and_content(store):
    inbox.remember(store, "a.csv", 3, b"d", Handled.LEFT)
    inbox.remember(store, "a.csv", 3, b"d", Handled.BROUGHT)
    assert inbox.is_handled(store, "a.csv", 3, b"d")
    assert not inbox.is_handled(store, "a.csv", 4, b"d")
    assert not inbox.is_handled(store, "a.csv", 3, b"e")
    assert not inbox.is_handled(store, "b.csv", 3, b"d")
    assert store.read("SELECT state FROM inbox_file") == [("brought",)]
    inbox.offer_again(store, "a.csv", 3, b"d")
    assert not inbox.is_handled(store, "a.csv", 3, b"d")
