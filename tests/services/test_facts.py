from __future__ import annotations

from crm_desktop.services import facts, operations
from crm_desktop.services.base import open_base


def test_facts_outlive_the_program_and_no_undo_touches_them(store):
    facts.set_region(store, "ru")
    facts.raise_number(store, 7)
    again = open_base(store.path)
    assert facts.region(again.store) == "RU"
    assert facts.highest_number(again.store) == 7
    assert operations.can_undo(again.store) is None
    again.store.close()


def test_a_base_that_knows_nothing(tmp_path):
    store = open_base(tmp_path / "new.crm").store
    assert not facts.has_region(store)
    assert facts.region(store) == facts.DEFAULT_REGION
    assert facts.highest_number(store) == 0
    store.close()
