"""New bases for tests: the first of its kind is made and migrated, the others are copies of it (much sooner there)."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.services.base import open_base

if TYPE_CHECKING:
    from crm_desktop.clock import Clock
    from crm_desktop.services.base import Base


def new_base(path: Path, *, who: str = "", region: str = "", clock: Clock | None = None) -> Base:
    """A base without clients in ``path``, open, as ``open_base`` makes it there at this time of the clock."""
    shutil.copy(_master(who, region, "" if clock is None else utc_text(clock.now()), _Held(clock)), path)
    return open_base(path, who=who, region=region, clock=clock)


class _Held:
    """A clock on its way past the cache: equal to every other, for the time it tells is asked beside it."""

    def __init__(self, clock: Clock | None) -> None:
        self.clock = clock

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()  # it lives, and ends, with the process


@cache
def _master(who: str, region: str, at: str, held: _Held) -> Path:
    made = Path(_folder().name) / f"{_master.cache_info().currsize}.crm"
    open_base(made, who=who, region=region, clock=held.clock).store.close()
    return made
