from __future__ import annotations

from crm_desktop.storage import meta


def test_facts_are_set_replaced_and_removed(store):
    assert meta.get(store, "language") is None
    meta.put(store, "language", "lt")
    meta.put(store, "language", "ru")
    assert meta.get(store, "language") == "ru"
    meta.put(store, "language", None)
    assert meta.get(store, "language") is None
