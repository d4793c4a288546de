from __future__ import annotations

import pytest

from crm_desktop.sync import failures
from crm_desktop.sync.engine import Exchange, Synced
from crm_desktop.sync.patience import sync_patiently


class _Line(Exchange):
    """An exchange that fails as told, then works."""

    def __init__(self, *errors):
        self.errors = list(errors)

    def sync(self, password, *, thorough=False):
        if self.errors:
            raise self.errors.pop(0)
        return Synced()


def test_what_passes_is_tried_again_after_a_while():
    waited = []
    lost = failures.ServerUnreachable(why="lost")
    again = failures.ServerBusy(why="again")
    line = _Line(lost, again, lost)
    assert sync_patiently(line, None, lambda seconds: waited.append(seconds) or True) == Synced()
    assert waited == [1, 5, 30]


def test_what_does_not_pass_is_told():
    for error in (failures.ServerUnreachable(why="name"), failures.ServerPasswordRefused()):
        with pytest.raises(type(error)):
            sync_patiently(_Line(error), None, lambda _: True)
    lost = failures.ServerUnreachable(why="lost")
    with pytest.raises(failures.ServerUnreachable):
        sync_patiently(_Line(lost, lost, lost, lost), None, lambda _: True)


def test_waiting_ends_when_it_is_told_to():
    line = _Line(failures.ServerBusy(why="starting"), failures.ServerBusy(why="starting"))
    with pytest.raises(failures.ServerBusy):
        sync_patiently(line, None, lambda _: False)
    assert len(line.errors) == 1
