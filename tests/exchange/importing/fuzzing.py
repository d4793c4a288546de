"""Rehearse damaged copies of lists: ``python -m tests.exchange.importing.fuzzing SEED COUNT FILE...``.

In a process of its own with limited memory, as the fuzzing of the readers, whose damage it uses. Prints the number of
each case first, so that the last line names the one that ended it.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.services.base import open_base
from tests.exchange.reading.fuzzing import limit_memory, mutated, say

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

SLOWEST = 20.0
"""Seconds of work: twice what the readers may take."""


def rehearse(store: Store, path: Path) -> None:
    """Plan and rehearse the file; a UserError is a proper answer."""
    try:
        with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
            session.rehearse(lambda done, total: None)
    except UserError:
        pass


def main(seed: int, count: int, files: list[str]) -> None:
    limit_memory()
    sources = [Path(name).read_bytes() for name in files]
    with tempfile.TemporaryDirectory() as folder:
        store = open_base(Path(folder) / "base.crm", region="LT").store
        for case in range(count):
            rng = random.Random(f"{seed}/{case}")
            chosen = rng.randrange(len(sources))
            say(f"{case} {Path(files[chosen]).name}")
            path = Path(folder) / f"case{case % 2}{Path(files[chosen]).suffix}"
            path.write_bytes(mutated(rng, sources[chosen]))
            started = time.process_time()
            rehearse(store, path)
            if time.process_time() - started > SLOWEST:
                say(f"SLOW {case} {Path(files[chosen]).name}")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
