"""On which days the people of this base work: a setting they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.common import set_setting, setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_desktop.storage.store import Store

WORK_DAYS = (0, 1, 2, 3, 4)
"""Monday to Friday, where nobody said otherwise."""

SETTING = "work_days"
"""The common setting: a list of weekdays, Monday is 0."""


def work_days(store: Store) -> tuple[int, ...]:
    """The weekdays worked on, Monday is 0; never none."""
    found = setting(store, SETTING, list(WORK_DAYS))
    return tuple(sorted({day for day in found if isinstance(day, int) and 0 <= day <= 6})) or WORK_DAYS


def choose_work_days(store: Store, days: Iterable[int]) -> None:
    """Work on these weekdays from now on, for all who share the base; none: on those of ``WORK_DAYS``."""
    set_setting(store, SETTING, sorted(set(days)))
