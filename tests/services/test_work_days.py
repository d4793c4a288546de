from __future__ import annotations

from crm_desktop.services.common import set_setting
from crm_desktop.services.work_days import choose_work_days, work_days


def test_work_days_are_a_setting_of_the_base(store):
    assert work_days(store) == (0, 1, 2, 3, 4)
    set_setting(store, "work_days", [6, 1, 1, 9, "x"])
    assert work_days(store) == (1, 6)
    set_setting(store, "work_days", [])
    assert work_days(store) == (0, 1, 2, 3, 4)


def test_work_days_are_chosen_for_all(store):
    choose_work_days(store, [5, 1, 1])
    assert work_days(store) == (1, 5)
    choose_work_days(store, [])
    assert work_days(store) == (0, 1, 2, 3, 4)
