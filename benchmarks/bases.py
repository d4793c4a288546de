"""Sample bases, made once by the program's own generator and kept in ``build/benchmarks``."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "build" / "benchmarks"
SEED = 20
LANGUAGE = "ru"
TODAY = date(2026, 11, 20)


def base(clients: int) -> Path:
    """A base with that many clients and five history entries each; one of an older schema is made anew."""
    from crm_desktop.models.schema import SCHEMA
    from crm_desktop.services import listing
    from crm_desktop.services.base import open_base
    from crm_desktop.services.demo import make_demo

    path = FOLDER / f"{clients}-v{SCHEMA.version}.crm"
    if path.exists():
        opened = open_base(path, language=LANGUAGE)
        listing.ensure(opened.store, LANGUAGE)
        opened.store.close()
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    for older in FOLDER.glob(f"{clients}-v*"):
        older.unlink()
    print(f"making a base of {clients} clients in {path} ...", file=sys.stderr, flush=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    opened = open_base(draft, region="RU", language=LANGUAGE)
    make_demo(opened.store, clients, seed=SEED, today=TODAY)
    opened.store.connection.execute("PRAGMA optimize")
    opened.store.close()
    draft.rename(path)
    return path


def copy_of(path: Path, folder: Path) -> Path:
    """A copy to write into."""
    return Path(shutil.copy(path, folder / path.name))
