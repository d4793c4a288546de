"""Common settings: kept in the base, undone like anything, and never an error."""

from __future__ import annotations

from crm_desktop.services import common, operations


def test_a_setting_is_what_was_set_and_undo_puts_the_old_value_back(store):
    assert common.setting(store, "country", "LT") == "LT"
    common.set_setting(store, "country", "US")
    common.set_setting(store, "country", "GB")
    assert common.setting(store, "country", "LT") == "GB"
    operations.undo(store)
    assert common.setting(store, "country", "LT") == "US"


def test_the_same_value_is_no_change(store):
    common.set_setting(store, "ahead", [1, 7])
    before = store.read("SELECT MAX(seq) FROM operation")
    common.set_setting(store, "ahead", [1, 7])
    assert store.read("SELECT MAX(seq) FROM operation") == before


def test_what_is_no_json_of_the_right_type_gives_way_to_the_default(store):
    common.set_setting(store, "ahead", "seven")
    assert common.setting(store, "ahead", [7]) == [7]
    with store.change("edit_settings") as change:
        change.execute("UPDATE setting SET value = '{'")
    assert common.setting(store, "ahead", [7]) == [7]
