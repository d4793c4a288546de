"""The base a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_desktop.cli.output import note
from crm_desktop.ui.text import language, ntr, system_region

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from crm_desktop.storage.store import Store


def base_path(arguments: Namespace) -> Path:
    """The base named by ``--base``, else the one the window had open last, else the usual place."""
    from crm_desktop import paths
    from crm_desktop.settings import SettingsFile

    named: Path | None = arguments.base
    return named or SettingsFile(paths.settings_file()).current.last_base or paths.default_base()


@contextmanager
def opened(arguments: Namespace, *, create: bool = False) -> Iterator[Store]:
    """The base, open for one command; ``create`` makes it where there is none.

    Raises BaseMissing where there is none and it is not to be made, and the other ``BaseUnusable``.
    """
    from crm_desktop import paths
    from crm_desktop.services.base import open_base
    from crm_desktop.settings import SettingsFile

    path = base_path(arguments)
    if create and path == paths.default_base():
        path.parent.mkdir(parents=True, exist_ok=True)
    who = SettingsFile(paths.settings_file()).current.user_name
    base = open_base(path, who=who, region=system_region(), language=language(), create=create)
    try:
        if base.recovered:
            count = len(base.recovered)
            note(
                ntr(
                    "{n} operation was cut off last time and has been taken back.",
                    "{n} operations were cut off last time and have been taken back.",
                    count,
                )
            )
        yield base.store
    finally:
        base.store.close()
