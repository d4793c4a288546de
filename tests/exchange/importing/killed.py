"""Import a list, or take the import back, in a process that is to be killed: ``... BASE FILE import|undo``.

Says when it has begun and when it has ended, so that the killing falls between the two.
"""

from __future__ import annotations

import sys
from pathlib import Path

from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.services.base import open_base
from crm_desktop.storage.undo import undo


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(base: str, file: str, what: str) -> None:
    store = open_base(Path(base), region="LT").store
    if what == "undo":
        say("begun")
        undo(store)
    else:
        with Session(store, plan_file(store, Path(file), "LT", "en"), "LT") as session:
            session.rehearse(lambda done, total: None)
            say("begun")
            session.run(lambda done, total: None)
    say("ended")
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
