"""What the arguments of the window ask for. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop import paths

if TYPE_CHECKING:
    from crm_desktop.settings import SettingsFile


@dataclass(frozen=True)
class Wanted:
    """What the arguments ask for."""

    base: Path | None = None
    language: str = ""
    demo: bool = False
    hidden: bool = False


def wanted(argv: Sequence[str]) -> Wanted:
    """Read ``--base FILE``, ``--lang CODE``, ``--demo`` and ``--hidden``; whatever else is the command line's."""
    found: dict[str, str] = {}
    words = list(argv)
    while words:
        name, _, value = words.pop(0).partition("=")
        if name in {"--base", "--lang"} and not value and words:
            value = words.pop(0)
        found[name] = value
    base = found.get("--base")
    path = Path(base).expanduser() if base else None
    return Wanted(path, found.get("--lang", ""), "--demo" in found, "--hidden" in found)


def first_base(asked: Path | None, settings: SettingsFile) -> Path:
    """The base that is asked for, else that of last time where it is still there, else the user's own."""
    last = settings.current.last_base
    return asked or (last if last is not None and last.exists() else paths.default_base())


@contextmanager
def demo_folder(asked: Wanted) -> Iterator[Path | None]:
    """The path of a base that goes with the program, for ``--demo``; None otherwise."""
    if not asked.demo:
        yield None
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="crm-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / f"demo{paths.BASE_SUFFIX}"
