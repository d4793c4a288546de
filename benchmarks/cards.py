"""An address book of 10,000 cards: read, brought into an empty base, and written again.

The floor of reading cuts the file into lines, heads and values and decodes them, and understands nothing; that of the
import is reading by our own reader: what the rehearsal, the journal, the search and the pictures cost on top.
"""

from __future__ import annotations

import base64
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.bases import FOLDER, SEED
from benchmarks.child import measured, peak_mb
from benchmarks.figure import Figure

_CARDS = 10_000
_PICTURED = 0.1
_PICTURE = 20_000


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """One book, in processes of their own."""
    path = str(book_of(_CARDS))
    floor = measured("benchmarks.cards", "plainly", path=path)
    read = measured("benchmarks.cards", "read", path=path)
    ours = measured("benchmarks.cards", "bring", path=path)
    note = f"writing them again {ours['written']:.1f} s"
    return [
        Figure(f"read {_CARDS:,} cards", read["seconds"], "s", floor["seconds"]),
        Figure("  memory then", read["memory"], "MB", floor["memory"], limit=400),
        Figure(f"import {_CARDS:,} cards", ours["seconds"], "s", read["seconds"], note=note),
        Figure("  memory then", ours["memory"], "MB", read["memory"], limit=400),
    ]


def book_of(count: int) -> Path:
    """A book of invented people, one in ten with a picture of 20 KB, kept for the next run."""
    from crm_desktop.services.demo import people, reach
    from crm_desktop.services.demo.chance import pick
    from crm_desktop.services.demo.packs import load

    path = FOLDER / f"book-{count}.vcf"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    rng, draft = Random(SEED), path.with_name(f"new-{path.name}")
    packs = [load(language) for language in ("ru", "ru", "lt", "en")]
    with draft.open("w", encoding="utf-8", newline="") as file:
        for number in range(count):
            pack = pick(rng, packs)
            name = people.make_name(rng, pack)
            lines = [
                "BEGIN:VCARD", "VERSION:3.0", f"UID:{number}", f"N:{name.family};{name.given};{name.middle};;",
                f"FN:{name.given} {name.family}", f"TEL;TYPE=CELL:{reach.mobile(rng, pack).value}",
                f"TEL;TYPE=HOME:{reach.mobile(rng, pack).value}",
                f"EMAIL;TYPE=INTERNET:{reach.person_email(rng, pack, name.given, name.family, number).value}",
                f"ORG:{people.make_company(rng, pack)};", f"BDAY:{1945 + number % 60}-05-17", "CATEGORIES:VIP,2024",
                "ADR;TYPE=HOME:;;Gedimino pr. 1;Vilnius;;LT-01103;Lietuva", "NOTE:pirmas\\nantras",
            ]  # fmt: skip
            if rng.random() < _PICTURED:
                data = base64.b64encode(b"\xff\xd8\xff" + rng.randbytes(_PICTURE)).decode()
                lines.append("\r\n ".join([f"PHOTO;ENCODING=b:{data[:60]}", *_folded(data[60:])]))
            file.write("\r\n".join([*lines, "END:VCARD", ""]))
    draft.rename(path)
    return path


def _folded(data: str) -> list[str]:
    return [data[start : start + 74] for start in range(0, len(data), 74)]


def plainly(path: str) -> dict[str, Any]:
    """Lines, heads and values."""
    start = time.process_time()
    found = []
    with Path(path).open("rb") as file:
        for line in file:
            head, colon, value = line.rstrip().partition(b":")
            if colon:
                found.append((tuple(head.upper().split(b";")), value.decode()))
    return {"seconds": time.process_time() - start, "memory": peak_mb()}


def read(path: str) -> dict[str, Any]:
    """The book as rows."""
    from crm_desktop.exchange.importing.opening import open_file

    start = time.process_time()
    (sheet,) = open_file(path).sheets
    for _ in sheet.rows:
        pass
    return {"seconds": time.process_time() - start, "memory": peak_mb()}


def bring(path: str) -> dict[str, Any]:
    """The whole import, pictures too, and the export of what came of it."""
    from crm_desktop.exchange.exporting.cards import write_cards
    from crm_desktop.exchange.importing.plan import plan_file
    from crm_desktop.exchange.importing.session import Session
    from crm_desktop.services.base import open_base

    with tempfile.TemporaryDirectory() as folder:
        store = open_base(Path(folder) / "base.crm", region="RU", language="ru").store
        start = time.process_time()
        with Session(store, plan_file(store, Path(path), "RU", "ru"), "RU") as session:
            session.rehearse(lambda done, total: None)
            session.run(lambda done, total: None)
        brought = time.process_time()
        memory = peak_mb()
        ids = [identifier for (identifier,) in store.read("SELECT id FROM client WHERE deleted = 0")]
        write_cards(Path(folder) / "out.vcf", store, ids, lambda done: None)
        written = time.process_time()
        store.close()
    return {"seconds": brought - start, "memory": memory, "written": written - brought}
